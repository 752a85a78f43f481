"""The harness of the forecasting peers: its arithmetic by hand, its cut at the origin, and the figures known before."""

from __future__ import annotations

import doctest
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from benchmarks import forecast_peers, year_end_score
from benchmarks.forecast_peers import Cache, Case, cases, main, model_answer, monthly_output, naive_answers
from benchmarks.year_end_score import Answer, calibrated, combined, score

from zhibiao.forecast.series import FloatArray, grid_of
from zhibiao.terms.period import Month

FAR = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
KNOWN = {"last year": (6.78, 6.78, 6.78, 6.78), "last year x growth": (8.50, 6.23, 3.44, 1.43)}


def test_the_examples_hold() -> None:
    assert [0, 0] == [doctest.testmod(module).failed for module in (forecast_peers, year_end_score)]


def test_the_score_is_the_one_worked_out_by_hand() -> None:
    near = Answer(forecast=90.0, quantiles=(80.0, 85.0, 95.0, 100.0, 104.0, 110.0, 120.0), seconds=1.0)
    far = Answer(forecast=330.0, quantiles=(310.0,) * 7, seconds=3.0)
    result = score([near, far], np.array([100.0, 300.0]))
    # |90 - 100| + |330 - 300| = 40 of 400; only the first outcome lies inside, at every level.
    assert (10.0, 50.0, 50.0, 50.0, 2.0, 2) == (
        result.wape,
        result.coverage50,
        result.coverage80,
        result.coverage90,
        result.seconds,
        result.cells,
    )
    # First: .05*20 + .1*15 + .25*5 + 0 + .25*4 + .1*10 + .05*20 = 6.75. Second: 10*(.95+.9+.75+.5+.25+.1+.05) = 35.
    assert pytest.approx(100 * (6.75 + 35) / 7 / 400) == result.pinball


def test_each_coverage_counts_its_own_interval() -> None:
    wide = Answer(forecast=50.0, quantiles=(5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0))
    result = score([wide] * 4, np.array([30.0, 80.0, 7.0, 99.0]))
    assert (25.0, 50.0, 75.0) == (result.coverage50, result.coverage80, result.coverage90)


def test_a_method_without_quantiles_has_no_coverage() -> None:
    result = score([Answer(forecast=90.0)], np.array([100.0]))
    assert result.wape == 10.0
    assert np.isnan([result.coverage50, result.coverage90, result.pinball]).all()


def test_the_combination_goes_level_by_level() -> None:
    three = [Answer(forecast=value, quantiles=tuple(value + far for far in FAR)) for value in (1.0, 2.0, 6.0)]
    assert (3.0, (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)) == _bare(combined(three, by=np.mean))
    assert (2.0, (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)) == _bare(combined(three, by=np.median))


def _bare(answer: Answer) -> tuple[float, tuple[float, ...]]:
    return answer.forecast, answer.quantiles


def test_calibration_reads_earlier_years_alone() -> None:
    answers = [Answer(forecast=100.0), Answer(forecast=100.0), Answer(forecast=200.0, quantiles=FAR)]
    outcomes, bases, years = np.array([110.0, 999.0, 0.0]), np.array([50.0, 50.0, 10.0]), np.array([2011, 2012, 2011])
    first, second, other = calibrated(answers, outcomes=outcomes, bases=bases, years=years)
    # The errors of 2011 are 10 / 50 and -200 / 10; that of 2012 is not read.
    assert FAR == other.quantiles
    assert np.isnan(first.quantiles).all()
    assert [100 - 50 * 20.0, 100 + 50 * (0.2 - 20) / 2, 100 + 50 * 0.2] == [second.quantiles[k] for k in (0, 3, 6)]


def test_months_are_differences_and_the_first_two_are_split_by_days() -> None:
    made = {"a": {Month(2010, 6): 60.0, Month(2010, 7): 70.0} | _year(2011, (59.0, 90.0, 80.0))}
    grid = grid_of(made, as_of=Month(2011, 4))
    output, days = monthly_output(grid, 0, revisions="zero")
    # 2010 leaves a gap from August, so the run begins with January 2011; April falls by 10, a revision.
    assert [31.0, 28.0, 31.0, 0.0] == output.tolist()
    assert [31.0, 28.0, 31.0, 30.0] == days.tolist()
    assert [31.0, 28.0, 31.0, 31.0] == monthly_output(grid, 0, revisions="neighbours")[0].tolist()


def _year(year: int, totals: tuple[float, ...]) -> dict[Month, float]:
    return {Month(year, month): total for month, total in enumerate(totals, start=2)}


def _two_years() -> dict[Month, float]:
    totals = tuple(10.0 * month for month in range(2, 13))
    return _year(2010, totals) | _year(2011, totals)


def test_nothing_after_the_origin_is_seen() -> None:
    made, origin = _two_years(), Month(2011, 6)
    other = {month: total * (1 if month <= origin or month == Month(2011, 12) else 7) for month, total in made.items()}
    one, two = (next(cases({"a": seen}, years=(2011,), months=(6,), revisions="zero")) for seen in (made, other))
    assert (18, 60.0, (120.0, 60.0), 120.0) == (len(one.history), one.made, one.before, one.outcome)
    assert (one.history.tolist(), one.made, one.before) == (two.history.tolist(), two.made, two.before)


def test_a_year_without_december_is_no_cell() -> None:
    made = {month: total for month, total in _two_years().items() if month != Month(2011, 12)}
    assert [] == list(cases({"a": made}, years=(2011,), months=(6,), revisions="zero"))


def _case() -> Case:
    return next(cases({"a": _two_years()}, years=(2011,), months=(11,), revisions="zero"))


def _steady(history: FloatArray, steps: int) -> tuple[FloatArray, FloatArray]:
    """A model that expects the last month again, and draws paths that are 5 too low on average."""
    means = np.full(steps, history[-1])
    return means, np.arange(-5.0, 6.0)[:, None] * np.ones(steps) + means - 5.0


def _broken(history: FloatArray, steps: int) -> tuple[FloatArray, FloatArray]:
    raise ZeroDivisionError(len(history) / steps)


def test_the_paths_are_shifted_to_the_forecast_and_never_unmake_what_was_made() -> None:
    answer = model_answer(_case(), {"M": _steady, "SeasonalNaive": _broken}, model="M", scale="month")
    assert (120.0, 120.0, "M") == (answer.forecast, answer.quantiles[3], answer.by)
    low = model_answer(_case(), {"M": lambda h, n: (_steady(h, n)[0] * 0, _steady(h, n)[1])}, model="M", scale="month")
    assert (110.0, 110.0) == (low.forecast, min(low.quantiles))


def test_the_daily_scale_gives_the_days_back() -> None:
    answer = model_answer(_case(), {"M": _steady}, model="M", scale="day")
    assert pytest.approx(110.0 + 10.0 / 30 * 31) == answer.forecast


def test_a_model_that_breaks_is_answered_for_by_name() -> None:
    answer = model_answer(_case(), {"M": _broken, "SeasonalNaive": _steady}, model="M", scale="month")
    assert ("SeasonalNaive", 120.0) == (answer.by, answer.forecast)
    assert "mean" == model_answer(_case(), {"M": _broken, "SeasonalNaive": _broken}, model="M", scale="month").by


def test_the_cache_asks_once_and_knows_other_figures(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask() -> Answer:
        asked.append("asked")
        return Answer(forecast=1.0, quantiles=FAR, seconds=0.5, by="M")

    case, later = _case(), next(cases({"a": _two_years()}, years=(2011,), months=(9,), revisions="zero"))
    (tmp_path / "kept").write_text('{"key": "to', encoding="utf-8")  # a run was broken off here
    first = Cache(tmp_path / "kept").answer(case, words=("M",), ask=ask)
    again = Cache(tmp_path / "kept")
    assert (first.forecast, list(first.quantiles)) == (1.0, list(again.answer(case, words=("M",), ask=ask).quantiles))
    assert 1 == len(asked)
    again.answer(case, words=("other",), ask=ask)
    again.answer(later, words=("M",), ask=ask)
    assert 3 == len(asked)


def test_the_product_is_asked_where_it_offers_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(grid: object, years: list[int], months: list[int]) -> Mapping[str, Mapping[int, FloatArray]]:
        return {"ours": {month: np.array([[float(month)] * len(years)]) for month in months}}

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(forecast_peers.importlib, "import_module", lambda _: SimpleNamespace(rows=rows))
    made = {"a": _two_years()}
    asked = list(cases(made, years=(2011,), months=(6, 11), revisions="zero"))
    found = forecast_peers.product_answers(made, asked)
    assert [6.0, 11.0] == [one.forecast for one in found["ours"]]


def test_the_figures_known_before_come_out_again(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "peers.csv"
    assert 0 == main(["--data", str(shared_data), "--scopes", "provinces", "--out", str(out), "--models"])
    lines = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]
    seen = {(line[1], line[2]): round(float(line[3]), 2) for line in lines if line[0] == "provinces"}
    for method, figures in (KNOWN | {"last year's rest": (6.05, 5.36, 3.58, 1.50)}).items():
        assert figures == tuple(seen[method, month] for month in ("3", "6", "9", "11"))
    assert "| provinces | last year x growth | 3 | 8.50 |" in capsys.readouterr().out


def test_without_the_library_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert 1 == main(["--models", "AutoTheta"])
    assert f"{forecast_peers.PEERS_HINT}\n" == capsys.readouterr().out


def test_naive_rows_by_hand() -> None:
    case = next(
        cases(
            {"a": _year(2010, (10.0,) + (20.0,) * 9 + (50.0,)) | _year(2011, (12.0,) + (30.0,) * 10)},
            years=(2011,),
            months=(3,),
            revisions="zero",
        )
    )
    assert {"last year": 50.0, "last year x growth": 75.0, "last year's rest": 60.0} == {
        name: answer.forecast for name, answer in naive_answers(case).items()
    }

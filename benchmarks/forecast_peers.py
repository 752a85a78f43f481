"""The year-end forecast beside statsforecast's automatic models, in one rolling backtest.

Run by `python -m benchmarks.forecast_peers --out peers.csv`. Every method stands at the end of a month with the totals
published by then, and names the December total; the models see monthly figures derived from them. The library is
optional and enters nothing else; see `PEERS_HINT`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.year_end_score import LEVELS, Answer, calibrated, combined, score
from zhibiao.forecast.series import YearGrid, grid_of
from zhibiao.readers.nbs import NATION, read_nation, read_provinces
from zhibiao.terms.period import Month

FloatArray = NDArray[np.float64]
Made = Mapping[str, Mapping[Month, float]]
Answers = dict[str, list[Answer]]
Forecaster = Callable[[FloatArray, int], tuple[FloatArray, FloatArray]]

DATA = Path(__file__).parents[2] / "shared" / "data"
PEERS_HINT = (
    "statsforecast is not installed: pip install -r benchmarks/forecast_peers.txt, best in an environment of its own"
)
PEERS = ("AutoTheta", "AutoETS", "AutoARIMA")
QUICK = "AutoARIMA quick"  # the library's own approximation while it searches, as R takes it for more than 150 months
MODELS = ("SeasonalNaive", *PEERS, QUICK)
ORIGINS, YEARS = (3, 6, 9, 11), tuple(range(2012, 2023))
WARM_UP = tuple(range(2008, 2012))  # years whose errors only calibrate
MODELS_FROM = 2010  # a model needs three years of history
REVISIONS, SCALES = ("zero", "neighbours"), ("month", "day")
PATHS, SEED, SEASON = 1000, 1, 12
HEADINGS = ("scope", "method", "month", "wape", "coverage50", "coverage80", "coverage90", "pinball", "seconds", "cells")
_UNIT_T = 10_000.0
_NO_ANSWER = Answer(forecast=float("nan"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One series at one origin; output in 10,000 t.

    Args:
        history: monthly output up to the origin, shape (k,), without gaps.
        days: calendar days of each month of the history, shape (k,).
        ahead: calendar days of each month still to come this year, shape (h,).
        made: total since January at the origin.
        before: last year's total, and the same months of last year.
        outcome: the year's total as published in the end; no method sees it.
    """

    series: str
    year: int
    month: int
    history: FloatArray
    days: FloatArray
    ahead: FloatArray
    made: float
    before: tuple[float, float]
    outcome: float


def monthly_output(grid: YearGrid, row: int, *, revisions: str) -> tuple[FloatArray, FloatArray]:
    """Months of one series, from the differences of its totals, and their days; the last run without a gap.

    A step over two months (January and February) is split by days; a longer one is not known by month. A month below
    zero is a revision of earlier ones: `zero` sets it to 0, `neighbours` to the mean of the months beside it.
    """
    steps = np.diff(grid.days(), axis=1)
    output = np.full(steps.shape, np.nan)
    for year in range(len(grid.years)):
        known = np.flatnonzero(~np.isnan(grid.made[row, year])).tolist()
        for since, until in pairwise(known):
            if until - since <= 2:
                lengths = steps[year, since:until]
                step = grid.made[row, year, until] - grid.made[row, year, since]
                output[year, since:until] = step * lengths / lengths.sum()
    flat, days = output.ravel(), steps.ravel().astype(np.float64)
    end = int(np.flatnonzero(~np.isnan(flat))[-1]) + 1
    gaps = np.flatnonzero(np.isnan(flat[:end]))
    start = int(gaps[-1]) + 1 if len(gaps) else 0
    return without_revisions(flat[start:end], way=revisions), days[start:end]


def without_revisions(output: FloatArray, *, way: str) -> FloatArray:
    """Months below zero replaced, in one of the two `REVISIONS`.

    >>> without_revisions(np.array([4.0, -1.0, 2.0]), way="neighbours").tolist()
    [4.0, 3.0, 2.0]
    """
    kept = np.maximum(output, 0.0)
    if way == "neighbours":
        for place in np.flatnonzero(output < 0).tolist():
            beside = [output[near] for near in (place - 1, place + 1) if 0 <= near < len(output) and output[near] >= 0]
            kept[place] = np.mean(beside) if beside else 0.0
    return kept


def cases(made: Made, *, years: Sequence[int], months: Sequence[int], revisions: str) -> Iterator[Case]:
    """All series with a whole year and a last year, at every origin; each history is cut before it is looked at."""
    for month in months:
        for year in years:
            grid = grid_of(made, as_of=Month(year, month))
            for row, name in enumerate(grid.names):
                so_far, last = grid.made[row, -1, month], grid.made[row, -2]
                outcome = made[name].get(Month(year, 12), np.nan)
                if np.isnan([outcome, so_far, last[12], last[month]]).any():
                    continue
                history, days = monthly_output(grid, row, revisions=revisions)
                yield Case(
                    series=name,
                    year=year,
                    month=month,
                    history=history,
                    days=days,
                    ahead=np.diff(grid.days()[-1])[month:].astype(np.float64),
                    made=float(so_far),
                    before=(float(last[12]), float(last[month])),
                    outcome=float(outcome),
                )


def naive_answers(case: Case) -> dict[str, Answer]:
    """The three rows whose figures are known, without intervals."""
    total, then = case.before
    growth = total * case.made / then if then > 0 else total
    values = {"last year": total, "last year x growth": growth, "last year's rest": case.made + total - then}
    return {name: Answer(forecast=value) for name, value in values.items()}


def model_answer(case: Case, forecasters: Mapping[str, Forecaster], *, model: str, scale: str) -> Answer:
    """What is made so far and the model's months to come.

    The year's quantiles are those of `PATHS` simulated sums of the months to come, so no bounds are added. The sums
    are shifted to have the model's own forecast as their mean, as simulated damped trends do not; none lies below what
    is made. Where a model fails, the seasonal naive answers, and where it fails too, the mean of the last year's days.

    Args:
        scale: `month`, or `day` for the daily rate of each month, which takes the calendar out.
    """
    start = time.process_time()
    per, ahead = (case.days, case.ahead) if scale == "day" else (np.ones(len(case.days)), np.ones(len(case.ahead)))
    for name in dict.fromkeys((model, "SeasonalNaive")):
        try:
            means, paths = forecasters[name](case.history / per, len(ahead))
        except Exception:  # noqa: BLE001 - whatever ends a foreign model, the next one answers and its name is kept
            continue
        if np.isfinite(means).all() and np.isfinite(paths).all():
            rest = float((np.maximum(means, 0.0) * ahead).sum())
            sums = paths @ ahead
            spread = np.quantile(sums - sums.mean() + rest, LEVELS, method="weibull")
            quantiles = tuple((case.made + np.maximum(spread, 0.0)).tolist())
            return Answer(forecast=case.made + rest, quantiles=quantiles, seconds=time.process_time() - start, by=name)
    rate = case.history[-SEASON:].sum() / case.days[-SEASON:].sum()
    total = case.made + float(rate * case.ahead.sum())
    return Answer(forecast=total, quantiles=(total,) * len(LEVELS), seconds=time.process_time() - start, by="mean")


def statsforecast_models() -> dict[str, Forecaster]:
    """The library's models with a season of twelve and otherwise as delivered: means (h,) and paths (PATHS, h)."""
    library = importlib.import_module("statsforecast.models")

    def forecaster(model: Any) -> Forecaster:
        def forecast(history: FloatArray, steps: int) -> tuple[FloatArray, FloatArray]:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fitted = model(season_length=SEASON).fit(history)
                means = np.asarray(fitted.predict(steps)["mean"], dtype=np.float64)
                return means, np.asarray(fitted.simulate(steps, PATHS, seed=SEED), dtype=np.float64)

        return forecast

    delivered = {name: forecaster(getattr(library, name)) for name in MODELS if name != QUICK}
    return delivered | {QUICK: forecaster(partial(library.AutoARIMA, approximation=True))}


class Cache:
    """Answers kept from earlier runs, one line each, so that a long run can be broken off and taken up again."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_text(encoding="utf-8").splitlines() if file and file.is_file() else []
        whole = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        self._kept = {kept.pop("key"): Answer(**kept) for kept in whole}

    def answer(self, case: Case, *, words: Sequence[str], ask: Callable[[], Answer]) -> Answer:
        """The answer to the same figures, from the file or asked for now."""
        figures = np.concatenate([case.history, case.days, case.ahead, [case.made]])
        key = hashlib.sha256("|".join(words).encode() + figures.tobytes()).hexdigest()
        if key not in self._kept:
            self._kept[key] = answer = ask()
            if self._file:
                fields = {name: getattr(answer, name) for name in Answer.__slots__}
                with self._file.open("a", encoding="utf-8") as file:
                    # The break before it parts it from a line that was torn when a run was broken off.
                    file.write("\n" + json.dumps({"key": key} | fields))
        return self._kept[key]


def product_answers(made: Made, asked: Sequence[Case]) -> Answers:
    """The product's own rows, where `benchmarks.forecast` offers `rows(grid, years, months)`.

    By method and month it gives the forecast, shape (series, years), or (series, years, 8) with quantiles behind it.
    """
    if importlib.util.find_spec("benchmarks.forecast") is None:
        return {}
    rows = getattr(importlib.import_module("benchmarks.forecast"), "rows", None)
    if rows is None:
        return {}
    years, months = sorted({case.year for case in asked}), sorted({case.month for case in asked})
    grid = grid_of(made, as_of=Month(years[-1], 12))
    found: Mapping[str, Mapping[int, FloatArray]] = rows(grid, years, months)
    place = [(case.month, grid.names.index(case.series), years.index(case.year)) for case in asked]
    return {
        method: [_answer_of(np.atleast_1d(by_month[month][row, year])) for month, row, year in place]
        for method, by_month in found.items()
    }


def _answer_of(figures: FloatArray) -> Answer:
    forecast, *quantiles = figures.tolist()
    return Answer(forecast=forecast, quantiles=tuple(quantiles)) if quantiles else Answer(forecast=forecast)


def all_answers(tried: Sequence[Case], *, models: Sequence[str], scale: str, cache: Cache) -> Answers:
    """Every method's answers to the same cases, in their order; no model answers before `MODELS_FROM`."""
    naive = [naive_answers(case) for case in tried]
    answers = {name: [one[name] for one in naive] for name in naive[0]}
    if models:
        forecasters, version = statsforecast_models(), importlib.metadata.version("statsforecast")
        for model in models:
            words = (model, scale, version, str(PATHS), str(SEED))
            ask = partial(model_answer, forecasters=forecasters, model=model, scale=scale)
            answers[model] = [
                cache.answer(case, words=words, ask=partial(ask, case)) if case.year >= MODELS_FROM else _NO_ANSWER
                for case in tried
            ]
    three = PEERS if "AutoARIMA" in models else (*PEERS[:2], QUICK)
    if set(three) <= set(models):
        given = list(zip(*(answers[peer] for peer in three), strict=True))
        answers["mean of the three"] = [combined(each, by=np.mean) for each in given]
        answers["median of the three"] = [combined(each, by=np.median) for each in given]
    return answers


def with_calibrated(tried: Sequence[Case], answers: Mapping[str, Sequence[Answer]]) -> Answers:
    """Beside each method the same with calibrated quantiles; a naive one has no others and keeps its name."""
    found: Answers = {}
    for method, given in answers.items():
        earned = list(given)
        for month in {case.month for case in tried}:
            cells = [at for at, case in enumerate(tried) if case.month == month]
            again = calibrated(
                [given[at] for at in cells],
                outcomes=np.array([tried[at].outcome for at in cells]),
                bases=np.array([tried[at].before[0] for at in cells]),
                years=np.array([tried[at].year for at in cells]),
            )
            for at, answer in zip(cells, again, strict=True):
                earned[at] = answer
        own = any(np.isfinite(one.quantiles[0]) for one in given)
        found |= {method: list(given), f"{method} calibrated": earned} if own else {method: earned}
    return found


def backtest(made: Made, asked: argparse.Namespace, *, cache: Cache) -> tuple[list[Case], Answers]:
    """The cases of `YEARS` and what every method, and the product where it can be asked, says to them."""
    tried = list(cases(made, years=(*WARM_UP, *YEARS), months=ORIGINS, revisions=asked.revisions))
    answers = with_calibrated(tried, all_answers(tried, models=asked.models, scale=asked.scale, cache=cache))
    cells = [at for at, case in enumerate(tried) if case.year in YEARS]
    kept = [tried[at] for at in cells]
    return kept, {m: [given[at] for at in cells] for m, given in answers.items()} | product_answers(made, kept)


def score_rows(
    scope: str, asked: Sequence[Case], answers: Mapping[str, Sequence[Answer]]
) -> Iterator[tuple[object, ...]]:
    """One line of `HEADINGS` for each method and month."""
    for method, given in answers.items():
        for month in sorted({case.month for case in asked}):
            cells = [at for at, case in enumerate(asked) if case.month == month]
            result = score([given[at] for at in cells], np.array([asked[at].outcome for at in cells]))
            yield (scope, method, month, *(getattr(result, name) for name in HEADINGS[3:]))


def write_csv(file: Path, *, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with four places; an unknown figure is an empty cell."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(headings)
        lines.writerows([_cell(value, places=4) for value in row] for row in rows)


def as_table(rows: Sequence[Sequence[object]]) -> str:
    """The same rows as a table to read."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *([_cell(value, places=2) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object, *, places: int) -> str:
    if not isinstance(value, float):
        return str(value)
    return "" if np.isnan(value) else f"{value:.{places}f}"


def _raw_rows(asked: Sequence[Case], answers: Mapping[str, Sequence[Answer]]) -> Iterator[tuple[object, ...]]:
    for method, given in answers.items():
        for case, one in zip(asked, given, strict=True):
            yield method, case.year, case.month, case.series, one.forecast, *one.quantiles


def _in_units(values: Mapping[Month, int]) -> dict[Month, float]:
    return {month: tonnes / _UNIT_T for month, tonnes in values.items() if month >= Month(2006, 1)}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast_peers", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the public data")
    parser.add_argument("--out", type=Path, help="the table as CSV")
    parser.add_argument("--raw", type=Path, help="every forecast as CSV, in 10,000 t")
    parser.add_argument("--cache", type=Path, help="file that keeps answers between runs")
    parser.add_argument("--models", nargs="*", choices=MODELS, default=MODELS[:-1])
    parser.add_argument("--revisions", choices=REVISIONS, default=REVISIONS[0])
    parser.add_argument("--scale", choices=SCALES, default=SCALES[0])
    parser.add_argument("--scopes", nargs="*", choices=("provinces", "nation"), default=("provinces", "nation"))
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the backtest, print the table, write what was asked for; 1 with one line where the library is absent."""
    asked = _arguments(argv)
    if asked.models and importlib.util.find_spec("statsforecast") is None:
        print(PEERS_HINT)
        return 1
    cache = Cache(asked.cache)
    rows: list[tuple[object, ...]] = []
    raw: list[tuple[object, ...]] = []
    for scope in asked.scopes:
        made = _made(asked.data, scope=scope)
        all_cases, answers = backtest(made, asked, cache=cache)
        rows += score_rows(scope, all_cases, answers)
        raw += _raw_rows(all_cases, answers)
        for model in asked.models:
            others = sum(one.by != model for one in answers[model])
            print(f"{scope}: {model} failed in {others} of {len(all_cases)} cases, where a simpler one answered")
        if scope == "provinces":
            one = [at for at, case in enumerate(all_cases) if case.series == "Liaoning"]
            picked = {method: [given[at] for at in one] for method, given in answers.items()}
            rows += score_rows("Liaoning", [all_cases[at] for at in one], picked)
    print(as_table(rows))
    if asked.out:
        write_csv(asked.out, headings=HEADINGS, rows=rows)
    if asked.raw:
        quantiles = tuple(f"q{round(level * 100):02d}" for level in LEVELS)
        write_csv(asked.raw, headings=("method", "year", "month", "series", "forecast", *quantiles), rows=raw)
    return 0


def _made(data: Path, *, scope: str) -> Made:
    if scope == "nation":
        return {NATION: _in_units(read_nation(data / "nbs_national_output_monthly").made_t)}
    table = read_provinces(data / "nbs_province_steel_monthly")
    return {series.name: _in_units(series.made_t) for series in table.series}


if __name__ == "__main__":
    raise SystemExit(main())

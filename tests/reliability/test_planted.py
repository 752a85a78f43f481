"""Planted errors are told and clean returns left in peace; without a check the harness says so."""

from __future__ import annotations

from random import Random

import pytest
from benchmarks.reliability import planted
from benchmarks.reliability.planted import GOALS, PER_CITY, Tally, score_city, shortfalls, take_out
from benchmarks.reliability.planted_errors import ERRORS, draw
from benchmarks.reliability.simulated_months import firm_months, with_figures

from zhibiao.monthly.checks import every

FLOORS = {
    "unit 10^4": (0.80, 0.95),
    "month <-> cumulative": (0.95, 0.95),
    "sign": (0.55, 0.95),
    "digit > 20 %": (0.60, 0.60),
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return score_city(5, wanted=400, files=2)


def test_planted_errors_are_told(tally: Tally) -> None:
    assert 350 < tally.planted
    assert not [short for short in shortfalls(tally, goals=FLOORS) if not short.startswith("own cell first")]
    assert tally.several * 0.8 < tally.root_first
    assert 2 == tally.through_files


def test_a_check_left_out_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every, "CHECKS", every.CHECKS)
    blind = score_city(5, wanted=60, bug="unit.factor_1e4_suspected")
    assert 0 == blind.families["unit 10^4"].recalled
    assert any(short.startswith("unit 10^4: recall") for short in shortfalls(blind))
    with pytest.raises(ValueError, match="no check gives"):
        take_out("unit.none")


def test_each_kind_of_error_finds_a_place_and_changes_only_figures() -> None:
    months = [month for month in firm_months(5, periods=16) if month.past >= 12]
    planted_kinds = {
        error.name for error in ERRORS if any(error.plant(month, Random(1)) is not None for month in months)
    }
    assert {error.name for error in ERRORS} == planted_kinds
    month = months[0]
    error, changed = draw(month, Random(3)) or (None, {})
    assert error is not None
    _, filed = with_figures(month, changed)
    was = {(fact.field, fact.scope): fact.value for fact in month.filed.facts}
    now = {(fact.field, fact.scope): fact.value for fact in filed.facts}
    assert set(changed) >= {figure for figure in was if was[figure] != now.get(figure)}
    assert month.filed.last_year == filed.last_year


def test_nothing_measured_is_no_success() -> None:
    assert len(shortfalls(Tally())) >= len(GOALS)
    assert PER_CITY > 1_000
    assert planted.LONG_RECORD == 12

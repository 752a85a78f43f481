"""Planted events are found in time and quiet months left in peace; a blinded or a jumpy watch is told."""

from dataclasses import replace

import pytest
from benchmarks.reliability.simulated_months import specification
from benchmarks.warned_city import AFTERMATH, Tally, lasts, watch_city
from benchmarks.warnings import GOAL_IDLE, misses, table

from effort import examples
from warned_firm import reported
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.simulation.planted_events import EventKind
from zhibiao.terms.period import Month

CITIES = 3


def _tally(tolerances: WarningTolerances, cities: int) -> Tally:
    tally = Tally()
    for seed in range(1, cities + 1):
        tally.add(watch_city(seed, tolerances=tolerances, specified=specification()))
    return tally


@pytest.fixture(scope="module")
def tally() -> Tally:
    return _tally(WarningTolerances(), examples(CITIES))


def test_planted_events_are_found_by_their_second_month(tally: Tally) -> None:
    assert sum(tally.planted.values()) > 30
    assert [] == misses(tally)
    assert tally.found_by(EventKind.COVERED_STOP, 2) >= 0.8
    assert tally.found_by(EventKind.UNSOLD, AFTERMATH) >= 0.8


def test_quiet_months_are_left_in_peace(tally: Tally) -> None:
    assert tally.firm_months > 1500
    assert tally.idle_share <= GOAL_IDLE
    assert "idle in" in table(tally, seeds=CITIES, noise=1.0)


def test_a_blinded_watch_is_told() -> None:
    blind = _tally(replace(WarningTolerances(), stop_share=0.999, turn_share=5.0, deep_share=9.0), 1)
    assert ["stop", "turn_down", "turn_up"] == sorted(one.partition(":")[0] for one in misses(blind))


def test_a_jumpy_watch_is_told() -> None:
    jumpy = _tally(replace(WarningTolerances(), stop_share=0.01, stop_times=0.5, turn_share=0.005, turn_times=0.2), 1)
    assert "idle" in {one.partition(":")[0] for one in misses(jumpy)}


def test_a_new_level_lasts_or_not_by_what_was_made() -> None:
    turned = reported(51, since=("2023-09", 0.8))
    assert lasts(turned, since=Month(2023, 9), change=-0.2)
    assert not lasts(turned, since=Month(2022, 9), change=-0.2)
    assert lasts(turned, since=Month(2025, 2), change=-0.2) is None

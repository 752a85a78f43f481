"""A firm's output against its own past: what is found, when, and what is left in peace."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from warned_firm import reported
from zhibiao.assessment.warnings.course import Step, course_of
from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.terms.period import Month

TOLERANCES = WarningTolerances()


def _course(months: tuple[Reported, ...]) -> tuple[Step, ...]:
    return course_of(months, TOLERANCES)


def _found(steps: tuple[Step, ...]) -> list[tuple[str, str, str]]:
    low = [(str(step.period), "low", "") for step in steps if step.is_low]
    turns = [(str(step.period), "turn", str(step.turn.since)) for step in steps if step.turn]
    return sorted(low + turns)


def test_a_steady_firm_with_a_season_is_left_in_peace() -> None:
    steps = _course(reported(51))
    assert 27 == len(steps)
    assert [] == _found(steps)
    assert max(abs(step.deviation) for step in steps) < 0.05


@pytest.mark.parametrize("years", [(), (2021, 2023, 2025)])
@pytest.mark.parametrize("factor", [0.65, 0.85, 1.15, 1.4])
def test_a_new_level_is_found_in_its_second_month_once(factor: float, years: tuple[int, ...]) -> None:
    steps = _course(reported(51, since=("2023-09", factor), joint_years=years))
    turns = [step for step in steps if step.turn]
    assert ["2023-10"] == [str(step.period) for step in turns]
    assert turns[0].turn is not None
    assert Month(2023, 9) == turns[0].turn.since
    assert factor - 1 == pytest.approx(turns[0].turn.change, abs=0.04)
    assert [] == [one for one in _found(steps) if one[0] > "2023-10"]


def test_a_new_level_in_a_joint_period_is_found_with_it() -> None:
    steps = _course(reported(51, since=("2023-01", 0.8), joint_years=(2021, 2023)))
    assert ("2023-01..02", "turn", "2023-01") in _found(steps)


def test_a_stop_of_two_months_is_a_fall_and_no_new_level() -> None:
    steps = _course(reported(51, factors={"2023-09": 0.3, "2023-10": 0.4}))
    assert [("2023-09", "low", ""), ("2023-10", "low", "")] == _found(steps)


def test_a_stop_that_lasts_becomes_a_level() -> None:
    steps = _course(reported(51, since=("2023-09", 0.4)))
    found = _found(steps)
    assert ("2023-12", "turn", "2023-09") in found
    assert [] == [one for one in found if one[0] > "2023-12"]


def test_days_of_outage_explain_a_fall_and_no_more_than_that() -> None:
    twelve = {"2023-09": 12.0}
    assert [] == _found(_course(reported(51, factors={"2023-09": 0.6}, outage_days=twelve)))
    assert [("2023-09", "low", "")] == _found(_course(reported(51, factors={"2023-09": 0.3}, outage_days=twelve)))
    assert [("2023-09", "low", "")] == _found(_course(reported(51, factors={"2023-09": 0.6})))


def test_a_stop_stated_as_a_ground_is_not_asked_about() -> None:
    months = reported(51, factors={"2023-09": 0.2})
    told = tuple(replace(one, is_stop_stated=str(one.period) == "2023-09") for one in months)
    assert [] == _found(_course(told))


def test_a_month_of_nothing_is_a_fall() -> None:
    assert [("2023-09", "low", "")] == _found(_course(reported(51, factors={"2023-09": 0.0})))


def test_a_plant_that_is_shut_is_told_until_that_is_its_level_and_watched_again_when_it_is_back() -> None:
    months = tuple(
        replace(one, made_t=0.0) if Month(2023, 3) <= one.period.start < Month(2023, 12) else one
        for one in reported(51, factors={"2024-09": 0.5})
    )
    found = _found(_course(months))
    assert ("2023-06", "turn", "2023-03") in found
    assert ["2024-09"] == [period for period, _, _ in found if period > "2023-06"]


def test_a_firm_is_watched_again_after_a_year_without_returns() -> None:
    months = tuple(
        one
        for one in reported(51, factors={"2024-09": 0.5}, since=("2024-01", 0.7))
        if not Month(2023, 1) <= one.period.start < Month(2024, 3)
    )
    assert [("2024-09", "low", "")] == _found(_course(months))


def test_missing_months_and_negative_revisions_are_passed_over() -> None:
    months = [
        replace(one, made_t=None if str(one.period) == "2023-05" else -5.0) if place in (28, 31) else one
        for place, one in enumerate(reported(51))
    ]
    steps = _course(tuple(months))
    assert 25 == len(steps)
    assert [] == _found(steps)


def test_too_short_a_history_says_nothing() -> None:
    assert () == _course(reported(24, since=("2022-10", 0.5)))
    assert () == _course(())


def test_a_firm_without_a_level_is_left_alone() -> None:
    wild = {str(Month(2021, 1).shift(count)): (0.3, 2.5, 1.0, 0.5, 1.8)[count % 5] for count in range(51)}
    assert [] == _found(_course(reported(51, factors=wild)))


def test_one_odd_month_among_two_does_not_become_a_season() -> None:
    steps = _course(reported(36, factors={"2022-06": 0.5}))
    assert [] == _found(steps)


@settings(max_examples=examples(25))
@given(
    st.lists(st.floats(min_value=0.0, max_value=2.0), min_size=51, max_size=51),
    st.integers(min_value=25, max_value=51),
)
def test_later_months_change_no_earlier_step(factors: list[float], known: int) -> None:
    months = tuple(
        replace(one, made_t=(one.made_t or 0.0) * factor) for one, factor in zip(reported(51), factors, strict=True)
    )
    steps, then = _course(months), _course(months[:known])
    assert steps[: len(then)] == then


@settings(max_examples=examples(25))
@given(st.floats(min_value=1e-3, max_value=1e3), st.floats(min_value=0.1, max_value=2.0))
def test_the_unit_changes_nothing(size: float, factor: float) -> None:
    months = reported(51, since=("2023-06", factor), factors={"2024-03": 0.4})
    other = tuple(replace(one, made_t=(one.made_t or 0.0) * size) for one in months)
    assert _found(_course(months)) == _found(_course(other))

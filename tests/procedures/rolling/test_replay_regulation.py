"""The fictional city rolled under regulation: short runs that land, keep bounds, see nothing early, and repeat."""

from dataclasses import replace
from functools import cache

import pytest

from zhibiao.assemble.regulated_case import city_regulated, regulated_case
from zhibiao.errors import UsageError
from zhibiao.market.price_table import PriceTable
from zhibiao.procedures.rolling.other_ways import foresight, pro_rata, real, whole_allocation
from zhibiao.procedures.rolling.regulated_case import RegulatedCase
from zhibiao.procedures.rolling.regulated_month import Rolled, by_enterprise
from zhibiao.procedures.rolling.regulated_outcome import outcome
from zhibiao.procedures.rolling.replay_regulation import roll, roll_twice
from zhibiao.regulation.city.inputs import CityInputs
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.targets import target_holdings
from zhibiao.simulation.regulated import chance_of
from zhibiao.terms.period import Month

YEAR = 2024


@cache
def _case() -> RegulatedCase:
    return regulated_case(YEAR)


@cache
def _short(seed: int = 2024) -> Rolled:
    """January and February."""
    return roll(_case(), chance_of(_case().specification, seed=seed), announced=True, months=2)


def test_every_plan_of_a_run_is_certified() -> None:
    assert [Month(YEAR, number) for number in (1, 2)] == [step.month for step in _short().steps]
    assert {True} == {step.certificate.holds for step in _short().steps}
    assert {True} == {step.planned_t == step.target_t for step in _short().steps}


def test_moves_take_what_they_give_and_stay_within_limits() -> None:
    run = _short()
    assert {0} == {sum(moves.values()) for moves in run.moves.values()}
    assert Month(YEAR, 1) not in run.moves  # the allocation has just set the holdings
    assert any(run.moves.values())
    assert () == run.steps_out
    assert run.book.cap == sum(run.book.holding(name) for name in run.book.enterprises) + run.book.reserve


def test_a_move_beyond_the_month_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of limits is no part of the problem: a planner that moves too much is found out by it."""

    def too_much(city: CityProblem, year_t: dict[str, int]) -> dict[str, int]:
        found = target_holdings(city, year_t)
        tonnes = found["LH-S01"] // 20
        return {**found, "LH-S01": found["LH-S01"] - tonnes, "LH-S02": found["LH-S02"] + tonnes}

    monkeypatch.setattr("zhibiao.procedures.rolling.replay_regulation.target_holdings", too_much)
    run = roll(_case(), chance_of(_case().specification, seed=2024), announced=True, months=2)
    assert {("LH-S01", Month(YEAR, 2)), ("LH-S02", Month(YEAR, 2))} == set(run.steps_out)
    assert ("LH-S01", "LH-S02") == outcome(_case(), run).out_of_bounds


def test_the_ledger_has_what_was_made() -> None:
    run = _short()
    made: dict[str, int] = {}
    for pairs in run.made.values():
        for name, tonnes in by_enterprise(pairs).items():
            made[name] = made.get(name, 0) + tonnes
    assert made == {name: run.book.used(name) + run.book.debt(name) for name in run.book.enterprises}


def test_an_honest_run_sees_nothing_early() -> None:
    assert () == _short().peeks


def test_a_cheat_is_found_out() -> None:
    """A planner that is told what each firm will have made by the end of the month that it plans."""
    chance = chance_of(_case().specification, seed=2024)
    honest = _short()

    def told(inputs: CityInputs) -> CityInputs:
        coming = honest.made[inputs.months[0]]
        made = by_enterprise(coming)
        return replace(
            inputs,
            enterprises=tuple(
                replace(one, made_t=one.made_t + made[one.enterprise] // 100) for one in inputs.enterprises
            ),
        )

    found = roll(_case(), chance, announced=True, months=2, tell=told).peeks
    assert {Month(YEAR, 2)} == {one.planned for one in found}
    assert {True} == {one.seen_t != one.received_t for one in found}


def test_later_prices_and_later_truth_move_no_plan() -> None:
    """Prices doubled and the generator's own year halved from February on: its plan and January's stay as they are."""
    case = _case()
    later = Month(YEAR, 2)
    prices = PriceTable(
        prices={key: price * (2 if key[1] >= later else 1) for key, price in case.prices.prices.items()}
    )
    figures = {
        name: {
            code: {month: tonnes // 2 if month >= later else tonnes for month, tonnes in series.items()}
            for code, series in own.items()
        }
        for name, own in case.truth.figures.items()
    }
    other = replace(case, prices=prices, truth=replace(case.truth, figures=figures), worths={}, margins={}, demand={})
    changed = roll(other, chance_of(case.specification, seed=2024), announced=True, months=2)
    assert [step.decided_t for step in _short().steps] == [step.decided_t for step in changed.steps]
    assert [step.seen_t for step in _short().steps] == [step.seen_t for step in changed.steps]


def test_one_seed_one_year() -> None:
    chance = chance_of(_case().specification, seed=2024)
    assert _short() == roll(_case(), chance, announced=True, months=2)
    assert _short().made != _short(seed=3).made


def test_a_joint_return_leaves_february_unplanned() -> None:
    case = regulated_case(2023)
    run = roll(case, chance_of(case.specification, seed=2024), announced=True, months=3)
    assert [Month(2023, 1), Month(2023, 3)] == [step.month for step in run.steps]
    assert Month(2023, 2) not in run.moves
    assert () == run.peeks


def test_the_whole_year_lands_on_the_cap() -> None:
    """The bundled year with stops announced; December once more planned after its twentieth day comes nearer still."""
    case = _case()
    once, again = (
        outcome(case, run) for run in roll_twice(case, chance_of(case.specification, seed=2024), announced=True)
    )
    assert 0.0 == pytest.approx(once.against_cap, abs=0.001)
    assert abs(again.against_cap) < abs(once.against_cap)
    for one in (once, again):
        assert () == one.over_quota
        assert () == one.out_of_bounds
        assert 0 == one.figures_not_yet_known
        assert {} == one.gave
    really = outcome(case, real(case))
    assert once.value_yuan > really.value_yuan


def test_other_ways_through_the_year() -> None:
    case = _case()
    chance = chance_of(case.specification, seed=2024)
    even, knowing, really = (
        outcome(case, run) for run in (pro_rata(case, chance, announced=True), foresight(case, chance), real(case))
    )
    assert 0 == even.moved_t == knowing.moved_t
    assert knowing.cap_t == knowing.total_t
    assert knowing.value_yuan > max(even.value_yuan, really.value_yuan)
    assert () == even.over_quota
    assert sum(pair_t for pairs in real(case).made.values() for pair_t in pairs.values()) == really.total_t
    whole = whole_allocation(case)
    assert case.rulebook.number("cap_t", Month(YEAR, 12).last_day) == sum(one.quota_t for one in whole.shares)


def test_no_such_year() -> None:
    with pytest.raises(UsageError, match=r"rolling\.no_such_year"):
        city_regulated(2022, seed=1, runs=1)

"""The certificate: every broken limit is seen, no multipliers give a bound below what can be reached."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plan_problems import bench, by_hand, drawn
from zhibiao.regulation.certificate import (
    TOLERANCE,
    bound_of,
    certify,
    is_impossible,
    objective_of,
    violations_of,
)
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import Pace, Problem, Stocks, problem_of
from zhibiao.regulation.program import program_of
from zhibiao.regulation.table import ROWS, VARIABLES
from zhibiao.regulation.yardstick import Yardstick

BEST = np.array([[10.0, 10.0, 10.0], [10.0, 10.0, 9.0], [10.0, 10.0, 10.0], [5.5, 5.5, 0.0]])
"""A best plan of the problem by hand: A makes 20, 20, 19 and 59 in all, B 15.5, 15.5, 10 and 41."""

STOCKS = Stocks(opening=np.zeros(1), lowest=np.zeros((1, 3)), highest=np.full((1, 3), 10.0))


def _with(name: str, value: Any) -> Problem:
    return by_hand(**{name: value})


def _but(name: str, place: Any, value: float) -> Problem:
    array = getattr(by_hand(), name).copy()
    array[place] = value
    return _with(name, array)


# What each limit is called in the certificate, the limit moved so that BEST breaks it, and by how much of its size.
BROKEN: dict[str, list[tuple[str, Problem, float]]] = {
    "y": [("order", _but("d", (0, 0), 9.0), 1 / 9)],
    "x": [("month", _but("u", (0, 0), 19.0), 1 / 25), ("month", _but("m", (0, 0), 21.0), 1 / 25)],
    "q": [("year", _but("qhi", 0, 57.0), 2 / 60), ("year", _but("qlo", 0, 61.0), 2 / 60)],
    # Kept from month to month: 5.2, 10 of 10.4, and 10 after December uses all of its 44.5.
    "s": [
        (
            "commodity",
            _with(
                "stocks", replace(STOCKS, lowest=np.array([[0.0, 0.0, 11.0]]), highest=np.array([[10.0, 10.0, 12.0]]))
            ),
            1 / 44.5,
        )
    ],
    "cap": [("cap", _with("C", 101.0), 1 / 101), ("cap", _with("C", 99.0), 1 / 99)],
    "group": [("group", _but("ghi", 0, 58.0), 1 / 58), ("group", _but("glo", 1, 42.0), 1 / 42)],
    "prov": [("prov", _but("phi", 0, 99.0), 1 / 99), ("prov", _but("plo", 0, 101.0), 1 / 101)],
    "heat": [("heat", _but("hcap", (0, 0), 35.0), 0.5 / 35)],
    "commodity": [("commodity", _but("S", (0, 2), 43.5), 1 / 43.5)],
    "ramp": [("ramp", _but("r", 1, 4.5), 1 / 25)],
    "start": [("start", _with("before", np.array([46.0, np.nan])), 1 / 25)],
}
IDENTITIES = {family.code for family in ROWS if family.clause == "identity"}


def test_every_variable_and_family_of_rows_has_its_place_among_the_broken() -> None:
    assert {one.code for one in VARIABLES} | {one.code for one in ROWS} - IDENTITIES == BROKEN.keys()


def test_the_best_plan_by_hand_breaks_nothing() -> None:
    assert 0.0 == max(violations_of(by_hand(stocks=STOCKS, before=np.array([5.0, np.nan])), BEST).values())


@pytest.mark.parametrize(("name", "problem", "excess"), [one for cases in BROKEN.values() for one in cases])
def test_a_broken_limit_is_seen_by_its_name_and_size(name: str, problem: Problem, excess: float) -> None:
    found = certify(problem, BEST, {})

    assert found.violations[name] == pytest.approx(excess, abs=1e-12)
    assert {name} == {code for code, value in found.violations.items() if value > 0}
    assert found.primal_violation == found.violations[name]
    assert not found.holds


def test_less_than_nothing_is_not_made() -> None:
    less = BEST.copy()
    less[3, 2] = -1.0

    assert violations_of(by_hand(), less)["order"] == pytest.approx(0.1)


# The same limits so tight that each has a price: without its prices the bound is no longer met.
TIGHT: dict[str, Problem] = {
    "link": by_hand(),
    "year": by_hand(),
    "cap": by_hand(),
    "group": _but("ghi", 0, 55.0),
    "prov": by_hand(prov=np.array([0, 1]), plo=np.array([0.0, 45.0]), phi=np.array([60.0, 70.0])),
    "heat": by_hand(hcap=np.array([[25.0]]), C=90.0),
    "commodity": by_hand(),
    "ramp": by_hand(hcap=np.array([[22.0]]), r=np.array([3.0, 3.0]), S=np.full((1, 3), 60.0), C=80.0),
    "start": by_hand(before=np.array([5.0, 5.0]), r=np.array([7.0, 7.0]), C=85.0),
}


@pytest.mark.parametrize("code", [family.code for family in ROWS])
def test_the_bound_takes_the_prices_of_every_family(code: str) -> None:
    solution = solve(TIGHT[code])
    without = {name: price for name, price in solution.duals.items() if name != code}

    assert np.abs(solution.duals[code]).max() > 1.0
    assert solution.certificate.gap == pytest.approx(0.0, abs=1e-9)
    assert certify(solution.problem, solution.y, without).gap > 1e-4


@pytest.mark.parametrize(("C", "supply"), [(100.0, 44.5), (101.0, 44.5), (100.0, 45.5)])
def test_prices_are_the_value_of_one_more_unit(C: float, supply: float) -> None:  # noqa: N803
    solution = solve(by_hand(C=C, S=np.array([[60.0, 60.0, supply]])))

    assert solution.objective == pytest.approx(23_400 + (C - 100) * 100 + (supply - 44.5) * 100 / 1.5)
    assert solution.duals["cap"].tolist() == pytest.approx([100.0])
    assert solution.duals["commodity"].tolist() == pytest.approx([0.0, 0.0, 100 / 1.5])


def test_stocks_carry_what_one_month_leaves_to_the_next() -> None:
    """Room for 0.75 lets December make half a tonne more of A's plate, at 66.67 for each of the 0.75."""
    with_room = solve(by_hand(stocks=replace(STOCKS, highest=np.full((1, 3), 0.75))))

    assert with_room.objective == pytest.approx(23_450)
    assert with_room.certificate.gap == pytest.approx(0.0, abs=1e-9)
    assert bound_of(by_hand(), with_room.duals) == pytest.approx(23_400)  # the same prices without the room


def test_the_pull_is_taken_off_the_value() -> None:
    assert objective_of(by_hand(), BEST) == 23_400.0
    assert objective_of(by_hand(), BEST, qp=True) == pytest.approx(23_400 - 50 * (1 / 60 + 1 / 40))
    assert objective_of(by_hand(e_scale=np.ones(2)), BEST, qp=True) == pytest.approx(23_400 - 50 * 2)


@pytest.mark.parametrize("changed", [{"kappa": -1.0}, {"e_scale": np.array([1.0, -1.0])}])
def test_a_pull_away_from_the_entitlements_is_never_certified(changed: dict[str, Any]) -> None:
    """Its best lies at one of two ends, which a bound by slopes would miss."""
    assert not certify(by_hand(**changed), BEST, solve(by_hand()).duals, qp=True).holds


def test_the_pace_is_taken_off_as_well_and_only_near_the_entitlements() -> None:
    """A's months are 10, 10 and 9 above the aim, B's 5.5, 5.5 and 0: squares of 281 and 60.5, at half of 2."""
    paced = by_hand(pace=Pace(aim=np.full((2, 3), 10.0), scale=np.ones((2, 3)), kappa=2.0))
    without = objective_of(by_hand(), BEST, qp=True)

    assert objective_of(paced, BEST) == 23_400.0
    assert objective_of(paced, BEST, qp=True) == pytest.approx(without - 281 - 60.5)
    assert solve(paced, qp=True).certificate.holds


@pytest.mark.parametrize(
    "name", ["value", "d", "m", "u", "r", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "a", "S"]
)
def test_a_limit_that_is_no_number_certifies_nothing(name: str) -> None:
    array = getattr(by_hand(), name).copy()
    array.flat[0] = np.nan

    assert not certify(_with(name, array), BEST, solve(by_hand()).duals).holds


def test_a_cap_that_is_no_number_certifies_nothing() -> None:
    assert not certify(by_hand(C=np.nan), BEST, solve(by_hand()).duals).holds


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_plan_that_is_no_number_certifies_nothing(wrong: float) -> None:
    y = BEST.copy()
    y[1, 1] = wrong

    found = certify(by_hand(), y, solve(by_hand()).duals)

    assert np.inf == found.primal_violation
    assert not found.holds


def test_a_plan_of_another_shape_certifies_nothing() -> None:
    assert not certify(by_hand(), BEST[:2], solve(by_hand()).duals).holds


@pytest.mark.parametrize("price", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("code", [family.code for family in ROWS if family.code != "start"])
def test_prices_that_are_no_numbers_certify_nothing(code: str, price: float) -> None:
    duals = dict(solve(by_hand()).duals)
    duals[code] = np.full_like(duals[code], price)

    found = certify(by_hand(), BEST, duals)

    assert found.gap >= 0 or np.isfinite(found.dual_bound)
    assert not found.holds or found.dual_bound == pytest.approx(23_400)


def test_prices_of_a_wrong_number_count_as_none() -> None:
    duals = solve(by_hand()).duals

    assert bound_of(by_hand(), {**duals, "commodity": np.ones(2)}) == bound_of(
        by_hand(), {**duals, "commodity": np.zeros(3)}
    )


def test_without_prices_the_bound_is_all_that_orders_take() -> None:
    assert bound_of(by_hand(), {}) == 300 * 30 + 200 * 30 + 250 * 30 + 100 * 30


def test_a_cap_beyond_reach_is_proved_by_its_price() -> None:
    """The annual bounds let 140 be made: at a price of 1 of the cap, 141 are worth one more than all that can be."""
    prices = {"cap": np.ones(1)}

    assert is_impossible(by_hand(C=141.0), prices)
    assert is_impossible(by_hand(C=141.0), {"cap": -np.ones(1)})
    assert not is_impossible(by_hand(C=140.0), prices)
    assert not is_impossible(by_hand(C=141.0), {})
    assert not is_impossible(by_hand(C=141.0), {"cap": np.array([np.nan])})


@pytest.mark.parametrize(
    "crossed",
    [_but("m", (0, 0), 26.0), _but("qlo", 0, 81.0), _but("d", (0, 0), -1.0), _but("glo", 0, 91.0), _but("r", 0, -1.0)],
)
def test_limits_that_cross_are_impossible_without_prices(crossed: Problem) -> None:
    assert is_impossible(crossed, {})


@pytest.mark.parametrize("seed", range(5))
def test_no_prices_prove_a_problem_impossible_that_a_plan_keeps(seed: int) -> None:
    chance = np.random.default_rng(seed)
    problem = drawn(seed, with_extras=True)
    sizes = {code: place.stop - place.start for code, place in program_of(problem).rows.items()}

    assert not any(
        is_impossible(problem, {code: chance.normal(size=size) for code, size in sizes.items()}) for _ in range(50)
    )


@pytest.mark.parametrize("by_product", [False, True])
@pytest.mark.parametrize("qp", [False, True])
def test_it_agrees_with_the_referees_of_the_bench(shared_data: Path, qp: bool, by_product: bool) -> None:
    problems = bench(shared_data)
    plan = problems.plan("tiny", 3, by_product)
    problem = problem_of(plan)
    lp = problems.plan_matrix(plan, qp=qp)
    chance = np.random.default_rng(1)
    for _ in range(20):
        y = plan.ref * chance.uniform(0.9, 1.1, plan.ref.shape)
        prices = chance.normal(0.0, 100.0, lp.rlo.size)
        found = certify(problem, y, {code: prices[place] for code, place in lp.rows.items()}, qp=qp)
        referee = problems.plan_check(plan, y, qp)
        assert referee["by"] == pytest.approx(dict(found.violations), rel=1e-12, abs=1e-15)
        assert referee["objective"] == pytest.approx(found.objective, rel=1e-12)
        assert problems.plan_bound(lp, prices) == pytest.approx(found.dual_bound, rel=1e-12)


def test_the_tolerance_is_the_one_that_was_promised() -> None:
    assert 1e-6 == TOLERANCE


def test_a_bound_below_what_a_plan_reaches_is_wrong_and_certifies_nothing() -> None:
    held = certify(by_hand(), BEST, solve(by_hand()).duals)

    assert held.holds
    assert replace(held, gap=-TOLERANCE).holds
    assert not replace(held, gap=-2 * TOLERANCE).holds
    assert not replace(held, gap=np.inf).holds


def test_what_was_kept_of_another_problem_changes_nothing() -> None:
    """Every field in turn another one, certified with the yardstick of the problem before and without."""
    full = drawn(2, with_extras=True)
    chance = np.random.default_rng(3)
    kept = Yardstick.of(full)
    duals = solve(full).duals
    y = np.abs(chance.normal(20.0, 5.0, full.value.shape))
    for name in (
        "value",
        "d",
        "m",
        "u",
        "r",
        "b",
        "qlo",
        "qhi",
        "glo",
        "ghi",
        "plo",
        "phi",
        "hcap",
        "a",
        "S",
        "before",
    ):
        given = getattr(full, name)
        if given is None:
            continue
        changed: dict[str, Any] = {name: given * chance.uniform(0.5, 1.5, given.shape)}
        other = replace(full, **changed)
        assert certify(other, y, duals) == certify(other, y, duals, yardstick=kept)
    for changed in ({"C": full.C * 3}, {"group": 1 - full.group}, {"prov": 1 - full.prov}, {"zone": 1 - full.zone}):
        other = replace(full, **changed)
        assert certify(other, y, duals) == certify(other, y, duals, yardstick=kept)


def test_values_written_over_in_their_own_array_are_seen() -> None:
    value = by_hand().value.copy()
    kept = Yardstick.of(by_hand(value=value))
    problem = by_hand(value=value)
    value *= 2.0

    assert 2 * 23_400 == certify(problem, BEST, {}, yardstick=kept).objective

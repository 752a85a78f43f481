"""A city's plan: worked by hand where it is small, and held to its laws where it is drawn."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from city_plan_sample import city, drawn, enterprise, family, two
from effort import examples
from zhibiao.errors import NoSolution, UsageError
from zhibiao.regulation.city.exact import broken_bounds
from zhibiao.regulation.city.inputs import VALUE, CityInputs, Supply
from zhibiao.regulation.city.plan import CityPlan, city_plan
from zhibiao.regulation.plan import solve

SEEDS = st.integers(min_value=0, max_value=100_000)


def _plan(inputs: CityInputs) -> CityPlan:
    try:
        return city_plan(inputs)
    except NoSolution as none:
        assume(none.code not in ("plan.infeasible", "city_plan.cap_out_of_reach"))
        raise


def test_quota_moves_to_the_tonne_that_brings_more() -> None:
    plan = city_plan(two())
    # 60 yuan apart and 1000 yuan for a whole entitlement: 30 yuan each side are 3 % of 365 000 t; the month lets 2 %.
    assert {"A": -7300, "B": 7300} == plan.changes_t
    assert [("recall", "A", 7300), ("grant", "B", 7300)] == [
        (move.kind, move.enterprise, move.tonnes) for move in plan.moves if move.tonnes
    ]
    assert ["city_plan.less.month"] == [one.code for one in plan["A"].less]
    assert "city_plan.more.month" == plan["B"].more[0].code


def test_prices_balance_at_the_entitlements() -> None:
    near = replace(two(), limits=replace(two().limits, nearness_yuan_per_t=Decimal(3000)))
    plan = city_plan(near)
    # Half of 60 yuan at 3000 yuan per entitlement: 1 % of 365 000 t, inside the month's 2 %.
    assert {"A": -3650, "B": 3650} == plan.changes_t
    assert Decimal("230.00") == plan.prices.cap
    assert (Decimal("200.00"), Decimal("-30.00"), Decimal(0)) == _of(plan, "A")
    assert (Decimal("260.00"), Decimal("30.00"), Decimal(0)) == _of(plan, "B")
    assert ["city_plan.more.worth_less"] == [one.code for one in plan["B"].more]


def _dearest(plan: CityPlan) -> Fraction:
    return Fraction(float(np.abs(plan.city.problem.value).max()))


def _of(plan: CityPlan, name: str) -> tuple[Decimal, Decimal, Decimal]:
    prices = plan[name].prices
    assert prices is not None
    return prices.worth, prices.pull, prices.bound


def test_months_of_equal_worth_are_even_by_days() -> None:
    plan = city_plan(two())
    november, december = plan["A"].month_t
    assert abs(Fraction(november, 30) - Fraction(december, 31)) < 1


def test_by_value_alone_the_bounds_decide() -> None:
    inputs = two()
    plan = city_plan(replace(inputs, limits=replace(inputs.limits, rule=VALUE, nearness_yuan_per_t=Decimal(0))))
    assert {"A": -7300, "B": 7300} == plan.changes_t
    assert Decimal(0) == _of(plan, "A")[1]


def test_inside_a_group_quota_is_passed_on() -> None:
    inputs = two()
    group = replace(inputs, enterprises=tuple(replace(one, group="G") for one in inputs.enterprises))
    (move,) = [one for one in city_plan(group).moves if one.tonnes]
    assert ("transfer", "A", "B", 7300) == (move.kind, move.enterprise, move.taker, move.tonnes)
    assert {"A": -7300, "B": 7300} == move.by_enterprise


def test_a_group_that_may_not_move_has_a_price() -> None:
    inputs = two()
    alone = tuple(replace(one, group=one.enterprise) for one in inputs.enterprises)
    limits = replace(inputs.limits, group_share=Decimal("0.01"), nearness_yuan_per_t=Decimal(0), rule=VALUE)
    plan = city_plan(replace(inputs, enterprises=alone, limits=limits))
    assert {"A": -3650, "B": 3650} == plan.changes_t
    assert Decimal(60) == plan.prices.groups["B"] - plan.prices.groups["A"]


def test_a_reserve_stays_what_it_is() -> None:
    plan = city_plan(replace(two(), cap_t=744_600))  # 2 % of 744 600 t less than that are held
    assert 730_000 == sum(one.target_t for one in plan.enterprises)
    assert 744_600 == sum(one.year_t for one in plan.enterprises)


def test_an_outage_takes_its_month() -> None:
    a, b = two().enterprises
    stopped = replace(a, outage_days=(Decimal(30), Decimal(10)))
    plan = city_plan(city(stopped, b, enterprise("C"), cap_t=1_020_000))
    assert 0 == plan["A"].month_t[0]
    # 21 days at 1100 t and 2 % room are less than the month's limit asks for.
    assert 304_000 + 21 * 1122 == plan["A"].year_t
    assert ["city_plan.bound_gave_way"] == [one.code for one in plan.findings]
    assert "city_plan.more.reach" in [one.code for one in plan["A"].more]


def test_scarce_ore_has_a_price_and_a_note() -> None:
    inputs = two()
    a, b = inputs.enterprises
    both = (
        replace(a, families=(family("rebar_t", 1100, 200, use=("1.0",)),)),
        replace(b, families=(family("hot_coil_t", 1100, 260, use=("2.0",)),)),
    )
    need = 61_000 * 3  # as long as both make the same
    supply = Supply(monthly=(Decimal(need // 2 - 2000), Decimal(need // 2 - 2000)))
    limits = replace(inputs.limits, pace_yuan_per_t=Decimal(10))
    plan = city_plan(replace(inputs, enterprises=both, commodities=("ore",), supplies={"ore": supply}, limits=limits))
    assert max(plan.prices.commodities["ore"]) > 0
    (note,) = [one for one in plan.moves if one.kind == "note"]
    assert "city_plan.note.short" == note.reasons[0].code
    assert "city_plan.more.commodity" in [one.code for one in plan["B"].more]


def test_a_note_is_of_the_first_month_that_is_short() -> None:
    inputs = two()
    both = (
        replace(inputs.enterprises[0], families=(family("rebar_t", 1100, 200, use=("1",)),)),
        replace(inputs.enterprises[1], families=(family("hot_coil_t", 1100, 260, use=("2",)),)),
    )
    supply = Supply(monthly=(Decimal(200_000), Decimal(90_000)))  # of power, which cannot be kept
    inputs = replace(inputs, enterprises=both, commodities=("electricity",), supplies={"electricity": supply})
    plan = city_plan(inputs)
    (note,) = [one for one in plan.moves if one.kind == "note"]
    facts = note.reasons[0].facts
    assert "city_plan.note.short" == note.reasons[0].code
    assert (str(inputs.months[1]), str(inputs.months[1])) == (facts["month"], facts["months"])
    used = plan["A"].month_t[1] + 2 * plan["B"].month_t[1]
    assert (used, 90_000, "—", 0) == tuple(facts[key] for key in ("need", "supply", "stock", "lowest"))


def test_one_without_products_gives_back_what_the_month_allows() -> None:
    idle = enterprise(
        "C",
        made_t=0,
        before_t=0,
        families=(),
        best_day_t=Decimal(0),
        typical_day_t=Decimal(0),
        holding_t=3650,
        entitlement_t=3650,
        floor_t=0,
        ceiling_t=3700,
    )
    plan = city_plan(city(*two().enterprises, idle))
    assert (0, -73) == (plan["C"].year_t, plan.changes_t["C"])
    assert None is plan["C"].prices


def test_a_cap_beyond_everybody_names_both_sums() -> None:
    with pytest.raises(NoSolution) as refused:
        city_plan(replace(two(), cap_t=900_000))
    assert "city_plan.cap_out_of_reach" == refused.value.code
    assert {"rest", "least", "most", "gap"} <= set(refused.value.facts)


def test_a_year_that_is_over_has_no_plan() -> None:
    with pytest.raises(UsageError, match=r"city_plan\.nothing_to_plan"):
        city_plan(replace(two(), months=()))


@given(SEEDS)
@settings(max_examples=examples(12), deadline=None)
def test_whole_tonnes_keep_every_bound_and_sums_are_exact(seed: int) -> None:
    inputs = drawn(seed)
    plan = _plan(inputs)
    assert () == plan.certificate.broken
    assert () == broken_bounds(plan.city.problem, plan.y)
    assert inputs.cap_t == sum(one.year_t for one in plan.enterprises)
    for one in plan.enterprises:
        assert one.month_t == tuple(map(sum, zip(*one.family_t.values(), strict=True)))
        bounds = plan.city.bounds[one.enterprise].holding
        assert bounds.low <= one.target_t <= bounds.high
    assert 0 == sum(plan.changes_t.values())
    moved: dict[str, int] = {}
    for move in plan.moves:
        for name, tonnes in move.by_enterprise.items():
            moved[name] = moved.get(name, 0) + tonnes
    assert {name: tonnes for name, tonnes in plan.changes_t.items() if tonnes} == {
        name: tonnes for name, tonnes in moved.items() if tonnes
    }


@given(SEEDS)
@settings(max_examples=examples(8), deadline=None)
def test_the_exact_certificate_bounds_the_plan_and_the_solver(seed: int) -> None:
    plan = _plan(drawn(seed))
    certificate = plan.certificate
    assert certificate.objective <= certificate.dual_bound
    # Whole tonnes cost a tonne or two of the dearest product, whatever the size of the city.
    lost = certificate.dual_bound - certificate.objective
    assert lost <= 3 * _dearest(plan) + abs(certificate.objective) / 10**6
    assert plan.solution.objective <= float(certificate.dual_bound) * (1 + 1e-9) + 1.0


@given(SEEDS)
@settings(max_examples=examples(6), deadline=None)
def test_relabelling_changes_nothing_but_ties(seed: int) -> None:
    inputs = drawn(seed)
    plan = _plan(inputs)
    count = len(inputs.enterprises)
    other = {one.enterprise: f"Z{count - row:02d}" for row, one in enumerate(inputs.enterprises)}
    turned = tuple(
        replace(one, enterprise=other[one.enterprise])
        for one in sorted(inputs.enterprises, key=lambda one: other[one.enterprise])
    )
    again = city_plan(replace(inputs, enterprises=turned))
    for one in plan.enterprises:
        assert abs(one.year_t - again[other[one.enterprise]].year_t) <= 2
    # Ties of rounding may fall otherwise: a tonne or two of the dearest product.
    apart = abs(plan.certificate.objective - again.certificate.objective)
    assert apart <= 3 * _dearest(plan) + abs(plan.certificate.objective) / 10**6


@given(SEEDS, st.integers(min_value=1, max_value=400))
@settings(max_examples=examples(6), deadline=None)
def test_a_looser_bound_never_costs_value(seed: int, more: int) -> None:
    """A cap that may be met as before or with more tonnes at no loss is never worth less: orders are such a bound."""
    inputs = drawn(seed)
    plan = _plan(inputs)
    looser = replace(
        inputs,
        enterprises=tuple(
            replace(one, families=tuple(replace(f, best_day_t=f.best_day_t + more) for f in one.families))
            for one in inputs.enterprises
        ),
    )
    again = city_plan(looser)
    assert float(again.certificate.dual_bound) >= float(plan.certificate.objective) - 1e-6 * abs(
        float(plan.certificate.objective)
    )


@given(SEEDS, st.integers(min_value=-300, max_value=300))
@settings(max_examples=examples(8), deadline=None)
def test_more_cap_is_worth_no_more_than_its_price(seed: int, more: int) -> None:
    """The value of the cap is concave: its price is a tangent, so a city that would pay for a tonne gains by it."""
    plan = _plan(drawn(seed))
    problem, qp = plan.city.problem, plan.solution.qp
    try:
        other = solve(replace(problem, C=problem.C + more), qp=qp)
    except NoSolution:
        return
    price = float(plan.solution.duals["cap"][0])
    room = 1e-6 * abs(plan.solution.objective) + 1.0
    assert other.objective <= plan.solution.objective + price * more + room
    if float(other.duals["cap"][0]) * more > 0:
        assert other.objective >= plan.solution.objective - room

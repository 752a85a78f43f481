"""What cannot be meant in a problem's figures is named with field and place; what can is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from effort import examples
from plan_problems import bench, by_hand, drawn
from zhibiao.regulation.magnitude import out_of_scale
from zhibiao.regulation.problem import Pace, Problem, Stocks, problem_of
from zhibiao.regulation.reach import out_of_reach
from zhibiao.regulation.soundness import unsound
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text


def _all(problem: Problem, *, qp: bool = False) -> tuple[Finding, ...]:
    return unsound(problem, qp=qp) or (*out_of_scale(problem), *out_of_reach(problem))


def _at(field: str, place: tuple[int, ...] | slice, figure: float, **given: Any) -> Problem:
    """The problem by hand with one figure (or a slice of them) changed."""
    problem = by_hand(**given)
    array = getattr(problem, field).astype(float)
    array[place] = figure
    return replace(problem, **{field: array})


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("with_extras", [False, True])
def test_problems_that_have_a_plan_are_left_alone(seed: int, with_extras: bool) -> None:
    problem = drawn(seed, with_extras=with_extras)
    before = None if problem.before is None else np.maximum(problem.before, 0.0)
    found = _all(replace(problem, before=before), qp=True)
    assert [] == [one for one in found if one.severity is Severity.REJECT]


def test_the_problem_by_hand_is_left_alone() -> None:
    assert () == _all(by_hand(), qp=True)


@pytest.mark.parametrize(("size", "seeds"), [("tiny", 10), ("city", 10), ("province", 3), ("nation", 1)])
def test_problems_of_the_bench_are_left_alone(shared_data: Path, size: str, seeds: int) -> None:
    plans = bench(shared_data)
    for seed in range(examples(seeds)):
        for by_product in (False, True):
            plan = plans.plan(size, seed, by_product)
            for moved in (-0.02, 0.0, 0.02):
                assert () == _all(problem_of(plans.whatif(plan, moved)), qp=True)


NUMBERS = ("value", "d", "m", "u", "r", "b", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "a", "S", "e")


@pytest.mark.parametrize("field", NUMBERS)
def test_a_missing_figure_is_named(field: str) -> None:
    last = tuple(size - 1 for size in getattr(by_hand(), field).shape)
    (found,) = unsound(_at(field, last, np.nan))
    where = f"{field}[{','.join(map(str, last))}]"
    assert ("plan_file.missing", where, 1) == (found.code, found.place.field, found.facts["count"])


@pytest.mark.parametrize("field", NUMBERS)
@pytest.mark.parametrize("figure", [np.inf, -np.inf])
def test_an_unbounded_figure_is_named_where_none_may_be(field: str, figure: float) -> None:
    last = tuple(size - 1 for size in getattr(by_hand(), field).shape)
    may_be = field in ({"ghi", "phi", "hcap", "S"} if figure > 0 else {"glo", "plo"})
    found = [one.code for one in unsound(_at(field, last, figure))]
    assert ([] if may_be else ["plan_file.unbounded"]) == found


@pytest.mark.parametrize("field", sorted({*NUMBERS} - {"value", "glo", "plo"}))
def test_a_negative_figure_is_named(field: str) -> None:
    first = (0,) * getattr(by_hand(), field).ndim
    found = unsound(_at(field, first, -3.0))
    assert ("plan_file.negative", "-3") == (found[0].code, found[0].facts["found"])


def test_a_loss_is_no_mistake() -> None:
    assert () == unsound(_at("value", (0, 0), -80.0))


def test_a_month_without_prices_is_named_by_its_name() -> None:
    (found,) = unsound(_at("value", (slice(None), 1), np.nan))  # type: ignore[arg-type]
    assert ("plan_file.prices_missing", "value[0,1]") == (found.code, found.place.field)
    assert "2025-11" in str(found.facts["months"])


def test_places_bear_the_names_of_the_file() -> None:
    (found,) = unsound(_at("u", (1, 2), -1.0))
    assert "u[1,2] (Bei He, 2025-12)" == str(found.facts["at"])
    (found,) = unsound(_at("d", (3, 0), -1.0))
    assert "d[3,0] (Bei He, plate_t, 2025-10)" == str(found.facts["at"])


CROSSED: tuple[tuple[str, Problem, str], ...] = (
    (
        "plan_file.outage_below_minimum",
        by_hand(m=np.array([[9.0] * 3, [0.0] * 3]), u=_at("u", (0, 1), 4.0).u),
        "u[0,1]",
    ),
    (
        "plan_file.outage_below_minimum",
        by_hand(m=np.array([[9.0] * 3, [0.0] * 3]), u=_at("u", (0, 2), 0.0).u),
        "u[0,2]",
    ),
    ("plan_file.minimum_above_capacity", by_hand(m=np.array([[0.0] * 3, [30.0] * 3])), "u[1,0]"),
    ("plan_file.bounds_crossed", _at("qlo", (1,), 61.0), "qlo[1]"),
    ("plan_file.bounds_crossed", _at("ghi", (0,), 29.0), "glo[0]"),
    ("plan_file.bounds_crossed", _at("phi", (0,), 49.0), "plo[0]"),
    ("plan_file.class_unknown", by_hand(group=np.array([0, 2])), "group[1]"),
    ("plan_file.class_unknown", by_hand(zone=np.array([-1, 0])), "zone[0]"),
    ("plan_file.class_unknown", by_hand(prov=np.array([0, 1])), "prov[1]"),
    ("plan_file.class_unknown", by_hand(plant=np.array([0, 0, 1, 2])), "plant[3]"),
    ("plan_file.class_unknown", by_hand(family=np.array([0, 1, 0, -1])), "family[3]"),
    ("plan_file.pairs_unsorted", by_hand(plant=np.array([0, 1, 0, 1])), "plant[2]"),
    ("plan_file.plant_without_pairs", by_hand(plant=np.array([1, 1, 1, 1])), "b[0]"),
    ("plan_file.season_wrong", by_hand(season=np.array([3])), "season[0]"),
    ("plan_file.season_wrong", by_hand(season=np.array([1, 1]), hcap=np.array([[40.0, 40.0]])), "season[1]"),
    (
        "plan_file.unbounded",
        by_hand(stocks=Stocks(opening=np.zeros(1), lowest=np.zeros((1, 3)), highest=np.full((1, 3), np.inf))),
        "stocks_highest[0,0]",
    ),
    ("plan_file.huge", _at("d", (0, 0), 1e20), "d[0,0]"),
    ("plan_file.unit_too_coarse", by_hand(C=0.4), "C"),
    ("plan_file.vanishing", _at("b", (1,), 5e-324), "b[1]"),
    ("plan_file.vanishing", by_hand(u=np.array([[25.0] * 3, [0.0, 1e-9, 0.0]])), "u[1,1]"),
    ("plan_file.value_too_small", by_hand(value=np.full((4, 3), 1e-6)), "value[0,0]"),
    ("plan_file.unbounded", by_hand(C=np.inf), "C"),
    ("plan_file.missing", by_hand(kappa=np.nan), "kappa"),
    (
        "plan_file.missing",
        by_hand(stocks=Stocks(opening=np.array([np.nan]), lowest=np.zeros((1, 3)), highest=np.ones((1, 3)))),
        "stocks_opening[0]",
    ),
    (
        "plan_file.bounds_crossed",
        by_hand(stocks=Stocks(opening=np.zeros(1), lowest=np.full((1, 3), 2.0), highest=np.ones((1, 3)))),
        "stocks_lowest[0,0]",
    ),
)


@pytest.mark.parametrize(("code", "problem", "place"), CROSSED, ids=[f"{code}-{place}" for code, _, place in CROSSED])
def test_what_contradicts_itself_is_named(code: str, problem: Problem, place: str) -> None:
    (found,) = unsound(problem)
    assert (code, place, Severity.REJECT) == (found.code, found.place.field, found.severity)


def test_entitlements_divide_only_where_they_pull() -> None:
    problem = _at("e", (0,), 0.0)
    assert () == unsound(problem)
    assert ["plan_file.pull_not_positive"] == [one.code for one in unsound(problem, qp=True)]
    assert () == unsound(replace(problem, e_scale=problem.b), qp=True)
    tiny = _at("e", (1,), 1e-300)
    assert () == unsound(tiny)
    assert ["plan_file.vanishing"] == [one.code for one in unsound(tiny, qp=True)]


def test_a_pace_is_looked_at_too() -> None:
    flat = np.full((2, 3), 15.0)
    assert () == unsound(by_hand(pace=Pace(aim=flat, scale=flat, kappa=1.0)), qp=True)
    for wrong, code in (
        (Pace(aim=flat * np.nan, scale=flat, kappa=1.0), "plan_file.missing"),
        (Pace(aim=flat, scale=flat, kappa=-1.0), "plan_file.negative"),
        (Pace(aim=flat, scale=flat * 0, kappa=1.0), "plan_file.pull_not_positive"),
    ):
        assert [code] == [one.code for one in unsound(by_hand(pace=wrong), qp=True)]


def test_output_before_may_be_unknown() -> None:
    assert () == unsound(by_hand(before=np.array([np.nan, 10.0])))
    assert ["plan_file.negative"] == [one.code for one in unsound(by_hand(before=np.array([np.nan, -1.0])))]


# 100 is to be made; A makes 40 to 80 and B 20 to 60 in three months of 20 at most (orders of 10 + 10).
REACH: tuple[tuple[str, str, Problem, tuple[str, ...]], ...] = (
    ("plan_file.cap_below_floors", "C", by_hand(C=55.0), ("60", "55")),
    ("plan_file.cap_above_ceilings", "C", by_hand(C=121.0), ("120", "121")),
    ("plan_file.cap_above_ceilings", "C", by_hand(ghi=np.array([44.0, 50.0])), ("94", "100")),
    ("plan_file.cap_below_floors", "C", by_hand(glo=np.array([52.0, 51.0])), ("103", "100")),
    ("plan_file.class_below_members", "ghi[0]", by_hand(ghi=np.array([39.0, 70.0])), ("40", "39")),
    ("plan_file.class_above_members", "plo[0]", by_hand(plo=np.array([125.0])), ("120", "125")),
    ("plan_file.orders_below_minimum", "m[0,1]", _at("m", (0, 1), 22.0), ("20", "22")),
    (
        "plan_file.year_below_minimum",
        "qhi[1]",
        by_hand(m=np.array([[0.0] * 3, [20.0] * 3]), qhi=np.array([80.0, 59.0])),
        ("60", "59"),
    ),
    ("plan_file.year_above_room", "qlo[0]", by_hand(qlo=np.array([61.0, 20.0])), ("60", "61")),
    (
        "plan_file.season_below_minimum",
        "hcap[0,0]",
        by_hand(m=np.full((2, 3), 10.0), hcap=np.array([[19.0]])),
        ("20", "19"),
    ),
    (
        "plan_file.supply_below_minimum",
        "S[0,2]",
        by_hand(m=np.full((2, 3), 10.0), S=np.array([[60.0, 60.0, 30.5]])),
        ("31", "30.5"),
    ),
    (
        "plan_file.ramp_too_small",
        "u[0,2]",
        by_hand(m=_at("m", (0, 1), 18.0).m, u=_at("u", (0, 2), 5.0).u, r=np.array([12.0, 25.0])),
        ("13", "12"),
    ),
    (
        "plan_file.start_too_far",
        "before[0]",
        by_hand(before=np.array([35.0, 10.0]), r=np.array([12.0, 25.0])),
        ("15", "12"),
    ),
)


@pytest.mark.parametrize(
    ("code", "place", "problem", "sums"), REACH, ids=[f"{code}-{place}" for code, place, _, _ in REACH]
)
def test_sums_that_exclude_each_other_are_named_with_both(
    code: str, place: str, problem: Problem, sums: tuple[str, ...]
) -> None:
    assert () == unsound(problem)
    found = {(one.code, one.place.field): one.facts for one in out_of_reach(problem)}
    assert (code, place) in found
    assert set(sums) <= {*found[code, place].values()}


@pytest.mark.parametrize(("field", "most"), [("S", 60.0), ("hcap", 40.0), ("ghi", 90.0)])
def test_a_limit_that_is_not_there_is_never_in_the_way(field: str, most: float) -> None:
    assert most == getattr(by_hand(), field).max()
    assert () == _all(replace(by_hand(), **{field: np.full_like(getattr(by_hand(), field), np.inf)}))


def test_stocks_help_the_months_after() -> None:
    short = by_hand(m=np.full((2, 3), 10.0), S=np.array([[60.0, 60.0, 30.5]]))
    kept = Stocks(opening=np.zeros(1), lowest=np.zeros((1, 3)), highest=np.full((1, 3), 50.0))
    assert [] != list(out_of_reach(short))
    assert () == out_of_reach(replace(short, stocks=kept))
    dry = replace(short, S=np.array([[30.0, 60.0, 60.0]]))
    assert ["S[0,0]"] == [one.place.field for one in out_of_reach(replace(dry, stocks=kept))]


THOUSAND: dict[str, Callable[[Problem], Any]] = {
    name: lambda problem, name=name: getattr(problem, name)  # type: ignore[misc]
    for name in ("u", "b", "e", "C", "qlo", "d", "S", "r", "qhi", "hcap", "ghi")
}


@pytest.mark.parametrize("field", THOUSAND)
@pytest.mark.parametrize("factor", [1000.0, 0.001])
def test_a_field_in_another_unit_is_named(shared_data: Path, field: str, factor: float) -> None:
    problem = problem_of(bench(shared_data).plan("province"))
    wrong = replace(problem, **{field: THOUSAND[field](problem) * factor})
    found = out_of_scale(wrong)
    code = "plan_file.scale_large" if factor > 1 else "plan_file.scale_small"
    assert [(code, field, Severity.REJECT)] == [(one.code, one.facts["field"], one.severity) for one in found]
    assert found[0].facts["factor"] in {"600", "700", "800", "900", "1,000", "2,000"}


@pytest.mark.parametrize("field", ["b", "e", "u"])
def test_one_plant_in_another_unit_is_named(shared_data: Path, field: str) -> None:
    problem = problem_of(bench(shared_data).plan("city"))
    array = getattr(problem, field).copy()
    array[7] *= 1000
    found = out_of_scale(replace(problem, **{field: array}))
    assert [f"{field}[7,0]" if array.ndim > 1 else f"{field}[7]"] == [one.place.field for one in found]


def test_one_month_of_values_in_another_unit_is_named() -> None:
    problem = by_hand()
    wrong = problem.value.copy()
    wrong[:, 1] *= 1000
    (found,) = out_of_scale(replace(problem, value=wrong))
    assert ("plan_file.value_large", "value[0,1]", 4) == (found.code, found.place.field, found.facts["count"])


def test_a_small_newcomer_is_asked_about_and_not_refused(shared_data: Path) -> None:
    problem = problem_of(bench(shared_data).plan("city"))
    base = problem.b.copy()
    base[3] /= 500
    (found,) = out_of_scale(replace(problem, b=base))
    assert ("b[3]", Severity.QUERY) == (found.place.field, found.severity)


def test_figures_that_are_next_to_nothing_do_no_harm() -> None:
    assert () == _all(_at("a", (0, 0), 5e-324))
    assert "plan_file.value_large" in [
        one.code for one in out_of_scale(by_hand(value=np.repeat([[5e-324], [5e-324], [5e-324], [1.0]], 3, axis=1)))
    ]


def test_generous_limits_are_left_alone(shared_data: Path) -> None:
    problem = problem_of(bench(shared_data).plan("city"))
    unlimited = replace(problem, u=np.full_like(problem.u, 1e6), d=np.full_like(problem.d, 1e6))
    assert [Severity.QUERY] * 2 == [one.severity for one in out_of_scale(unlimited)]
    generous = replace(problem, S=np.full_like(problem.S, 1e9), ghi=np.full_like(problem.ghi, 1e10), r=problem.r * 1e6)
    assert () == out_of_scale(generous)


def test_orders_of_a_standstill_are_noted() -> None:
    (found,) = out_of_scale(_at("u", (0, 1), 0.0))
    assert ("plan_file.order_in_outage", Severity.NOTE, 2) == (found.code, found.severity, found.facts["count"])


def test_a_usual_commodity_is_told_in_the_language_of_the_reader() -> None:
    problem = by_hand()
    supply = problem.S.copy()
    supply[0, 0] = np.nan
    (found,) = unsound(replace(problem, S=supply))
    at = found.facts["at"]
    assert isinstance(at, Text)
    assert ("S[0,0] (铁矿石, 2025-10)", "S[0,0] (ore, 2025-10)") == (at.zh, at.en)

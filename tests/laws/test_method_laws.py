"""Each rule of weights is held to what it says of the laws: those that hold, and a counterexample to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.allocation.division.divide import Division, divide, narrowed
from zhibiao.allocation.division.rule import NUMBER_COLUMNS, Firms, WeightRule
from zhibiao.allocation.methods.catalogue import METHOD_RULES
from zhibiao.allocation.methods.laws import METHOD_LAWS
from zhibiao.allocation.methods.standing import GRADES, TIERS
from zhibiao.errors import NoSolution

BY_CODE = {rule.code: rule for rule in METHOD_RULES}
NONE: Mapping[str, Fraction | int] = {}
AMOUNTS = ("base", "capacity", "value", "recent", "adjusted", "shares")
FLAGS = ("surcharged", "vetoed", "unrated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A group, the rule's numbers, two members of it, a rise, and two caps as parts of what the bounds allow."""

    firms: Firms
    numbers: Mapping[str, Fraction]
    who: int = 0
    other: int = 1
    rise: int = 1
    parts: tuple[Fraction, Fraction] = (Fraction(1, 3), Fraction(2, 3))
    bounds: tuple[tuple[int, int], ...] = ()
    divide: Callable[..., Division] = divide


def shares(rule: WeightRule, case: Case) -> tuple[Fraction, ...]:
    """Parts of the whole, before bounds and rounding."""
    weights = rule.weights(case.firms, case.numbers)
    return tuple(weight / sum(weights) for weight in weights)


def with_value(firms: Firms, column: str, who: int, value: Any) -> Firms:
    if column in firms.words:
        row = firms.words[column]
        return replace(firms, words={**firms.words, column: (*row[:who], value, *row[who + 1 :])})
    row = firms.numbers[column]
    return replace(firms, numbers={**firms.numbers, column: (*row[:who], value, *row[who + 1 :])})


def at(firms: Firms, order: list[int]) -> Firms:
    return Firms(
        ids=tuple(firms.ids[place] for place in order),
        numbers={name: tuple(row[place] for place in order) for name, row in firms.numbers.items()},
        words={name: tuple(row[place] for place in order) for name, row in firms.words.items()},
    )


# -- the laws: true where the law holds of the case -------------------------------------------------------------------


def bounds_of(rule: WeightRule, case: Case) -> list[tuple[int, int]]:
    """The case's bounds, narrowed by those the rule sets itself."""
    low, high = narrowed(rule, case.firms, case.numbers, *map(list, zip(*case.bounds, strict=True)))
    return [(least, most) for least, most in zip(low, high, strict=True) if most is not None]


def divisions(rule: WeightRule, case: Case) -> list[tuple[int, Division]]:
    weights = rule.weights(case.firms, case.numbers)
    floors, ceilings = map(list, zip(*bounds_of(rule, case), strict=True))
    most = sum(high if weight else low for weight, low, high in zip(weights, floors, ceilings, strict=True))
    caps = sorted(sum(floors) + int(part * (most - sum(floors))) for part in case.parts)
    bounds = {"floors": floors, "ceilings": ceilings}
    return [(cap, case.divide(rule, case.firms, cap=cap, numbers=case.numbers, **bounds)) for cap in caps]


def sums_to_cap(rule: WeightRule, case: Case) -> bool:
    return all(
        cap == sum(found.units) == sum(found.shares)
        and all(low <= units <= high for units, (low, high) in zip(found.units, bounds_of(rule, case), strict=True))
        for cap, found in divisions(rule, case)
    )


def cap_monotone(rule: WeightRule, case: Case) -> bool:
    (_, less), (_, more) = divisions(rule, case)
    return all(a <= b for a, b in zip(less.shares, more.shares, strict=True))


def order_free(rule: WeightRule, case: Case) -> bool:
    order = list(range(len(case.firms.ids)))
    order = order[case.who :][::-1] + order[: case.who]
    moved = shares(rule, replace(case, firms=at(case.firms, order)))
    return all(shares(rule, case)[place] == moved[position] for position, place in enumerate(order))


def unit_free(rule: WeightRule, case: Case) -> bool:
    in_another = {
        name: tuple(one / 10_000 for one in row) if NUMBER_COLUMNS[name] == "t" else row
        for name, row in case.firms.numbers.items()
    }
    return shares(rule, case) == shares(rule, replace(case, firms=replace(case.firms, numbers=in_another)))


def alike(firms: Firms, who: int, other: int, *, but: tuple[str, ...] = ()) -> Firms:
    for name in [*firms.numbers, *firms.words]:
        if name not in but:
            row = firms.words.get(name) or firms.numbers[name]
            firms = with_value(firms, name, other, row[who])
    return firms


def equal_treatment(rule: WeightRule, case: Case) -> bool:
    found = shares(rule, replace(case, firms=alike(case.firms, case.who, case.other)))
    return found[case.who] == found[case.other]


def raised(rule: WeightRule, case: Case, column: str, rise: Fraction) -> bool:
    figure = case.firms.numbers[column][case.who]
    after = replace(case, firms=with_value(case.firms, column, case.who, figure + rise))
    return shares(rule, case)[case.who] <= shares(rule, after)[case.who]


def base_monotone(rule: WeightRule, case: Case) -> bool:
    return raised(rule, case, "base", Fraction(case.rise))


def capacity_monotone(rule: WeightRule, case: Case) -> bool:
    return raised(rule, case, "capacity", Fraction(case.rise))


def contribution_monotone(rule: WeightRule, case: Case) -> bool:
    """A hundredth of score at least: below the ninth decimal of a published tilt rounding may take a step back."""
    if "value" in rule.reads:
        return raised(rule, case, "value", Fraction(case.rise))
    return raised(rule, case, "score", Fraction(case.rise, 100))


def activity_monotone(rule: WeightRule, case: Case) -> bool:
    return raised(rule, case, "recent", Fraction(case.rise))


def standing_monotone(rule: WeightRule, case: Case) -> bool:
    before = shares(rule, case)[case.who]
    for column, order in (("tier", TIERS), ("grade", GRADES)):
        for better in order[: order.index(case.firms.words[column][case.who])]:
            after = replace(case, firms=with_value(case.firms, column, case.who, better))
            if shares(rule, after)[case.who] < before:
                return False
    pardoned = replace(case, firms=with_value(case.firms, "vetoed", case.who, Fraction(0)))
    return before <= shares(rule, pardoned)[case.who]


def merged(firms: Firms, who: int, other: int) -> Firms:
    """One enterprise out of two: amounts add, scores are weighted by the bases, the worse standing stays."""
    bases = [firms.numbers["base"][place] for place in (who, other)]
    for name, row in firms.numbers.items():
        pair = (row[who], row[other])
        if name in AMOUNTS:
            one = sum(pair)
        elif name in FLAGS:
            one = max(pair)
        elif name == "score" and sum(bases):
            one = sum(base * score for base, score in zip(bases, pair, strict=True)) / sum(bases)
        else:
            one = pair[0]
        firms = with_value(firms, name, who, one)
    for name, order in (("tier", TIERS), ("grade", GRADES)):
        if name in firms.words:
            pair = (firms.words[name][who], firms.words[name][other])
            firms = with_value(firms, name, who, max(pair, key=order.index))
    return at(firms, [place for place in range(len(firms.ids)) if place != other])


def merge_any(rule: WeightRule, case: Case) -> bool:
    before = shares(rule, case)
    after = shares(rule, replace(case, firms=merged(case.firms, case.who, case.other)))
    return before[case.who] + before[case.other] == after[case.who - (case.other < case.who)]


def merge_alike(rule: WeightRule, case: Case) -> bool:
    return merge_any(rule, replace(case, firms=alike(case.firms, case.who, case.other, but=AMOUNTS)))


LAWS: Mapping[str, Callable[[WeightRule, Case], bool]] = {
    law.__name__: law
    for law in (
        *(sums_to_cap, cap_monotone, order_free, unit_free, equal_treatment, base_monotone, capacity_monotone),
        *(contribution_monotone, activity_monotone, standing_monotone, merge_alike, merge_any),
    )
}


# -- cases to try them on ---------------------------------------------------------------------------------------------

FLAG = st.sampled_from([0, 0, 0, 1])
COLUMN: Mapping[str, st.SearchStrategy[Any]] = {
    "base": st.integers(0, 5000),
    "capacity": st.integers(0, 5000),
    "score": st.integers(5, 200).map(lambda hundredths: Fraction(hundredths, 100)),
    "value": st.integers(-50, 400),
    "recent": st.integers(0, 5000),
    "adjusted": st.integers(0, 5000),
    "benchmark": st.sampled_from([Fraction(1288, 1000), Fraction(215, 1000), Fraction(1)]),
    "exposure": st.sampled_from([Fraction(1), Fraction(3, 10)]),
    "shares": st.integers(0, 1000),
    **dict.fromkeys(FLAGS, FLAG),
    "tier": st.sampled_from(TIERS),
    "grade": st.sampled_from(GRADES),
}
WORDS = ("tier", "grade")


def falling(draw: st.DrawFn, codes: tuple[str, ...]) -> dict[str, Fraction]:
    factors = sorted(draw(st.lists(st.integers(50, 120), min_size=len(codes), max_size=len(codes))), reverse=True)
    return {f"factor.{code}": Fraction(factor, 100) for code, factor in zip(codes, factors, strict=True)}


def given_numbers(draw: st.DrawFn, rule: WeightRule) -> dict[str, Fraction]:
    part = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
    chosen = {
        "uniform_cut": lambda: {"cut": draw(part) * Fraction(9, 10)},
        "contribution_tilt": lambda: {"tilt_beta": Fraction(draw(st.sampled_from(["0", "0.5", "1", "1.3", "2"])))},
        "two_pools": lambda: {"theta": draw(part)},
        "bounded_tilt": lambda: {"k": draw(part) * 5, "tau": draw(part)},
        "tiers": lambda: {
            **falling(draw, TIERS),
            **falling(draw, GRADES),
            "factor.veto": draw(part),
            **{f"cut_least.{tier}": draw(part) - 1 for tier in TIERS},
            **{f"cut_most.{tier}": draw(part) for tier in TIERS},
        },
        "classes": lambda: falling(draw, GRADES),
    }
    return rule.numbers(chosen.get(rule.code, dict)())


@st.composite
def cases(draw: st.DrawFn, rule: WeightRule) -> Case:
    count = draw(st.integers(2, 6))
    columns = {name: tuple(draw(COLUMN[name]) for _ in range(count)) for name in (*rule.reads, *rule.may_read)}
    columns.setdefault("base", (1,) * count)
    firms = Firms(
        ids=tuple(f"F{place}" for place in range(count)),
        numbers={name: tuple(map(Fraction, row)) for name, row in columns.items() if name not in WORDS},
        words={name: row for name, row in columns.items() if name in WORDS},
    )
    who = draw(st.integers(0, count - 1))
    bound = st.tuples(st.integers(0, 300), st.integers(0, 700)).map(lambda ends: (ends[0], ends[0] + ends[1]))
    return Case(
        firms=firms,
        numbers=given_numbers(draw, rule),
        who=who,
        other=(who + draw(st.integers(1, count - 1))) % count,
        rise=draw(st.integers(1, 300)),
        parts=(draw(st.fractions(0, 1, max_denominator=40)), draw(st.fractions(0, 1, max_denominator=40))),
        bounds=((0, 20_000),) * count if rule.limit else tuple(draw(bound) for _ in range(count)),
    )


def broken_by(rule: WeightRule, case: Case) -> list[str]:
    """The laws, of those the rule says it keeps, that this case breaks; where nobody has a weight, none."""
    found = []
    for law in (law for law, holds in rule.laws.items() if holds):
        try:
            if not LAWS[law](rule, case):
                found.append(law)
        except NoSolution:
            continue
    return found


@pytest.mark.parametrize("code", sorted(BY_CODE))
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_what_a_rule_says_it_keeps_it_keeps(code: str, data: st.DataObject) -> None:
    rule = BY_CODE[code]
    assert [] == broken_by(rule, data.draw(cases(rule)))


def test_a_rule_that_keeps_less_than_it_says_is_found_out() -> None:
    honest = BY_CODE["grandfathering"]
    by_position = replace(honest, weigh=lambda firms, _: tuple(Fraction(n + 1) for n in range(len(firms.ids))))
    assert ["order_free", "equal_treatment", "merge_alike", "merge_any"] == broken_by(by_position, GROUP)


# -- and what they say they break -------------------------------------------------------------------------------------


def case_of(code: str, numbers: Mapping[str, Fraction | int] = NONE, /, **columns: tuple[Any, ...]) -> Case:
    count = len(next(iter(columns.values())))
    firms = Firms(
        ids=tuple(f"F{place}" for place in range(count)),
        numbers={name: tuple(map(Fraction, row)) for name, row in columns.items() if name not in WORDS},
        words={name: row for name, row in columns.items() if name in WORDS},
    )
    return Case(firms=firms, numbers=BY_CODE[code].numbers(numbers), rise=20, bounds=((0, 1000),) * count)


HALF_A = {"factor.B": Fraction(1, 2), "factor.C": Fraction(1, 2), "factor.D": Fraction(1, 2), "up_to.A": Fraction(1, 2)}
BREAK: Mapping[tuple[str, str], Case] = {
    # 5 points more on one of two mills; merged, the condition falls on both
    ("uniform_cut", "merge_any"): case_of(
        "uniform_cut", {"cut": Fraction(3, 10)}, base=(100, 100, 100), surcharged=(1, 0, 0)
    ),
    # 100 made of 110 is inside the band; of 130, 23 % below: a larger history lowers the activity that counts
    ("benchmark_activity", "base_monotone"): case_of(
        "benchmark_activity", base=(110, 100), recent=(100, 100), benchmark=(1, 1)
    ),
    # one mill down 20 %, one up 30 %: together up 5 %, inside the band
    ("benchmark_activity", "merge_alike"): case_of(
        "benchmark_activity", base=(100, 100, 100), recent=(80, 130, 100), benchmark=(1, 1, 1)
    ),
    ("benchmark_activity", "merge_any"): case_of(
        "benchmark_activity", base=(100, 100, 100), recent=(80, 130, 100), benchmark=(1, 1, 1)
    ),
    # squares: 0.5 and 1.5 give 0.25 + 2.25, their mean twice gives 2
    ("contribution_tilt", "merge_any"): case_of(
        "contribution_tilt", {"tilt_beta": 2}, base=(100, 100, 100), score=(Fraction(1, 2), Fraction(3, 2), 1)
    ),
    # a loss counts as zero only while the mill that makes it stands alone
    ("two_pools", "merge_alike"): case_of("two_pools", base=(100, 100, 100), value=(-50, 100, 100)),
    ("two_pools", "merge_any"): case_of("two_pools", base=(100, 100, 100), value=(-50, 100, 100)),
    # both far from the mean and clipped, on either side; merged, at a mean that is not clipped
    ("bounded_tilt", "merge_any"): case_of("bounded_tilt", {"k": 1}, base=(100, 50, 100), score=(Fraction(1, 2), 2, 1)),
    # the merged enterprise takes the worse tier
    ("tiers", "merge_any"): case_of(
        "tiers", {"factor.leading": 2}, base=(100, 100, 100), tier=("leading", "normative", "normative")
    ),
    # two of four are A; merged they are one of three, and the next firm moves up beside it: 2/3 becomes 4/7
    ("classes", "merge_alike"): case_of("classes", HALF_A, base=(1, 1, 1, 1), score=(9, 9, 8, 7)),
    ("classes", "merge_any"): case_of("classes", HALF_A, base=(1, 1, 1, 1), score=(9, 9, 8, 7)),
}


def test_each_law_a_rule_breaks_has_its_counterexample() -> None:
    broken = {(rule.code, law) for rule in METHOD_RULES for law, holds in rule.laws.items() if not holds}
    assert broken == set(BREAK)
    assert set(METHOD_LAWS) == set(LAWS) == {law for rule in METHOD_RULES for law in rule.laws}


@pytest.mark.parametrize(("code", "law"), sorted(BREAK))
def test_what_a_rule_says_it_breaks_it_breaks(code: str, law: str) -> None:
    assert not LAWS[law](BY_CODE[code], BREAK[code, law])


# -- each check can fail: a wrong rule or a wrong split it catches ----------------------------------------------------


def wrong(weigh: Callable[[Firms], tuple[Fraction, ...]]) -> WeightRule:
    return WeightRule(code="wrong", reads=(), source="a test", weigh=lambda firms, _: weigh(firms))


def short_by_one(*given: Any, **asked: Any) -> Division:
    found = divide(*given, **asked)
    return replace(found, units=(found.units[0] - 1, *found.units[1:]))


def turned_round(*given: Any, cap: int, **asked: Any) -> Division:
    found = divide(*given, cap=cap, **asked)
    return replace(found, shares=found.shares[::-1] if cap % 2 else found.shares)


def each(column: str, change: Callable[[Fraction], Fraction]) -> WeightRule:
    return wrong(lambda firms: tuple(change(one) for one in firms.numbers[column]))


THREE = {"base": (100, 300, 200), "capacity": (10, 20, 30), "score": (1, 2, 1), "recent": (90, 300, 210)}
GROUP = replace(
    case_of("grandfathering", **THREE, vetoed=(1, 0, 0), tier=("normative",) * 3, grade=("B",) * 3),
    parts=(Fraction(1, 3), Fraction(1001, 3000)),
)
FALLING = Fraction(10_000)
SEEDED: Mapping[str, tuple[WeightRule, Case]] = {
    "sums_to_cap": (BY_CODE["grandfathering"], replace(GROUP, divide=short_by_one)),
    "cap_monotone": (BY_CODE["grandfathering"], replace(GROUP, divide=turned_round)),
    "order_free": (wrong(lambda firms: tuple(Fraction(place + 1) for place in range(len(firms.ids)))), GROUP),
    "unit_free": (each("base", lambda one: one + 100), GROUP),
    "equal_treatment": (wrong(lambda firms: tuple(Fraction(place + 1) for place in range(len(firms.ids)))), GROUP),
    "base_monotone": (each("base", lambda one: FALLING - one), GROUP),
    "capacity_monotone": (each("capacity", lambda one: FALLING - one), GROUP),
    "contribution_monotone": (each("score", lambda one: FALLING - one), GROUP),
    "activity_monotone": (each("recent", lambda one: FALLING - one), GROUP),
    "standing_monotone": (each("vetoed", lambda one: 1 + one), GROUP),
    "merge_alike": (each("base", lambda one: one + 1), GROUP),
    "merge_any": (each("base", lambda one: one + 1), GROUP),
}


@pytest.mark.parametrize("law", METHOD_LAWS)
def test_each_check_catches_a_seeded_mistake(law: str) -> None:
    rule, case = SEEDED[law]
    assert not LAWS[law](rule, case)

"""Screens: each sees what was planted for it, and honest cities show it no more often than the base rate says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

import city_sample
from effort import examples
from planted_leakage import STEEL, honest_returns, pressed_below, scaled, tolled, until
from zhibiao.monthly.digits import step_of
from zhibiao.monthly.estimates import SAND
from zhibiao.monthly.flags import BASE_RATES, Flag
from zhibiao.monthly.near_quota import bunching
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.screening import screen
from zhibiao.terms.period import Month

DICTIONARY = city_sample.dictionary()
MARCH, DECEMBER = Month(2025, 3), Month(2024, 12)
FIRM = "LH-S03"


@cache
def honest(seed: int = 2024) -> Record:
    return Record.of(honest_returns(seed))


def firms(sector: str = "steel", seed: int = 2024) -> list[str]:
    return [firm.id for firm in city_sample.city(seed).register.of_sector(sector)]


def held(record: Record, *, seed: int = 2024) -> dict[tuple[str, int], int]:
    """As if every firm held what it made the year before."""
    found = {}
    for name in firms(seed=seed):
        for year in (2022, 2023, 2024):
            before = record.year_to_date(name, STEEL, Month(year - 1, 12))
            found[name, year] = round(before or 0)
    return found


def flags(
    returns: tuple[Return, ...], month: Month, *, held_t: dict[tuple[str, int], int] | None = None
) -> dict[str, Flag]:
    """What is flagged of the firm under test, by code."""
    found = screen(
        until(returns, month), firms(), quantity=STEEL, month=month, dictionary=DICTIONARY, held_t=held_t or {}
    )
    return {flag.code: flag for flag in found if flag.enterprise == FIRM}


def refiled(change: Callable[[Return, Fact], Decimal]) -> tuple[Return, ...]:
    """The city with every figure of the firm's periods as the change writes it."""

    def changed(item: Return) -> Return:
        if item.enterprise != FIRM:
            return item
        return replace(
            item,
            facts=tuple(
                replace(fact, value=change(item, fact)) if fact.scope is Scope.PERIOD else fact for fact in item.facts
            ),
        )

    return tuple(map(changed, honest_returns(2024)))


def test_honest_firms_show_no_more_than_the_base_rate() -> None:
    months = [Month(2023, 12), Month(2024, 3), Month(2024, 8), DECEMBER, MARCH]
    counts: Counter[str] = Counter()
    looked = 0
    for seed in (2024, 7, 11)[: examples(2)]:
        for sector, quantity in (("steel", STEEL), ("magnesia", SAND)):
            for month in months:
                names = firms(sector, seed)
                looked += len(names)
                record = honest(seed)
                held_t = held(record, seed=seed)
                found = screen(record, names, quantity=quantity, month=month, dictionary=DICTIONARY, held_t=held_t)
                counts.update(flag.code for flag in found)
    # Each month of a winter looks at the same December, so that one real stop counts several times.
    assert {} == {code: count / looked for code, count in counts.items() if count / looked > 2 * BASE_RATES[code]}


def test_figures_rounded_by_hand_have_tell_tale_digits() -> None:
    def rounded(_: Return, fact: Fact) -> Decimal:
        return fact.value // 5 * 5 if fact.value >= 10_000 else fact.value

    flag = flags(refiled(rounded), MARCH)["screen.terminal_digits"]
    assert flag.facts["digit"] in (0, 5)


def test_the_step_of_a_form_in_ten_thousands_is_no_tell_tale() -> None:
    def to_form(_: Return, fact: Fact) -> Decimal:
        is_mass = DICTIONARY[fact.field].unit.dimension == "mass"
        return Decimal(round(fact.value / 100) * 100) if is_mass else fact.value

    assert "screen.terminal_digits" not in flags(refiled(to_form), MARCH)
    assert 100 == step_of([12_300, 4_500, 98_700])


def test_a_year_pressed_below_the_quota_is_seen_among_others_that_are_not() -> None:
    made = honest().year_to_date(FIRM, STEEL, DECEMBER)
    assert made is not None
    held_t = held(honest()) | {(FIRM, 2024): int(made * Decimal("0.97"))}
    pressed = pressed_below(honest_returns(2024), FIRM, 2024, held_t[FIRM, 2024])
    flag = flags(pressed, DECEMBER, held_t=held_t)["screen.just_below"]
    assert ("2024", "99.80%") == (flag.facts["years"], flag.facts["share"])
    assert "screen.just_below" not in flags(honest_returns(2024), DECEMBER, held_t=held_t)


def test_where_everybody_stops_at_the_quota_it_says_little() -> None:
    record = honest()
    made = {name: record.year_to_date(name, STEEL, DECEMBER) or Decimal(0) for name in firms()}
    binding = {(name, 2024): round(tonnes * Decimal("1.001")) for name, tonnes in made.items() if tonnes}
    flag = flags(honest_returns(2024), DECEMBER, held_t=binding)["screen.just_below"]
    assert 1.0 == flag.base_rate
    crowd = bunching(record, firms(), STEEL, held_t=binding)
    assert (10, 0, 10) == (crowd.below, crowd.above, crowd.count)
    assert crowd.chance < 0.001


def test_a_december_that_stops_and_a_january_that_surges_are_seen() -> None:
    stopped = scaled(honest_returns(2024), FIRM, [DECEMBER], {STEEL: Decimal("0.6")})
    assert "screen.december_stop" in flags(stopped, DECEMBER)
    assert "screen.january_surge" not in flags(stopped, Month(2025, 1))  # February is not known yet
    surged = scaled(stopped, FIRM, [Month(2025, 1)], {STEEL: Decimal("1.4")})
    assert {"screen.december_stop", "screen.january_surge"} <= set(flags(surged, MARCH))
    assert "screen.december_stop" not in flags(surged, Month(2025, 3).shift(-6))


def test_figures_carried_over_are_seen() -> None:
    original = {item.period.start: item for item in honest_returns(2024) if item.enterprise == FIRM}

    def carried(item: Return, fact: Fact) -> Decimal:
        if fact.field not in ("coke_used_t", "iron_ore_used_t") or item.period.start.month % 4:
            return fact.value
        before = original[item.period.start.shift(-1)]
        return next(one.value for one in before.facts if (one.field, one.scope) == (fact.field, fact.scope))

    flag = flags(refiled(carried), MARCH)["screen.repeated_figures"]
    # April, August and December of two years, in two fields; what April 2023 repeats lies before the two years.
    assert 10 == flag.facts["count"]


def test_revenue_that_peaks_at_quarter_ends_is_seen() -> None:
    def peaked(item: Return, fact: Fact) -> Decimal:
        is_end = item.period.start.month % 3 == 0
        return fact.value * Decimal("1.3") if is_end and fact.field == "sales_revenue_yuan" else fact.value

    assert "screen.quarter_end" in flags(refiled(peaked), MARCH)


@pytest.mark.parametrize("months", [1, 3, 6])
def test_own_steel_booked_as_bought_is_seen(months: int) -> None:
    planted = [DECEMBER.shift(-back) for back in range(months)]
    assert "screen.billets_bought" in flags(tolled(honest_returns(2024), FIRM, planted, Decimal("0.1")), DECEMBER)

"""Output left out on purpose, in copies of the simulated city's returns: to prove that a cross-check can see it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np

import city_sample
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.simulation.filings import filing_of, periods_of
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month

STEEL = "crude_steel_t"
ROLLED = ("steel_products_t", "sales_t", "sales_revenue_yuan", "gross_output_yuan", "value_added_yuan")
METAL = ("pig_iron_t", "scrap_used_t", "iron_ore_used_t", "coke_used_t")
RECEIVED = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


@cache
def honest_returns(seed: int) -> tuple[Return, ...]:
    """Every return of a simulated city as a careful officer files it, without the paper between."""
    city, dictionary = city_sample.city(seed), city_sample.dictionary()
    return tuple(
        Return(
            enterprise=firm.id,
            period=period,
            version=1,
            received_at=RECEIVED,
            provenance="simulated",
            file_sha256="",
            facts=tuple(_facts(filing_of(city, firm, period, dictionary).figures)),
        )
        for firm in city.register
        for period in periods_of(city, joint_years=())
    )


def _facts(figures: Mapping[str, Sequence[int | None]]) -> Iterable[Fact]:
    for code, (month, to_date, _, _) in figures.items():
        for scope, value in ((Scope.PERIOD, month), (Scope.YEAR_TO_DATE, to_date)):
            if value is not None:
                yield Fact(field=code, scope=scope, value=Decimal(value), place=Place(file="simulated"))


ROUGHNESS = {
    "pig_iron_t": 0.01,
    "scrap_used_t": 0.05,
    "iron_ore_used_t": 0.03,
    "coke_used_t": 0.03,
    "magnesite_used_t": 0.03,
    "electricity_kwh": 0.04,
    "energy_tce": 0.03,
    "sales_t": 0.02,
}
"""Relative deviation of honest figures from what output would need: rougher than the simulated city's own."""


@cache
def rough_returns(seed: int) -> tuple[Return, ...]:
    """The same city with figures that scatter as works that measure badly may do; nothing is left out."""
    generator = np.random.default_rng(seed)

    def roughened(fact: Fact) -> Fact:
        if fact.field not in ROUGHNESS or fact.scope is not Scope.PERIOD:
            return fact
        factor = math.exp(generator.normal(0.0, ROUGHNESS[fact.field]))
        return replace(fact, value=Decimal(round(float(fact.value) * factor)))

    return tuple(replace(item, facts=tuple(map(roughened, item.facts))) for item in honest_returns(seed))


def scaled(
    returns: Sequence[Return], firm: str, months: Sequence[Month], factors: Mapping[str, Decimal]
) -> tuple[Return, ...]:
    """The returns with some fields of one firm multiplied in some months."""

    def changed(fact: Fact) -> Fact:
        is_moved = fact.field in factors and fact.scope is Scope.PERIOD
        return replace(fact, value=Decimal(round(fact.value * factors[fact.field]))) if is_moved else fact

    return tuple(
        replace(item, facts=tuple(map(changed, item.facts)))
        if item.enterprise == firm and item.period.start in months
        else item
        for item in returns
    )


def left_out(
    returns: Sequence[Return], firm: str, months: Sequence[Month], share: Decimal, *, also: Sequence[str] = ()
) -> tuple[Return, ...]:
    """A share of crude steel, and of whatever is left out along with it, is not reported."""
    return scaled(returns, firm, months, dict.fromkeys((STEEL, *also), 1 - share))


def tolled(returns: Sequence[Return], firm: str, months: Sequence[Month], share: Decimal) -> tuple[Return, ...]:
    """A share of own crude steel is booked as billets bought from somebody who is not on the register."""
    moved = {
        (item.period, fact.field): fact.value
        for item in returns
        if item.enterprise == firm and item.period.start in months
        for fact in item.facts
        if fact.scope is Scope.PERIOD and fact.field == STEEL
    }

    def with_billets(item: Return) -> Return:
        if (item.period, STEEL) not in moved or item.enterprise != firm:
            return item
        hidden = Decimal(round(moved[item.period, STEEL] * share))
        kept = tuple(
            replace(fact, value=fact.value + hidden)
            if fact.field == "billets_bought_t" and fact.scope is Scope.PERIOD
            else fact
            for fact in item.facts
        )
        return replace(item, facts=kept)

    return tuple(map(with_billets, left_out(returns, firm, months, share)))


def pressed_below(returns: Sequence[Return], firm: str, year: int, held_t: int, *, last: int = 3) -> tuple[Return, ...]:
    """What a year made beyond 99.8 per cent of the quota held is left out of its last months, evenly by output."""
    months = [Month(year, month) for month in range(13 - last, 13)]
    made = {
        item.period.start: fact.value
        for item in returns
        if item.enterprise == firm and item.period.start.year == year
        for fact in item.facts
        if fact.field == STEEL and fact.scope is Scope.PERIOD
    }
    beyond = sum(made.values()) - Decimal("0.998") * held_t
    assert beyond > 0, "nothing to press"
    return left_out(returns, firm, months, beyond / sum(made[month] for month in months))


def until(returns: Sequence[Return], month: Month) -> Record:
    """The record as of a month."""
    return Record.of(item for item in returns if item.period.last <= month)

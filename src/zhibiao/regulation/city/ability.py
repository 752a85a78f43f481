"""What an enterprise can make in each month: capacity, own best day, technical minimum, orders and steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs, FamilyInputs, Limits
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, months_of

CAPACITY, BEST_DAY, OUTAGE = "capacity", "best_day", "outage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """Whole tonnes by month of the plan.

    Args:
        most_t: available capacity, outages taken off, and no more than the orders of all families.
        most_by: what sets it: `capacity`, `best_day`, `outage`, `orders`.
        least_t: technical minimum.
        order_t: most that orders take, by family and month.
        step_t: most change from month to month.
        findings: outages and plans that contradict each other.
    """

    most_t: tuple[int, ...]
    most_by: tuple[str, ...]
    least_t: tuple[int, ...]
    order_t: tuple[tuple[int, ...], ...]
    step_t: int
    findings: tuple[Finding, ...]

    @property
    def reach_t(self) -> int:
        """The most over all months."""
        return sum(self.most_t)

    @property
    def minimum_t(self) -> int:
        """The least over all months."""
        return sum(self.least_t)


def ability_of(one: EnterpriseInputs, inputs: CityInputs) -> Ability:
    """What one enterprise can make in the months of the plan, docs/maths/plan.md."""
    limits, months = inputs.limits, inputs.months
    running = [_running(one, place, month) for place, month in enumerate(months)]
    most, most_by, least, orders = [], [], [], []
    for place, month in enumerate(months):
        order = [_order(one, family, limits, days=running[place], is_first=place == 0) for family in one.families]
        found, by = _most(one, limits, place, month, days=running[place])
        if sum(order) < found:
            found, by = sum(order), "orders"
        most.append(found)
        most_by.append(by)
        least.append(min(floor(Fraction(limits.technical_minimum_share) * _typical(one) * running[place]), found))
        orders.append(order)
    return Ability(
        most_t=tuple(most),
        most_by=tuple(most_by),
        least_t=tuple(least),
        order_t=tuple(zip(*orders, strict=True)) if one.families else (),
        step_t=_step(one, limits, least=least, most=most),
        findings=tuple(_contradictions(one, inputs)),
    )


def running_days(one: EnterpriseInputs, months: Sequence[Month]) -> tuple[Fraction, ...]:
    """Days of each month on which it runs."""
    return tuple(_running(one, place, month) for place, month in enumerate(months))


def _running(one: EnterpriseInputs, place: int, month: Month) -> Fraction:
    return max(Fraction(0), month.days - Fraction(one.outage_days[place]))


def _typical(one: EnterpriseInputs) -> Fraction:
    return Fraction(one.typical_day_t)


def _most(one: EnterpriseInputs, limits: Limits, place: int, month: Month, *, days: Fraction) -> tuple[int, str]:
    """min(factor x capacity x days / days of the year, best day x (1 + room) x days) and what sets it."""
    found = floor(Fraction(one.best_day_t) * (1 + Fraction(limits.rate_room_share)) * days)
    by = BEST_DAY
    if limits.capacity_factor is not None:
        year = sum(each.days for each in months_of(month.year))
        on_file = floor(Fraction(limits.capacity_factor) * one.capacity_t[place] * days / year)
        if on_file < found:
            found, by = on_file, CAPACITY
    return found, OUTAGE if one.outage_days[place] else by


def _order(one: EnterpriseInputs, family: FamilyInputs, limits: Limits, *, days: Fraction, is_first: bool) -> int:
    """best day of the family x (1 + room) x days; in the first month less where orders are below their own usual."""
    whole = Fraction(family.best_day_t) * (1 + Fraction(limits.order_room_share)) * days
    return floor(whole * order_level(one)) if is_first else floor(whole)


def order_level(one: EnterpriseInputs) -> Fraction:
    """Orders in hand over what is usual for the enterprise, at most 1; 1 where either is not known."""
    if one.orders_t is None or not one.usual_orders_t:
        return Fraction(1)
    return min(Fraction(1), Fraction(max(one.orders_t, 0), one.usual_orders_t))


def _step(one: EnterpriseInputs, limits: Limits, *, least: Sequence[int], most: Sequence[int]) -> int:
    """share x a typical month; more where outages, or the month before, force a larger step."""
    if limits.ramp_share is None:
        return max([*most, one.before_t or 0])
    usual = ceil(Fraction(limits.ramp_share) * _typical(one) * Fraction(365, 12))
    low, high = list(least), list(most)
    if one.before_t is not None:
        low, high = [one.before_t, *low], [one.before_t, *high]
    forced = [
        max(low[after] - high[before], low[before] - high[after])
        for before, after in zip(range(len(low)), range(1, len(low)), strict=False)
    ]
    return max([usual, *forced])


def _contradictions(one: EnterpriseInputs, inputs: CityInputs) -> list[Finding]:
    found = []
    for place, month in enumerate(inputs.months):
        days, planned = one.outage_days[place], one.planned_t[place]
        facts = {"enterprise": one.enterprise, "name": one.name, "month": str(month), "days": days}
        where = Place(file=one.enterprise, field="planned_outage_days", clause=str(month))
        if days > month.days:
            facts |= {"most": month.days}
            found.append(
                Finding(code="city_plan.outage_too_long", severity=Severity.QUERY, place=where, facts=dict(facts))
            )
        if days >= month.days and planned:
            facts |= {"planned": planned}
            found.append(
                Finding(code="city_plan.output_in_outage", severity=Severity.QUERY, place=where, facts=dict(facts))
            )
    return found

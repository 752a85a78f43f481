"""Bounds of the year: what an enterprise may hold, and what it may still make, each with what sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from zhibiao.regulation.city.ability import Ability
from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs
from zhibiao.regulation.city.interval import Bound, Interval, intersect
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

USED, MONTH, YEAR = "used", "month_share", "year_share"
MINIMUM, REACH = "technical_minimum", "reach"
GROUP, DISTRICT = "group_share", "district_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBounds:
    """Bounds of one enterprise, in whole tonnes.

    Args:
        holding: of what it holds.
        rest: of what it makes in the months of the plan.
        findings: bounds that gave way to others.
    """

    holding: Interval
    rest: Interval
    findings: tuple[Finding, ...]


def year_bounds(one: EnterpriseInputs, inputs: CityInputs, ability: Ability) -> YearBounds:
    """What one enterprise may hold and still make.

    Used quota goes first, then the rulebook's floor and ceiling, then the most change of the year, then of the month.
    What it makes is bounded by the same tonnes scaled from what all hold to the cap; what it can make at most, and
    what its plant makes at least, go before them.
    """
    holding = holding_bounds(one, inputs)
    scale = Fraction(inputs.cap_t, inputs.held_t) if inputs.held_t else Fraction(1)
    physical = Bound(low=ability.minimum_t, high=ability.reach_t, low_by=MINIMUM, high_by=REACH)
    by_rule = Bound(
        low=ceil(holding.low * scale) - one.made_t,
        high=floor(holding.high * scale) - one.made_t,
        low_by=holding.low_by,
        high_by=holding.high_by,
    )
    rest = intersect([physical, by_rule])
    findings = [
        Finding(
            code="city_plan.bound_gave_way",
            severity=Severity.NOTE,
            place=Place(file=one.enterprise),
            facts={"enterprise": one.enterprise, "name": one.name, "kept": kept, "gave": gave},
        )
        for kept, gave in (*holding.gave_way, *rest.gave_way)
    ]
    return YearBounds(holding=holding, rest=rest, findings=tuple(findings))


def holding_bounds(one: EnterpriseInputs, inputs: CityInputs) -> Interval:
    """What one enterprise may hold after this month."""
    limits = inputs.limits
    used = min(one.made_t, one.holding_t)
    month, year = Fraction(limits.month_share), Fraction(limits.year_share)
    return intersect(
        [
            Bound(low=used, high=max(inputs.cap_t, used), low_by=USED, high_by="cap"),
            Bound(low=one.floor_t, high=one.ceiling_t, low_by=one.floor_reason, high_by=one.ceiling_reason),
            _around(one.entitlement_t, year, YEAR),
            _around(one.holding_t, month, MONTH),
        ]
    )


def _around(tonnes: int, share: Fraction, by: str) -> Bound:
    return Bound(low=ceil(tonnes * (1 - share)), high=floor(tonnes * (1 + share)), low_by=by, high_by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBounds:
    """Groups or districts: who belongs where, and what each may still make and hold together.

    An enterprise without a class has one of its own, without bounds.

    Args:
        names: of the classes.
        of: place of each enterprise's class.
        rest, holding: least and most tonnes by class; None where nothing bounds them.
    """

    names: tuple[str, ...]
    of: tuple[int, ...]
    rest: tuple[tuple[int, int], ...]
    holding: tuple[tuple[int, int], ...]


def class_bounds(
    inputs: CityInputs, bounds: Mapping[str, YearBounds], *, classes: Sequence[str], share: Fraction | None, by: str
) -> tuple[ClassBounds, list[Finding]]:
    """Bounds of each class around the sum of its entitlements, moved to what its members' own bounds allow."""
    labels = [name or f"\0{one.enterprise}" for name, one in zip(classes, inputs.enterprises, strict=True)]
    names = tuple(dict.fromkeys(labels))
    scale = Fraction(inputs.cap_t, inputs.held_t) if inputs.held_t else Fraction(1)
    rest, holding, findings = [], [], []
    for name in names:
        own = [one for label, one in zip(labels, inputs.enterprises, strict=True) if label == name]
        held = _summed([bounds[one.enterprise].holding for one in own], by)
        free = _summed([bounds[one.enterprise].rest for one in own], by)
        if share is not None and not name.startswith("\0"):
            entitled, made = sum(one.entitlement_t for one in own), sum(one.made_t for one in own)
            limit = _around(entitled, share, by)
            assert limit.low is not None
            assert limit.high is not None
            held = intersect([_bound(held), limit])
            after = Bound(
                low=ceil(limit.low * scale) - made, high=floor(limit.high * scale) - made, low_by=by, high_by=by
            )
            free = intersect([_bound(free), after])
            if held.gave_way or free.gave_way:
                facts = {"class": name, "gave": by, "kept": "members"}
                place = Place(file=name)
                findings.append(
                    Finding(code="city_plan.class_gave_way", severity=Severity.NOTE, place=place, facts=facts)
                )
        rest.append((free.low, free.high))
        holding.append((held.low, held.high))
    of = tuple(names.index(label) for label in labels)
    shown = tuple(name.lstrip("\0") for name in names)
    return ClassBounds(names=shown, of=of, rest=tuple(rest), holding=tuple(holding)), findings


def _summed(parts: Sequence[Interval], by: str) -> Interval:
    return Interval(low=sum(part.low for part in parts), high=sum(part.high for part in parts), low_by=by, high_by=by)


def _bound(interval: Interval) -> Bound:
    return Bound(low=interval.low, high=interval.high, low_by="members", high_by="members")

"""Bounds of the year: what an enterprise may hold, and what it may still make, each with what sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from zhibiao.regulation.city.ability import Ability
from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs
from zhibiao.regulation.city.interval import Bound, Interval, intersect
from zhibiao.regulation.city.words import named
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
    low, high = holding.low * scale, holding.high * scale
    is_fixed = holding.low == holding.high
    by_rule = Bound(
        # To the nearest tonne; a holding that has to stay leaves both tonnes beside its part, or the parts of a city
        # in which none may move would miss the cap by what rounding leaves.
        low=(floor(low) if is_fixed else round(low)) - one.made_t,
        high=(ceil(high) if is_fixed else round(high)) - one.made_t,
        low_by=holding.low_by,
        high_by=holding.high_by,
    )
    rest = intersect([physical, by_rule])
    findings = [
        Finding(
            code="city_plan.bound_gave_way",
            severity=Severity.NOTE,
            place=Place(file=one.enterprise),
            facts={"enterprise": one.enterprise, "name": one.name, "kept": named(kept), "gave": named(gave)},
        )
        for kept, gave in (*holding.gave_way, *rest.gave_way)
    ]
    return YearBounds(holding=holding, rest=rest, findings=tuple(findings))


def holding_bounds(one: EnterpriseInputs, inputs: CityInputs) -> Interval:
    """What one enterprise may hold after this month."""
    limits = inputs.limits
    used = min(min(one.made_t, one.holding_t) + one.pledged_t, max(one.holding_t, 0))
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
    labels = [name or f"{_ALONE}{one.enterprise}" for name, one in zip(classes, inputs.enterprises, strict=True)]
    names = tuple(dict.fromkeys(labels))
    scale = Fraction(inputs.cap_t, inputs.held_t) if inputs.held_t else Fraction(1)
    rest, holding, findings = [], [], []
    for name in names:
        own = [one for label, one in zip(labels, inputs.enterprises, strict=True) if label == name]
        if share is None or name.startswith(_ALONE):
            rest.append((0, inputs.cap_t))
            holding.append((0, inputs.cap_t))
            continue
        made, entitled = sum(one.made_t for one in own), sum(one.entitlement_t for one in own)
        low, high = ceil(entitled * (1 - share)), floor(entitled * (1 + share))
        held, held_gave = _moved((low, high), [bounds[one.enterprise].holding for one in own])
        after = (ceil(low * scale) - made, floor(high * scale) - made)
        free, free_gave = _moved(after, [bounds[one.enterprise].rest for one in own])
        if held_gave or free_gave:
            facts = {"class": name, "gave": named(by)}
            findings.append(
                Finding(code="city_plan.class_gave_way", severity=Severity.NOTE, place=Place(file=name), facts=facts)
            )
        rest.append(free)
        holding.append(held)
    of = tuple(names.index(label) for label in labels)
    shown = tuple("" if name.startswith(_ALONE) else name for name in names)
    return ClassBounds(names=shown, of=of, rest=tuple(rest), holding=tuple(holding)), findings


_ALONE = "\0"  # no name of a class begins with it


def _moved(limit: tuple[int, int], members: Sequence[Interval]) -> tuple[tuple[int, int], bool]:
    """The limit of a class, moved where its members' own bounds leave nothing of it."""
    low, high = limit
    least, most = sum(one.low for one in members), sum(one.high for one in members)
    found = (min(low, most), max(high, least))
    return found, found != limit

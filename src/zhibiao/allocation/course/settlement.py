"""What an overrun costs and how it is paid back, what unused quota is carried, what is charged meanwhile; exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from zhibiao.errors import UsageError
from zhibiao.policy.rulebook import DeductionSlice
from zhibiao.terms.apportion import largest_remainder
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePart:
    """The tonnes of an overrun that lie in one slice and what they cost, both exact; the last slice has no `up_to`."""

    up_to: Decimal | None
    factor: Decimal
    overrun_t: Fraction
    deducted_t: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """What a payback plan takes in one plan year, in tonnes."""

    year: int
    tonnes: int


def slice_parts(holding_t: int, overrun_t: int, slices: Sequence[DeductionSlice]) -> tuple[SlicePart, ...]:
    """An overrun cut at the slices' ends, each a share of the holding; slices that it does not reach are left out.

    >>> quarter = [DeductionSlice(up_to=Decimal("0.25"), factor=Decimal(1)),
    ...            DeductionSlice(up_to=None, factor=Decimal("1.5"))]
    >>> [(str(part.overrun_t), str(part.deducted_t)) for part in slice_parts(100, 30, quarter)]
    [('25', '25'), ('5', '15/2')]
    """
    if holding_t < 0 or overrun_t < 0:
        raise UsageError("settlement.negative", holding_t=holding_t, overrun_t=overrun_t)
    return tuple(_cut(holding_t, overrun_t, slices))


def _cut(holding_t: int, overrun_t: int, slices: Sequence[DeductionSlice]) -> Iterator[SlicePart]:
    start = Fraction(0)
    for one in slices:
        end = Fraction(overrun_t) if one.up_to is None else min(Fraction(one.up_to) * holding_t, Fraction(overrun_t))
        if end > start:
            reached = end - start
            yield SlicePart(
                up_to=one.up_to, factor=one.factor, overrun_t=reached, deducted_t=Fraction(one.factor) * reached
            )
            start = end


def deduction_t(holding_t: int, overrun_t: int, slices: Sequence[DeductionSlice]) -> int:
    """What an overrun takes off later quotas: slice by slice, the sum in whole tonnes, half to even.

    Args:
        holding_t: tonnes held in the year that was overrun; of a holding of nothing all lies in the last slice.
        overrun_t: tonnes made beyond it.
        slices: by rising end, the last one open, factors of at least one, so that it is never less than the overrun.

    Source: rulebook `deduction`; the form of Council Regulation (EC) 1224/2009, Article 106; docs/maths/settlement.md.

    >>> from decimal import Decimal as D
    >>> slices = [DeductionSlice(up_to=up_to and D(up_to), factor=D(factor)) for up_to, factor in
    ...     [("0.1", "1"), ("0.2", "1.2"), ("0.4", "1.4"), ("0.5", "1.8"), (None, "2")]]
    >>> [deduction_t(100, overrun_t, slices) for overrun_t in (5, 15, 30, 45, 60)]
    [5, 16, 36, 59, 88]
    """
    return round(sum((part.deducted_t for part in slice_parts(holding_t, overrun_t, slices)), Fraction(0)))


def carried_t(unused_t: int, holding_t: int, carry_share: Decimal | Fraction) -> int:
    """Unused tonnes that go into the next year: no more than a share of the holding, rounded down to whole tonnes.

    >>> carried_t(500, 3009, Decimal("0.1")), carried_t(120, 3009, Decimal("0.1"))
    (300, 120)
    """
    if unused_t < 0 or holding_t < unused_t:
        raise UsageError("settlement.unused_exceeds_holding", unused_t=unused_t, holding_t=holding_t)
    return min(unused_t, floor(Fraction(carry_share) * holding_t))


def interim_charge_t(
    holding_t: int, overrun_t: int, slices: Sequence[DeductionSlice], interim_share: Decimal | Fraction
) -> int:
    """What stands charged while production is beyond the holding: a share of the deduction as of now, rounded down.

    Booked month by month as a difference: charged when the overrun grows, credited when later quota covers it.
    """
    return floor(Fraction(interim_share) * deduction_t(holding_t, overrun_t, slices))


def final_charge_t(deducted_t: int, interim_t: int) -> int:
    """What is still to be charged once the year is settled: the deduction less what stands charged, never negative.

    >>> final_charge_t(36, 30), final_charge_t(0, 12)
    (6, 0)
    """
    return max(0, deducted_t - interim_t)


def payback_plan(
    owed_t: int, *, first_year: int, years: int, most_per_year_t: int | None = None
) -> tuple[Instalment, ...]:
    """Equal instalments that sum to what is owed; the odd tonnes go to the earliest years.

    Where the most that a year may take is less than an equal part, the plan runs for as many years as it needs.

    Args:
        owed_t: tonnes owed; nothing owed is an empty plan.
        first_year: the first plan year that pays.
        years: in how many years.
        most_per_year_t: no year takes more; None without such a limit.

    Raises:
        UsageError: `payback.years_not_positive`, `payback.most_not_positive`, `settlement.negative`.

    >>> [(one.year, one.tonnes) for one in payback_plan(88, first_year=2026, years=3)]
    [(2026, 30), (2027, 29), (2028, 29)]
    >>> [one.tonnes for one in payback_plan(88, first_year=2026, years=3, most_per_year_t=20)]
    [18, 18, 18, 17, 17]
    """
    if years < 1:
        raise UsageError("payback.years_not_positive", years=years)
    if owed_t < 0:
        raise UsageError("settlement.negative", holding_t=0, overrun_t=owed_t)
    if not owed_t:
        return ()
    if most_per_year_t is not None:
        if most_per_year_t < 1:
            raise UsageError("payback.most_not_positive", most_t=most_per_year_t)
        years = max(years, -(-owed_t // most_per_year_t))
    tonnes = largest_remainder([Fraction(owed_t, years)] * years, owed_t)
    return tuple(Instalment(year=first_year + place, tonnes=one) for place, one in enumerate(tonnes) if one)


def joint_plan(plans: Sequence[Sequence[Instalment]]) -> tuple[Instalment, ...]:
    """Several plans as one: what all of them take in each year, in order of year."""
    by_year: dict[int, int] = {}
    for one in (instalment for plan in plans for instalment in plan):
        by_year[one.year] = by_year.get(one.year, 0) + one.tonnes
    return tuple(Instalment(year=year, tonnes=by_year[year]) for year in sorted(by_year))


def due_t(owed_t: int, plan: Sequence[Instalment], year: int) -> int:
    """What is to be paid by the end of a year: all that is owed and not planned for a later one, arrears included.

    >>> plan = payback_plan(90, first_year=2026, years=3)
    >>> due_t(90, plan, 2026), due_t(75, plan, 2027), due_t(20, plan, 2027)
    (30, 45, 0)
    """
    return max(0, owed_t - sum(one.tonnes for one in plan if one.year > year))


def owed_path(opening_t: int, *, added_t: Sequence[int], repaid_t: Sequence[int]) -> tuple[int, ...]:
    """What is owed after each period: what was owed before, and what was added, less what was repaid.

    Added is the overrun of the period, or what it costs. The form of the compensation tables of oil producers.

    Raises:
        UsageError: `payback.repaid_exceeds_owed`, or `settlement.periods_differ` when the two series do not match.

    >>> owed_path(0, added_t=[50, 0, 20], repaid_t=[0, 15, 10])
    (50, 35, 45)
    """
    if len(added_t) != len(repaid_t):
        raise UsageError("settlement.periods_differ", added=len(added_t), repaid=len(repaid_t))
    path, owed_t = [], opening_t
    for more_t, less_t in zip(added_t, repaid_t, strict=True):
        if less_t > owed_t + more_t:
            raise UsageError("payback.repaid_exceeds_owed", repaid_t=less_t, owed_t=owed_t + more_t)
        owed_t += more_t - less_t
        path.append(owed_t)
    return tuple(path)


def payback_findings(
    enterprise: str, plan: Sequence[Instalment], *, owed_t: int, repaid_t: Mapping[int, int], year: int
) -> tuple[Finding, ...]:
    """What is wrong with a payback at the end of a year: no plan, a plan that has grown too small, or arrears.

    Args:
        enterprise: who owes.
        plan: as filed or as by rule.
        owed_t: what is still owed at the end of `year`.
        repaid_t: what was repaid, by year.
        year: the last year that counts.

    Returns:
        Findings `payback.plan_missing`, `payback.plan_short`, `payback.slipped`, each to be answered by the debtor.
    """
    place = Place(field="owed")
    later_t = sum(one.tonnes for one in plan if one.year > year)
    planned_t = sum(one.tonnes for one in plan if one.year <= year)
    paid_t = sum(tonnes for when, tonnes in repaid_t.items() if when <= year)
    if owed_t and not plan:
        facts: dict[str, object] = {"enterprise": enterprise, "owed_t": owed_t, "year": year}
        return (Finding(code="payback.plan_missing", severity=Severity.QUERY, place=place, facts=facts),)
    found = []
    if paid_t < planned_t:
        facts = {"enterprise": enterprise, "year": year, "planned_t": planned_t, "paid_t": paid_t}
        facts["behind_t"] = planned_t - paid_t
        found.append(Finding(code="payback.slipped", severity=Severity.QUERY, place=place, facts=facts))
    if owed_t > later_t + max(0, planned_t - paid_t):
        facts = {"enterprise": enterprise, "year": year, "owed_t": owed_t, "planned_t": later_t}
        found.append(Finding(code="payback.plan_short", severity=Severity.QUERY, place=place, facts=facts))
    return tuple(found)

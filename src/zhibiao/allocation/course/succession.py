"""Enterprises that merge or divide: whose history, capacity, output and figures the successors stand with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal, Inexact
from fractions import Fraction

from zhibiao.allocation.decision.decision import Claimant, Measure
from zhibiao.errors import UsageError
from zhibiao.terms.apportion import largest_remainder

# Wide enough for any figure of a return; a product that did not fit would stop instead of being rounded.
_EXACT = Context(prec=60, traps=[Inexact])


def merged(
    claimants: Sequence[Claimant], *, enterprise: str, tier: str, grade: str, document: tuple[str, str]
) -> Claimant:
    """Several enterprises as the one they become.

    Histories, capacities, output so far and measures add up; a veto of one is a veto of the successor. With claims in
    proportion to last year's or the mean output nobody else's share moves, as long as no bound binds. A base by
    maximum or within capacity does not add up: the largest of sums is not the sum of the largest.

    Args:
        claimants: at least two, with the same years and indicators on record; missing is not zero.
        enterprise: id of the successor.
        tier, grade: as the register rates the successor; ratings do not add up.
        document: what the merger rests on in the register: its reference and the hash of the file.

    Raises:
        UsageError: `succession.too_few`, `succession.twice`, `succession.years_differ`,
            `succession.indicators_differ`.

    Source: notes on the domain, 1.8 (a real merger has changed control and registration); docs/maths/nested.md.
    """
    if len(claimants) < 2:
        raise UsageError("succession.too_few", found=len(claimants))
    ids = [one.enterprise for one in claimants]
    if len(set(ids)) < len(ids):
        raise UsageError("succession.twice", enterprises="、".join(ids))
    first = claimants[0]
    for one in claimants[1:]:
        _same(
            "succession.years_differ", first, one, lambda claimant: [str(year) for year in sorted(claimant.history_t)]
        )
        _same("succession.indicators_differ", first, one, lambda claimant: [m.indicator for m in claimant.measures])
    return replace(
        first,
        enterprise=enterprise,
        history_t={year: sum(one.history_t[year] for one in claimants) for year in first.history_t},
        capacity_t=sum(one.capacity_t for one in claimants),
        made_t=sum(one.made_t for one in claimants),
        tier=tier,
        grade=grade,
        is_vetoed=any(one.is_vetoed for one in claimants),
        measures=tuple(map(_added, *(one.measures for one in claimants))),
        sources=(document, *(source for one in claimants for source in one.sources)),
    )


def divided(claimant: Claimant, parts: Mapping[str, Decimal], *, document: tuple[str, str]) -> tuple[Claimant, ...]:
    """An enterprise as those it becomes, each with its part of everything that adds up.

    Whole tonnes by largest remainder, ties by position, so that the parts of every year sum to it; ratios of measures,
    tier, grade and veto stay.

    Args:
        parts: by id of each successor its part, above 0, summing to one, as the register divides the capacity.
        document: what the division rests on: its reference and the hash of the file.

    Raises:
        UsageError: `succession.too_few`, `succession.part_not_positive`, `succession.parts_sum`.
    """
    if len(parts) < 2:
        raise UsageError("succession.too_few", found=len(parts))
    for name, part in parts.items():
        if part <= 0:
            raise UsageError("succession.part_not_positive", enterprise=name, found=str(part))
    if sum(map(Fraction, parts.values())) != 1:
        raise UsageError("succession.parts_sum", found=str(sum(map(Fraction, parts.values()))))
    history = {year: _shared(tonnes, parts) for year, tonnes in claimant.history_t.items()}
    capacity, made = _shared(claimant.capacity_t, parts), _shared(claimant.made_t, parts)
    return tuple(
        replace(
            claimant,
            enterprise=name,
            history_t={year: tonnes[place] for year, tonnes in history.items()},
            capacity_t=capacity[place],
            made_t=made[place],
            measures=tuple(
                replace(one, numerator=_part(one.numerator, part), denominator=_part(one.denominator, part))
                for one in claimant.measures
            ),
            sources=(document, *claimant.sources),
        )
        for place, (name, part) in enumerate(parts.items())
    )


def _same(code: str, first: Claimant, other: Claimant, column: Callable[[Claimant], list[str]]) -> None:
    one, two = column(first), column(other)
    if one != two:
        raise UsageError(
            code, first=first.enterprise, has="、".join(one), other=other.enterprise, found="、".join(two) or "—"
        )


def _added(*measures: Measure) -> Measure:
    """Numerators and denominators add up; where one was not reported, nor is the sum."""
    return Measure(
        indicator=measures[0].indicator,
        numerator=_sum([one.numerator for one in measures]),
        denominator=_sum([one.denominator for one in measures]),
    )


def _sum(figures: Sequence[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for figure in figures:
        if figure is None:
            return None
        total = _EXACT.add(total, figure)
    return total


def _part(figure: Decimal | None, part: Decimal) -> Decimal | None:
    return None if figure is None else _EXACT.multiply(figure, part)


def _shared(tonnes: int, parts: Mapping[str, Decimal]) -> tuple[int, ...]:
    return largest_remainder([tonnes * Fraction(part) for part in parts.values()], tonnes)

"""Rank enterprises by where a look is worth most (核对排序): reported output against what else was filed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import Any

from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.monthly.chance import normal_tail
from zhibiao.monthly.checks import balances, energy, metal, products, stocks, values
from zhibiao.monthly.estimates import Combined, combine, estimates_by_norm, estimates_of, names_of_witnesses
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Record, Return
from zhibiao.monthly.screening import Bunching, Flag, bunching, screen
from zhibiao.monthly.standing import Standing, Tolerances
from zhibiao.procedures.export_decision import MAY_SEE_ALL
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period

BALANCES = tuple(check for module in (balances, metal, energy, stocks, products, values) for check in module.CHECKS)
"""The checks whose findings count here: those that hold one figure of a return against another."""

GAP_DEVIATIONS, GAP_SHARE = 2.0, 0.01
"""A gap is told from two standard deviations and one per cent of the combined estimate on."""
CONFLICT_CHANCE = 1e-4
_MOST_FOR_GAP, _MOST_FOR_NORM, _MOST_FOR_CONFLICT = 6.0, 4.0, 3.0
_PER_FINDING, _MOST_FOR_FINDINGS = 0.5, 2.0
_SETTLING = frozenset({EntryKind.RECALL, EntryKind.DEDUCT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an enterprise stands where it stands.

    Args:
        code: its texts say what was seen, which innocent causes there are, and what document settles it.
        facts: figures for its text.
        points: decimal places of improbability that it adds to the ranking, capped; docs/cross_check.md has the table.
        base_rate: share of honest firms and months that show as much; None where chance was worked out for this one.
    """

    code: str
    facts: Mapping[str, object]
    points: float
    base_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One enterprise of the ranking.

    Args:
        enterprise: its id.
        rank: 1 for where to look first; equal points in order of id.
        period: what its return covers; None where it filed none for the month.
        reported_t: output as reported, t; None where none was.
        combined: from the firm's own rates; None where nothing can be estimated.
        by_norm: from the norms of its route; None likewise.
        findings: what the balances ask about the return.
        reasons: by points, then code.
    """

    enterprise: str
    rank: int
    period: Period | None
    reported_t: Decimal | None
    combined: Combined | None
    by_norm: Combined | None
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> float:
        """What the ranking goes by: the sum over the reasons, rounded to two decimals."""
        return round(math.fsum(reason.points for reason in self.reasons), 2)

    def plain(self) -> dict[str, Any]:
        """The row without texts, which a face adds by code; tonnes whole, shares and points rounded."""
        return {
            "rank": self.rank,
            "enterprise": self.enterprise,
            "period": str(self.period) if self.period else None,
            "points": self.points,
            "reported_t": None if self.reported_t is None else round(self.reported_t),
            "combined": _combined_plain(self.combined, self.reported_t),
            "by_norm": _combined_plain(self.by_norm, self.reported_t),
            "findings": sorted({finding.code for finding in self.findings}),
            "reasons": [
                {"code": one.code, "points": round(one.points, 2), "base_rate": one.base_rate} for one in self.reasons
            ],
        }


def _combined_plain(combined: Combined | None, reported_t: Decimal | None) -> dict[str, Any] | None:
    if combined is None:
        return None
    low, high = combined.interval()
    return {
        "tonnes": round(combined.tonnes),
        "low_t": round(low),
        "high_t": round(high),
        "gap_t": None if reported_t is None else round(combined.tonnes - float(reported_t)),
        "gap_deviations": None if reported_t is None else round(combined.gap(reported_t), 2),
        "chi_square": round(combined.chi_square, 2),
        "freedom": combined.freedom,
        "conflict": float(f"{combined.conflict:.2g}"),
        "estimates": [
            {
                "witness": one.witness,
                "tonnes": round(one.tonnes),
                "deviation_t": round(one.deviation_t),
                "basis": one.basis.value,
                "rate": float(f"{one.rate:.4g}"),
                "periods": one.periods,
            }
            for one in combined.estimates
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """The ranking of one sector for one month, and whether yearly totals crowd below what was held."""

    month: Month
    sector: str
    rows: tuple[Row, ...]
    bunching: Bunching

    def plain(self) -> dict[str, Any]:
        """The result as plain values; rows in order of rank."""
        return {
            "month": str(self.month),
            "sector": self.sector,
            "rows": [row.plain() for row in self.rows],
            "bunching": {
                "below": self.bunching.below,
                "above": self.bunching.above,
                "count": self.bunching.count,
                "chance": round(self.bunching.chance, 4),
            },
        }


def cross_check(
    store: Store,
    clock: Clock,
    *,
    month: Month,
    city: City,
    sector: Sector,
    dictionary: Dictionary,
    reader: Person,
    tolerances: Tolerances | None = None,
) -> CrossCheck:
    """Hold what every enterprise of a sector reported against everything else it filed, and rank where to look first.

    Nothing is stored and no figure is touched. A rank says that a look is worth the time, never that a figure is false.

    Raises:
        ActRefused: `cross_check.not_for_reader`: who may not see other enterprises' figures.
        NotFound: `cross_check.no_returns`: nobody of the sector filed for that month.
    """
    if not MAY_SEE_ALL & set(reader.roles):
        raise ActRefused("cross_check.not_for_reader", person=reader.id)
    return cross_check_record(
        Record.of(item for item in store.returns() if item.period.last <= month),
        month=month,
        enterprises=city.of_sector(sector.id),
        sector=sector,
        dictionary=dictionary,
        held_t=held_before_settling(store.entries(sector=sector.id)),
        today=clock.now().date(),
        tolerances=tolerances or Tolerances(),
    )


def cross_check_record(
    record: Record,
    *,
    month: Month,
    enterprises: Sequence[Enterprise],
    sector: Sector,
    dictionary: Dictionary,
    held_t: Mapping[tuple[str, int], int],
    today: dt.date,
    tolerances: Tolerances,
) -> CrossCheck:
    """The same of a record: figures in, ranking out.

    Args:
        record: figures that stand, none after `month`.
        enterprises: of one sector.
        held_t: tonnes held by enterprise and plan year, where known.
        today: the day on which it is asked.

    Raises:
        NotFound: `cross_check.no_returns`.
    """
    desk = _Desk(record=record, sector=sector, dictionary=dictionary, tolerances=tolerances, today=today, month=month)
    if not any(desk.filed(firm) for firm in enterprises):
        raise NotFound("cross_check.no_returns", month=month, sector=sector.id)
    names = [firm.id for firm in enterprises]
    flags = screen(record, names, quantity=sector.quantity, month=month, dictionary=dictionary, held_t=held_t)
    rows = [desk.row(firm, [flag for flag in flags if flag.enterprise == firm.id]) for firm in enterprises]
    return CrossCheck(
        month=month,
        sector=sector.id,
        rows=tuple(_ranked(rows)),
        bunching=bunching(record, names, sector.quantity, held_t=held_t),
    )


def held_before_settling(entries: Sequence[Entry]) -> dict[tuple[str, int], int]:
    """Tonnes held by enterprise and plan year, as they stood before a year's close took back what was not used."""
    of_year: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        of_year.setdefault((entry.draft.sector, entry.draft.plan_year), []).append(entry)
    held: dict[tuple[str, int], int] = {}
    for (sector, year), of_book in of_year.items():
        if year == 0:  # the book of capacity
            continue
        before = takewhile(lambda entry: entry.draft.kind not in _SETTLING, of_book)
        book = Book.of(sector, year, before)
        held |= {(firm, year): book.holding(firm) for firm in book.enterprises}
    return held


def _ranked(rows: Sequence[Row]) -> Iterator[Row]:
    for place, row in enumerate(sorted(rows, key=lambda row: (-row.points, row.enterprise)), start=1):
        yield replace(row, rank=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What one cross-check holds on to."""

    record: Record
    sector: Sector
    dictionary: Dictionary
    tolerances: Tolerances
    today: dt.date
    month: Month

    def filed(self, firm: Enterprise) -> Return | None:
        """The return that covers the month, or None."""
        return next((item for item in self.record.by_enterprise.get(firm.id, ()) if self.month in item.period), None)

    def row(self, firm: Enterprise, flags: Sequence[Flag]) -> Row:
        """One enterprise before it is ranked."""
        item = self.filed(firm)
        period = item.period if item else None
        quantity = self.sector.quantity
        reported = self.record.figure(firm.id, quantity, period) if period else None
        combined = by_norm = None
        findings: tuple[Finding, ...] = ()
        if item is not None and period is not None:
            limits = self.tolerances
            combined = combine(
                estimates_of(
                    self.record,
                    firm,
                    quantity,
                    period,
                    history_months=limits.history_months,
                    least=limits.own_least,
                )
            )
            by_norm = combine(estimates_by_norm(self.record, firm, quantity, period, self.sector.norms))
            findings = self._findings(firm, item)
        reasons = [*_reasons(reported, combined, by_norm, findings), *map(_of_flag, flags)]
        return Row(
            enterprise=firm.id,
            rank=0,
            period=period,
            reported_t=reported,
            combined=combined,
            by_norm=by_norm,
            findings=findings,
            reasons=tuple(sorted(reasons, key=lambda one: (-one.points, one.code))),
        )

    def _findings(self, firm: Enterprise, item: Return) -> tuple[Finding, ...]:
        place = Place(file=item.reference)
        filed = Filed(enterprise=firm.id, period=item.period, place=place, facts=item.facts)
        standing = Standing(
            enterprise=firm,
            dictionary=self.dictionary,
            record=self.record,
            today=self.today,
            sector=self.sector,
            tolerances=self.tolerances,
        )
        return tuple(finding for check in BALANCES for finding in check.run(filed, standing))


def _reasons(
    reported: Decimal | None, combined: Combined | None, by_norm: Combined | None, findings: Sequence[Finding]
) -> Iterator[Reason]:
    if combined is not None and reported is not None:
        yield from _gap(combined, reported, above="cross.gap_above", below="cross.gap_below", most=_MOST_FOR_GAP)
    if by_norm is not None and reported is not None:
        yield from _gap(by_norm, reported, above="cross.above_norm", below="cross.below_norm", most=_MOST_FOR_NORM)
    if combined is not None and combined.conflict < CONFLICT_CHANCE:
        yield _conflict(combined)
    if findings:
        codes = sorted({finding.code for finding in findings})
        facts = {"count": len(findings), "codes": "、".join(codes)}
        points = min(_MOST_FOR_FINDINGS, _PER_FINDING * len(findings))
        yield Reason(code="cross.open_findings", facts=facts, points=points)


def _gap(combined: Combined, reported: Decimal, *, above: str, below: str, most: float) -> Iterator[Reason]:
    deviations, gap_t = combined.gap(reported), combined.tonnes - float(reported)
    if abs(deviations) < GAP_DEVIATIONS or abs(gap_t) < GAP_SHARE * combined.tonnes:
        return
    chance = normal_tail(abs(deviations))
    points = min(most, -math.log10(chance)) if chance > 0 else most
    facts = {
        "reported": f"{reported:,.0f}",
        "estimate": f"{combined.tonnes:,.0f}",
        "gap": f"{abs(gap_t):,.0f}",
        "share": f"{abs(gap_t) / combined.tonnes:.1%}",
        "deviations": f"{abs(deviations):.1f}",
        "count": len(combined.estimates),
    }
    yield Reason(code=above if gap_t > 0 else below, facts=facts, points=points)


def _conflict(combined: Combined) -> Reason:
    """Names the two witnesses that lie furthest apart, in their own deviations from the mean."""
    ordered = sorted(combined.estimates, key=lambda one: (one.tonnes - combined.tonnes) / one.deviation_t)
    low, high, names = ordered[0], ordered[-1], names_of_witnesses()
    points = _MOST_FOR_CONFLICT
    if combined.conflict > 0:
        points = min(points, -math.log10(combined.conflict) / 2)
    facts = {
        "low": names[low.witness],
        "low_t": f"{low.tonnes:,.0f}",
        "high": names[high.witness],
        "high_t": f"{high.tonnes:,.0f}",
        "chi_square": f"{combined.chi_square:.1f}",
        "freedom": combined.freedom,
    }
    return Reason(code="cross.conflict", facts=facts, points=points)


def _of_flag(flag: Flag) -> Reason:
    return Reason(code=flag.code, facts=flag.facts, points=-math.log10(flag.base_rate), base_rate=flag.base_rate)

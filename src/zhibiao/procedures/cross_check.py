"""Rank enterprises by where a look is worth most (核对排序): reported output against what else was filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from types import MappingProxyType

from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.monthly.checks import balances, energy, metal, products, stocks, values
from zhibiao.monthly.cross_checked import CrossCheck, Row
from zhibiao.monthly.estimates import combine, estimates_by_norm, estimates_of
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.flags import Flag
from zhibiao.monthly.near_quota import bunching
from zhibiao.monthly.reasons import reason_of_flag, reasons_of
from zhibiao.monthly.returns import Record, Return
from zhibiao.monthly.screening import screen
from zhibiao.monthly.standing import Standing, Tolerances
from zhibiao.procedures.export_decision import MAY_SEE_ALL
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.query import list_questions
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period

BALANCES = tuple(check for module in (balances, metal, energy, stocks, products, values) for check in module.CHECKS)
"""The checks whose findings count here: those that hold one figure of a return against another."""

_ABOUT_FIGURES = ("edit.", "unit.", "dup.")
_SETTLING = frozenset({EntryKind.RECALL, EntryKind.DEDUCT})


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
    record = Record.of(item for item in store.returns() if item.period.last <= month)
    firms = city.of_sector(sector.id)
    return cross_check_record(
        record,
        month=month,
        enterprises=firms,
        sector=sector,
        dictionary=dictionary,
        held_t=held_before_settling(store.entries(sector=sector.id)),
        today=clock.now().date(),
        tolerances=tolerances or Tolerances(),
        questions=_open_questions(store, reader, record, firms, month),
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
    questions: Mapping[str, tuple[Finding, ...]] = MappingProxyType({}),
) -> CrossCheck:
    """The same of a record: figures in, ranking out.

    Args:
        record: figures that stand, none after `month`.
        enterprises: of one sector.
        held_t: tonnes held by enterprise and plan year, where known.
        today: the day on which it is asked.
        questions: what stands open of the month's return, by enterprise; where none is known the balances are asked.

    Raises:
        NotFound: `cross_check.no_returns`.
    """
    if not any(_filed(record, firm, month) for firm in enterprises):
        raise NotFound("cross_check.no_returns", month=month, sector=sector.id)
    desk = _Desk(
        record=record,
        sector=sector,
        dictionary=dictionary,
        tolerances=tolerances,
        today=today,
        month=month,
        questions=questions,
    )
    names = [firm.id for firm in enterprises]
    flags = screen(record, names, quantity=sector.quantity, month=month, dictionary=dictionary, held_t=held_t)
    rows = [desk.row(firm, [flag for flag in flags if flag.enterprise == firm.id]) for firm in enterprises]
    return CrossCheck(
        month=month,
        sector=sector.id,
        rows=tuple(_ranked(rows)),
        bunching=bunching(record, names, sector.quantity, held_t=held_t),
    )


def _open_questions(
    store: Store, reader: Person, record: Record, firms: Sequence[Enterprise], month: Month
) -> dict[str, tuple[Finding, ...]]:
    """What was asked about the month's returns when they came in and stands unanswered, consequences left out.

    Questions about the file or its timing are none about figures, and left out as well. A return that waits for its
    answers is not in the record, and its questions are here. A firm is absent where the book did not keep how its
    return was answered, as older books did not.
    """
    asked: dict[str, list[Finding]] = {}
    for question in list_questions(store, reader):
        kept = question.kept
        is_own = kept.finding.code.startswith(_ABOUT_FIGURES) and not kept.finding.because
        if is_own and kept.period and month in Period.parse(kept.period):
            asked.setdefault(kept.enterprise, []).append(kept.finding)
    own = {firm.id: item for firm in firms if (item := _filed(record, firm, month)) is not None}
    is_kept = {
        sha256: store.submissions.last_of(sha256) is not None for sha256 in {item.file_sha256 for item in own.values()}
    }
    known = {firm for firm, item in own.items() if is_kept[item.file_sha256]} | set(asked)
    return {firm: tuple(asked.get(firm, ())) for firm in sorted(known)}


def _filed(record: Record, firm: Enterprise, month: Month) -> Return | None:
    """The return that covers the month, or None."""
    return next((item for item in record.by_enterprise.get(firm.id, ()) if month in item.period), None)


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
    questions: Mapping[str, tuple[Finding, ...]]

    def row(self, firm: Enterprise, flags: Sequence[Flag]) -> Row:
        """One enterprise before it is ranked."""
        item = _filed(self.record, firm, self.month)
        period = item.period if item else None
        quantity = self.sector.quantity
        reported = self.record.figure(firm.id, quantity, period) if period else None
        combined = by_norm = None
        findings = self.questions.get(firm.id, ())
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
            findings = findings if firm.id in self.questions else self._findings(firm, item)
        reasons = [*reasons_of(reported, combined, by_norm, findings), *map(reason_of_flag, flags)]
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

"""Which month or year each book closes next, and what keeps it from being closed."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound
from zhibiao.procedures.close import what_blocks
from zhibiao.procedures.closed import Closed, receipt
from zhibiao.procedures.settling import deducting_rule
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The book of one sector and year, as far as it is closed.

    Args:
        sector, year: of the book.
        last: the month closed last, None before any.
        next: the month to be closed next; None where only the year is left, or nothing.
        blocked: what keeps `next` from being closed.
        is_closed: whether the year is.
        has_rule: of a closed year, whether there is a rule to roll it over by.
    """

    sector: str
    year: int
    last: Month | None
    next: Month | None
    blocked: tuple[Finding, ...]
    is_closed: bool
    has_rule: bool = False


def closings(opened: OpenBook) -> tuple[Closing, ...]:
    """Every open year that was allotted, and of each sector the last one that was closed; the latest first."""
    found = []
    for sector in sorted({name for name, _ in opened.rulebooks}):
        ended = False
        for year in sorted((year for name, year in opened.rulebooks if name == sector), reverse=True):
            book = opened.store.book(sector=sector, plan_year=year)
            if book.cap and not (book.is_closed and ended):
                found.append(_closing(opened, sector, year))
            ended = ended or book.is_closed
    return tuple(sorted(found, key=lambda one: (-one.year, one.sector)))


def closed_receipt(opened: OpenBook, sector: str, year: int, month: str) -> Closed:
    """What a close did, read back; NotFound `closing.not_there` where there was none."""
    book = opened.store.book(sector=sector, plan_year=year)
    there = book.is_closed if not month else month in book.closed_months
    if not there:
        raise NotFound("closing.not_there", period=month or year, sector=sector)
    return receipt(opened.store, sector, year, month)


def _closing(opened: OpenBook, sector: str, year: int) -> Closing:
    book = opened.store.book(sector=sector, plan_year=year)
    coming = Month.parse(book.open_month) if book.open_month and not book.is_closed else None
    blocked = what_blocks(opened.store, opened.clock, sector, sector_of(sector).quantity, coming) if coming else ()
    return Closing(
        sector=sector,
        year=year,
        last=max((Month.parse(one) for one in book.closed_months), default=None),
        next=coming,
        blocked=blocked,
        is_closed=book.is_closed,
        has_rule=book.is_closed and deducting_rule(opened.store, sector, year) is not None,
    )

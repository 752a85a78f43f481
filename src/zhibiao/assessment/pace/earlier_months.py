"""A case as it stood at an earlier month of the same year, so that colours can be held without remembering any."""

from __future__ import annotations

from dataclasses import replace

from zhibiao.assessment.case import Case
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.pace.release import Release, months_looked_back
from zhibiao.ledger.book import Book
from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Month


def months_before(month: Month, release: Release) -> tuple[Month, ...]:
    """The months of the same year that can hold a colour at `month`, oldest first.

    >>> [str(one) for one in months_before(Month(2025, 2), Release(months=4))]
    ['2025-01']
    """
    first = max(1, month.month - months_looked_back(release))
    return tuple(Month(month.year, number) for number in range(first, month.month))


def case_at(case: Case, month: Month) -> Case:
    """The case cut at an earlier month: the record up to it, and the book before a later month was booked.

    Figures filed again since then stand as they are on record now: an assessment says today what it knows today.
    """
    kept = Record.of(item for item in case.figures.record.returns.values() if item.period.last <= month)
    book = None if case.book is None else _book_at(case.book, month)
    return replace(case, month=month, figures=Figures.of(kept, left=case.figures.left), book=book)


def _book_at(book: Book, month: Month) -> Book | None:
    later = (place for place, entry in enumerate(book.entries) if entry.draft.month > str(month))
    entries = book.entries[: next(later, len(book.entries))]
    return Book.of(book.sector, book.plan_year, entries) if entries else None

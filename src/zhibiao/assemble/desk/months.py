"""Which months and years a book can speak of."""

from __future__ import annotations

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.intake.intake_filings import expected, today_of
from zhibiao.monthly.template import due_on
from zhibiao.terms.period import Month, Period


def months_with_returns(opened: OpenBook, sector: str) -> tuple[Month, ...]:
    """The months of a sector for which anyone has filed, latest first."""
    return tuple(sorted(opened.store.months_filed(one.id for one in opened.city.of_sector(sector)), reverse=True))


def latest_month(opened: OpenBook, sector: str) -> Month | None:
    """The month that is spoken of where none is asked for; None before anybody has filed.

    The newest one over whose returns are due or all there: what a single enterprise files early is nobody's default.
    Before there is one, the oldest month filed.
    """
    known = months_with_returns(opened, sector)
    found = next((one for one in known if _is_ripe(opened, sector, one)), None)
    return found or next(reversed(known), None)


def _is_ripe(opened: OpenBook, sector: str, month: Month) -> bool:
    today = today_of(opened)
    if due_on(Period.of(month)) < today:
        return True
    return month.last_day < today and all(
        any(month in item.period for item in opened.store.returns_of(one.id))
        for one in expected(opened.city, sector, month)
    )


def sectors_of(opened: OpenBook) -> tuple[str, ...]:
    """The sectors that this book has rulebooks for, in order."""
    return tuple(sorted({sector for sector, _ in opened.rulebooks}))


def years_of(opened: OpenBook, sector: str) -> tuple[int, ...]:
    """The plan years of a sector, latest first."""
    return tuple(sorted((year for name, year in opened.rulebooks if name == sector), reverse=True))

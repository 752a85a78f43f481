"""Filters in the address: sector, month, year, each with what may be chosen; a shared link shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.months import latest_month, months_with_returns, sectors_of
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.terms.period import Month
from zhibiao.web.frame.words import DeskWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter of a page: its name in the address, its label, what may be chosen (value and words), what is."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def sector_choice(opened: OpenBook, asked: str, words: DeskWords) -> tuple[str, Choice]:
    """The sector asked for, or the book's first (steel where there is one); NotFound `sector.unknown`."""
    known = sectors_of(opened)
    chosen = asked or ("steel" if "steel" in known else next(iter(known), ""))
    sector_of(chosen)
    options = tuple((name, words.name(sector_of(name).name)) for name in known)
    return chosen, Choice(name="sector", label=words("filter.sector"), options=options, chosen=chosen)


def month_choice(opened: OpenBook, sector: str, asked: str, words: DeskWords) -> tuple[Month, Choice]:
    """The month asked for, or the latest one that is due; those filed early may be chosen.

    Raises:
        NotFound: `desk.no_returns` where nobody has filed yet.
        UsageError: `desk.month_unreadable`.
    """
    known = months_with_returns(opened, sector)
    chosen = _month(asked) if asked else latest_month(opened, sector)
    if chosen is None:
        raise NotFound("desk.no_returns", sector=sector_of(sector).name)
    options = tuple((str(month), words.figures.month(month)) for month in known)
    return chosen, Choice(name="month", label=words("filter.month"), options=options, chosen=str(chosen))


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text) from None

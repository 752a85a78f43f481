"""*Book*: the accounts of a sector and year with the law that they add up, their course, and the closes."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.ledger import Account, YearBook, year_book, years_in_book
from zhibiao.errors import NotFound
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.web.charts.book import course_chart
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice, sector_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.decisions import person_name
from zhibiao.writers.wording import figure

router = page.router()
WAYS = ("/book", "/book/entries", "/book/capacity", "/book/heads")
"""The pages of the ledger, by address; the label is that of the last part."""

_ALWAYS = ("available", "used", "holding")
_SOMETIMES = ("debt", "owed", "charged")
_SHORT = 12


@router.get("/book")
def book(request: Request, sector: str = "", year: str = "") -> Response:
    """One sector and plan year."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        of, years = year_choice(opened, name, year, words)
        found = desk_of(request).remembered(opened, ("year_book", name, of), lambda: year_book(opened, name, of))
        filters = {one.label: dict(one.options)[one.chosen] for one in (sectors, years)}
        return page.show(
            request,
            "book.html",
            opened,
            title=words("book.title", sector=filters[sectors.label], year=of),
            tables=[_accounts(opened, found, caller, words, filters), _closes(opened, found, words, filters)],
            charts=[course_chart(found, words, filters=filters)] if found.course else [],
            ways=ways(words),
            way="/book",
            choices=[sectors, years],
            found=found,
            law=law_said(found, words),
        )


def ways(words: DeskWords) -> list[tuple[str, str]]:
    """The pages of the ledger: address and name."""
    return [(path, words(f"book.way.{path.rpartition('/')[2]}")) for path in WAYS]


def year_choice(opened: OpenBook, sector: str, asked: str, words: DeskWords) -> tuple[int, Choice]:
    """The plan year asked for, or the last one there is a rulebook for.

    Raises:
        NotFound: `book.no_year`.
    """
    known = [str(one) for one in years_in_book(opened, sector)]
    chosen = asked or next(iter(known), "")
    if chosen not in known:
        raise NotFound("book.no_year", year=asked or "—", sector=sector, known="、".join(known) or "—")
    options = tuple((one, words("book.year_name", year=one)) for one in known)
    return int(chosen), Choice(name="year", label=words("book.year"), options=options, chosen=chosen)


def entries_path(**query: object) -> str:
    """The address of the entries that fit."""
    return "/book/entries?" + urlencode({name: value for name, value in query.items() if value not in ("", None)})


def law_said(found: YearBook, words: DeskWords) -> str:
    """The law with its figures: what is held, the pool and the reserve are the cap, to the tonne."""
    now = found.now
    facts = {name: figure(getattr(now, f"{name}_t"), 0) for name in ("available", "used", "pool", "reserve", "sum")}
    return words("book.law_said" if now.holds else "book.law_broken", **facts, cap=figure(now.cap_t, 0))


def _accounts(opened: OpenBook, found: YearBook, caller: Caller, words: DeskWords, filters: Mapping[str, str]) -> Table:
    shown = [*_ALWAYS, *(name for name in _SOMETIMES if any(getattr(one, f"{name}_t") for one in found.accounts))]
    rows = [_account(opened, one, found, caller, words, shown) for one in found.accounts]
    if rows:
        sums = [sum(getattr(one, f"{name}_t") for one in found.accounts) for name in shown]
        rows.append((words("book.total"), *sums, None))
    return Table(
        name="accounts",
        title=words("book.accounts", count=len(found.accounts)),
        columns=(
            Column(head=words("book.enterprise")),
            *(Column(head=words(f"book.account.{name}"), kind="tonnes") for name in shown),
            Column(head=words("book.entries")),
        ),
        rows=tuple(rows),
        note=words("book.accounts_note"),
        source=words("book.source"),
        filters=filters,
        total=bool(rows),
    )


def _account(
    opened: OpenBook, one: Account, found: YearBook, caller: Caller, words: DeskWords, shown: list[str]
) -> tuple[Value | Cell, ...]:
    entries = entries_path(sector=found.sector, year=found.year, enterprise=one.enterprise)
    return (
        Cell(
            value=words.name(opened.city.name_of(one.enterprise)),
            href=way_to(caller, "/enterprises/{enterprise}", named=one.enterprise),
        ),
        *(getattr(one, f"{name}_t") for name in shown),
        Cell(value=words("book.entries_of", enterprise=one.enterprise), href=entries),
    )


def _closes(opened: OpenBook, found: YearBook, words: DeskWords, filters: Mapping[str, str]) -> Table:
    columns = (
        Column(head=words("book.period")),
        Column(head=words("book.recorded"), kind="instant"),
        Column(head=words("book.actor")),
        Column(head=words("book.entry"), kind="code"),
        Column(head=words("book.seal"), kind="code"),
    )
    rows = tuple(
        (
            words("book.year_close", year=one.period)
            if len(one.period) == 4
            else words.figures.month(Month.parse(one.period)),
            instant_of(one.recorded_at),
            person_name(opened, one.actor),
            Cell(value=str(one.seq), href=f"/book/entries/{one.seq}"),
            Cell(value=one.seal[:_SHORT], note=one.seal) if one.seal else words("book.unsealed"),
        )
        for one in found.closes
    )
    return Table(
        name="closes",
        title=words("book.closes"),
        columns=columns,
        rows=rows,
        note=words("book.closes_note"),
        filters=filters,
    )

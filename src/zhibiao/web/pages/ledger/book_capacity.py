"""Capacity accounts at the desk: classes that add up to what was opened, furnaces and kilns by state, each one."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, sectors
from zhibiao.assessment.case import sector_name
from zhibiao.errors import NotFound, UsageError
from zhibiao.ledger.capacity.accounts import STATES
from zhibiao.ledger.capacity.views import ClassStanding, kind_standings
from zhibiao.procedures.capacity.show import Overview, overview
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import Caller, book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.ledger.book import ways
from zhibiao.web.pages.ledger.book_entries import class_name

router = page.router()
COLOURS = {"running": "green", "sealed": "orange", "dismantled": "plain"}
_HELD = ("running", "sealed", "dismantled", "project", "cut")


@router.get("/book/capacity")
def capacity(request: Request, sector: str = "", month: str = "", state: str = "") -> Response:
    """The capacity accounts of a sector, as they stand or at a month's end."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        choices = [_sectors(opened, sector, words), _states(state, words)]
        name = choices[0].chosen
        found = overview(opened.store, name, as_of=_month(month))
        filters = {one.label: dict(one.options)[one.chosen] for one in choices if one.chosen}
        if month:
            filters[words("filter.month")] = month
        return page.show(
            request,
            "book_capacity.html",
            opened,
            title=words("book.capacity_title", sector=dict(choices[0].options)[name]),
            tables=[
                _classes(found, words, filters),
                _kinds(found, words, filters),
                _furnaces(opened, found, state, caller, words, filters),
            ],
            ways=ways(words),
            way="/book/capacity",
            choices=choices,
            month=month,
            law=[_law(one, words) for one in found.classes],
            standing=len(found.standing),
        )


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text) from None


def _sectors(opened: OpenBook, asked: str, words: DeskWords) -> Choice:
    """Sectors whose capacity accounts were opened, those without quota among them."""
    known = sorted({firm.sector for firm in opened.city})
    with_accounts = [one for one in known if opened.store.capacity(sector=one).is_open] or known
    chosen = asked or ("steel" if "steel" in with_accounts else with_accounts[0])
    if chosen not in with_accounts:
        raise NotFound("book.no_capacity", sector=chosen, known="、".join(with_accounts))
    options = tuple((one, words.name(sector_name(sectors(), one))) for one in with_accounts)
    return Choice(name="sector", label=words("filter.sector"), options=options, chosen=chosen)


def _states(asked: str, words: DeskWords) -> Choice:
    options = (("", words("book.every")), *((one, words.label(f"ledger.account.{one}")) for one in STATES))
    chosen = asked if asked in STATES else ""
    return Choice(name="state", label=words("book.state"), options=options, chosen=chosen)


def _law(one: ClassStanding, words: DeskWords) -> dict[str, object]:
    """A class with whether its accounts come to what was opened."""
    holds = one.opened_t == sum(getattr(one, f"{name}_t") for name in _HELD)
    key = "book.capacity_law" if holds else "book.capacity_broken"
    parts = " + ".join(
        f"{words.label(f'ledger.account.{name}')} {tonnes:,}" for name in _HELD if (tonnes := getattr(one, f"{name}_t"))
    )
    facts = {"quantity": class_name(one.quantity, words), "parts": parts or "0", "opened": f"{one.opened_t:,}"}
    return {"holds": holds, "text": words(key, **facts)}


def _classes(found: Overview, words: DeskWords, filters: Mapping[str, str]) -> Table:
    names = ("opened", *_HELD, "pledged", "barred")
    unit = words("book.t_per_year")
    return Table(
        name="classes",
        title=words("book.classes"),
        columns=(
            Column(head=words("book.class")),
            *(Column(head=words.label(f"ledger.account.{one}"), kind="tonnes", unit=unit) for one in names),
        ),
        rows=tuple(
            (class_name(one.quantity, words), *(getattr(one, f"{name}_t") for name in names)) for one in found.classes
        ),
        note=words("book.classes_note"),
        filters=filters,
    )


def _kinds(found: Overview, words: DeskWords, filters: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            class_name(one.quantity, words),
            kind_name(one.kind, words),
            Cell(value=words.label(f"ledger.account.{one.state}"), mark=COLOURS[one.state]),
            one.count,
            one.tonnes,
        )
        for one in kind_standings(standing for standing, _ in found.furnaces)
    )
    return Table(
        name="kinds",
        title=words("book.kinds"),
        columns=(
            Column(head=words("book.class")),
            Column(head=words("book.furnace_kind")),
            Column(head=words("book.state")),
            Column(head=words("book.count"), kind="count"),
            Column(head=words("book.capacity"), kind="tonnes", unit=words("book.t_per_year")),
        ),
        rows=rows,
        filters=filters,
    )


def _furnaces(
    opened: OpenBook, found: Overview, state: str, caller: Caller, words: DeskWords, filters: Mapping[str, str]
) -> Table:
    shown = [(one, documents) for one, documents in found.furnaces if state in ("", one.state)]
    shown.sort(key=lambda pair: attrgetter("furnace.enterprise", "furnace.facility")(pair[0]))
    rows = tuple(
        (
            one.furnace.facility,
            Cell(
                value=words.name(opened.city.name_of(one.furnace.enterprise)),
                href=way_to(caller, "/enterprises/{enterprise}", named=one.furnace.enterprise),
            ),
            kind_name(one.furnace.kind, words),
            Cell(value=words.label(f"ledger.account.{one.state}"), mark=COLOURS[one.state]) if one.state else None,
            one.tonnes,
            one.pledged_t or None,
            one.last.draft.month,
            Cell(value=words.label(f"ledger.reason.{one.last.draft.reason}"), href=f"/book/entries/{one.last.seq}"),
            words.figures.joined(list(documents)) or None,
        )
        for one, documents in shown
    )
    unit = words("book.t_per_year")
    return Table(
        name="furnaces",
        title=words("book.furnaces", count=len(rows)),
        columns=(
            Column(head=words("book.facility"), kind="code"),
            Column(head=words("book.enterprise")),
            Column(head=words("book.furnace_kind")),
            Column(head=words("book.state")),
            Column(head=words("book.capacity"), kind="tonnes", unit=unit),
            Column(head=words("book.promised"), kind="tonnes", unit=unit),
            Column(head=words("book.since"), kind="code"),
            Column(head=words("book.last_change")),
            Column(head=words("book.documents")),
        ),
        rows=rows,
        filters=filters,
    )


def kind_name(kind: str, words: DeskWords) -> str:
    """A kind of furnace as people call it."""
    key = f"capacity.kind.{kind}"
    return words.label(key) if key in catalogue().labels else kind

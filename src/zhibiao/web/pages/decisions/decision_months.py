"""*Close and roll over*: the open month of each book with what blocks it, the year's end, and the way into the next."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.decisions.closing import Closing, closed_receipt, closings
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import UsageError
from zhibiao.procedures.closed import Closed
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.doors.recent import check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords

router = page.router()
PATH = "/decisions/months"


@router.get(PATH)
def months(request: Request, sector: str = "", year: str = "", month: str = "", said: str = "") -> Response:
    """Every book that has something to close; and of the close that the address names, what it did."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        done = (
            closed_receipt(opened, sector, int(year), month)
            if sector and year.isdecimal() and said != "rolled"
            else None
        )
        found = desk_of(request).remembered(opened, ("closings",), lambda: closings(opened))
        return page.show(
            request,
            "decision_months.html",
            opened,
            title=words("months.title"),
            tables=[_standings(done, opened, words)] if done else [],
            books=[_told(one, words) for one in found],
            done=_done(done, words) if done else "",
            said=words("months.rolled", year=year) if said == "rolled" and year.isdecimal() else "",
            may=bool({"analyst", "approver"} & set(caller.viewer.viewpoints)),
        )


@router.post(PATH)
def close_month(request: Request, sector: Annotated[str, Form()], month: Annotated[str, Form()]) -> Response:
    """Close a month: its production is booked against the holdings."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        closed = opened.close_month(_month(month), sector_of(sector).id, person=caller.person.id)
    return _to(sector=closed.sector, year=str(closed.plan_year), month=closed.month)


@router.post("/decisions/years")
def close_year(request: Request, sector: Annotated[str, Form()], year: Annotated[int, Form()]) -> Response:
    """Close a year: what is left over is settled by the rulebook."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        closed = opened.close_year(year, sector_of(sector).id, person=caller.person.id)
    return _to(sector=closed.sector, year=str(closed.plan_year))


@router.post("/decisions/rolled-over")
def roll_over(request: Request, sector: Annotated[str, Form()], year: Annotated[int, Form()]) -> Response:
    """Move what a closed year leaves owing into the next one."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        opened.roll_over(year, sector_of(sector).id, person=caller.person.id)
    return _to(sector=sector, year=str(year), said="rolled")


def _to(**facts: str) -> Response:
    return RedirectResponse(f"{PATH}?{urlencode(facts)}", status_code=303)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text[:20]) from None


def _told(one: Closing, words: DeskWords) -> dict[str, object]:
    """One book in words, with the act that is next."""
    act = "month" if one.next else "roll_over" if one.is_closed and one.has_rule else "" if one.is_closed else "year"
    last = words.figures.month(one.last) if one.last else words("none")
    return {
        "sector": one.sector,
        "year": one.year,
        "head": words("months.book", year=one.year, sector=words.name(sector_of(one.sector).name)),
        "state": words("months.year_closed") if one.is_closed else words("months.closed_until", month=last),
        "act": act,
        "month": str(one.next) if one.next else "",
        "button": words(f"months.do.{act}", month=words.figures.month(one.next) if one.next else "", year=one.year)
        if act
        else "",
        "blocked": [finding_plain(each) for each in one.blocked],
        "blocks": words("months.blocked", month=words.figures.month(one.next), count=len(one.blocked))
        if one.next
        else "",
    }


def _done(closed: Closed, words: DeskWords) -> str:
    period = words.figures.month(Month.parse(closed.month)) if closed.month else str(closed.plan_year)
    sector = words.name(sector_of(closed.sector).name)
    return words("months.done", sector=sector, period=period, entries=len(closed.entries))


def _standings(closed: Closed, opened: OpenBook, words: DeskWords) -> Table:
    columns = (
        Column(head=words("decisions.enterprise")),
        *(Column(head=words(f"months.{name}"), kind="tonnes") for name in ("used", "available", "debt")),
    )
    rows = tuple(
        (
            Cell(value=opened.city.name_of(one.enterprise), href=f"/enterprises/{one.enterprise}"),
            one.used_t,
            one.available_t,
            one.debt_t or None,
        )
        for one in closed.standings
    )
    note = words("months.sum", pool=f"{closed.pool_t:,}", reserve=f"{closed.reserve_t:,}", cap=f"{closed.cap_t:,}")
    period = closed.month or str(closed.plan_year)
    return Table(name="standings", title=words("months.standings"), columns=columns, rows=rows, note=note, as_of=period)

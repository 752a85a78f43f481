"""*Transfers* (调剂): one person proposes on documents, another confirms, and either may withdraw in between."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.months import sectors_of
from zhibiao.procedures.proposed_transfer import Proposal, carried_out, find_proposal, is_withdrawn, proposals
from zhibiao.procedures.rights import APPROVES
from zhibiao.terms.instant import instant_of
from zhibiao.web.api.frame.uploads import as_files
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.doors.recent import check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.tables import Cell, Column, Table, shown
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.decisions import person_name

router = page.router()
PATH = "/transfers"
SAID = frozenset({"proposed", "confirmed", "withdrawn"})


@router.get(PATH)
def transfers(request: Request, said: str = "") -> Response:
    """Every transfer on record, what may be done with those that stand, and the form for another."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        found = sorted(proposals(opened.store), key=lambda one: one.at, reverse=True)
        states = {one.id: _state(opened, one) for one in found}
        standing = [_standing(opened, one, caller, words) for one in found if states[one.id] == "proposed"]
        return page.show(
            request,
            "decision_transfers.html",
            opened,
            title=words("transfers.title"),
            tables=[_table(opened, found, states, words)],
            standing=standing,
            said=said if said in SAID else "",
            may_propose=bool({"analyst", "approver"} & set(caller.viewer.viewpoints)),
            firms=[
                (one.id, words.name(one.name)) for sector in sectors_of(opened) for one in opened.city.of_sector(sector)
            ],
            years=sorted({str(year) for _, year in opened.rulebooks}, reverse=True),
        )


@router.post(PATH)
def propose(
    request: Request,
    year: Annotated[int, Form()],
    giver: Annotated[str, Form()],
    taker: Annotated[str, Form()],
    tonnes: Annotated[int, Form()],
    document: Annotated[UploadFile, File()],
    second: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Put a transfer on record with the letters it rests on; nothing moves yet."""
    person = caller_of(request).person
    letters = [(one.filename or "", one.file.read()) for one in (document, second) if one is not None and one.filename]
    with as_files(letters) as paths, book_of(request) as opened:
        opened.propose_transfer(year, giver, taker, tonnes, documents=paths, person=person.id)
    return RedirectResponse(f"{PATH}?said=proposed", status_code=303)


@router.post("/transfers/{transfer}/confirm")
def confirm(request: Request, transfer: str) -> Response:
    """Book a proposed transfer, as another person."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        opened.confirm_transfer(transfer, person=caller.person.id)
    return RedirectResponse(f"{PATH}?said=confirmed", status_code=303)


@router.post("/transfers/{transfer}/withdraw")
def withdraw(request: Request, transfer: str, reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Withdraw a transfer that still stands."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        find_proposal(opened.store, transfer)  # a decision has its own page
        opened.withdraw(transfer, reason=reason, person=caller.person.id)
    return RedirectResponse(f"{PATH}?said=withdrawn", status_code=303)


def _state(opened: OpenBook, one: Proposal) -> str:
    book = opened.store.book(sector=one.sector, plan_year=one.plan_year)
    if carried_out(book, one):
        return "confirmed"
    return "withdrawn" if is_withdrawn(book, one) else "proposed"


def _standing(opened: OpenBook, one: Proposal, caller: Caller, words: DeskWords) -> dict[str, object]:
    """A transfer that stands: its words, until when it waits, and what this person may do with it."""
    roles, until = set(caller.person.roles), opened.transfer_waits_until(one)
    is_approver = bool(APPROVES & roles)
    waits = bool(until) and opened.clock.now() < instant_of(until)
    return {
        "id": one.id,
        "what": words(
            "transfers.what",
            giver=words.name(opened.city.name_of(one.giver)),
            taker=words.name(opened.city.name_of(one.taker)),
            tonnes=f"{one.tonnes:,}",
            year=one.plan_year,
        ),
        "until": words("transfers.waits", until=shown(instant_of(until), "instant", words)) if waits else "",
        "may_confirm": is_approver and caller.person.id != one.person and not waits,
        "may_withdraw": is_approver or caller.person.id == one.person,
    }


def _table(opened: OpenBook, found: list[Proposal], states: dict[str, str], words: DeskWords) -> Table:
    columns = (
        Column(head=words("transfers.id"), kind="code"),
        Column(head=words("decisions.filter.year"), kind="code"),
        Column(head=words("transfers.giver")),
        Column(head=words("transfers.taker")),
        Column(head=words("decision.tonnes"), kind="tonnes"),
        Column(head=words("transfers.proposed")),
        Column(head=words("decisions.filter.state")),
        Column(head=words("transfers.document")),
    )
    marks = {"proposed": "orange", "confirmed": "green", "withdrawn": "plain"}
    rows = tuple(
        (
            one.id,
            str(one.plan_year),
            opened.city.name_of(one.giver),
            opened.city.name_of(one.taker),
            one.tonnes,
            words(
                "decisions.signed",
                person=person_name(opened, one.person),
                at=shown(instant_of(one.at), "instant", words),
            ),
            Cell(value=words(f"transfers.state.{states[one.id]}"), mark=marks[states[one.id]]),
            words.figures.joined([name for name in (one.document, one.second_document) if name]),
        )
        for one in found
    )
    return Table(name="transfers", title=words("transfers.table"), columns=columns, rows=rows)

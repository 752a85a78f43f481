"""Transfers of quota (调剂): one person proposes on documents, another confirms."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.procedures.proposed_transfer import Proposal, carried_out, find_proposal, is_withdrawn, proposals
from zhibiao.web.api.decisions import Withdrawal
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body, ListAsked, Name, StrictYear, Whole
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of

subject = Subject("transfers")

TransferId = Annotated[str, Path(max_length=80, examples=["transfer-steel-2025-1a2b3c4d"])]


class TransferRow(BaseModel):
    """A transfer as proposed, and how far it has come."""

    id: str
    sha256: str
    sector: str
    plan_year: int
    giver: str
    taker: str
    tonnes: int
    person: str
    at: str
    state: Literal["proposed", "confirmed", "withdrawn"]


class TransfersAsked(ListAsked):
    """Of the list of transfers."""

    enterprise: str = Field("", description="Giver or taker.")
    sort: Literal["at", "-at", "id", "-id"] = "-at"


class Transfer(Body):
    """A transfer to propose."""

    year: StrictYear = Field(examples=[2025])
    giver: Name = Field(examples=["LH-S01"])
    taker: Name = Field(examples=["LH-S02"])
    tonnes: Whole = Field(description="How many, whole.", examples=[50000])
    documents: list[uploads.Document] = Field(
        min_length=1, max_length=2, description="The group's own letter; between groups one of each side, giver first."
    )


class Proposed(Plain):
    """A transfer put on record; nothing has moved."""

    id: str
    sha256: str
    not_before: str
    giver: str
    taker: str
    tonnes: int


@subject.lists("/transfers", TransferRow)
def list_transfers(request: Request, asked: Annotated[TransfersAsked, Query()]) -> Response:
    """Every transfer on record."""
    with book_of(request) as opened:
        store = opened.store

        def row(one: Proposal) -> TransferRow:
            book = store.book(sector=one.sector, plan_year=one.plan_year)
            ended = "withdrawn" if is_withdrawn(book, one) else "proposed"
            state: Any = "confirmed" if carried_out(book, one) else ended
            named = {name: getattr(one, name) for name in TransferRow.model_fields if name != "state"}
            return TransferRow(**named, state=state)

        seen = [one for one in proposals(store) if asked.enterprise in ("", one.giver, one.taker)]
        keys: dict[str, Any] = {"at": lambda one: one.at, "id": lambda one: one.id}
        return listed(request, opened, asked, seen, row=row, keys=keys, ident=lambda one: one.id)


@subject.acts("/transfers", Proposed, status=201)
def propose_transfer(request: Request, body: Transfer) -> Response:
    """Put a transfer on record with its documents; nothing moves yet."""
    letters = [(one.name, one.content) for one in body.documents]
    with uploads.as_files(letters) as paths, book_of(request) as opened:
        person = caller_of(request).person.id
        proposal = opened.propose_transfer(
            body.year, body.giver, body.taker, body.tonnes, documents=paths, person=person
        )
        not_before = opened.transfer_waits_until(proposal)
        named = {"id": proposal.id, "sha256": proposal.sha256, "not_before": not_before}
        headers = {"location": f"{request.url.path}/{proposal.id}"}
        return answer({**named, **proposal.plain()}, opened.marks(), status=201, headers=headers)


@subject.acts("/transfers/{transfer}/confirm", Plain, is_grave=True)
def confirm_transfer(request: Request, transfer: TransferId) -> Response:
    """Book a proposed transfer, as another person."""
    with book_of(request) as opened:
        done = opened.confirm_transfer(transfer, person=caller_of(request).person.id)
        return answer(done.plain(), opened.marks())


@subject.acts("/transfers/{transfer}/withdraw", Plain, is_grave=True)
def withdraw_transfer(request: Request, transfer: TransferId, body: Withdrawal) -> Response:
    """Withdraw a transfer that still stands."""
    with book_of(request) as opened:
        find_proposal(opened.store, transfer)
        done = opened.withdraw(transfer, reason=body.reason, person=caller_of(request).person.id)
        return answer(done.plain(), opened.marks())

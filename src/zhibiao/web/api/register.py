"""The register (事项台账): what was promised, how it stands, what waits for review, and the acts upon it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.register.desk import RegisterOf, waiting
from zhibiao.assemble.register.progress import ToldProgress, progress_in
from zhibiao.errors import NotFound
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import BlockCause, Claim
from zhibiao.register.plain import plain_of, plain_of_deed
from zhibiao.register.progress.plain import progress_plain
from zhibiao.register.register import Commitment, Reviewed
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Asked, Body, Day, ListAsked, MaybeWords, Name, Whole, Words
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of

subject = Subject("register")

ItemId = Annotated[str, Path(max_length=40, examples=["C0004"])]
Evidence = Annotated[list[uploads.Document], Field(max_length=10, description="Documents that show it, kept by hash.")]


class ItemRow(BaseModel):
    """An item of the register in short."""

    id: str
    kind: str
    title: str
    lead: str
    due: str
    first_due: str
    indicator: str
    acts: int


class ItemsAsked(ListAsked):
    """Of the list of items."""

    kind: Literal[
        "", "result", "target", "task", "project", "counted", "agreement", "obligation", "programme", "capital"
    ] = ""
    lead: str = ""
    sort: Literal["id", "-id", "due", "-due", "title", "-title"] = "id"


class CandidateRow(BaseModel):
    """What was read in a text and waits for review."""

    id: str
    kind: str
    title: str
    document: str
    quote: str
    confidence: str


class CandidatesAsked(ListAsked):
    """Of the list of candidates."""

    document: str = ""
    sort: Literal["id", "-id"] = "id"


class DayAsked(Asked):
    """Of progress."""

    on: Day | None = Field(None, description="As of which day; today without.")


class Item(Plain):
    """An item with its terms, sources, every act upon it, and how it stands."""

    id: str
    terms: Plain
    acts: list[Plain]


class Items(Plain):
    """What an act made of items."""

    items: list[Item]


class Report(Body):
    """What those responsible say of an item."""

    claim: Literal["not_started", "under_way", "done", "stopped"]
    as_of: Day | None = None
    figure: MaybeWords = Field("", description="What was reached, in the item's unit.", examples=["112"])
    note: MaybeWords = ""
    evidence: Evidence = Field(default_factory=list)


class Block(Body):
    """What holds an item up, and whose move it is."""

    cause: Literal["approval", "land", "funds", "policy", "supply", "other"]
    mover: Name = Field(examples=["市自然资源局"])
    since: Day | None = None
    note: MaybeWords = ""


class Release(Body):
    """What held an item up is gone."""

    block: Annotated[Whole, Field(ge=1)] = Field(description="Number of the act that told of it.")
    on: Day | None = None
    note: MaybeWords = ""


class Move(Body):
    """A due date moved; the first one stays visible."""

    due: Day
    reason: Words
    document: uploads.Document | None = None


class Note(Body):
    """What a meeting concluded on an item."""

    meeting: Name
    conclusion: Words
    on: Day | None = None
    mover: MaybeWords = ""
    due: Day | None = None


class Acceptance(Body):
    """Candidates that become commitments."""

    candidates: list[Name] = Field(min_length=1, max_length=100)
    as_one: bool = False
    settings: dict[str, MaybeWords] = Field(default_factory=dict, max_length=30)


class Rejection(Body):
    """Candidates that become nothing."""

    candidates: list[Name] = Field(min_length=1, max_length=100)
    reason: Words


@subject.lists("/register", ItemRow)
def list_register(request: Request, asked: Annotated[ItemsAsked, Query()]) -> Response:
    """Every item of the register."""
    with book_of(request) as opened:
        seen = [
            one
            for one in RegisterOf(opened).register.commitments.values()
            if asked.kind in ("", one.terms.kind.value) and asked.lead in ("", one.terms.lead, *one.terms.others)
        ]
        keys: dict[str, Any] = {
            "id": lambda one: one.id,
            "due": lambda one: str(one.terms.due or "9999"),
            "title": lambda one: one.terms.title,
        }
        return listed(request, opened, asked, seen, row=_row, keys=keys, ident=lambda one: one.id)


@subject.lists("/register-candidates", CandidateRow)
def list_candidates(request: Request, asked: Annotated[CandidatesAsked, Query()]) -> Response:
    """What was read in texts and waits for a person."""
    with book_of(request) as opened:
        seen = waiting(RegisterOf(opened).register, document=asked.document)
        keys = {"id": lambda one: one.candidate.id}
        return listed(request, opened, asked, seen, row=_candidate, keys=keys, ident=lambda one: one.candidate.id)


@subject.acts("/register-candidates/accept", Items, status=201)
def accept_candidates(request: Request, body: Acceptance) -> Response:
    """Make candidates commitments."""
    with book_of(request) as opened:
        made = _acting(request, opened).accept(body.candidates, settings=body.settings, as_one=body.as_one)
        return _done(opened, made, status=201)


@subject.acts("/register-candidates/reject", Plain)
def reject_candidates(request: Request, body: Rejection) -> Response:
    """Reject candidates, with a reason."""
    with book_of(request) as opened:
        left = _acting(request, opened).reject(body.candidates, reason=body.reason)
        return answer({"rejected": body.candidates, "waiting": left}, opened.marks())


@subject.reads("/register/{item}", Item)
def show_item(request: Request, item: ItemId, asked: Annotated[DayAsked, Query()]) -> Response:
    """One item: terms, sources, every act, and how it stands on a day with the reasons."""
    with book_of(request) as opened:
        desk = RegisterOf(opened)
        one = desk.register.commitments.get(item)
        if one is None:
            raise NotFound("auth.not_found")
        told = _progress(request, desk, asked.on or desk.today)
        return answer({**item_plain(one), "progress": progress_plain(told.progress[one.id])}, opened.marks())


@subject.reads("/register-progress", Plain)
def show_progress(request: Request, asked: Annotated[DayAsked, Query()]) -> Response:
    """How every item stands on a day: reached of promised, chance, overdue, and why."""
    with book_of(request) as opened:
        desk = RegisterOf(opened)
        told = _progress(request, desk, asked.on or desk.today)
        titles = {one.id: one.terms.title for one in desk.register.commitments.values()}
        items = [{"title": titles[name], **progress_plain(one)} for name, one in told.progress.items()]
        return answer({"on": told.on.isoformat(), "items": items}, opened.marks())


@subject.acts("/register/{item}/reports", Items)
def report_item(request: Request, item: ItemId, body: Report) -> Response:
    """Put on record what is said of an item; without evidence it stays a claim."""
    evidence = [(one.name, one.content) for one in body.evidence]
    with book_of(request) as opened:
        desk = _acting(request, opened)
        on = body.as_of or desk.today
        told = desk.desk.report(
            item, claim=Claim(body.claim), as_of=on, figure=body.figure, note=body.note, evidence=evidence
        )
        return _done(opened, [told])


@subject.acts("/register/{item}/blocks", Items)
def block_item(request: Request, item: ItemId, body: Block) -> Response:
    """Say what holds an item up, and whose move it is."""
    with book_of(request) as opened:
        desk = _acting(request, opened)
        since = body.since or desk.today
        told = desk.desk.block(item, cause=BlockCause(body.cause), mover=body.mover, since=since, note=body.note)
        return _done(opened, [told])


@subject.acts("/register/{item}/releases", Items)
def release_item(request: Request, item: ItemId, body: Release) -> Response:
    """Say that what held an item up is gone."""
    with book_of(request) as opened:
        desk = _acting(request, opened)
        told = desk.desk.release(item, block=body.block, on=body.on or desk.today, note=body.note)
        return _done(opened, [told])


@subject.acts("/register/{item}/moves", Items)
def move_item(request: Request, item: ItemId, body: Move) -> Response:
    """Move a due date; every move stays on the item."""
    held = (body.document.name, body.document.content) if body.document else None
    with book_of(request) as opened:
        told = _acting(request, opened).desk.move(item, due=body.due, reason=body.reason, document=held)
        return _done(opened, [told])


@subject.acts("/register/{item}/notes", Items)
def note_item(request: Request, item: ItemId, body: Note) -> Response:
    """Put on record what a meeting concluded on an item."""
    with book_of(request) as opened:
        desk = _acting(request, opened)
        told = desk.desk.note(
            item,
            on=body.on or desk.today,
            meeting=body.meeting,
            conclusion=body.conclusion,
            mover=body.mover,
            due=body.due,
        )
        return _done(opened, [told])


def item_plain(one: Commitment) -> dict[str, Any]:
    """An item as plain values: its terms, sources, first due date, and every act."""
    return {
        "id": one.id,
        "terms": plain_of(one.terms),
        "first_due": plain_of(one.first_due),
        "sources": [plain_of(source) for source in one.sources],
        "acts": [
            {"number": act.number, "at": act.at, "person": act.person, **plain_of_deed(act.deed)} for act in one.acts
        ],
    }


def _progress(request: Request, desk: RegisterOf, on: dt.date) -> ToldProgress:
    """The progress of every item, computed once for a state of the book."""
    opened = desk.opened
    key = ("api", "progress", on)
    return desk_of(request).remembered(opened, key, lambda: progress_in(opened, desk.register, on=on))


def _acting(request: Request, opened: OpenBook) -> RegisterOf:
    return RegisterOf(opened, caller_of(request).person.id)


def _done(opened: OpenBook, items: Any, *, status: int = 200) -> Response:
    return answer({"items": [item_plain(one) for one in items]}, opened.marks(), status=status)


def _row(one: Commitment) -> ItemRow:
    terms = one.terms
    return ItemRow(
        id=one.id,
        kind=CommitmentKind(terms.kind).value,
        title=terms.title,
        lead=terms.lead,
        due=str(terms.due or ""),
        first_due=str(one.first_due or ""),
        indicator=terms.indicator,
        acts=len(one.acts),
    )


def _candidate(one: Reviewed) -> CandidateRow:
    found = one.candidate
    return CandidateRow(
        id=found.id,
        kind=found.terms.kind.value,
        title=found.terms.title,
        document=found.source.name,
        quote=found.source.quote,
        confidence=str(found.confidence),
    )

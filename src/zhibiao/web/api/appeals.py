"""Appeals (申诉): filed by an enterprise against what was issued to it, heard, and decided by a third person."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Follows, Ground, Outcome
from zhibiao.allocation.appeals.plain import plain_of_deed
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.book import OpenBook
from zhibiao.procedures.appeals.claims import Said
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body, Day, ListAsked, MaybeWords, Name, Words
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import PREFIX, Subject
from zhibiao.web.doors.caller import book_of, caller_of

subject = Subject("appeals")

AppealId = Annotated[str, Path(max_length=160)]
Evidence = Annotated[list[uploads.Document], Field(max_length=10, description="Documents, kept by hash.")]


class AppealRow(BaseModel):
    """An appeal in short."""

    id: str
    decision: str
    enterprise: str
    stage: str
    filed_at: str
    last_day: str
    due: str
    outcome: str


class AppealsAsked(ListAsked):
    """Of the list of appeals."""

    enterprise: str = ""
    stage: str = ""
    sort: Literal["filed_at", "-filed_at", "id", "-id"] = "-filed_at"


class OneAppeal(Plain):
    """An appeal with every act upon it, and what the claimed figures would give."""

    id: str
    decision: str
    enterprise: str
    stage: str
    acts: list[Plain]
    rerun: Plain | None


class Claimed(Body):
    """One thing that is said to be otherwise: an own figure, or a clause of the rules."""

    figure: MaybeWords = Field(
        "", description="An own figure that the decision used.", examples=["rd_expense_yuan/2024"]
    )
    text: MaybeWords = Field("", description="What it should be.", examples=["1200"])
    unit: MaybeWords = Field("", description="Of the text, such as 10kyuan; the inner unit without.")
    clause: MaybeWords = Field("", description="A clause of the rulebook, in place of a figure.")
    note: MaybeWords = ""


class Filing(Body):
    """An appeal to file."""

    decision: Name
    enterprise: Name = Field(examples=["LH-S01"])
    grounds: list[Ground] = Field(min_length=1, max_length=7)
    statement: Annotated[str, Field(min_length=1, max_length=20_000)]
    claims: list[Claimed] = Field(default_factory=list, max_length=100)
    evidence: Evidence = Field(default_factory=list)


class Addition(Body):
    """More of an appeal that is open."""

    statement: MaybeWords = ""
    claims: list[Claimed] = Field(default_factory=list, max_length=100)
    evidence: Evidence = Field(default_factory=list)


class Withdrawn(Body):
    """Why an appeal is taken back."""

    reason: Words


class Question(Body):
    """What is asked of the enterprise, and by when."""

    question: Words
    by: Day


class Hearing(Body):
    """What was said on a day."""

    on: Day
    record: Annotated[str, Field(min_length=1, max_length=20_000)]
    evidence: Evidence = Field(default_factory=list)


class Decided(Body):
    """The outcome, with its reasons and what follows."""

    outcome: Outcome
    reasons: Annotated[str, Field(min_length=1, max_length=20_000)]
    follows: list[Follows] = Field(default_factory=list, max_length=2)


class CarriedOut(Body):
    """The decision that carried an outcome out."""

    decision: Name


@subject.lists("/appeals", AppealRow)
def list_appeals(request: Request, asked: Annotated[AppealsAsked, Query()]) -> Response:
    """The appeals that the caller may read."""
    with book_of(request) as opened:
        of = _of(request, opened)
        seen = [
            one
            for one in of.seen()
            if asked.enterprise in ("", one.enterprise) and asked.stage in ("", one.stage.value)
        ]
        keys: dict[str, Any] = {"filed_at": lambda one: one.acts[0].at, "id": lambda one: one.id}
        return listed(request, opened, asked, seen, row=lambda one: _row(of, one), keys=keys, ident=lambda one: one.id)


@subject.reads("/appeals/{appeal}", OneAppeal)
def show_appeal(request: Request, appeal: AppealId) -> Response:
    """One appeal with every act upon it."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.one(appeal))


@subject.acts("/appeals", OneAppeal, status=201)
def file_appeal(request: Request, body: Filing) -> Response:
    """File an appeal; what the claimed figures would give is run and kept with it."""
    with book_of(request) as opened:
        of = _of(request, opened)
        of.appealable(body.decision, body.enterprise)
        filed = of.file(
            decision_id=body.decision,
            enterprise=body.enterprise,
            grounds=body.grounds,
            statement=body.statement,
            said=_said(body.claims),
            evidence=_files(body.evidence),
        )
        return _told(of, filed, status=201)


@subject.acts("/appeals/{appeal}/add", OneAppeal)
def add_to_appeal(request: Request, appeal: AppealId, body: Addition) -> Response:
    """Add words, documents and claims."""
    with book_of(request) as opened:
        of = _of(request, opened)
        of.one(appeal)
        added = of.add(appeal, statement=body.statement, said=_said(body.claims), evidence=_files(body.evidence))
        return _told(of, added)


@subject.acts("/appeals/{appeal}/withdraw", OneAppeal)
def withdraw_appeal(request: Request, appeal: AppealId, body: Withdrawn) -> Response:
    """Take an own appeal back."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.withdraw(appeal, reason=body.reason))


@subject.acts("/appeals/{appeal}/accept", OneAppeal)
def accept_appeal(request: Request, appeal: AppealId) -> Response:
    """Take an appeal up."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.accept(appeal))


@subject.acts("/appeals/{appeal}/ask", OneAppeal)
def ask_for_more(request: Request, appeal: AppealId, body: Question) -> Response:
    """Ask the enterprise for more by a day."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.ask(appeal, question=body.question, by=body.by))


@subject.acts("/appeals/{appeal}/hear", OneAppeal)
def hear_appeal(request: Request, appeal: AppealId, body: Hearing) -> Response:
    """Put a hearing on record."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.hear(appeal, on=body.on, record=body.record, evidence=_files(body.evidence)))


@subject.acts("/appeals/{appeal}/decide", OneAppeal, is_grave=True)
def decide_appeal(request: Request, appeal: AppealId, body: Decided) -> Response:
    """Give an appeal its outcome, as somebody who had no hand in the decision."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.decide(appeal, outcome=body.outcome, reasons=body.reasons, follows=body.follows))


@subject.acts("/appeals/{appeal}/carry-out", OneAppeal)
def carry_out_appeal(request: Request, appeal: AppealId, body: CarriedOut) -> Response:
    """Name the decision that carried an outcome out."""
    with book_of(request) as opened:
        of = _of(request, opened)
        return _told(of, of.carry_out(appeal, decision_id=body.decision))


def _of(request: Request, opened: OpenBook) -> AppealsOf:
    return AppealsOf(opened, caller_of(request).person)


def _said(claims: list[Claimed]) -> list[Said]:
    return [Said(**one.model_dump()) for one in claims]


def _files(evidence: list[uploads.Document]) -> list[tuple[str, bytes]]:
    return [(one.name, one.content) for one in evidence]


def _told(of: AppealsOf, one: Appeal, *, status: int = 200) -> Response:
    rerun = of.rerun(one)

    def by(person: str) -> str:
        """Who did an act; an enterprise reads its own people's names, and of the bureau that it was the bureau."""
        return person if of.viewer.sees_all or person == of.person.id else ""

    plain = _row(of, one).model_dump() | {
        "acts": [{"at": act.at, "person": by(act.person), **plain_of_deed(act.deed)} for act in one.acts],
        "rerun": None if rerun is None else rerun.plain(),
    }
    headers = {"location": f"{PREFIX}/appeals/{one.id}"} if status == 201 else {}
    return answer(plain, of.opened.marks(decision=one.filed.decision), status=status, headers=headers)


def _row(of: AppealsOf, one: Appeal) -> AppealRow:
    return AppealRow(
        id=one.id,
        decision=one.filed.decision,
        enterprise=one.enterprise,
        stage=one.stage.value,
        filed_at=one.acts[0].at,
        last_day=one.filed.last_day.isoformat(),
        due=str(of.due(one) or ""),
        outcome=one.outcome.outcome.value if one.outcome else "",
    )

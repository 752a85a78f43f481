"""Queries and answers (查询与答复): what enterprises are asked, and what they say to it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.intake.intake import Uploaded
from zhibiao.assemble.desk.intake.intake import answer_query as put_answer
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.procedures.query import Question, list_questions
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Found, Plain, answer
from zhibiao.web.api.frame.asked import Body, ListAsked, MaybeWords, Whole, Words
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("queries")


class QuestionRow(BaseModel):
    """Something that an enterprise is asked: it confirms with a reason, or files again."""

    submission: int
    number: int = Field(description="Number of the finding in the answer to the file.")
    received_at: str
    file: str
    enterprise: str
    period: str
    held: bool = Field(description="Whether the return waits for the answer before it is used.")
    asks: Literal["confirm", "file_again"]
    finding: Found


class QuestionsAsked(ListAsked):
    """Of the list of queries."""

    enterprise: str = ""
    sort: Literal["received_at", "-received_at", "enterprise", "-enterprise"] = "received_at"


class QueryAnswer(Body):
    """An enterprise's word on findings of one return."""

    findings: list[Annotated[Whole, Field(ge=1)]] = Field(min_length=1, max_length=200, examples=[[1]])
    reason: Words = Field(examples=["新增 2 号高炉投产"])
    ground: MaybeWords = Field("", description="Code of a ground (说明代码).", examples=["02"])
    document: uploads.Document | None = Field(None, description="Its letter, where an analyst enters the answer.")


class AnsweredQuestions(Plain):
    """What the answer led to; as `zhibiao query answer --json` prints it."""

    submission: int
    answered: list[Plain]
    open: list[int]


@subject.lists("/queries", QuestionRow)
def list_queries(request: Request, asked: Annotated[QuestionsAsked, Query()]) -> Response:
    """The questions that stand open and are the caller's to see."""
    caller = caller_of(request)
    with book_of(request) as opened:
        person, viewer = caller.person, caller.viewer
        questions = list_questions(opened.store, person, enterprise="" if person.enterprise else asked.enterprise)
        seen = [
            one
            for one in questions
            if viewer.sees(one.kept.enterprise) and asked.enterprise in ("", one.kept.enterprise)
        ]
        keys: dict[str, Any] = {
            "received_at": lambda one: one.received_at,
            "enterprise": lambda one: one.kept.enterprise,
        }
        return listed(request, opened, asked, seen, row=_row, keys=keys, ident=_ident)


@subject.acts("/submissions/{submission}/answers", AnsweredQuestions)
def answer_query(
    request: Request,
    submission: Annotated[int, Path(ge=1, le=10**12)],
    body: QueryAnswer,
) -> Response:
    """Confirm queried figures with a reason; a return that waited for it is taken in as it was."""
    letter = Uploaded(name=body.document.name, content=body.document.content) if body.document else None
    answered = put_answer(
        desk_of(request),
        submission,
        body.findings,
        reason=body.reason,
        ground=body.ground,
        person=caller_of(request).person,
        document=letter,
    )
    findings = [finding_plain(one) for one in answered.findings]
    with book_of(request) as opened:
        return answer({**answered.plain(), "findings": findings}, marks_of(request, opened))


def _row(one: Question) -> QuestionRow:
    plain = one.plain()
    finding = Found(**finding_plain(one.kept.finding))
    return QuestionRow(**{**plain, "number": one.kept.position, "finding": finding})


def _ident(one: Question) -> str:
    return f"{one.submission:012d}/{one.kept.position:06d}"

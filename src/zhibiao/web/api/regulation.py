"""Regulation of a month (调节), and closing months and years."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.regulate import regulate
from zhibiao.terms.period import Month
from zhibiao.web.api.decisions import OneDecision
from zhibiao.web.api.decisions import plain as decision_plain
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body, MonthText, Name, StrictYear
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, long_book_of

subject = Subject("regulation")


class Regulation(Body):
    """Which month to regulate."""

    month: MonthText = Field(examples=["2025-04"])
    sector: Name = Field("steel", examples=["steel"])
    dry_run: bool = Field(False, description="Only show what would be put forward.")


class Regulated(OneDecision):
    """The draft of a month's moves."""

    is_kept: bool
    findings: list[Plain]


def _period(text: str) -> str:
    """A month or a year that a book can have."""
    Month.parse(text if len(text) > 4 else f"{text}-01")
    return text


class Closing(Body):
    """A month or a year to close."""

    period: Annotated[
        str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$", examples=["2025-03"]), AfterValidator(_period)
    ]
    sector: Name = Field("steel", examples=["steel"])


class Rollover(Body):
    """A closed year whose debts go into the next."""

    year: StrictYear = Field(examples=[2024])
    sector: Name = Field("steel", examples=["steel"])


@subject.acts("/regulations", Regulated)
def regulate_month(request: Request, body: Regulation) -> Response:
    """Plan the rest of the year again, and put forward what it moves of the month's quotas."""
    with long_book_of(request) as opened:
        person = caller_of(request).person.id
        found = regulate(opened, Month.parse(body.month), body.sector, person=person, keeps=not body.dry_run)
        decision = found.decision
        findings = [finding_plain(one) for one in (*found.plan.findings, *found.findings)]
        result = {**decision_plain(decision), "is_kept": found.is_kept, "findings": findings}
        marks = opened.marks(decision=decision.id, rulebook_sha256=decision.body["rulebook_sha256"])
        return answer(result, marks)


@subject.acts("/closings", Plain, is_grave=True)
def close_period(request: Request, body: Closing) -> Response:
    """Close a month or a year: production is booked against the holdings."""
    with book_of(request) as opened:
        person = caller_of(request).person.id
        if len(body.period) == 4:
            closed = opened.close_year(int(body.period), body.sector, person=person)
        else:
            closed = opened.close_month(Month.parse(body.period), body.sector, person=person)
        return answer(closed.plain(), opened.marks())


@subject.acts("/rollovers", Plain, is_grave=True)
def roll_over(request: Request, body: Rollover) -> Response:
    """Move what a closed year leaves owing into the next one."""
    with book_of(request) as opened:
        rolled = opened.roll_over(body.year, body.sector, person=caller_of(request).person.id)
        return answer(rolled.plain(), opened.marks())

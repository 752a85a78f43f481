"""*Questions*: what enterprises are asked about their returns, for how long, and the form to answer with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.intake.intake import Uploaded, answer_query
from zhibiao.assemble.desk.intake.intake_answer import MOST_NUMBER, Told, owners_of_file, told
from zhibiao.assemble.desk.intake.intake_filings import today_of
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import grounds
from zhibiao.errors import InputRefused, UsageError
from zhibiao.procedures.query import Question, standing_questions
from zhibiao.terms.access import Viewer
from zhibiao.terms.authority import Role
from zhibiao.terms.instant import LOCAL, instant_of
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords

LETTER_BYTES = 20 << 20
LONGEST_REASON = 2_000
_OLD, _OLDER = 10, 30

router = page.router()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The open questions of one return.

    Args:
        submission: number of the file.
        enterprise, period: whose and of when.
        days: since the file came.
        questions: in the order of the answer.
        is_visible: whether the viewer may open the file's page.
    """

    submission: int
    enterprise: str
    period: str
    days: int
    questions: tuple[Question, ...]
    is_visible: bool

    @property
    def can_be_confirmed(self) -> tuple[Question, ...]:
        """Those for which a reason is enough."""
        return tuple(one for one in self.questions if one.can_be_confirmed)

    @property
    def told(self) -> tuple[Told, ...]:
        """Causes with what they explain."""
        return told([one.kept for one in self.questions])

    @property
    def is_held(self) -> bool:
        """Whether the return waits for the answer."""
        return any(one.is_held for one in self.questions)


@router.get("/queries")
def queries(request: Request, enterprise: str = "", said: str = "") -> Response:
    """The questions that stand open, the oldest first."""
    caller = caller_of(request)
    words, viewer, desk = DeskWords(caller.lang), caller.viewer, desk_of(request)
    with book_of(request) as opened:
        everything = desk.remembered(opened, ("query", "standing"), lambda: standing_questions(opened.store))
        own = [one for one in everything if viewer.sees(one.kept.enterprise)]
        firms = _firms(opened, own, enterprise, words)
        asked = _asked(opened, [one for one in own if firms.chosen in ("", one.kept.enterprise)], viewer)
        return page.show(
            request,
            "queries.html",
            opened,
            title=words("queries.title"),
            tables=[_table(opened, asked, words, {firms.label: dict(firms.options)[firms.chosen]})],
            choices=[firms] if len(firms.options) > 2 else [],
            asked=asked,
            told_of=lambda kept: finding_plain(kept.finding),
            names={each.enterprise: words.name(opened.city.name_of(each.enterprise)) for each in asked},
            said=said if said in ("answered", "taken") else "",
            may_answer=viewer.person is not None and bool({Role.OFFICER, Role.ANALYST} & set(viewer.person.roles)),
            needs_letter=not (viewer.person and viewer.person.enterprise),
            grounds=tuple(grounds()),
            colour_of=_colour,
        )


@router.post("/queries")
def answer(
    request: Request,
    submission: Annotated[int, Form()],
    finding: Annotated[list[int] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
    ground: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
    document: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Put an enterprise's answer on record."""
    caller = caller_of(request)
    if len(reason) > LONGEST_REASON:
        raise UsageError("intake.reason_too_long", most=LONGEST_REASON)
    answered = answer_query(
        desk_of(request),
        submission if 0 < submission < MOST_NUMBER else 0,
        finding or [],
        reason=reason,
        ground=ground,
        person=caller.person,
        document=_letter(document),
    )
    said = "taken" if answered.receipt else "answered"
    if back == "file" and _sees_file(request, submission):
        return RedirectResponse(f"/intake/{submission}?said={said}", status_code=303)
    return RedirectResponse(f"/queries?said={said}", status_code=303)


def _letter(document: UploadFile | None) -> Uploaded | None:
    if document is None or not (document.filename or document.size):
        return None
    if (document.size or 0) > LETTER_BYTES:
        raise InputRefused("file.too_large", limit=LETTER_BYTES, actual=document.size)
    return Uploaded(name=document.filename or "", content=document.file.read())


def _sees_file(request: Request, number: int) -> bool:
    viewer = caller_of(request).viewer
    with book_of(request) as opened:
        owners = owners_of_file(opened, number)
    return viewer.sees_all or bool(owners and all(map(viewer.sees, owners)))


def _firms(opened: OpenBook, own: Sequence[Question], asked: str, words: DeskWords) -> Choice:
    ids = sorted({one.kept.enterprise for one in own})
    options = (("", words("queries.all")), *((one, words.name(opened.city.name_of(one))) for one in ids))
    chosen = asked if asked in ids else ""
    return Choice(name="enterprise", label=words("intake.enterprise"), options=options, chosen=chosen)


def _asked(opened: OpenBook, questions: Sequence[Question], viewer: Viewer) -> list[Asked]:
    by_return: dict[tuple[int, str, str], list[Question]] = {}
    for one in questions:
        by_return.setdefault((one.submission, one.kept.enterprise, one.kept.period), []).append(one)
    today = today_of(opened)
    return [
        Asked(
            submission=number,
            enterprise=enterprise,
            period=period,
            days=_days(own[0].received_at, today),
            questions=tuple(own),
            is_visible=viewer.sees_all or _is_own(opened, number, viewer),
        )
        for (number, enterprise, period), own in by_return.items()
    ]


def _is_own(opened: OpenBook, number: int, viewer: Viewer) -> bool:
    owners = owners_of_file(opened, number)
    return bool(owners) and all(map(viewer.sees, owners or ()))


def _days(received_at: str, today: dt.date) -> int:
    return (today - instant_of(received_at).astimezone(LOCAL).date()).days


def _colour(days: int) -> str:
    return "red" if days > _OLDER else "orange" if days > _OLD else "blue"


def _table(opened: OpenBook, asked: Sequence[Asked], words: DeskWords, filters: dict[str, str]) -> Table:
    columns = (
        Column(head=words("intake.enterprise")),
        Column(head=words("intake.period")),
        Column(head=words("queries.days"), kind="count"),
        Column(head=words("queries.asks")),
        Column(head=words("queries.what")),
        Column(head=words("intake.number"), kind="count"),
    )
    rows = tuple(
        (
            words.name(opened.city.name_of(each.enterprise)),
            each.period or None,
            Cell(value=each.days, mark=_colour(each.days)),
            words(f"queries.asks.{'held' if one.is_held else 'confirm' if one.can_be_confirmed else 'file_again'}"),
            words.finding(one.kept.finding.code, dict(one.kept.finding.facts)),
            Cell(value=each.submission, href=f"/intake/{each.submission}" if each.is_visible else ""),
        )
        for each in asked
        for one in each.questions
    )
    return Table(name="questions", title=words("queries.table"), columns=columns, rows=rows, filters=filters)

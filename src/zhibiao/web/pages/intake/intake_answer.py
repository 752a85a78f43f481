"""The answer to a file: what was found cell by cell, what changed, what waits for an answer, and the files to keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.annotated_copy import answer_workbook
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.intake.intake import Uploaded
from zhibiao.assemble.desk.intake.intake_answer import (
    MOST_CHANGES,
    Replaced,
    answers_by_finding,
    kept_file,
    may_open,
    numbered,
    replaced_by,
    result_of,
    told,
)
from zhibiao.assemble.desk.intake.intake_cells import CellPicture, pictures
from zhibiao.assemble.desk.intake.intake_filings import filings_of
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import grounds
from zhibiao.errors import ActRefused, NotAllowed, NotYours
from zhibiao.monthly.standing import amount
from zhibiao.procedures.filing.fates import Fate
from zhibiao.procedures.intake import IntakeResult
from zhibiao.procedures.query import Question, standing_questions
from zhibiao.terms.access import Viewer
from zhibiao.terms.authority import Role
from zhibiao.terms.finding import Outcome, Severity
from zhibiao.terms.instant import instant_of
from zhibiao.terms.submission import KeptFinding, QueryAnswer, Submission
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import XLSX, attachment
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.intake.intake_tables import brought_by
from zhibiao.web.pages.intake.intake_words import FATE_COLOURS, OUTCOME_COLOURS

SAID = ("filed", "answered", "taken")
_BYTES = "application/octet-stream"
_PATIENCE_SECONDS = 2.0

router = page.router()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """A finding as the page shows it: its words, its cells, what it explains, and how its question stands."""

    kept: KeptFinding
    plain: Mapping[str, Any]
    picture: CellPicture | None
    explains: tuple[Mapping[str, Any], ...]
    answer: QueryAnswer | None
    is_open: bool
    is_overtaken: bool

    @property
    def can_be_answered(self) -> bool:
        """Whether a reason is enough."""
        return self.is_open and self.kept.finding.severity is Severity.QUERY


@router.get("/intake/{submission:int}")
def answer(request: Request, submission: int, said: str = "") -> Response:
    """The answer to one file."""
    caller = caller_of(request)
    words, viewer, desk = DeskWords(caller.lang), caller.viewer, desk_of(request)
    with book_of(request) as opened:
        kept = kept_file(opened, submission)
        content = opened.store.file_content(kept.file_sha256) if may_open(viewer, kept) else b""
    seen = _pictures_kept(desk, kept, content) if content else {}
    with book_of(request) as opened:
        result = result_of(opened, kept)
        questions = desk.remembered(opened, ("query", "standing"), lambda: standing_questions(opened.store))
        filings = desk.remembered(opened, ("intake", "filings"), lambda: filings_of(opened))
        replaced = replaced_by(opened, kept)
        return page.show(
            request,
            "intake_answer.html",
            opened,
            title=words("intake.answer_title", number=submission),
            tables=[
                _receipts(opened, result, words),
                _changes(opened, replaced, words),
                _history(opened, kept, filings, viewer, words),
            ],
            said=said if said in SAID else "",
            kept=kept,
            received=instant_of(kept.received_at),
            by=brought_by(kept.uploader, opened, words),
            replaced=replaced,
            may_open=bool(content),
            may_answer=_may_answer(viewer),
            needs_letter=not (viewer.person and viewer.person.enterprise),
            grounds=tuple(grounds()),
            **_shown(result, seen, opened, questions, kept, words),
        )


@router.get("/intake/{submission:int}/raw")
def raw(request: Request, submission: int) -> Response:
    """The file as it was received."""
    with book_of(request) as opened:
        kept = _own_file(opened, submission, caller_of(request).viewer)
        content = opened.store.file_content(kept.file_sha256)
    return attachment(content, name=kept.name, media_type=_BYTES)


@router.get("/intake/{submission:int}/annotated")
def annotated(request: Request, submission: int) -> Response:
    """The file again with every finding on the first sheet and the cells in question marked."""
    caller = caller_of(request)
    with book_of(request) as opened:
        kept = _own_file(opened, submission, caller.viewer)
        result = result_of(opened, kept)
        content = opened.store.file_content(kept.file_sha256)
    with desk_of(request).rooms.lent() as room:
        book = answer_workbook(content, result, name=kept.name, lang=caller.lang, room=room)
    return attachment(book, name=f"{kept.name.rpartition('.')[0] or kept.name}-{submission}.xlsx", media_type=XLSX)


@router.api_route("/intake/{submission:int}", methods=["PUT", "PATCH", "DELETE"])
def edited(submission: int) -> Response:
    """Nobody at the bureau changes or takes away a figure: it is asked about, and filed again."""
    raise NotAllowed("auth.bureau_may_not_edit", submission=submission)


def refused_answer(request: Request, file: Uploaded, result: IntakeResult, *, status: int) -> Response:
    """The answer in the place of the form: to a file that was refused, or that was only checked."""
    words = DeskWords(caller_of(request).lang)
    seen = _pictures_of(desk_of(request), file, result)
    with book_of(request) as opened:
        response = page.show(
            request,
            "intake_checked.html",
            opened,
            title=words("intake.checked_title" if result.is_dry_run else "intake.refused_title"),
            tables=[_receipts(opened, result, words)],
            **_shown(result, seen, opened, (), None, words),
        )
    response.status_code = status
    return response


def several_answers(request: Request, files: Sequence[Uploaded], results: Sequence[IntakeResult]) -> Response:
    """What became of several files, one line each; those that were kept lead to their pages."""
    words = DeskWords(caller_of(request).lang)
    rows = tuple(_line(file, result, words) for file, result in zip(files, results, strict=True))
    columns = (
        Column(head=words("intake.file")),
        Column(head=words("intake.outcome")),
        Column(head=words("intake.returns"), kind="count"),
        Column(head=words("intake.findings"), kind="count"),
        Column(head=words("intake.first_finding")),
    )
    table = Table(name="files", title=words("intake.several"), columns=columns, rows=rows)
    good = [one for one in results if one.outcome not in (Outcome.REJECT_FILE, Outcome.DENY, Outcome.CONFLICT)]
    with book_of(request) as opened:
        response = page.show(
            request,
            "intake_several.html",
            opened,
            title=words("intake.several_title", count=len(results)),
            tables=[table],
            is_dry_run=results[0].is_dry_run,
        )
    response.status_code = 200 if good else 422
    return response


def _line(file: Uploaded, result: IntakeResult, words: DeskWords) -> tuple[Cell, ...]:
    first = next(iter(result.findings), None)
    return (
        Cell(value=result.name or file.name[:60], href=f"/intake/{result.submission}" if result.submission else ""),
        Cell(value=words(f"intake.outcome.{result.outcome}"), mark=OUTCOME_COLOURS[result.outcome]),
        Cell(value=len(result.receipts)),
        Cell(value=len(result.findings)),
        Cell(value=words.finding(first.code, dict(first.facts)) if first else None),
    )


def _own_file(opened: OpenBook, number: int, viewer: Viewer) -> Submission:
    kept = kept_file(opened, number)
    if not may_open(viewer, kept):
        raise NotYours("auth.not_found")
    return kept


def _may_answer(viewer: Viewer) -> bool:
    """Whether the page offers a form to answer with; the act itself checks again."""
    return viewer.person is not None and bool({Role.OFFICER, Role.ANALYST} & set(viewer.person.roles))


def _pictures_kept(desk: Desk, kept: Submission, content: bytes) -> dict[int, CellPicture]:
    def made() -> dict[int, CellPicture]:
        with desk.rooms.lent(patience_seconds=_PATIENCE_SECONDS) as room:
            return pictures(content, kept.name, kept.findings, room)

    if _is_closed(kept.outcome):
        return {}
    try:
        return desk.memo.get(("intake cells", kept.number), made)
    except ActRefused:  # the answer is worth more than its pictures
        return {}


def _pictures_of(desk: Desk, file: Uploaded, result: IntakeResult) -> dict[int, CellPicture]:
    if _is_closed(result.outcome):
        return {}
    try:
        with desk.rooms.lent(patience_seconds=_PATIENCE_SECONDS) as room:
            return pictures(file.content, file.name, numbered(result), room)
    except ActRefused:
        return {}


def _is_closed(outcome: str) -> bool:
    """What was refused at the door is not opened for a picture either."""
    return outcome in (Outcome.REJECT_FILE, Outcome.DENY, Outcome.CONFLICT, Outcome.REFUSE)


def _shown(
    result: IntakeResult,
    seen: Mapping[int, CellPicture],
    opened: OpenBook,
    questions: Sequence[Question],
    kept: Submission | None,
    words: DeskWords,
) -> dict[str, Any]:
    """Causes that ask, notes, and the open questions by return, for the template."""
    findings = kept.findings if kept else numbered(result)
    open_ = {one.kept.position for one in questions if kept and one.submission == kept.number}
    said = answers_by_finding(opened, kept.number) if kept else {}
    heads = [
        FindingShown(
            kept=one.kept,
            plain=finding_plain(one.kept.finding),
            picture=seen.get(one.kept.position),
            explains=tuple(finding_plain(behind.finding) for behind in one.explains),
            answer=said.get(one.kept.position),
            is_open=one.kept.position in open_,
            is_overtaken=_is_overtaken(one.kept, kept, open_, said),
        )
        for one in told(findings)
    ]
    asking = [one for one in heads if one.kept.finding.severity > Severity.NOTE]
    waits: dict[tuple[str, str], list[Question]] = {}
    for one in questions:
        if kept and one.submission == kept.number and one.can_be_confirmed:
            waits.setdefault((one.kept.enterprise, one.kept.period), []).append(one)
    return {
        "outcome": result.outcome,
        "colour": OUTCOME_COLOURS[result.outcome],
        "asking": asking,
        "still_open": sum(not (one.is_overtaken or one.answer) for one in asking),
        "notes": [one for one in heads if one.kept.finding.severity is Severity.NOTE],
        "explained": sum(len(one.explains) for one in heads),
        "waits": list(waits.items()),
        "is_dry_run": result.is_dry_run,
        "file_name": result.name,
        "told_of": lambda one: finding_plain(one.finding),
        "is_held": any(one.fate is Fate.HELD for one in result.receipts) and bool(waits),
        "names": {about[0]: opened.city.name_of(about[0]).in_(words.lang) for about in waits},
    }


def _is_overtaken(
    one: KeptFinding, kept: Submission | None, open_: Collection[int], said: Mapping[int, QueryAnswer]
) -> bool:
    """Whether a finding that asked something asks no more, though nobody answered it: the return was filed again."""
    asked = kept is not None and bool(one.enterprise) and one.finding.severity > Severity.NOTE
    refused = kept is not None and kept.outcome == Outcome.REJECT_FILE.value
    return asked and not refused and one.position not in open_ and one.position not in said


def _receipts(opened: OpenBook, result: IntakeResult, words: DeskWords) -> Table:
    columns = (
        Column(head=words("intake.enterprise")),
        Column(head=words("intake.period")),
        Column(head=words("intake.fate")),
        Column(head=words("intake.version"), kind="count"),
        Column(head=words("intake.sheet")),
    )
    rows = tuple(
        (
            Cell(value=words.name(opened.city.name_of(one.enterprise)) if one.enterprise else None),
            Cell(value=one.period or None),
            Cell(value=words(f"intake.fate.{one.fate}"), mark=FATE_COLOURS[one.fate]),
            Cell(value=one.version or None),
            Cell(value=one.place.sheet),
        )
        for one in result.receipts
    )
    return Table(name="receipts", title=words("intake.receipts"), columns=columns, rows=rows)


def _changes(opened: OpenBook, replaced: Sequence[Replaced], words: DeskWords) -> Table:
    columns = (
        Column(head=words("intake.enterprise")),
        Column(head=words("intake.period")),
        Column(head=words("intake.field")),
        Column(head=words("intake.scope")),
        Column(head=words("intake.old"), kind="decimal"),
        Column(head=words("intake.new"), kind="decimal"),
    )
    changes = [change for one in replaced for change in one.changes]
    rows = tuple(
        (
            words.name(opened.city.name_of(one.enterprise)),
            str(one.period),
            words.name(one.field.name),
            words(f"intake.scope.{one.scope}"),
            None if one.old is None else words.name(amount(one.old, one.field)),
            None if one.new is None else words.name(amount(one.new, one.field)),
        )
        for one in changes[:MOST_CHANGES]
    )
    left = len(changes) - MOST_CHANGES
    note = words("intake.changes_left", count=left) if left > 0 else ""
    return Table(name="changes", title=words("intake.changes"), columns=columns, rows=rows, note=note)


def _history(
    opened: OpenBook, kept: Submission, filings: Mapping[str, Sequence[Any]], viewer: Viewer, words: DeskWords
) -> Table:
    """Everything handed in for the same enterprises and periods, in order: what replaced what."""
    about = dict.fromkeys((one["enterprise"], one["period"]) for one in kept.receipt["receipts"] if one["enterprise"])
    rows = []
    for enterprise, period in about:
        own = [one for one in filings.get(enterprise, ()) if str(one.period or "") == period]
        if len(own) < 2:
            continue
        for one in own:
            is_open = one.submission and one.submission != kept.number and all(map(viewer.sees, one.owners))
            rows.append(
                (
                    words.name(opened.city.name_of(enterprise)),
                    period or None,
                    Cell(value=one.received_at),
                    Cell(value=words(f"intake.fate.{one.fate}"), mark=FATE_COLOURS[Fate(one.fate)]),
                    one.version or None,
                    Cell(
                        value=one.submission or None,
                        href=f"/intake/{one.submission}" if is_open else "",
                    ),
                )
            )
    columns = (
        Column(head=words("intake.enterprise")),
        Column(head=words("intake.period")),
        Column(head=words("intake.received"), kind="instant"),
        Column(head=words("intake.fate")),
        Column(head=words("intake.version"), kind="count"),
        Column(head=words("intake.number"), kind="count"),
    )
    return Table(name="history", title=words("intake.history"), columns=columns, rows=tuple(rows))

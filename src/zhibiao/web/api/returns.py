"""Returns (月报): those on file, filing another, and what was answered to each file handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.intake.intake import Uploaded, hand_in
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import dictionary
from zhibiao.errors import InputRefused, NotAllowed, NotFound
from zhibiao.monthly.returns import Return
from zhibiao.procedures.intake import IntakeResult
from zhibiao.terms.finding import Outcome
from zhibiao.terms.instant import instant_text
from zhibiao.terms.submission import Submission
from zhibiao.web.api.frame import idempotency, uploads
from zhibiao.web.api.frame.answers import Found, Plain, answer
from zhibiao.web.api.frame.asked import Asked, ListAsked
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.marks import marks_of

subject = Subject("returns")

_FILE = {"schema": {"type": "string", "format": "binary"}}
_FORM = {"schema": {"type": "object", "properties": {"file": _FILE["schema"]}, "required": ["file"]}}


class ReturnRow(BaseModel):
    """One version of a return; never edited, only followed by another."""

    reference: str
    enterprise: str
    period: str
    version: int
    received_at: str
    provenance: str
    file_sha256: str
    figures: int


class ReturnsAsked(ListAsked):
    """Of the list of returns."""

    enterprise: str = ""
    period: str = ""
    sort: Literal["received_at", "-received_at", "enterprise", "-enterprise", "period", "-period"] = "-received_at"


class Figure(BaseModel):
    """One reported figure in the inner unit of its field, with the place it was read from."""

    field: str
    scope: str
    value: str
    unit: str
    place: str


class OneReturn(ReturnRow):
    """A return with its figures."""

    facts: list[Figure]


class FilingAsked(Asked):
    """Of a filing."""

    dry_run: bool = Field(False, description="Only read and check; nothing is kept.")


class Filed(Plain):
    """What became of a file; as `zhibiao intake --json` prints it."""

    outcome: str
    file: str
    submission: int
    dry_run: bool
    returns: list[str]
    findings: list[Found]


class SubmissionRow(BaseModel):
    """A file handed in, and how it was answered."""

    number: int
    name: str
    file_sha256: str
    received_at: str
    uploader: str
    outcome: str
    returns: list[str]
    findings: int


class SubmissionsAsked(ListAsked):
    """Of the list of files handed in."""

    outcome: str = ""
    sort: Literal["number", "-number"] = "-number"


class FindingRow(BaseModel):
    """One finding of a file, by its number in the answer."""

    number: int
    enterprise: str
    period: str
    finding: Found


class FindingsAsked(ListAsked):
    """Of the findings of a file."""

    sort: Literal["number", "-number"] = "number"


@subject.lists("/returns", ReturnRow)
def list_returns(request: Request, asked: Annotated[ReturnsAsked, Query()]) -> Response:
    """Every version of every return that the caller may see."""
    viewer = caller_of(request).viewer
    with book_of(request) as opened:
        of = opened.store.returns_of(asked.enterprise) if asked.enterprise else opened.store.returns()
        seen = [
            one for one in of if viewer.sees(one.enterprise) and (not asked.period or asked.period == str(one.period))
        ]
        keys: dict[str, Any] = {
            "received_at": lambda one: instant_text(one.received_at),
            "enterprise": lambda one: one.enterprise,
            "period": lambda one: str(one.period),
        }

        def remembered(sort: str, make: Callable[[], list[Return]]) -> list[Return]:
            is_all = viewer.sees_all and not (asked.enterprise or asked.period)
            return desk_of(request).remembered(opened, ("returns", sort), make) if is_all else make()

        return listed(
            request, opened, asked, seen, row=_row, keys=keys, ident=lambda one: one.reference, remembered=remembered
        )


@subject.reads("/returns/{enterprise}/{period}/{version}", OneReturn)
def show_return(
    request: Request,
    enterprise: Annotated[str, Path(max_length=60)],
    period: Annotated[str, Path(max_length=20, examples=["2025-03"])],
    version: Annotated[str, Path(pattern=r"^v[0-9]{1,6}$", examples=["v1"])],
) -> Response:
    """One version of a return with its figures."""
    reference = f"{enterprise}/{period}/{version}"
    with book_of(request) as opened:
        found = next((one for one in opened.store.returns_of(enterprise) if one.reference == reference), None)
        if found is None:
            raise NotFound("auth.not_found")
        fields = dictionary().fields
        facts = [
            Figure(
                field=fact.field,
                scope=fact.scope.value,
                value=format(fact.value, "f"),
                unit=fields[fact.field].unit.symbol if fact.field in fields else "",
                place=str(fact.place),
            )
            for fact in found.facts
        ]
        one = OneReturn(**_row(found).model_dump(), facts=facts)
        return answer(one.model_dump(), marks_of(request, opened))


@subject.acts(
    "/returns",
    Filed,
    status=201,
    accepts=(*uploads.RETURN_FILES, uploads.MULTIPART),
    is_keyed=False,
    extra={
        "requestBody": {
            "required": True,
            "content": {
                **dict.fromkeys((kind for kind in uploads.RETURN_FILES if kind != "application/json"), _FILE),
                "application/json": {"schema": {"$ref": "#/components/schemas/ReturnDocument"}},
                uploads.MULTIPART: _FORM,
            },
        }
    },
)
def file_return(
    request: Request,
    asked: Annotated[FilingAsked, Query()],
    handed: Annotated[tuple[str, bytes], Depends(uploads.handed_file)],
) -> Response:
    """File a return as JSON, .csv, .xlsx, .xls or .ods; a later file of the same period is a new version."""
    name, content = handed
    origin = request.client.host if request.client else ""
    (result,) = hand_in(
        desk_of(request),
        [Uploaded(name=name, content=content)],
        person=caller_of(request).person,
        key=idempotency.key_of(request),
        origin=origin,
        is_dry_run=asked.dry_run,
    )
    with book_of(request) as opened:
        return _answered(result, marks=marks_of(request, opened))


@subject.lists("/submissions", SubmissionRow)
def list_submissions(request: Request, asked: Annotated[SubmissionsAsked, Query()]) -> Response:
    """Files handed in with the answers to them; for an enterprise's officer those of its own alone."""
    with book_of(request) as opened:
        seen = [
            one
            for one in opened.store.submissions.all()
            if may_see(request, one) and asked.outcome in ("", one.outcome)
        ]
        keys = {"number": lambda one: one.number}
        return listed(request, opened, asked, seen, row=_submission, keys=keys, ident=lambda one: one.number)


@subject.lists("/submissions/{submission}/findings", FindingRow)
def list_findings(
    request: Request,
    submission: Annotated[int, Path(ge=1, le=10**12)],
    asked: Annotated[FindingsAsked, Query()],
) -> Response:
    """What was found in a file, the hardest first as it was answered."""
    with book_of(request) as opened:
        found = opened.store.submissions.find(submission)
        if found is None or not may_see(request, found):
            raise NotFound("auth.not_found")
        rows = [
            FindingRow(
                number=kept.position,
                enterprise=kept.enterprise,
                period=kept.period,
                finding=Found(**finding_plain(kept.finding)),
            )
            for kept in found.findings
        ]
        keys = {"number": lambda row: row.number}
        return listed(request, opened, asked, rows, row=lambda row: row, keys=keys, ident=lambda row: row.number)


def may_see(request: Request, one: Submission) -> bool:
    """Whether everything in a file is the caller's to see: its own filing, or returns of its own enterprises alone."""
    viewer = caller_of(request).viewer
    if viewer.sees_all or (viewer.person is not None and one.uploader == viewer.person.id):
        return True
    whose = {receipt["enterprise"] for receipt in one.receipt["receipts"]} | {kept.enterprise for kept in one.findings}
    named = whose - {""}
    return bool(named) and all(viewer.sees(enterprise) for enterprise in named)


def _answered(result: IntakeResult, *, marks: dict[str, Any]) -> Response:
    """Taken: 201, or 200 where nothing new was kept; asked about: 202; refused: a problem with the findings."""
    findings = result.findings
    if result.outcome is Outcome.DENY:
        raise NotAllowed("auth.not_own_firm", place=findings[0].place if findings else None)
    if result.outcome is Outcome.CONFLICT:
        raise InputRefused(findings[0].code, findings, place=findings[0].place, **dict(findings[0].facts))
    if result.outcome is Outcome.REJECT_FILE:
        raise InputRefused("api.refused", findings, count=len(findings))
    plain = result.plain() | {"file": result.name}
    plain["findings"] = [finding_plain(one) | {"number": number} for number, one in enumerate(findings, 1)]
    status = 202 if not result.is_ok else 200 if result.is_dry_run or result.first is not None else 201
    return answer(plain, marks, status=status, ok=result.is_ok)


def _row(one: Return) -> ReturnRow:
    return ReturnRow(
        reference=one.reference,
        enterprise=one.enterprise,
        period=str(one.period),
        version=one.version,
        received_at=instant_text(one.received_at),
        provenance=one.provenance,
        file_sha256=one.file_sha256,
        figures=len(one.facts),
    )


def _submission(one: Submission) -> SubmissionRow:
    return SubmissionRow(
        number=one.number,
        name=one.name,
        file_sha256=one.file_sha256,
        received_at=one.received_at,
        uploader=one.uploader,
        outcome=one.outcome,
        returns=list(one.receipt["returns"]),
        findings=len(one.findings),
    )

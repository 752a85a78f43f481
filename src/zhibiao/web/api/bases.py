"""Bases (基数核对): put out before a year's first allocation, and each enterprise's answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.allocation.decision.reconciliation import Act, Stand
from zhibiao.assemble import bases as acts
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.bases import (
    BaseLine,
    BasesOfYear,
    answers_of,
    bases_of_year,
    check_listed,
    letter_of,
    lines_for,
    list_content,
)
from zhibiao.errors import NotFound
from zhibiao.terms.access import Viewer
from zhibiao.web.api.frame import uploads
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body, ListAsked, MaybeWords, Name, StrictYear, Words, Year
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import PREFIX, Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.marks import marks_of

subject = Subject("bases")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SectorName = Annotated[str, Path(max_length=40)]
EnterpriseId = Annotated[str, Path(max_length=40)]
YearNumber = Annotated[Year, Path()]


class BaseRow(BaseModel):
    """One enterprise's base as it was put out, and its answer."""

    sector: str
    year: int
    enterprise: str
    base_t: int
    score: str = Field(description="As of the statement; empty where the rulebook scores nobody.")
    history_t: dict[str, int] = Field(description="The output that the base rests on, by year.")
    capacity_t: int
    stand: Stand
    closes: str = Field(description="The last day on which it can be answered, in China.")
    days_left: int
    reason: str
    document_sha256: str
    answered_at: str
    sources: list[str] = Field(description="The returns behind base and score, as on record now.")


class BasesAsked(ListAsked):
    """Of the list of bases."""

    sector: str = ""
    year: int = Field(0, ge=0, le=2100, description="Of the plan; 0 is every one.")
    enterprise: str = ""
    stand: Literal["", "open", "silent", "confirmed", "disputed", "upheld"] = ""
    sort: Literal["id", "-id", "closes", "-closes"] = "id"


class BasesOfOneYear(Plain):
    """The bases of a sector and plan year as far as the caller sees them; the bureau reads the statement's id."""

    sector: str
    plan_year: int
    opens: str
    closes: str
    rows: list[BaseRow]
    answers: list[Plain]


class ToState(Body):
    """Of which sector and year bases are put out."""

    year: StrictYear = Field(examples=[2025])
    sector: Name = Field("steel", examples=["steel"])


class Confirmed(Body):
    """An enterprise agrees, or withdraws its dispute."""

    reason: MaybeWords = ""
    document: uploads.Document | None = None


class Disputed(Body):
    """An enterprise disputes its base."""

    reason: Words
    document: uploads.Document = Field(description="The stamped letter, kept by hash.")


class Upheld(Body):
    """An approver upholds a disputed base."""

    reason: Words
    document: uploads.Document | None = None


@subject.lists("/bases", BaseRow)
def list_bases(request: Request, asked: Annotated[BasesAsked, Query()]) -> Response:
    """The bases put out last of each sector and year, as far as the caller sees them."""
    with book_of(request) as opened:
        viewer = caller_of(request).viewer
        rows = [
            row
            for sector, year in sorted(opened.rulebooks)
            if asked.sector in ("", sector) and asked.year in (0, year)
            for row in _rows(request, opened, bases_of_year(opened, sector, year), viewer)
            if asked.enterprise in ("", row.enterprise) and asked.stand in ("", row.stand.value)
        ]
        keys: dict[str, Any] = {"id": _ident, "closes": lambda row: row.closes}
        return listed(request, opened, asked, rows, row=lambda row: row, keys=keys, ident=_ident)


@subject.reads("/bases/{sector}/{year}", BasesOfOneYear)
def show_bases(request: Request, sector: SectorName, year: YearNumber) -> Response:
    """Where the bases of a year stand, with every answer."""
    with book_of(request) as opened:
        return _told(request, opened, bases_of_year(opened, sector, year))


@subject.acts("/bases", BasesOfOneYear, status=201)
def state_bases(request: Request, body: ToState) -> Response:
    """Put out every enterprise's base and score of a year, open to answers, with their list as a paper."""
    with book_of(request) as opened:
        acts.state(opened, body.sector, body.year, person=caller_of(request).person.id)
        return _told(request, opened, bases_of_year(opened, body.sector, body.year), status=201)


@subject.acts("/bases/{sector}/{year}/{enterprise}/confirm", BasesOfOneYear)
def confirm_base(
    request: Request, sector: SectorName, year: YearNumber, enterprise: EnterpriseId, body: Confirmed
) -> Response:
    """Agree with a base, or withdraw a dispute."""
    return _answered(request, sector, year, enterprise, Act.CONFIRM, body.reason, body.document)


@subject.acts("/bases/{sector}/{year}/{enterprise}/dispute", BasesOfOneYear)
def dispute_base(
    request: Request, sector: SectorName, year: YearNumber, enterprise: EnterpriseId, body: Disputed
) -> Response:
    """Dispute a base with a reason and a letter; no figure moves by it."""
    return _answered(request, sector, year, enterprise, Act.DISPUTE, body.reason, body.document)


@subject.acts("/bases/{sector}/{year}/{enterprise}/uphold", BasesOfOneYear)
def uphold_base(
    request: Request, sector: SectorName, year: YearNumber, enterprise: EnterpriseId, body: Upheld
) -> Response:
    """Uphold a disputed base with a reason, as somebody who neither put it out nor entered the dispute."""
    return _answered(request, sector, year, enterprise, Act.UPHOLD, body.reason, body.document)


@subject.files("/bases/{sector}/{year}/papers/{name}", WORD, is_tagged=False)
def take_base_list(
    request: Request, sector: SectorName, year: YearNumber, name: Annotated[str, Path(max_length=120)]
) -> Response:
    """A list of bases as it was put out: STATEMENT.docx, or STATEMENT.en.docx."""
    with book_of(request) as opened:
        content = list_content(opened, bases_of_year(opened, sector, year), name)
    return attachment(content, name=name, media_type=WORD)


@subject.files("/bases/{sector}/{year}/{enterprise}/documents/{sha256}", "application/octet-stream")
def take_base_letter(
    request: Request,
    sector: SectorName,
    year: YearNumber,
    enterprise: EnterpriseId,
    sha256: Annotated[str, Path(max_length=64)],
) -> Response:
    """The letter that an answer came with."""
    with book_of(request) as opened:
        name, content = letter_of(opened, bases_of_year(opened, sector, year), enterprise, sha256)
    return attachment(content, name=name, media_type="application/octet-stream")


def _answered(
    request: Request,
    sector: str,
    year: int,
    enterprise: str,
    act: Act,
    reason: str,
    document: uploads.Document | None,
) -> Response:
    letters = [(document.name, document.content)] if document else []
    with uploads.as_files(letters) as paths, book_of(request) as opened:
        check_listed(bases_of_year(opened, sector, year), enterprise)
        acts.answer(
            opened,
            sector,
            year,
            enterprise,
            act,
            person=caller_of(request).person.id,
            reason=reason,
            document=paths[0] if paths else None,
        )
        return _told(request, opened, bases_of_year(opened, sector, year))


def _told(request: Request, opened: OpenBook, of: BasesOfYear, *, status: int = 200) -> Response:
    sector, year = of.rulebook.sector, of.rulebook.plan_year
    if of.found is None:
        raise NotFound("base.nothing_stated", sector=sector, year=year)
    caller, statement = caller_of(request), of.found.statement
    rows = _rows(request, opened, of, caller.viewer)

    def by(person: str) -> str:
        """An enterprise reads its own people's ids, and of the bureau that it was the bureau."""
        return person if caller.viewer.sees_all or person == caller.person.id else ""

    plain: dict[str, Any] = {
        "sector": sector,
        "plan_year": year,
        "opens": statement.opens.isoformat(),
        "closes": statement.closes.isoformat(),
        "rows": [row.model_dump(mode="json") for row in rows],
        "answers": [
            {
                "enterprise": one.enterprise,
                "act": one.act.value,
                "reason": one.reason,
                "document_sha256": one.document_sha256,
                "person": by(one.person),
                "at": one.at,
            }
            for row in rows
            for one in answers_of(of, row.enterprise)
        ],
    }
    if caller.viewer.sees_all:
        # The hash is of everybody's figures, and there are few enough to be guessed from it.
        plain |= {"statement": statement.id, "stated_by": statement.stated_by, "is_settled": of.found.is_settled}
    headers = {"location": f"{PREFIX}/bases/{sector}/{year}"} if status == 201 else {}
    marks = marks_of(request, opened, rulebook_sha256=statement.rulebook_sha256)
    return answer(plain, marks, status=status, headers=headers)


def _rows(request: Request, opened: OpenBook, of: BasesOfYear, viewer: Viewer) -> list[BaseRow]:
    return [_row(of, one) for one in lines_for(desk_of(request), opened, of, viewer)]


def _row(of: BasesOfYear, one: BaseLine) -> BaseRow:
    return BaseRow(
        sector=of.rulebook.sector,
        year=of.rulebook.plan_year,
        enterprise=one.row.enterprise,
        base_t=one.row.base_t,
        score=one.row.score,
        history_t={str(year): tonnes for year, tonnes in one.row.history_t.items()},
        capacity_t=one.row.capacity_t,
        stand=one.stand,
        closes=one.closes.isoformat(),
        days_left=one.days_left(of.today),
        reason=one.answer.reason if one.answer else "",
        document_sha256=one.answer.document_sha256 if one.answer else "",
        answered_at=one.answer.at if one.answer else "",
        sources=list(one.sources),
    )


def _ident(row: BaseRow) -> str:
    return f"{row.sector}/{row.year}/{row.enterprise}"

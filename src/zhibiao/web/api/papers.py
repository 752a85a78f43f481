"""Papers as written by `publish`: bulletins, annexes, briefs, notices."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.papers import content_of, may_read, months_for, paper_at
from zhibiao.assemble.papers import publish
from zhibiao.errors import NotFound
from zhibiao.procedures.published import NOTICES, Paper
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.access import Viewer
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.api.frame import tags
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body, ListAsked, MonthText, Name
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.downloads import attachment

subject = Subject("papers")


class PaperRow(BaseModel):
    """A paper, by the folder of its publication and its name in there."""

    publication: str = Field(examples=["steel-2025-03"])
    name: str = Field(examples=["bulletin.docx"])
    sha256: str = Field(description="Of its bytes as they were published.")
    enterprise: str = Field(description="Whose notice it is; empty for a paper of the city.")
    is_public: bool = Field(description="Whether everybody may read it.")


class PapersAsked(ListAsked):
    """Of the list of papers."""

    publication: str = ""
    sort: Literal["publication", "-publication", "name", "-name"] = "-publication"


class ToPublish(Body):
    """A month to publish."""

    month: MonthText = Field(examples=["2025-03"])
    sector: Name = Field("steel", examples=["steel"])


@subject.lists("/papers", PaperRow, is_tagged=False)
def list_papers(request: Request, asked: Annotated[PapersAsked, Query()]) -> Response:
    """The published papers that the caller may read: public ones, own notices; to the bureau all of them."""
    with book_of(request) as opened:
        rows = [_row(one) for one in _papers(opened, caller_of(request).viewer)]
        rows = [one for one in rows if asked.publication in ("", one.publication)]
        keys = {"publication": lambda row: row.publication, "name": lambda row: row.name}
        ident = lambda row: f"{row.publication}/{row.name}"  # noqa: E731
        return listed(request, opened, asked, rows, row=lambda row: row, keys=keys, ident=ident)


@subject.files("/papers/{publication}/{name}", "*/*", is_tagged=False)
def take_paper(
    request: Request,
    publication: Annotated[str, Path(max_length=80)],
    name: Annotated[str, Path(max_length=160, description="Notices stand under notices~NAME.")],
) -> Response:
    """One paper that the caller may read, byte for byte as it was published."""
    with book_of(request) as opened:
        paper = paper_at(opened, publication, name.replace("~", "/"))
        if not may_read(caller_of(request).viewer, paper):
            raise NotFound("paper.not_found")
        content = content_of(opened, paper)
    etag = f'"{paper.sha256[:32]}"'
    headers = {"etag": etag, "cache-control": tags.KEPT, "vary": tags.VARY}
    if tags.is_held(request, etag):
        return Response(status_code=304, headers=headers)
    file = paper.name.removeprefix(NOTICES)
    response = attachment(content, name=file, media_type=mimetypes.guess_type(file)[0] or "application/octet-stream")
    response.headers.update(headers)
    return response


@subject.acts("/publications", Plain)
def publish_month(request: Request, body: ToPublish) -> Response:
    """Write bulletin, notices, annex and brief of a month."""
    act = Text(f"发布 {body.month} 公文", f"publish the papers of {body.month}")
    check_right(caller_of(request).person, KEEPS_BOOKS, act)
    month = Month.parse(body.month)
    with desk_of(request).long_work.turn((body.sector, month)), book_of(request) as opened:
        published = publish(opened, month, body.sector)
        return answer(published.plain(), opened.marks(**published.marks.plain()))


def _papers(opened: OpenBook, viewer: Viewer) -> list[Paper]:
    return [paper for month in months_for(opened, viewer) for paper in month.papers]


def _row(paper: Paper) -> PaperRow:
    return PaperRow(
        publication=paper.folder,
        name=paper.name.replace("/", "~"),
        sha256=paper.sha256,
        enterprise=paper.enterprise,
        is_public=paper.is_public,
    )

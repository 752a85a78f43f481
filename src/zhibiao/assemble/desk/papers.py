"""Published papers at the desk: which of them a viewer may read, a paper's bytes, and publishing as a person."""

from __future__ import annotations

from dataclasses import replace

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.papers import publish
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound
from zhibiao.procedures.ports import DecisionState
from zhibiao.procedures.publish import Publication, check_may_publish, decision_of_papers
from zhibiao.procedures.published import (
    NOTICES,
    Paper,
    PublishedMonth,
    is_intact,
    paper_bytes,
    published_months,
    published_paper,
)
from zhibiao.terms.access import Viewer
from zhibiao.terms.authority import Person
from zhibiao.terms.period import Month
from zhibiao.writers.paper_folder import PaperFolder


def shelf_of(opened: OpenBook) -> PaperFolder:
    """Where the book's papers lie."""
    return PaperFolder(opened.folder.out)


def months_for(opened: OpenBook, viewer: Viewer) -> tuple[PublishedMonth, ...]:
    """Published months with the papers that this viewer may read, latest first; months without one are left out."""
    found = published_months(shelf_of(opened))
    cut = (replace(one, papers=tuple(paper for paper in one.papers if may_read(viewer, paper))) for one in found)
    return tuple(one for one in cut if one.papers)


def may_read(viewer: Viewer, paper: Paper) -> bool:
    """Everybody the public papers, an enterprise its notices, the bureau everything; others nothing else."""
    if paper.is_public or viewer.sees_all:
        return True
    return bool(paper.enterprise) and viewer.sees(paper.enterprise)


def notice_of(opened: OpenBook, folder: str, name: str) -> Paper | None:
    """The notice of that name to an enterprise of this city; None where there is none."""
    try:
        paper = published_paper(shelf_of(opened), folder, f"{NOTICES}{name}")
    except NotFound:
        return None
    return paper if paper.enterprise in opened.city.enterprises else None


def paper_at(opened: OpenBook, folder: str, name: str) -> Paper:
    """A paper of the city or of the public; NotFound `paper.not_found`."""
    return published_paper(shelf_of(opened), folder, name)


def content_of(opened: OpenBook, paper: Paper) -> bytes:
    """Its bytes as published; NotFound `paper.not_found`, Conflict `paper.changed`."""
    return paper_bytes(shelf_of(opened), paper)


def is_as_published(opened: OpenBook, paper: Paper) -> bool:
    """Whether the file still is what was published."""
    return is_intact(shelf_of(opened), paper)


def replaced_by(opened: OpenBook, one: PublishedMonth) -> str:
    """The decision issued since, which the month's papers would speak of if written now; empty where there is none."""
    now = decision_of_papers(opened.store, one.sector, one.month)
    if now is None or now.state is not DecisionState.ISSUED:
        return ""
    return "" if now.id == one.marks.get("decision_id", "") else now.id


def publish_as(opened: OpenBook, person: Person, month: Month, sector: str) -> Publication:
    """Publish a month as a person; NotAllowed `auth.forbidden`, and what `assemble.papers.publish` raises."""
    sector_of(sector)
    check_may_publish(person, f"{sector}-{month}")
    return publish(opened, month, sector)

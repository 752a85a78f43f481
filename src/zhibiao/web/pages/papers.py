"""*Papers*: what was published month by month, each paper to those who may read it; publishing a month."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.months import months_with_returns, sectors_of
from zhibiao.assemble.desk.papers import (
    content_of,
    is_as_published,
    months_for,
    notice_of,
    paper_at,
    publish_as,
    replaced_by,
)
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.procedures.published import NOTICES, Paper, PublishedMonth
from zhibiao.procedures.rights import KEEPS_BOOKS
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import XLSX, attachment
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords

router = page.router()
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"docx": _DOCX, "xlsx": XLSX, "html": "text/html; charset=utf-8"}
_ORDER = ("decision", "bulletin", "brief", "meeting", "annex")
# A brief is one page of its own making: it brings its style along, and nothing in it may run or be fetched.
_BRIEF_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
_KILO = 1024


@router.get("/papers")
def papers(request: Request, sector: str = "", month: str = "", done: str = "") -> Response:
    """The published papers of a month that the caller may read; the latest month unless another is asked for."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        known = months_for(opened, caller.viewer)
        choices = _choices(known, words, sector=sector, month=month)
        shown = [one for one in known if _fits(one, choices)]
        keeps = caller.viewer.person is not None and bool(KEEPS_BOOKS & set(caller.viewer.person.roles))
        sections = [
            (_section_name(one, words), _tables(opened, one, words), _replaced(opened, one, words)) for one in shown
        ]
        return page.show(
            request,
            "papers.html",
            opened,
            title=words("papers.title"),
            tables=[table for _, tables, _ in sections for table in tables],
            choices=choices if known else [],
            sections=[(name, [table.name for table in tables], note) for name, tables, note in sections],
            to_publish=_to_publish(opened, words) if keeps else [],
            sees_all=caller.viewer.sees_all,
            done=done == "published",
        )


@router.get("/papers/public/{folder}/{name}")
def public_paper(request: Request, folder: str, name: str) -> Response:
    """A paper for everybody."""
    with book_of(request) as opened:
        paper = paper_at(opened, folder, name)
        if not paper.is_public:
            raise NotFound("paper.not_found")
        return _file(paper, content_of(opened, paper))


@router.get("/papers/city/{folder}/{name}")
def city_paper(request: Request, folder: str, name: str) -> Response:
    """A paper of the bureau."""
    with book_of(request) as opened:
        paper = paper_at(opened, folder, name)
        return _file(paper, content_of(opened, paper))


@router.get("/papers/notices/{folder}/{name}")
def notice(request: Request, folder: str, name: str) -> Response:
    """An enterprise's notice."""
    with book_of(request) as opened:
        paper = notice_of(opened, folder, name)
        if paper is None:
            raise NotFound("paper.not_found")
        return _file(paper, content_of(opened, paper))


@router.post("/papers/publish")
def publish(request: Request, sector: Annotated[str, Form()] = "", month: Annotated[str, Form()] = "") -> Response:
    """Write every paper of a month, and show them."""
    try:
        of = Month.parse(month)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=month) from None
    with desk_of(request).long_work.turn((sector, of)), book_of(request) as opened:
        publish_as(opened, caller_of(request).person, of, sector)
    return RedirectResponse(f"/papers?sector={sector}&month={of}&done=published", status_code=303)


def _file(paper: Paper, content: bytes) -> Response:
    """A page to look at, or a file to keep."""
    ending = paper.name.rpartition(".")[2]
    if ending == "html":
        return Response(content, media_type=_TYPES[ending], headers={"content-security-policy": _BRIEF_CSP})
    name = f"{paper.folder}-{paper.name.removeprefix(NOTICES)}"
    return attachment(content, name=name, media_type=_TYPES.get(ending, "application/octet-stream"))


def _choices(known: tuple[PublishedMonth, ...], words: DeskWords, *, sector: str, month: str) -> list[Choice]:
    sectors = dict.fromkeys(one.sector for one in known)
    months = dict.fromkeys(one.month for one in known)
    latest = str(next(iter(months), ""))
    every = ("", words("papers.every_sector"))
    return [
        Choice(
            name="sector",
            label=words("filter.sector"),
            options=(every, *((name, words.name(sector_of(name).name)) for name in sectors)),
            chosen=sector if sector in sectors else "",
        ),
        Choice(
            name="month",
            label=words("filter.month"),
            options=tuple((str(one), words.figures.month(one)) for one in months),
            chosen=month if month in {str(one) for one in months} else latest,
        ),
    ]


def _fits(one: PublishedMonth, choices: list[Choice]) -> bool:
    sector, month = (choice.chosen for choice in choices)
    return sector in {"", one.sector} and month == str(one.month)


def _section_name(one: PublishedMonth, words: DeskWords) -> str:
    sector = words.name(sector_of(one.sector).name)
    name = words("papers.of", month=words.figures.month(one.month), sector=sector)
    return name if one.is_issued else words("head_with_unit", head=name, unit=words("papers.draft"))


def _replaced(opened: OpenBook, one: PublishedMonth, words: DeskWords) -> str:
    return words("papers.replaced_note") if replaced_by(opened, one) else ""


def _tables(opened: OpenBook, one: PublishedMonth, words: DeskWords) -> list[Table]:
    """The city's papers, then the notices; either only where the viewer may read one of them."""
    city = [paper for paper in one.papers if not paper.enterprise]
    notices = [paper for paper in one.papers if paper.enterprise]
    found = []
    if city:
        found.append(_table(opened, one, words, city, name="city"))
    if notices:
        found.append(_table(opened, one, words, notices, name="notices"))
    return found


def _table(opened: OpenBook, one: PublishedMonth, words: DeskWords, papers: list[Paper], *, name: str) -> Table:
    """A row for each paper with its Chinese and its English edition."""
    editions: dict[str, dict[str, Paper]] = {}
    for paper in papers:
        parts = paper.name.split(".")
        lang = "en" if "en" in parts else "zh"
        editions.setdefault(".".join(part for part in parts if part != "en"), {})[lang] = paper
    is_replaced = bool(replaced_by(opened, one))
    rows = tuple(
        (
            _paper_name(opened, both, words),
            _readers(next(iter(both.values())), words),
            _edition(both.get("zh"), words),
            _edition(both.get("en"), words),
            _state(opened, both, words, is_replaced=is_replaced),
        )
        for both in sorted(editions.values(), key=_place)
    )
    heads = ("paper", "readers", "zh", "en", "state")
    return Table(
        name=f"{name}-{one.folder}",
        title=words(f"papers.table.{name}", sector=words.name(sector_of(one.sector).name)),
        columns=tuple(Column(head=words(f"papers.head.{head}")) for head in heads),
        rows=rows,
        as_of=words.figures.month(one.month),
    )


def _place(both: dict[str, Paper]) -> tuple[int, str]:
    paper = next(iter(both.values()))
    stem = paper.name.partition(".")[0]
    return (_ORDER.index(stem) if stem in _ORDER else len(_ORDER), paper.name)


def _paper_name(opened: OpenBook, both: dict[str, Paper], words: DeskWords) -> str:
    paper = next(iter(both.values()))
    if paper.enterprise:
        known = opened.city.enterprises
        return words.name(known[paper.enterprise].name) if paper.enterprise in known else paper.enterprise
    stem = paper.name.partition(".")[0]
    return words(f"papers.kind.{stem}") if stem in _ORDER else paper.name


def _readers(paper: Paper, words: DeskWords) -> str:
    return words(
        "papers.for.public" if paper.is_public else "papers.for.firm" if paper.enterprise else "papers.for.bureau"
    )


def _edition(paper: Paper | None, words: DeskWords) -> Cell:
    """What the edition is, leading to it; a dash where there is none."""
    if paper is None:
        return Cell(value=None)
    kind = "notices" if paper.enterprise else "public" if paper.is_public else "city"
    name = paper.name.removeprefix(NOTICES)
    return Cell(
        value=words(f"papers.form.{paper.name.rpartition('.')[2]}"), href=f"/papers/{kind}/{paper.folder}/{name}"
    )


def _state(opened: OpenBook, both: dict[str, Paper], words: DeskWords, *, is_replaced: bool) -> Cell:
    is_whole = all(is_as_published(opened, paper) for paper in both.values())
    name, mark = ("whole", "green") if is_whole else ("changed", "red")
    if is_whole and is_replaced:
        name, mark = "replaced", "orange"
    return Cell(
        value=words(f"papers.{name}"),
        mark=mark,
        note=" ".join(paper.sha256[:12] for paper in both.values()),
    )


def _to_publish(opened: OpenBook, words: DeskWords) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Sectors with the months that anybody has filed for, latest first."""
    return [
        (
            sector,
            words.name(sector_of(sector).name),
            [(str(one), words.figures.month(one)) for one in months_with_returns(opened, sector)],
        )
        for sector in sorted(sectors_of(opened), reverse=True)
    ]

"""What a page shows while nobody has filed yet: who does what first, and the enterprises of the city's list."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import sectors
from zhibiao.assessment.case import sector_name
from zhibiao.web.doors.caller import Caller, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords

_STEPS = (
    ("returns", "/intake"),
    ("bases", "/bases"),
    ("allocation", "/decisions/new"),
    ("issue", "/decisions"),
    ("papers", "/papers"),
)
"""The way of a new book in order: each step's name, and the page where it is done."""


def first_steps(request: Request, opened: OpenBook, *, sector: str, title: str) -> Response:
    """The steps, those with a link that the caller may take, and the caller's enterprises of a sector, or of all."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    steps = [
        {"name": words(f"first.{name}"), "who": words(f"first.{name}_who"), "href": way_to(caller, path)}
        for name, path in _STEPS
    ]
    return page.show(
        request,
        "first_steps.html",
        opened,
        title=title,
        tables=[_enterprises(opened, caller, words, sector=sector)],
        steps=steps,
    )


def _enterprises(opened: OpenBook, caller: Caller, words: DeskWords, *, sector: str) -> Table:
    seen = [one for one in opened.city if caller.viewer.sees(one.id) and sector in ("", one.sector)]
    return Table(
        name="enterprises",
        title=words("first.enterprises"),
        columns=tuple(Column(head=words(f"first.head.{head}")) for head in ("enterprise", "sector", "group")),
        rows=tuple(
            (
                Cell(value=one.name, href=way_to(caller, "/enterprises/{enterprise}", named=one.id)),
                words.name(sector_name(sectors(), one.sector)),
                one.group or None,
            )
            for one in seen
        ),
        source=words("first.source"),
    )

"""A template filled: autoescaped, strict about missing values, with the words and the caller of the page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from zhibiao import __version__
from zhibiao.terms.access import Reach
from zhibiao.web.doors.caller import Caller, caller_of
from zhibiao.web.doors.home import came_from, home_of
from zhibiao.web.frame.paging import part_of
from zhibiao.web.frame.quoted import quoted, tongue
from zhibiao.web.frame.tables import cell_of, head_shown, shown
from zhibiao.web.frame.words import DeskWords


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or the part of one that htmx asked for."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            caller=caller,
            person=caller.viewer.person,
            t=words,
            w=words.figures,
            lang="zh-CN" if caller.lang == "zh" else "en",
            other="en" if caller.lang == "zh" else "zh",
            csrf=caller.session.csrf if caller.session else "",
            places=places_of(caller),
            home=home_of(caller.viewer),
            came_from=came_from(request),
            asset=asset,
            version=__version__,
            **{"marks": {}, "note": "", "renewing": "", **values},
        )
    )
    return HTMLResponse(text, status_code=status)


@cache
def environment() -> Environment:
    """Templates with what they may use; nothing else is in reach."""
    made = Environment(
        loader=PackageLoader("zhibiao", "web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"cell_of": cell_of, "head_shown": head_shown, "part_of": part_of, "shown": shown}
    made.filters |= {"quoted": quoted, "tongue": tongue}
    return made


PLACES = (
    "this_month:/",
    "enterprises:/enterprises",
    "intake:/intake",
    "bases:/bases",
    "decisions:/decisions",
    "appeals:/appeals",
    "high_end:/high-end",
    "commodities:/commodities",
    "register:/register",
    "book:/book",
    "audit:/audit",
    "papers:/papers",
    "settings:/settings",
)
"""The pages of the menu in order, by name and address."""


def places_of(caller: Caller) -> list[tuple[str, str]]:
    """The menu of this caller: pages that are there and theirs."""
    from zhibiao.web.doors.guard import rights  # the door renders its refusals, the menu asks the door

    found = []
    for place in PLACES:
        name, _, path = place.partition(":")
        right = rights().get(("GET", path))
        if right is not None and right.of(caller.viewer) is not Reach.NONE:
            found.append((name, path))
    return found


@cache
def asset(name: str) -> str:
    """The address of a file of our own, with a mark of its content: it may be kept for a year."""
    import hashlib

    content = (files("zhibiao") / "web" / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"

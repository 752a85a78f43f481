"""The log of the door: who did what, when and from where, and what was refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.resources import catalogue
from zhibiao.errors import UsageError
from zhibiao.terms.account import AccessEvent
from zhibiao.terms.instant import LOCAL, instant_text
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords

router = page.router()
MOST = 500
_BLANK = re.compile(r"\{\w+\}")
_MOST_TAKEN = 100_000


@router.get("/settings/log")
def log(request: Request, person: str = "", act: str = "", since: str = "") -> Response:
    """The latest events that fit the filters; a file of them holds more than the page."""
    words = DeskWords(caller_of(request).lang)
    most = _MOST_TAKEN if request.query_params.get("as") else MOST
    begin = instant_text(dt.datetime.combine(_day(since), dt.time(), LOCAL)) if since else ""
    with desk_of(request).access() as access:
        events = access.events.find(person=person, act=act, since=begin, most=most)
        acts = access.events.acts()
    with book_of(request) as opened:
        people = [(one.id, one.name) for one in opened.folder.settings.people]
        anyone = ("", words("log.anyone"))
        choices = [
            Choice(name="person", label=words("log.person"), options=(anyone, *people), chosen=person),
            Choice(
                name="act",
                label=words("log.act"),
                options=(("", words("log.any_act")), *((one, words(f"event.{one}")) for one in acts)),
                chosen=act,
            ),
        ]
        return page.show(
            request,
            "access_log.html",
            opened,
            title=words("log.title"),
            tables=[_table(events, choices, since, words)],
            choices=choices,
            since=since,
        )


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("log.day_unreadable", text=text) from None


def _table(events: Sequence[AccessEvent], choices: list[Choice], since: str, words: DeskWords) -> Table:
    rows = tuple(
        (
            one.at,
            one.person or None,
            words(f"event.{one.act}"),
            one.about or None,
            one.address or None,
            Cell(value=_outcome(one.outcome, words), mark="green" if one.outcome == "done" else "orange"),
        )
        for one in events
    )
    columns = (
        Column(head=words("log.at"), kind="instant"),
        Column(head=words("log.person"), kind="code"),
        Column(head=words("log.act")),
        Column(head=words("log.about"), kind="code"),
        Column(head=words("log.address"), kind="code"),
        Column(head=words("log.outcome")),
    )
    filters = {one.label: dict(one.options).get(one.chosen, one.chosen) for one in choices if one.chosen}
    if since:
        filters[words("log.since")] = since
    note = words("log.note", most=MOST)
    return Table(name="log", title=words("log.title"), columns=columns, rows=rows, note=note, filters=filters)


def _outcome(outcome: str, words: DeskWords) -> str:
    # Facts of a refusal are not kept with it.
    return words("log.done") if outcome == "done" else _BLANK.sub("…", catalogue().what(outcome, words.lang, {}))

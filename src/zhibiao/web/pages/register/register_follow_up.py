"""*Follow-up*: the week's dispatch list, the quarter's score, and the papers, each as the verb of its name makes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.register.register import (
    dispatch_on,
    quarter_asked,
    register_on,
    register_paper,
    score_in,
)
from zhibiao.assemble.register.desk import RegisterOf
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import Noted
from zhibiao.register.follow_up.dispatch import BlockLine, Dispatch, Line, UnitList
from zhibiao.register.follow_up.score import Score
from zhibiao.register.register import Register
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import XLSX, attachment
from zhibiao.web.frame.tables import Cell, Column, Kind, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.register.register_filters import day_asked
from zhibiao.web.pages.register.register_words import say_in, state_colour
from zhibiao.writers.register.dispatch import COUNTED
from zhibiao.writers.register.score import acts_text, rank_text, why
from zhibiao.writers.register.words import RegisterWords

router = page.router()
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"docx": _WORD, "xlsx": XLSX, "html": "text/html; charset=utf-8"}
_LISTS = ("overdue", "near", "soon", "blocked", "to_move", "claimed", "undated", "silent")
_KINDS: Mapping[str, Kind] = {"day": "day", "by": "day", "score": "decimal", "total_points": "decimal"}
_COUNTS = ("judged", "open", "items", *COUNTED)


@router.get("/register/follow-up")
def follow_up(request: Request, on: str = "", quarter: str = "") -> Response:
    """The dispatch list of a day and the score of a quarter."""
    words = DeskWords(caller_of(request).lang)
    say, desk = say_in(words), desk_of(request)
    with book_of(request) as opened:
        today = RegisterOf(opened).today
        told = register_on(desk, opened, day_asked(on, today=today))
        of = quarter_asked(quarter, today=told.on)
        made = dispatch_on(desk, opened, told.on)
        score = score_in(desk, opened, of)
        return page.show(
            request,
            "register_follow_up.html",
            opened,
            title=words("register.follow_up", day=words.figures.day(told.on)),
            tables=[
                _overview(made, say),
                _lines(made, say),
                _events(made, say),
                _ranking(score, say),
                _points(score, say),
            ],
            counts=say(
                "dispatch.counts",
                items=sum(len(unit.items) for unit in made.units),
                **{name: made.count(name) for name in ("overdue", "near", "soon", "blocked", "silent")},
                **{name: made.count(name) for name in ("claimed", "undated")},
            ),
            score_note=say("score.note", last=say.day(score.last), least=score.scoring.least),
            on=told.on.isoformat(),
            quarter=str(of),
            papers=_papers(told.register, told.on, of.last, words),
        )


@router.get("/register/follow-up/papers/{name}")
def follow_up_paper(request: Request, name: str, on: str = "", meeting: str = "", agreement: str = "") -> Response:
    """A paper in the page's language: dispatch, score, bulletin, minutes, pack or brief."""
    desk = desk_of(request)
    with book_of(request) as opened:
        day = day_asked(on, today=RegisterOf(opened).today)
        file, content = register_paper(
            desk, opened, name, caller_of(request).lang, on=day, meeting=meeting, agreement=agreement
        )
    return attachment(content, name=file, media_type=_TYPES[file.rpartition(".")[2]])


def _columns(say: RegisterWords, *heads: str) -> tuple[Column, ...]:
    return tuple(
        Column(
            head=say(f"list.{head}") if head in COUNTED else say(f"head.{head}"),
            kind="count" if head in _COUNTS else _KINDS.get(head, "text"),
        )
        for head in heads
    )


def _overview(made: Dispatch, say: RegisterWords) -> Table:
    rhythm = made.rhythm
    there = [name for name in COUNTED if made.count(name)]
    return Table(
        name="overview",
        title=say("dispatch.overview"),
        columns=_columns(say, "unit", "items", *there),
        rows=tuple(
            (say.unit(unit.unit), len(unit.items), *(_some(len(getattr(unit, name))) for name in there))
            for unit in made.units
        ),
        note=say("dispatch.note", near=rhythm.near, soon=rhythm.soon, silent=rhythm.silent),
        as_of=say.words.day(made.on),
    )


def _some(count: int) -> int | None:
    """A count, nothing for nought: the eye goes to what is there."""
    return count or None


def _lines(made: Dispatch, say: RegisterWords) -> Table:
    return Table(
        name="dispatch",
        title=say("dispatch.title", on=say.words.day(made.on)),
        columns=_columns(say, "unit", "list", "item", "state", "due", "days", "held_up", "asked", "of", "by"),
        rows=tuple(row for unit in made.units for row in _unit_rows(unit, say)),
        as_of=say.words.day(made.on),
    )


def _unit_rows(unit: UnitList, say: RegisterWords) -> Iterator[tuple[Cell | str | dt.date | None, ...]]:
    for name in _LISTS:
        for line in getattr(unit, name):
            yield _line(unit, name, line, say)


def _line(unit: UnitList, name: str, line: Line | BlockLine, say: RegisterWords) -> tuple[Cell, ...]:
    item = line.item
    return (
        Cell(value=say.unit(unit.unit)),
        Cell(value=say(f"list.{name}"), mark="red" if name == "overdue" else ""),
        Cell(value=say.title(item), href=f"/register/items/{item.id}"),
        Cell(value=say.state(item), mark=state_colour(item.state, overdue=item.overdue)),
        Cell(value=say.due(item)),
        Cell(value=say.left(item)),
        Cell(value=say.words.joined([say.block(one) for one in item.blocks])),
        Cell(value=say.asked(line.ask)),
        Cell(value=say.unit(line.ask.of)),
        Cell(value=say.day(line.ask.by)),
    )


def _events(made: Dispatch, say: RegisterWords) -> Table:
    events = [
        (
            say("dispatch.event"),
            Cell(value=one.title, href=f"/register/items/{one.programme}"),
            one.on,
            one.name,
            say.level(one.level),
            say(f"shown.{one.shown.value}"),
            None,
        )
        for one in made.events
    ]
    gaps = [
        (
            say("dispatch.gap"),
            Cell(value=line.title, href=f"/register/items/{line.programme}"),
            line.gap.first,
            say.gap(line.gap),
            say.level(line.gap.level),
            say.asked(line.ask),
            line.ask.by,
        )
        for line in made.gaps
    ]
    return Table(
        name="events",
        title=say("dispatch.programme_title", first=made.first, last=made.last),
        columns=_columns(say, "list", "programme", "day", "event", "level", "state", "by"),
        rows=(*events, *gaps),
    )


def _ranking(score: Score, say: RegisterWords) -> Table:
    return Table(
        name="score",
        title=say("score.title", quarter=score.quarter),
        columns=_columns(say, "rank", "unit", "score", "total_points", "judged", "open"),
        rows=tuple(
            (rank_text(unit, say), say.unit(unit.unit), unit.score, unit.total, unit.judged, unit.open)
            for unit in score.units
        ),
    )


def _points(score: Score, say: RegisterWords) -> Table:
    return Table(
        name="points",
        title=say("score.points"),
        columns=(
            *_columns(say, "unit", "item", "outcome", "why", "acts"),
            Column(head=say("head.points"), kind="decimal"),
        ),
        rows=tuple(
            (
                say.unit(unit.unit),
                Cell(value=say.title(point.item), href=f"/register/items/{point.item.id}"),
                say(f"outcome.{point.outcome.value}"),
                why(point, say),
                acts_text(point, say),
                point.points,
            )
            for unit in score.units
            for point in unit.points
        ),
    )


def _papers(register: Register, on: dt.date, quarter_end: dt.date, words: DeskWords) -> list[dict[str, str]]:
    """Every paper there can be, with its two addresses."""
    found = [
        _paper("brief", words("register.paper.brief"), on=on),
        _paper("dispatch", words("register.paper.dispatch"), on=on),
        _paper("bulletin", words("register.paper.bulletin", month=on.strftime("%Y-%m")), on=on),
        _paper("score", words("register.paper.score"), on=quarter_end),
    ]
    for one in register.commitments.values():
        if one.terms.kind is CommitmentKind.AGREEMENT:
            name = words("register.paper.pack", name=one.terms.title)
            found.append(_paper("pack", name, on=on, agreement=one.id))
    meetings = {(deed.on, deed.meeting): None for one in register.commitments.values() for _, deed in one.done(Noted)}
    for day, meeting in sorted(meetings, reverse=True):
        name = words("register.paper.minutes", name=meeting, day=words.figures.day(day))
        found.append(_paper("minutes", name, on=day, meeting=meeting))
    return found


def _paper(kind: str, name: str, *, on: dt.date, **query: str) -> dict[str, str]:
    asked = urlencode({"on": on.isoformat(), **query})
    address = f"/register/follow-up/papers/{kind}?{asked}"
    return {"name": name, "zh": f"{address}&lang=zh", "en": f"{address}&lang=en"}

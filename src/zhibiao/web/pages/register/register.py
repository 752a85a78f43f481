"""*Register*: what was promised, by whom and by when, how far it has come, and whose move it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.desk.register.register import register_on
from zhibiao.assemble.register.desk import RegisterOf
from zhibiao.procedures.register.follow_up import Gathered
from zhibiao.register.progress.values import State
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Kind, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.register.register_filters import (
    Asked,
    Row,
    choices,
    chosen,
    day_asked,
    is_owed,
    is_urgent,
    rows_of,
    told_filters,
)
from zhibiao.web.pages.register.register_words import chance_of, held_up, say_in, shown_against_claimed, state_colour

router = page.router()
_KINDS: Mapping[str, Kind] = {"chance": "count"}
_HEADS = ("item", "id", "kind", "unit", "state", "progress", "shown", "due", "first", "held_up", "chance")


@router.get("/register")
def register(
    request: Request,
    kind: str = "",
    state: str = "",
    unit: str = "",
    source: str = "",
    only: str = "",
    q: str = "",
    sort: str = "",
    on: str = "",
) -> Response:
    """The list of items as of a day."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    asked = Asked(kind=kind, state=state, unit=unit, source=source, only=only, q=q.strip()[:80], sort=sort)
    with book_of(request) as opened:
        today = RegisterOf(opened).today
        told = register_on(desk_of(request), opened, day_asked(on, today=today))
        rows = rows_of(told)
        found = choices(rows, told, asked, words)
        shown = chosen(rows, asked)
        filters = told_filters(found, asked, told.on.isoformat(), words)
        table = items_table(shown, told, words, filters=filters)
        return page.show(
            request,
            "register.html",
            opened,
            title=words("register.title"),
            tables=[table],
            choices=found,
            asked=asked,
            on=told.on.isoformat(),
            today=today.isoformat(),
            tiles=_tiles(rows, told, words, on=on),
            is_empty=not rows,
            links=[
                (words(f"register.go.{name}"), href)
                for name, href in (
                    ("candidates", way_to(caller, "/register/candidates")),
                    ("follow_up", way_to(caller, "/register/follow-up")),
                )
                if href
            ],
        )


def items_table(rows: Sequence[Row], told: Gathered, words: DeskWords, *, filters: Mapping[str, str]) -> Table:
    """One row an item."""
    columns = tuple(
        Column(head=words(f"register.head.{head}"), kind=_KINDS.get(head, "text"), unit="%" if head == "chance" else "")
        for head in _HEADS
    )
    return Table(
        name="register",
        title=words("register.list", count=len(rows)),
        columns=columns,
        rows=tuple(_row(row, words) for row in rows),
        note=words("register.note"),
        source=words("register.source", number=told.marks.last_act),
        as_of=words.figures.day(told.on),
        filters=filters,
    )


def _row(row: Row, words: DeskWords) -> tuple[Cell, ...]:
    say, item, measure = say_in(words), row.item, row.progress.measure
    share = None if measure.share is None else min(1.0, max(0.0, float(measure.share)))
    state = say.state_name(item.state)
    return (
        Cell(value=say.title(item), href=f"/register/items/{item.id}"),
        Cell(value=item.id),
        Cell(value=say.kind(item)),
        Cell(value=say.unit(item.unit) if item.unit else None),
        Cell(
            value=words("register.overdue", state=state) if item.overdue else state,
            mark=state_colour(item.state, overdue=item.overdue),
        ),
        Cell(value=say.measure(measure), meter=share),
        Cell(value=shown_against_claimed(row.progress, words)),
        Cell(value=say.day(item.due) if item.due else None),
        Cell(value=say.day(item.first_due), mark="orange") if item.times_moved else Cell(value=None),
        Cell(value=held_up(item, words)),
        Cell(value=chance_of(row.progress)),
    )


def _tiles(rows: Sequence[Row], told: Gathered, words: DeskWords, *, on: str) -> list[dict[str, str]]:
    """Counts of what is owed, each leading to its list."""
    owed = [row for row in rows if is_owed(row)]
    done = sum(row.progress.state is State.DONE for row in owed)
    waiting = sum(one.waits for one in told.register.candidates.values())

    def tile(name: str, figure: int, below: str, **query: str) -> dict[str, str]:
        asked = urlencode({**query, **({"on": on} if on else {})})
        return {
            "name": words(f"register.tile.{name}"),
            "figure": str(figure),
            "below": below,
            "href": f"/register?{asked}",
        }

    def urgent(name: str) -> dict[str, str]:
        found = [row for row in owed if is_urgent(row, name)]
        return tile(name, len(found), _below(name, found, words), only=name)

    return [
        tile("done", done, words("register.tile.of", count=len(owed)), state=State.DONE.value),
        *(urgent(name) for name in ("claimed", "overdue", "blocked", "moved")),
        {
            "name": words("register.tile.waiting"),
            "figure": str(waiting),
            "below": words("register.tile.waiting_below"),
            "href": "/register/candidates",
        },
    ]


def _below(name: str, found: Sequence[Row], words: DeskWords) -> str:
    """What makes the count tell more: how long, by how much."""
    if name == "claimed" or not found:
        return words(f"register.tile.{name}_none") if not found else words("register.tile.claimed_below")
    days = {
        "overdue": max(-(row.item.days_left or 0) for row in found),
        "blocked": max((one.days for row in found for one in row.item.blocks), default=0),
        "moved": max(row.item.slipped_days for row in found),
    }
    return words(f"register.tile.{name}_below", days=days[name])

"""The dispatch list as a workbook: an overview, the week's events, and one sheet for each unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhibiao.register.follow_up.dispatch import BlockLine, Dispatch, Line, UnitList
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.writers.printable import printable
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.sheet_names import sheet_names
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Cell, Column, Sheet, write_workbook

COUNTED = ("overdue", "near", "soon", "blocked", "to_move", "silent", "claimed", "undated", "later", "settled")
"""The lists of a unit, in the order of the overview."""
_LISTS = ("overdue", "near", "soon", "blocked", "to_move", "claimed", "undated", "silent")
_HEADS = {
    "list": 12,
    "id": 8,
    "item": 26,
    "state": 15,
    "due": 11,
    "first_due": 11,
    "times_moved": 8,
    "days": 8,
    "reached": 14,
    "held_up": 26,
    "asked": 22,
    "of": 16,
    "by": 11,
}
"""The columns of a unit's sheet with their widths: together one page across."""
_DATES = frozenset({"due", "first_due", "by"})
_COUNTS = frozenset({"times_moved", "days"})


def write_dispatch(dispatch: Dispatch, marks: RegisterMarks, *, authority: str, words: Words) -> bytes:
    """The workbook; the same list and marks give the same bytes. Units that nothing is asked of get no sheet."""
    say = RegisterWords(words)
    title = say("dispatch.title", on=words.day(dispatch.on))
    overview = _overview(dispatch, say, title=title)
    units = [say.unit(unit.unit) for unit in dispatch.units]
    names = sheet_names((overview.name, say("dispatch.programme"), *units), instead=say("no_unit"))
    sheets = [overview]
    if dispatch.events or dispatch.gaps:
        sheets.append(_programme(dispatch, say, name=names[1]))
    sheets += [
        _unit_sheet(unit, dispatch, say, name=name)
        for unit, name in zip(dispatch.units, names[2:], strict=True)
        if any(getattr(unit, lines) for lines in _LISTS)
    ]
    return write_workbook(
        sheets,
        title=title,
        author=authority,
        at=dt.datetime.combine(dispatch.on, dt.time(), dt.UTC),
        foot=say.foot(marks),
        comments="\n".join(say.marks(marks)),
    )


def _overview(dispatch: Dispatch, say: RegisterWords, *, title: str) -> Sheet:
    columns = (
        Column(head=say("head.unit"), width=30),
        Column(head=say("head.items"), kind="whole", total=True, width=9),
        *(Column(head=say(f"list.{name}"), kind="whole", total=True, width=14) for name in COUNTED),
    )
    rhythm = dispatch.rhythm
    return Sheet(
        name=say("dispatch.overview"),
        title=title,
        columns=columns,
        rows=tuple(
            (say.unit(unit.unit), len(unit.items), *(len(getattr(unit, name)) for name in COUNTED))
            for unit in dispatch.units
        ),
        note=say("dispatch.note", near=rhythm.near, soon=rhythm.soon, silent=rhythm.silent),
        frozen=1,
        total=say("total"),
    )


def _programme(dispatch: Dispatch, say: RegisterWords, *, name: str) -> Sheet:
    heads = ("list", "programme", "unit", "day", "event", "level", "state", "by")
    widths = {"list": 14, "programme": 30, "unit": 24, "event": 44, "state": 20}
    rows: list[tuple[Cell, ...]] = [
        (
            say("dispatch.event"),
            printable(event.title),
            say.unit(event.unit),
            event.on,
            printable(event.name),
            say.level(event.level),
            say(f"shown.{event.shown.value}"),
            None,
        )
        for event in dispatch.events
    ]
    rows += [
        (
            say("dispatch.gap"),
            printable(line.title),
            say.unit(line.ask.of),
            line.gap.first,
            say.gap(line.gap),
            say.level(line.gap.level),
            say.asked(line.ask),
            line.ask.by,
        )
        for line in dispatch.gaps
    ]
    return Sheet(
        name=name,
        title=say("dispatch.programme_title", first=dispatch.first, last=dispatch.last),
        columns=tuple(
            Column(
                head=say(f"head.{head}"), kind="date" if head in {"day", "by"} else "text", width=widths.get(head, 0)
            )
            for head in heads
        ),
        rows=tuple(rows),
    )


def _unit_sheet(unit: UnitList, dispatch: Dispatch, say: RegisterWords, *, name: str) -> Sheet:
    return Sheet(
        name=name,
        title=say("dispatch.unit_title", unit=say.unit(unit.unit), on=say.day(dispatch.on)),
        columns=tuple(
            Column(
                head=say(f"head.{head}"),
                kind="date" if head in _DATES else "whole" if head in _COUNTS else "text",
                width=width,
            )
            for head, width in _HEADS.items()
        ),
        rows=tuple(_rows(unit, say)),
        note=say("dispatch.unit_note", items=len(unit.items), settled=len(unit.settled), later=len(unit.later)),
        frozen=3,
    )


def _rows(unit: UnitList, say: RegisterWords) -> Iterator[tuple[Cell, ...]]:
    for name in _LISTS:
        yield from (_row(say(f"list.{name}"), line, say) for line in getattr(unit, name))


def _row(name: str, line: Line | BlockLine, say: RegisterWords) -> tuple[Cell, ...]:
    item = line.item
    if isinstance(line, BlockLine):
        note = printable(line.block.note)
        held_up = f"{say.block(line.block)} {note}".strip()
    else:
        held_up = "; ".join(map(say.block, item.blocks))
    return (
        name,
        item.id,
        say.title(item),
        say.state(item),
        item.due,
        item.first_due if item.was_moved else None,
        item.times_moved or None,
        item.days_left,
        say.measure(item.measure),
        held_up,
        say.asked(line.ask),
        say.unit(line.ask.of),
        line.ask.by,
    )

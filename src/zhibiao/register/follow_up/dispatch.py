"""The weekly dispatch list (周调度): unit by unit what is overdue, near, blocked or silent, and what is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.follow_up.ask import Ask, Asked, Rhythm, ask_before, ask_to_release, ask_when_over
from zhibiao.register.follow_up.item import Item, Units, items_of, units_of
from zhibiao.register.progress.named import Shown, named_items
from zhibiao.register.progress.values import Gap, Progress, Standing
from zhibiao.register.register import Register

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item on a list, and what is asked."""

    item: Item
    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLine:
    """What holds an item up, and what is asked of the one whose move it is."""

    item: Item
    block: Standing
    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event of a programme in the week of the list."""

    programme: str
    title: str
    unit: str
    name: str
    on: dt.date
    level: str
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A span of a programme that still lacks events, and what is asked."""

    programme: str
    title: str
    gap: Gap
    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitList:
    """What concerns one unit; every item that it leads stands in exactly one of the first six lists.

    Args:
        unit: its name, "" for items that name no lead unit.
        overdue: the day is past, nothing shows it done; longest over first.
        near, soon: due within the week, and within the month.
        later: due after that.
        undated: open, and nobody said by when; never overdue.
        settled: done, stopped.
        claimed: said to be done, and nothing shows it.
        blocked: what holds up the items that it leads.
        to_move: what holds up other units' items, where the move is its own.
        silent: open items about which nobody said anything for too long.
    """

    unit: str
    overdue: tuple[Line, ...] = ()
    near: tuple[Line, ...] = ()
    soon: tuple[Line, ...] = ()
    later: tuple[Item, ...] = ()
    undated: tuple[Line, ...] = ()
    settled: tuple[Item, ...] = ()
    claimed: tuple[Line, ...] = ()
    blocked: tuple[BlockLine, ...] = ()
    to_move: tuple[BlockLine, ...] = ()
    silent: tuple[Line, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item that it leads, once."""
        timed = (line.item for lines in (self.overdue, self.near, self.soon, self.undated) for line in lines)
        return (*timed, *self.later, *self.settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The list of a week: units, those with overdue items first, then the events of the week and the gaps ahead."""

    on: dt.date
    first: dt.date
    last: dt.date
    rhythm: Rhythm
    units: tuple[UnitList, ...]
    events: tuple[EventLine, ...] = ()
    gaps: tuple[GapLine, ...] = ()

    def count(self, lines: str) -> int:
        """How many lines the units' lists of that name hold together."""
        return sum(len(getattr(unit, lines)) for unit in self.units)


def dispatch_of(
    register: Register, progress: Mapping[str, Progress], *, on: dt.date, rhythm: Rhythm | None = None
) -> Dispatch:
    """The dispatch list of a day.

    Args:
        register: the register.
        progress: of every item, as of `on`.
        on: the day; its week runs from Monday to Sunday.
        rhythm: how many days are near, soon and silent.
    """
    rhythm = rhythm or Rhythm()
    items = items_of(register, progress)
    units = units_of(register)
    blocks = _blocks(register, items, units, on=on, rhythm=rhythm)
    names = dict.fromkeys((*(item.unit for item in items), *(line.ask.of for line in blocks)))
    lists = [_unit_list(name, items, blocks, on=on, rhythm=rhythm) for name in names]
    monday = on - on.weekday() * _DAY
    return Dispatch(
        on=on,
        first=monday,
        last=monday + 6 * _DAY,
        rhythm=rhythm,
        units=tuple(sorted(lists, key=_urgency)),
        events=_events(register, units, on=on, first=monday, last=monday + 6 * _DAY),
        gaps=_gaps(register, progress, units, on=on, rhythm=rhythm),
    )


def _urgency(unit: UnitList) -> tuple[int, ...]:
    return (-len(unit.overdue), -len(unit.blocked) - len(unit.to_move), -len(unit.near), -len(unit.soon))


def _unit_list(
    name: str, items: Iterable[Item], blocks: Iterable[BlockLine], *, on: dt.date, rhythm: Rhythm
) -> UnitList:
    led = [item for item in items if item.unit == name]
    waited = [item for item in led if item.is_open]
    over = sorted((item for item in waited if item.overdue), key=lambda item: item.days_left or 0)
    ahead = [item for item in waited if item.due is not None and not item.overdue]
    ahead.sort(key=lambda item: item.days_left or 0)
    undated = [item for item in waited if item.due is None]
    later = [item for item in ahead if (item.days_left or 0) > rhythm.soon]
    soon = [item for item in ahead if rhythm.near < (item.days_left or 0) <= rhythm.soon]
    near = [item for item in ahead if (item.days_left or 0) <= rhythm.near]

    def lines(chosen: Iterable[Item], ask: Callable[[Item], Ask]) -> tuple[Line, ...]:
        return tuple(Line(item=item, ask=ask(item)) for item in chosen)

    def asks(what: Asked) -> Callable[[Item], Ask]:
        return lambda item: Ask(what=what, of=item.unit, by=rhythm.answer_by(on))

    return UnitList(
        unit=name,
        overdue=lines(over, lambda item: ask_when_over(item, on=on, rhythm=rhythm)),
        near=lines(near, lambda item: ask_before(item, on=on, rhythm=rhythm)),
        soon=lines(soon, lambda item: ask_before(item, on=on, rhythm=rhythm)),
        later=tuple(later),
        undated=lines(undated, asks(Asked.SET_DUE)),
        settled=tuple(item for item in led if not item.is_open),
        claimed=lines((item for item in waited if item.is_claimed), asks(Asked.EVIDENCE)),
        blocked=tuple(line for line in blocks if line.item.unit == name),
        to_move=tuple(line for line in blocks if line.ask.of == name and line.item.unit != name),
        silent=lines((item for item in waited if (item.silent_days or 0) > rhythm.silent), asks(Asked.REPORT)),
    )


def _blocks(
    register: Register, items: Iterable[Item], units: Units, *, on: dt.date, rhythm: Rhythm
) -> tuple[BlockLine, ...]:
    """What holds up open items, the longest first."""
    lines = [
        BlockLine(
            item=item,
            block=block,
            ask=ask_to_release(
                item, block, register.commitment(item.id), on=on, rhythm=rhythm, mover=units.called(block.mover)
            ),
        )
        for item in items
        if item.is_open
        for block in item.blocks
    ]
    return tuple(sorted(lines, key=lambda line: -line.block.days))


def _events(register: Register, units: Units, *, on: dt.date, first: dt.date, last: dt.date) -> tuple[EventLine, ...]:
    lines = [
        EventLine(
            programme=one.id,
            title=one.terms.title,
            unit=units.called(one.terms.lead),
            name=event.latest.name,
            on=event.latest.on,
            level=event.latest.level,
            shown=event.shown,
        )
        for one in register.commitments.values()
        if one.terms.kind is CommitmentKind.PROGRAMME
        for event in named_items(one, on=on)
        if event.latest.on is not None and first <= event.latest.on <= last and event.shown is not Shown.DROPPED
    ]
    return tuple(sorted(lines, key=lambda line: line.on))


def _gaps(
    register: Register, progress: Mapping[str, Progress], units: Units, *, on: dt.date, rhythm: Rhythm
) -> tuple[GapLine, ...]:
    """Spans that begin within the month and still lack events."""
    horizon = on + rhythm.soon * _DAY
    lines = [
        GapLine(
            programme=one.id,
            title=one.terms.title,
            gap=gap,
            ask=Ask(
                what=Asked.PLAN_EVENT, of=units.called(one.terms.lead), by=gap.first if gap.first > on else gap.last
            ),
        )
        for one in register.commitments.values()
        if (covered := progress[one.id].coverage) is not None
        for gap in covered.gaps
        if gap.ahead and gap.first <= horizon
    ]
    return tuple(sorted(lines, key=lambda line: (line.gap.first, line.gap.last)))

"""The one-page view for a leader: what stands, what to look at first and why, whose move it is, and the chances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibiao.register.follow_up.ask import Rhythm
from zhibiao.register.follow_up.item import Item, items_of, units_of
from zhibiao.register.follow_up.pack import targets_of
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import Register

_FIRST = 5
_EVEN = Fraction(1, 2)


class Reason(StrEnum):
    """Why to look at an item."""

    OVERDUE = "overdue"
    CLAIMED_LATE = "claimed_late"  # past its day, said to be done, and nothing shows it
    BLOCKED = "blocked"
    UNLIKELY = "unlikely"  # its chance is less than even
    NEAR = "near"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """An item to look at, and why."""

    item: Item
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whose move it is: how many blocks wait for a unit, the longest for how many days, and its own overdue items."""

    unit: str
    blocks: int
    longest: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The view of a day.

    Args:
        on: the day.
        items: how many items there are.
        states: how many stand in each state.
        overdue, blocked, near, undated: how many are past their day, held up, due within the month, without a day.
        attention: the items to look at first, at most five; `more` is how many others have a reason too.
        waiting: whose move it is, the longest waited for first.
        targets: targets with their figures, the least likely first.
    """

    on: dt.date
    items: int
    states: Mapping[State, int]
    overdue: int
    blocked: int
    near: int
    undated: int
    attention: tuple[Attention, ...]
    more: int
    waiting: tuple[Waiting, ...]
    targets: tuple[Item, ...]


def outlook_of(
    register: Register, progress: Mapping[str, Progress], *, on: dt.date, rhythm: Rhythm | None = None
) -> Outlook:
    """The view of a day.

    First come items that are overdue, the longest over; then those with more reasons; then the longest held up; then
    the least likely.
    """
    rhythm = rhythm or Rhythm()
    items = items_of(register, progress)
    looked = [Attention(item=item, reasons=_reasons(item, rhythm)) for item in items]
    told = sorted((one for one in looked if one.reasons), key=_order)
    return Outlook(
        on=on,
        items=len(items),
        states={state: sum(item.state is state for item in items) for state in State if state is not State.REPORTED},
        overdue=sum(item.overdue for item in items),
        blocked=sum(bool(item.blocks) and item.is_open for item in items),
        near=sum(_is_near(item, rhythm.soon) for item in items),
        undated=sum(item.is_open and item.due is None for item in items),
        attention=tuple(told[:_FIRST]),
        more=max(0, len(told) - _FIRST),
        waiting=_waiting(register, items),
        targets=tuple(
            sorted(
                targets_of(register, progress, units_of(register)),
                key=lambda item: (item.chance is None, item.chance.chance if item.chance else 0),
            )
        ),
    )


def _is_near(item: Item, days: int) -> bool:
    return item.is_open and item.days_left is not None and 0 <= item.days_left <= days


def _reasons(item: Item, rhythm: Rhythm) -> tuple[Reason, ...]:
    if not item.is_open:
        return ()
    found = {
        Reason.OVERDUE: item.overdue and not item.is_claimed,
        Reason.CLAIMED_LATE: item.overdue and item.is_claimed,
        Reason.BLOCKED: bool(item.blocks),
        Reason.UNLIKELY: item.chance is not None and item.chance.chance < _EVEN,
        Reason.NEAR: _is_near(item, rhythm.near),
        Reason.MOVED: item.was_moved and item.slipped_days > 0,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _order(one: Attention) -> tuple[object, ...]:
    item = one.item
    over = -(item.days_left or 0) if item.overdue else 0
    held_up = max((block.days for block in item.blocks), default=0)
    return (-over, -len(one.reasons), -held_up, item.chance.chance if item.chance else 1, item.id)


def _waiting(register: Register, items: tuple[Item, ...]) -> tuple[Waiting, ...]:
    units = units_of(register)
    blocks: dict[str, list[int]] = {}
    overdue: dict[str, int] = {}
    for item in items:
        if not item.is_open:
            continue
        for block in item.blocks:
            blocks.setdefault(units.called(block.mover), []).append(block.days)
        # What others hold up is their move, not the lead unit's.
        if item.overdue and not item.blocks:
            overdue[item.unit] = overdue.get(item.unit, 0) + 1
    names = dict.fromkeys((*blocks, *overdue))
    waiting = [
        Waiting(
            unit=name,
            blocks=len(blocks.get(name, ())),
            longest=max(blocks.get(name, (0,))),
            overdue=overdue.get(name, 0),
        )
        for name in names
    ]
    return tuple(sorted(waiting, key=lambda one: (-one.longest, -one.overdue, one.unit)))

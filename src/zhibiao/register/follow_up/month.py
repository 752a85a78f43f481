"""The month of the register (月通报): counts by state and unit, and what became done, claimed, overdue or blocked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import BlockCause, Blocked, Claim, Released, Reported
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.follow_up.item import Item, acted_on, entered_by, entered_on, items_of, units_of
from zhibiao.register.progress.progress import progress_of_all
from zhibiao.register.progress.values import Move, Progress, State
from zhibiao.register.register import Commitment, Register
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """How the items of a unit stand: how many in each state, overdue, and held up."""

    unit: str
    items: int
    states: Mapping[State, int]
    overdue: int
    blocked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewlyDone:
    """An item that became done, the documents that show it by name, and how many items it counts as shown."""

    item: Item
    evidence: tuple[str, ...]
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A due date that was moved in the month."""

    item: Item
    move: Move


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChange:
    """What came to hold an item up, or stopped to (`released` tells when), whose move it is or was."""

    item: Item
    cause: BlockCause
    mover: str
    since: dt.date
    released: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMonth:
    """The register's month, as of its last day.

    Args:
        month: which.
        on: its last day.
        total: counts of all items.
        units: counts by lead unit, "" for items without one; most overdue first.
        done, claimed, overdue: items that became so in the month.
        moved: due dates moved in the month, with reasons.
        opened, released: blocks that came, and that went.
        targets: targets that promise a number.
        undated: open items that nobody gave a due date; never overdue.
    """

    month: Month
    on: dt.date
    total: UnitCount
    units: tuple[UnitCount, ...]
    done: tuple[NewlyDone, ...]
    claimed: tuple[Item, ...]
    overdue: tuple[Item, ...]
    moved: tuple[MovedLine, ...]
    opened: tuple[BlockChange, ...]
    released: tuple[BlockChange, ...]
    targets: tuple[Item, ...]
    undated: tuple[Item, ...]


def month_of(register: Register, *, month: Month, figures: Mapping[str, IndicatorFigures]) -> RegisterMonth:
    """The month of a register, by all that is on record about its days; items entered later are left out."""
    first, on = dt.date(month.year, month.month, 1), month.last_day
    entered = entered_by(register, on)
    progress = progress_of_all(entered, on=on, figures=figures)
    before = progress_of_all(entered, on=first - dt.timedelta(days=1), figures=figures)
    items = items_of(entered, progress)

    def became(item: Item, state: State) -> bool:
        is_new = entered_on(entered.commitment(item.id)) >= first
        return item.state is state and (is_new or before[item.id].state is not state)

    return RegisterMonth(
        month=month,
        on=on,
        total=_count("", items),
        units=_units(items),
        done=tuple(
            _newly_done(item, entered.commitment(item.id), progress[item.id], on=on)
            for item in items
            if became(item, State.DONE)
        ),
        claimed=tuple(item for item in items if became(item, State.CLAIMED)),
        overdue=tuple(
            item
            for item in items
            if item.overdue and (not before[item.id].overdue or entered_on(entered.commitment(item.id)) >= first)
        ),
        moved=tuple(_moved(entered, items, progress, first=first, last=on)),
        opened=tuple(change for change in _blocks(entered, items, on=on) if first <= change.since <= on),
        released=tuple(
            change
            for change in _blocks(entered, items, on=on)
            if change.released is not None and first <= change.released <= on
        ),
        targets=tuple(
            item for item in items if item.kind is CommitmentKind.TARGET and item.measure.promised is not None
        ),
        undated=tuple(item for item in items if item.is_open and item.due is None),
    )


def _count(unit: str, items: Sequence[Item]) -> UnitCount:
    return UnitCount(
        unit=unit,
        items=len(items),
        states={state: sum(item.state is state for item in items) for state in State if state is not State.REPORTED},
        overdue=sum(item.overdue for item in items),
        blocked=sum(bool(item.blocks) and item.is_open for item in items),
    )


def _units(items: Sequence[Item]) -> tuple[UnitCount, ...]:
    names = dict.fromkeys(item.unit for item in items)
    counts = [_count(name, [item for item in items if item.unit == name]) for name in names]
    return tuple(sorted(counts, key=lambda one: (-one.overdue, -one.blocked, not one.unit, -one.items)))


def _newly_done(item: Item, one: Commitment, progress: Progress, *, on: dt.date) -> NewlyDone:
    reports = [deed for _, deed in one.done(Reported) if deed.claim is Claim.DONE and deed.as_of <= on]
    names = dict.fromkeys(evidence.name for deed in reports for evidence in deed.evidence)
    return NewlyDone(item=item, evidence=tuple(names), shown=progress.items.evidenced if progress.items else 0)


def _moved(
    register: Register, items: Iterable[Item], progress: Mapping[str, Progress], *, first: dt.date, last: dt.date
) -> Iterator[MovedLine]:
    for item in items:
        days = {act.number: acted_on(act) for act, _ in register.commitment(item.id).moves}
        for move in progress[item.id].moves:
            if first <= days[move.number] <= last:
                yield MovedLine(item=item, move=move)


def _blocks(register: Register, items: Iterable[Item], *, on: dt.date) -> Iterator[BlockChange]:
    units = units_of(register)
    for item in items:
        one = register.commitment(item.id)
        gone = {deed.block: deed.on for _, deed in one.done(Released) if deed.on <= on}
        for act, deed in one.done(Blocked):
            yield BlockChange(
                item=item,
                cause=deed.cause,
                mover=units.called(deed.mover),
                since=deed.since,
                released=gone.get(act.number),
                note=deed.note,
            )

"""What the register's list shows: kind, state, unit, text of origin, urgency, words and order, all in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from zhibiao.assemble.desk.register.register_texts import texts_named
from zhibiao.errors import UsageError
from zhibiao.procedures.register.follow_up import Gathered
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.follow_up.item import Item, item_of, units_of
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import Commitment
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.words import DeskWords

OWED, EVERY = "", "all"
URGENT = ("overdue", "blocked", "moved", "claimed", "near", "silent")
"""What may be asked for beside the state."""
_NEAR_DAYS, _SILENT_DAYS = 30, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item of the list with its terms, how it stands, and the same as papers print it."""

    one: Commitment
    progress: Progress
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The list that an address asks for; empty fields ask for everything that is owed.

    Args:
        kind: of items; "" for what somebody owes, `all` for reported results too.
        state: how it stands.
        unit: that leads it, takes part in it or has to move.
        source: the text that it comes from, by the start of its hash; or the agreement it belongs to.
        only: one of `URGENT`.
        q: words of its title, number, unit or id.
        sort: column.
    """

    kind: str = ""
    state: str = ""
    unit: str = ""
    source: str = ""
    only: str = ""
    q: str = ""
    sort: str = ""


def day_asked(text: str, *, today: dt.date) -> dt.date:
    """A day as an address or form names it, today where it names none; UsageError `desk.day_unreadable`."""
    if not text:
        return today
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("desk.day_unreadable", text=text[:20]) from None


def rows_of(told: Gathered) -> tuple[Row, ...]:
    """Every item of the register in its order."""
    units = units_of(told.register)
    return tuple(
        Row(one=one, progress=told.progress[one.id], item=item_of(one, told.progress[one.id], units))
        for one in told.register.commitments.values()
    )


def chosen(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """The rows that were asked for, in the order that was asked for."""
    kept = [row for row in rows if _fits(row, asked)]
    order = ORDERS.get(asked.sort)
    return sorted(kept, key=order) if order else kept


def is_owed(row: Row) -> bool:
    """Whether somebody owes it: everything but what was reported of a time that is over."""
    return row.one.terms.kind is not CommitmentKind.RESULT


def is_urgent(row: Row, only: str) -> bool:
    """Whether it is overdue, blocked, moved, claimed, near or silent."""
    item = row.item
    left = item.days_left
    return {
        "overdue": item.overdue,
        "blocked": bool(item.blocks) and item.is_open,
        "moved": bool(item.times_moved),
        "claimed": item.is_claimed,
        "near": item.is_open and left is not None and 0 <= left <= _NEAR_DAYS,
        "silent": item.is_open and (item.silent_days or 0) > _SILENT_DAYS,
    }[only]


def choices(rows: Sequence[Row], told: Gathered, asked: Asked, words: DeskWords) -> list[Choice]:
    """What may be chosen, each with its words."""
    kinds = dict.fromkeys(row.one.terms.kind for row in rows)
    states = dict.fromkeys(row.progress.state for row in rows if is_owed(row))
    units = sorted({row.item.unit for row in rows if is_owed(row) and row.item.unit})
    every = words("register.every")
    options: dict[str, list[tuple[str, str]]] = {
        "kind": [
            (OWED, words("register.owed")),
            (EVERY, words("register.with_results")),
            *((kind.value, words.label(f"cli.register.kind_{kind.value}")) for kind in CommitmentKind if kind in kinds),
        ],
        "state": [
            ("", every),
            *((one.value, words.label(f"progress.state.{one.value}")) for one in State if one in states),
        ],
        "unit": [("", every), *((unit, unit) for unit in units)],
        "source": [("", every), *_sources(told)],
        "only": [("", every), *((name, words(f"register.only.{name}")) for name in URGENT)],
        "sort": [("", words("register.sort.id")), *((name, words(f"register.sort.{name}")) for name in ORDERS)],
    }
    return [
        Choice(
            name=name,
            label=words(f"register.filter.{name}"),
            options=tuple(every_one),
            chosen=_known(getattr(asked, name), every_one),
        )
        for name, every_one in options.items()
    ]


def told_filters(found: Sequence[Choice], asked: Asked, on: str, words: DeskWords) -> dict[str, str]:
    """The filters by their words, for files that are taken away."""
    told = {one.label: dict(one.options)[one.chosen] for one in found if one.chosen and one.name != "sort"}
    told |= {words("register.filter.q"): asked.q} if asked.q else {}
    return {words("register.filter.on"): on, **told}


def _known(value: str, options: Sequence[tuple[str, str]]) -> str:
    return value if value in dict(options) else ""


def _sources(told: Gathered) -> list[tuple[str, str]]:
    named = [(document[:12], name) for document, name in texts_named(told.register).items()]
    bound = dict.fromkeys(one.terms.agreement for one in told.register.commitments.values() if one.terms.agreement)
    held = told.register.commitments
    return [*((name, f"{name} {held[name].terms.title}") for name in bound if name in held), *named]


def _fits(row: Row, asked: Asked) -> bool:
    terms, item = row.one.terms, row.item
    if asked.kind not in (EVERY, terms.kind.value) and not (asked.kind == OWED and is_owed(row)):
        return False
    if asked.state not in ("", row.progress.state.value):
        return False
    if asked.unit and folded_name(asked.unit) not in _units(row):
        return False
    origins = {terms.agreement, item.id, *(source.document[:12] for source in row.one.sources)}
    if asked.source and asked.source not in origins:
        return False
    if asked.only in URGENT and not is_urgent(row, asked.only):
        return False
    said = " ".join((item.id, item.number, item.title, item.unit, *item.others, terms.place)).casefold()
    return all(word in said for word in asked.q.casefold().split())


def _units(row: Row) -> set[str]:
    movers = (one.mover for one in row.item.blocks)
    return {folded_name(name) for name in (row.item.unit, row.one.terms.lead, *row.item.others, *movers)}


def _share(row: Row) -> float:
    share = row.progress.measure.share
    return 2.0 if share is None else float(share)


def _chance(row: Row) -> float:
    return 2.0 if row.progress.chance is None else float(row.progress.chance.chance)


_STATES = {state: place for place, state in enumerate(State)}
ORDERS: Mapping[str, Callable[[Row], Any]] = MappingProxyType(
    {
        "due": lambda row: (row.item.due is None, row.item.due or dt.date.max, row.one.id),
        "state": lambda row: (not row.item.overdue, _STATES[row.item.state], row.one.id),
        "unit": lambda row: (row.item.unit == "", row.item.unit, row.one.id),
        "progress": lambda row: (_share(row), row.one.id),
        "chance": lambda row: (_chance(row), row.one.id),
        "blocked": lambda row: (-max((one.days for one in row.item.blocks), default=-1), row.one.id),
    }
)
"""The orders that may be asked for, beside the register's own."""

FILTERS = tuple(one.name for one in fields(Asked))
"""The names of the filters in addresses."""

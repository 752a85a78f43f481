"""What is said of a commitment as of a day: the state, what was reached of what was promised, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhibiao.register.commitment import CommitmentKind, Span
from zhibiao.register.deeds import BlockCause


class State(StrEnum):
    """How a commitment stands."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    CLAIMED = "claimed"  # said to be done, and nothing shows it (自报)
    DONE = "done"  # done, and shown
    MISSED = "missed"  # its time is over and what was promised was not reached
    STOPPED = "stopped"
    REPORTED = "reported"  # a result: nobody owes it


SETTLED = frozenset({State.DONE, State.STOPPED, State.REPORTED})
"""States in which nobody is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason: a code of the messages (`progress.*`), and the facts that fill its blanks."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was reached of what was promised, both in `unit`.

    Args:
        reached: None where nobody has said and no figure tells.
        promised: None where no number was promised.
        unit: as the commitment writes it, "" for a bare number.
        share: reached of promised (of a way from one level to another: the part of the way), None where a share says
            nothing: a ceiling, or no growth promised.
        met: whether what was reached keeps the promise; None where that cannot be said.
        as_of: the day that it speaks of.
        month: the same of the latest month alone, None where the figures do not come by month.
    """

    reached: Fraction | None = None
    promised: Fraction | None = None
    unit: str = ""
    share: Fraction | None = None
    met: bool | None = None
    as_of: dt.date | None = None
    month: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds an item up, by the number of the act that told it, whose move it is and for how many days."""

    number: int
    cause: BlockCause
    mover: str
    since: dt.date
    days: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A due date moved: from which day to which, why, and who put it on record when."""

    number: int
    before: dt.date | None
    due: dt.date
    reason: str
    document: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Named items of a goal, each counted once.

    Args:
        promised: how many, None where nobody said.
        named: different names.
        evidenced: come about and shown: only these count.
        claimed: said to have come about, nothing shows it.
        planned: named and not there yet.
        dropped: given up.
        repeats: for every item that was named more than once in different spellings, the spellings.
    """

    promised: int | None
    named: int
    evidenced: int
    claimed: int
    planned: int
    dropped: int = 0
    repeats: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A span of a programme that holds too few events of a level.

    Args:
        every: which kind of span.
        level: `theme`, `focus` or `feature`, "" for any.
        name: `2025-Q2`, `2025-06`, `2025-W23`.
        first, last: its days, cut to the programme's own.
        asked: how many events it asks.
        shown, claimed, planned: how many took place with evidence, without, and are planned for days to come.
        ahead: whether it can still be filled.
        in_part: whether the programme covers only part of the span.
    """

    every: Span
    level: str
    name: str
    first: dt.date
    last: dt.date
    asked: int
    shown: int
    claimed: int
    planned: int
    ahead: bool
    in_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How far a programme keeps its rules: spans in all, spans over, gaps, and the events by what is known of them.

    `in_part` counts the spans that the programme covers only in part: they ask their share, rounded to whole events.
    `undated` are events without a day, which fill no span; `lapsed` had a day that is over, and nobody says they took
    place.
    """

    spans: int
    over: int
    in_part: int
    gaps: tuple[Gap, ...]
    only_claimed: tuple[Gap, ...]
    shown: int
    claimed: int
    planned: int
    undated: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capital:
    """The projects of a capital plan; amounts in yuan.

    `amount_difference` and `number_difference` are what is named less what was promised, None where nothing was.
    `spent_share` is of the amounts of the projects that say both; `without_amount` names those that say none.
    """

    named: int
    number_difference: int | None
    amount: Fraction
    promised: Fraction | None
    amount_difference: Fraction | None
    spent: Fraction
    spent_share: Fraction | None
    started: int
    done: int
    claimed: int
    dropped: int
    without_amount: tuple[str, ...] = ()
    overspent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One obligation of a side: how it stands, and whose move it is ("" where it is settled)."""

    commitment: str
    title: str
    state: State
    overdue: bool
    blocked: bool
    movers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of an agreement with what it owes; `is_party` tells the signatories from units that carry out."""

    name: str
    is_party: bool
    owed: tuple[Owed, ...]
    done: int
    claimed: int
    open: int
    blocked: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The chance that a promise is kept: the share of draws of the period's end that keep it.

    `expected` is the mean of the draws, `low` and `high` bound the middle four fifths of them; all in the unit of the
    promise.
    """

    chance: Fraction
    expected: Fraction
    low: Fraction
    high: Fraction
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a commitment stands on a day.

    Args:
        commitment: its id.
        kind: its kind.
        on: the day; nothing dated later is known.
        state: how it stands.
        measure: what was reached and promised.
        due, first_due: as they are now, and as they were first; None where nobody said.
        overdue: whether the day is past due and nothing shows it done.
        days_left: until it is due, negative after; None without a due date.
        slipped_days: by how much the due date was moved in all; None without one.
        moves: every time that it was moved.
        blocks: what holds it up on that day.
        last_said: the last day that anybody spoke of it, None where nobody has.
        silent_days: days since then (ageing).
        done_on: since when it is said and shown to be done, where reports tell it.
        items, coverage, capital, sides: what the kinds have that count items, hold events, invest or bind two sides.
        chance: of being kept; None where there is no forecast, and `because` says why.
        because: why it stands so.
    """

    commitment: str
    kind: CommitmentKind
    on: dt.date
    state: State
    measure: Measure = field(default_factory=Measure)
    due: dt.date | None = None
    first_due: dt.date | None = None
    overdue: bool = False
    days_left: int | None = None
    slipped_days: int | None = None
    moves: tuple[Move, ...] = ()
    blocks: tuple[Standing, ...] = ()
    last_said: dt.date | None = None
    silent_days: int | None = None
    done_on: dt.date | None = None
    items: Items | None = None
    coverage: Covered | None = None
    capital: Capital | None = None
    sides: tuple[Side, ...] = ()
    chance: Chance | None = None
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the part for one kind found; the rest of a `Progress` is the same for every kind."""

    state: State
    measure: Measure = field(default_factory=Measure)
    done_on: dt.date | None = None
    items: Items | None = None
    coverage: Covered | None = None
    capital: Capital | None = None
    sides: tuple[Side, ...] = ()
    chance: Chance | None = None
    because: tuple[Because, ...] = ()

"""One statement of a published text: who said what about which figure, by when, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class StatementKind(StrEnum):
    """What a statement is: something that was, something to be reached, something to be done, a project, a signing."""

    RESULT = "result"
    TARGET = "target"
    TASK = "task"
    PROJECT = "project"
    AGREEMENT = "agreement"


class Change(StrEnum):
    """What a number says: an amount, a share, or a change against one base or another."""

    LEVEL = "level"
    SHARE = "share"
    YOY = "yoy"  # against the same period a year earlier
    MOM = "mom"  # against the period just before
    DELTA = "delta"  # against any other base
    GAP = "gap"  # against another area or a plan
    FROM_TO = "from_to"
    RANK = "rank"


class Comparator(StrEnum):
    """How the number binds."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "approx"
    RANGE = "range"


class Polarity(StrEnum):
    """Which way a verb says that it goes."""

    INCREASE = "increase"
    DECREASE = "decrease"
    KEEP = "keep"


class ProjectStatus(StrEnum):
    """How far a named project has come; signed is planned."""

    PLANNED = "planned"
    BUILDING = "building"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The numbers of a statement as they were written, sign apart: `下降8.8%` is 8.8.

    A single number stands in `value`; a range in `value` and `value_max`; `由A到B` in `base` and `reached`.
    """

    value: Decimal | None = None
    value_max: Decimal | None = None
    base: Decimal | None = None
    reached: Decimal | None = None
    unit: str | None = None
    change: Change
    comparator: Comparator


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement, with the place in the clean text (`start` to `end`, end exclusive) that says it.

    `period` is written as in the register: `2024`, `2024-06`, `2024-06-30`, `A..B`, `..B` for a deadline, `A..` for an
    open end, or None where the text does not let it be known. `actors` are who did it or must do it. `confidence` lies
    between 0 and 1; `because` holds the codes of what raised or lowered it (`texts.because.*` in the messages).
    """

    kind: StatementKind
    subject: str
    figure: Figure | None = None
    polarity: Polarity | None = None
    period: str | None = None
    actors: tuple[str, ...] = ()
    place: str | None = None
    status: ProjectStatus | None = None
    start: int
    end: int
    repeats: tuple[tuple[int, int], ...] = ()
    confidence: float = 1.0
    because: tuple[str, ...] = ()

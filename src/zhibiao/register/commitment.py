"""A row of the register: what was promised, with the place in a published text that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.texts.statement import Figure, Polarity, ProjectStatus


class CommitmentKind(StrEnum):
    """What kind of row it is."""

    RESULT = "result"  # a figure reported of a time that is over; nobody owes it
    TARGET = "target"
    TASK = "task"
    PROJECT = "project"
    COUNTED = "counted"  # so many of something, each one named and evidenced, counted once
    AGREEMENT = "agreement"
    OBLIGATION = "obligation"  # what one side of an agreement owes the other
    PROGRAMME = "programme"  # events by rules of coverage
    CAPITAL = "capital"  # a plan of investment over several projects


class Span(StrEnum):
    """What a rule of coverage asks something of: each quarter, each month, each week (Monday to Sunday)."""

    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A rule of a programme: in each span at least so many events of a level (`theme`, `focus`, `feature`)."""

    every: Span
    level: str
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text says it: the document by the hash of its raw bytes, and the span in clean and in raw text."""

    document: str
    name: str
    published: str = ""
    start: int
    end: int
    raw_start: int
    raw_end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a commitment says; corrected only by a new version.

    Args:
        kind: what kind of row.
        title: which indicator, thing or action.
        figure: the number promised or reported; None where there is none.
        polarity: which way it is to go.
        period: as the text gives it (`2025`, `2024-06`, `A..B`, `..B`), "" where unknown.
        due: the last day, None where nobody said; never guessed.
        number: number in the list it comes from (任务序号), "" without.
        lead: lead unit (牵头单位), or who owes it.
        others: responsible units (责任单位).
        parties: the sides of an agreement, in the order of the text.
        agreement: id of the agreement that an obligation belongs to.
        indicator: code of the indicator whose figures tell the progress, "" where there is none.
        stage: how far a project had come when it was written down.
        place: area.
        items: how many a counted goal, a capital plan or a programme promises, None where nobody said.
        coverage: the rules of a programme.
    """

    kind: CommitmentKind
    title: str
    figure: Figure | None = None
    polarity: Polarity | None = None
    period: str = ""
    due: dt.date | None = None
    number: str = ""
    lead: str = ""
    others: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    agreement: str = ""
    indicator: str = ""
    stage: ProjectStatus | None = None
    place: str = ""
    items: int | None = None
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a program read in a text; nobody has promised it until a person says so.

    `id` is the start of the hash of document, place and terms: the same reading of the same text is the same candidate.
    """

    id: str
    terms: Terms
    source: Source
    repeats: tuple[Source, ...] = ()
    confidence: str = "1"
    because: tuple[str, ...] = ()

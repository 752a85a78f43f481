"""What is done upon an appeal: each deed is kept for ever, with who did it and when; nothing is edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.register.deeds import Evidence


class Ground(StrEnum):
    """What an appeal rests on, by code."""

    FIGURE = "figure"
    FILED_AGAIN = "filed_again"
    CAPACITY = "capacity"
    STANDING = "standing"
    RULE = "rule"
    PROCEDURE = "procedure"
    OTHER = "other"


class Outcome(StrEnum):
    """How the bureau decides an appeal."""

    UPHELD = "upheld"
    PARTLY = "partly"
    DISMISSED = "dismissed"


class Follows(StrEnum):
    """What follows of an appeal that is upheld; the appeal itself changes no figure and no quota."""

    FILE_AGAIN = "file_again"
    DECIDE_AGAIN = "decide_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that is said to be otherwise: an own figure that the decision used, or a rule.

    Args:
        field: of the figure, as the decision names it (`crude_steel_t`, `tier`); "" where a rule is meant.
        period: of the figure: a year, a month, or months `2025-01..2025-03`.
        value: what is claimed, a decimal in `unit`, or a word for tier, grade and veto.
        unit: of the value, always the one used inside.
        clause: number of the clause that is said to be misapplied; "" where a figure is meant.
        note: why, in the enterprise's words.
    """

    field: str = ""
    period: str = ""
    value: str = ""
    unit: str = ""
    clause: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """The figure's name among the inputs of the decision; "" for a rule."""
        return f"{self.field}/{self.period}" if self.field else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An enterprise appeals against an issued decision as far as its own quota is concerned.

    `last_day` is the one its notice states, in China; `rerun` the hash of what the decision's own inputs give with the
    claimed figures in their place, "" where no figure is claimed.
    """

    appeal: str
    decision: str
    decision_sha256: str
    enterprise: str
    last_day: dt.date
    grounds: tuple[Ground, ...]
    statement: str
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rerun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The enterprise adds to its appeal; a figure claimed anew takes the place of the claim before."""

    appeal: str
    statement: str
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rerun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The bureau takes the appeal up."""

    appeal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The bureau asks the enterprise for more, by a day."""

    appeal: str
    question: str
    by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The enterprise was heard: on which day, and what was said."""

    appeal: str
    on: dt.date
    record: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The bureau's answer with its reasons, and what follows of it."""

    appeal: str
    outcome: Outcome
    reasons: str
    follows: tuple[Follows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """The decision, issued since, that carried the outcome out."""

    appeal: str
    decision: str
    decision_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The enterprise takes its appeal back."""

    appeal: str
    reason: str


Deed = Filed | Added | Accepted | Asked | Heard | Decided | CarriedOut | Withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A deed as it stands on record: its number in the book's order from 1, who did it and when (UTC)."""

    number: int
    at: str
    person: str
    deed: Deed

"""The rule of the quarterly score (季考核计分办法): points for each outcome, with the clause that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibiao.terms.text import Text


class Outcome(StrEnum):
    """What an item comes to for the score."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    DONE_UNDATED = "done_undated"
    CLAIMED = "claimed"
    CLAIMED_LATE = "claimed_late"
    HELD_UP = "held_up"
    OVERDUE = "overdue"
    STOPPED = "stopped"
    MOVED_WITHOUT_DOCUMENT = "moved_without_document"


# Evidence may turn what stands right into what stands left, and never lowers a score.
_NO_LESS: tuple[tuple[Outcome, Outcome], ...] = (
    (Outcome.DONE_IN_TIME, Outcome.DONE_LATE),
    (Outcome.DONE_IN_TIME, Outcome.CLAIMED),
    (Outcome.DONE_UNDATED, Outcome.CLAIMED),
    (Outcome.DONE_LATE, Outcome.CLAIMED_LATE),
    (Outcome.CLAIMED, Outcome.CLAIMED_LATE),
    (Outcome.DONE_LATE, Outcome.OVERDUE),
    (Outcome.DONE_LATE, Outcome.HELD_UP),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Points for one outcome, and the words of the rule."""

    points: Fraction
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """A rule of scoring: a clause for every outcome.

    Args:
        clauses: by outcome, all of them.
        sha256: of the file that it was read from.
        least: items to be judged below which a unit is listed and not ranked.
    """

    clauses: Mapping[Outcome, Clause]
    sha256: str = ""
    least: int = 3

    def points(self, outcome: Outcome) -> Fraction:
        """The points of an outcome."""
        return self.clauses[outcome].points

    @property
    def breaks(self) -> tuple[tuple[Outcome, Outcome], ...]:
        """Pairs the wrong way round, so that evidence would lower a score; and a move without a document that earns."""
        wrong = [pair for pair in _NO_LESS if self.points(pair[0]) < self.points(pair[1])]
        moved = Outcome.MOVED_WITHOUT_DOCUMENT
        return (*wrong, *(((moved, moved),) if self.points(moved) > 0 else ()))

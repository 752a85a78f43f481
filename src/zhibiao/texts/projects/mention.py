"""A named project as a text speaks of it, and how far what is said about it reaches."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from zhibiao.texts.statement import ProjectStatus, Statement

ATTRIBUTE = "texts.because.project_attribute"
EFFECT = "texts.because.project_effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMention:
    """A named project: where its name stands, its stem for subjects, who builds it, and its reach.

    Figures from `reach_start` to `reach_end` (exclusive) that tell an attribute are this project's; `is_row` where the
    name stands in a table.
    """

    name: str
    stem: str
    start: int
    end: int
    reach_start: int
    reach_end: int
    status: ProjectStatus | None = None
    actors: tuple[str, ...] = ()
    is_row: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Projects:
    """The projects of a page: a statement of status for each that has one, mentions in the order of reach, the text.

    `present` is the month of publication, in which what stands (reserves, grade) is told.
    """

    statements: tuple[Statement, ...] = ()
    mentions: tuple[ProjectMention, ...] = ()
    text: str = ""
    present: str | None = None

    def at(self, place: int) -> ProjectMention | None:
        """The project in whose reach a place lies, None outside all."""
        number = bisect_right(self.mentions, place, key=lambda one: one.reach_start) - 1
        if number < 0 or place >= self.mentions[number].reach_end:
            return None
        return self.mentions[number]


def last_day_of(period: str) -> str:
    """The last day that a period names, for comparing two periods: a year alone counts as its end.

    >>> max("2026", "2025-06..2026-03", key=last_day_of)
    '2026'
    """
    return (period.rpartition("..")[2] + "-99-99")[:10]

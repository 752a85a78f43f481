"""Rolling a plan through a year (滚动调节): what each month's plan was made from, what it decided, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhibiao.regulation.certificate import Certificate
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One month of a rolled year.

    Args:
        month: the month that was decided; the plan runs from it to December.
        seen_t: every figure of output that the planner was given, by name and last month of what it covers.
        decided_t: what the plan gave each name for the month.
        made_t: what came of it.
        target_t: what the rest of the year was to add up to.
        planned_t: what the plan makes of it: less or more where its bounds allow no other.
        course_t: what the rest of the year would add up to if it went on as it did.
        certificate: of the plan.
        solver: whose plan it is.
    """

    month: Month
    seen_t: Mapping[tuple[str, Month], int]
    decided_t: Mapping[str, int]
    made_t: Mapping[str, int]
    target_t: int
    planned_t: int
    course_t: int
    certificate: Certificate
    solver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A figure as it was received, and the first month at whose start it was known."""

    tonnes: int
    known_from: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Peek:
    """A figure that a planner cannot have known: not received yet, or another than was received (None: never)."""

    planned: Month
    name: str
    month: Month
    seen_t: int
    received_t: int | None


def peeks(steps: Iterable[Step], received: Mapping[tuple[str, Month], Receipt]) -> tuple[Peek, ...]:
    """Hold what every plan was made from against what had been received by then; an honest run gives nothing."""
    return tuple(
        Peek(
            planned=step.month,
            name=name,
            month=month,
            seen_t=tonnes,
            received_t=receipt.tonnes if receipt else None,
        )
        for step in steps
        for (name, month), tonnes in step.seen_t.items()
        if (receipt := received.get((name, month))) is None
        or receipt.known_from > step.month
        or receipt.tonnes != tonnes
    )

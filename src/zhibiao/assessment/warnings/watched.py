"""What an early warning looks at: one firm's history with its course worked out once, and how a warning is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhibiao.assessment.warnings.course import Step, course_of
from zhibiao.assessment.warnings.history import FirmHistory, Reported
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One firm at the end of its last month.

    Args:
        history: as it was known then, at least one period.
        course: its output against expectation, period by period.
        tolerances: from when on something is said.
    """

    history: FirmHistory
    course: tuple[Step, ...]
    tolerances: WarningTolerances

    @property
    def now(self) -> Reported:
        """The last period."""
        return self.history.reported[-1]

    @property
    def step(self) -> Step | None:
        """The last period against expectation; None where it could not be judged."""
        return self.course[-1] if self.course and self.course[-1].period == self.now.period else None

    def finding(self, code: str, **facts: object) -> Finding:
        """A question about the last period."""
        history = self.history
        place = Place(file=f"{history.enterprise}/{self.now.period}")
        known = {"enterprise": history.enterprise, "name": history.name, "month": str(self.now.period)}
        return Finding(code=code, severity=Severity.QUERY, place=place, facts={**known, **facts})


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """One early warning as the list of all holds it.

    Args:
        run: the warning itself; the first line of its docstring says what it asks.
        codes: codes of findings that it may give.
        needs: fields of `Reported`, or `outlook`, without which it says nothing.
        tolerances: names of the tolerances it reads.
        source: where the method is described.
    """

    run: Callable[[Watched], Iterator[Finding]]
    codes: tuple[str, ...]
    needs: tuple[str, ...]
    tolerances: tuple[str, ...]
    source: str

    @property
    def name(self) -> str:
        """The function's own name."""
        return self.run.__name__


def watched(history: FirmHistory, tolerances: WarningTolerances) -> Watched:
    """The history with its course; a history without a period is a ValueError."""
    if not history.reported:
        raise ValueError(f"nothing reported by {history.enterprise}")
    return Watched(history=history, course=course_of(history.reported, tolerances), tolerances=tolerances)

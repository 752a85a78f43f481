"""One thing that the doctor looked at: what was found, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A line of the doctor's sheet.

    Args:
        name: of the look; its words are the label `doctor.<name>`.
        facts: what was found.
        findings: what is wrong: a note where something optional is missing, a query where it will go wrong one day, a
            rejection where work is not possible or not safe.
    """

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """The hardest of the findings; None where all is well."""
        return max((one.severity for one in self.findings), default=None)


def wrong(code: str, severity: Severity, **facts: object) -> tuple[Finding, ...]:
    """The finding of a look."""
    return (Finding(code=code, severity=severity, place=Place(), facts=facts),)

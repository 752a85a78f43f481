"""Every check of one return in order, and their findings gathered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhibiao.monthly.checks import (
    arithmetic,
    balances,
    energy,
    identity,
    metal,
    periods,
    products,
    sign,
    stocks,
    unit_slip,
    values,
)
from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text

_MOST_ALIKE = 3
_MOST_NAMED = 8

CHECKS: tuple[Check, ...] = (
    *periods.COVERAGE,
    *arithmetic.CHECKS,
    *sign.CHECKS,
    *identity.CHECKS,
    *unit_slip.CHECKS,
    *balances.CHECKS,
    *metal.CHECKS,
    *energy.CHECKS,
    *stocks.CHECKS,
    *products.CHECKS,
    *values.CHECKS,
    *periods.REPEATS,
)
"""All checks in order; each file lists its own."""


def check_return(filed: Filed, standing: Standing) -> tuple[Finding, ...]:
    """Every finding of every check; many of one code become one that names the fields and counts the cells."""
    return tuple(_gathered([finding for check in CHECKS for finding in check.run(filed, standing)]))


def _gathered(findings: list[Finding]) -> Iterator[Finding]:
    alike: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.code, finding.severity), []).append(finding)
    for group in alike.values():
        if len(group) <= _MOST_ALIKE or "name" not in group[0].facts:
            yield from group
        else:
            yield replace(group[0], facts={**group[0].facts, "cell": _cells(group), "name": _names(group)})


def _cells(group: list[Finding]) -> str:
    named = "、".join(str(finding.facts["cell"]) for finding in group[:_MOST_NAMED])
    return f"{named}{'…' if len(group) > _MOST_NAMED else ''}({len(group)})"


def _names(group: list[Finding]) -> Text:
    """The first field with its figures in the text, and how many more there are."""
    first = group[0].facts["name"]
    assert isinstance(first, Text)
    return Text(zh=f"{first.zh}等{len(group)}项", en=f"{first.en} and {len(group) - 1} more")

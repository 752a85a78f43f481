"""Every check of one return in order, and their findings gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zhibiao.monthly.checks import (
    arithmetic,
    balances,
    energy,
    grounds,
    identity,
    jump,
    metal,
    periods,
    plans,
    products,
    sign,
    stocks,
    unit_slip,
    values,
)
from zhibiao.monthly.checks.causes import with_causes
from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.grounds import explained
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

_MOST_ALIKE = 3
_MOST_NAMED = 8

CHECKS: tuple[Check, ...] = (
    *periods.COVERAGE,
    *grounds.CHECKS,
    *arithmetic.CHECKS,
    *sign.CHECKS,
    *identity.CHECKS,
    *unit_slip.CHECKS,
    *balances.CHECKS,
    *plans.CHECKS,
    *metal.CHECKS,
    *energy.CHECKS,
    *stocks.CHECKS,
    *products.CHECKS,
    *values.CHECKS,
    *jump.CHECKS,
    *periods.REPEATS,
)
"""All checks in order; each file lists its own."""


def check_return(filed: Filed, standing: Standing, *, read: Sequence[Finding] = ()) -> tuple[Finding, ...]:
    """Every finding of every check: what grounds cover told as explained, what a likelier slip explains named after it.

    Many of one code become one that names the fields and counts the cells. What the reader found in the return (`read`)
    is not told again, and may be the cause of what the checks find.
    """
    found = tuple(explained(run_checks(filed, standing, CHECKS), filed, standing))

    def rerun(otherwise: Filed, checks: Sequence[Check]) -> Sequence[Finding]:
        return run_checks(otherwise, standing, checks)

    return tuple(_gathered(with_causes(found, filed, standing, checks=CHECKS, rerun=rerun, read=read)))


def run_checks(filed: Filed, standing: Standing, checks: Sequence[Check]) -> list[Finding]:
    """Each check's findings as it gives them."""
    return [finding for check in checks for finding in check.run(filed, standing)]


def _gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        kind = (finding.code, finding.severity, finding.because, finding.holds, finding.facts.get("ground"))
        alike.setdefault(kind, []).append(finding)
    for group in alike.values():
        if len(group) <= _MOST_ALIKE or "name" not in group[0].facts:
            yield from group
        else:
            group = sorted(group, key=_as_on_the_form)
            yield replace(group[0], facts={**group[0].facts, "cell": _cells(group), "name": _names(group)})


def _as_on_the_form(finding: Finding) -> tuple[int, int, str, str]:
    """Row by row: a cell of a later row has a longer address or a larger one."""
    first = finding.place.cell.split(",")[0]
    return finding.place.row, len(first), first[1:] + first[:1], finding.place.field


def _cells(group: list[Finding]) -> str:
    named = "、".join(str(finding.facts["cell"]) for finding in group[:_MOST_NAMED])
    return f"{named}{'…' if len(group) > _MOST_NAMED else ''}({len(group)})"


def _names(group: list[Finding]) -> Text:
    """The first field with its figures in the text, and how many more there are."""
    first = group[0].facts["name"]
    assert isinstance(first, Text)
    return Text(zh=f"{first.zh}等{len(group)}项", en=f"{first.en} and {len(group) - 1} more")

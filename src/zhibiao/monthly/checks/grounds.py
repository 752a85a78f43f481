"""Grounds stated by the firm (说明代码): what they cover is told and no longer asked; an unknown one is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.suspects import figures_named
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, spot_of
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.grounds import Ground

EXPLAINED = "edit.explained"
"""Tells that a finding is covered by a ground; it leaves the outcome of the return as it is."""


def grounds_known(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Every ground stated is on the authority's list."""
    if not any(True for _ in standing.grounds):
        return
    known = "、".join(ground.code for ground in standing.grounds)
    for field, codes in filed.grounds.items():
        place = filed.cell(field) if field else filed.place
        for code in codes:
            if code not in standing.grounds:
                where = spot_of(place) or place.sheet
                facts = {"cell": where, "ground": code, "known": known}
                yield Finding(code="edit.ground_unknown", severity=Severity.QUERY, place=place, facts=facts)


def explained(findings: Sequence[Finding], filed: Filed, standing: Standing) -> Iterator[Finding]:
    """The findings, those covered by a ground stated beside one of their figures (or for the return) told instead."""
    if not filed.grounds:
        yield from findings
        return
    for finding in findings:
        ground = _ground_for(finding, filed, standing)
        if ground is None:
            yield finding
        else:
            yield told(finding, ground)


def told(finding: Finding, ground: Ground) -> Finding:
    """What a ground explains, as a note instead of the question."""
    facts = {"name": "—", **finding.facts, "ground": ground.code, "reason": ground.name, "asked": finding.code}
    return Finding(code=EXPLAINED, severity=Severity.NOTE, place=finding.place, facts=facts)


def _ground_for(finding: Finding, filed: Filed, standing: Standing) -> Ground | None:
    fields = {finding.place.field, *(figure.field for figure in figures_named(finding, filed)), ""}
    for field in sorted(fields):
        for code in filed.grounds.get(field, ()):
            if code in standing.grounds and finding.code in standing.grounds[code].covers:
                return standing.grounds[code]
    return None


CHECKS: tuple[Check, ...] = (
    Check(run=grounds_known, codes=("edit.ground_unknown", EXPLAINED), source="list of grounds of the authority"),
)

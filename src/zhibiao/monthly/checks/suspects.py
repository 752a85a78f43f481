"""Which figures a finding speaks of, and the return as it would be with some of them otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.terms.finding import Finding

Figure = tuple[str, Scope]
"""A field and the span it covers: one figure of the return."""


def cells_named(finding: Finding, filed: Filed) -> frozenset[Figure]:
    """The figures in the cells that a finding names; in tables without cells, the finding's own field in both spans."""
    named = {cell for cell in finding.place.cell.split(",") if cell}
    found = {(fact.field, fact.scope) for fact in filed.facts if fact.place.cell in named}
    if found:
        return frozenset(found)
    return frozenset((finding.place.field, scope) for scope in Scope if filed.fact(finding.place.field, scope))


def counterfactual(filed: Filed, changed: Mapping[Figure, Decimal | None]) -> Filed:
    """A return with some figures otherwise, None for one that is left out; what was filed stays as it is."""
    facts: list[Fact] = []
    for fact in filed.facts:
        value = changed.get((fact.field, fact.scope), fact.value)
        if value is not None:
            facts.append(fact if value is fact.value else replace(fact, value=value))
    return replace(filed, facts=tuple(facts))

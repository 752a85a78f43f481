"""Which figures a finding speaks of, and the return as it would be with some of them otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from zhibiao.monthly.filed import Figure, Filed
from zhibiao.monthly.returns import Fact, Scope
from zhibiao.terms.finding import Finding


def figures_of(filed: Filed) -> Iterator[tuple[Figure, Fact]]:
    """Every figure of the return, this year's first."""
    yield from ((Figure(fact.field, fact.scope), fact) for fact in filed.facts)
    yield from ((Figure(fact.field, fact.scope, is_last_year=True), fact) for fact in filed.last_year)


def value_of(filed: Filed, figure: Figure) -> Decimal | None:
    """The figure's value, or None where it was not filed."""
    if not figure.is_last_year:
        return filed.value(figure.field, figure.scope)
    return next((fact.value for one, fact in figures_of(filed) if one == figure), None)


def figures_named(finding: Finding, filed: Filed) -> frozenset[Figure]:
    """The figures that a finding speaks of; where it misses one, what its field has of this year."""
    if finding.figures:
        return frozenset(figure for figure in finding.figures if isinstance(figure, Figure))
    field = finding.place.field
    return frozenset(Figure(field, scope) for scope in Scope if filed.fact(field, scope))


def counterfactual(filed: Filed, changed: Mapping[Figure, Decimal | None]) -> Filed:
    """A return with some figures otherwise, None for one that is left out; what was filed stays as it is."""
    this_year = tuple(_otherwise(filed.facts, changed, is_last_year=False))
    return replace(filed, facts=this_year, last_year=tuple(_otherwise(filed.last_year, changed, is_last_year=True)))


def _otherwise(
    facts: tuple[Fact, ...], changed: Mapping[Figure, Decimal | None], *, is_last_year: bool
) -> Iterator[Fact]:
    for fact in facts:
        value = changed.get(Figure(fact.field, fact.scope, is_last_year), fact.value)
        if value is not None:
            yield fact if value is fact.value else replace(fact, value=value)

"""What rests on returns that a restatement follows: decisions and the figures they used, bookings, bases put out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.contribution.measure import LEVEL_PLACES
from zhibiao.monthly.restatement import Restatement, Revision, takes_place_of
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.exact import rounded
from zhibiao.terms.instant import instant_text
from zhibiao.terms.kept import DecisionState, StoredDecision

Cited = tuple[Return, Fact]
"""A figure with the return it stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFigure:
    """A figure that a decision used of the months concerned, and what the restatement says; None where not filed.

    Over several returns a flow is summed, a stock the last one's, a level the mean by months.
    """

    field: str
    before: Decimal | None
    after: Decimal | None
    cells_before: tuple[Cited, ...]
    cells_after: tuple[Cited, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the two differ; a figure that came or went does."""
        return self.before != self.after

    @property
    def difference(self) -> Decimal | None:
        """After minus before; None where one of them was not filed."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedDecision:
    """A decision that cites returns which the restatement takes the place of; it stands as it is.

    Args:
        cited: those returns, by reference.
        covers_same_months: whether the restatement covers exactly their months; else their figures and its own are of
            different spans, and a draft from the record as it is now would rest on other months.
        figures: every figure that the decision used of them, by field.
    """

    id: str
    sector: str
    plan_year: int
    as_of: str
    state: DecisionState
    cited: tuple[str, ...]
    covers_same_months: bool
    figures: tuple[UsedFigure, ...]

    @property
    def changed(self) -> tuple[UsedFigure, ...]:
        """The used figures that differ."""
        return tuple(figure for figure in self.figures if figure.has_changed)

    @property
    def used_otherwise(self) -> bool:
        """Whether anything that the decision used is told otherwise now."""
        return bool(self.changed) or (bool(self.figures) and not self.covers_same_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """An entry that booked production from a return which the restatement takes the place of.

    `month` is the month in whose close it was booked, empty for the year's; `turned_back_by` the entry that turned it
    back since, or empty.
    """

    entry: str
    seq: int
    month: str
    tonnes: int
    reference: str
    turned_back_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Production booked from what is replaced, and what the next close of its book makes of it.

    Args:
        next_close: the month, or the year, whose close comes next; empty when the year is closed.
        stands_t: tonnes that stand booked from the returns replaced.
        difference_t: by how much the record as it stands differs from that for the months concerned, which the next
            close books; None when nothing stands on what is replaced, or a figure is missing.
    """

    sector: str
    plan_year: int
    entries: tuple[Booking, ...]
    next_close: str
    stands_t: int
    difference_t: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedBase:
    """A published statement of bases that has the enterprise's output or score of that year.

    `before_t` is the year's output as published, None where the year is only scored; `after_t` what the record says
    with the restatement, None where it no longer covers the year.
    """

    statement: str
    sector: str
    plan_year: int
    opens: str
    year: int
    before_t: int | None
    after_t: int | None
    is_scored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Touches:
    """A restatement and everything that rests on what it follows; nothing of that is changed by it.

    `stands` says whether the restatement itself still stands, or was followed in turn.
    """

    restatement: Restatement
    stands: bool
    decisions: tuple[TouchedDecision, ...]
    booked: Booked | None
    bases: tuple[TouchedBase, ...]

    def plain(self) -> dict[str, Any]:
        """The answer as plain values; decimals as strings, absent figures as null."""
        after, earlier = self.restatement.after, self.restatement.earlier
        return {
            **return_plain(after),
            "stands": self.stands,
            "earlier": None if earlier is None else return_plain(earlier),
            "replaced": [return_plain(item) for item in self.restatement.replaced],
            "has_new_figures": self.restatement.has_new_figures,
            "revisions": [_revision_plain(item) for item in self.restatement.revisions],
            "decisions": [_decision_plain(item) for item in self.decisions],
            "booked": None if self.booked is None else _booked_plain(self.booked),
            "bases": [{name: getattr(item, name) for name in item.__slots__} for item in self.bases],
        }


def touched_decision(
    decision: StoredDecision, claimant: Mapping[str, Any], after: Return, known: Mapping[str, Return]
) -> TouchedDecision | None:
    """What a decision used of the returns that `after` takes the place of; None when it cites none of them.

    Args:
        decision: as kept, in whatever state.
        claimant: the enterprise's own part of its body.
        after: the restatement's own return.
        known: returns by reference.
    """
    cited = (known[reference] for reference, _ in claimant["sources"] if reference in known)
    replaced = sorted((item for item in cited if takes_place_of(after, item)), key=lambda item: item.period)
    if not replaced:
        return None
    body = decision.body
    covered = {month for item in replaced for month in item.period}
    return TouchedDecision(
        id=decision.id,
        sector=body["sector"],
        plan_year=body["plan_year"],
        as_of=body["as_of"],
        state=decision.state,
        cited=tuple(item.reference for item in replaced),
        covers_same_months=covered == set(after.period),
        figures=tuple(_used_figures(body, claimant, replaced, after)),
    )


def used_fields(body: Mapping[str, Any], claimant: Mapping[str, Any], item: Return) -> frozenset[str]:
    """The fields of a cited return that a decision used: the quantity of base years and plan year, and of the year
    assessed what its indicators can reach; of a stock only the one at that year's end."""
    year = item.period.start.year
    counts = year == body["plan_year"] or str(year) in claimant["history_t"]
    quantity = frozenset({body["quantity"]}) if counts else frozenset[str]()
    if year != body["plan_year"] - 1:
        return quantity
    ends_year = item.period.last.month == 12
    kinds: Mapping[str, str] = body["sector_data"]["fields"]
    return quantity | {field for field, kind in kinds.items() if kind != Kind.STOCK or ends_year}


def return_plain(item: Return) -> dict[str, Any]:
    """A version of a return without its figures."""
    return {
        "reference": item.reference,
        "enterprise": item.enterprise,
        "period": str(item.period),
        "version": item.version,
        "received_at": instant_text(item.received_at),
        "provenance": item.provenance,
        "file_sha256": item.file_sha256,
    }


def fact_plain(fact: Fact | None) -> dict[str, Any] | None:
    """A figure with its cell."""
    if fact is None:
        return None
    place = fact.place
    where = {name: getattr(place, name) for name in ("file", "sheet", "cell", "row", "line")}
    return {"value": format(fact.value, "f"), "place": {name: value for name, value in where.items() if value}}


def _used_figures(
    body: Mapping[str, Any], claimant: Mapping[str, Any], replaced: Sequence[Return], after: Return
) -> Iterator[UsedFigure]:
    kinds: Mapping[str, str] = body["sector_data"]["fields"]
    products = {product["field"] for product in body["sector_data"]["products"]}
    for field in sorted({field for item in replaced for field in used_fields(body, claimant, item)}):
        kind, needs_all = Kind(kinds.get(field, Kind.FLOW)), field not in products
        yield UsedFigure(
            field=field,
            before=_total(replaced, field, kind, needs_all=needs_all),
            after=_total((after,), field, kind, needs_all=needs_all),
            cells_before=_cells(replaced, field),
            cells_after=_cells((after,), field),
        )


def _total(returns: Sequence[Return], field: str, kind: Kind, *, needs_all: bool) -> Decimal | None:
    """The figure of neighbouring returns together, as an indicator reads them; None where it was not filed.

    A product left blank was not made, so that what was filed of it is all; of other fields every return is needed.
    """
    if kind is Kind.STOCK:
        return _value(returns[-1], field)
    values = [(_months(item), _value(item, field)) for item in returns]
    known = [(months, value) for months, value in values if value is not None]
    if not known or (needs_all and len(known) < len(values)):
        return None
    if kind is Kind.LEVEL and len(known) > 1:
        total = sum((months * Fraction(value) for months, value in known), Fraction(0))
        return rounded(total / sum(months for months, _ in known), LEVEL_PLACES)
    return sum((value for _, value in known), Decimal(0))


def _months(item: Return) -> int:
    return sum(1 for _ in item.period)


def _value(item: Return, field: str) -> Decimal | None:
    return next((fact.value for _, fact in _cells((item,), field)), None)


def _cells(returns: Collection[Return], field: str) -> tuple[Cited, ...]:
    return tuple(
        (item, fact) for item in returns for fact in item.facts if (fact.field, fact.scope) == (field, Scope.PERIOD)
    )


def _revision_plain(item: Revision) -> dict[str, Any]:
    return {
        "field": item.field,
        "scope": item.scope.value,
        "change": item.change.value,
        "before": fact_plain(item.before),
        "after": fact_plain(item.after),
        "difference": _text(item.difference),
    }


def _decision_plain(item: TouchedDecision) -> dict[str, Any]:
    return {
        "decision": item.id,
        "sector": item.sector,
        "plan_year": item.plan_year,
        "as_of": item.as_of,
        "state": item.state.value,
        "cited": list(item.cited),
        "covers_same_months": item.covers_same_months,
        "used_otherwise": item.used_otherwise,
        "figures": [_figure_plain(figure) for figure in item.figures],
    }


def _figure_plain(figure: UsedFigure) -> dict[str, Any]:
    return {
        "field": figure.field,
        "has_changed": figure.has_changed,
        "before": _text(figure.before),
        "after": _text(figure.after),
        "difference": _text(figure.difference),
        "cells_before": [{"return": item.reference, **(fact_plain(fact) or {})} for item, fact in figure.cells_before],
        "cells_after": [{"return": item.reference, **(fact_plain(fact) or {})} for item, fact in figure.cells_after],
    }


def _booked_plain(booked: Booked) -> dict[str, Any]:
    plain = {name: getattr(booked, name) for name in booked.__slots__}
    plain["entries"] = [{name: getattr(one, name) for name in one.__slots__} for one in booked.entries]
    return plain


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")

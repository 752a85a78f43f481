"""Read how figures were revised (修订三角): a triangle of a firm or a sector, and months taken out of two totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.assessment.growth.revision_triangle import Cell, Triangle, revision_triangle
from zhibiao.assessment.growth.vintages import History, MonthFromTotals, first_of, known, month_from_totals
from zhibiao.assessment.monthly import plain
from zhibiao.errors import NotFound, UsageError
from zhibiao.monthly.returns import Return, Scope
from zhibiao.procedures.ports import Store
from zhibiao.procedures.restatements import known_of
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRevisions:
    """How one enterprise's figures moved from the first filing to what stands, over the months of the triangle.

    Args:
        months: how many months have a figure.
        revised: how many of them stand otherwise than first filed.
        mean: mean of (now − first) / first, None where no first figure lay above zero.
        largest: the largest of those without sign.
        added: the sum of now − first, in the field's inner unit.
    """

    enterprise: str
    months: int
    revised: int
    mean: Fraction | None
    largest: Fraction | None
    added: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """The triangle with the same told by enterprise, and every month that totals of two vintages give differently."""

    sector: str
    enterprise: str
    field: Field
    triangle: Triangle
    firms: tuple[FirmRevisions, ...]
    months: tuple[MonthFromTotals, ...]

    def plain(self) -> dict[str, Any]:
        """Plain values: instants in UTC, amounts and exact ratios as strings."""
        rows = [
            {
                "period": str(row.span),
                "cells": [_cell_plain(cell) for cell in row.cells],
                "now": plain(row.now),
                "enterprises": row.enterprises,
            }
            for row in self.triangle.rows
        ]
        return {
            "sector": self.sector,
            "enterprise": self.enterprise,
            "field": self.field.code,
            "unit": self.field.unit.symbol,
            "scope": self.triangle.scope.value,
            "known_by": instant_text(self.triangle.known_by),
            "enterprises": list(self.triangle.enterprises),
            "rows": rows,
            "ages": plain(self.triangle.ages),
            "firms": plain(self.firms),
            "months_from_totals": [_month_plain(item) for item in self.months],
        }


def list_revisions(
    store: Store,
    city: City,
    dictionary: Dictionary,
    *,
    sector: str,
    quantity: str,
    enterprise: str = "",
    field: str = "",
    year: int | None = None,
    scope: Scope = Scope.PERIOD,
    known_by: dt.datetime | None = None,
    ages: int = 12,
) -> Revisions:
    """How the figures of a sector, or of one enterprise, came to be what they are; reads the book, changes nothing.

    Args:
        sector: sector id; that of `enterprise` where one is named.
        quantity: the field taken without `field`.
        enterprise: only of that one.
        field: code in the dictionary.
        year: months of reference of that year; None for all.
        scope: the months' own figures, or the year-to-date as filed.
        known_by: the instant at which "now" is; the last receipt without one.
        ages: the widest age in months.

    Raises:
        NotFound: `restatement.enterprise_unknown`, `assess.no_such_sector`, `revisions.field_unknown`,
            `revisions.nothing`.
        UsageError: `revisions.no_total` for the year-to-date of a stock or an average.
    """
    chosen = _field(dictionary, field or quantity, scope)
    returns = store.returns(known_by=known_by)
    if enterprise:
        known_of(returns, city, enterprise)
    wanted = {enterprise} if enterprise else {item.id for item in city.of_sector(sector)}
    if not wanted:
        known = "、".join(dict.fromkeys(item.sector for item in city))
        raise NotFound("assess.no_such_sector", sector=sector, known=known)
    own = [item for item in returns if item.enterprise in wanted]
    at = known_by or max((item.received_at for item in own), default=None)
    histories = _histories(own, chosen.code)
    if at is None or not histories:
        raise NotFound("revisions.nothing", field=chosen.name, of=enterprise or sector, years="—")
    triangle = revision_triangle(histories, field=chosen.code, scope=scope, known_by=at, year=year, ages=ages)
    if not triangle.rows:
        years = sorted({period.start.year for item in histories for period in item.periods})
        raise NotFound(
            "revisions.nothing", field=chosen.name, of=enterprise or sector, years="、".join(map(str, years))
        )
    return Revisions(
        sector=city[enterprise].sector if enterprise in city.enterprises else sector,
        enterprise=enterprise,
        field=chosen,
        triangle=triangle,
        firms=tuple(_firm(history, triangle) for history in histories),
        months=tuple(_months(histories, triangle)) if chosen.kind is Kind.FLOW else (),
    )


def _field(dictionary: Dictionary, code: str, scope: Scope) -> Field:
    if code not in dictionary:
        raise NotFound("revisions.field_unknown", field=code)
    field = dictionary[code]
    if scope is Scope.YEAR_TO_DATE and field.kind is not Kind.FLOW:
        raise UsageError("revisions.no_total", field=field.name)
    return field


def _histories(returns: Sequence[Return], field: str) -> tuple[History, ...]:
    by_enterprise: dict[str, list[Return]] = {}
    for item in returns:
        by_enterprise.setdefault(item.enterprise, []).append(item)
    found = (History.of(own, enterprise=name, field=field) for name, own in sorted(by_enterprise.items()))
    return tuple(item for item in found if item.periods)


def _firm(history: History, triangle: Triangle) -> FirmRevisions:
    moves = []
    for row in triangle.rows:
        steps = history.steps(row.span, triangle.scope)
        first, now = first_of(steps), known(steps, None)
        if first is not None and now is not None:
            moves.append((first[1], now - first[1]))
    rates = [Fraction(added) / Fraction(first) for first, added in moves if first > 0]
    return FirmRevisions(
        enterprise=history.enterprise,
        months=len(moves),
        revised=sum(bool(added) for _, added in moves),
        mean=sum(rates, Fraction(0)) / len(rates) if rates else None,
        largest=max(map(abs, rates), default=None),
        added=sum((added for _, added in moves), Decimal(0)),
    )


def _months(histories: Sequence[History], triangle: Triangle) -> Iterator[MonthFromTotals]:
    for row in triangle.rows:
        for history in histories:
            found = month_from_totals(history, row.span.last)
            if found is not None and found.differs:
                yield found


def _cell_plain(cell: Cell) -> dict[str, Any]:
    derived = {"known_by": instant_text(cell.known_by), "revision": plain(cell.revision), "rate": plain(cell.rate)}
    kept = {name: plain(getattr(cell, name)) for name in ("age", "is_whole", "value", "enterprises", "now")}
    return kept | derived


def _month_plain(item: MonthFromTotals) -> dict[str, Any]:
    amounts = ("filed", "to_date", "before", "before_first", "by_now", "mixed", "refiled", "implied_revision")
    at = item.before_first_at
    return {
        "enterprise": item.enterprise,
        "period": str(item.span),
        **{name: plain(getattr(item, name)) for name in amounts},
        "before_first_at": None if at is None else instant_text(at),
    }

"""What is known of the months ahead: outages, plans and orders enter as facts, not as history to be learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zhibiao.forecast.season import CELL_ENDS
from zhibiao.forecast.series import FloatArray
from zhibiao.terms.period import Month, months_of

PLAN_WEIGHT = 0.5
"""What a stated plan of a month counts for beside the forecast of that month: a prior, docs/maths/forecast.md."""


class KnownKind(StrEnum):
    """What a fact about a coming month says."""

    OUTAGE_DAYS = "outage_days"
    PLANNED = "planned"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """One fact about a coming month of a series.

    Args:
        series: its name.
        month: the month it is about.
        kind: days without output; output that is planned; output that is ordered for delivery, which is made at least.
        value: days, or the unit of the series; >= 0.
        known_from: the first month in which it was known.
    """

    series: str
    month: Month
    kind: KnownKind
    value: float
    known_from: Month

    def __post_init__(self) -> None:
        if not 0 <= self.value < float("inf"):
            raise ValueError("a known fact is a finite number from zero")


def with_known(
    rest: FloatArray, facts: Sequence[KnownFact], *, names: Sequence[str], season: FloatArray, at: Month, last: int
) -> FloatArray:
    """The rest of the year by series once what is known of its months is put in, shape (n,).

    The forecast rest is laid over the months by season and days. Then outages take their days, plans are mixed in
    with `PLAN_WEIGHT`, and orders are a floor, in this order. Facts about other years, past months and unknown
    series, and facts not yet known, change nothing.

    Args:
        rest: forecast rest of the year, shape (n,).
        season: daily output of the eleven cells of a year over its mean, shape (n, 11).
        at: the month at whose end facts are looked up.
        last: the last month of its year with a figure, 0 to 12; the rest begins after it.
    """
    ahead = [month for month in months_of(at.year) if month.month > last]
    place = {name: row for row, name in enumerate(names)}
    counted = [fact for fact in facts if fact.series in place and fact.month in ahead and fact.known_from <= at]
    if not counted:
        return rest
    moved = rest.copy()
    for name in dict.fromkeys(fact.series for fact in counted):
        row = place[name]
        weights = {month: season[row, _cell(month)] * month.days for month in ahead}
        months = {month: rest[row] * weight / sum(weights.values()) for month, weight in weights.items()}
        for kind in KnownKind:
            for fact in (one for one in counted if one.series == name and one.kind is kind):
                months[fact.month] = _told(months[fact.month], fact)
        moved[row] = sum(months.values())
    return np.asarray(moved)


def _told(output: float, fact: KnownFact) -> float:
    if fact.kind is KnownKind.OUTAGE_DAYS:
        return output * max(0.0, 1.0 - fact.value / fact.month.days)
    if fact.kind is KnownKind.PLANNED:
        return (1 - PLAN_WEIGHT) * output + PLAN_WEIGHT * fact.value
    return max(output, fact.value)


def _cell(month: Month) -> int:
    return next(cell for cell, end in enumerate(CELL_ENDS) if month.month <= end)

"""A firm's own ratios over the months before, and the range in which they lay: the first witness of every balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Record
from zhibiao.monthly.standing import Standing
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

OWN = Text("本企业近24个月", "its own last 24 months")
BY_NORM = Text("同类工艺常见范围", "what is common on its route")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Where a ratio usually lies: the first and last percentile widened by a margin, the middle, and of how many."""

    low: float
    middle: float
    high: float
    count: int

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.low <= value <= self.high


def sum_of(filed: Filed, codes: Sequence[str]) -> Decimal | None:
    """The sum of these figures of the return, None where one is missing."""
    values = [filed.value(code) for code in codes]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def ratio_of(filed: Filed, over: Sequence[str], per: Sequence[str]) -> float | None:
    """Sum of `over` per sum of `per` in the return; None where a figure is missing or there is nothing to divide by."""
    top, bottom = sum_of(filed, over), sum_of(filed, per)
    return float(top) / float(bottom) if top is not None and bottom is not None and bottom > 0 else None


def own_ratios(filed: Filed, standing: Standing, over: Sequence[str], per: Sequence[str]) -> tuple[float, ...]:
    """The same ratio in each of the firm's periods before this one, as far back as its history is read, in order."""
    first = filed.period.start.shift(-standing.tolerances.history_months)
    found = ratios_between(standing.record, filed.enterprise, over, per, first=first, before=filed.period.start)
    return tuple(found.values())


def ratios_between(
    record: Record, enterprise: str, over: Sequence[str], per: Sequence[str], *, first: Month, before: Month
) -> dict[Period, float]:
    """The ratio by period, from `first` until the month before `before`; periods that lack a figure are left out."""
    columns = [record.figures.get((enterprise, code), {}) for code in (*over, *per)]
    found = {}
    for period in columns[0]:
        if not (first <= period.start and period.end <= before):
            continue
        values = [column.get(period) for column in columns]
        known = [float(value) for value in values if value is not None]
        if len(known) == len(values) and (bottom := sum(known[len(over) :])) > 0:
            found[period] = sum(known[: len(over)]) / bottom
    return dict(sorted(found.items()))


def usual_range(ratios: Sequence[float], *, share: Decimal, least: int) -> Usual | None:
    """The range from the first to the last percentile, wider by a share of the middle; None with too few ratios.

    With two years of months the percentiles are the extremes but for interpolation.

    >>> found = usual_range([1.0, 1.25, 1.5], share=Decimal("0.2"), least=3)
    >>> round(found.low, 3), found.middle, round(found.high, 3), found.count
    (0.755, 1.25, 1.745, 3)
    >>> usual_range([1.0], share=Decimal("0.1"), least=3) is None
    True
    """
    if len(ratios) < least:
        return None
    ordered, middle = sorted(ratios), median(ratios)
    margin = abs(middle) * float(share)
    low, high = percentile(ordered, 0.01) - margin, percentile(ordered, 0.99) + margin
    return Usual(low=low, middle=middle, high=high, count=len(ratios))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of an ordered sequence lies, on the straight line between its neighbours.

    >>> percentile([0.0, 1.0, 2.0], 0.25)
    0.5
    """
    place = share * (len(ordered) - 1)
    left = int(place)
    right = min(left + 1, len(ordered) - 1)
    return ordered[left] + (ordered[right] - ordered[left]) * (place - left)

"""Price series as published: level, change and specification point by point, and when each was known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month


class Rhythm(StrEnum):
    """How often a price is published."""

    TEN_DAYS = "ten_days"  # 1st to 10th, 11th to 20th, 21st to the end of the month
    MONTH = "month"
    DAY = "day"  # quotations of single days, however far apart

    def start_after(self, start: dt.date) -> dt.date:
        """The first day of the next period.

        >>> Rhythm.TEN_DAYS.start_after(dt.date(2025, 2, 21))
        datetime.date(2025, 3, 1)
        """
        if self is Rhythm.DAY:
            return start + dt.timedelta(days=1)
        if self is Rhythm.TEN_DAYS and start.day < 21:
            return start + dt.timedelta(days=10)
        return month_of(start).last_day + dt.timedelta(days=1)

    def start_before(self, start: dt.date) -> dt.date:
        """The first day of the period before."""
        last = start - dt.timedelta(days=1)
        if self is Rhythm.DAY:
            return last
        if self is Rhythm.TEN_DAYS:
            return last.replace(day=min(21, (last.day - 1) // 10 * 10 + 1))
        return last.replace(day=1)

    def days(self, start: dt.date) -> int:
        """Calendar days of the period."""
        return (self.start_after(start) - start).days


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoint:
    """The price of one period.

    Args:
        start: first day of the period.
        price: in the currency of its series, per unit of the good, > 0.
        spec: specification in force, folded; "" where none is published.
        change: published change on the period before, in the same unit, comparable when the specification changes.
        change_pct: the same in per cent.
        is_implied: not published, but level less change of the period after.
        as_published: the level in the specification of its time, where `price` is that of a later one.
        place: where it was read.
        receipt: which receipt of a file it came with, counted up; of two prices of one period the later one stands.
    """

    start: dt.date
    price: Decimal
    spec: str = ""
    change: Decimal | None = None
    change_pct: Decimal | None = None
    is_implied: bool = False
    as_published: Decimal | None = None
    place: Place = field(default_factory=Place)
    receipt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSeries:
    """The prices of one good from one source.

    Args:
        good: code.
        per: what the price is per.
        currency: `CNY` or `USD`.
        rhythm: how often it is published.
        has_vat: whether value-added tax is in it.
        source: who published it.
        delay_days: days from the end of a period to its publication.
        points: in order of time, no period twice.
    """

    good: str
    per: str
    currency: str
    rhythm: Rhythm
    has_vat: bool
    source: str
    delay_days: int
    points: tuple[PricePoint, ...]

    def published_on(self, point: PricePoint) -> dt.date:
        """The day from which a point is known; one that was worked out, with the period after it."""
        start = self.rhythm.start_after(point.start) if point.is_implied else point.start
        return self.rhythm.start_after(start) + dt.timedelta(days=self.delay_days - 1)

    def known_by(self, day: dt.date) -> PriceSeries:
        """What was published by the end of that day."""
        known = tuple(point for point in self.points if self.published_on(point) <= day)
        return replace(self, points=known)

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many periods the second start lies after the first; days apart are counted as one step."""
        if self.rhythm is Rhythm.DAY:
            return 1
        count = 0
        while start < end:
            start, count = self.rhythm.start_after(start), count + 1
        return count


def merged(series: Sequence[PriceSeries]) -> tuple[PriceSeries, ...]:
    """One series for each good, source and way of stating; of two points of one period the one received later stands.

    So a table of one period a file becomes a series. Series come in the order of their first one.
    """
    found: dict[tuple[object, ...], tuple[PriceSeries, dict[dt.date, PricePoint]]] = {}
    for one in series:
        key = (one.good, one.source, one.rhythm, one.per, one.currency, one.has_vat)
        _, points = found.setdefault(key, (one, {}))
        for point in one.points:
            if point.start not in points or points[point.start].receipt <= point.receipt:
                points[point.start] = point
    return tuple(
        replace(one, points=tuple(points[start] for start in sorted(points))) for one, points in found.values()
    )


def month_of(day: dt.date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)

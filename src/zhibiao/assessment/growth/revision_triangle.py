"""The revision triangle: each month's figure as it was known so many months after, and how far it moved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from zhibiao.assessment.growth.vintages import History, Step, first_of, known
from zhibiao.monthly.returns import Scope
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.period import Month, Period

_SPREAD_PLACES = 10**9  # the root of the variance is taken to nine decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure as it was known, in the field's inner unit.

    Args:
        age: months after the last month of reference; 0 is each enterprise's figure as first filed, whenever that was.
        known_by: the end of that month in Beijing, or the instant of the triangle where that comes first; of age 0
            when the last of the enterprises filed first.
        is_whole: whether the month had ended at the instant of the triangle; of age 0 the month after the reference.
        value: sum over the enterprises whose figure was known; None where nobody's was.
        enterprises: how many that is.
        now: the sum over the same enterprises as it stands, so that a late return is no revision; None where one of
            them has no figure any more.
    """

    age: int
    known_by: dt.datetime
    is_whole: bool
    value: Decimal | None
    enterprises: int
    now: Decimal | None

    @property
    def revision(self) -> Decimal | None:
        """What was added since, on the same scope."""
        return None if self.value is None or self.now is None else self.now - self.value

    @property
    def rate(self) -> Fraction | None:
        """The revision in terms of the figure as known then; None where that was not above zero."""
        revision = self.revision
        if revision is None or self.value is None or self.value <= 0:
            return None
        return Fraction(revision) / Fraction(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One month of reference, or January and February together where they were filed so.

    `cells` are by age from 0 up; `now` is the sum over all `enterprises` whose figure stands at the triangle's instant.
    """

    span: Period
    cells: tuple[Cell, ...]
    now: Decimal | None
    enterprises: int

    @property
    def last(self) -> Cell:
        """The cell of the last diagonal, when the row is no older than the triangle is wide."""
        return self.cells[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRevision:
    """How figures of one age moved until now, over the months of reference, as ratios of the figure known then.

    Args:
        age: months after the month of reference, 0 as first filed.
        months: how many of them had a figure at that age.
        revised: how many moved since.
        mean: the bias; above zero when figures tend to be raised.
        mean_size: the mean without sign.
        spread: standard deviation with months − 1 below; None of fewer than two months.
        largest: the largest without sign.
    """

    age: int
    months: int
    revised: int
    mean: Fraction
    mean_size: Fraction
    spread: Fraction | None
    largest: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """Rows by month of reference, in order; `enterprises` are those asked for."""

    field: str
    scope: Scope
    known_by: dt.datetime
    enterprises: tuple[str, ...]
    rows: tuple[Row, ...]
    ages: tuple[AgeRevision, ...]


def revision_triangle(
    histories: Sequence[History], *, field: str, scope: Scope, known_by: dt.datetime, year: int | None, ages: int
) -> Triangle:
    """Lay out how the figures of some enterprises, or of one, were known from month to month.

    Args:
        histories: one per enterprise, all of `field`.
        scope: the months' own figures, or the year-to-date as filed.
        known_by: the instant at which "now" is.
        year: months of reference of that year alone; None for all.
        ages: the widest age, months, >= 1; `now` of a row is told whatever its age.

    Source: docs/maths/growth.md.
    """
    histories = [history.until(known_by) for history in histories]
    spans = sorted({span for history in histories for span in _spans(history, year=year)})
    rows = tuple(_row(histories, span, scope=scope, known_by=known_by, ages=ages) for span in _merged(spans))
    return Triangle(
        field=field,
        scope=scope,
        known_by=known_by,
        enterprises=tuple(history.enterprise for history in histories),
        rows=rows,
        ages=tuple(_by_age(rows)),
    )


def _spans(history: History, *, year: int | None) -> Iterator[Period]:
    return (period for period in history.periods if year is None or period.start.year == year)


def _merged(spans: Iterable[Period]) -> Iterator[Period]:
    """Spans that overlap as one: where one enterprise filed January and February together, the total has both."""
    held: Period | None = None
    for span in sorted(spans):
        if held is not None and span.start < held.end:
            held = Period(held.start, max(held.end, span.end))
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _row(histories: Sequence[History], span: Period, *, scope: Scope, known_by: dt.datetime, ages: int) -> Row:
    steps = {history.enterprise: history.steps(span, scope) for history in histories}
    now = _known_by(steps, None)
    cells = [_first(steps, span, known_by=known_by, now=now)]
    for age in range(1, min(ages, _age_at(span.last, known_by)) + 1):
        end = end_of(span.last.shift(age))
        instant = min(end, known_by)
        cells.append(_cell(age, instant, is_whole=end <= known_by, then=_known_by(steps, instant), now=now))
    return Row(span=span, cells=tuple(cells), now=_total(now), enterprises=len(now))


def _first(
    steps: Mapping[str, Sequence[Step]], span: Period, *, known_by: dt.datetime, now: Mapping[str, Decimal]
) -> Cell:
    first = {name: found for name, own in steps.items() if (found := first_of(own))}
    return _cell(
        0,
        max((at for at, _ in first.values()), default=known_by),
        is_whole=end_of(span.last.next()) <= known_by,
        then={name: value for name, (_, value) in first.items()},
        now=now,
    )


def _cell(
    age: int, known_by: dt.datetime, *, is_whole: bool, then: Mapping[str, Decimal], now: Mapping[str, Decimal]
) -> Cell:
    return Cell(
        age=age,
        known_by=known_by,
        is_whole=is_whole,
        value=_total(then),
        enterprises=len(then),
        now=_total({name: now[name] for name in then}) if then.keys() <= now.keys() else None,
    )


def _known_by(steps: Mapping[str, Sequence[Step]], instant: dt.datetime | None) -> dict[str, Decimal]:
    return {name: value for name, own in steps.items() if (value := known(own, instant)) is not None}


def _total(amounts: Mapping[str, Decimal]) -> Decimal | None:
    return sum(amounts.values(), Decimal(0)) if amounts else None


def _by_age(rows: Sequence[Row]) -> Iterator[AgeRevision]:
    """Cells of months that had not ended are left out: they are the record as it stands, and no revision yet."""
    rates: dict[int, list[Fraction]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.is_whole and (rate := cell.rate) is not None:
                rates.setdefault(cell.age, []).append(rate)
    for age, own in sorted(rates.items()):
        mean = sum(own, Fraction(0)) / len(own)
        yield AgeRevision(
            age=age,
            months=len(own),
            revised=sum(rate != 0 for rate in own),
            mean=mean,
            mean_size=sum(map(abs, own), Fraction(0)) / len(own),
            spread=_root(sum(((rate - mean) ** 2 for rate in own), Fraction(0)) / (len(own) - 1)) if own[1:] else None,
            largest=max(map(abs, own)),
        )


def _root(value: Fraction) -> Fraction:
    """The square root to nine decimals, downwards."""
    return Fraction(isqrt(value.numerator * _SPREAD_PLACES**2 // value.denominator), _SPREAD_PLACES)


def _age_at(month: Month, instant: dt.datetime) -> int:
    """How many months after that one the instant lies; at least one, since before its end no month is over."""
    day = instant.astimezone(LOCAL)
    return max(1, (day.year - month.year) * 12 + day.month - month.month)


def end_of(month: Month) -> dt.datetime:
    """The last instant of a month in Beijing.

    >>> end_of(Month(2025, 3)).isoformat()
    '2025-03-31T23:59:59.999999+08:00'
    """
    return dt.datetime.combine(month.last_day, dt.time.max, tzinfo=LOCAL)

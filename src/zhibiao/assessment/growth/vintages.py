"""One amount of one enterprise at every instant at which its record changed, and the month taken out of two totals."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.terms.period import Month, Period

Step = tuple[dt.datetime, Decimal | None]
"""From that instant on the figure was this one; None where it was not there."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Months whose returns overlap, usually one: the record of them after each receipt; no other return touches it."""

    months: Period
    instants: tuple[dt.datetime, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class History:
    """One field of one enterprise as it stood on record, one receipt after another."""

    enterprise: str
    field: str
    pieces: tuple[_Piece, ...]

    @classmethod
    def of(cls, returns: Iterable[Return], *, enterprise: str, field: str) -> History:
        """Build it from the enterprise's returns in all versions; those of others are passed over."""
        own = sorted((item for item in returns if item.enterprise == enterprise), key=lambda item: item.period)
        return cls(enterprise, field, tuple(_piece([_lean(item, field) for item in group]) for group in _apart(own)))

    def until(self, instant: dt.datetime) -> History:
        """The same as far as it was known then."""
        cut = ((piece, bisect_right(piece.instants, instant)) for piece in self.pieces)
        kept = (_Piece(piece.months, piece.instants[:place], piece.records[:place]) for piece, place in cut if place)
        return History(self.enterprise, self.field, tuple(kept))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods in which a figure of the field stands, in order."""
        key = (self.enterprise, self.field)
        return tuple(period for piece in self.pieces for period in sorted(piece.records[-1].figures.get(key, {})))

    @property
    def totals(self) -> dict[Month, Decimal]:
        """The year-to-date figures that stand, by month."""
        key = (self.enterprise, self.field)
        return {
            month: value for piece in self.pieces for month, value in piece.records[-1].to_dates.get(key, {}).items()
        }

    def steps(self, span: Period, scope: Scope) -> tuple[Step, ...]:
        """How the sum of those months, or the year-to-date as filed at their end, stood from each receipt on."""
        place = bisect_right(self.pieces, span.start, key=lambda piece: piece.months.start)
        near = takewhile(lambda piece: piece.months.start < span.end, self.pieces[max(0, place - 1) :])
        pieces = [piece for piece in near if span.start < piece.months.end]
        if scope is Scope.YEAR_TO_DATE:
            pieces = [piece for piece in pieces if span.last in piece.months]
        instants = sorted({instant for piece in pieces for instant in piece.instants})
        return tuple((instant, self._at(pieces, span, scope, instant)) for instant in instants)

    def amount(self, span: Period, scope: Scope, *, known_by: dt.datetime | None = None) -> Decimal | None:
        """The figure as it stood then, or as it stands; None where it is not there."""
        return known(self.steps(span, scope), known_by)

    def first_known(self, span: Period, scope: Scope) -> tuple[dt.datetime, Decimal] | None:
        """When the figure first stood on record, and how; None when it never did."""
        return first_of(self.steps(span, scope))

    def _at(self, pieces: Sequence[_Piece], span: Period, scope: Scope, instant: dt.datetime) -> Decimal | None:
        records = [
            (piece.months, piece.records[place - 1])
            for piece in pieces
            if (place := bisect_right(piece.instants, instant))
        ]
        if scope is Scope.YEAR_TO_DATE:
            found = (record.filed_to_date(self.enterprise, self.field, span.last) for _, record in records)
            return next(found, None)
        whole, covered = Decimal(0), 0
        for months, record in records:
            first, end = max(months.start, span.start), min(months.end, span.end)
            part = record.over(self.enterprise, self.field, first=first, last=end.shift(-1))
            if part is None:
                return None
            whole, covered = whole + part, covered + _length(first, end)
        return whole if covered == _length(span.start, span.end) else None


def known(steps: Sequence[Step], instant: dt.datetime | None) -> Decimal | None:
    """The figure at an instant, at last without one."""
    if instant is None:
        return steps[-1][1] if steps else None
    place = bisect_right(steps, instant, key=lambda step: step[0])
    return steps[place - 1][1] if place else None


def first_of(steps: Sequence[Step]) -> tuple[dt.datetime, Decimal] | None:
    """The first step with a figure."""
    return next(((instant, value) for instant, value in steps if value is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFromTotals:
    """A month as the difference of two year-to-date figures, by vintage, in the field's inner unit.

    Args:
        span: the months that the difference covers: those after the total before.
        filed: the sum of the months' own figures as they stand; None where one is missing.
        to_date: the year-to-date at the end of the span as it stands.
        before: the year-to-date just before the span as it stands; zero in January.
        before_first: the same as it was filed first.
        before_first_at: when that was; None in January.
    """

    enterprise: str
    field: str
    span: Period
    filed: Decimal | None
    to_date: Decimal
    before: Decimal
    before_first: Decimal
    before_first_at: dt.datetime | None

    @property
    def by_now(self) -> Decimal:
        """The month when both totals are taken as they stand."""
        return self.to_date - self.before

    @property
    def mixed(self) -> Decimal:
        """The month when today's total is set against the one printed before: two vintages in one difference."""
        return self.to_date - self.before_first

    @property
    def refiled(self) -> Decimal:
        """By how much the months before were filed again since."""
        return self.before - self.before_first

    @property
    def implied_revision(self) -> Decimal | None:
        """By how much the total moves the months before without their having been filed again; None without `filed`."""
        return None if self.filed is None else self.by_now - self.filed

    @property
    def differs(self) -> bool:
        """Whether the month is not the same by each of the ways."""
        return bool(self.refiled) or bool(self.implied_revision)


def month_from_totals(history: History, month: Month) -> MonthFromTotals | None:
    """Take a month out of two totals; None where either is not on record.

    Where the month before has no total of its own, as January before a joint return, the one before that is taken.
    """
    totals = history.totals
    if (to_date := totals.get(month)) is None:
        return None
    earlier = max((item for item in totals if item.year == month.year and item < month), default=None)
    if earlier is None and not any(period.start.month == 1 and period.last == month for period in history.periods):
        return None  # something lies between January and the month, and has no total
    before = Decimal(0) if earlier is None else totals[earlier]
    first = None if earlier is None else history.first_known(Period.of(earlier), Scope.YEAR_TO_DATE)
    span = Period(Month(month.year, 1) if earlier is None else earlier.next(), month.next())
    return MonthFromTotals(
        enterprise=history.enterprise,
        field=history.field,
        span=span,
        filed=history.amount(span, Scope.PERIOD),
        to_date=to_date,
        before=before,
        before_first=before if first is None else first[1],
        before_first_at=None if first is None else first[0],
    )


def _apart(returns: Sequence[Return]) -> Iterator[list[Return]]:
    """Returns in order of period, cut where a month begins that no earlier one reaches."""
    group: list[Return] = []
    end: Month | None = None
    for item in returns:
        if end is not None and item.period.start >= end:
            yield group
            group, end = [], None
        group.append(item)
        end = item.period.end if end is None else max(end, item.period.end)
    if group:
        yield group


def _piece(returns: Sequence[Return]) -> _Piece:
    instants = tuple(sorted({item.received_at for item in returns}))
    records = tuple(Record.of(item for item in returns if item.received_at <= instant) for instant in instants)
    return _Piece(Period(returns[0].period.start, max(item.period.end for item in returns)), instants, records)


def _length(first: Month, end: Month) -> int:
    return (end.year - first.year) * 12 + end.month - first.month


def _lean(item: Return, field: str) -> Return:
    return replace(item, facts=tuple(fact for fact in item.facts if fact.field == field))

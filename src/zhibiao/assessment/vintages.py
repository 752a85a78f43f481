"""One amount of one enterprise at every instant at which its record changed, and the month taken out of two totals."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.terms.period import Month, Period

_NOTHING = Record({}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class History:
    """The record of one field of one enterprise, one after another, as returns were received."""

    enterprise: str
    field: str
    instants: tuple[dt.datetime, ...]
    records: tuple[Record, ...]

    @classmethod
    def of(cls, returns: Iterable[Return], *, enterprise: str, field: str) -> History:
        """Build it from the enterprise's returns in all versions; those of others are passed over."""
        own = [_lean(item, field) for item in returns if item.enterprise == enterprise]
        instants = tuple(sorted({item.received_at for item in own}))
        records = tuple(Record.of(item for item in own if item.received_at <= instant) for instant in instants)
        return cls(enterprise, field, instants, records)

    def known_by(self, instant: dt.datetime) -> Record:
        """The record as it stood then; empty before the first return."""
        place = bisect_right(self.instants, instant)
        return self.records[place - 1] if place else _NOTHING

    @property
    def now(self) -> Record:
        """The record as it stands after the last return."""
        return self.records[-1] if self.records else _NOTHING

    def until(self, instant: dt.datetime) -> History:
        """The same as far as it was known then."""
        place = bisect_right(self.instants, instant)
        return History(self.enterprise, self.field, self.instants[:place], self.records[:place])

    def amount(self, record: Record, span: Period, scope: Scope) -> Decimal | None:
        """The figure of those months, or the year-to-date as filed at their end; None where it is not there."""
        if scope is Scope.YEAR_TO_DATE:
            return record.filed_to_date(self.enterprise, self.field, span.last)
        return record.over(self.enterprise, self.field, first=span.start, last=span.last)

    def first_known(self, span: Period, scope: Scope) -> tuple[dt.datetime, Decimal] | None:
        """When the figure first stood on record, and how; None when it never did."""
        for instant, record in zip(self.instants, self.records, strict=True):
            if (value := self.amount(record, span, scope)) is not None:
                return instant, value
        return None


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
    record = history.now
    to_date = record.filed_to_date(history.enterprise, history.field, month)
    if to_date is None:
        return None
    totals = record.to_dates.get((history.enterprise, history.field), {})
    earlier = max((item for item in totals if item.year == month.year and item < month), default=None)
    start = Month(month.year, 1) if earlier is None else earlier.next()
    if earlier is None and not _begins_with(record, history, month):
        return None
    before = Decimal(0) if earlier is None else totals[earlier]
    first = None if earlier is None else history.first_known(Period.of(earlier), Scope.YEAR_TO_DATE)
    span = Period(start, month.next())
    return MonthFromTotals(
        enterprise=history.enterprise,
        field=history.field,
        span=span,
        filed=history.amount(record, span, Scope.PERIOD),
        to_date=to_date,
        before=before,
        before_first=before if first is None else first[1],
        before_first_at=None if first is None else first[0],
    )


def _begins_with(record: Record, history: History, month: Month) -> bool:
    """Whether nothing lies between January and the month that could have a total: its own return opens the year."""
    periods = record.figures.get((history.enterprise, history.field), {})
    return any(period.start.month == 1 and period.last == month for period in periods)


def _lean(item: Return, field: str) -> Return:
    return replace(item, facts=tuple(fact for fact in item.facts if fact.field == field))

"""Returns (月报) as filed and the record of figures that stands at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period


class Scope(StrEnum):
    """Which span a figure covers: the return's own period, or the year so far. Two facts, never one."""

    PERIOD = "period"
    YEAR_TO_DATE = "ytd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One reported figure in the field's inner unit, with the cell it was read from."""

    field: str
    scope: Scope
    value: Decimal
    place: Place

    # A file of many firms crosses from worker to parent with each of its figures: what dataclasses bring is slow.
    def __getstate__(self) -> tuple[str, Scope, Decimal, Place]:
        return self.field, self.scope, self.value, self.place

    def __setstate__(self, state: tuple[str, Scope, Decimal, Place]) -> None:
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What one enterprise filed for one period, in one version; never edited, only followed by a new version."""

    enterprise: str
    period: Period
    version: int
    received_at: dt.datetime
    provenance: str
    file_sha256: str
    facts: tuple[Fact, ...]

    @property
    def reference(self) -> str:
        """How decisions cite it: `enterprise/period/v1`."""
        return f"{self.enterprise}/{self.period}/v{self.version}"


@dataclass(frozen=True, slots=True)
class Record:
    """The figures that stand: the latest usable version of each return known at one moment.

    A figure nobody reported is None, never zero.
    """

    returns: Mapping[tuple[str, Period], Return]
    figures: Mapping[tuple[str, str], Mapping[Period, Decimal]]
    to_dates: Mapping[tuple[str, str], Mapping[Month, Decimal]]
    by_enterprise: Mapping[str, Sequence[Return]]

    @classmethod
    def of(cls, returns: Iterable[Return]) -> Record:
        """Keep the latest version of each (enterprise, period), and of periods that overlap the last received.

        January alone and January with February cover one month twice: the later sender knew the earlier return.
        """
        latest: dict[tuple[str, Period], Return] = {}
        for item in sorted(returns, key=lambda one: (one.enterprise, one.period, one.version)):
            latest[item.enterprise, item.period] = item
        latest = _without_overlaps(latest)
        figures: dict[tuple[str, str], dict[Period, Decimal]] = {}
        to_dates: dict[tuple[str, str], dict[Month, Decimal]] = {}
        by_enterprise: dict[str, list[Return]] = {}
        for (enterprise, period), item in latest.items():
            by_enterprise.setdefault(enterprise, []).append(item)
            last = period.last
            for fact in item.facts:
                if fact.scope is Scope.PERIOD:
                    figures.setdefault((enterprise, fact.field), {})[period] = fact.value
                else:
                    to_dates.setdefault((enterprise, fact.field), {})[last] = fact.value
        return cls(latest, figures, to_dates, by_enterprise)

    def figure(self, enterprise: str, field: str, period: Period) -> Decimal | None:
        """The period's own figure, or None."""
        return self.figures.get((enterprise, field), {}).get(period)

    def over(self, enterprise: str, field: str, *, first: Month, last: Month) -> Decimal | None:
        """The sum over `first`..`last`, or None unless whole returns cover every month of it."""
        end = last.next()
        periods = [
            (period, value)
            for period, value in self.figures.get((enterprise, field), {}).items()
            if first <= period.start and period.end <= end
        ]
        covered = {month for period, _ in periods for month in period}
        wanted = (last.year - first.year) * 12 + last.month - first.month + 1
        return sum((value for _, value in periods), Decimal(0)) if len(covered) == wanted else None

    def year_to_date(self, enterprise: str, field: str, month: Month) -> Decimal | None:
        """January to `month` summed from the periods' own figures; the filed year-to-date is `filed_to_date`."""
        return self.over(enterprise, field, first=Month(month.year, 1), last=month)

    def filed_to_date(self, enterprise: str, field: str, month: Month) -> Decimal | None:
        """The year-to-date as the enterprise filed it, or None."""
        return self.to_dates.get((enterprise, field), {}).get(month)

    def at(self, enterprise: str, field: str, month: Month) -> Decimal | None:
        """A stock or level of the period that ends with `month`, or None."""
        for period, value in self.figures.get((enterprise, field), {}).items():
            if period.last == month:
                return value
        return None

    def sources(self, enterprise: str, *, first: Month, last: Month) -> tuple[Return, ...]:
        """The returns that cover the months, in order: what a decision cites."""
        return tuple(
            item
            for item in self.by_enterprise.get(enterprise, ())
            if first <= item.period.start and item.period.last <= last
        )


def _without_overlaps(latest: Mapping[tuple[str, Period], Return]) -> dict[tuple[str, Period], Return]:
    taken: dict[tuple[str, Month], Return] = {}
    for item in sorted(latest.values(), key=lambda one: (one.received_at, one.period), reverse=True):
        months = [(item.enterprise, month) for month in item.period]
        if not any(month in taken for month in months):
            taken |= dict.fromkeys(months, item)
    standing = {(item.enterprise, item.period) for item in taken.values()}
    return {key: item for key, item in latest.items() if key in standing}

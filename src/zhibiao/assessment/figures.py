"""Figures of enterprises taken from the record for one month and since January, ready to be compared with last year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.monthly.standing import amount
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period, months_of
from zhibiao.terms.quantity import convert
from zhibiao.terms.text import Text

_HALF_STEP = Decimal("0.005")  # forms carry two decimals: each printed figure may be off by half of the last one


@dataclass(frozen=True, slots=True)
class Figures:
    """The record with the first month and the last period that each enterprise reported.

    Before its first return an enterprise was not at work and made nothing, nor from the month in `left` on, when
    its facilities were off the register; a gap between is missing, not zero.
    """

    record: Record
    first: Mapping[str, Month]
    last: Mapping[str, Period]
    left: Mapping[str, Month]

    @classmethod
    def of(cls, record: Record, *, left: Mapping[str, Month] | None = None) -> Figures:
        """Find where each enterprise's returns begin and end."""
        periods: dict[str, list[Period]] = {}
        for enterprise, period in record.returns:
            periods.setdefault(enterprise, []).append(period)
        return cls(
            record,
            {enterprise: min(period.start for period in own) for enterprise, own in periods.items()},
            {enterprise: max(own, key=lambda period: period.end) for enterprise, own in periods.items()},
            left or {},
        )

    def reports(self, enterprise: str, month: Month) -> bool:
        """Whether a return on record covers the month."""
        return any(month in item.period for item in self.record.by_enterprise.get(enterprise, ()))

    def over(self, enterprise: str, field: str, *, first: Month, last: Month) -> int | None:
        """The whole sum over the months, from the enterprise's first return on; None with a month missing."""
        start = self.first.get(enterprise)
        if start is None:
            return None
        first, last = max(first, start), min(last, self.left.get(enterprise, last.next()).shift(-1))
        return 0 if first > last else _whole(self.record.over(enterprise, field, first=first, last=last))

    def is_at_work(self, enterprise: str, *, first: Month, last: Month) -> bool:
        """Whether the enterprise was at work in some month of the span."""
        start, end = self.first.get(enterprise), self.left.get(enterprise)
        return start is not None and start <= last and (end is None or first < end)

    def to_date(self, enterprise: str, field: str, month: Month) -> int | None:
        """January to the month: the sum of the periods; where one of them is missing, the year-to-date as filed."""
        summed = self.over(enterprise, field, first=Month(month.year, 1), last=month)
        return _whole(self.record.filed_to_date(enterprise, field, month)) if summed is None else summed

    def month(self, enterprise: str, field: str, span: Period) -> Comparison:
        """The figure of `span` and of the same months of the year before."""
        before = (span.start.year_before(), span.last.year_before())
        return Comparison(
            now=self.over(enterprise, field, first=span.start, last=span.last),
            before=self._at_work(enterprise, before[1], self.over(enterprise, field, first=before[0], last=before[1])),
        )

    def since_january(self, enterprise: str, field: str, month: Month) -> Comparison:
        """January to the month, this year and last."""
        before = month.year_before()
        return Comparison(
            now=self.to_date(enterprise, field, month),
            before=self._at_work(enterprise, before, self.to_date(enterprise, field, before)),
        )

    def profile(self, enterprise: str, field: str, year: int, *, until: Month) -> YearProfile:
        """One year of totals since January, nothing after `until`; None where no period ends with the month."""
        made = [
            self.to_date(enterprise, field, month)
            if month <= until and self._closes(enterprise, field, month)
            else None
            for month in months_of(year)
        ]
        return YearProfile(year=year, made_t=tuple(made))

    def _closes(self, enterprise: str, field: str, month: Month) -> bool:
        if month < self.first.get(enterprise, month) or month >= self.left.get(enterprise, month.next()):
            return True  # not at work: nothing made, and known to be nothing
        ends = {period.last for period in self.record.figures.get((enterprise, field), {})}
        return month in ends or month in self.record.to_dates.get((enterprise, field), {})

    def _at_work(self, enterprise: str, month: Month, figure: int | None) -> int | None:
        """A firm that was not yet at work has no figure to be compared with; its zero is no base for growth."""
        return None if month < self.first.get(enterprise, month) else figure


def span_of(record: Record, enterprises: Collection[str], month: Month) -> Period:
    """The months that figures of `month` cover: January and February together where either year filed them so."""
    ends = (month, month.year_before())
    filed = (item.period for name in enterprises for item in record.by_enterprise.get(name, ()))
    starts = [period.start.month for period in filed if period.last in ends]
    return Period(Month(month.year, min(starts, default=month.month)), month.next())


def to_date_gap(figures: Figures, enterprise: str, field: Field, month: Month, *, name: Text) -> Finding | None:
    """The difference between the sum of the months and the year-to-date as filed, when rounding cannot explain it.

    Both stay on record as filed; which one holds is for the enterprise to say.
    """
    summed = figures.record.year_to_date(enterprise, field.code, month)
    filed = figures.record.filed_to_date(enterprise, field.code, month)
    if summed is None or filed is None:
        return None
    step = convert(_HALF_STEP, source=field.form_unit, target=field.unit)
    if abs(filed - summed) <= step * (month.month + 1):
        return None
    facts = {
        "name": name,
        "month": str(month),
        "field": field.name,
        "summed": amount(summed, field),
        "filed": amount(filed, field),
        "gap": amount(filed - summed, field),
    }
    place = _place_of(figures.record, enterprise, field.code, month)
    return Finding(code="assess.to_date_gap", severity=Severity.QUERY, place=place, facts=facts)


def estimated_to_date(figures: Figures, enterprise: str, field: str, month: Month) -> int | None:
    """January to the month for an enterprise whose last returns are missing, in place of them and labelled so.

    What is known of the year, and for the missing months last year's, scaled by the year's growth so far. None
    when last year does not hold those months.
    """
    known = next((m for m in _back(month) if figures.to_date(enterprise, field, m) is not None), None)
    made = 0 if known is None else figures.to_date(enterprise, field, known) or 0
    then = 0 if known is None else figures.to_date(enterprise, field, known.year_before())
    whole_then = figures.to_date(enterprise, field, month.year_before())
    if then is None or whole_then is None:
        return None
    growth = Decimal(made) / Decimal(then) if then else Decimal(1)
    return made + _round((whole_then - then) * growth)


def _back(month: Month) -> Iterable[Month]:
    return (Month(month.year, number) for number in range(month.month, 0, -1))


def _place_of(record: Record, enterprise: str, field: str, month: Month) -> Place:
    places = (
        fact.place
        for item in record.by_enterprise.get(enterprise, ())
        if item.period.last == month
        for fact in item.facts
        if fact.field == field and fact.scope is Scope.YEAR_TO_DATE
    )
    return next(places, Place(field=field))


def cited(returns: Iterable[Return]) -> tuple[tuple[str, str], ...]:
    """References of returns with the hash of their file, in order."""
    return tuple(sorted({(item.reference, item.file_sha256) for item in returns}))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else _round(value)


def _round(value: Decimal) -> int:
    return int(value.to_integral_value())

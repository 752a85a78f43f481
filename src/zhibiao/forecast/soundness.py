"""Whether a series of totals since January can be trusted: what of it is used, what is odd, how much wider it gets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zhibiao.forecast.consistent_year import consistent_months
from zhibiao.forecast.unit_scale import Shift, unit_shifts
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

SMALL_FALL = 0.10
"""A total that falls by less is a revision like those in published figures (largest seen there without a slip: 6 %)."""

_NEAR, _FAR, _SHORT = 1.5, 1.1, 1.25
_MOST_DOUBT = 4.0
_SHORT_YEARS = 3
_LATE_MONTH = 3  # January is not published, and February's figure may still be on its way
_LONG_SILENT = 3  # a quarter without a figure is no late return any more
_FEW_YEARS = 2
_MIDDLE = 6
_LONG_AGO = 6  # no member looks further back


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One figure as it was filed.

    Args:
        month: the last month it covers; None where the file's month could not be read.
        value: total since January; NaN where the file's figure could not be read.
        place: where it stands.
        text: what stands there, for a figure or month that could not be read.
    """

    month: Month | None
    value: float
    place: Place = field(default_factory=Place)
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What of a series may be used.

    Args:
        series: its name.
        made: totals since January by month; figures as filed, never changed.
        findings: what is odd, each with its place.
        doubt: factor >= 1 by which its interval gets wider.
        is_refused: whether nothing can be said about this series; `findings` say why.
    """

    series: str
    made: Mapping[Month, float]
    findings: tuple[Finding, ...] = ()
    doubt: float = 1.0
    is_refused: bool = False


def sound(reported: Iterable[Reported], *, series: str, as_of: Month) -> Sound:
    """Judge one series as it is known at the end of a month; later months are not read at all.

    No figure is changed or filled in: one that cannot be right is set aside, which makes the interval wider, and a
    series whose figures of this year cannot be compared with those before is refused.

    Source: docs/forecast.md.

    >>> year = [Reported(month=Month(2020, m), value=10.0 * m) for m in range(2, 13)]
    >>> sound(year, series="A", as_of=Month(2020, 12)).findings[0].code
    'forecast.too_short'
    """
    return _Judgement(series=series, as_of=as_of).of([one for one in reported if not one.month or one.month <= as_of])


@dataclass(slots=True)
class _Judgement:
    """Gathers what is found in one series; it lives for this judgement only."""

    series: str
    as_of: Month
    at: dict[Month, Reported] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    doubt: float = 1.0
    has_old_gaps: bool = False

    def of(self, reported: Sequence[Reported]) -> Sound:
        self._take(reported)
        is_refused = self._is_no_total() or self._is_of_two_units()
        if not is_refused:
            self._set_falls_aside()
            is_refused = self._is_over() or self._lacks_years()
        return Sound(
            series=self.series,
            made={} if is_refused else {month: one.value for month, one in sorted(self.at.items())},
            findings=tuple(self.findings),
            doubt=min(_MOST_DOUBT, self.doubt * (_FAR if self.has_old_gaps else 1.0)),
            is_refused=is_refused,
        )

    def _take(self, reported: Sequence[Reported]) -> None:
        """Keep one figure per month; of two that differ neither, and nothing that is no total."""
        doubled: dict[Month, Reported] = {}
        for one in reported:
            if one.month is None:
                self._query("forecast.month_unreadable", one, text=one.text)
                self.has_old_gaps = True
            elif not math.isfinite(one.value):
                self._query("forecast.figure_unreadable", one, text=one.text or str(one.value))
                self._widen(one.month)
            elif one.value < 0:
                self._query("forecast.negative", one, value=one.value)
                self._widen(one.month)
            elif one.month not in self.at:
                self.at[one.month] = one
            elif one.value == self.at[one.month].value:
                self._note("forecast.month_repeated", one, first=_spot(self.at[one.month].place))
            else:
                first = self.at[one.month]
                self._query("forecast.month_doubled", one, first=_spot(first.place), value=first.value, other=one.value)
                doubled[one.month] = one
        for month in doubled:
            del self.at[month]
            self._widen(month)

    def _is_no_total(self) -> bool:
        """Whether the figures are no totals since January: single months, or one sum that never restarts."""
        by_year = self._by_year()
        years = [values for values in by_year.values() if len(values) >= _LATE_MONTH]
        falls = [sum(a > b for a, b in pairwise(v)) * 4 >= len(v) - 1 for v in map(_in_order, years)]
        if len(years) >= _FEW_YEARS and sum(falls) * 3 >= len(falls) * 2:
            return self._refuse("forecast.months_not_totals")
        ends = [
            (values[12], following[min(following)])
            for year, values in by_year.items()
            if values.get(12, 0.0) > 0 and min(following := by_year.get(year + 1, {12: 0.0})) <= _MIDDLE
        ]
        if len(ends) >= _FEW_YEARS and all(first >= last for last, first in ends):
            return self._refuse("forecast.never_restarts")
        return False

    def _is_of_two_units(self) -> bool:
        """Set figures of another unit aside; whether those of this year are all among them."""
        shifts = unit_shifts({month: one.value for month, one in self.at.items()})
        if not shifts:
            return False
        apart = {month for shift in shifts for month in shift.months}
        now = {month for month in self.at if month.year == self.as_of.year}
        if now and now <= apart:
            shift = next(shift for shift in shifts if shift.months[-1] in now)
            return self._refuse("forecast.unit_changed", self.at[min(now)], factor=_factor(shift), year=self.as_of.year)
        for shift in shifts:
            facts = {"factor": _factor(shift), "last": str(shift.months[-1]), "count": len(shift.months)}
            self._query("forecast.unit_jump", self.at[shift.months[0]], **facts)
            self._widen(shift.months[-1])
        for month in apart:
            del self.at[month]
        return False

    def _set_falls_aside(self) -> None:
        """A small fall is a revision and used as it is; of a large one the figures that agree with most others stay."""
        agreed: dict[int, float] = {}
        falls: list[tuple[Month, float]] = []
        for year, values in sorted(self._by_year().items()):
            kept = consistent_months(values, before=agreed, slack=SMALL_FALL)
            for number in sorted(set(values) - kept):
                one = self.at.pop(Month(year, number))
                self._query("forecast.total_jumps", one, value=one.value, beside=_beside(values, kept, number))
                self._widen(Month(year, number))
            agreed = {number: values[number] for number in sorted(kept)}
            falls += [(Month(year, b), agreed[a]) for a, b in pairwise(agreed) if agreed[b] < agreed[a]]
        if falls:
            last, earlier = falls[-1]
            months = "、".join(str(month) for month, _ in falls)
            self._note("forecast.total_falls", self.at[last], months=months, earlier=earlier, value=self.at[last].value)

    def _is_over(self) -> bool:
        """Whether the series has ended, or not begun; one that is only late stays, and stands on last year alone."""
        last = max(self.at, default=None)
        if last is None:
            return self._refuse("forecast.nothing_known", severity=Severity.NOTE)
        if last.year < self.as_of.year - 1:
            self.findings.clear()  # whatever was odd in it, nothing is said about it now
            return self._refuse("forecast.ended", self.at[last], severity=Severity.NOTE, last=str(last))
        if last.year < self.as_of.year and self.as_of.month >= _LATE_MONTH:
            self._query("forecast.nothing_this_year", self.at[last], last=str(last), year=self.as_of.year)
            self.doubt *= _NEAR
        elif last.year == self.as_of.year and self.as_of.month - last.month >= _LONG_SILENT:
            self._query("forecast.silent", self.at[last], last=str(last), months=self.as_of.month - last.month)
            self.doubt *= _NEAR
        elif last.year == self.as_of.year and last < self.as_of:
            self._note("forecast.last_month_earlier", self.at[last], last=str(last))
        return False

    def _lacks_years(self) -> bool:
        """Whether no whole year stands behind this one; a missing December takes its year out of the experience."""
        by_year = self._by_year()
        past = range(min(by_year), self.as_of.year)
        missing = [year for year in past if 12 not in by_year.get(year, {})]
        whole = len(past) - len(missing)
        if not whole:
            return self._refuse("forecast.too_short", years=0, year=self.as_of.year)
        if missing:
            is_last = missing[-1] == self.as_of.year - 1
            if is_last and not self._has(self.as_of.year):
                return self._refuse("forecast.no_base", year=missing[-1])
            find = self._query if is_last else self._note
            find("forecast.december_missing", None, years="、".join(map(str, missing)))
            self._widen(Month(missing[-1], 12))
        if whole < _SHORT_YEARS:
            self._query("forecast.short", None, years=whole)
            self.doubt *= _SHORT if whole > 1 else _NEAR
        return False

    def _has(self, year: int) -> bool:
        return any(month.year == year for month in self.at)

    def _by_year(self) -> dict[int, dict[int, float]]:
        found: dict[int, dict[int, float]] = {}
        for month, one in self.at.items():
            found.setdefault(month.year, {})[month.month] = one.value
        return found

    def _widen(self, month: Month) -> None:
        """Each figure lost in this year or the last widens the interval; those of the years before together do."""
        if month.year >= self.as_of.year - 1:
            self.doubt *= _NEAR
        elif month.year >= self.as_of.year - _LONG_AGO:
            self.has_old_gaps = True

    def _note(self, code: str, one: Reported | None, **facts: object) -> None:
        self._find(code, Severity.NOTE, one, facts)

    def _query(self, code: str, one: Reported | None, **facts: object) -> None:
        self._find(code, Severity.QUERY, one, facts)

    def _refuse(
        self, code: str, one: Reported | None = None, *, severity: Severity = Severity.QUARANTINE, **facts: object
    ) -> bool:
        self._find(code, severity, one, facts)
        return True

    def _find(self, code: str, severity: Severity, one: Reported | None, facts: Mapping[str, object]) -> None:
        place = one.place if one else Place(field=self.series)
        month = str(one.month) if one and one.month else ""
        told = {name: _figure(value) if isinstance(value, float) else value for name, value in facts.items()}
        about = {"series": self.series, "as_of": str(self.as_of), "month": month, **told}
        self.findings.append(Finding(code=code, severity=severity, place=place, facts=about))


def _in_order(values: Mapping[int, float]) -> list[float]:
    return [values[month] for month in sorted(values)]


def _beside(values: Mapping[int, float], kept: Iterable[int], month: int) -> str:
    """The nearest figures that were kept, for a person to compare with."""
    near = sorted(kept, key=lambda other: abs(other - month))[:2]
    return "、".join(f"{other}月/{other}: {_figure(values[other])}" for other in sorted(near)) or "—"


def _factor(shift: Shift) -> str:
    return f"{10**shift.power:,}" if shift.power > 0 else f"1/{10**-shift.power:,}"


def _figure(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.6g}"


def _spot(place: Place) -> str:
    return place.cell or str(place.row or "—")

"""Where a quantity stands against its quota and last year's level, with the year's expected end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.growth.growth import Comparison, ratio
from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.assessment.pace.pacing import Pace
from zhibiao.assessment.told import Told
from zhibiao.terms.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """Where the year is expected to end, whole tonnes.

    Args:
        central_t: the forecast if nobody acts on a quota: the mean of its paths, so that parts add up to totals.
        quantiles_t: p05, p10, p25, p50, p75, p90, p95; empty while no earlier year could be tried.
        members_t: the naive forecasts behind it, by name.
        years_tried: the earlier years whose errors made the interval.
        bent_t: where it would end if its quota pulled as declared caps are believed to pull; None without a quota.
        told: what returns of the month state of the next one, which the forecast takes up.
        told_shift_t: how much that moved `central_t`; None where nothing was told.
    """

    central_t: int
    quantiles_t: Mapping[str, int]
    members_t: Mapping[str, int]
    years_tried: tuple[int, ...]
    bent_t: int | None = None
    told: tuple[Told, ...] = ()
    told_shift_t: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the quota's quantity stands, for one enterprise or for the city, whole tonnes.

    Args:
        span: the months that `month` covers: one, or January and February where either year filed them together.
        month: made in `span`, and in the same months of last year.
        to_date: January to the month.
        quota_t: the enterprise's holding in the book (available + used), for the city the cap; None before any.
        level_t: last year's total, the level to be reached; None when last year is not complete.
        pace: against the quota (against last year's level while there is no quota) and against the level.
        year_end: the year's expected total; None with too short a history.
        glide: the same as a path through the year, for the chart; None without a pace.
        estimated_t: tonnes of `to_date.now` that stand for enterprises without a return, 0 for an enterprise.
        estimated_for: those enterprises.
    """

    span: Period
    month: Comparison
    to_date: Comparison
    quota_t: int | None
    level_t: int | None
    pace: Pace | None
    year_end: YearEnd | None
    glide: GlidePath | None = None
    estimated_t: int = 0
    estimated_for: tuple[str, ...] = ()

    @property
    def made_share(self) -> Decimal | None:
        """Share of the quota made so far, six decimals; None without a quota."""
        return ratio(self.to_date.now, self.quota_t) if self.to_date.now is not None and self.quota_t else None

    @property
    def level_share(self) -> Decimal | None:
        """Share of last year's level made so far."""
        return ratio(self.to_date.now, self.level_t) if self.to_date.now is not None and self.level_t else None

    @property
    def run_t_per_day(self) -> int | None:
        """Daily rate of the last months, whole tonnes."""
        return None if self.pace is None else round(self.pace.run_t_per_day)

    @property
    def forecast_t_per_day(self) -> int | None:
        """Daily rate from now on that leads to the expected year end; above the required one exactly where that lies
        above the quota, whatever the season. None after 31 December.
        """
        pace = self.pace
        if pace is None or not pace.days_left:
            return None
        expected_t = pace.projected_t if self.year_end is None else self.year_end.central_t
        return round(Fraction(max(0, expected_t - pace.made_t), pace.days_left))

    @property
    def required_t_per_day(self) -> int | None:
        """Daily rate from now on that lands on the quota; None without a quota or after 31 December."""
        return None if self.quota_t is None or self.pace is None else _rounded(self.pace.required_t_per_day)

    @property
    def required_for_level_t_per_day(self) -> int | None:
        """Daily rate from now on that reaches last year's level."""
        return None if self.level_t is None or self.pace is None else _rounded(self.pace.required_for_level_t_per_day)


def _rounded(rate: Fraction | None) -> int | None:
    return None if rate is None else round(rate)

"""The season of a plan year: what share is usually made by the end of each month, measured or set by a rulebook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Any

from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.policy.pacing_part import PacingPart, SeasonRule, SeasonUnit
from zhibiao.policy.pacing_review import season_sum
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month, months_of

Shares = tuple[Fraction, ...]


class SeasonOrigin(StrEnum):
    """Where a season comes from: earlier years, a rulebook, or the calendar alone for want of both."""

    MEASURED = "measured"
    RULED = "ruled"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One name's season in one plan year.

    Args:
        shares: of the year's total, made by the end of each month, shape (12,), ending at 1.
        years: the finished years it was measured over.
        left_out: finished years that a rulebook leaves out.
        clause: of the rulebook where it is set, or where years are left out.
        given_sum: what the numbers of a set season added up to (see `season_sum`) where that was not 1 and was
            divided out; None else.
    """

    shares: Shares
    origin: SeasonOrigin
    years: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    clause: str = ""
    given_sum: Fraction | None = None

    def plain(self) -> dict[str, Any]:
        """Plain values for JSON: shares with six decimals as text."""
        return {
            "origin": self.origin.value,
            "years": list(self.years),
            "left_out": list(self.left_out),
            "clause": self.clause,
            "given_sum": None if self.given_sum is None else str(rounded(self.given_sum, 6)),
            "shares": [str(rounded(share, 6)) for share in self.shares],
        }


def season_for(name: str, earlier: Sequence[YearProfile], *, month: Month, part: PacingPart | None = None) -> Season:
    """The season that holds for a name on the month's last day: the rulebook's own, else the measured one.

    Args:
        name: id of an enterprise, or `*` for the city.
        earlier: the years before the plan year, as far as known.
        part: what the rulebook says of pace.
    """
    part = part or PacingPart()
    rule = part.season(name, month.last_day)
    if rule is not None:
        return ruled_season(rule, year=month.year)
    left_out = part.left_out
    return measured_season(
        earlier,
        year=month.year,
        leave_out=left_out.years if left_out else (),
        clause=left_out.clause if left_out else "",
    )


def ruled_season(rule: SeasonRule, *, year: int) -> Season:
    """A season as set: shares as they stand, daily indices weighed by the days of the plan year; both divided by
    their sum."""
    days = [month.days for month in months_of(year)]
    is_daily = rule.unit is SeasonUnit.DAILY_INDICES
    weights = [Fraction(value) * (count if is_daily else 1) for value, count in zip(rule.values, days, strict=True)]
    total = season_sum(rule, year=year)
    return Season(
        shares=_cumulated(weights),
        origin=SeasonOrigin.RULED,
        clause=rule.clause,
        given_sum=None if total == 1 else total,
    )


def measured_season(
    earlier: Sequence[YearProfile], *, year: int, leave_out: Collection[int] = (), clause: str = ""
) -> Season:
    """The season of the finished years among `earlier`, without those left out; of the calendar where none remains."""
    finished = [profile for profile in earlier if profile.total_t]
    kept = [profile for profile in finished if profile.year not in leave_out]
    left_out = tuple(profile.year for profile in finished if profile.year in leave_out)
    return Season(
        shares=cumulated_shares(kept, year=year),
        origin=SeasonOrigin.MEASURED if kept else SeasonOrigin.DAYS,
        years=tuple(profile.year for profile in kept),
        left_out=left_out,
        clause=clause if left_out else "",
    )


def daily_index(profile: YearProfile) -> Shares | None:
    """Each month's daily output over the year's daily mean, shape (12,); None for an unfinished or empty year.

    Months that were published together share one rate.
    """
    if not profile.total_t:
        return None
    mean = Fraction(profile.total_t, profile.days)
    rates: list[Fraction] = []
    for stretch in profile.stretches():
        rates += [Fraction(stretch.tonnes, stretch.period.days) / mean] * sum(1 for _ in stretch.period)
    return tuple(rates)


def cumulated_shares(earlier: Sequence[YearProfile], *, year: int) -> Shares:
    """Share of a year's total that is usually made by the end of each month, shape (12,), ending at 1.

    The median over the earlier years of the daily index, weighted by the days of `year`: the median, because
    one revised total since January would bend a mean. Without a finished earlier year, days decide alone.
    """
    indices = [index for profile in earlier if (index := daily_index(profile)) is not None]
    typical = [median(column) for column in zip(*indices, strict=True)] if indices else [Fraction(1)] * 12
    return _cumulated(
        [max(Fraction(0), rate) * month.days for rate, month in zip(typical, months_of(year), strict=True)]
    )


def _cumulated(weights: Sequence[Fraction]) -> Shares:
    whole = sum(weights)
    return tuple(sum(weights[: count + 1], Fraction(0)) / whole for count in range(len(weights)))

"""Pace within a plan year, exact: seasonal target, required and expected daily rate, days left in a quota, colours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhibiao.assessment.pace.season import Season, Shares, measured_season
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month, days_left


class Colour(StrEnum):
    """Four levels of warning, as monitoring platforms use them."""

    GREEN = "green"
    BLUE = "blue"
    ORANGE = "orange"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which relative deviation of the projected year on a warning takes each colour.

    Each bound still belongs to the milder colour: a deviation of exactly `green` is green.
    """

    green: Fraction = Fraction(0)
    blue: Fraction = Fraction(2, 100)
    orange: Fraction = Fraction(5, 100)

    def __post_init__(self) -> None:
        if not self.green <= self.blue <= self.orange:
            raise ValueError("thresholds rise from green over blue to orange")

    def colour(self, deviation: Fraction) -> Colour:
        """The colour of a relative deviation; negative deviations are green."""
        if deviation <= self.green:
            return Colour.GREEN
        if deviation <= self.blue:
            return Colour.BLUE
        return Colour.ORANGE if deviation <= self.orange else Colour.RED


OVERRUN = Thresholds()
SHORTFALL = Thresholds(green=Fraction(5, 1000))
_QUARTER = 3  # the month at whose end all since January is the last three months


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Where a name stands after `month`; tonnes are whole, rates are exact tonnes per day.

    Args:
        month: the last month counted.
        made_t: made since January.
        cap_t: the year's cap.
        level_t: last year's total, the level that is to be reached.
        target_t: seasonal cumulated target on the way to the cap.
        last_year_made_t: made in the same months of last year, None where that is not known.
        days_left: calendar days after the month.
        run_t_per_day: daily rate of the last months.
        expected_t_per_day: the same rate carried through the season of the rest of the year.
        cap_colour: warning of an overrun of the cap.
        level_colour: warning of a shortfall of last year's level.
        season: what the target and the expected rate follow.

    Both colours are this month's alone; a verdict's are held by interval and history, see `assessment.verdict`.
    """

    month: Month
    made_t: int
    cap_t: int
    level_t: int
    target_t: int
    last_year_made_t: int | None
    days_left: int
    run_t_per_day: Fraction
    expected_t_per_day: Fraction
    cap_colour: Colour
    level_colour: Colour
    season: Season | None = None

    @property
    def ahead_t(self) -> int:
        """Tonnes ahead of the seasonal target; negative when behind."""
        return self.made_t - self.target_t

    @property
    def left_t(self) -> int:
        """Quota left for the rest of the year; negative after an overrun."""
        return self.cap_t - self.made_t

    @property
    def above_last_year_t(self) -> int | None:
        """Tonnes above the same months of last year."""
        return None if self.last_year_made_t is None else self.made_t - self.last_year_made_t

    @property
    def still_to_cut_t(self) -> int | None:
        """By how much the rest of the year must stay below the same months of last year to meet the cap.

        (last year's total − last year's same months) − (cap − made); negative: that much may be added.
        """
        if self.last_year_made_t is None:
            return None
        return (self.level_t - self.last_year_made_t) - self.left_t

    @property
    def is_run_since_january(self) -> bool:
        """Whether `run_t_per_day` is of more or fewer months than three: of all since January.

        So in January and February, and in April and May after a joint first period.
        """
        days = (self.month.last_day - dt.date(self.month.year, 1, 1)).days + 1
        return self.month.month != _QUARTER and self.run_t_per_day * days == self.made_t

    @property
    def required_t_per_day(self) -> Fraction | None:
        """Daily rate from now on that lands on the cap; None after 31 December, below zero after an overrun."""
        return required_rate(self.cap_t, made_t=self.made_t, days=self.days_left)

    @property
    def required_for_level_t_per_day(self) -> Fraction | None:
        """Daily rate from now on that reaches last year's level."""
        return required_rate(self.level_t, made_t=self.made_t, days=self.days_left)

    @property
    def ratio(self) -> Fraction | None:
        """Expected over required daily rate: above 1 the cap is passed; None where nothing is left to divide by."""
        required = self.required_t_per_day
        return self.expected_t_per_day / required if required is not None and required > 0 else None

    @property
    def projected_t(self) -> int:
        """The year's total at the expected daily rate, rounded down."""
        return int(self.made_t + self.expected_t_per_day * self.days_left // 1)

    @property
    def days_until_exhausted(self) -> int | None:
        """Whole days that the quota still lasts at the expected rate; None when it lasts the year."""
        if self.left_t <= 0:
            return 0
        if self.expected_t_per_day * self.days_left <= self.left_t:
            return None
        return int(self.left_t / self.expected_t_per_day // 1)

    @property
    def exhausted_on(self) -> dt.date | None:
        """The last day that the quota covers whole at the expected rate; None when it lasts the year."""
        days = self.days_until_exhausted
        return None if days is None else self.month.last_day + dt.timedelta(days=days)


def required_rate(goal_t: int, *, made_t: int, days: int) -> Fraction | None:
    """Tonnes per day that lead from what was made to the goal in so many days; None for no days.

    >>> required_rate(119_000_000, made_t=40_580_000, days=245).__round__()
    320082
    """
    return Fraction(goal_t - made_t, days) if days > 0 else None


def run_rate(profile: YearProfile, *, month: int, months: int = 3) -> Fraction:
    """Tonnes per day over the last `months` months of the year up to `month`; months published together stay whole."""
    start = _window_start(profile, month=month, months=months)
    made_t = (profile.at(month) or 0) - ((profile.at(start) or 0) if start else 0)
    return Fraction(made_t, sum(Month(profile.year, m).days for m in range(start + 1, month + 1)))


def _window_start(profile: YearProfile, *, month: int, months: int) -> int:
    """The month after which the last months begin: the latest one that is known and far enough back, else 0."""
    return max((m for m in range(1, month - months + 1) if profile.at(m) is not None), default=0)


def pace(
    this_year: YearProfile,
    *,
    month: int,
    cap_t: int,
    last_year: YearProfile,
    earlier: Sequence[YearProfile],
    level_t: int | None = None,
    season: Season | None = None,
    run_months: int = 3,
    overrun: Thresholds = OVERRUN,
    shortfall: Thresholds = SHORTFALL,
) -> Pace:
    """Measure the pace after `month` (1 to 12) against a cap and against last year's level.

    Args:
        this_year: the plan year; nothing after `month` is looked at.
        month: the last month counted; its total must be known.
        cap_t: the year's cap, >= 0.
        last_year: the year before.
        earlier: finished years that set the season, last year among them if it is to count.
        level_t: the level to be reached; last year's total by default.
        season: where it is not to be measured over `earlier`.
        run_months: how many months set the current daily rate.
        overrun: colours of a projected total above the cap.
        shortfall: colours of a projected total below the level.

    Raises:
        ValueError: the month's total is not known, or no level can be found.

    Source: docs/maths/pacing.md.
    """
    made_t, level = this_year.at(month), last_year.total_t if level_t is None else level_t
    if made_t is None or level is None:
        raise ValueError(f"no total for {this_year.year}-{month:02d}, or none of the year before")
    season = season or measured_season(earlier, year=this_year.year)
    days = days_left(Month(this_year.year, month))
    run = run_rate(this_year, month=month, months=run_months)
    start = _window_start(this_year, month=month, months=run_months)
    expected = carried_rate(run, shares=season.shares, year=this_year.year, start=start, month=month)
    projected = made_t + expected * days
    return Pace(
        month=Month(this_year.year, month),
        made_t=made_t,
        cap_t=cap_t,
        level_t=level,
        target_t=int(cap_t * season.shares[month - 1]),
        last_year_made_t=last_year.at(month),
        days_left=days,
        run_t_per_day=run,
        expected_t_per_day=expected,
        cap_colour=Colour.RED if made_t > cap_t else overrun.colour(_over(projected, cap_t)),
        level_colour=shortfall.colour(-_over(projected, level)),
        season=season,
    )


def carried_rate(run: Fraction, *, shares: Shares, year: int, start: int, month: int) -> Fraction:
    """The daily rate of the rest of the year if each of its days kept its usual relation to the months that set `run`.

    Those are the months after `start` up to `month`, the same ones on both sides. Never below zero; zero when no days
    are left.
    """
    days = days_left(Month(year, month))
    if not days:
        return Fraction(0)
    recent_share = shares[month - 1] - (shares[start - 1] if start else 0)
    recent_days = sum(Month(year, m).days for m in range(start + 1, month + 1))
    rest = (1 - shares[month - 1]) / days
    usual = rest / (recent_share / recent_days) if recent_share else Fraction(1)
    return max(Fraction(0), run * usual)


def _over(projected: Fraction | int, goal_t: int) -> Fraction:
    """Relative deviation above a goal; anything above a goal of zero counts as twice over."""
    if goal_t:
        return Fraction(projected - goal_t) / goal_t
    return Fraction(1 if projected > 0 else 0)

"""The path of the high-end share to its target: what is wanted a year, what must be upgraded, where the trend lands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from zhibiao.assessment.high_end.account import CatalogueUse
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


class PathState(StrEnum):
    """How the share stands to its target."""

    NO_TARGET = "no_target"
    REACHED = "reached"
    OVERDUE = "overdue"  # the target's year is over and it was not reached
    ON_TREND = "on_trend"  # the gain of the last twelve months, carried on, reaches it
    SHORT = "short"  # carried on, it does not
    UNTOLD = "untold"  # no earlier twelve months to take a trend from


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTarget:
    """A share wanted for a whole year, as a clause of the rulebook sets it.

    Args:
        share: 0 to 1.
        year: the calendar year whose products are to reach it.
        clause: its number; `text` its wording.
        rulebook: id of the rulebook.
    """

    share: Fraction
    year: int
    clause: str
    text: Text
    rulebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearShare:
    """A full year's share by weight: under the catalogue of its own year, and under the one now in force."""

    year: int
    own: Fraction | None
    restated: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint:
    """Where the share has to be at the end of a year on a straight path to the target."""

    year: int
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HighEndPath:
    """The share of the last twelve months by weight, its trend, and the way to the target.

    Args:
        until: the last of the twelve months.
        share: their high-end share under `catalogue`, the one now in force.
        products_t, high_end_t: the tonnes behind it.
        gain: change against the twelve months before under the same catalogue and of the same enterprises; None where
            these are not known.
        years: full years on record, restated.
        target: None without one.
        left_out: enterprises whose products are not known.
    """

    until: Month
    catalogue: CatalogueUse
    share: Fraction
    products_t: Decimal
    high_end_t: Decimal
    gain: Fraction | None
    years: tuple[YearShare, ...]
    target: ShareTarget | None
    left_out: tuple[str, ...]

    @property
    def months_left(self) -> int | None:
        """Months from `until` to the end of the target's year, 0 when it is over; None without a target."""
        if self.target is None:
            return None
        return max(0, (self.target.year - self.until.year) * 12 + 12 - self.until.month)

    @property
    def wanted(self) -> Fraction | None:
        """Target − share; negative when it is passed."""
        return None if self.target is None else self.target.share - self.share

    @property
    def yearly_gain(self) -> Fraction | None:
        """The gain a year that leads to the target; None without a target or when no month is left."""
        if self.wanted is None or not self.months_left:
            return None
        return self.wanted / Fraction(self.months_left, 12)

    @property
    def upgrade_t(self) -> int | None:
        """Tonnes a year that have to turn from other products into high-end ones, output as in the last twelve
        months; rounded up, 0 when the target is reached."""
        return None if self.wanted is None else max(0, ceil(self.wanted * Fraction(self.products_t)))

    @property
    def upgrade_t_per_year(self) -> int | None:
        """The same for each year left; None when none is."""
        if self.upgrade_t is None or not self.months_left:
            return None
        return ceil(self.upgrade_t / Fraction(self.months_left, 12)) if self.upgrade_t else 0

    @property
    def mean_gain(self) -> Fraction | None:
        """The mean yearly gain over the full years on record, restated; None with fewer than two of them."""
        if len(self.years) < 2:
            return None
        first, last = self.years[0], self.years[-1]
        return (last.restated - first.restated) / (last.year - first.year)

    @property
    def landing(self) -> Fraction | None:
        """Where the gain of the last twelve months leads at the end of the target's year, within 0 and 1."""
        return self._landing(self.gain)

    @property
    def mean_landing(self) -> Fraction | None:
        """The same with the mean yearly gain of the years on record."""
        return self._landing(self.mean_gain)

    @property
    def waypoints(self) -> tuple[Waypoint, ...]:
        """The straight path, one point for the end of each year that is left; the last one is the target."""
        if self.target is None or self.yearly_gain is None:
            return ()
        years = range(self.until.year + (self.until.month == 12), self.target.year + 1)
        return tuple(
            Waypoint(
                year=year,
                share=self.share
                + self.yearly_gain * Fraction((year - self.until.year) * 12 + 12 - self.until.month, 12),
            )
            for year in years
        )

    @property
    def state(self) -> PathState:
        """How the share stands to its target."""
        if self.target is None or self.wanted is None:
            return PathState.NO_TARGET
        if self.wanted <= 0:
            return PathState.REACHED
        if not self.months_left:
            return PathState.OVERDUE
        if self.landing is None:
            return PathState.UNTOLD
        return PathState.ON_TREND if self.landing >= self.target.share else PathState.SHORT

    def _landing(self, gain: Fraction | None) -> Fraction | None:
        if gain is None or self.months_left is None:
            return None
        return min(max(self.share + gain * Fraction(self.months_left, 12), Fraction(0)), Fraction(1))

"""A year at a glance: how far each name stood from last year in the middle of it, and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstLastYear:
    """One name against the same months of last year.

    Args:
        label: name to show.
        half_t: made by the month of the middle.
        half_last_year_t: made in the same months of last year, > 0.
        whole_t: made in the year.
        whole_last_year_t: made last year, > 0.
    """

    label: Text
    half_t: int
    half_last_year_t: int
    whole_t: int
    whole_last_year_t: int

    @property
    def half_change(self) -> Fraction:
        """Relative change on the same months of last year."""
        return Fraction(self.half_t, self.half_last_year_t) - 1

    @property
    def whole_change(self) -> Fraction:
        """Relative change of the whole year."""
        return Fraction(self.whole_t, self.whole_last_year_t) - 1

    @property
    def whole_change_t(self) -> int:
        """Tonnes above last year's total; negative below."""
        return self.whole_t - self.whole_last_year_t


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One year by name; `middle` is the month of the first look, `source` who published the figures."""

    year: int
    middle: Month
    names: tuple[AgainstLastYear, ...]
    source: Text

    @property
    def above_in_the_middle(self) -> int:
        """How many stood above last year at the first look."""
        return sum(one.half_change > 0 for one in self.names)

    @property
    def below_at_the_end(self) -> int:
        """How many ended below last year."""
        return sum(one.whole_change_t < 0 for one in self.names)

    @property
    def change_t(self) -> int:
        """Tonnes above last year, all names together."""
        return sum(one.whole_change_t for one in self.names)

"""The unit a chart counts in: 万吨 in Chinese, Mt or kt in English, with no more decimals than can be read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.terms.text import Language
from zhibiao.writers.wording import Number, figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A unit of mass for one chart.

    Args:
        key: label key of the unit, `chart.unit.…`.
        tonnes: tonnes per unit.
        decimals: decimals of totals.
        rate_key: label key of the daily rate's unit.
        rate_tonnes: tonnes per unit of the daily rate.
    """

    key: str
    tonnes: int
    decimals: int
    rate_key: str
    rate_tonnes: int

    def of(self, tonnes: Number) -> float:
        """A position on the axis."""
        return float(tonnes) / self.tonnes

    def mass(self, tonnes: Number) -> str:
        """A total as text, without the unit."""
        return figure(Fraction(tonnes) / self.tonnes, self.decimals)

    def rate(self, tonnes_per_day: Number) -> str:
        """A daily rate as text, without the unit: four digits that count."""
        value = Fraction(tonnes_per_day) / self.rate_tonnes
        return figure(value, 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3)


def scale_for(largest_t: Number, *, lang: Language) -> Scale:
    """The unit for a chart whose largest total is `largest_t`."""
    if lang == "zh":
        largest = float(largest_t) / 10_000
        decimals = 0 if largest >= 1000 else 1 if largest >= 10 else 2
        return Scale(
            key="chart.unit.10kt",
            tonnes=10_000,
            decimals=decimals,
            rate_key="chart.unit.10kt_per_day",
            rate_tonnes=10_000,
        )
    if largest_t >= 10_000_000:
        decimals = 1 if largest_t >= 100_000_000 else 2
        return Scale(
            key="chart.unit.mt",
            tonnes=1_000_000,
            decimals=decimals,
            rate_key="chart.unit.kt_per_day",
            rate_tonnes=1_000,
        )
    decimals = 0 if largest_t >= 1_000_000 else 1
    return Scale(
        key="chart.unit.kt",
        tonnes=1_000,
        decimals=decimals,
        rate_key="chart.unit.kt_per_day",
        rate_tonnes=1_000,
    )

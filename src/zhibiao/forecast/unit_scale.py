"""Where the figures of a series jump by a power of ten and so are likely in another unit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from zhibiao.terms.period import Month

_MOST_POWER = 8
_STAYS = 0.6  # up to fourfold is a change of output, not of unit
_NEAR_IN_YEAR, _AGREES = 0.2, 0.5
_NEAR_UP, _NEAR_DOWN, _NEAR_PACE = 0.25, {1: 0.12, 2: 0.2}, 0.35
_BEYOND_OUTPUT = 3  # powers of ten that no change of output reaches
_SETTLED = 0.3
_NEW_UNIT_MONTHS, _NEW_UNIT_YEARS = 12, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A run of months in another unit than the rest.

    Args:
        months: those months, in order.
        power: their figures are 10 ** power times what the rest would have.
    """

    months: tuple[Month, ...]
    power: int


def unit_shifts(made: Mapping[Month, float]) -> tuple[Shift, ...]:
    """The runs of months that stand apart from the rest by a power of ten; none in a series of one unit.

    Each total is held against the one before it in its year and against the same month and the end of last year.
    All that there are have to name the same power of ten, closely: output that collapses or starts up seldom does.
    The rest is the newest unit once it was kept for two Decembers and a year of months, else the commonest.

    Args:
        made: totals since January, >= 0.

    >>> year = {Month(2019, m): 10.0 * m for m in range(2, 13)}
    >>> unit_shifts(year | {Month(2020, 2): 20.0, Month(2020, 3): 300_000.0, Month(2020, 4): 40.0})
    (Shift(months=(Month(year=2020, month=3),), power=4),)
    """
    order = sorted(made)
    powers = _powers(made, order)
    if len(set(powers.values())) < 2:
        return ()
    main = _main(powers, newest=powers[order[-1]])
    runs = ((power, tuple(months)) for power, months in groupby(order, key=powers.__getitem__))
    return tuple(Shift(months=months, power=power - main) for power, months in runs if power != main)


def _powers(made: Mapping[Month, float], order: list[Month]) -> dict[Month, int]:
    """The power of ten of each month's unit, that of the first being zero."""
    powers: dict[Month, int] = {}
    levels = _Levels()
    for month in order:
        if made[month] > 0:
            levels.add(month.year, month.month, math.log10(made[month]))
        powers[month] = levels.power
    return powers


@dataclass(slots=True)
class _Levels:
    """Logarithms of the totals seen, by year and month, in the unit of the first; and the unit as it stands."""

    of: dict[int, dict[int, float]] = field(default_factory=dict)
    power: int = 0

    def add(self, year: int, month: int, value: float) -> None:
        self.power = self._power(year, month, value)
        self.of.setdefault(year, {})[month] = value - self.power

    def _power(self, year: int, month: int, value: float) -> int:
        """The unit of one month: the one so far, unless everything it is held against names another."""
        this, last = self.of.get(year, {}), self.of.get(year - 1, {})
        offs = _against_last_year(value, month, last)
        if this:
            latest = next(reversed(this))
            offs.insert(0, value - this[latest] - math.log10(month / latest))
        if not offs or abs(offs[0] - self.power) <= _STAYS:
            return self.power
        nearest = round(offs[0])
        if abs(nearest) > _MOST_POWER or any(abs(off - nearest) > _AGREES for off in offs):
            return self.power
        if nearest == 0:  # back in the unit it began with
            return 0
        if this:
            is_near = abs(offs[0] - nearest) <= _NEAR_IN_YEAR and (len(offs) > 1 or _is_under_way(this))
        else:
            near, pace = _near(nearest - self.power)
            is_near = abs(offs[0] - nearest) <= near and abs(offs[-1] - nearest) <= pace and self._is_settled(year)
        return nearest if is_near else self.power

    def _is_settled(self, year: int) -> bool:
        """Whether the two years before were much alike; a series that swings by itself proves nothing."""
        ends = [self.of[past][12] for past in (year - 1, year - 2) if 12 in self.of.get(past, {})]
        return len(ends) < 2 or abs(ends[0] - ends[1]) <= _SETTLED


def _near(step: int) -> tuple[float, float]:
    """How far the first total of a year may lie from a power of ten: by last year's same month, and by its pace.

    Works that start up or close come close to ten or a hundred by themselves; none comes near a thousand.
    """
    if abs(step) >= _BEYOND_OUTPUT:
        return _AGREES, _AGREES
    return (_NEAR_UP if step > 0 else _NEAR_DOWN[-step]), _NEAR_PACE


def _against_last_year(value: float, month: int, last: Mapping[int, float]) -> list[float]:
    offs = [value - last[month]] if month in last else []
    return offs + ([value - last[12] - math.log10(month / 12)] if 12 in last and month != 12 else [])


def _is_under_way(this: Mapping[int, float]) -> bool:
    """Whether the year already has two totals at one pace; the first tonnes after a start multiply without a slip."""
    if len(this) < 2:
        return False
    first, latest = list(this)[-2:]
    return abs(this[latest] - this[first] - math.log10(latest / first)) <= _SETTLED


def _main(powers: Mapping[Month, int], *, newest: int) -> int:
    counts = Counter(powers.values())
    years = sum(month.month == 12 for month, power in powers.items() if power == newest)
    if counts[newest] >= _NEW_UNIT_MONTHS and years >= _NEW_UNIT_YEARS:
        return newest
    return max(counts, key=lambda power: (counts[power], power == newest))

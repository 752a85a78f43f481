"""The members of the ensemble: ways to say, at the end of one month, what the rest of the year will bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.season import CELL_ENDS, cell_days, cell_rates, seasons
from zhibiao.forecast.series import BoolArray, FloatArray, IntArray, nan_median
from zhibiao.forecast.standstill import clear_years

NAIVE = ("last_year", "growth_so_far", "rest_of_last_year", "daily_rate", "usual_share")
"""What anyone would pick without a program; always among the members and always shown."""

MEMBERS = (
    *NAIVE,
    "rest_with_drift",
    "last_month_rate",
    "seasonal_last_month",
    "own_seasonal_rate",
    "own_seasonal_level",
)
FROM_LAST_YEAR = frozenset({"last_year", "rest_of_last_year", "rest_with_drift"})
"""Members that say that the year goes on like the last one; the others say that it goes on like the last months."""

_SHARE_YEARS = 5
_DRIFT_YEARS = 6
_MOST_DRIFT = 0.1
_LEVEL_YEARS = 3
_FEWEST, _MOST = 0.2, 3.0  # growth beyond these is a stop or a start and no rate to be carried on


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """What is known at the end of one month: `made` is read up to column `month` of `year` and no further.

    Args:
        made: totals since January, shape (n, y, 13), gaps inside a year closed (see `series.closed_gaps`).
        days: calendar days since January, shape (y, 13).
        year: index of the year on the grid.
        month: 0 (nothing known yet) to 12.
        stood: cells in which a series stood still, shape (n, y, 11), see `standstill.standing_cells`; None for none.
    """

    made: FloatArray
    days: IntArray
    year: int
    month: int
    stood: BoolArray | None = None

    @property
    def clear(self) -> FloatArray:
        """Totals of earlier years without those of a series in which it stood still, shape (n, y, 13)."""
        return self.made if self.stood is None else clear_years(self.made, self.stood)

    @property
    def so_far(self) -> FloatArray:
        """Made since January, shape (n,)."""
        return self.made[:, self.year, self.month]

    @property
    def days_left(self) -> int:
        """Days between the month's end and 31 December."""
        return int(self.days[self.year, 12] - self.days[self.year, self.month])

    def rest_of_last_year(self) -> FloatArray:
        """What last year brought after the same month, shape (n,)."""
        if not self.year:
            return np.full(len(self.made), np.nan)
        return np.asarray(self.made[:, self.year - 1, 12] - self.made[:, self.year - 1, self.month])

    def rate(self, months: int, *, year: int | None = None) -> FloatArray:
        """Daily rate of the last months up to the standpoint's month, never across January, shape (n,).

        January is published with February: a span that would begin between them begins before them.
        """
        of = self.year if year is None else year
        start = max(0, self.month - months)
        start = 0 if start == 1 else start
        span = self.days[of, self.month] - self.days[of, start]
        made = self.made[:, of, self.month] - self.made[:, of, start]
        return np.asarray(made / span) if span else np.full(len(self.made), np.nan)


def rest_members(at: Standpoint) -> FloatArray:
    """What each member says the rest of the year will bring, shape (len(MEMBERS), n), in the unit of the series.

    NaN where a member lacks its inputs. Nothing after the standpoint is read.

    Source: docs/maths/forecast.md.
    """
    last = at.rest_of_last_year()
    total = at.made[:, at.year - 1, 12] if at.year else np.full(len(at.made), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.clip(at.so_far / (total - last), _FEWEST, _MOST)
        by_share = at.so_far / _usual_share(at) - at.so_far
        three, one = (np.maximum(at.rate(months), 0.0) if at.month else _last_rates(at) for months in (3, 1))
        own, _ = seasons(at.clear, at.days, before=at.year)
        said = {
            "last_year": total - at.so_far,
            "growth_so_far": last * growth,
            "rest_of_last_year": last,
            "daily_rate": three * at.days_left,
            "usual_share": by_share,
            "rest_with_drift": last * _drift(at),
            "last_month_rate": one * at.days_left,
            "seasonal_last_month": one * at.days_left * _carry(at, months=1, is_own=False),
            "own_seasonal_rate": three * at.days_left * _carry(at, months=3, is_own=True),
            "own_seasonal_level": _level(at, own),
        }
    found = np.stack([said[name] for name in MEMBERS])
    return np.where(np.isfinite(found), found, np.nan)


def misled(at: Standpoint) -> BoolArray:
    """Which members a standstill has misled, shape (len(MEMBERS), n): it lies in the year they compare with, or in
    the months whose rate they carry on."""
    if at.stood is None or not at.stood.any():
        return np.zeros((len(MEMBERS), len(at.made)), dtype=bool)
    ends = np.array(CELL_ENDS)
    this = at.stood[:, at.year] & (ends <= at.month)
    last = at.stood[:, at.year - 1] if at.year else np.zeros_like(this)
    early, rest = last[:, ends <= at.month].any(axis=1), last[:, ends > at.month].any(axis=1)
    lately = this[:, ends > at.month - 3].any(axis=1)
    stood = this.any(axis=1)
    by = {
        "last_year": stood | early | rest,
        "growth_so_far": stood | early | rest,
        "rest_of_last_year": rest,
        "rest_with_drift": rest,
        "usual_share": stood,
        "daily_rate": lately,
        "own_seasonal_rate": lately,
    }
    return np.stack([by.get(name, np.zeros_like(stood)) for name in MEMBERS])


def _last_rates(at: Standpoint) -> FloatArray:
    """The daily rate of December, for a standpoint before any month of the year."""
    if not at.year:
        return np.full(len(at.made), np.nan)
    span = at.days[at.year - 1, 12] - at.days[at.year - 1, 11]
    return np.asarray(np.maximum(at.made[:, at.year - 1, 12] - at.made[:, at.year - 1, 11], 0.0) / span)


def _carry(at: Standpoint, *, months: int, is_own: bool) -> FloatArray:
    """How the daily rate of the rest of a year usually stands to that of these months, shape (n,).

    The median of up to five finished years: of each series by itself, or of all of them added up.
    """
    if not at.month or at.month == 12:
        return np.ones(len(at.made))
    ratios: list[FloatArray] = []
    clear = at.clear
    for past in range(max(0, at.year - _SHARE_YEARS), at.year):
        then = Standpoint(made=clear, days=at.days, year=past, month=at.month)
        rest = (clear[:, past, 12] - then.so_far) / then.days_left
        recent = then.rate(months)
        if not is_own:
            known = ~np.isnan(rest) & ~np.isnan(recent)
            rest, recent = (np.full(len(at.made), one[known].sum()) for one in (rest, recent))
        ratios.append(rest / recent)
    if not ratios:
        return np.ones(len(at.made))
    usual = nan_median(np.stack(ratios))
    return np.clip(np.where(np.isnan(usual), 1.0, usual), 0.3, 2.0)


def _drift(at: Standpoint) -> float:
    """Median yearly growth of all series together over up to six years, as a factor."""
    rates = []
    for past in range(max(1, at.year - _DRIFT_YEARS), at.year):
        now, before = at.made[:, past, 12], at.made[:, past - 1, 12]
        known = ~np.isnan(now) & ~np.isnan(before)
        if now[known].sum() > 0 and before[known].sum() > 0:
            rates.append(np.log(now[known].sum() / before[known].sum()))
    return float(np.exp(np.clip(np.median(rates), -_MOST_DRIFT, _MOST_DRIFT))) if rates else 1.0


def _level(at: Standpoint, season: FloatArray) -> FloatArray:
    """The season-adjusted daily level, each month counting half of the one after it, carried through the season."""
    past = range(max(0, at.year - _LEVEL_YEARS), at.year)
    cells = [(year, cell) for year in past for cell in range(len(CELL_ENDS))]
    cells += [(at.year, cell) for cell, end in enumerate(CELL_ENDS) if end <= at.month]
    if not cells:
        return np.full(len(at.made), np.nan)
    rates = np.stack([cell_rates(at.made, at.days, year)[:, cell] for year, cell in cells])
    if at.stood is not None:
        rates = np.where(np.stack([at.stood[:, year, cell] for year, cell in cells]), np.nan, rates)
    lengths = np.array([cell_days(at.days, year)[cell] for year, cell in cells], dtype=np.float64)
    ages = np.concatenate([np.cumsum(lengths[::-1])[::-1][1:], [0.0]]) / 30.4
    weights = (lengths * 0.5**ages)[:, None] * ~np.isnan(rates)
    adjusted = np.where(np.isnan(rates), 0.0, np.maximum(rates, 0.0)) / np.stack([season[:, cell] for _, cell in cells])
    level = (weights * adjusted).sum(axis=0) / weights.sum(axis=0)
    left = np.array([_days_after(at, cell) for cell in range(len(CELL_ENDS))], dtype=np.float64)
    return np.asarray(level * (season * left[None, :]).sum(axis=1))


def _days_after(at: Standpoint, cell: int) -> int:
    """Days of a cell of the year that lie after the standpoint."""
    start = CELL_ENDS[cell - 1] if cell else 0
    return int(max(0, at.days[at.year, CELL_ENDS[cell]] - max(at.days[at.year, start], at.days[at.year, at.month])))


def _usual_share(at: Standpoint) -> FloatArray:
    """Median share of the year's total that was made by the end of the month."""
    first = max(0, at.year - _SHARE_YEARS)
    shares = (clear := at.clear)[:, first : at.year, at.month] / clear[:, first : at.year, 12]
    return nan_median(shares.T) if shares.shape[1] else np.full(len(at.made), np.nan)

"""The backtest as a table: what every way of forecasting would have said at the same month of year after year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.members import MEMBERS, NAIVE
from zhibiao.forecast.outlook import Outlook, Seen, outlooks_at
from zhibiao.forecast.regime import pull_at
from zhibiao.forecast.series import FloatArray, YearGrid, closed_gaps
from zhibiao.forecast.spread import LEVELS, spread_at
from zhibiao.forecast.weights import FIRST_TRIED, History
from zhibiao.policy.cap_rule import CapRule
from zhibiao.terms.period import Month

ENSEMBLE = "ensemble"
WITH_CAPS = "ensemble_with_caps"
MONTHS = (3, 6, 9, 11)

_BANDS: Mapping[str, tuple[int, int]] = {"50": (2, 4), "80": (1, 5), "90": (0, 6)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingRow:
    """One way of forecasting at one month: Σ|error| / Σ of the years' totals over `n` years of series."""

    method: str
    month: int
    error: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingTable:
    """The backtest of a grid.

    Args:
        rows: by method, members first, then the ensemble, and with declared caps where there are any.
        coverage: share of outcomes within the central 50, 80 and 90 % of the ensemble (with caps where there are
            any), by month and band.
        total_coverage: the same for the total of all series.
        pinball: mean pinball loss at 5, 10, 25, 50, 75, 90, 95 % over the totals, by month and method: the naive
            members with intervals calibrated in the same way, and the ensemble.
        weights: mean weights of the members over the years, by month.
        pulls: how strongly a declared cap pulled, by year and month.
        years: the calendar years tried.
    """

    rows: tuple[RollingRow, ...]
    coverage: Mapping[int, Mapping[str, float]]
    total_coverage: Mapping[int, Mapping[str, float]]
    pinball: Mapping[int, Mapping[str, float]]
    weights: Mapping[int, Mapping[str, float]]
    pulls: Mapping[tuple[int, int], float]
    years: tuple[int, ...]

    def error(self, method: str, month: int) -> float:
        """The error of one method at one month; KeyError where it was not tried."""
        for row in self.rows:
            if (row.method, row.month) == (method, month):
                return row.error
        raise KeyError((method, month))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """One standpoint of the past: what came, shape (n,), what each method said, and its quantiles, shape (n, 7).

    `total` is the total that came and the quantiles of the total.
    """

    month: int
    came: FloatArray
    points: Mapping[str, FloatArray]
    quantiles: Mapping[str, FloatArray]
    total: tuple[float, FloatArray]
    pull: float


def rolling_table(
    grid: YearGrid, *, caps: Sequence[CapRule] = (), years: Sequence[int] = (), months: Sequence[int] = MONTHS
) -> RollingTable:
    """Stand at the end of each month of each year, forecast from what was known then, and hold it against what came.

    Args:
        grid: totals since January; only finished years count.
        caps: declared caps and floors, each from the month in which it was known.
        years: calendar years to try; by default all that have two years before them.
        months: 1 to 11.

    Raises:
        ValueError: no year can be tried.

    Source: docs/maths/forecast.md.
    """
    days = grid.days()
    history = History(closed_gaps(grid.made, days), days)
    finished = [not np.isnan(history.made[:, index, 12]).all() for index in range(len(grid.years))]
    tried = [
        index
        for index, year in enumerate(grid.years)
        if index >= FIRST_TRIED and finished[index] and (not years or year in years)
    ]
    if not tried:
        raise ValueError("no finished year with two years before it")
    origins = {
        (month, year): _origin(grid, history, caps, year=year, month=month) for month in months for year in tried
    }
    at = {month: [origins[month, year] for year in tried] for month in months}
    ours = WITH_CAPS if caps else ENSEMBLE
    return RollingTable(
        rows=tuple(_row(at[month], method) for method in at[months[0]][0].points for month in months),
        coverage={month: _coverage(at[month], ours) for month in months},
        total_coverage={month: _total_coverage(at[month]) for month in months},
        pinball={month: _pinball(at[month]) for month in months},
        weights={month: _weights(history, tried, month) for month in months},
        pulls={(grid.years[year], month): one.pull for (month, year), one in origins.items() if one.pull},
        years=tuple(grid.years[year] for year in tried),
    )


def _origin(grid: YearGrid, history: History, caps: Sequence[CapRule], *, year: int, month: int) -> _Origin:
    at = Month(grid.years[year], month)
    seen = Seen(
        names=grid.names, years=grid.years, history=history, as_of=at, months=grid.last_known(year=year, to=month)
    )
    found = outlooks_at(seen, caps=caps)
    rows = [grid.names.index(one.series) for one in found]
    made = seen.made
    said = _each_at_its_month(seen, lambda own: np.stack([*history.members(year, own), history.said(year, own).rest]))
    points = dict(zip((*MEMBERS, ENSEMBLE), made + said, strict=True))
    quantiles = {name: _own_interval(seen, row) for row, name in enumerate(MEMBERS) if name in NAIVE}
    quantiles[ENSEMBLE] = _laid_out([np.quantile(one.free_paths, LEVELS) for one in found], rows, len(made))
    if caps:
        points[WITH_CAPS] = _laid_out([np.array([one.combined]) for one in found], rows, len(made))[:, 0]
        quantiles[WITH_CAPS] = _laid_out([np.array(list(one.quantiles.values())) for one in found], rows, len(made))
    came = history.made[:, year, 12]
    whole = [one for one, row in zip(found, rows, strict=True) if not np.isnan(came[row])]
    paths = np.sum([one.paths for one in whole], axis=0) if whole else np.full(1, np.nan)
    total = float(sum(came[row] for row in rows if not np.isnan(came[row]))), np.quantile(paths, LEVELS)
    pull = pull_at(history, caps, names=grid.names, years=grid.years, year=year, month=month) if _is_bound(found) else 0
    return _Origin(month=month, came=came, points=points, quantiles=quantiles, total=total, pull=pull)


def _is_bound(found: Sequence[Outlook]) -> bool:
    return any(one.paths is not one.free_paths and not np.array_equal(one.paths, one.free_paths) for one in found)


def _own_interval(seen: Seen, member: int) -> FloatArray:
    """Quantiles of a member by itself, calibrated on its own errors in the same way, shape (n, 7)."""
    history = seen.history

    def quantiles(month: int) -> FloatArray:
        rest = history.members(seen.year, month)[member]
        spread = spread_at(history, lambda y, m: history.members(y, m)[member], year=seen.year, month=month)
        return np.asarray(rest + spread.quantiles(LEVELS)[:, None] * spread.scale)

    return np.asarray((seen.made + np.maximum(_each_at_its_month(seen, quantiles), 0.0)).T)


def _each_at_its_month(seen: Seen, found: Callable[[int], FloatArray]) -> FloatArray:
    """Put together what is found at each last known month, shape (..., n) each, by where each series stands."""
    months = np.unique(seen.months).tolist()
    at = [found(month) for month in months]
    return np.asarray(np.select([seen.months == month for month in months], at, default=np.nan))


def _laid_out(values: Sequence[FloatArray], rows: Sequence[int], count: int) -> FloatArray:
    """Values of some series on the rows of all of them, NaN elsewhere."""
    laid = np.full((count, len(values[0]) if values else len(LEVELS)), np.nan)
    if values:
        laid[list(rows)] = np.stack(values)
    return laid


def _row(origins: Sequence[_Origin], method: str) -> RollingRow:
    said = np.concatenate([one.points[method] for one in origins])
    came = np.concatenate([one.came for one in origins])
    known = ~np.isnan(said) & ~np.isnan(came)
    whole = came[known].sum()
    error = float(np.abs(said - came)[known].sum() / whole) if whole > 0 else float("nan")
    return RollingRow(method=method, month=origins[0].month, error=error, n=int(known.sum()))


def _coverage(origins: Sequence[_Origin], method: str) -> dict[str, float]:
    said = np.concatenate([one.quantiles[method] for one in origins])
    came = np.concatenate([one.came for one in origins])
    known = ~np.isnan(said).any(axis=1) & ~np.isnan(came)
    return _shares(said[known], came[known])


def _total_coverage(origins: Sequence[_Origin]) -> dict[str, float]:
    return _shares(np.stack([one.total[1] for one in origins]), np.array([one.total[0] for one in origins]))


def _shares(said: FloatArray, came: FloatArray) -> dict[str, float]:
    within = {band: (said[:, low] <= came) & (came <= said[:, high]) for band, (low, high) in _BANDS.items()}
    return {band: float(hits.mean()) if len(hits) else float("nan") for band, hits in within.items()}


def _pinball(origins: Sequence[_Origin]) -> dict[str, float]:
    """Mean pinball loss over the seven levels, summed over series and years, over the sum of the totals."""
    came = np.concatenate([one.came for one in origins])
    said = {name: np.concatenate([one.quantiles[name] for one in origins]) for name in origins[0].quantiles}
    known = ~np.isnan(came) & np.all([~np.isnan(values).any(axis=1) for values in said.values()], axis=0)
    whole = came[known].sum()
    found = {}
    for name, values in said.items():
        over = came[known, None] - values[known]
        loss = np.where(over > 0, LEVELS * over, (LEVELS - 1) * over).mean(axis=1).sum()
        found[name] = float(loss / whole) if whole > 0 else float("nan")
    return found


def _weights(history: History, tried: Sequence[int], month: int) -> dict[str, float]:
    mean = np.mean([history.weights(year, month) for year in tried], axis=0)
    return dict(zip(MEMBERS, mean.tolist(), strict=True))

"""Year-end outlooks: an ensemble per series with paths of equal company, bent by declared caps, and added to totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from zhibiao.forecast.known import KnownFact, KnownKind, with_known
from zhibiao.forecast.members import MEMBERS
from zhibiao.forecast.regime import Regime, bent, pull_at, regime_at
from zhibiao.forecast.season import seasons
from zhibiao.forecast.series import BoolArray, FloatArray, IntArray, YearGrid, closed_gaps, nan_mean
from zhibiao.forecast.spread import LEVELS, PATH_LEVELS, PATHS, QUANTILES, paths_of, ranks_of, spread_at
from zhibiao.forecast.standstill import Standing
from zhibiao.forecast.weights import FIRST_TRIED, History, Said
from zhibiao.policy.cap_rule import CapRule
from zhibiao.terms.period import Month

STANDSTILL = "standstill"
"""What a series that stands still is forecast by, beside the members of the ensemble."""
NEWCOMER_DOUBT = 2.0
"""How much wider the interval of a series without the year before is than that of its company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a series' year ends, seen at the end of one month; in the unit of the series.

    Args:
        series: its name.
        year: the calendar year.
        month: the last month of the year that is known, 0 when none is.
        made: total since January at that month.
        quantiles: p05, p10, p25, p50, p75, p90, p95, bent by declared caps.
        mean: mean of the sample paths.
        combined: the weighted forecast, bent by declared caps.
        members: each member's forecast by name; one without its inputs is left out. For a series that stands still
            `standstill` as well: it lasts as long again, then the series runs as before.
        weights: weights of the members that are there, summing to 1; 0 for one that a standstill has misled.
        errors: mean absolute error of each member and of `combined` at this month of earlier years,
            relative to the total of the year before.
        cap_shift: how much declared caps and floors moved the median.
        path_years: the earlier years whose errors made the interval.
        stood_days: for how many days the series has stood still, 0 for one that runs.
        paths: possible totals, shape (k,); the same row of two outlooks of one call is one possible year.
        free_paths: the same without declared caps.
    """

    series: str
    year: int
    month: int
    made: float
    quantiles: Mapping[str, float]
    mean: float
    combined: float
    members: Mapping[str, float]
    weights: Mapping[str, float]
    errors: Mapping[str, float]
    cap_shift: float
    path_years: tuple[int, ...]
    stood_days: int = 0
    paths: FloatArray = field(compare=False, repr=False)
    free_paths: FloatArray = field(compare=False, repr=False)

    def row(self) -> dict[str, object]:
        """The published shape: series, year, p05 to p95, mean, members."""
        return {
            "series": self.series,
            "year": self.year,
            **self.quantiles,
            "mean": self.mean,
            "members": dict(self.members),
        }


def outlooks(
    grid: YearGrid,
    *,
    caps: Sequence[CapRule] = (),
    known: Sequence[KnownFact] = (),
    doubt: Mapping[str, float] | None = None,
) -> tuple[Outlook, ...]:
    """One outlook per series, in the grid's order, for the year of `grid.as_of`.

    Each series stands at its own last known month. A series of which nothing is known this year or at the end of the
    last one is left out: nothing can be said about it here.

    Args:
        grid: totals since January.
        caps: declared caps and floors; each counts from the month in which it was known. An absolute one is in the
            unit of the series; a scope that is no series is the total of all of them.
        known: outages, plans and orders of coming months.
        doubt: by name, how much wider an interval is to be than its history says, >= 1.

    Source: docs/maths/forecast.md.
    """
    days = grid.days()
    seen = Seen(
        names=grid.names,
        years=grid.years,
        history=History(closed_gaps(grid.made, days), days),
        as_of=grid.as_of,
        months=grid.last_known(),
        known=known,
        doubt=doubt or {},
    )
    return outlooks_at(seen, caps=caps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an outlook is made from: series and where each of them stands.

    Args:
        names: the series, shape (n,).
        years: calendar years of the history, shape (y,).
        history: forecasts as they would have been made; what lies after the standpoint is not read.
        as_of: the month at whose end declared caps and known facts are looked up.
        months: each series' last known month in the year of `as_of`, 0 for none, shape (n,).
        known, doubt: see `outlooks`.
    """

    names: tuple[str, ...]
    years: tuple[int, ...]
    history: History
    as_of: Month
    months: IntArray
    known: Sequence[KnownFact] = ()
    doubt: Mapping[str, float] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of `as_of` as an index."""
        return self.as_of.year - self.years[0]

    @property
    def made(self) -> FloatArray:
        """Totals since January where each series stands, shape (n,)."""
        return np.asarray(self.history.made[np.arange(len(self.names)), self.year, self.months])

    @property
    def last_year(self) -> FloatArray:
        """Last year's totals, shape (n,), NaN where it is not finished or lies before the history."""
        if not self.year:
            return np.full(len(self.names), np.nan)
        return np.asarray(self.history.made[:, self.year - 1, 12])


def outlooks_at(seen: Seen, *, caps: Sequence[CapRule] = ()) -> tuple[Outlook, ...]:
    """The outlooks of `outlooks` from any standpoint of a history: the backtest stands where the product stood."""
    stands = [_stand(seen, month) for month in sorted(set(seen.months.tolist()))]
    rows = np.array([row for one in stands for row in one.rows], dtype=np.int64)
    if not len(rows):
        return ()
    free, centre = np.concatenate([one.paths for one in stands], axis=1), np.concatenate([s.centre for s in stands])
    regime, pull = _regime(seen, caps, rows)
    paths = free
    if pull:
        paths = bent(free, made=seen.made[rows], regime=regime, pull=pull)
        centre = bent(centre[None, :], made=seen.made[rows], regime=regime, pull=pull)[0]
    of = [one for one in stands for _ in one.rows]
    found = {
        row: _outlook(seen, of[column], row=row, centre=centre[column], paths=paths[:, column], free=free[:, column])
        for column, row in enumerate(rows.tolist())
    }
    return tuple(found[row] for row in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """All series whose last known month is the same: their rows, forecasts and paths; other arrays are over all."""

    month: int
    rows: tuple[int, ...]
    centre: FloatArray
    paths: FloatArray
    said: Said
    standing: Standing
    errors: Mapping[str, FloatArray]
    years: tuple[int, ...]


def _stand(seen: Seen, month: int) -> _Stand:
    """Everything at one month, for the series that stand there; a finished year has neither error nor doubt."""
    history, year = seen.history, seen.year
    said, standing = history.said(year, month), history.standing(year, month)
    rest, is_told = np.zeros(len(seen.names)), _told_to_end(seen, month)
    if month < 12:
        _, season = seasons(history.clear(year), history.days, before=year)
        rest = np.where(is_told & (standing.days > 0), standing.level * standing.left, said.rest)
        rest = with_known(rest, seen.known, names=seen.names, season=season, at=seen.as_of, last=month)
        rest = np.maximum(rest, 0.0)
    silent = np.isnan(seen.last_year) if not month else np.zeros(len(rest), dtype=bool)
    rows = np.flatnonzero((seen.months == month) & ~silent & ~np.isnan(rest) & ~np.isnan(seen.made))
    made = seen.made[rows]
    paths: FloatArray = np.broadcast_to(made, (PATHS, len(rows)))
    years: tuple[int, ...] = ()
    if month < 12:
        spread = spread_at(history, history.said_as_at(month), year=year, month=month)
        wider = _doubt(seen)
        scale = np.nan_to_num(spread.scale * wider)[rows]
        names = [seen.names[row] for row in rows]
        drawn = paths_of(names, rest[rows], scale, spread)
        for column in np.flatnonzero((standing.days[rows] > 0) & ~is_told[rows]).tolist():
            row = rows[column]
            ends = standing.of(row).rest(PATH_LEVELS)[ranks_of([names[column]], common=spread.common)]
            drawn[:, column] = rest[row] + wider[row] * (ends[:, 0, 0] - said.rest[row])
        paths, years = made + np.maximum(drawn, 0.0), tuple(seen.years[past] for past in spread.years)
    return _Stand(
        month=month,
        rows=tuple(rows.tolist()),
        centre=made + rest[rows],
        paths=paths,
        said=said,
        standing=standing,
        errors=_errors(history, year=year, month=month),
        years=years,
    )


def _told_to_end(seen: Seen, month: int) -> BoolArray:
    """Of which series outages of coming months are stated, shape (n,): a standstill ends with them."""
    stated = {
        fact.series
        for fact in seen.known
        if fact.kind is KnownKind.OUTAGE_DAYS
        and fact.known_from <= seen.as_of
        and (fact.month.year, fact.month.month > month) == (seen.as_of.year, True)
    }
    return np.array([name in stated for name in seen.names], dtype=bool)


def _doubt(seen: Seen) -> FloatArray:
    """By how much each interval is widened: what the caller asks for, and a newcomer's doubt."""
    asked = np.array([max(1.0, seen.doubt.get(name, 1.0)) for name in seen.names])
    return asked * np.where(np.isnan(seen.last_year), NEWCOMER_DOUBT, 1.0)


def _errors(history: History, *, year: int, month: int) -> Mapping[str, FloatArray]:
    """Mean absolute error of each member and of the ensemble at this month of earlier years, relative to the total of
    the year before, shape (n,) by name."""
    if month == 12:
        return {}
    found: dict[str, list[FloatArray]] = {}
    for past in range(FIRST_TRIED, year):
        said, rest, base = history.said(past, month), history.rest(past, month), history.made[:, past - 1, 12]
        with np.errstate(divide="ignore", invalid="ignore"):
            for name, value in zip((*MEMBERS, "combined"), (*said.members, said.rest), strict=True):
                found.setdefault(name, []).append(np.where(base > 0, np.abs(rest - value) / base, np.nan))
    return {name: nan_mean(np.stack(rows)) for name, rows in found.items()}


def _regime(seen: Seen, caps: Sequence[CapRule], rows: IntArray) -> tuple[Regime, float]:
    """The bounds of the series at hand as known at the standpoint, and how strongly they pull."""
    names = tuple(seen.names[row] for row in rows)
    regime = regime_at(caps, names=names, last_year=seen.last_year[rows], year=seen.as_of.year, at=seen.as_of)
    if regime.is_free or seen.as_of.month == 12:
        return regime, 0.0
    month = seen.as_of.month
    return regime, pull_at(seen.history, caps, names=seen.names, years=seen.years, year=seen.year, month=month)


def _outlook(seen: Seen, stand: _Stand, *, row: int, centre: float, paths: FloatArray, free: FloatArray) -> Outlook:
    made = float(seen.made[row])
    quantiles = quantiles_of(paths)
    members, weights = _members(stand, made=made, row=row)
    return Outlook(
        series=seen.names[row],
        year=seen.as_of.year,
        month=stand.month,
        made=made,
        quantiles=quantiles,
        mean=_mean(paths),
        combined=float(centre),
        members=members,
        weights=weights,
        errors={name: float(values[row]) for name, values in stand.errors.items() if not np.isnan(values[row])},
        cap_shift=quantiles["p50"] - float(np.median(free)),
        path_years=stand.years,
        stood_days=int(stand.standing.days[row]),
        paths=paths,
        free_paths=free,
    )


def _members(stand: _Stand, *, made: float, row: int) -> tuple[dict[str, float], dict[str, float]]:
    """What each member says of the year of one series, and what it counts for."""
    said = stand.said
    members = _known(made + said.members[:, row])
    if stand.standing.days[row]:
        return members | {STANDSTILL: made + float(said.rest[row])}, dict.fromkeys(members, 0.0) | {STANDSTILL: 1.0}
    weights = np.where(np.isnan(said.counted[:, row]), 0.0, said.weights)
    return members, {name: value for name, value in _known(weights / weights.sum()).items() if name in members}


def total_outlook(parts: Sequence[Outlook], *, name: str) -> Outlook:
    """The outlook of a sum: paths of the same possible year are added, never bounds.

    Raises:
        ValueError: no parts, or parts of different years.
    """
    if len({(part.year, len(part.paths)) for part in parts}) != 1:
        raise ValueError("a total needs outlooks of one year and one set of paths")
    paths = np.sum([part.paths for part in parts], axis=0)
    free = np.sum([part.free_paths for part in parts], axis=0)
    common = [member for member in MEMBERS if all(member in part.members for part in parts)]
    quantiles = quantiles_of(paths)
    return Outlook(
        series=name,
        year=parts[0].year,
        month=max(part.month for part in parts),
        made=float(sum(part.made for part in parts)),
        quantiles=quantiles,
        mean=_mean(paths),
        combined=float(sum(part.combined for part in parts)),
        members={member: float(sum(part.members[member] for part in parts)) for member in common},
        weights={},
        errors={},
        cap_shift=quantiles["p50"] - float(np.median(free)),
        path_years=tuple(sorted(set[int]().union(*(part.path_years for part in parts)))),
        paths=paths,
        free_paths=free,
    )


def quantiles_of(paths: FloatArray) -> dict[str, float]:
    """The published quantiles of a sample of possible totals, shape (k,)."""
    return dict(zip(QUANTILES, np.quantile(paths, LEVELS).tolist(), strict=True))


def _mean(paths: FloatArray) -> float:
    """The mean, which rounding must not put outside of what it is the mean of."""
    return float(np.clip(paths.mean(), paths.min(), paths.max()))


def _known(values: FloatArray) -> dict[str, float]:
    return {name: float(value) for name, value in zip(MEMBERS, values, strict=True) if not np.isnan(value)}

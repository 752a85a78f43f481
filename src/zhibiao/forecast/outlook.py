"""Year-end outlooks: a combined forecast per series with an interval, and the total by summed sample paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from zhibiao.forecast.backtest import Backtest, backtest, mean_absolute
from zhibiao.forecast.models import MEMBERS, combine, year_end_members
from zhibiao.forecast.series import FloatArray, YearGrid
from zhibiao.terms.period import Month

QUANTILES: Mapping[str, float] = MappingProxyType(
    {"p05": 0.05, "p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90, "p95": 0.95}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where a series' year ends, seen at the end of one month; in the unit of the series.

    Args:
        series: its name.
        year: the calendar year.
        as_of: the last month that was read.
        made: total since January at the last known month.
        quantiles: p05, p10, p25, p50, p75, p90, p95.
        mean: mean of the sample paths.
        combined: the weighted forecast itself, before errors of earlier years are laid on it.
        members: each naive forecast by name; one without its inputs is left out.
        errors: mean absolute error of each member and of `combined` at this month of earlier years,
            relative to the total of the year before.
        paths: one possible total per earlier year: the forecast plus that year's error, shape (k,).
        path_years: the earlier years, shape (k,).
    """

    series: str
    year: int
    as_of: Month
    made: float
    quantiles: Mapping[str, float]
    mean: float
    combined: float
    members: Mapping[str, float]
    errors: Mapping[str, float]
    paths: tuple[float, ...]
    path_years: tuple[int, ...]

    def row(self) -> dict[str, object]:
        """The published shape: series, year, p05 to p95, mean, members."""
        return {
            "series": self.series,
            "year": self.year,
            **self.quantiles,
            "mean": self.mean,
            "members": dict(self.members),
        }


def outlooks(grid: YearGrid) -> tuple[Outlook, ...]:
    """One outlook per series, in the grid's order, for the year of `grid.as_of`.

    Each series stands at its own last known month. A series without the year before is left out: nothing
    can be said about it here. All series share the earlier years of their sample paths, so that paths add up.

    Source: docs/maths/forecast.md.
    """
    found: dict[int, Outlook] = {}
    months = grid.last_known()
    for month in sorted(set(months.tolist())):
        tried = backtest(grid.made, days=grid.days(), year=len(grid.years) - 1, month=month)
        found |= _at_month(grid, month=month, rows=np.flatnonzero(months == month).tolist(), tried=tried)
    return tuple(found[row] for row in sorted(found))


def total_outlook(parts: Sequence[Outlook], *, name: str) -> Outlook:
    """The outlook of a sum: sample paths of the same earlier year are added, never bounds.

    Raises:
        ValueError: no parts, or parts of different years.
    """
    years = {(part.year, part.path_years) for part in parts}
    if len(years) != 1:
        raise ValueError("a total needs outlooks of one year over the same earlier years")
    paths = np.sum([part.paths for part in parts], axis=0)
    common = [member for member in MEMBERS if all(member in part.members for part in parts)]
    return Outlook(
        series=name,
        year=parts[0].year,
        as_of=max(part.as_of for part in parts),
        made=float(sum(part.made for part in parts)),
        quantiles=_not_below(float(sum(part.made for part in parts)), quantiles_of(paths)),
        mean=float(paths.mean()),
        combined=float(sum(part.combined for part in parts)),
        members={member: float(sum(part.members[member] for part in parts)) for member in common},
        errors=_error_of_total(parts, paths),
        paths=tuple(paths.tolist()),
        path_years=parts[0].path_years,
    )


def _error_of_total(parts: Sequence[Outlook], paths: FloatArray) -> dict[str, float]:
    """Mean absolute error of the summed forecast in the earlier years, relative to last year's total."""
    base = sum(part.members.get("last_year", 0.0) for part in parts)
    off = paths - sum(part.combined for part in parts)
    return {"combined": float(np.abs(off).mean() / base)} if base else {}


def quantiles_of(paths: FloatArray) -> dict[str, float]:
    """The published quantiles of a sample of possible totals, shape (k,), k >= 1.

    Inside the sample at positions p·(k+1). Beyond it, where k earlier years are too few to have seen such a
    year, the farther of the sample's end and Student's prediction bound, so that few years claim no narrow tails.
    """
    count = len(paths)
    values = np.quantile(paths, list(QUANTILES.values()), method="weibull")
    if count > 2:
        for index, share in enumerate(QUANTILES.values()):
            if not 1 <= share * (count + 1) <= count:
                bound = _prediction_bound(paths, share)
                values[index] = min(values[index], bound) if share < 0.5 else max(values[index], bound)
    return dict(zip(QUANTILES, values.tolist(), strict=True))


def _not_below(made: float, quantiles: dict[str, float]) -> dict[str, float]:
    """What was made is never unmade: no quantile of the year's total lies below it."""
    return {name: max(made, value) for name, value in quantiles.items()}


def _prediction_bound(paths: FloatArray, share: float) -> float:
    """Student's bound for one more draw; the quantile of t by its expansion in 1/degrees of freedom.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    count, freedom = len(paths), len(paths) - 1
    z = NormalDist().inv_cdf(share)
    t = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    return float(paths.mean() + t * paths.std(ddof=1) * (1 + 1 / count) ** 0.5)


def _at_month(grid: YearGrid, *, month: int, rows: Sequence[int], tried: Backtest) -> dict[int, Outlook]:
    year = len(grid.years) - 1
    members = (
        year_end_members(grid.made, days=grid.days(), year=year, month=month)
        if year
        else np.full((len(MEMBERS), len(grid.names)), np.nan)
    )
    combined = grid.made[:, year, 12] if month == 12 else combine(members, tried.weights)
    base = grid.made[:, year - 1, 12] if year else np.full(len(grid.names), np.nan)
    errors = np.zeros((1, len(grid.names))) if month == 12 else filled_errors(tried.combined, base=base)
    path_years = tuple(grid.years[past] for past in tried.years) or (grid.years[year],)
    errors = np.broadcast_to(errors, (len(path_years), len(grid.names)))
    floor = grid.made[:, year, month]
    paths = np.maximum(combined + errors * np.nan_to_num(base), floor)
    own, together = mean_absolute(tried.members), mean_absolute(tried.combined)
    return {
        row: Outlook(
            series=grid.names[row],
            year=grid.years[year],
            as_of=grid.as_of,
            made=float(floor[row]),
            quantiles=_not_below(float(floor[row]), quantiles_of(paths[:, row])),
            mean=float(paths[:, row].mean()),
            combined=float(combined[row]),
            members=_known(members[:, row]),
            errors={} if month == 12 else _known(own[:, row]) | _named("combined", together[row]),
            paths=tuple(paths[:, row].tolist()),
            path_years=path_years,
        )
        for row in rows
        if not np.isnan(combined[row])
    }


def filled_errors(errors: FloatArray, *, base: FloatArray) -> FloatArray:
    """Errors with gaps closed: a series without an earlier year moves as the others did in it.

    Args:
        errors: relative errors, shape (k, n), NaN where a series has no such year.
        base: weights of the series, shape (n,).

    Returns:
        shape (k, n), or (1, n) of zeros when nothing could be tried.
    """
    if not len(errors):
        return np.zeros((1, errors.shape[1]))
    weight = np.where(np.isnan(errors), 0.0, np.nan_to_num(base))
    whole = weight.sum(axis=1, keepdims=True)
    common = np.where(
        whole > 0, (np.nan_to_num(errors) * weight).sum(axis=1, keepdims=True) / np.maximum(whole, 1e-300), 0.0
    )
    return np.where(np.isnan(errors), common, errors)


def _named(name: str, value: float) -> dict[str, float]:
    return {} if np.isnan(value) else {name: float(value)}


def _known(values: FloatArray) -> dict[str, float]:
    return {name: float(value) for name, value in zip(MEMBERS, values, strict=True) if not np.isnan(value)}

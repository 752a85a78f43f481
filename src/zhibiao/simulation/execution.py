"""How far a month's output strays from what was decided (执行偏差): by the past errors of each name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhibiao.forecast.season import cell_days, seasons
from zhibiao.forecast.series import FloatArray, closed_gaps, grid_of
from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.terms.period import Month

YEARS = 5
"""Years of past errors that are drawn from."""
_LARGEST = 0.3  # beyond it a published step is a revision of earlier months rather than output


@dataclass(frozen=True, slots=True, kw_only=True)
class PastErrors:
    """One-month-ahead errors of the past, centred: output over what the month before and the season led to, less one.

    Args:
        names: the series, shape (n,).
        errors: shape (k, n); a row is one month, the same for all names, so that what moved them together still does.
    """

    names: tuple[str, ...]
    errors: FloatArray

    def draw(self, generator: np.random.Generator, *, months: int) -> list[dict[str, float]]:
        """Errors of coming months, each a past month's as it was, drawn with replacement."""
        rows = generator.integers(len(self.errors), size=months)
        return [dict(zip(self.names, self.errors[row].tolist(), strict=True)) for row in rows.tolist()]


def past_errors(known: Sequence[YearToDate], *, year: int) -> PastErrors:
    """The errors of the five years before `year`, month by month from March, each forecast from what was known then.

    The forecast is the last month's daily output carried on by the season of the years before it. Errors beyond 30 %
    count as 30 %: a total that is revised gives a step that was never made. A month in which a name is not published
    counts as one without error.

    Raises:
        ValueError: no year before has a season.
    """
    grid = grid_of({series.name: series.made_t for series in known}, as_of=Month(year - 1, 12))
    days = grid.days()
    made = closed_gaps(grid.made, days)
    rows = []
    for past in range(max(1, len(grid.years) - YEARS), len(grid.years)):
        season, _ = seasons(made, days, before=past)
        ends = made[:, past, 2:]
        rates = np.diff(np.concatenate([np.zeros((len(ends), 1)), ends], axis=1), axis=1) / cell_days(days, past)
        with np.errstate(divide="ignore", invalid="ignore"):
            said = rates[:, :-1] * season[:, 1:] / season[:, :-1]
            rows.append(np.where((said > 0) & (rates[:, 1:] > 0), rates[:, 1:] / said - 1.0, np.nan).T)
    if not rows:
        raise ValueError(f"no year before {year} has a season")
    errors = np.clip(np.concatenate(rows), -_LARGEST, _LARGEST)
    return PastErrors(names=grid.names, errors=np.nan_to_num(errors - _means(errors)))


def carried_out(decided_t: Mapping[str, int], error: Mapping[str, float]) -> dict[str, int]:
    """What is made of what was decided, whole tonnes, never below zero."""
    return {name: max(0, round(tonnes * (1.0 + error[name]))) for name, tonnes in decided_t.items()}


def _means(errors: FloatArray) -> FloatArray:
    known = ~np.isnan(errors)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, errors, 0.0).sum(axis=0) / np.maximum(count, 1), 0.0)

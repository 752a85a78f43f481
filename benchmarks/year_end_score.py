"""How a year-end forecast is scored, the product's and its peers' alike: error, coverage and pinball loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A year's total: forecast, its quantiles at `LEVELS` (none: NaN), processor seconds, and what answered."""

    forecast: float
    quantiles: tuple[float, ...] = (float("nan"),) * len(LEVELS)
    seconds: float = float("nan")
    by: str = ""


def combined(answers: Sequence[Answer], *, by: Callable[[FloatArray], Any]) -> Answer:
    """Several answers as one: mean or median of the forecasts, and of the quantiles level by level."""
    values = np.array([[one.forecast, *one.quantiles] for one in answers])
    forecast, *quantiles = (float(by(column)) for column in values.T)
    return Answer(forecast=forecast, quantiles=tuple(quantiles), seconds=sum(one.seconds for one in answers))


def calibrated(answers: Sequence[Answer], *, outcomes: FloatArray, bases: FloatArray, years: IntArray) -> list[Answer]:
    """The same forecasts of one month, with the quantiles that a method's own errors of earlier years have earned.

    An error is outcome minus forecast, relative to the base (last year's total). Those of all series in all earlier
    years are one sample; each of them is known by the first origin of the next year. The first year has none and keeps
    its quantiles.

    >>> past, now = Answer(forecast=9.0), Answer(forecast=20.0)
    >>> calibrated([past, now], outcomes=np.array([10.0, 0.0]), bases=np.array([10.0, 30.0]),
    ...            years=np.array([2011, 2012]))[1].quantiles[3]
    23.0
    """
    forecasts = np.array([one.forecast for one in answers])
    errors = np.divide(outcomes - forecasts, bases, out=np.full(len(answers), np.nan), where=bases > 0)
    kept = []
    for answer, base, year in zip(answers, bases, years, strict=True):
        earlier = errors[(years < year) & ~np.isnan(errors)]
        if not len(earlier):
            kept.append(answer)
            continue
        spread = np.quantile(earlier, LEVELS, method="weibull")
        kept.append(replace(answer, quantiles=tuple((answer.forecast + base * spread).tolist())))
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a method did over all cells; everything but the seconds in per cent, NaN where it names no quantiles."""

    wape: float
    coverage50: float
    coverage80: float
    coverage90: float
    pinball: float
    seconds: float
    cells: int


def score(answers: Sequence[Answer], outcomes: FloatArray) -> Score:
    """Sums over all cells, relative to the sum of the outcomes; coverage counts cells.

    Pinball loss is the mean over `LEVELS` of the sum of max(q·(y - x), (q - 1)·(y - x)), y the outcome, x the quantile.

    >>> one = Answer(forecast=90.0, quantiles=(80.0, 85.0, 88.0, 90.0, 92.0, 101.0, 105.0))
    >>> score([one], np.array([100.0])).wape
    10.0
    """
    off = np.array([one.forecast for one in answers]) - outcomes
    quantiles = np.array([one.quantiles for one in answers])
    known, levels, whole = bool(np.isfinite(quantiles).all()), np.array(LEVELS), outcomes.sum()
    gap = outcomes[:, None] - quantiles
    loss = np.maximum(levels * gap, (levels - 1) * gap).sum(axis=0).mean()
    inside = [(quantiles[:, k] <= outcomes) & (outcomes <= quantiles[:, -1 - k]) for k in (2, 1, 0)]
    coverage = [100 * float(one.mean()) if known else float("nan") for one in inside]
    return Score(
        wape=100 * float(np.abs(off).sum() / whole),
        coverage50=coverage[0],
        coverage80=coverage[1],
        coverage90=coverage[2],
        pinball=100 * float(loss / whole),
        seconds=float(np.mean([one.seconds for one in answers])),
        cells=len(answers),
    )

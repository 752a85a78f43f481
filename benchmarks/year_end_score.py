"""How a year-end forecast is scored, the product's and its peers' alike: error, coverage and pinball loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

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

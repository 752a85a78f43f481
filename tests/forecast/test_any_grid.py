"""Any figures, with gaps, stops, starts, zeros and single years: the laws that every outlook and every origin keeps."""

from __future__ import annotations

import numpy as np
import pytest

from effort import examples
from zhibiao.forecast.outlook import Outlook, outlooks, total_outlook
from zhibiao.forecast.rolling import ENSEMBLE, rolling_table
from zhibiao.forecast.series import FloatArray, grid_of
from zhibiao.terms.period import Month

Made = dict[str, dict[Month, float]]


def _monthly(rng: np.random.Generator, months: int) -> FloatArray:
    """Output by month: of any size and swing, perhaps with a standstill, with many, or none at all."""
    made = 10 ** rng.uniform(-2, 6) * np.exp(rng.normal(0, rng.choice([0.0, 0.05, 0.4]), months))
    match rng.integers(0, 6):
        case 1:
            start = int(rng.integers(0, months))
            made[start : start + int(rng.integers(1, 30))] = 0.0
        case 2:
            made[rng.random(months) < 0.4] = 0.0
        case 3:
            made[:] = 0.0
    return np.asarray(made)


def _made(rng: np.random.Generator, *, years: int) -> Made:
    """Totals since January of a few series, with January or other months not published, begun late or ended early."""
    found: Made = {}
    for number in range(int(rng.integers(1, 6))):
        monthly = _monthly(rng, 12 * years).reshape(years, 12)
        gone, first, last = rng.choice([0.0, 0.15]), rng.integers(0, 12 * years), rng.integers(1, 12 * years)
        keeps_all = rng.random(2) < 0.8
        found[f"s{number}"] = {
            Month(2022 - years + place // 12, place % 12 + 1): float(total)
            for place, total in enumerate(np.cumsum(monthly, axis=1).ravel())
            if rng.random() >= gone and (keeps_all[0] or place >= first) and (keeps_all[1] or place < last)
        }
    return found


def _keeps_the_laws(one: Outlook) -> None:
    quantiles = [*one.quantiles.values()]
    assert sorted(quantiles) == quantiles
    assert one.made <= quantiles[0] * (1 + 1e-12)
    assert one.paths.min() <= one.mean <= one.paths.max()
    if one.weights:
        assert pytest.approx(1) == sum(one.weights.values())
        said = sum(one.members[name] * weight for name, weight in one.weights.items())
        assert pytest.approx(max(one.made, said)) == one.combined


@pytest.mark.parametrize("seed", range(examples(40)))
def test_any_figures_are_answered_within_the_laws(seed: int) -> None:
    rng = np.random.default_rng(seed)
    made, at = _made(rng, years=int(rng.integers(2, 9))), Month(2021, int(rng.integers(1, 13)))
    if not any(month <= at for values in made.values() for month in values):
        return
    found = outlooks(grid_of(made, as_of=at))
    for one in (*found, *([total_outlook(found, name="all")] if found else [])):
        _keeps_the_laws(one)


@pytest.mark.parametrize("seed", range(examples(15)))
def test_an_origin_says_what_the_product_says_then(seed: int) -> None:
    """Also with months not published, where the backtest must not stand on what closed a gap later."""
    rng = np.random.default_rng([seed, 1])
    made, month = {**_made(rng, years=6), "whole": _made(rng, years=6)["s0"]}, int(rng.integers(1, 12))
    grid = grid_of(made, as_of=Month(2021, 12))
    came = {name: values.get(Month(2020, 12)) for name, values in made.items()}
    said = outlooks(grid_of(made, as_of=Month(2020, month)))
    known = [(one.combined, total) for one in said if (total := came[one.series]) is not None]
    whole = sum(total for _, total in known)
    if grid.years[0] > 2018 or not whole:
        return
    table = rolling_table(grid, years=[2020], months=[month])
    assert pytest.approx(sum(abs(one - total) for one, total in known) / whole) == table.error(ENSEMBLE, month)

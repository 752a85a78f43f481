"""Price shocks and price paths held against published prices: alarms counted, coverage measured.

    python -m benchmarks.prices [--data DIR] [--paths 1000]

Prints tables for docs/maths/prices.md, or one line where the data is not.

Shocks: how many are raised per good and year, which of those named beforehand are among them, and how many had given
half of their change back within a month. The rule was set on goods outside the steel chain (the column `other`), to
about one alarm per good and year; the five named shocks were known when it was set.

Paths: standing at the end of every month, from what was published by then, 1, 3 and 6 months ahead; how often the
month's mean came to lie within the bands, beside a random walk with normal steps of the same past. The length of blocks
was set on the ten-day prices of goods outside the steel chain; the World Bank's months were not looked at for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zhibiao.assemble.market_prices import read_prices
from zhibiao.errors import UsageError
from zhibiao.market.chain import chained
from zhibiao.market.monthly import monthly_means
from zhibiao.market.paths import Joint, joint, price_paths
from zhibiao.market.price import PriceSeries, month_of
from zhibiao.market.shock import DEFAULT_RULE, Shock, ShockKind, find_shocks
from zhibiao.terms.period import Month

STEEL = (
    *("rebar_t", "wire_rod_t", "section_t", "medium_plate_t", "hot_coil_t", "seamless_pipe"),
    *("coking_coal", "coke"),
)
NAMED = (
    ("coking_coal", dt.date(2021, 8, 21)),
    ("coking_coal", dt.date(2021, 11, 21)),
    ("coke", dt.date(2021, 11, 21)),
    ("rebar_t", dt.date(2021, 5, 21)),
    ("rebar_t", dt.date(2024, 10, 1)),
)
BANDS = (0.5, 0.8, 0.9)
AHEAD = (1, 3, 6)
FIRST = Month(2022, 6)
FIRST_OF_WORLD_BANK = Month(2012, 1)  # iron ore had yearly prices by contract until 2008
_PERIODS_A_YEAR = 36
_A_MONTH = 3
_DATA = Path(__file__).parents[2] / "shared" / "data"


def published(file: Path) -> dict[str, PriceSeries]:
    """The series of every good, as published."""
    return {series.good: series for series in read_prices(file.read_bytes(), name=file.name).series}


def shock_table(series: Mapping[str, PriceSeries]) -> list[dict[str, Any]]:
    """Alarms by group of goods: jumps, runs, per good and year, and how many turned back."""
    rows = []
    for group, goods in _groups(series).items():
        chains = [chained(series[good]).series for good in goods]
        found = [(chain, shock) for chain in chains for shock in find_shocks(chain)]
        years = sum(len(chain.points) - 1 - DEFAULT_RULE.history for chain in chains) / _PERIODS_A_YEAR
        raised = {(shock.good, shock.start) for _, shock in found}
        named = [one for one in NAMED if one[0] in goods]
        rows.append(
            {
                "group": group,
                "goods": len(goods),
                "years": years,
                "jumps": sum(shock.kind is ShockKind.JUMP for _, shock in found),
                "runs": sum(shock.kind is ShockKind.RUN for _, shock in found),
                "a_year": len(found) / years,
                "named": f"{sum(one in raised for one in named)} of {len(named)}",
                "not_named": len(found) - sum(one in raised for one in named),
                "turned_back": sum(_turned_back(chain, shock) for chain, shock in found),
            }
        )
    return rows


def _groups(series: Mapping[str, PriceSeries]) -> dict[str, list[str]]:
    steel = [good for good in series if good in STEEL]
    return {"steel": steel, "other": [good for good in series if good not in STEEL]}


def _turned_back(chain: PriceSeries, shock: Shock) -> bool:
    """Whether half of the change was gone again at some point of the month after."""
    at = next(place for place, point in enumerate(chain.points) if point.start == shock.start)
    level = float(chain.points[at].price)
    half = level / (1 + shock.change_pct / 100) ** 0.5
    later = [float(point.price) for point in chain.points[at + 1 : at + 1 + _A_MONTH]]
    return any(price <= half if shock.is_rise else price >= half for price in later)


def coverage(
    series: Mapping[str, PriceSeries], goods: Sequence[str], *, first: Month, paths: int, seed: int
) -> dict[tuple[str, int], dict[str, float]]:
    """By way and months ahead: share of means within each band, mean width of the 80 % band and pinball loss."""
    tallies: dict[tuple[str, int], list[dict[str, float]]] = {}
    came = {
        good: {one.month: float(one.price) for one in monthly_means(chained(series[good]).series)} for good in goods
    }
    last = max(max(months) for months in came.values())
    month = first
    while month < last:
        then = [_then(series[good], month) for good in goods]
        try:
            past = joint(then)
        except UsageError:  # too short a past
            month = month.next()
            continue
        for way, levels, months in _ways(past, paths, np.random.default_rng([seed, month.year, month.month])):
            for ahead in AHEAD:
                target = month.shift(ahead)
                if target > last or target not in months:
                    continue
                at = months.index(target)
                for place, (good, known) in enumerate(zip(goods, then, strict=True)):
                    # What came is in the specification of today; what was drawn in that of its time.
                    scale = float(known.points[-1].price) / _level_of(series[good], known.points[-1].start)
                    tallies.setdefault((way, ahead), []).append(
                        _score(levels[:, at, place], came[good][target] * scale)
                    )
        month = month.next()
    return {
        key: {name: float(np.mean([one[name] for one in told])) for name in told[0]} | {"cases": len(told)}
        for key, told in tallies.items()
    }


def _then(series: PriceSeries, month: Month) -> PriceSeries:
    """What was published of a month by the time all of it was: the first days of the next."""
    return chained(series.known_by(month.last_day + dt.timedelta(days=series.delay_days))).series


_LEVELS: dict[tuple[str, str], dict[dt.date, float]] = {}


def _level_of(series: PriceSeries, start: dt.date) -> float:
    key = series.good, series.source
    if key not in _LEVELS:
        _LEVELS[key] = {one.start: float(one.price) for one in chained(series).series.points}
    return _LEVELS[key][start]


def _ways(past: Joint, count: int, generator: np.random.Generator) -> Iterator[tuple[str, np.ndarray, list[Month]]]:
    drawn = price_paths(past, months=max(AHEAD), count=count, generator=generator)
    yield "blocks", drawn.levels, list(drawn.months)
    yield "walk", _walk(past, drawn.months, count, generator), list(drawn.months)


def _walk(past: Joint, months: Sequence[Month], count: int, generator: np.random.Generator) -> np.ndarray:
    """A random walk with independent normal steps of the past's spread, each good by itself."""
    starts, start = [], past.rhythm.start_after(past.last_start)
    while month_of(start) <= months[-1]:
        starts.append(start)
        start = past.rhythm.start_after(start)
    steps = generator.normal(size=(count, len(starts), len(past.goods))) * past.changes.std(axis=0)
    levels = past.last * np.exp(np.cumsum(steps, axis=1))
    means = []
    for month in months:
        at = [place for place, one in enumerate(starts) if month_of(one) == month]
        days = np.array([past.rhythm.days(starts[place]) for place in at], dtype=float)
        means.append(np.tensordot(levels[:, at, :], days, axes=([1], [0])) / days.sum())
    return np.stack(means, axis=1)


def _score(drawn: np.ndarray, came: float) -> dict[str, float]:
    told = {}
    for band in BANDS:
        low, high = np.quantile(drawn, [(1 - band) / 2, (1 + band) / 2])
        told[f"{band:.0%}"] = float(low <= came <= high)
    low, high = np.quantile(drawn, [0.1, 0.9])
    told["width"] = (high - low) / came
    levels = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
    gaps = came - np.quantile(drawn, levels)
    told["pinball"] = float(np.mean(np.maximum(levels * gaps, (levels - 1) * gaps))) / came
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--paths", type=int, default=1000)
    asked = parser.parse_args()
    ten_days = asked.data / "nbs_10day_market_prices" / "prices.csv"
    months = asked.data / "world_bank_pink_sheet" / "prices_monthly.csv"
    if not (ten_days.exists() and months.exists()):
        print(f"skipped: the price tables are not in {asked.data}")
        return
    series = published(ten_days)
    print(
        "| goods | good-years | jumps | runs | per good and year | named raised | not named | gone by half in a month |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for row in shock_table(series):
        print(
            f"| {row['group']} ({row['goods']}) | {row['years']:.0f} | {row['jumps']} | {row['runs']} "
            f"| {row['a_year']:.2f} | {row['named']} | {row['not_named']} | {row['turned_back']} |"
        )
    print()
    print("| goods | months ahead | way | cases | 50 % | 80 % | 90 % | width of 80 % | pinball |")
    print("|---|---|---|---|---|---|---|---|---|")
    world = {good: one for good, one in published(months).items() if good != "coal_south_african"}
    runs = [(group, series, goods, FIRST) for group, goods in _groups(series).items()]
    runs.append(("World Bank", world, list(world), FIRST_OF_WORLD_BANK))
    for group, known, goods, first in runs:
        told = coverage(known, goods, first=first, paths=asked.paths, seed=2024)
        for (way, ahead), row in sorted(told.items(), key=lambda one: (one[0][1], one[0][0])):
            bands = " | ".join(f"{row[f'{band:.0%}'] * 100:.0f} %" for band in BANDS)
            print(
                f"| {group} | {ahead} | {way} | {row['cases']:.0f} | {bands} "
                f"| {row['width'] * 100:.1f} % | {row['pinball'] * 100:.2f} % |"
            )


if __name__ == "__main__":
    main()

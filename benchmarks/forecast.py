"""The year-end forecast in its rolling backtest on public data, and its speed.

`python -m benchmarks.forecast` prints the tables; nothing in them was fitted on what lay ahead. A declared cap counts
strictly from the month in which it was known; apart from that it is shown what a month's waiting is worth, since the
figures of a month come out in the next one and a cap known by then could be used with them.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecast_speed import Taken, city_seconds, many_seconds
from zhibiao.forecast.members import MEMBERS, NAIVE
from zhibiao.forecast.outlook import Seen, outlooks_at
from zhibiao.forecast.rolling import ENSEMBLE, MONTHS, WITH_CAPS, RollingTable, rolling_table
from zhibiao.forecast.series import YearGrid, closed_gaps, grid_of
from zhibiao.forecast.weights import History
from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.policy.cap_rule import EACH, CapRule
from zhibiao.readers.caps import read_caps
from zhibiao.readers.nbs import NATION, read_nation, read_provinces
from zhibiao.terms.period import Month

FloatArray = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data"
YEARS = tuple(range(2012, 2023))
OURS, OURS_WITH_CAPS, OURS_PUBLISHED = "zhibiao", "zhibiao with caps", "zhibiao with caps known at publication"
GOALS: Mapping[str, tuple[float, ...]] = {ENSEMBLE: (5.9, 4.4, 2.3, 1.0), WITH_CAPS: (5.7, 4.0, 2.3, 1.0)}
"""The issue's goals in per cent, to one decimal, at the ends of March, June, September and November."""
MOST_COVERAGE_OFF, MOST_PINBALL = 3.0, 0.85
PUBLISHED = "with caps known at publication"
_UNIT_T = 10_000.0
_FIRST = Month(2006, 1)
_FIGURES = 8


def grid_of_series(series: Iterable[YearToDate]) -> YearGrid:
    """Public series in 10,000 t on one grid, from 2006 to the last year tried."""
    made = {
        one.name: {month: tonnes / _UNIT_T for month, tonnes in one.made_t.items() if month >= _FIRST} for one in series
    }
    return grid_of(made, as_of=Month(YEARS[-1], 12))


def rules_for(names: Sequence[str], rules: Sequence[CapRule]) -> tuple[CapRule, ...]:
    """The rules that speak of these series, of each, or of the nation; a province's is not the total of a nation."""
    return tuple(rule for rule in rules if rule.scope in {*names, EACH, NATION})


def known_at_publication(rules: Sequence[CapRule]) -> tuple[CapRule, ...]:
    """The rules as if each had been known one month earlier: what could be used with that month's figures."""
    return tuple(replace(rule, known_from=rule.known_from.shift(-1)) for rule in rules)


def said(
    grid: YearGrid, years: Sequence[int], months: Sequence[int], *, rules: Sequence[CapRule] = ()
) -> dict[str, dict[int, FloatArray]]:
    """What every member and the ensemble, bent by the rules, said: by method and month, shape (n, years, 8).

    The last axis is the forecast and its seven quantiles; a member has no quantiles, and NaN stands where nothing was
    said.
    """
    days = grid.days()
    history = History(closed_gaps(grid.made, days), days)
    shape = (len(grid.names), len(years), _FIGURES)
    found: dict[str, dict[int, FloatArray]] = defaultdict(lambda: {month: np.full(shape, np.nan) for month in months})
    for month in months:
        for place, year in enumerate(years):
            standing = grid.last_known(year=year - grid.years[0], to=month)
            seen = Seen(names=grid.names, years=grid.years, history=history, as_of=Month(year, month), months=standing)
            for one in outlooks_at(seen, caps=rules):
                row = grid.names.index(one.series)
                found[ENSEMBLE][month][row, place] = [one.combined, *one.quantiles.values()]
                for name, value in one.members.items():
                    found[name][month][row, place, 0] = value
    return dict(found)


def rows(grid: YearGrid, years: Sequence[int], months: Sequence[int]) -> dict[str, dict[int, FloatArray]]:
    """The product's own rows for `benchmarks.forecast_peers`: forecast and quantiles, shape (n, years, 8)."""
    found = {OURS: said(grid, years, months)[ENSEMBLE]}
    if (DATA / "caps.csv").is_file():
        rules = declared(DATA, grid.names)
        found[OURS_WITH_CAPS] = said(grid, years, months, rules=rules)[ENSEMBLE]
        found[OURS_PUBLISHED] = said(grid, years, months, rules=known_at_publication(rules))[ENSEMBLE]
    return found


def declared(data: Path, names: Sequence[str]) -> tuple[CapRule, ...]:
    """The declared caps of the public table that speak of these series, in 10,000 t."""
    return rules_for(names, read_caps(data / "caps.csv", unit_t=Decimal(1)))


def error_of(values: FloatArray, grid: YearGrid, *, years: Sequence[int], row: int | None = None) -> float:
    """Σ|error| / Σ of the years' totals, of one series, or of the sum of all series that were forecast in a year.

    Args:
        values: shape (n, years, 8), as `said` gives them.
    """
    came = grid.made[:, [year - grid.years[0] for year in years], 12]
    off = values[:, :, 0] - came
    known = ~np.isnan(off)
    if row is not None:
        known &= (np.arange(len(came)) == row)[:, None]
    return float(np.abs(np.where(known, off, 0.0).sum(axis=0)).sum() / came[known].sum())


def verdict(value: float, goal: float) -> str:
    """Whether a figure keeps a goal of one decimal, which speaks of figures rounded to one.

    >>> verdict(5.94, 5.9), verdict(5.96, 5.9)
    ('ok', 'MISSED')
    """
    return "ok" if round(value, 1) <= goal else "MISSED"


def error_lines(table: RollingTable, published: RollingTable | None) -> Iterator[str]:
    """Every way with its error at each month, in per cent, and what was to be reached."""
    yield from _head("error, %", MONTHS)
    for method in dict.fromkeys(row.method for row in table.rows):
        yield _line(method, [f"{100 * table.error(method, month):.2f}" for month in MONTHS])
    if published is not None:
        yield _line(f"ensemble {PUBLISHED}", [f"{100 * published.error(WITH_CAPS, month):.2f}" for month in MONTHS])


def goal_lines(table: RollingTable) -> Iterator[str]:
    """The issue's goals and whether they are kept."""
    yield from _head("goal", MONTHS)
    for method, goals in GOALS.items():
        said_of = [100 * table.error(method, month) for month in MONTHS]
        cells = [f"≤ {goal} {verdict(value, goal)}" for value, goal in zip(said_of, goals, strict=True)]
        yield _line(method, cells)


def coverage_lines(tables: Mapping[str, RollingTable]) -> Iterator[str]:
    """Share of outcomes within the central intervals: per series, a star where it is off by more than the goal
    allows; and for the total, of which there are too few years to judge."""
    yield from _head("inside 50/80/90 %", MONTHS)
    for name, table in tables.items():
        yield _line(f"{name}, each series", [_starred(table.coverage[month]) for month in MONTHS])
        yield _line(f"{name}, their total", [_shares(table.total_coverage[month]) for month in MONTHS])


def _shares(of: Mapping[str, float]) -> str:
    return "/".join(f"{100 * share:.1f}" for share in of.values())


def _starred(of: Mapping[str, float]) -> str:
    is_off = {band: abs(100 * share - int(band)) > MOST_COVERAGE_OFF for band, share in of.items()}
    return "/".join(f"{100 * share:.1f}{'*' if is_off[band] else ''}" for band, share in of.items())


def pinball_lines(table: RollingTable, published: RollingTable | None) -> Iterator[str]:
    """Mean pinball loss over the totals: naive members with intervals calibrated in the same way, and the ensemble's
    share of each of theirs."""
    yield from _head("pinball loss, % of output", MONTHS)
    for method in table.pinball[MONTHS[0]]:
        yield _line(method, [f"{100 * table.pinball[month][method]:.3f}" for month in MONTHS])
    for method, of in ((ENSEMBLE, table), (WITH_CAPS, table), (PUBLISHED, published)):
        if of is not None:
            key = WITH_CAPS if method == PUBLISHED else method
            for naive in NAIVE:
                shares = [of.pinball[month][key] / of.pinball[month][naive] for month in MONTHS]
                cells = [f"{share:.2f} {'ok' if share <= MOST_PINBALL else 'MISSED'}" for share in shares]
                yield _line(f"{method}, of {naive}", cells)


def weight_lines(table: RollingTable) -> Iterator[str]:
    """Mean weights of the members over the years, in per cent."""
    yield from _head("weight, %", MONTHS)
    for name in MEMBERS:
        yield _line(name, [f"{100 * table.weights[month][name]:.1f}" for month in MONTHS])


def pull_lines(tables: Mapping[str, RollingTable]) -> Iterator[str]:
    """Which share of an expected overrun a declared cap was believed to take away."""
    yield from _head("pull of a declared cap", MONTHS)
    for name, table in tables.items():
        for year in sorted({year for year, _ in table.pulls}):
            cells = [f"{table.pulls[year, month]:.2f}" if (year, month) in table.pulls else "—" for month in MONTHS]
            yield _line(f"{year}, {name}", cells)


def company_lines(grid: YearGrid, name: str, rules: Sequence[CapRule]) -> Iterator[str]:
    """The errors of one series within the company it was forecast in, and of the sum of all of them."""
    free = said(grid, YEARS, MONTHS)
    ways = {method: free[method] for method in (*NAIVE, ENSEMBLE)}
    ways[WITH_CAPS] = said(grid, YEARS, MONTHS, rules=rules)[ENSEMBLE]
    ways[f"ensemble {PUBLISHED}"] = said(grid, YEARS, MONTHS, rules=known_at_publication(rules))[ENSEMBLE]
    for title, row in ((name, grid.names.index(name)), ("the sum of all", None)):
        yield from _head(f"{title}, error, %", MONTHS)
        for method, by_month in ways.items():
            cells = [f"{100 * error_of(by_month[month], grid, years=YEARS, row=row):.2f}" for month in MONTHS]
            yield _line(method, cells)


def speed_lines(taken: Iterable[Taken]) -> Iterator[str]:
    """Processor and wall seconds against their limits."""
    yield from _head("speed", ("processor, s", "wall, s", "limit, s"))
    for one in taken:
        yield _line(one.name, [f"{one.processor_s:.2f}", f"{one.wall_s:.2f}", f"{one.limit_s:g}"])


def _head(first: str, others: Sequence[object]) -> Iterator[str]:
    yield ""
    yield _line(first, [str(one) for one in others])
    yield _line("---", ["---"] * len(others))


def _line(first: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join((first, *cells))} |"


def tables(data: Path) -> Iterator[str]:
    """All tables of the backtest, line by line."""
    provinces = grid_of_series(read_provinces(data / "nbs_province_steel_monthly").series)
    rules = declared(data, provinces.names)
    table = rolling_table(provinces, caps=rules, years=YEARS)
    free = rolling_table(provinces, years=YEARS)
    published = rolling_table(provinces, caps=known_at_publication(rules), years=YEARS)
    cells = "/".join(str(row.n) for row in table.rows if row.method == ENSEMBLE)
    yield f"{len(provinces.names)} provinces, crude steel, {YEARS[0]}-{YEARS[-1]}; {cells} of their years by month"
    yield "At the ends of March, June, September, November; sum of |error| over the sum of the years' totals"
    yield from error_lines(table, published)
    yield from goal_lines(table)
    by_name = {"no caps": free, "with caps": table, PUBLISHED: published}
    yield from coverage_lines(by_name)
    yield from pinball_lines(table, published)
    yield from weight_lines(table)
    yield from pull_lines({"strict": table, "at publication": published})
    yield from company_lines(provinces, "Liaoning", rules)
    nation = grid_of_series([read_nation(data / "nbs_national_output_monthly")])
    rules = declared(data, nation.names)
    table = rolling_table(nation, caps=rules, years=YEARS)
    yield ""
    yield "The nation as one series, its weights and interval learnt on itself alone:"
    yield from error_lines(table, rolling_table(nation, caps=known_at_publication(rules), years=YEARS))
    yield from _head("the nation, inside 50/80/90 %", MONTHS)
    yield _line("with caps", [_shares(table.coverage[month]) for month in MONTHS])


def measures(data: Path) -> Iterator[tuple[str, float, float]]:
    """In short: the ensemble's errors on the provinces in per cent to one decimal, each with its goal."""
    grid = grid_of_series(read_provinces(data / "nbs_province_steel_monthly").series)
    table = rolling_table(grid, caps=declared(data, grid.names), years=YEARS)
    for method, goals in GOALS.items():
        for month, goal in zip(MONTHS, goals, strict=True):
            yield f"year-end error after month {month}, {method}", round(100 * table.error(method, month), 1), goal


def main(argv: Sequence[str] | None = None) -> int:
    """Print every table; 1 with one line where the public data is not here, and 1 when a limit of speed is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the public data")
    data: Path = parser.parse_args(argv).data
    taken = (many_seconds(), city_seconds())
    if not (data / "caps.csv").is_file():
        print("skipped: the backtest, no public data here")
    else:
        for line in tables(data):
            print(line)
    for line in speed_lines(taken):
        print(line)
    return int(any(one.processor_s > one.limit_s for one in taken))


if __name__ == "__main__":
    raise SystemExit(main())

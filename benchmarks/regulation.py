"""Regulation rolled through past years: the fictional city in every way, and real provinces as a what-could-have-been.

python -m benchmarks.regulation [--data ../shared/data] [--runs 20] [--only city|provinces]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhibiao.assemble.regulated_case import YEARS, city_regulated
from zhibiao.assemble.replay_regulation import provinces_regulated
from zhibiao.procedures.rolling.could_have_been import could_have_been_plain
from zhibiao.procedures.rolling.regulated_outcome import years_plain

_WAYS = {
    "regulated": "regulated each month",
    "ten_days": "and once more on 20 December",
    "first_plan": "first plan never revised",
    "pro_rata": "in proportion, December absorbs",
    "foresight": "perfect foresight",
    "real": "as the generator made it",
}
_CITY_HEAD = (
    "| year | stops | way | against cap, % | least to most of the draws | within 0.1 % | margin, 100m yuan | yuan/t "
    "| over quota | out of bounds | largest jump, % | high-end, % | moved, t | moves | gave way |"
)
_LAGS = {2: "as published", 1: "own returns"}
_PROVINCES_HEAD = (
    "| year | figures | case | from | against cap, % | least to most | within 0.1 % | largest fall, % | cliff, % "
    "| least to most |"
)


def city_rows(year: int, *, runs: int) -> Iterator[str]:
    """The rows of one year of the city."""
    found = years_plain(city_regulated(year, seed=1, runs=runs))
    for stops in ("announced", "hidden"):
        for way, one in found[stops].items():
            yield _city_row(year, stops, _WAYS[way], one)


def _city_row(year: int, stops: str, way: str, one: Mapping[str, Any]) -> str:
    own, ends = one["own"], one["against_cap_pct"]
    spread = f"{ends['least']:+.3f} to {ends['most']:+.3f}" if one["draws"] > 1 else ""
    within = f"{one['within_0_1_pct']} of {one['draws']}" if one["draws"] > 1 else ""
    gave = ", ".join(f"{kind} {count}" for kind, count in one["gave"].items() if count)
    cells = (
        str(year),
        stops,
        way,
        f"{own['against_cap_pct']:+.3f}",
        spread,
        within,
        f"{own['value_yuan'] / 1e8:.2f}",
        f"{own['yuan_per_t']:.2f}",
        str(one["firms_over_quota"]),
        str(one["firms_out_of_bounds"]),
        f"{own['largest_jump_pct']:.1f}",
        f"{own['high_end_pct']:.2f}",
        f"{own['moved_t']:,}",
        str(own["moves"]),
        gave,
    )
    return f"| {' | '.join(cells)} |"


def province_rows(data: Path, year: int, *, lag: int, runs: int) -> Iterator[str]:
    """The rows of one year of the provinces, and the line of when it would have had to begin."""
    caps, folder = data / "caps.csv", data / "nbs_province_steel_monthly"
    found = could_have_been_plain(provinces_regulated(folder, year=year, cap=str(caps), lag=lag, seed=1, runs=runs))
    spread = found["spread"]
    head = f"| {year} | {_LAGS[lag]} |"
    for case in ("real", "planned"):
        one = found[case]
        yield (
            f"{head} {case} | {one.get('started') or ''} | {one['against_cap_pct']:+.2f} | | "
            f"| {one['largest_fall_pct']:.1f} ({one['largest_fall_month']}) | {one['cliff_pct']:.1f} | |"
        )
    ends, cliff, fall = spread["against_cap_pct"], spread["cliff_pct"], spread["largest_fall_pct"]
    yield (
        f"{head} drawn | | {ends['median']:+.2f} | {ends['least']:+.2f} to {ends['most']:+.2f} "
        f"| {spread['within_0_1_pct']} of {spread['runs']} | {fall['median']:.1f} | {cliff['median']:.1f} "
        f"| {cliff['least']:.1f} to {cliff['most']:.1f} |"
    )
    starts = "; ".join(f"{one['month'][5:]}: {one['cut_pct']:.1f}, {one['cliff_pct']:.1f}" for one in found["starts"])
    yield f"{year}, {_LAGS[lag]}; begun in month: below the course by %, cliff %: {starts}"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", choices=("city", "provinces"), default="")
    asked = parser.parse_args()
    if asked.only != "provinces":
        _print(_CITY_HEAD)
        for year in YEARS:
            for row in city_rows(year, runs=asked.runs):
                print(row, flush=True)
    if asked.only == "city":
        return
    if not (asked.data / "nbs_province_steel_monthly").is_dir():
        print(f"provinces: left out, no public data in {asked.data}")
        return
    _print(_PROVINCES_HEAD)
    for year in (2021, 2022):
        for lag in _LAGS:
            for row in province_rows(asked.data, year, lag=lag, runs=asked.runs):
                print(row, flush=True)


def _print(head: str) -> None:
    print(head)
    print("|---" * (head.count("|") - 1) + "|")


if __name__ == "__main__":
    main()

"""Where a cross-check ranks firms that leave output out, and how often it names honest ones.

`python -m benchmarks.cross_check --seeds 2`. In simulated cities, smooth as they are and roughened (figures of metal,
ore, coke, power, energy and sales scatter by 1 to 5 %), one firm at a time leaves output out for three months, in five
ways and several sizes; told is how often it stands first and among the first three of twelve. Honest cities are looked
at over fifteen months: how many rows have a reason, and how many more than two points.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import datetime as dt

import city_sample
from planted_leakage import (
    METAL,
    ROLLED,
    STEEL,
    honest_returns,
    left_out,
    pressed_below,
    rough_returns,
    tolled,
    until,
)
from zhibiao.monthly.cross_checked import CrossCheck
from zhibiao.monthly.returns import Return
from zhibiao.monthly.standing import Tolerances
from zhibiao.procedures.cross_check import cross_check_record
from zhibiao.terms.period import Month

OCTOBER, DECEMBER = Month(2024, 10), Month(2024, 12)
AUTUMN = [Month(2024, month) for month in (8, 9, 10)]
FIRMS = ("LH-S01", "LH-S03", "LH-S06", "LH-S08", "LH-S09")
CITIES: Mapping[str, Callable[[int], tuple[Return, ...]]] = {"smooth": honest_returns, "rough": rough_returns}
SEEDS = (2024, 7, 11, 13)
Returns = Sequence[Return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to leave output out, and the shares of it that are tried."""

    name: str
    plant: Callable[[Returns, str, Decimal], Returns]
    shares: tuple[str, ...]


KINDS = (
    Kind(name="crude steel alone", plant=lambda r, f, s: left_out(r, f, AUTUMN, s), shares=("0.05", "0.1", "0.3")),
    Kind(
        name="with products, sales and revenue",
        plant=lambda r, f, s: left_out(r, f, AUTUMN, s, also=ROLLED),
        shares=("0.05", "0.1", "0.3"),
    ),
    Kind(
        name="with metal, ore and coke as well: power alone tells",
        plant=lambda r, f, s: left_out(r, f, AUTUMN, s, also=(*ROLLED, *METAL)),
        shares=("0.1", "0.2", "0.3"),
    ),
    Kind(
        name="own steel booked as bought",
        plant=lambda r, f, s: tolled(r, f, AUTUMN, s),
        shares=("0.05", "0.1", "0.3"),
    ),
)


def checked(
    returns: Returns, seed: int, month: Month, *, held_t: Mapping[tuple[str, int], int], sector: str = "steel"
) -> CrossCheck:
    """The ranking of one sector of a simulated city."""
    firms = city_sample.city(seed).register.of_sector(sector)
    names = {firm.id for firm in firms}
    return cross_check_record(
        until([item for item in returns if item.enterprise in names], month),
        month=month,
        enterprises=firms,
        sector=next(one for one in city_sample.sectors() if one.id == sector),
        dictionary=city_sample.dictionary(),
        held_t=held_t,
        today=dt.date(2025, 5, 1),
        tolerances=Tolerances(),
    )


def ranks(kind: Kind, share: Decimal, city: Callable[[int], Returns], seeds: Sequence[int]) -> Iterator[int]:
    """The rank of each firm that left that share out."""
    for seed in seeds:
        for firm in FIRMS:
            ranking = checked(kind.plant(city(seed), firm, share), seed, OCTOBER, held_t={})
            yield next(row.rank for row in ranking.rows if row.enterprise == firm)


def ranks_pressed(city: Callable[[int], Returns], seeds: Sequence[int]) -> Iterator[int]:
    """The rank of each firm whose year was pressed to 99.8 per cent of a quota 2 per cent below what it made."""
    for seed in seeds:
        record = until(city(seed), DECEMBER)
        firms = city_sample.city(seed).register.of_sector("steel")
        held = {(one.id, 2024): round(record.year_to_date(one.id, STEEL, Month(2023, 12)) or 0) for one in firms}
        for firm in FIRMS:
            made = record.year_to_date(firm, STEEL, DECEMBER) or Decimal(0)
            held_t = held | {(firm, 2024): round(made * Decimal("0.98"))}
            pressed = pressed_below(city(seed), firm, 2024, held_t[firm, 2024])
            ranking = checked(pressed, seed, DECEMBER, held_t=held_t)
            yield next(row.rank for row in ranking.rows if row.enterprise == firm)


def honest(city: Callable[[int], Returns], seeds: Sequence[int]) -> str:
    """How many rows of honest firms have a reason, and how many more than two points."""
    months = [Month(2024, month) for month in range(1, 13)] + [Month(2025, month) for month in (1, 2, 3)]
    points = [
        row.points
        for seed in seeds
        for sector in ("steel", "magnesia")
        for month in months
        for row in checked(city(seed), seed, month, held_t={}, sector=sector).rows
    ]
    some, many = (sum(one > least for one in points) / len(points) for least in (0, 2))
    return f"{len(points)} rows, {some:.1%} with a reason, {many:.1%} above two points, at most {max(points):.1f}"


def _told(label: str, found: Sequence[int]) -> str:
    first, three = (sum(rank <= most for rank in found) / len(found) for most in (1, 3))
    return f"| {label} | {first:.0%} | {three:.0%} | {max(found)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, choices=range(1, len(SEEDS) + 1))
    seeds = SEEDS[: parser.parse_args().seeds]
    for name, city in CITIES.items():
        print(f"## {name}\n\n| left out | first | among three | last rank |\n|---|---|---|---|", flush=True)
        for kind in KINDS:
            for share in kind.shares:
                label = f"{kind.name}, {Decimal(share):.0%}"
                print(_told(label, list(ranks(kind, Decimal(share), city, seeds))), flush=True)
        print(_told("year pressed below the quota, 2%", list(ranks_pressed(city, seeds))), flush=True)
        print(f"\nhonest: {honest(city, seeds)}\n", flush=True)


if __name__ == "__main__":
    main()

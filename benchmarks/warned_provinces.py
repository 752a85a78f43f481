"""Early warnings on real figures: the provinces' published crude steel, month by month as it was known.

`python -m benchmarks.warned_provinces DATA [--from 2010-01] [--list 2021-07 2021-08]`, DATA being the folder of
`province_output_monthly.csv`. Provinces state no outages and nothing was planted, so that nothing here is false or
true by itself: the table says how often something is asked, and how many new levels lasted half a year
(`warned_city.lasts`). Years after 2022 are kept aside and not read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.warned_city import lasts
from zhibiao.assessment.warnings.course import Step, course_of
from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.period import Month

LAST = Month(2022, 12)


@dataclass(kw_only=True)
class Asked:
    """What was asked of the provinces: months judged, new levels, falls, and how many of the levels lasted."""

    months: int = 0
    turns: int = 0
    falls: int = 0
    lasted: int = 0
    told: int = 0
    by_year: dict[int, Counter[str]] = field(default_factory=dict)


def province_course(series: YearToDate) -> tuple[tuple[Reported, ...], tuple[Step, ...]]:
    """A province's published steps as periods, and its output against expectation."""
    reported = tuple(
        Reported(period=stretch.period, made_t=float(stretch.tonnes))
        for year in series.years
        for stretch in series.profile(year).stretches()
    )
    return reported, course_of(reported, WarningTolerances())


def asked_of(all_series: tuple[YearToDate, ...], *, first: Month) -> Asked:
    """Count over all provinces from a month on."""
    asked = Asked()
    for series in all_series:
        reported, steps = province_course(series.until(LAST))
        for step in (one for one in steps if one.period.start >= first):
            counts = asked.by_year.setdefault(step.period.last.year, Counter())
            asked.months += 1
            counts["months"] += 1
            if step.is_low:
                asked.falls += 1
                counts["falls"] += 1
            if step.turn is not None:
                asked.turns += 1
                counts["up" if step.turn.change > 0 else "down"] += 1
                lasted = lasts(reported, since=step.turn.since, change=step.turn.change)
                asked.told += lasted is not None
                asked.lasted += bool(lasted)
    return asked


def main() -> int:
    """Print the table by year, and who was named in the months asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--from", dest="first", type=Month.parse, default=Month(2010, 1))
    parser.add_argument("--list", type=Month.parse, nargs="*", default=[])
    given = parser.parse_args()
    found = read_provinces(given.data)
    asked = asked_of(found.series, first=given.first)
    print("| year | province-months | new level down | up | month far below |\n|---|---|---|---|---|")
    for year, counts in sorted(asked.by_year.items()):
        print(f"| {year} | {counts['months']} | {counts['down']} | {counts['up']} | {counts['falls']} |")
    turns, falls = asked.turns / asked.months, asked.falls / asked.months
    print(f"\nnew levels {turns:.1%}, falls {falls:.1%} of {asked.months:,} province-months")
    print(f"of {asked.told} new levels that half a year followed, {asked.lasted} lasted\n")
    for month in given.list:
        print(f"{month}: {', '.join(_named(found.series, month)) or '—'}")
    return 0


def _named(all_series: tuple[YearToDate, ...], month: Month) -> Iterator[str]:
    for series in all_series:
        _, steps = province_course(series.until(month))
        if steps and steps[-1].period.last == month:
            step = steps[-1]
            if step.turn is not None:
                yield f"{series.name} {step.turn.change:+.0%} since {step.turn.since}"
            elif step.is_low:
                yield f"{series.name} {step.made_t / step.expected_t - 1:+.0%}"


if __name__ == "__main__":
    sys.exit(main())

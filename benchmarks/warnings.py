"""Early warnings tried on planted events: how many are found, how soon, how many are idle, and how often each is right.

`python -m benchmarks.warnings [SEEDS] [--noise 2] [--write]`. Each seed is a whole simulated city with an event in
half of its firms (`simulation/planted_events.py`), watched month by month as it was known then; planned outages are
stated in days, as firms would. Every tenth city is also left as it is, for warnings about margin and quota, which are
held against what came of them. `--write` puts the base rates where findings read them. Ends with 1 below a goal.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.warned_city import Tally, noisier, watch_city
from benchmarks.warned_years import watch_years
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.readers.base_rates_csv import COLUMNS
from zhibiao.simulation.planted_events import EventKind

BASE_RATES = Path(__file__).parents[1] / "src" / "zhibiao" / "data" / "warnings" / "base_rates.csv"
PLANTED, ROLLING = "planted", "rolling"
GOAL_FOUND, GOAL_IDLE = 0.80, 0.05
GOAL_MONTH = 2
"""Found by the second month of the event, its first counted."""
CLEAN_EVERY = 10
GOAL_KINDS = (EventKind.TURN_UP, EventKind.TURN_DOWN, EventKind.STOP)


def main() -> int:
    """Watch the cities and print the tables; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="?", type=int, default=1000, help="how many cities")
    parser.add_argument("--noise", type=float, default=1.0, help="swing of the firms' months, times the city's own")
    parser.add_argument("--only", choices=(PLANTED, ROLLING), help="one of the two ways of trying")
    parser.add_argument("--write", action="store_true", help="keep the base rates for findings")
    given = parser.parse_args()
    start = time.perf_counter()
    tallies = {}
    if given.only != ROLLING:
        tallies[PLANTED] = watch(watch_city, range(1, given.seeds + 1), noise=given.noise)
        print(table(tallies[PLANTED], seeds=given.seeds, noise=given.noise))
    if given.only != PLANTED:
        tallies[ROLLING] = watch(watch_years, range(1, given.seeds + 1, CLEAN_EVERY), noise=given.noise)
    print(rates_table(tallies))
    print(f"{time.perf_counter() - start:.0f} s")
    if given.write:
        write_rates(tallies, seeds=given.seeds, today=dt.datetime.now(tz=dt.UTC).date())
    missed = misses(tallies[PLANTED]) if PLANTED in tallies else []
    for one in missed:
        print(f"MISSED {one}")
    return int(bool(missed))


def watch(try_one: Callable[..., Tally], seeds: Iterable[int], *, noise: float) -> Tally:
    """The tallies of all seeds together, taken in two processes."""
    tally = Tally()
    trial = partial(try_one, tolerances=WarningTolerances(), specified=noisier(noise))
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        for one in pool.map(trial, seeds, chunksize=4):
            tally.add(one)
    return tally


def misses(planted: Tally) -> list[str]:
    """Goals that were not reached: events found too rarely or too late, or too much asked where nothing was."""
    found = [
        f"{kind}: {planted.found_by(kind, GOAL_MONTH):.1%} found by month {GOAL_MONTH}, goal {GOAL_FOUND:.0%}"
        for kind in GOAL_KINDS
        if planted.found_by(kind, GOAL_MONTH) < GOAL_FOUND
    ]
    if planted.idle_share > GOAL_IDLE:
        found.append(f"idle: {planted.idle_share:.1%} of firm-months, goal {GOAL_IDLE:.0%}")
    return found


def table(planted: Tally, *, seeds: int, noise: float) -> str:
    """Events found by their first, second and third month, by kind and size, and what was idle; Markdown."""
    lines = [
        f"{seeds} cities, swing × {noise:g}, {sum(planted.planted.values()):,} events",
        "",
        "| event | size | planted | by month 1 | month 2 | month 3 |",
        "|---|---|---|---|---|---|",
    ]
    for kind in EventKind:
        sizes = sorted(size for one, size in planted.planted if one is kind)
        for size in (None, *sizes):
            count = sum(n for (one, tenth), n in planted.planted.items() if one is kind and size in (None, tenth))
            shares = " | ".join(f"{planted.found_by(kind, month, size=size):.1%}" for month in (1, 2, 3))
            name = "all" if size is None else f"{size * 10}–{size * 10 + 10} %"
            lines.append(f"| {kind} | {name} | {count:,} | {shares} |")
    codes = ", ".join(f"{code} {count:,}" for code, count in planted.idle.most_common())
    share = f"idle in {planted.idle_months:,} of {planted.firm_months:,} firm-months outside events"
    own = (
        f"of these {planted.lasting:,} by a new level that did last: the city's own yearly plans move, scrap's by half"
    )
    return "\n".join([*lines, "", f"{share}: {planted.idle_share:.2%} ({codes})", own, ""])


def rates_table(tallies: Mapping[str, Tally]) -> str:
    """How often each warning was right; Markdown."""
    lines = ["| warning | tried on | right | cases | share |", "|---|---|---|---|---|"]
    for how, tally in tallies.items():
        for code in sorted(tally.cases):
            right, cases = tally.right[code], tally.cases[code]
            lines.append(f"| {code} | {how} | {right:,} | {cases:,} | {right / cases:.1%} |")
    return "\n".join([*lines, ""])


def write_rates(tallies: Mapping[str, Tally], *, seeds: int, today: dt.date) -> None:
    """Write the file that findings take their base rates from; a way that was not tried this time keeps its rows."""
    mark = WarningTolerances().mark
    counts = {PLANTED: seeds, ROLLING: len(range(1, seeds + 1, CLEAN_EVERY))}
    rows = [row for row in _kept() if row[COLUMNS.index("tried_on")] not in tallies]
    for how, tally in tallies.items():
        for code in sorted(tally.cases):
            counted = (tally.right[code], tally.cases[code], how, counts[how], today.isoformat(), mark)
            rows.append([code, *(str(value) for value in counted)])
    BASE_RATES.parent.mkdir(parents=True, exist_ok=True)
    with BASE_RATES.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *sorted(rows)])


def _kept() -> list[list[str]]:
    if not BASE_RATES.is_file():
        return []
    with BASE_RATES.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


if __name__ == "__main__":
    sys.exit(main())

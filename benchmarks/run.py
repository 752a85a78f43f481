"""Measure what the issues promise and print one table; limits are the issues'."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import allocation, explanation, forecast, forecast_speed, texts

ROOT = Path(__file__).parents[1]
ZHIBIAO = Path(sys.executable).parent / "zhibiao"
PROVINCES = ROOT.parent / "shared" / "data" / "nbs_province_steel_monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure with its limit, and how it was taken."""

    name: str
    value: float
    limit: float | None
    unit: str
    how: str


def _seconds(arguments: Sequence[str], *, times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([str(ZHIBIAO), *arguments], check=True, capture_output=True, cwd=ROOT)
        taken.append(time.perf_counter() - start)
    return median(taken)


def help_page() -> Measure:
    """The help page, as a user waits for it."""
    value = _seconds(["--help"], times=9)
    return Measure(name="zhibiao --help", value=value, limit=0.3, unit="s", how="median of 9 processes")


def month(book: Path) -> Measure:
    """A city's month in one process, imports included: assess, allocate with what was made so far, publish."""
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "benchmarks.month", str(book)], check=True, cwd=ROOT)
        taken.append(time.perf_counter() - start)
    how = "median of 5 processes, imports included"
    return Measure(name="a month: assess, allocate, publish", value=median(taken), limit=5.0, unit="s", how=how)


def month_by_commands(book: Path) -> Measure:
    """The same month by three commands, each of which starts Python and opens the book anew; no limit was set."""
    steps = (
        ["assess", "2025-03", "--book", str(book), "--json"],
        ["allocate", "2025", "--as-of", "2025-03", "--book", str(book), "--as", "lin", "--json"],
        ["publish", "2025-03", "--book", str(book), "--json"],
    )
    value = sum(_seconds(step, times=3) for step in steps)
    how = "sum of the medians of 3 processes each"
    return Measure(name="the same by three commands", value=value, limit=None, unit="s", how=how)


def explained(book: Path) -> list[Measure]:
    """Explanations of a thousand enterprises, and the questions that a city's enterprises and auditors ask."""
    return [
        Measure(name=one.name, value=one.value, limit=one.limit, unit="s", how=one.how)
        for one in (*explanation.explanations(), *explanation.in_a_city(book))
    ]


def forecasts() -> list[Measure]:
    """Speed of year-end outlooks, and their errors on the provinces where the public data is at hand."""
    found = [
        Measure(name=f"outlooks, {one.name}", value=one.processor_s, limit=one.limit_s, unit="s", how="processor time")
        for one in (forecast_speed.many_seconds(), forecast_speed.city_seconds())
    ]
    if (PROVINCES.parent / "caps.csv").is_file():
        how = "rolling, provinces 2012-2022, to one decimal"
        found += [
            Measure(name=name, value=value, limit=goal, unit="%", how=how)
            for name, value, goal in forecast.measures(PROVINCES.parent)
        ]
    return found


def read_texts() -> list[Measure]:
    """A page of 3,000 characters read, and many pages by two processes with the memory they hold."""
    return [
        Measure(name=f"texts: {one.name}", value=one.value, limit=one.limit, unit=one.unit, how="pages put together")
        for one in (*texts.one_page(texts.LABELLED), *texts.many_pages(texts.LABELLED))
    ]


def replay(folder: Path) -> Measure:
    """The replay of 2021 with all its pictures."""
    arguments = ["replay", "provinces", "--data", str(PROVINCES), "--year", "2021", "--cap", "last-year"]
    value = _seconds([*arguments, "--out", str(folder), "--json"], times=3)
    return Measure(name="replay of 2021", value=value, limit=10.0, unit="s", how="median of 3 processes")


def real_book(folder: Path) -> Measure:
    """The provinces of 2021 made into a book, their year taken through the acts, and verified."""
    arguments = ["demo", "--real", "--data", str(PROVINCES), "--dir", str(folder), "--json"]
    value = _seconds(arguments, times=3)
    how = "median of 3 processes; no limit in the issue"
    return Measure(name="the provinces of 2021 as a book", value=value, limit=20.0, unit="s", how=how)


def core_install(folder: Path) -> Measure:
    """The core in a fresh environment, without its pip."""
    builder = venv.EnvBuilder(with_pip=True)
    builder.create(folder)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    empty = _megabytes(folder)
    subprocess.run([*pip, "install", str(ROOT)], check=True, capture_output=True)
    value = _megabytes(folder) - empty
    return Measure(name="core install", value=value, limit=350.0, unit="MB", how="growth of an empty environment")


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> int:
    """Print the table; 1 when a limit is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book"
        start = time.perf_counter()
        subprocess.run([str(ZHIBIAO), "demo", "--dir", str(book)], check=True, capture_output=True, cwd=ROOT)
        demo = time.perf_counter() - start
        plans: list[Callable[[], Measure]] = [help_page, lambda: month(book), lambda: month_by_commands(book)]
        if PROVINCES.is_dir():
            plans += [lambda: replay(folder / "replay"), lambda: real_book(folder / "provinces")]
        else:
            print(f"skipped: the replay and the book of provinces, no data in {PROVINCES.name}")
        plans.append(lambda: core_install(folder / "venv"))
        measures = [*(plan() for plan in plans), *forecasts(), *explained(book), *read_texts()]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"the whole demo: {demo:.1f} s")
    for one in measures:
        verdict = "" if one.limit is None else "ok" if one.value <= one.limit else "MISSED"
        limit = "no limit set" if one.limit is None else f"limit {one.limit:g}"
        print(f"{verdict:>7}  {one.name}: {one.value:.2f} {one.unit} ({limit}; {one.how})")
    missed = any(one.limit is not None and one.value > one.limit for one in measures)
    return int(allocation.main() or missed)


if __name__ == "__main__":
    sys.exit(main())

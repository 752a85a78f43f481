"""Ten years of decisions, byte for byte the same wherever they are run: `python -m benchmarks.reliability.replay`.

A made city goes through its years by the real acts, each time in a process of its own: on SQLite and on PostgreSQL,
under other time zones, locales, hash seeds and, where asked, other Pythons. What came of it is written line by line
(every decision's canonical bytes, every entry, every balance, every seal) and held against the first run. In each run
the parts of every share must sum to its quota, and decisions are derived again by the independent verifier.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product, zip_longest
from pathlib import Path
from typing import Any

from benchmarks.reliability.kill import server_of_tests
from benchmarks.reliability.ten_years import DECISIONS_A_YEAR

ROOT = Path(__file__).parents[2]
# Written out, so that no data base of zones is needed; the last one has summer time and half an hour.
ZONES = ("UTC0", "CST-8", "NST3:30NDT,M3.2.0,M11.1.0")
# Turkish has other capitals of i and a decimal comma; GB 18030 is what files were written in.
LOCALES = (("C", ""), ("tr_TR.UTF-8", "tr_TR"), ("zh_CN.GB18030", "zh_CN"))
LOCALE_NAMES = tuple(name for name, _ in LOCALES)
HASH_SEEDS = tuple(range(10))
STORES = ("sqlite", "postgresql")
BUGS = ("set-order", "local-date", "float-in-a-share", "part-off-by-one")


class Differs(AssertionError):
    """Two runs did not come to the same, a sum does not hold, or the work is below its floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Under what one run is made."""

    store: str
    zone: str = ZONES[0]
    locale: str = LOCALES[0][0]
    hash_seed: int = 0
    python: str = sys.executable

    @property
    def words(self) -> str:
        """The run as it is named in a message."""
        return f"{self.store}, TZ={self.zone}, LC_ALL={self.locale}, PYTHONHASHSEED={self.hash_seed}, {self.python}"

    def environment(self, locales: Path) -> dict[str, str]:
        """The environment of the process."""
        kept = {name: value for name, value in os.environ.items() if name not in ("LANG", "LANGUAGE", "PYTHONUTF8")}
        own = {"TZ": self.zone, "LC_ALL": self.locale, "PYTHONHASHSEED": str(self.hash_seed), "LOCPATH": str(locales)}
        return kept | own | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


@dataclass(slots=True, kw_only=True)
class Tally:
    """What all runs together did, and what their processes say they saw of their environments."""

    runs: int = 0
    decisions: int = 0
    shares: int = 0
    entries: int = 0
    verified: int = 0
    seen: dict[str, set[str]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    def add(self, told: dict[str, Any], cell: Cell) -> None:
        """Count one run."""
        self.runs += 1
        for name in ("decisions", "shares", "entries", "verified"):
            setattr(self, name, getattr(self, name) + told[name])
        for name, value in told["seen"].items():
            self.seen.setdefault(name, set()).add(value)
        self.longest_s = max(self.longest_s, told["seconds"])
        self.hashes[told["sha256"]] = told["head"]
        self.faults += [f"{cell.words}: {fault}" for fault in told["faults"]]


def matrix(hash_seeds: Sequence[int], pythons: Sequence[str]) -> Iterator[Cell]:
    """Every combination: 180 of them with ten hash seeds and one Python."""
    for store, zone, name, hash_seed, python in product(STORES, ZONES, LOCALE_NAMES, hash_seeds, pythons):
        yield Cell(store=store, zone=zone, locale=name, hash_seed=hash_seed, python=python)


def cover(hash_seeds: Sequence[int], pythons: Sequence[str]) -> Iterator[Cell]:
    """On both stores every hash seed, and with ten of them every zone with every locale."""
    pairs = list(product(ZONES, LOCALE_NAMES))
    for number, (hash_seed, store) in enumerate(product(hash_seeds, STORES)):
        zone, name = pairs[number // len(STORES) % len(pairs)]
        python = pythons[number // len(STORES) % len(pythons)]
        yield Cell(store=store, zone=zone, locale=name, hash_seed=hash_seed, python=python)


def main(
    cells: Sequence[Cell], *, years: int = 10, firms: int = 200, seed: int = 1, bug: str = "", server: str = ""
) -> Tally:
    """Run every cell at these sizes and hold each against the first; what was done.

    Args:
        cells: the environments; the first is what the others are held against.
        years: plan years, twelve decisions each.
        firms: enterprises of the city.
        seed: of the city.
        bug: the seeded one, to see it found.
        server: the URL of a PostgreSQL server; one is started where it is empty and a cell asks for it.

    Raises:
        Differs: with the first line that differs, or what a run refused.
    """
    tally = Tally()
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhibiao-replay-")))
        # The server may run as another user, who reads nothing here; it is spoken to by its socket.
        if not server and any(cell.store == "postgresql" for cell in cells):
            server = stack.enter_context(server_of_tests())
        locales = make_locales(place / "locales", {cell.locale for cell in cells})
        sizes = ["--years", str(years), "--firms", str(firms), "--seed", str(seed), "--seeded-bug", bug]
        first = place / "first"
        for number, cell in enumerate(cells):
            told = run_cell(cell, place / str(number), sizes, locales=locales, server=server)
            lines = place / str(number) / "lines"
            if number == 0:
                shutil.copyfile(lines, first)
            elif difference := first_difference(first, lines):
                raise Differs("\n".join((cells[0].words, cell.words, difference, *told["faults"])))
            shutil.rmtree(place / str(number))
            tally.add(told, cell)
    if tally.faults:
        raise Differs("\n".join(tally.faults))
    if short := [*shortfalls(tally, cells, years=years, firms=firms)]:
        raise Differs("below the floor: " + "; ".join(short))
    return tally


def make_locales(folder: Path, wanted: Collection[str]) -> Path:
    """A folder with the wanted locales as the system makes them of its sources; Differs where it cannot."""
    folder.mkdir()
    for name, source in LOCALES:
        if source and name in wanted:
            if tool := shutil.which("localedef"):
                command = [tool, "-f", name.partition(".")[2], "-i", source, str(folder / name)]
                subprocess.run(command, check=False, capture_output=True)
            if not (folder / name).exists():
                raise Differs(f"the locale {name} cannot be made here: no localedef, or not its sources")
    return folder


def run_cell(cell: Cell, place: Path, sizes: Sequence[str], *, locales: Path, server: str) -> dict[str, Any]:
    """One run in its process, and what it told; Differs when it refused."""
    place.mkdir()
    with _address(cell.store, place, server) as where:
        command = [cell.python, "-m", "benchmarks.reliability.replay_once", where, str(place), *sizes]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=cell.environment(locales),
            capture_output=True,
            check=False,
            encoding="utf-8",
            # What it complains about is in the encoding of its locale.
            errors="replace",
        )
    if done.returncode:
        raise Differs(f"{cell.words}\n{done.stderr.strip()[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@contextlib.contextmanager
def _address(store: str, place: Path, server: str) -> Iterator[str]:
    if store == "sqlite":
        yield str(place / "book.sqlite")
        return
    from postgres import fresh_schema

    with fresh_schema(server) as url:
        yield url


def first_difference(one: Path, other: Path) -> str:
    """The first line in which two accounts of a run differ; empty when they are the same bytes."""
    if one.read_bytes() == other.read_bytes():
        return ""
    with one.open(encoding="utf-8") as left, other.open(encoding="utf-8") as right:
        for number, (here, there) in enumerate(zip_longest(left, right, fillvalue="(nothing)"), start=1):
            if here != there:
                return f"line {number}:\n{here.strip()[:300]}\n{there.strip()[:300]}"
    return "other line ends"


def shortfalls(tally: Tally, cells: Sequence[Cell], *, years: int, firms: int) -> Iterator[str]:
    """Where the work stayed below its floor, or environments that were to differ did not."""
    decisions = DECISIONS_A_YEAR * years * len(cells)
    floors = {"runs": len(cells), "decisions": decisions, "shares": decisions * firms, "verified": years * len(cells)}
    for name, floor in floors.items():
        if getattr(tally, name) < floor:
            yield f"{name}: {getattr(tally, name)} of {floor}"
    if tally.entries < tally.shares // 2:
        yield f"entries: {tally.entries} for {tally.shares} shares"
    for name, asked in (
        ("store", {cell.store for cell in cells}),
        ("zone", {cell.zone for cell in cells}),
        ("locale", {cell.locale for cell in cells}),
        ("hash", {cell.hash_seed for cell in cells}),
        ("python", {cell.python for cell in cells}),
    ):
        if len(tally.seen.get(name, ())) < len(asked):
            yield f"{name}: {len(asked)} asked for, the processes saw {sorted(tally.seen.get(name, ()))}"


def told(title: str, tally: Tally, seconds: float) -> None:
    """What was done; the last line says all in short."""
    for name, values in tally.seen.items():
        print(f"  {name}: {', '.join(sorted(values))}")
    for sha256, head in tally.hashes.items():
        print(f"  all the same: {sha256}, head {head}")
    print(
        f"{title}: {tally.runs} runs the same, {tally.decisions:,} decisions, {tally.shares:,} shares whose parts sum,"
        f" {tally.entries:,} entries, {tally.verified:,} decisions derived again; {seconds:.0f} s, the longest run"
        f" {tally.longest_s:.0f} s"
    )


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--firms", type=int, default=200)
    parser.add_argument("--matrix-years", type=int, default=1, help="years of a run in each environment; 0 for none")
    parser.add_argument("--matrix-firms", type=int, default=12)
    parser.add_argument("--every-combination", action="store_true", help="of zones, locales, hash seeds and stores")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--python", action="append", default=[], help="another interpreter with the same libraries")
    parser.add_argument("--seeded-bug", choices=BUGS, default="")
    given = parser.parse_args()
    pythons = (sys.executable, *given.python)
    whole = [
        Cell(store="sqlite", zone=ZONES[1], locale=LOCALES[2][0], hash_seed=1),
        Cell(store="postgresql", zone=ZONES[2], locale=LOCALES[1][0], hash_seed=2, python=pythons[-1]),
    ]
    cells_of = matrix if given.every_combination else cover
    rounds = [
        ("every environment", [*cells_of(HASH_SEEDS, pythons)], given.matrix_years, given.matrix_firms),
        ("whole", whole, given.years, given.firms),
    ]
    try:
        for title, cells, years, firms in rounds:
            if years:
                start = time.perf_counter()
                tally = main(cells, years=years, firms=firms, seed=given.seed, bug=given.seeded_bug)
                told(f"{title}, {years} years, {firms} firms", tally, time.perf_counter() - start)
    except Differs as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_command())

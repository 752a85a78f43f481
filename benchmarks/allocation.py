"""The split against one sort, against solvers, and its memory: `python -m benchmarks.allocation`.

Our ways are taken in turn with `numpy.sort` of as many random floats, in one process: other work on the machine then
slows both. Every way is called once beforehand; what the first call of a process takes is told apart.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.peers import PEERS
from zhibiao.allocation.nested.nested_by_weight import NestedArraySplit, nested_arrays
from zhibiao.allocation.split.array_passes import NumpyPasses, Passes
from zhibiao.allocation.split.bounded import Split, by_arrays, by_breakpoints
from zhibiao.allocation.split.given import array_columns, array_input, checked_input

PROBLEMS = Path(__file__).parents[2] / "shared" / "bench" / "problems.py"
ROUNDS = {40: 101, 1_000: 51, 1_000_000: 15}
SLOW_ROUNDS, NESTED_ROUNDS = 5, 9
LIMITS = {"sorts": 3.0, "inputs": 10.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one way did: median seconds, median ratio to a sort taken beside it, farthest from the exact shares."""

    claimants: int
    way: str
    seconds: float
    sorts: float
    off_t: float | None = None


def load_problems() -> ModuleType | None:
    """The seeded problems beside the repository, None where they are not."""
    if not PROBLEMS.is_file():
        return None
    spec = importlib.util.spec_from_file_location("rule_problems", PROBLEMS)
    if spec is None or spec.loader is None:
        raise ImportError(PROBLEMS.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def engines() -> dict[str, Passes]:
    """NumPy, and the compiled passes where Numba is."""
    found: dict[str, Passes] = {"NumPy": NumpyPasses()}
    if importlib.util.find_spec("numba") is None:
        print("skipped: compiled passes, numba is not installed")
        return found
    from zhibiao.allocation.split.compiled import CompiledPasses

    return found | {"compiled": CompiledPasses()}


def split_with(passes: Passes, problem: Any) -> Split:
    """Check, split and round, as `split_by_weight` does."""
    given = array_input(problem.w, floors=problem.l, ceilings=problem.u, cap=int(problem.C))
    found = by_arrays(given, passes) if given else None
    if found is None:
        raise AssertionError("the problems fit floats")
    return found


def split_whole(problem: Any) -> Split:
    """The same in whole numbers alone."""
    return by_breakpoints(checked_input(problem.w, floors=problem.l, ceilings=problem.u, cap=int(problem.C)))


def compare(problem: Any, ways: Mapping[str, Callable[[Any], object]], rounds: int) -> list[Row]:
    """Every way and the sort in turn, each once first to warm up; the sort is the first row."""
    floats = np.random.default_rng(0).random(problem.n)
    answers = {way: call(problem) for way, call in ways.items()}
    seconds: dict[str, list[float]] = {way: [] for way in ("numpy.sort", *ways)}
    for _ in range(rounds):
        for way, call in (("numpy.sort", lambda _: np.sort(floats)), *ways.items()):
            start = time.perf_counter()
            call(problem)
            seconds[way].append(time.perf_counter() - start)
    exact = shares_at(problem, split_with(NumpyPasses(), problem))
    return [
        Row(
            claimants=problem.n,
            way=way,
            seconds=median(taken),
            sorts=median(one / sort for one, sort in zip(taken, seconds["numpy.sort"], strict=True)),
            off_t=off_by(answers.get(way), exact),
        )
        for way, taken in seconds.items()
    ]


def against(sort: Row, rows: list[Row]) -> list[Row]:
    """The same rows with their ratio to another sort: beside slow solvers, a short one finds its memory cold."""
    return [replace(row, sorts=row.seconds / sort.seconds) for row in rows]


def first_call() -> float:
    """Seconds that the first large split of a fresh process takes, compiled passes being loaded or made."""
    code = """
import time, numpy
from zhibiao.allocation.split.bounded import COMPILED_FROM, split_by_weight
start = time.perf_counter()
split_by_weight(numpy.ones(COMPILED_FROM), cap=10**6)
print(time.perf_counter() - start)"""
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def shares_at(problem: Any, split: Split) -> np.ndarray:
    return np.clip(float(split.scale) * problem.w, problem.l, problem.u)


def off_by(answer: object, exact: np.ndarray) -> float | None:
    """How far shares are from the exact ones at the farthest; whole tonnes are by up to one."""
    if isinstance(answer, Split):
        return float(np.abs(answer.tonnes - exact).max())
    return float(np.abs(answer - exact).max()) if isinstance(answer, np.ndarray) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Groups in zones for a problem, as `split_nested_by_weight` takes them."""

    group: np.ndarray
    parent: np.ndarray
    floors: list[int]
    ceilings: list[int]


def tree_for(problem: Any, *, together: bool, groups: int = 1_000, zones: int = 30) -> Tree:
    """Groups and zones around what the flat split gives them, so that some floors and some ceilings of both bind."""
    chance = np.random.default_rng(5)
    group, parent = chance.integers(0, groups, problem.n), groups + chance.integers(0, zones, groups)
    group = np.sort(group) if together else group
    given = np.bincount(group, split_with(NumpyPasses(), problem).tonnes, groups)
    low, high = np.bincount(group, problem.l, groups), np.bincount(group, problem.u, groups)
    floors = np.clip(given * chance.uniform(0.90, 1.02, groups), low, high)
    ceilings = np.clip(given * chance.uniform(0.98, 1.10, groups), floors, high)
    around = [np.bincount(parent - groups, column, zones) for column in (given, floors, ceilings)]
    zone_floors = np.clip(around[0] * chance.uniform(0.970, 1.001, zones), around[1], around[2])
    zone_ceilings = np.clip(around[0] * chance.uniform(0.999, 1.030, zones), zone_floors, around[2])
    return Tree(
        group=group,
        parent=np.concatenate([parent, np.full(zones, -1)]),
        floors=np.floor(np.concatenate([floors, zone_floors])).astype(int).tolist(),
        ceilings=np.ceil(np.concatenate([ceilings, zone_ceilings])).astype(int).tolist(),
    )


def nested_with(passes: Passes, tree: Tree, problem: Any) -> NestedArraySplit:
    """Check, split and round, as `split_nested_by_weight` does."""
    given = array_columns(problem.w, floors=problem.l, ceilings=problem.u, cap=int(problem.C))
    found = nested_arrays(given, tree.group, tree.parent, tree.floors, tree.ceilings, passes) if given else None
    if found is None:
        raise AssertionError("the bounds around a split do not exclude each other")
    return found


def nested_rows(problem: Any, known: Mapping[str, Passes]) -> list[str]:
    """Nested against flat, taken in turn: claimants of a group side by side, and apart."""
    rows = []
    for order, together in (("side by side", True), ("apart", False)):
        tree = tree_for(problem, together=together)
        for name, passes in known.items():
            held = int((nested_with(passes, tree, problem).group_at_bound != 0).sum())
            ratios = [pair_of_times(passes, tree, problem) for _ in range(NESTED_ROUNDS)]
            rows.append(f"| {name} | {order} | {held} of {len(tree.floors)} | {median(ratios):.2f} |")
    return rows


def pair_of_times(passes: Passes, tree: Tree, problem: Any) -> float:
    start = time.perf_counter()
    split_with(passes, problem)
    middle = time.perf_counter()
    nested_with(passes, tree, problem)
    return (time.perf_counter() - middle) / (middle - start)


def memory(passes: Passes, problem: Any) -> float:
    """Peak of what is allocated on the way, as a multiple of the three columns given."""
    tracemalloc.start()
    split_with(passes, problem)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / (problem.w.nbytes + problem.l.nbytes + problem.u.nbytes)


def main() -> int:
    """Print the tables; 1 when a limit is missed."""
    problems = load_problems()
    if problems is None:
        print(f"skipped: the split, no problems in {PROBLEMS.name} beside the repository")
        return 0
    known = engines()
    ours = {name: partial(split_with, passes) for name, passes in known.items()}
    print("| claimants | way | seconds | of a sort | farthest from exact, t |\n|---|---|---|---|---|")
    for claimants, rounds in ROUNDS.items():
        problem = problems.rule(claimants)
        rows = compare(problem, ours, rounds)
        if claimants <= 1_000:  # beyond, the solvers take a minute and gigabytes
            rows += against(rows[0], compare(problem, {"whole numbers": split_whole, **PEERS}, SLOW_ROUNDS)[1:])
        for row in rows:
            off = "" if row.off_t is None else f"{row.off_t:.2g}"
            print(f"| {row.claimants:,} | {row.way} | {row.seconds:.2g} | {row.sorts:.2f} | {off} |")
    print("\n| nested in 1,000 groups in 30 zones | claimants of a group | at a bound | of flat |\n|---|---|---|---|")
    print("\n".join(nested_rows(problem, known)) + "\n")
    used = {name: memory(passes, problem) for name, passes in known.items()}
    print(" · ".join(f"memory, {name}: {value:.2f} x the input" for name, value in used.items()))
    print(f"first large split of a process: {first_call():.2f} s")
    best = min(row.sorts for row in rows if row.way in ours)
    missed = best > LIMITS["sorts"] or max(used.values()) > LIMITS["inputs"]
    print(f"{'MISSED' if missed else 'ok'}: limits {LIMITS['sorts']:g} sorts, {LIMITS['inputs']:g} x the input")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

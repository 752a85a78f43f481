"""Plans of the bench's problems, held against its referees and bare HiGHS: `python -m benchmarks.plan`.

Every plan is checked by the referees beside the problems, which know nothing of ours: more than 1e-6 of violation or
certified gap ends the run. Ours and HiGHS on the bench's own matrix solve each problem in turn in one process, so that
other work slows both. `--sizes tiny,city --seeds 3` takes less than a minute; the nation takes an hour.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

import numpy as np

from zhibiao.regulation import Solution, solve, whatif

BENCH = Path(__file__).parents[2] / "shared" / "bench"
SIZES = ("tiny", "city", "province", "nation")
MOST = 1e-6
GOAL = 1.3
MOVES = (0.01, -0.01, 0.005, -0.005)
PEERS = {False: "highspy-simplex", True: "highspy-hipo"}


HEADING = (
    "| size | plan | solved | ours, s | bare HiGHS, s | ratio | of processors | violation | gap "
    "| ours, MiB | bare, MiB |",
    "|---|---|---|---|---|---|---|---|---|---|---|",
)


class Missed(Exception):
    """A plan that the referees do not accept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds by the clock and of processors."""

    clock: float
    processors: float


@dataclass(slots=True)
class Pairs:
    """What ours and the peer's took for the same problems, and the worst that the referees found."""

    ours: list[Taken] = field(default_factory=list)
    peers: list[Taken] = field(default_factory=list)
    violation: float = 0.0
    gap: float = 0.0

    @property
    def ratio(self) -> float:
        """The median of the ratios of neighbours in time, by the clock."""
        return median(one.clock / other.clock for one, other in zip(self.ours, self.peers, strict=True))

    @property
    def ratio_of_processors(self) -> float:
        """The same of processor time, which other work on the machine leaves alone."""
        return median(one.processors / other.processors for one, other in zip(self.ours, self.peers, strict=True))


def load(folder: Path, name: str) -> ModuleType | None:
    """A module of the bench's folder, None where it is not."""
    path = folder / f"{name}.py"
    if not path.is_file():
        return None
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look themselves up there, and the peers look for the problems
    spec.loader.exec_module(module)
    return module


def check(problems: ModuleType, plan: Any, solution: Solution, found: Pairs) -> None:
    """Ask the referees; raises Missed."""
    lp = problems.plan_matrix(plan, qp=solution.qp)
    prices = np.zeros(lp.rlo.size)
    for code, place in lp.rows.items():
        prices[place] = solution.duals[code]
    answer = problems.plan_check(plan, solution.y, solution.qp)
    gap = (problems.plan_bound(lp, prices) - answer["objective"]) / max(1.0, abs(answer["objective"]))
    found.violation, found.gap = max(found.violation, answer["violation"]), max(found.gap, gap)
    if not (answer["violation"] <= MOST and gap <= MOST and solution.certificate.holds):
        raise Missed(f"{plan.name}, qp {solution.qp}: violation {answer['violation']:.1e}, gap {gap:.1e}")


def timed(call: Callable[[], Any]) -> tuple[Any, Taken]:
    clock, processors = time.perf_counter(), time.process_time()
    found = call()
    return found, Taken(clock=time.perf_counter() - clock, processors=time.process_time() - processors)


def from_arrays(problems: ModuleType, peers: ModuleType, size: str, seeds: int, rounds: int, *, qp: bool) -> Pairs:
    """From arrays to a certified plan, beside the peer from the same arrays to tonnes; who is first takes turns."""
    bare = (peers.QP if qp else peers.PLAN)[PEERS[qp]]
    found = Pairs()
    bare(problems.plan("tiny")), solve(problems.plan("tiny"), qp=qp)
    for seed in range(seeds):
        plan = problems.plan(size, seed)
        for turn in range(rounds):
            for is_ours in (True, False) if turn % 2 else (False, True):
                if not is_ours:
                    found.peers.append(timed(lambda plan=plan: bare(plan))[1])
                    continue
                solution, taken = timed(lambda plan=plan: solve(plan, qp=qp))
                found.ours.append(taken)
                check(problems, plan, solution, found)
    return found


def moved_caps(problems: ModuleType, peers: ModuleType, size: str, seeds: int, rounds: int) -> Pairs:
    """The cap moved by 0.5 and 1 %, beside the peer's warm simplex; both go through the same caps in turn."""
    found = Pairs()
    for seed in range(seeds):
        plan = problems.plan(size, seed)
        solution = solve(plan)
        lp = problems.plan_matrix(plan)
        highs = peers.highs_model(lp, solver="simplex")
        highs.run()
        for rel in MOVES * rounds:
            cap = plan.C * (1 + rel)
            found.peers.append(timed(lambda cap=cap, lp=lp, highs=highs: bare_move(highs, lp, cap))[1])
            solution, taken = timed(lambda cap=cap, solution=solution: whatif(solution, cap=cap))
            found.ours.append(taken)
            check(problems, problems.whatif(plan, rel), solution, found)
    return found


def bare_move(highs: Any, lp: Any, cap: float) -> np.ndarray:
    highs.changeRowBounds(lp.rows["cap"].start, cap, cap)
    highs.run()
    return np.array(highs.getSolution().col_value)[: lp.ny]


def memory(folder: Path, size: str, way: str, *, qp: bool) -> float:
    """Peak MiB of a process of its own that solves one plan; both ways import the same."""
    command = [sys.executable, "-m", "benchmarks.plan", "--bench", str(folder), "--peak-of", way, "--sizes", size]
    command += ["--qp"] if qp else []
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak(problems: ModuleType, peers: ModuleType, size: str, way: str, *, qp: bool) -> float:
    call = (lambda plan: solve(plan, qp=qp)) if way == "ours" else (peers.QP if qp else peers.PLAN)[PEERS[qp]]
    call(problems.plan(size))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(size: str, what: str, pairs: Pairs, used: tuple[float, float] | None) -> str:
    memories = ["", ""] if used is None else [f"{one:.0f}" for one in used]
    cells = [
        size,
        what,
        f"{len(pairs.ours)}",
        f"{median(one.clock for one in pairs.ours):.4g}",
        f"{median(one.clock for one in pairs.peers):.4g}",
        f"{pairs.ratio:.2f}",
        f"{pairs.ratio_of_processors:.2f}",
        f"{pairs.violation:.0e}",
        f"{pairs.gap:.0e}",
        *memories,
    ]
    return f"| {' | '.join(cells)} |"


def rows(problems: ModuleType, peers: ModuleType, asked: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """Each line of the table with its ratio of processor time."""
    sizes = asked.sizes.split(",")
    for size, qp in product(sizes, (False, True)):
        pairs = from_arrays(problems, peers, size, asked.seeds, asked.rounds, qp=qp)
        used = memory(asked.bench, size, "ours", qp=qp), memory(asked.bench, size, "peer", qp=qp)
        yield row(size, "near the entitlements" if qp else "by value", pairs, used), pairs.ratio_of_processors
    for size in sizes:
        pairs = moved_caps(problems, peers, size, asked.seeds, asked.rounds)
        yield row(size, "cap moved", pairs, None), pairs.ratio_of_processors


def main() -> int:
    """Print the table; 1 when the goal is missed, 2 when a plan is not accepted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, default=BENCH, help="folder of problems.py and peers.py")
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3, help="times that each problem is solved")
    parser.add_argument("--peak-of", choices=["ours", "peer"], help=argparse.SUPPRESS)
    parser.add_argument("--qp", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    problems, peers = load(asked.bench, "problems"), load(asked.bench, "peers")
    if problems is None or peers is None:
        print("skipped: plans, no problems.py and peers.py beside the repository")
        return 0
    if asked.peak_of:
        print(peak(problems, peers, asked.sizes, asked.peak_of, qp=asked.qp))
        return 0
    print("\n".join(HEADING))
    ratios = []
    try:
        for line, ratio in rows(problems, peers, asked):
            print(line, flush=True)
            ratios.append(ratio)
    except Missed as missed:
        print(f"NOT ACCEPTED by the referees: {missed}")
        return 2
    verdict = "MISSED" if max(ratios) > GOAL else "ok"
    print(f"{verdict}: goal {GOAL:g} of bare HiGHS, worst {max(ratios):.2f} in processor time")
    return int(max(ratios) > GOAL)


if __name__ == "__main__":
    sys.exit(main())

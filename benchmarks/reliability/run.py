"""All harnesses in turn, and a table of what they did: `python -m benchmarks.reliability.run [--scale 0.1]`.

Each runs in a process of its own at the size of `docs/RELIABILITY.md`, or at a share of it; its floor of work goes with
the size. The table is Markdown. Ends with 1 when any harness does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harness:
    """One harness: its module, its size by option, and what it promises.

    Args:
        module: in this folder.
        promise: what has to hold, for whoever reads the table.
        sizes: options with their full size.
        least: the size below which a share of it shows nothing.
        given: options without a size.
    """

    module: str
    promise: str
    sizes: Sequence[tuple[str, int]] = ()
    least: int = 1
    given: Sequence[str] = ()

    def command(self, scale: float) -> list[str]:
        """The command line at a share of the full size."""
        sized = [
            word for option, full in self.sizes for word in (*option.split(), str(max(self.least, round(full * scale))))
        ]
        return [sys.executable, "-m", f"benchmarks.reliability.{self.module}", *self.given, *sized]


HARNESSES = (
    Harness(
        module="walk",
        promise="every outcome as the model foresaw it, three balances equal at each step",
        sizes=(("--steps", 1_000_000),),
        least=10_000,
    ),
    Harness(
        module="kill",
        promise="0 acknowledged lost, every unknown outcome settled by the same id",
        sizes=(("--kills", 10_000),),
        least=100,
    ),
    Harness(
        module="kill",
        promise="the same for clients of PostgreSQL",
        sizes=(("--kills", 500),),
        least=100,
        given=("--postgresql",),
    ),
    Harness(
        module="power_cut",
        promise="0 acknowledged lost, 0 damaged",
        sizes=(("--states", 20_000),),
        least=500,
    ),
    Harness(
        module="faults",
        promise="as before or as after, never between, said in our words",
        sizes=(("--most", 1_000),),
        least=2,
    ),
    Harness(
        module="duplicates",
        promise="one effect and one receipt for an id",
        sizes=(("--requests", 100_000),),
        least=1_000,
    ),
    Harness(
        module="duplicates",
        promise="the same on PostgreSQL",
        sizes=(("--requests", 20_000),),
        least=1_000,
        given=("--postgresql",),
    ),
    Harness(
        module="races",
        promise="0 dips after any entry, 0 failures told; 8 processes on SQLite, 50 on PostgreSQL",
        # Each transfer is two writes.
        sizes=(("--sqlite 8", 2_500), ("--postgresql 50", 1_000)),
        least=5,
    ),
    Harness(module="tamper", promise="every tampering found and named", sizes=(("--count", 10_000),), least=200),
    Harness(module="backups", promise="every backup under load restored and verified", sizes=(("", 50),), least=2),
    Harness(
        module="backups",
        promise="the same on PostgreSQL",
        sizes=(("", 50),),
        least=2,
        given=("--postgresql",),
    ),
    Harness(
        module="verify_million", promise="verified in under a minute", sizes=(("--count", 1_000_000),), least=10_000
    ),
    Harness(
        module="migrations",
        promise="old or new and never between, no row changed, the same head, carried on",
    ),
    Harness(module="migrations", promise="the same on PostgreSQL", given=("--postgresql",)),
    Harness(
        module="replay",
        promise="the same bytes on both stores, in any time zone, locale and hash seed",
        sizes=(("--years", 10), ("--firms", 200)),
        least=2,
    ),
    Harness(
        module="mutations",
        promise="no crash, no answer after 10 s, no figure changed without a question",
        sizes=(("--count", 100_000),),
        least=1_000,
    ),
    Harness(
        module="planted",
        promise="slips of unit, column, sign and digit are told, clean returns left in peace",
        sizes=(("--returns", 10_000), ("--files", 300)),
        least=20,
    ),
    Harness(module="rate", promise="at least half the rate of bare durable inserts, on both stores"),
)


def run(harness: Harness, scale: float) -> tuple[bool, str]:
    """Run one; whether it held, and its row of the table."""
    start = time.perf_counter()
    command = harness.command(scale)
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    held = ended.returncode == 0
    print(ended.stdout, ended.stderr, sep="", file=sys.stderr, flush=True)
    lines = [line.strip() for line in ended.stdout.splitlines() if line.strip()] or ["–"]
    name = " ".join(command[2:])
    cells = (f"`python -m {name}`", harness.promise, lines[-1], "holds" if held else "FAILS", f"{seconds:,.0f}")
    return held, "| " + " | ".join(cell.replace("|", "¦") for cell in cells) + " |"


def main(scale: float = 1.0, *, only: Sequence[str] = ()) -> int:
    """Run all, or those of the modules named; 1 when one does not hold."""
    chosen = [one for one in HARNESSES if not only or one.module in only]
    print("| harness | has to hold | work done | result | s |\n|---|---|---|---|---|", flush=True)
    all_hold = bool(chosen)
    for harness in chosen:
        held, row = run(harness, scale)
        print(row, flush=True)
        all_hold = all_hold and held
    return 0 if all_hold else 1


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument("--only", action="append", default=[], help="a module, may be given several times")
    given = parser.parse_args()
    return main(given.scale, only=given.only)


if __name__ == "__main__":
    sys.exit(_command())

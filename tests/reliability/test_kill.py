"""A slice of the kills, and the acknowledgement before its commit that they have to find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.reliability.batches import batch
from benchmarks.reliability.kill import entries_until

ROOT = Path(__file__).parents[2]


def run(*given: str) -> subprocess.CompletedProcess[str]:
    """The harness in a process of its own, since it forks."""
    command = [sys.executable, "-m", "benchmarks.reliability.kill", *given]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def test_nothing_acknowledged_is_lost() -> None:
    ended = run("--kills", "30")
    assert (0, "") == (ended.returncode, ended.stderr)
    assert "2 books checked whole" in ended.stdout


def test_an_acknowledgement_before_its_commit_is_found() -> None:
    ended = run("--kills", "50", "--seeded-bug", "acknowledged-before-commit")
    assert 1 == ended.returncode
    assert "was acknowledged and is not there" in ended.stderr
    assert "seed 1, kill" in ended.stderr


def test_the_expected_number_of_entries_is_the_plain_sum() -> None:
    assert [8 + sum(len(batch(one)) for one in range(number)) for number in range(9)] == [
        entries_until(number) for number in range(9)
    ]

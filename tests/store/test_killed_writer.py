"""A writer killed in the middle of its work loses nothing it acknowledged and leaves a book that opens.

This shows that an entry counts only once it is committed; what a power cut does to a disk is another question.
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from effort import examples
from ledger_sample import START, draft
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.store.book_store import BookStore

KILLS = examples(12)
TESTS = Path(__file__).parents[1]

WRITER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from store.test_killed_writer import numbered
from ledger_sample import START
from zhibiao.store.book_store import BookStore

where = sys.argv[2]
store = BookStore.open(where if "://" in where else Path(where), at=START)
for number in range(int(sys.argv[3]), 1_000_000):
    if sys.argv[4] == "too early":
        os.write(1, b"%d\\n" % number)
    store.append([numbered(number)], at=START)
    if sys.argv[4] == "committed":
        os.write(1, b"%d\\n" % number)
"""


def numbered(number: int) -> Draft:
    """The n-th draft a writer sends."""
    return draft(f"overrun:{number}", EntryKind.OVERRUN, "overrun", "debt:A", number + 1)


def _run_and_kill(where: Path | str, *, start: int, after: int, acknowledge: str) -> list[int]:
    """Let a writer acknowledge so many entries, kill it, and give back all it acknowledged."""
    command = [sys.executable, "-c", WRITER, str(TESTS), str(where), str(start), acknowledge]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(after)]
        writer.kill()
        lines += writer.stdout.readlines()
    assert -9 == writer.returncode
    return [int(line) for line in lines if line.endswith(b"\n")]


def test_nothing_acknowledged_is_lost(where: Path | str) -> None:
    BookStore.create(where, at=START).close()
    chance = random.Random(20240108)
    acknowledged: list[int] = []
    kept = 0
    for _ in range(KILLS):
        acknowledged += _run_and_kill(where, start=kept, after=chance.randint(1, 40), acknowledge="committed")
        store = BookStore.open(where, at=START)
        store.check()
        entries = store.entries()
        assert [numbered(number) for number in range(len(entries))] == [entry.draft for entry in entries]
        assert acknowledged == list(range(len(acknowledged)))
        # At most the one in flight is there without having been acknowledged; sent again it gives its receipt.
        assert len(acknowledged) <= len(entries) <= len(acknowledged) + 1
        for number in range(len(acknowledged), len(entries)):
            assert (entries[number],) == store.append([numbered(number)], at=START)
            acknowledged.append(number)
        kept = len(entries)
        store.close()
    assert kept >= KILLS


def test_the_harness_sees_a_writer_that_acknowledges_too_early(where: Path | str) -> None:
    BookStore.create(where, at=START).close()
    lost = 0
    for _ in range(6):
        store = BookStore.open(where, at=START)
        kept = len(store.entries())
        store.close()
        acknowledged = _run_and_kill(where, start=kept, after=3, acknowledge="too early")
        store = BookStore.open(where, at=START)
        lost += acknowledged[-1] + 1 - len(store.entries())
        store.close()
        if lost:
            break
    assert lost > 0

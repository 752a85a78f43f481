"""How long a chain of a million entries takes to verify: `python -m benchmarks.reliability.verify_million`.

The chain is written by the ledger's own drafts: ten sectors with 24 enterprises each over ten years, decisions in two
phases, bookings turned back, transfers, closes and roll-overs. The independent verifier reads it line by line in a
process of its own, so that its time and memory are its own. The store's check reads the same rows out of a database.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.reliability.long_chain import long_chain
from zhibiao.ledger.entry import Entry
from zhibiao.store.rows import row_of_entry
from zhibiao.store.schema import upgrade
from zhibiao.store.sqlite import SqliteDatabase

MOST_SECONDS, OF_ENTRIES = 60.0, 1_000_000
INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_PORTION = 10_000

# Run in a process of its own with file and head; what it prints is one JSON document.
VERIFY = """
import json, resource, sys, time
from zhibiao.verification.verify import verify_lines
start, begun = time.perf_counter(), time.process_time()
with open(sys.argv[1], "rb") as lines:
    report = verify_lines(lines, head=sys.argv[2])
print(json.dumps({
    "wall_s": time.perf_counter() - start, "cpu_s": time.process_time() - begun, "entries": report.counts["entry"],
    "first": report.differences[0].where if report.differences else "", "head": report.head,
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""
CHECK = """
import datetime as dt, json, resource, sys, time
from zhibiao.store.book_store import BookStore
store = BookStore.open(sys.argv[1], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
start, begun = time.perf_counter(), time.process_time()
head = store.check(head=sys.argv[2])
print(json.dumps({
    "wall_s": time.perf_counter() - start, "cpu_s": time.process_time() - begun, "entries": 0, "first": "",
    "head": head, "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""


class TooSlow(AssertionError):
    """Verifying took longer than promised, did less than asked, or did not see what was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one look at the chain took, and the head it came to; `first` is the first difference's place."""

    wall_s: float
    cpu_s: float
    entries: int
    first: str
    head: str
    peak_mib: int

    def told(self, name: str, count: int) -> str:
        """One line for people."""
        return (
            f"{name}: {count:,} entries in {self.wall_s:.1f} s ({self.cpu_s:.1f} s of one core,"
            f" {self.cpu_s / count * 1e6:.1f} µs an entry), {self.peak_mib:,} MiB at most"
        )


def main(count: int = OF_ENTRIES, *, with_store: bool = False) -> list[str]:
    """Make the chain, verify it, and verify it again with one figure changed; what was done, line by line.

    Args:
        count: entries.
        with_store: whether the store's own check is measured as well.

    Raises:
        TooSlow: more than a minute of one core for a million entries, and in proportion; or the change was not named.
    """
    with tempfile.TemporaryDirectory() as folder:
        chain, database = Path(folder) / "entries.jsonl", Path(folder) / "book.sqlite"
        start = time.process_time()
        head, kinds, firms = write(long_chain(count), chain, database if with_store else None)
        said = [
            f"made: {count:,} entries of {kinds} kinds and {firms} enterprises in {time.process_time() - start:.0f} s"
        ]
        took = run(VERIFY, chain, head)
        if (took.entries < count, took.first, took.head) != (False, "", head):
            raise TooSlow(f"{took.entries} of {count} entries, {took.first}, {took.head}")
        said.append(took.told("verify", count))
        changed = change(chain, at=count * 3 // 4)
        if (seen := run(VERIFY, chain, head).first) != f"[{changed}].hash":
            raise TooSlow(f"entry {changed} was changed, and {seen or 'nothing'} named")
        said.append(f"seeded: entry {changed:,} changed, and named")
        if with_store:
            said.append(run(CHECK, database, head).told("store check", count))
    if took.cpu_s > MOST_SECONDS * max(count, OF_ENTRIES // 10) / OF_ENTRIES:
        raise TooSlow("\n".join(said))
    return said


def write(entries: Iterable[Entry], chain: Path, database: Path | None) -> tuple[str, int, int]:
    """Write a chain to a file, and to a database if one is asked for; its head, kinds and enterprises."""
    store = None
    if database is not None:
        store = SqliteDatabase.create(database, build=lambda made: upgrade(made, recorded_at="2016-01-01T00:00:00Z"))
    head, kinds, firms = "", set[str](), set[str]()
    with chain.open("wb") as file:
        for portion in portions(iter(entries)):
            for entry in portion:
                file.write(line_of(entry))
                head = entry.hash
                kinds.add(entry.kind_text)
                firms |= {name for one in entry.draft.postings if (name := one.account.partition(":")[2])}
            if store is not None:
                with store.transaction():
                    store.write_many(INSERT, [row_of_entry(entry) for entry in portion])
    if store is not None:
        store.close()
    return head, len(kinds), len(firms)


def portions(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Entries some thousands at a time."""
    while portion := list(islice(entries, _PORTION)):
        yield portion


def line_of(entry: Entry) -> bytes:
    """An entry as it is exported: its body with the hash between the keys before and after it."""
    before, key, after = entry.body.partition(b',"id":"')
    return before + f',"hash":"{entry.hash}"'.encode() + key + after + b"\n"


def change(chain: Path, *, at: int) -> int:
    """Change one letter of the reason of an entry where it stands; the entry's number."""
    with chain.open("r+b") as file:
        for _ in range(at - 1):
            file.readline()
        start = file.tell()
        line = file.readline()
        place = line.index(b'"reason":"') + len(b'"reason":"')
        file.seek(start + place)
        file.write(b"X")
    return at


def run(program: str, path: Path, head: str) -> Took:
    """Run one look in a process of its own."""
    done = subprocess.run([sys.executable, "-c", program, str(path), head], capture_output=True, text=True, check=False)
    if done.returncode:
        raise TooSlow(done.stderr)
    return Took(**json.loads(done.stdout))


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=OF_ENTRIES)
    parser.add_argument("--store", action="store_true", help="the store's own check as well")
    given = parser.parse_args()
    try:
        print("\n".join(main(given.count, with_store=given.store)))
    except TooSlow as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_command())

"""Power cuts on SQLite, simulated: `python -m benchmarks.reliability.power_cut --states 20000`.

Books are made and written through a layer that records every write and sync. Then the disk is put together as it may
be when the power goes at any point: what was synced, and any part of the rest. Each is opened as usual: nothing
acknowledged is lost, no batch is there in part, SQLite finds its pages sound and the chain holds. With
`synchronous=NORMAL`, the seeded bug, acknowledged batches are lost.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from benchmarks.reliability.batches import OPENING, START, batch, instant_of_batch, open_year
from benchmarks.reliability.kill import Lost, entries_until
from benchmarks.reliability.recording import Record, disk_after, recording
from zhibiao.errors import NotFound, ZhibiaoError
from zhibiao.ledger.chain import check_chain
from zhibiao.store import sqlite
from zhibiao.store.book_store import BookStore
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import StoredFile

STATES_OF_A_BOOK = 250
BATCHES = 30
NORMAL = "synchronous-normal"
NAME = "book.sqlite"
# What was acknowledged: the book itself, its opening, then each batch by its number.
CREATED, OPENED = -2, -1
EXACTLY = "cuts with what was acknowledged"


@contextlib.contextmanager
def seeded(bug: str) -> Iterator[None]:
    """The store with a setting that promises less."""
    right: tuple[str, ...] = sqlite.PRAGMAS
    less = tuple(one.replace("synchronous=FULL", "synchronous=NORMAL") for one in right)
    setattr(sqlite, "PRAGMAS", less if bug == NORMAL else right)  # noqa: B010
    try:
        yield
    finally:
        setattr(sqlite, "PRAGMAS", right)  # noqa: B010


def write_a_book(path: Path, chance: Random) -> tuple[Record, Mapping[int, str]]:
    """Make a book and post to it, now and then closing it or moving the log into the file; all deeds, all receipts."""
    receipts = {}
    with recording() as record:
        store = BookStore.create(path, at=START)
        record.ack(CREATED)
        open_year(store)
        record.ack(OPENED)
        # How many pages the log may have before it is moved: seldom, often, nearly at once.
        _move_log_after(store, pages := chance.choice((1000, 30, 8)))
        for number in range(BATCHES):
            entries = store.append(batch(number), at=instant_of_batch(number))
            receipts[number] = entries[-1].hash
            record.ack(number)
            drawn = chance.random()
            if drawn < 0.08:
                store.close()
                store = BookStore.open(path, at=START)
                _move_log_after(store, pages)
            elif drawn < 0.2:
                content = chance.randbytes(chance.choice((300, 9_000)))
                file = StoredFile(
                    sha256=sha256_hex(content), name=f"{number}", received_at="", uploader="wang", outcome="ACCEPT"
                )
                store.add_file(file, content)
        store.close()
    return record, receipts


def _move_log_after(store: BookStore, pages: int) -> None:
    database = store._database
    assert isinstance(database, SqliteDatabase)
    database.connection.wal_autocheckpoint(pages)


def check_disk(path: Path, acknowledged: int, receipts: Mapping[int, str]) -> str:
    """Open a book as the cut left it and hold it against what was acknowledged; what was found. Lost."""
    try:
        store = BookStore.open(path, at=START)
    except NotFound:
        if acknowledged >= CREATED:
            raise Lost("the book was acknowledged and is not there") from None
        return "cuts before there was a book"
    try:
        store._database.check()
        entries = store.entries()
        check_chain(entries)
    finally:
        store.close()
    whole = {entries_until(number): number for number in range(BATCHES + 1)}
    if acknowledged < OPENED and len(entries) < OPENING:
        return "cuts before the first batch"
    if len(entries) not in whole:
        raise Lost(f"{len(entries)} entries: a batch is there in part")
    reached = whole[len(entries)]
    if reached <= acknowledged:
        raise Lost(f"batches up to {acknowledged} were acknowledged, those before {reached} are there")
    if acknowledged >= 0 and receipts[acknowledged] not in {entry.hash for entry in entries}:
        raise Lost(f"batch {acknowledged} has another receipt")
    return "cuts with a batch more than acknowledged" if reached > acknowledged + 1 else EXACTLY


def main(states: int = 20_000, *, seed: int = 1, bug: str = "") -> Counter[str]:
    """Look at so many disks after a cut; what was found.

    Raises:
        Lost: something acknowledged is not there, or is there in part, or the work is below its floor.
        ZhibiaoError: a book is damaged, or its chain does not hold.
    """
    done: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        stack.enter_context(seeded(bug))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhibiao-power-", dir=_memory())))
        for number, start in enumerate(range(0, states, STATES_OF_A_BOOK)):
            source = folder / f"written-{number}"
            source.mkdir()
            record, receipts = write_a_book(source / NAME, Random(f"{seed}:{number}"))
            done["deeds recorded"] += len(record.deeds)
            for state in range(start, min(start + STATES_OF_A_BOOK, states)):
                chance = Random(f"{seed}:{number}:{state}")
                deeds = record.deeds[: chance.randint(0, len(record.deeds))]
                acknowledged = max((one.offset for one in deeds if one.what == "ack"), default=CREATED - 1)
                cut = folder / "cut"
                cut.mkdir()
                for name, content in disk_after(deeds, chance).items():
                    (cut / name).write_bytes(content)
                try:
                    done[check_disk(cut / NAME, acknowledged, receipts)] += 1
                except (Lost, ZhibiaoError) as error:
                    error.add_note(f"seed {seed}, book {number}, state {state}, after {len(deeds)} deeds")
                    raise
                _remove(cut)
            _remove(source)
    if short := missing(done, states):
        raise Lost("below the floor: " + "; ".join(short) + f"\n{done}")
    return done


def missing(done: Counter[str], states: int) -> list[str]:
    """Where the work stayed below its floor."""
    floors = {
        "cuts before the first batch": states // 100,
        EXACTLY: states // 2,
        "cuts with a batch more than acknowledged": states // 100,
    }
    return [f"{name}: {done[name]} of {floor}" for name, floor in floors.items() if done[name] < floor]


def _memory() -> str | None:
    """A folder in memory where there is one: what is cut is simulated, no disk takes part."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeded-bug", choices=[NORMAL], default="")
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        done = main(given.states, seed=given.seed, bug=given.seeded_bug)
    except (Lost, ZhibiaoError) as error:
        print(error, *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    for name, count in sorted(done.items()):
        print(f"{count:>9,} {name}")
    print(f"{given.states:,} states, seed {given.seed}, {seconds:.0f} s, {given.states / seconds:,.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(_command())

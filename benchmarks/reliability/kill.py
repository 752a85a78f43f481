"""Posting processes killed with SIGKILL at random instants: `python -m benchmarks.reliability.kill --kills 10000`.

A child posts batch after batch and tells each receipt through a pipe; the parent kills it, opens the book and finds
every receipt it was told, and at most one batch more, whole. That one's outcome was unknown: sent again with the same
ids it gives the same receipts, or is taken now. A killed process leaves its writes to the system, so this says
nothing about power cuts; `power_cut` does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.reliability.batches import OPENING, SECTOR, START, YEAR, batch, instant_of_batch, open_year
from zhibiao.ledger.entry import Entry
from zhibiao.store.book_store import BookStore

KILLS_OF_A_BOOK = 25
# A posting takes about as long as the one before; a child is not waited for longer than this.
MOST_SECONDS = 0.05
ACK_BEFORE_COMMIT = "acknowledged-before-commit"


class Lost(AssertionError):
    """Something acknowledged is not there, or something half is."""


def post_until_killed(where: str, first: int, told: int, *, bug: str) -> None:
    """What a child does: open the book, then post and tell; ends only by being killed."""
    store = BookStore.open(where, at=START)
    store.book(sector=SECTOR, plan_year=YEAR)
    os.write(told, b"open\n")
    number = first
    while True:
        early = bug == ACK_BEFORE_COMMIT
        if early:
            os.write(told, f"{number} early\n".encode())
        entries = store.append(batch(number), at=instant_of_batch(number))
        if not early:
            os.write(told, f"{number} {entries[-1].hash}\n".encode())
        number += 1


def spawn(where: str, first: int, *, bug: str) -> tuple[int, int]:
    """A warm child, forked and not started anew; its id and the end of the pipe to read."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            post_until_killed(where, first, told, bug=bug)
        finally:
            os._exit(70)
    os.close(told)
    return child, heard


def killed(child: int, heard: int, chance: random.Random) -> list[str]:
    """Kill a child at a random instant of its next posting, or before its first, and give back all that it told."""
    wanted = chance.choice((0, 0, 1, 2, 3, 4, 5, 6, 7)) + 1
    said, since, last = b"", time.perf_counter(), MOST_SECONDS
    while said.count(b"\n") < wanted and chance.random() < 0.99:
        said += os.read(heard, 4096)
        now = time.perf_counter()
        since, last = now, min(now - since, MOST_SECONDS)
    time.sleep(chance.uniform(0, 1.3 * last))
    os.kill(child, signal.SIGKILL)
    with os.fdopen(heard, "rb") as pipe:
        said += pipe.read()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise Lost(f"a child ended by itself: status {status}")
    return said.decode().splitlines()


def check_after_kill(store: BookStore, first: int, said: Sequence[str], done: Counter[str]) -> int:
    """Hold the book against what was told, settle the unknown outcome, and give the number of the next batch; Lost."""
    # A server may not have noticed yet that its client is gone; whoever holds the lock knows.
    with store.transaction():
        pass
    acks = [line.split() for line in said if line != "open"]
    done["killed before it had read the book" if "open" not in said else "killed while it posted"] += 1
    done["acknowledged"] += len(acks)
    unknown = first + len(acks)
    kept = [entry.hash for entry in store.entries()]
    for number, receipt in acks:
        entries = store.append(batch(int(number)), at=START)
        if entries[-1].hash not in kept or receipt not in ("early", entries[-1].hash):
            raise Lost(f"batch {number} was acknowledged and is not there")
    before = len(store.entries())
    if before != len(kept) or before not in (standing := [entries_until(unknown), entries_until(unknown + 1)]):
        raise Lost(f"{before} entries, where {standing} could be")
    was_there = before == standing[1]
    done["unknown outcomes that were there" if was_there else "unknown outcomes that were not"] += 1
    receipts = [post_again(store, unknown) for _ in range(2)]
    if receipts[0] != receipts[1] or len(store.entries()) != standing[1]:
        raise Lost(f"batch {unknown} sent again has another receipt, or was taken twice")
    check_links(store.entries()[-8:])
    return unknown + 1


def post_again(store: BookStore, number: int) -> list[str]:
    """Send a batch with the same ids; its receipts."""
    return [entry.hash for entry in store.append(batch(number), at=instant_of_batch(number))]


def entries_until(number: int) -> int:
    """How many entries a book has before the batch of that number."""
    return (
        OPENING
        + sum(len(batch(one)) for one in range(4)) * (number // 4)
        + sum(len(batch(one)) for one in range(number % 4))
    )


def check_links(tail: Sequence[Entry]) -> None:
    """Each of the last entries holds the hash of the one before; Lost."""
    for before, entry in pairwise(tail):
        if entry.previous != before.hash or entry.seq != before.seq + 1:
            raise Lost(f"entry {entry.seq} does not hold the hash of the one before")


def main(kills: int = 10_000, *, seed: int = 1, bug: str = "", server: str = "") -> Counter[str]:
    """Kill so many children; what was done.

    Args:
        kills: how many.
        seed: of the instants; what the system does meanwhile is its own.
        bug: the seeded one, to see it found.
        server: the URL of a PostgreSQL server, whose clients are killed; files of SQLite where none is given.

    Raises:
        Lost: an acknowledged posting is not there, or the work is below its floor.
    """
    done: Counter[str] = Counter()
    for number in range(0, kills, KILLS_OF_A_BOOK):
        with _new_address(server) as where:
            kill_over_and_over(where, range(number, min(number + KILLS_OF_A_BOOK, kills)), seed, bug, done)
    if short := missing(done, kills):
        raise Lost("below the floor: " + "; ".join(short) + f"\n{done}")
    return done


def kill_over_and_over(where: str, numbers: range, seed: int, bug: str, done: Counter[str]) -> None:
    """One book, written by one child after the other; Lost."""
    store = BookStore.create(where, at=START)
    open_year(store)
    store.close()
    chance, following = random.Random(f"{seed}:{numbers.start}"), 0
    for number in numbers:
        said = killed(*spawn(where, following, bug=bug), chance)
        with contextlib.closing(BookStore.open(where, at=START)) as store:
            try:
                following = check_after_kill(store, following, said, done)
            except Lost as error:
                error.add_note(f"seed {seed}, kill {number}")
                raise
    with contextlib.closing(BookStore.open(where, at=START)) as store:
        store.check()
    done["books checked whole"] += 1


@contextlib.contextmanager
def _new_address(server: str) -> Iterator[str]:
    if server:
        from postgres import fresh_schema

        with fresh_schema(server) as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="zhibiao-kill-") as folder:
        yield str(Path(folder) / "book.sqlite")


def missing(done: Counter[str], kills: int) -> list[str]:
    """Where the work stayed below its floor."""
    floors = {
        "killed while it posted": kills * 9 // 10,
        "acknowledged": kills * 2,
        "unknown outcomes that were there": kills // 100,
        "unknown outcomes that were not": kills // 100,
    }
    return [f"{name}: {done[name]} of {floor}" for name, floor in floors.items() if done[name] < floor]


@contextlib.contextmanager
def server_of_tests() -> Iterator[str]:
    """The URL of the PostgreSQL server that the tests use."""
    sys.path.append(str(Path(__file__).parents[2] / "tests"))
    from postgres import running_server

    with running_server() as server:
        yield server


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeded-bug", choices=[ACK_BEFORE_COMMIT], default="")
    parser.add_argument("--postgresql", action="store_true", help="kill clients of a server instead")
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        with server_of_tests() if given.postgresql else contextlib.nullcontext("") as server:
            done = main(given.kills, seed=given.seed, bug=given.seeded_bug, server=server)
    except Lost as error:
        print(error, *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    for name, count in sorted(done.items()):
        print(f"{count:>9,} {name}")
    print(f"{given.kills:,} kills, seed {given.seed}, {seconds:.0f} s, {given.kills / seconds:,.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(_command())

"""Many clients at once on one book: tonnes go round, and at no commit does anybody hold less than nothing.

`python -m benchmarks.reliability.races [--sqlite CLIENTS TRANSFERS] [--postgresql CLIENTS TRANSFERS] [--bug NAME]`.
Each client is a process of its own with a random generator of its own. A transfer is put forward by one person, which
pledges its tonnes, and carried out by another: two postings, each on the disk before the next is tried. Half of them
give to or take from one hot holder, the others go round in cycles. What a holder does not have is refused, and drawn
again. Afterwards every prefix of the chain is added up in plain numbers, and everything acknowledged has to stand where
its receipt says.

Seeded bugs: `deferred` (SQLite, the lock is taken with the first write), `unlocked` (PostgreSQL without its lock),
`frozen` (PostgreSQL at REPEATABLE READ, whose state is from before the lock).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.reliability.batches import START, draft
from zhibiao.errors import ActRefused, ZhibiaoError
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.store.address import open_database
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.postgresql import PostgresDatabase
from zhibiao.store.postgresql_url import is_url
from zhibiao.store.sqlite import SqliteDatabase

ROOT = Path(__file__).parents[2]
HOLDERS = tuple(f"H{number:02d}" for number in range(20))
HOT = HOLDERS[0]
QUOTA_T = 300
MOST_T = 150
# What a client may hear without being told a failure: the tonnes are not there, or are promised to somebody else.
LEGAL = frozenset({"ledger.insufficient", "ledger.pledged"})


class Deferred(SqliteDatabase):
    """The seeded bug of SQLite."""

    _begin = "BEGIN DEFERRED"


class Unlocked(PostgresDatabase):
    """The first seeded bug of PostgreSQL."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._begin = "BEGIN ISOLATION LEVEL READ COMMITTED"


class Frozen(PostgresDatabase):
    """The second: the state its reads see is older than the lock."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._begin = self._begin.replace("READ COMMITTED", "REPEATABLE READ")


BUGS: dict[str, type[SqliteDatabase] | type[PostgresDatabase]] = {
    "deferred": Deferred,
    "unlocked": Unlocked,
    "frozen": Frozen,
}


@dataclass(slots=True, kw_only=True)
class Told:
    """What a client did and heard: receipts as [number, hash, id], refusals, failures, and how long each act took."""

    receipts: list[list[Any]] = field(default_factory=list)
    refused: int = 0
    failures: list[str] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What all clients did together, and every fault that was found."""

    kind: str
    writes: int
    refused: int
    faults: tuple[str, ...]
    seconds: float
    waited_ms: tuple[float, ...]

    def told(self) -> str:
        """Lines for people."""
        waits = sorted(self.waited_ms) or [0.0]
        p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        found = "".join(f"\n  {fault}" for fault in self.faults[:20])
        return (
            f"{self.kind}: {self.writes:,} writes acknowledged, {self.refused:,} refused for want of tonnes, in "
            f"{self.seconds:.1f} s; an act took {p50:.0f} ms (median), {p99:.0f} ms (99 of 100), {waits[-1]:.0f} ms "
            f"(longest); faults: {len(self.faults)}{found}"
        )


def open_year(store: BookStore) -> int:
    """A decision that gives every holder its quota; how many entries that took."""
    cited = {"proposal": "propose:first"}
    cap_t = QUOTA_T * len(HOLDERS)
    grants = [
        draft(f"grant:{one}", EntryKind.GRANT, ("pool", -QUOTA_T), (f"available:{one}", QUOTA_T), **cited)
        for one in HOLDERS
    ]
    opening = [
        draft("propose:first", EntryKind.PROPOSE, actor="wang"),
        draft("approve:first", EntryKind.APPROVE, **cited),
        draft("issue:first", EntryKind.ISSUE, **cited),
        draft("cap:first", EntryKind.CAP, ("cap", -cap_t), ("pool", cap_t), **cited),
        *grants,
    ]
    return len(store.append(opening, at=START))


def transfer(name: str, giver: str, taker: str, tonnes: int) -> tuple[Draft, Draft]:
    """Put forward by one person, carried out by another."""
    pledge = (("pledges", -tonnes), (f"pledged:{giver}", tonnes))
    freed = ((f"pledged:{giver}", -tonnes), ("pledges", tonnes))
    moved = ((f"available:{giver}", -tonnes), (f"available:{taker}", tonnes))
    return (
        draft(f"propose:{name}", EntryKind.PROPOSE, *pledge, actor="wang"),
        draft(f"transfer:{name}", EntryKind.TRANSFER, *moved, *freed, proposal=f"propose:{name}"),
    )


def drawn(chance: Random, turn: int) -> tuple[str, str, int]:
    """Who gives whom how much: by turns with the hot holder and in a cycle."""
    one = chance.randrange(1, len(HOLDERS))
    pair = (HOT, HOLDERS[one]) if turn % 4 == 0 else (HOLDERS[one], HOT)
    if turn % 2:
        pair = (HOLDERS[one], HOLDERS[(one + 1) % len(HOLDERS)])
    return (*pair, chance.randint(1, MOST_T))


def run_client(store: BookStore, *, number: int, transfers: int) -> Told:
    """Carry out so many transfers; a failure ends it, since a user would not go on either."""
    chance, told, turn = Random(number), Told(), 0
    while len(told.receipts) < 2 * transfers and not told.failures:
        giver, taker, tonnes = drawn(chance, turn)
        with suppress(ActRefused):
            for one in transfer(f"{number}-{turn}", giver, taker, tonnes):
                _post(store, one, told)
        turn += 1
    return told


def _post(store: BookStore, one: Draft, told: Told) -> None:
    start = time.perf_counter()
    try:
        (entry,) = store.append([one], at=START)
    except ActRefused as refusal:
        if refusal.code in LEGAL and one.kind is EntryKind.PROPOSE:
            told.refused += 1
        else:
            told.failures.append(f"{one.id}: {refusal}")
        raise
    except Exception as error:  # whatever else reaches a user is a fault
        told.failures.append(f"{one.id}: {type(error).__name__}: {str(error).splitlines()[0]}")
        raise ActRefused("race.failed") from error
    told.waited_ms.append((time.perf_counter() - start) * 1000)
    told.receipts.append([entry.seq, entry.hash, one.id])


def dips(entries: Sequence[Entry]) -> Iterator[str]:
    """Every entry after which somebody holds less than nothing or than was pledged, or tonnes came or went."""
    sums: Counter[str] = Counter()
    for entry in entries:
        for posting in entry.draft.postings:
            sums[posting.account] += posting.tonnes
        touched = {posting.account.partition(":")[2] for posting in entry.draft.postings}
        for one in touched - {""}:
            if not 0 <= sums[f"pledged:{one}"] <= sums[f"available:{one}"]:
                yield f"after {entry.seq}: {one} has {sums[f'available:{one}']}, pledged {sums[f'pledged:{one}']}"
        held = sums["pool"] + sum(sums[f"available:{one}"] for one in HOLDERS)
        if held != -sums["cap"]:
            yield f"after {entry.seq}: held {held} of {-sums['cap']}"


def faults(store: BookStore, told: Sequence[Told], *, opening: int) -> Iterator[str]:
    """What clients were told and should not have been, what the chain does not hold, and what it should not hold."""
    entries = store.entries()
    by_place = {entry.seq: [entry.seq, entry.hash, entry.draft.id] for entry in entries}
    for number, one in enumerate(told):
        yield from (f"client {number} was told {failure}" for failure in one.failures)
        for receipt in one.receipts:
            if by_place.get(receipt[0]) != receipt:
                yield f"client {number} holds a receipt that is not in the chain: {receipt}"
    acknowledged = opening + sum(len(one.receipts) for one in told)
    if len(entries) != acknowledged:
        yield f"{len(entries)} entries for {acknowledged} receipts"
    yield from dips(entries)
    try:
        store.check()
    except ZhibiaoError as error:
        yield str(error)


def race(where: Path | str, *, clients: int, transfers: int, bug: str = "") -> Outcome:
    """Open a book, let all clients start at once, and judge what they did."""
    with closing(BookStore.create(where, at=START)) as store:
        opening = open_year(store)
        given = ["client", str(where), str(transfers), bug]
        command = [sys.executable, "-m", "benchmarks.reliability.races", *given]
        running = [
            subprocess.Popen(
                [*command, str(number)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for number in range(clients)
        ]
        for one in running:
            _line(one)
        start = time.perf_counter()
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        told = [Told(**json.loads(_line(one))) for one in running]
        seconds = time.perf_counter() - start
        for one in running:
            one.communicate()
        return Outcome(
            kind="postgresql" if is_url(where) else "sqlite",
            writes=sum(len(one.receipts) for one in told),
            refused=sum(one.refused for one in told),
            faults=tuple(_with_floor(faults(store, told, opening=opening), told, clients=clients, transfers=transfers)),
            seconds=seconds,
            waited_ms=tuple(wait for one in told for wait in one.waited_ms),
        )


def _with_floor(found: Iterator[str], told: Sequence[Told], *, clients: int, transfers: int) -> Iterator[str]:
    yield from found
    if sum(len(one.receipts) for one in told) < 2 * clients * transfers:
        yield f"fewer writes than the {2 * clients * transfers:,} asked for"
    if not any(one.refused for one in told):
        yield "nothing was ever short: the clients did not get in each other's way"


def _line(client: subprocess.Popen[str]) -> str:
    assert client.stdout is not None
    line = client.stdout.readline()
    if not line:
        raise SystemExit(f"a client ended without a word, with code {client.wait()}")
    return line


def client_main(where: str, transfers: str, bug: str, number: str) -> int:
    """One client: says that it is ready, waits for the word, and tells what it did in one line."""
    place = where if is_url(where) else Path(where)
    database: Database = BUGS[bug].open(place) if bug else open_database(place)  # type: ignore[arg-type]
    with closing(BookStore(database)) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        told = run_client(store, number=int(number), transfers=int(transfers))
        print(json.dumps({name: getattr(told, name) for name in told.__slots__}), flush=True)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Both races; 1 when either has a fault."""
    if arguments[:1] == ["client"]:
        return client_main(*arguments[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sqlite", type=int, nargs=2, default=(8, 2500), metavar=("CLIENTS", "TRANSFERS"))
    parser.add_argument("--postgresql", type=int, nargs=2, default=(50, 1000), metavar=("CLIENTS", "TRANSFERS"))
    parser.add_argument("--bug", choices=sorted(BUGS), default="")
    given = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT / "tests"))
    from postgres import fresh_schema, running_server

    outcomes = []
    if given.sqlite[0] and given.bug in ("", "deferred"):
        with tempfile.TemporaryDirectory() as folder:
            clients, transfers = given.sqlite
            outcomes.append(race(Path(folder) / "book.sqlite", clients=clients, transfers=transfers, bug=given.bug))
            print(outcomes[-1].told(), flush=True)
    if given.postgresql[0] and given.bug != "deferred":
        with running_server() as server, fresh_schema(server) as url:
            clients, transfers = given.postgresql
            outcomes.append(race(url, clients=clients, transfers=transfers, bug=given.bug))
            print(outcomes[-1].told(), flush=True)
    return 1 if any(outcome.faults for outcome in outcomes) or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The same requests again and again from many at once: `python -m benchmarks.reliability.duplicates --requests 100000`.

Clients in several processes, each with several threads, send the same ids at about the same time: mostly with the same
body, now and then with another one. Whatever body of an id came first has one effect, and everybody who sent it holds
the same receipt; every other body of that id was refused. The seeded bug knows only the ids of its own process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Thread

from benchmarks.reliability.batches import FIRMS, OPENING, START, draft, open_year
from benchmarks.reliability.kill import server_of_tests
from zhibiao.errors import ActRefused
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.store.book_store import BookStore

ROOT = Path(__file__).parents[2]
PROCESSES, THREADS = 4, 2
REQUESTS_OF_AN_ID = 20
# Clients are this many ids apart at most, so that they meet.
WINDOW = 6
OTHER_BODIES = 0.15
OF_A_PROCESS = "ids-known-to-one-process"
REFUSED = "entry.id_reused"


class Twice(AssertionError):
    """An id had two effects, or somebody was told something else than the rest."""


def request(number: int, variant: int) -> Sequence[Draft]:
    """What is sent under an id: one or two drafts; variant 0 is the body that most send."""
    firm, tonnes = FIRMS[number % 4], 1 + number % 50
    use = draft(f"use:{number}", EntryKind.USE, (f"available:{firm}", -tonnes), (f"used:{firm}", tonnes))
    charge = draft(f"charge:{number}", EntryKind.CHARGE, ("charges", -tonnes), (f"charge:{firm}", tonnes))
    sent = ([use], [charge], [use, charge], [charge, use])[number % 4]
    if variant == 1:
        more = tuple(replace(one, tonnes=2 * one.tonnes) for one in sent[-1].postings)
        sent[-1] = replace(sent[-1], postings=more)
    elif variant == 2:
        sent[-1] = replace(sent[-1], reason="another reason")
    return sent


def streams(requests: int, seed: int) -> list[list[tuple[int, int]]]:
    """What each thread sends, in order: number of the id and variant of the body."""
    clients = PROCESSES * THREADS
    ids = ids_of(requests)
    found = []
    for client in range(clients):
        chance = Random(f"{seed}:{client}")
        count = requests // clients + (client < requests % clients)
        found.append(
            [
                (
                    min(ids - 1, max(0, turn * ids // count + chance.randint(-WINDOW, WINDOW))),
                    chance.choice((1, 2)) if chance.random() < OTHER_BODIES else 0,
                )
                for turn in range(count)
            ]
        )
    return found


def ids_of(requests: int) -> int:
    """How many ids there are."""
    return max(1, requests // REQUESTS_OF_AN_ID)


class Forgetful:
    """The seeded bug: a store in front of which a process remembers only what it took itself."""

    def __init__(self, store: BookStore) -> None:
        self.store, self.taken = store, dict[str, Entry]()

    def append(self, drafts: Sequence[Draft], **given: object) -> Sequence[Entry]:
        """Take what this process has not taken yet, under an id of its own."""
        fresh = [replace(one, id=f"{one.id}:{os.getpid()}") for one in drafts if one.id not in self.taken]
        entries = self.store.append(fresh, **given)  # type: ignore[arg-type]
        self.taken |= {entry.draft.id.rpartition(":")[0]: entry for entry in entries}
        return [self.taken[one.id] for one in drafts]


def send(where: str, stream: Sequence[tuple[int, int]], bug: str, told: list[list[object]]) -> None:
    """What one thread does, with a store of its own; each answer is a list of hashes or a code."""
    with closing(BookStore.open(where, at=START)) as store:
        desk = Forgetful(store) if bug == OF_A_PROCESS else store
        for number, variant in stream:
            answer: object
            try:
                answer = [entry.hash for entry in desk.append(request(number, variant), at=START)]
            except ActRefused as refusal:
                answer = refusal.code
            except Exception as error:  # noqa: BLE001 whatever reaches a caller is judged
                answer = f"{type(error).__name__}: {error}"
            told.append([number, variant, answer])


def client_main(where: str, process: int, requests: int, seed: int, bug: str) -> None:
    """One process with its threads; waits for a line and answers with what all of them were told."""
    own = streams(requests, seed)[process * THREADS : (process + 1) * THREADS]
    told: list[list[object]] = []
    threads = [Thread(target=send, args=(where, stream, bug, told)) for stream in own]
    sys.stdin.readline()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    json.dump(told, sys.stdout)


def sent_by_all(where: str, requests: int, seed: int, bug: str) -> list[list[list[object]]]:
    """All processes at once; what each was told."""
    given = ["--where", where, "--requests", str(requests), "--seed", str(seed), "--seeded-bug", bug]
    command = [sys.executable, "-m", "benchmarks.reliability.duplicates", *given, "--client"]
    running = [
        subprocess.Popen([*command, str(one)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for one in range(PROCESSES)
    ]
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate()[0] for one in running]
    return [json.loads(one) for one in said]


def judged(entries: Sequence[Entry], told: Sequence[Sequence[Sequence[object]]]) -> Counter[str]:
    """Hold what was told against the chain; what was done. Twice."""
    done: Counter[str] = Counter()
    kept = {entry.draft.id: entry for entry in entries}
    answers: dict[int, dict[int, list[object]]] = defaultdict(lambda: defaultdict(list))
    asked_by: dict[int, set[int]] = defaultdict(set)
    for process, answered in enumerate(told):
        for number, variant, answer in answered:
            answers[int(str(number))][int(str(variant))].append(answer)
            asked_by[int(str(number))].add(process)
    drafts = 0
    for number, by_variant in answers.items():
        stood = [
            variant
            for variant in range(3)
            if all((entry := kept.get(one.id)) and entry.is_of(one) for one in request(number, variant))
        ]
        if len(stood) != 1:
            raise Twice(f"id {number}: bodies {stood} stand in the chain, and one should")
        drafts += len(request(number, 0))
        receipt = [kept[one.id].hash for one in request(number, stood[0])]
        for variant, heard in by_variant.items():
            due = receipt if variant == stood[0] else REFUSED
            if wrong := [answer for answer in heard if answer != due]:
                raise Twice(f"id {number}, body {variant}: told {wrong[0]}, not {due}")
            done["the same receipt again" if variant == stood[0] else "refused, another body"] += len(heard)
        done["the same receipt again"] -= 1
        done["one effect"] += 1
        done["ids asked for by several processes"] += len(asked_by[number]) > 1
        done["ids under which another body came first"] += stood[0] != 0
    if len(entries) != OPENING + drafts:
        raise Twice(f"{len(entries)} entries, where {OPENING + drafts} should be")
    return done


def main(requests: int = 100_000, *, seed: int = 1, bug: str = "", where: str = "") -> Counter[str]:
    """Send so many requests; what was done.

    Args:
        requests: of all clients together.
        seed: of what is sent; who comes first is the system's own.
        bug: the seeded one.
        where: the URL of a schema that is not there yet; a file of SQLite where none is given.

    Raises:
        Twice: an id had two effects or two answers, or the work is below its floor.
    """
    with tempfile.TemporaryDirectory(prefix="zhibiao-duplicates-") as folder:
        address = where or str(Path(folder) / "book.sqlite")
        with closing(BookStore.create(address, at=START)) as store:
            open_year(store)
            told = sent_by_all(address, requests, seed, bug)
            done = judged(store.entries(), told)
            store.check()
    done["requests"] = sum(len(one) for one in told)
    ids = ids_of(requests)
    floors = {
        "requests": requests,
        "one effect": ids * 9 // 10,
        "the same receipt again": requests // 2,
        "refused, another body": requests // 20,
        "ids asked for by several processes": ids * 9 // 10,
        "ids under which another body came first": ids // 100,
    }
    if short := [f"{name}: {done[name]} of {floor}" for name, floor in floors.items() if done[name] < floor]:
        raise Twice("below the floor: " + "; ".join(short))
    return done


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeded-bug", choices=[OF_A_PROCESS, ""], default="")
    parser.add_argument("--where", default="")
    parser.add_argument("--client", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--postgresql", action="store_true", help="on the server of the tests")
    given = parser.parse_args()
    if given.client is not None:
        client_main(given.where, given.client, given.requests, given.seed, given.seeded_bug)
        return 0
    start = time.perf_counter()
    try:
        if given.postgresql:
            with server_of_tests() as server:
                from postgres import fresh_schema

                with fresh_schema(server) as url:
                    done = main(given.requests, seed=given.seed, bug=given.seeded_bug, where=url)
        else:
            done = main(given.requests, seed=given.seed, bug=given.seeded_bug)
    except Twice as error:
        print(f"{error}\nseed {given.seed}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    for name, count in sorted(done.items()):
        print(f"{count:>9,} {name}")
    print(f"{given.requests:,} requests, seed {given.seed}, {seconds:.0f} s, {given.requests / seconds:,.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(_command())

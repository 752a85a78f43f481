"""The desk under twenty users on a big book: `python -m benchmarks.desk --book FOLDER --users 20 --seconds 60`.

FOLDER is where `benchmarks.desk_book` keeps the book; it is made there where it is not yet. The real server answers in
one process, as `zhibiao serve` runs it; analysts, approvers, auditors, officers and a planner walk its pages from
another, with one to three seconds between two pages, and once a minute an officer files a return again. Every answer
counts, those after a change included. It ends with 1 when 95 of 100 answers take 500 ms or more, or one is an error.

`--slow-page SECONDS` holds up one page in four: the limit has to be missed then.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path

import httpx2

from benchmarks.desk_book import GROUP_OF, OPEN_MONTHS, PEOPLE, SECTOR, YEAR, Sizes, big_book, officers
from zhibiao.assemble.book import open_book
from zhibiao.assemble.resources import SystemClock
from zhibiao.store.access.access_store import AccessStore
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.period import Month
from zhibiao.web.doors.guard import rights

LIMIT_S = 0.5
OF_100 = 95
THINK_S = (1.0, 3.0)
WRITES_EVERY_S = 60.0
LAST_MONTH = Month(YEAR, OPEN_MONTHS)
_PATIENCE_S = 300.0
_PROBE_EVERY_S = 0.1
_WORK_S = 0.005
_BUREAU = frozenset({Role.ANALYST, Role.APPROVER, Role.AUDITOR})

# Route as the table of rights names it, and an address of it; `@` stands for any works, `#` for a decision. Left out is
# the ranking for audit, which decides 2,000 works anew for each of their figures and takes hours.
BUREAU_WALK = (
    ("/", "/"),
    ("/enterprises", "/enterprises"),
    ("/enterprises", "/enterprises?sort=growth"),
    ("/enterprises", "/enterprises?page-enterprises=7"),
    ("/enterprises", "/enterprises?group=G-002"),
    ("/enterprises/{enterprise}", "/enterprises/@"),
    ("/enterprises/{enterprise}", "/enterprises/@"),
    ("/returns/{reference}", f"/returns/@/{LAST_MONTH}/v1"),
    ("/decisions", "/decisions"),
    ("/decisions/{decision}", "/decisions/#"),
    ("/decisions/months", "/decisions/months"),
    ("/intake", "/intake"),
    ("/queries", "/queries"),
    ("/high-end", "/high-end"),
    ("/papers", "/papers"),
    ("/appeals", "/appeals"),
    ("/transfers", "/transfers"),
    ("/book", "/book"),
    ("/register", "/register"),
    ("/settings", "/settings"),
    ("/api/v1/enterprises", "/api/v1/enterprises?limit=50"),
    ("/api/v1/returns", "/api/v1/returns?limit=50"),
    ("/api/v1/entries", f"/api/v1/entries?sector={SECTOR}&year={YEAR}&limit=50"),
    ("/api/v1/books/{sector}/{year}", f"/api/v1/books/{SECTOR}/{YEAR}"),
    ("/api/v1/decisions", "/api/v1/decisions?limit=20"),
)
OWN_WALK = (
    ("/enterprises", "/enterprises"),
    ("/enterprises/{enterprise}", "/enterprises/@"),
    ("/returns/{reference}", f"/returns/@/{LAST_MONTH}/v1"),
    ("/intake", "/intake"),
    ("/queries", "/queries"),
    ("/high-end", "/high-end"),
    ("/papers", "/papers"),
    ("/appeals", "/appeals"),
    ("/api/v1/returns", "/api/v1/returns?limit=50"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer: its route, when it was asked for, how long it took, what came, and whether it was the first of its
    route and kind of viewer after the book had changed."""

    route: str
    at: float
    seconds: float
    status: int
    size: int
    is_first: bool = False


@dataclass(slots=True)
class Walked:
    """What all users have seen; filled by their threads."""

    answers: list[Answered] = field(default_factory=list)
    writes: list[Answered] = field(default_factory=list)
    probes: list[float] = field(default_factory=list)
    stretches: list[float] = field(default_factory=list)
    changes: int = 0
    seen: dict[tuple[str, bool], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, answered: Answered, *, is_bureau: bool, changes: int) -> None:
        """Keep an answer that was asked for after so many changes."""
        with self.lock:
            key = (answered.route, is_bureau)
            is_first = self.seen.get(key, 0) < changes
            self.seen[key] = max(changes, self.seen.get(key, 0))
            self.answers.append(replace(answered, is_first=is_first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A person with a session, and whose works they look at."""

    person: Person
    word: str
    csrf: str
    firms: Sequence[str]

    @property
    def is_bureau(self) -> bool:
        """Whether all figures are theirs to see."""
        return bool(_BUREAU & set(self.person.roles))


def quantile(seconds: Sequence[float], of_100: int) -> float:
    """The time that so many of 100 keep to.

    >>> quantile([0.1] * 95 + [2.0] * 5, 95), quantile([0.1] * 94 + [2.0] * 6, 95)
    (0.1, 2.0)
    """
    ordered = sorted(seconds)
    return ordered[max(0, -(-len(ordered) * of_100 // 100) - 1)]


def missed(answers: Sequence[Answered]) -> list[str]:
    """What of the promise was not kept, in words; nothing where all was."""
    wrong = [f"{one.status} {one.route}" for one in answers if one.status >= 400 or not one.status]
    slow = quantile([one.seconds for one in answers], OF_100)
    told = [f"{len(wrong)} errors: {', '.join(sorted(set(wrong)))}"] if wrong else []
    return told + ([f"{OF_100} of 100 take {slow * 1000:.0f} ms"] if slow >= LIMIT_S else [])


def users(count: int, root: Path, firms: int) -> list[Signed]:
    """So many people at once, each with a session of their own: half the bureau, a third officers, a planner."""
    ids = [f"MC-{number:03d}" for number in range(1, firms + 1)]
    known = {one.id: one for one in PEOPLE}
    own = cycle(officers(firms))
    kinds = cycle([known["lin"], known["wang"], None, known["zhao"], known["lin"], None, known["planner"]])
    found, now = [], SystemClock().now()
    access = AccessStore.open(root)
    for person in (one or next(own) for one in islice(kinds, count)):
        word = access.sessions.begin(person.id, at=now)
        session = access.sessions.find(word, at=now)
        assert session is not None
        seen = [person.enterprise] if person.enterprise else ids[:GROUP_OF] if person.group else ids
        found.append(Signed(person=person, word=word, csrf=session.csrf, firms=seen))
    access.close()
    return found


class User:
    """One person at a browser: walks the pages, thinks in between."""

    def __init__(self, signed: Signed, address: str, walked: Walked, *, number: int, decisions: Sequence[str]) -> None:
        self.signed, self.walked, self.decisions = signed, walked, decisions
        self.chance = random.Random(number)
        self.client = httpx2.Client(
            base_url=address, cookies={"zhibiao_session": signed.word}, timeout=_PATIENCE_S, follow_redirects=False
        )
        walk = BUREAU_WALK if signed.is_bureau else OWN_WALK
        self.walk = [one for one in walk if ("GET", one[0]) in rights()]

    def until(self, end: float) -> None:
        """Walk until then."""
        time.sleep(self.chance.uniform(0, THINK_S[1]))
        while time.monotonic() < end:
            self.look(*self.chance.choice(self.walk))
            time.sleep(self.chance.uniform(*THINK_S))

    def each_once(self) -> None:
        """Look at every page, as the first of all."""
        for route, address in self.walk:
            self.look(route, address)

    def look(self, route: str, address: str) -> None:
        """Open one page."""
        path = address.replace("@", self.chance.choice(self.signed.firms)).replace(
            "#", self.chance.choice(self.decisions)
        )
        changes = self.walked.changes
        answered = self._ask("GET", route, path)
        self.walked.take(answered, is_bureau=self.signed.is_bureau, changes=changes)

    def file(self, version: int) -> None:
        """File the last month again with a little more crude steel, so that the book has changed."""
        figure = {"field": "crude_steel_t", "value": 50_000 + 10 * version, "unit": "t"}
        body = {"enterprise": self.signed.person.enterprise, "period": str(LAST_MONTH), "figures": [figure]}
        answered = self._ask("POST", "/api/v1/returns", "/api/v1/returns", body)
        with self.walked.lock:
            self.walked.writes.append(answered)
            self.walked.changes += 1

    def _ask(self, method: str, route: str, path: str, body: Mapping[str, object] | None = None) -> Answered:
        headers = {"x-csrf-token": self.signed.csrf} if body else {}
        begun = time.monotonic()
        try:
            answer = self.client.request(method, path, json=body, headers=headers)
            status, size = answer.status_code, len(answer.content)
        except httpx2.HTTPError:
            status, size = 0, 0
        return Answered(route=route, at=begun, seconds=time.monotonic() - begun, status=status, size=size)


def load(people: Sequence[Signed], address: str, decisions: Sequence[str], *, seconds: float, walked: Walked) -> None:
    """Let everybody walk for so long and somebody file now and then, and ask all the time whether the server lives."""
    end = time.monotonic() + seconds
    walkers = [
        User(one, address, walked, number=number, decisions=decisions) for number, one in enumerate(people, start=1)
    ]
    threads = [threading.Thread(target=one.until, args=(end,)) for one in walkers]
    threads.append(threading.Thread(target=_probe, args=(address, walked, end)))
    threads.append(threading.Thread(target=_file, args=(walkers, end, seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _file(walkers: Sequence[User], end: float, seconds: float) -> None:
    officers_ = [one for one in walkers if one.signed.person.enterprise]
    every = min(WRITES_EVERY_S, seconds / 2)
    version = int(time.time())
    while officers_ and time.monotonic() + every / 2 < end:
        time.sleep(every / 2)
        officers_[version % len(officers_)].file(version % 100_000)
        version += 1
        time.sleep(max(0.0, min(every / 2, end - time.monotonic())))


def _probe(address: str, walked: Walked, end: float) -> None:
    with httpx2.Client(base_url=address, timeout=_PATIENCE_S) as client:
        while time.monotonic() < end:
            begun = time.monotonic()
            client.get("/health/live")
            walked.probes.append(time.monotonic() - begun)
            walked.stretches.append(_stretch())
            time.sleep(_PROBE_EVERY_S)


def _stretch() -> float:
    """By how much the machine draws out a piece of work of some milliseconds: 1 where nothing else runs."""
    begun, busy = time.monotonic(), time.thread_time()
    while time.thread_time() - busy < _WORK_S:
        pass
    return (time.monotonic() - begun) / _WORK_S


@contextmanager
def server(root: Path, *, slow_s: float) -> Iterator[tuple[str, int]]:
    """The desk in a process of its own; its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.desk", "--serve", str(root), "--port", str(port)]
    with (root.parent / "server.log").open("w") as log:
        process = subprocess.Popen([*command, "--slow-page", str(slow_s)], stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            # An assessment that has begun behind the pages is not broken off, and takes a minute.
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("the server ended: see server.log")
        try:
            httpx2.get(f"{address}/health/live", timeout=1)
        except httpx2.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def serve_here(root: Path, port: int, slow_s: float) -> None:
    """Serve as `zhibiao serve` does; with a seeded delay of one page in four where one is asked for."""
    from dataclasses import replace as changed

    from zhibiao.assemble.serve import serve
    from zhibiao.web.frame import page

    if slow_s:
        shown, chance = page.show, random.Random(1)

        def show(*given: object, **named: object) -> object:
            time.sleep(slow_s if chance.randrange(4) == 0 else 0)
            return shown(*given, **named)  # type: ignore[arg-type]

        page.show = show  # type: ignore[assignment]
    serve(
        root,
        asked=lambda settings: changed(settings, port=port),
        is_demo=False,
        tell=lambda _served: None,
        say=lambda _key, _facts: None,
    )


def busy_s(process: int) -> float:
    """Processor time that a process has used."""
    user, system = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory_mib(process: int) -> tuple[int, int]:
    """What a process holds, and the most it held."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return tuple(int(re.search(rf"{name}:\s+(\d+)", text)[1]) // 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore


def table(answers: Sequence[Answered]) -> Iterator[str]:
    """One line a route, the slowest first: answers, quantiles in ms, largest answer, the first after a change."""
    yield f"{'route':46} {'n':>5} {'p50':>6} {'p95':>6} {'p99':>6} {'max':>6} {'kB':>6}   first after a change"
    by_route: dict[str, list[Answered]] = {}
    for one in answers:
        by_route.setdefault(one.route, []).append(one)
    lines = sorted(by_route.items(), key=lambda item: -quantile([one.seconds for one in item[1]], OF_100))
    for route, of in [("all", list(answers)), *lines]:
        times = [one.seconds for one in of]
        numbers = [quantile(times, part) * 1000 for part in (50, 95, 99, 100)]
        first = sorted((round(one.seconds * 1000) for one in of if one.is_first), reverse=True)[:4]
        shown = " ".join(f"{number:6.0f}" for number in numbers)
        yield f"{route:46} {len(of):5} {shown} {max(one.size for one in of) / 1000:6.0f}   {first or ''}"


def main(given: argparse.Namespace) -> int:
    """Make the book where it is not there, let everybody walk, print what it took."""
    sizes = Sizes(firms=given.firms, entries=given.entries, is_on_server=not given.sqlite)
    with big_book(given.book, sizes) as root:
        people = users(given.users, root, given.firms)
        opened = open_book(root)
        decisions = [one.id for one in opened.store.decisions(sector=SECTOR, plan_year=YEAR)]
        opened.store.close()
        begun = time.monotonic()
        with server(root, slow_s=given.slow_page) as (address, process):
            print(f"up after {time.monotonic() - begun:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True)
            cold = Walked()
            for one in (people[0], next(one for one in people if one.person.enterprise)):
                User(one, address, cold, number=0, decisions=decisions).each_once()
            print("\n".join(["the first of each page:", *table(cold.answers)]), flush=True)
            walked, busy = Walked(), busy_s(process)
            load(people, address, decisions, seconds=given.seconds, walked=walked)
            busy = busy_s(process) - busy
            now, most = memory_mib(process)
    answers = [*walked.answers, *walked.writes]
    writes = [f"{one.seconds * 1000:.0f} ms ({one.status})" for one in walked.writes]
    print("\n".join([f"{given.users} users for {given.seconds:.0f} s:", *table(walked.answers)]))
    stretch = [quantile(walked.stretches, part) for part in (50, 95)]
    print(f"writes: {', '.join(writes)}")
    drawn_out = f"5 ms of work are drawn out {stretch[0]:.1f} times, 95 of 100 {stretch[1]:.1f} times"
    print(f"machine: load {os.getloadavg()[0]:.1f}; {drawn_out}")
    print(f"server's processor time: {busy:.0f} s, {busy / max(1, len(answers)) * 1000:.0f} ms an answer")
    print(
        f"server's memory: {now:,} MiB, at most {most:,} MiB; longest wait of the bare question whether it lives: "
        f"{max(walked.probes) * 1000:.0f} ms, p99 {quantile(walked.probes, 99) * 1000:.0f} ms"
    )
    wrong = missed(answers)
    print("\n".join(["MISSED", *wrong]) if wrong else "kept")
    if given.json:
        given.json.write_text(json.dumps([[a.route, a.at, a.seconds, a.status, a.is_first] for a in answers]))
    return int(bool(wrong))


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path, help="folder in which the book is kept, with the files of its server")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--firms", type=int, default=Sizes().firms)
    parser.add_argument("--entries", type=int, default=Sizes().entries)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--slow-page", type=float, default=0.0, metavar="SECONDS", help="the seeded fault")
    parser.add_argument("--json", type=Path, help="every answer as it was taken")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve_here(given.serve, given.port, given.slow_page)
        return 0
    if not given.book:
        parser.error("--book FOLDER")
    # As root the server of the database runs as another user, who has to be let in.
    os.umask(0o022)
    return main(given)


if __name__ == "__main__":
    sys.exit(_command())

"""A random walk over all kinds of entries beside plain models: `python -m benchmarks.reliability.walk --steps 20000`.

After every step the outcome is the one the model foresaw, and three balances agree: those the book keeps, the sum of
the postings as written, and a replay of all of them from nothing, in which every rule on balances holds. One step in
ten goes through a store on SQLite, where the view `balances` is the fourth.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from benchmarks.reliability.drawing import Drawing, Step
from benchmarks.reliability.drawing_capacity import CapacityDrawing
from benchmarks.reliability.plain_book import AGAIN, TAKEN, PlainBook
from benchmarks.reliability.plain_capacity import PlainCapacity
from zhibiao.errors import ActRefused, ZhibiaoError
from zhibiao.ledger import proposals as proposals_module
from zhibiao.ledger.book import Book
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.chain import GENESIS, check_chain, link
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.ledger.journal import Journal
from zhibiao.ledger.proposals import Proposal
from zhibiao.ledger.state import State
from zhibiao.store.book_store import BookStore
from zhibiao.store.schema import upgrade
from zhibiao.store.sqlite import SqliteDatabase

SECTOR, YEARS, CAPACITY = "steel", (2024, 2025), (0,)
EPISODE, STORED_EVERY, CAPACITY_EVERY = 420, 20, 3

KINDS = tuple(EntryKind)
REFUSALS = (
    "entry.id_reused", "ledger.other_book", "ledger.out_of_order", "ledger.closed_period", "ledger.year_open",
    "ledger.months_in_order", "ledger.proposal_standing", "ledger.unnamed", "ledger.not_whole_tonnes",
    "ledger.month_unknown", "ledger.instant_unknown", "ledger.no_postings", "ledger.amount_zero",
    "ledger.unbalanced_postings", "ledger.account_not_of_kind", "ledger.amount_negative", "ledger.proposal_unknown",
    "ledger.proposal_other_kind", "ledger.proposal_ended", "ledger.already_approved", "ledger.not_approved",
    "ledger.one_person", "ledger.cooling_off", "ledger.pledge_differs", "ledger.not_issued", "ledger.carry_unknown",
    "ledger.correction_unknown", "ledger.not_turned_back", "ledger.already_reversed", "ledger.correction_not_opposite",
    "ledger.sum_broken", "ledger.insufficient", "ledger.pledged", "capacity.kind_unknown",
    "capacity.month_unknown", "capacity.no_document", "capacity.account_not_of_kind", "capacity.classes_mixed",
    "capacity.ratio_broken", "capacity.other_basis", "capacity.month_before_last", "capacity.facility_known",
    "capacity.facility_unknown", "capacity.not_whole", "capacity.barred", "capacity.two_states", "capacity.pledged",
    "capacity.sum_broken",
)  # fmt: skip


class Mismatch(AssertionError):
    """What the ledger did is not what the model foresaw, or balances differ."""


class Ledger(Protocol):
    """What takes steps: books in memory, or a store."""

    def next_seq(self) -> int:
        """The number of the next entry."""
        ...

    def sums(self, year: int, /) -> dict[str, int] | None:
        """Balances of a year as a database sums them; None where there is none."""
        ...

    def post(self, step: Step, seq: int, /) -> tuple[str, Entry | None]:
        """The outcome, and the entry when there is one; a store numbers it itself."""
        ...

    def book(self, year: int) -> Book | CapacityBook:
        """The book of a year as it stands; of 0, the capacity accounts."""
        ...

    def finish(self) -> None:
        """Hold all of it against itself once more; Mismatch."""
        ...


class InMemory:
    """The books in one chain, without a store."""

    def __init__(self) -> None:
        self.books: dict[int, Book | CapacityBook] = {year: Book.empty(SECTOR, year) for year in YEARS}
        self.books[0] = CapacityBook.empty(SECTOR)
        self.chain: list[Entry] = []

    def next_seq(self) -> int:
        return len(self.chain) + 1

    def post(self, step: Step, seq: int) -> tuple[str, Entry | None]:
        book = self.books[step.year]
        head = self.chain[-1].hash if self.chain else GENESIS
        try:
            if (known := book.receipt(step.draft)) is not None:
                return AGAIN, known
            entry = link(step.draft, seq=seq, previous=head, recorded_at=step.at)
            self.books[step.year] = book.append(entry)
        except ActRefused as refusal:
            return refusal.code, None
        self.chain.append(entry)
        return TAKEN, entry

    def book(self, year: int) -> Book | CapacityBook:
        return self.books[year]

    def sums(self, _: int) -> None:
        return None

    def finish(self) -> None:
        check_chain(self.chain)
        for year, book in self.books.items():
            entries = [one for one in self.chain if one.draft.plan_year == year]
            again = Book.of(SECTOR, year, entries) if year else CapacityBook.of(SECTOR, entries)
            _agree("a fold from the first entry", again.balances, book.balances)


class Stored:
    """The same through a store on SQLite in memory."""

    def __init__(self) -> None:
        database = SqliteDatabase.memory()
        upgrade(database, recorded_at="2024-01-01T00:00:00Z")
        self.store, self.database, self.seq = BookStore(database), database, 0

    def next_seq(self) -> int:
        return self.seq + 1

    def post(self, step: Step, _: int) -> tuple[str, Entry | None]:
        try:
            (entry,) = self.store.append([step.draft], at=datetime.fromisoformat(step.at))
        except ActRefused as refusal:
            return refusal.code, None
        is_new = entry.seq > self.seq
        self.seq = max(self.seq, entry.seq)
        return (TAKEN if is_new else AGAIN), entry

    def refuse_whole(self, step: Step) -> None:
        """Post a draft and behind it, in one act, another that cannot be taken: neither is; Mismatch."""
        wrong = replace(step.draft, id=f"{step.draft.id}:wrong", month="x")
        head = self.store.head()
        try:
            self.store.append([step.draft, wrong], at=datetime.fromisoformat(step.at))
        except ActRefused:
            if self.store.head() == head:
                return
        raise Mismatch(f"half of an act stands: {step.draft}")

    def book(self, year: int) -> Book | CapacityBook:
        return book_in(self.store, year)

    def sums(self, year: int) -> dict[str, int]:
        found: Any = self.database.all("SELECT account, tonnes FROM balances WHERE plan_year = ?", year)
        return dict(found)

    def finish(self) -> None:
        check_chain(self.store.entries())
        afresh = BookStore(self.database)
        for year in (*YEARS, *CAPACITY):
            kept = self.book(year).balances
            _agree("a store that reads anew", book_in(afresh, year).balances, kept)
            _agree("the view of balances", self.sums(year), kept)


def book_in(store: BookStore, year: int) -> Book | CapacityBook:
    """A store's book of a year; of 0, its capacity accounts."""
    return store.book(sector=SECTOR, plan_year=year) if year else store.capacity(sector=SECTOR)


def _models() -> dict[int, PlainBook | PlainCapacity]:
    return {**{year: PlainBook(SECTOR, year) for year in YEARS}, 0: PlainCapacity(SECTOR)}


@dataclass(slots=True)
class Walk:
    """One episode: books from nothing, the models beside them, and what was done so far."""

    ledger: Ledger
    models: dict[int, PlainBook | PlainCapacity] = field(default_factory=_models)
    summed: dict[int, dict[str, int]] = field(default_factory=lambda: {year: {} for year in (*YEARS, *CAPACITY)})
    written: dict[int, list[list[list[Any]]]] = field(
        default_factory=lambda: {year: [] for year in (*YEARS, *CAPACITY)}
    )
    receipts: dict[tuple[int, str], str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> str:
        """Post one step and check all there is to check; Mismatch."""
        self.steps.append(step)
        model = self.models[step.year]
        seq = model.last_seq + 1 - step.back if step.back else self.ledger.next_seq()
        foreseen = model.predict(step.draft, seq=seq, at=step.at)
        try:
            outcome, entry = self.ledger.post(step, seq)
        except Exception as error:
            raise Mismatch(f"foreseen {foreseen}, found no refusal but {error!r}: {step.draft}") from error
        if outcome != foreseen:
            raise Mismatch(f"foreseen {foreseen}, found {outcome}: {step.draft}")
        if entry is not None and self.receipts.setdefault((step.year, step.draft.id), entry.hash) != entry.hash:
            raise Mismatch(f"another receipt than the first: {step.draft.id}")
        if outcome == TAKEN and entry is not None:
            model.take(step.draft, seq=seq, at=step.at)
            self._write(step.year, entry)
        self.compare(step.year)
        return outcome

    def finish(self) -> None:
        """Hold the chain and every book against themselves once more; Mismatch."""
        try:
            self.ledger.finish()
        except ZhibiaoError as error:
            raise Mismatch(str(error)) from error

    def compare(self, year: int) -> None:
        """Kept, summed, replayed and foreseen balances agree, and the rules hold of them."""
        kept = dict(self.ledger.book(year).balances)
        replayed: dict[str, int] = {}
        for postings in self.written[year]:
            for name, tonnes in postings:
                replayed[name] = replayed.get(name, 0) + tonnes
        _agree("summed", self.summed[year], kept)
        _agree("replayed", replayed, kept)
        _agree("foreseen", self.models[year].balances, kept)
        if rule := self.models[year].rule_broken(replayed):
            raise Mismatch(f"{rule} after {self.steps[-1].draft.id}")

    def _write(self, year: int, entry: Entry) -> None:
        postings = json.loads(entry.body)["postings"]
        self.written[year].append(postings)
        sums = self.summed[year]
        for name, tonnes in postings:
            sums[name] = sums.get(name, 0) + tonnes


def _agree(what: str, found: Any, kept: Any) -> None:
    if dict(found) != dict(kept):
        names = sorted(name for name in {*found, *kept} if found.get(name) != kept.get(name))
        raise Mismatch(f"{what}: " + ", ".join(f"{one} {found.get(one)} is kept as {kept.get(one)}" for one in names))


def drawing_for(walk: Walk, chance: random.Random, *, of_capacity: bool, is_stored: bool) -> Drawing | CapacityDrawing:
    """What draws the steps of an episode: of two years' quota, or of capacity accounts."""
    if of_capacity:
        (capacity,) = (one for one in walk.models.values() if isinstance(one, PlainCapacity))
        return CapacityDrawing(chance, capacity, is_stored=is_stored)
    books = [one for one in walk.models.values() if isinstance(one, PlainBook)]
    return Drawing(chance, books, is_stored=is_stored)


def episode(seed: str, length: int, done: Counter[str], *, of_capacity: bool, is_stored: bool) -> None:
    """Walk `length` steps from nothing, counting what was taken by kind and refused by code; Mismatch."""
    walk = Walk(Stored() if is_stored else InMemory())
    drawing = drawing_for(walk, random.Random(seed), of_capacity=of_capacity, is_stored=is_stored)
    try:
        for number in range(length):
            step = drawing.step()
            if isinstance(walk.ledger, Stored) and number % 10 == 0:
                walk.ledger.refuse_whole(step)
                done["acts refused whole"] += 1
            outcome = walk.take(step)
            drawing.told(step, outcome)
            done[f"taken {step.draft.kind}" if outcome == TAKEN else outcome] += 1
            if number % 50 == 0 and (sums := walk.ledger.sums(step.year)) is not None:
                _agree("the view of balances", sums, walk.ledger.book(step.year).balances)
        ask_the_sum(walk, done)
        walk.finish()
    except Mismatch as error:
        error.add_note(script_of(shrunk(walk.steps, is_stored=is_stored)))
        raise


def ask_the_sum(walk: Walk, done: Counter[str]) -> None:
    """Ask the guards of the sums alone: no kind can carry such postings so far, and they must hold without the rest."""
    nowhere = {2024: ("debt:A", "available:A"), 2025: ("debt:A", "pool"), 0: ("opened/iron", "bars/iron")}
    for year, (gives, takes) in nowhere.items():
        postings = (Posting(account=gives, tonnes=-5), Posting(account=takes, tonnes=5))
        kind = EntryKind.USE if year else EntryKind.CORRECT
        draft = Draft(id="x", kind=kind, sector="", plan_year=0, postings=postings, reason="", basis="", actor="")
        try:
            walk.ledger.book(year)._state.check(link(draft, seq=1, previous=GENESIS, recorded_at=""))
        except ActRefused as refusal:
            done[refusal.code] += 1
        else:
            raise Mismatch("the guard of the sum let tonnes in from nowhere")


def fails(steps: Sequence[Step], *, is_stored: bool) -> bool:
    """Whether a script of steps ends in a mismatch."""
    walk = Walk(Stored() if is_stored else InMemory())
    try:
        for step in steps:
            walk.take(step)
        walk.finish()
    except Mismatch:
        return True
    return False


def shrunk(steps: list[Step], *, is_stored: bool, seconds: float = 20.0) -> list[Step]:
    """Leave out whatever the mismatch does not need, in ever smaller pieces, until the time is up."""
    until, piece = time.monotonic() + seconds, max(1, len(steps) // 2)
    while piece:
        start = 0
        while start < len(steps) and time.monotonic() < until:
            fewer = steps[:start] + steps[start + piece :]
            if fewer and fails(fewer, is_stored=is_stored):
                steps = fewer
            else:
                start += piece
        piece //= 2
    return steps


def script_of(steps: Sequence[Step]) -> str:
    """Steps as lines that `--replay` reads."""
    return "\n".join(json.dumps(step.plain(), ensure_ascii=False) for step in steps)


@contextmanager
def seeded(bug: str) -> Iterator[None]:
    """The ledger with a mistake in it, which the walk has to find."""
    owner, name, wrong = BUGS[bug] if bug else (None, "", None)
    right = getattr(owner, name, None)
    if owner:
        setattr(owner, name, wrong)
    try:
        yield
    finally:
        if owner:
            setattr(owner, name, right)


def _a_second_early(draft: Draft, proposal: Proposal, *, recorded_at: str) -> None:
    until = proposal.not_before
    if until and (datetime.fromisoformat(until) - datetime.fromisoformat(recorded_at)).total_seconds() > 1:
        raise ActRefused("ledger.cooling_off", id=draft.id, proposal=draft.proposal, not_before=until)


_moved = State._moved


def _pledge_kept(self: State, entry: Entry) -> tuple[dict[str, int], dict[str, int]]:
    return ({}, {}) if entry.draft.kind is EntryKind.WITHDRAW else _moved(self, entry)


BUGS: dict[str, tuple[Any, str, Any]] = {
    "cooling-off-a-second-early": (proposals_module, "_check_waited", _a_second_early),
    "reversed-twice": (Journal, "corrected_by", lambda *_: None),
    "pledge-kept-on-withdrawal": (State, "_moved", _pledge_kept),
    "checked-at-the-end-only": (State, "check", lambda *_: None),
}


def missing(done: Counter[str], steps: int) -> list[str]:
    """Where the walk stayed below its floor: a hundredth of the steps taken of each kind, a ten-thousandth refused."""
    kinds = {f"taken {kind}": max(1, steps // 100) for kind in KINDS}
    codes = {code: max(1, steps // 10_000) for code in (*REFUSALS, "acts refused whole")}
    return [f"{name}: {done[name]} of {floor}" for name, floor in (kinds | codes).items() if done[name] < floor]


def main(steps: int = 1_000_000, *, seed: int = 1, bug: str = "") -> Counter[str]:
    """Walk so many steps; what was done, by kind and code.

    Raises:
        Mismatch: the ledger and the model differ, with a short script that shows it; or the walk is below its floor.
    """
    done: Counter[str] = Counter()
    with seeded(bug):
        for number, start in enumerate(range(0, steps, EPISODE)):
            length = min(EPISODE, steps - start)
            try:
                is_stored = number % STORED_EVERY in (1, 2)
                of_capacity = number % CAPACITY_EVERY == 1
                episode(f"{seed}:{number}", length, done, of_capacity=of_capacity, is_stored=is_stored)
            except Mismatch as error:
                error.add_note(f"seed {seed}, episode {number}")
                raise
    if short := missing(done, steps):
        raise Mismatch("below the floor: " + "; ".join(short) + "\n" + table(done))
    return done


def table(done: Counter[str]) -> str:
    """What was done, line by line."""
    return "\n".join(f"{count:>9,} {name}" for name, count in sorted(done.items()))


def replay(path: Path) -> None:
    """Take the steps of a script; Mismatch."""
    walk = Walk(InMemory())
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("{"):
            walk.take(Step.of(json.loads(line)))
    walk.finish()


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeded-bug", choices=sorted(BUGS), default="")
    parser.add_argument("--replay", type=Path)
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        if given.replay:
            with seeded(given.seeded_bug):
                replay(given.replay)
            return 0
        done = main(given.steps, seed=given.seed, bug=given.seeded_bug)
    except Mismatch as error:
        print(error, *getattr(error, "__notes__", ()), sep="\n", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    print(table(done))
    print(f"{given.steps:,} steps, seed {given.seed}, {seconds:.0f} s, {given.steps / seconds:,.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(_command())

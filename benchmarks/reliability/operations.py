"""Twenty operations and more on a book, each with the book before it: acts of a small city's year, and the store's."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import apsw

from benchmarks.reliability.batches import batch, instant_of_batch, open_year
from zhibiao.allocation.decision.reconciliation import Act
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.policy.parameter import Parameter
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.heads import hand_out_head
from zhibiao.procedures.intake import take_in
from zhibiao.procedures.issue import issue
from zhibiao.procedures.reconcile_base import answer_base, state_bases
from zhibiao.procedures.roll_over import roll_over
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.procedures.withdraw import withdraw
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.schema import upgrade
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Month, Period

# The small city of the tests is a book whose every figure is known; it stands beside them.
sys.path.append(str(Path(__file__).parents[2] / "tests"))

SECRET = "5" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An act and the bytes of the book before it.

    Args:
        name: what it is.
        before: the file; empty where there is none yet.
        act: opens or makes the book at that path and does it there, always at the same instant.
    """

    name: str
    before: bytes
    act: Callable[[Path], BookStore]


class Key:
    """A signing key in the place of the authority's: the same bytes for the same head."""

    public_key = "a key"

    def sign(self, content: bytes) -> bytes:
        """A signature of its length."""
        return bytes.fromhex(sha256_hex(content)) * 2


@cache
def operations() -> tuple[Operation, ...]:
    """All twenty, made by taking the small city through its year once."""
    return (*_of_the_store(), *_Year().taken())


def _of_the_store() -> list[Operation]:
    """What is asked of the store directly: a new book, a migration, batches of every sort."""
    at = dt.datetime(2025, 1, 6, 1, tzinfo=dt.UTC)

    def create(path: Path) -> BookStore:
        return BookStore.create(path, at=at, secret=SECRET)

    with tempfile.TemporaryDirectory(prefix="zhibiao-operations-") as folder:
        old, book = Path(folder) / "old.sqlite", Path(folder) / "book.sqlite"

        def first_schema(database: Database) -> None:
            upgrade(database, recorded_at=instant_text(at), through=1)

        SqliteDatabase.create(old, build=first_schema).close()
        found = [
            Operation(name="new book", before=b"", act=create),
            Operation(name="migrate", before=old.read_bytes(), act=lambda path: BookStore.open(path, at=at)),
        ]
        store = create(book)
        open_year(store)
        for number, sort in enumerate(("use", "use beyond the holding", "correct", "transfer")):
            before = _bytes(store)

            def append(path: Path, number: int = number) -> BookStore:
                return _done(path, at, lambda again: again.append(batch(number), at=instant_of_batch(number)))

            found.append(Operation(name=f"append: {sort}", before=before, act=append))
            store.append(batch(number), at=instant_of_batch(number))
        opening = Draft(
            id="capacity_open:first",
            kind=EntryKind.CAPACITY_OPEN,
            sector="steel",
            plan_year=0,
            postings=(
                Posting(account="opened/crude_steel_t", tonnes=-500_000),
                Posting(account="running/crude_steel_t/converter/F1:A", tonnes=500_000),
            ),
            reason="harness",
            basis="b" * 64,
            actor="li",
            month="2025-01",
        )

        def open_capacity(path: Path) -> BookStore:
            return _done(path, at, lambda again: again.append([opening], at=at))

        found.append(Operation(name="append: capacity", before=_bytes(store), act=open_capacity))
        store.close()
    return found


class _Year:
    """The small city and its year, act by act."""

    def __init__(self) -> None:
        import settled_book
        import small_book
        from ledger_sample import ANALYST, APPROVER, HandClock

        self.small, self.analyst, self.approver = small_book, ANALYST, APPROVER
        self.new_clock = HandClock
        dictionary = read_dictionary(small_book.DATA / "dictionary" / "return.csv")
        self.folder = tempfile.TemporaryDirectory(prefix="zhibiao-operations-")
        at = dt.datetime(2025, 1, 12, 2, tzinfo=dt.UTC)
        self.book = small_book.SmallBook(
            store=BookStore.create(Path(self.folder.name) / "book.sqlite", at=at, secret=SECRET),
            city=settled_book._city(),
            sector=read_sector(small_book.DATA / "sectors" / "steel.yaml", dictionary),
            dictionary=dictionary,
            rulebook=settled_book._rulebook(),
            clock=HandClock(at),
        )
        self.found: list[Operation] = []

    def note(self, name: str, act: Callable[[Any], object], *, also: bool = True) -> None:
        """Keep an act with the book before it and, unless it leads astray, go on from behind it."""
        before, instant = _bytes(self.book.store), self.book.clock.now()
        book = self.book

        def again(path: Path) -> BookStore:
            return _done(path, instant, lambda store: act(replace(book, store=store, clock=self.new_clock(instant))))

        self.found.append(Operation(name=name, before=before, act=again))
        if also:
            act(self.book)

    def taken(self) -> list[Operation]:
        """The year from its first file to its roll-over."""
        small, analyst, approver = self.small, self.analyst, self.approver
        content = b"raw file"
        file = StoredFile(
            sha256=sha256_hex(content), name="raw.xlsx", received_at="", uploader="wang", outcome="ACCEPT"
        )
        self.note("add a file", lambda book: book.store.add_file(file, content))
        for year in (2023, 2024):
            small._file(self.book, small._periods(year, 12))
        item = replace(self.book.store.returns()[0], period=Period.parse("2022-12"), file_sha256=file.sha256)
        self.note("add a return", lambda book: book.store.add_return(item), also=False)
        self._take_in()
        self._bases()
        desk = small._desk
        self.note("allocate", lambda book: _drafted(desk(book), analyst))
        drafted = self.book.store.decisions()[-1]
        self.book.clock.tick()
        self.note(
            "withdraw", lambda book: withdraw(book.store, book.clock, drafted.id, analyst, reason="x"), also=False
        )
        self.note("approve", lambda book: approve(book.store, book.clock, drafted.id, approver))
        rulebook = drafted.body["rulebook_sha256"]
        self.note("issue", lambda book: issue(book.store, book.clock, drafted.id, approver, rulebook_sha256=rulebook))
        for period in small._periods(2025, 12):
            self.book.clock.tick(days=30)
            small._file(self.book, [period])
            if period.last == Month(2025, 10):
                self._transfer()
            self._close(period.last)
        self.book.clock.tick(days=20)
        crude = "crude_steel_t"
        self.note("close a year", lambda book: close_year(book.store, book.clock, "steel", crude, 2025, approver))
        self.note("roll over", lambda book: roll_over(book.store, book.clock, "steel", 2025, analyst))
        self.note("hand out a head", lambda book: _head(book, approver), also=False)
        self.book.store.close()
        self.folder.cleanup()
        return self.found

    def _take_in(self) -> None:
        import returns_sample as sample

        content = sample.csv_table(sample.STEEL, "2025-03").encode()
        given = {"dictionary": sample.DICTIONARY, "city": sample.CITY, "sectors": sample.SECTORS}

        def act(book: Any) -> object:
            return take_in(
                book.store, book.clock, content=content, name="r.csv", uploader="he", read=read_returns, **given
            )

        self.note("take in a file", act, also=False)

    def _bases(self) -> None:
        """Bases put out and answered, under a rulebook with a window for it; the year then goes another way."""
        plain = self.book.rulebook
        window = Parameter(code="base_window_days", unit="day", clause="4", values=((plain.effective, Decimal(10)),))
        rulebook = replace(plain, parameters={**plain.parameters, "base_window_days": window})
        main = self.book
        copy = Path(self.folder.name) / "bases.sqlite"
        copy.write_bytes(_bytes(main.store))
        at = main.clock.now()
        self.book = replace(main, store=BookStore.open(copy, at=at), clock=self.new_clock(at), rulebook=rulebook)

        def state(book: Any) -> object:
            return state_bases(*self.small._desk(book), person=self.analyst)

        def answer(book: Any) -> object:
            letter = ("letter.pdf", b"the stamped letter")
            officer = Person(id="he", name="何报送", roles=(Role.OFFICER,))
            return answer_base(
                book.store, book.clock, rulebook, "TB-1", Act.DISPUTE, person=officer, reason="x", document=letter
            )

        self.note("put out bases", state)
        self.note("answer a base", answer, also=False)
        self.book.store.close()
        self.book = main

    def _transfer(self) -> None:
        def propose(book: Any) -> Any:
            return propose_transfer(
                book.store,
                book.clock,
                book.city,
                year=2025,
                giver="TB-4",
                taker="TB-5",
                tonnes=1000,
                document="letter.pdf",
                content=b"letter",
                person=self.analyst,
            )

        self.note("propose a transfer", propose)
        name = propose(self.book).id
        self.note(
            "confirm a transfer",
            lambda book: confirm_transfer(book.store, book.clock, book.city, name, self.approver),
        )

    def _close(self, month: Month) -> None:
        def close(book: Any) -> object:
            return close_month(book.store, book.clock, "steel", "crude_steel_t", month, self.analyst)

        if month == Month(2025, 3):
            self.note("close a month", close)
        else:
            close(self.book)


def _done(path: Path, at: dt.datetime, act: Callable[[BookStore], object]) -> BookStore:
    """The store after an act; closed when the act fails."""
    store = BookStore.open(path, at=at)
    try:
        act(store)
    except BaseException:
        store.close()
        raise
    return store


def _drafted(desk: tuple[Any, ...], analyst: Any) -> object:
    return draft_allocation(*desk, person=analyst, month=None, code_version="harness")


def _head(book: Any, approver: Any) -> object:
    return hand_out_head(book.store, book.clock, city="small", signer=Key(), person=approver)


def _bytes(store: BookStore) -> bytes:
    """The book as one file, its log included."""
    database = store._database
    assert isinstance(database, SqliteDatabase)
    copy = apsw.Connection(":memory:")
    with copy.backup("main", database.connection, "main") as copying:
        copying.step(-1)
    content = copy.serialize("main")
    copy.close()
    return bytes(content)

"""A book's memory in a database: everything is added and nothing changed, and an entry counts once it is durable."""

from __future__ import annotations

import datetime as dt
import secrets
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from zhibiao.allocation.decision.reconciliation import BaseAnswer, BaseStatement
from zhibiao.errors import BookBroken, Conflict, NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.capacity.book import YEAR as OF_CAPACITY
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.chain import GENESIS, check_chain, link
from zhibiao.ledger.close import close_draft
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.ledger.search import EntryFilter, EntryPage
from zhibiao.ledger.settlement import check_years
from zhibiao.monthly.returns import Return
from zhibiao.store import entry_search, rows
from zhibiao.store.address import create_database, open_database
from zhibiao.store.appeal_acts import AppealActs
from zhibiao.store.database import Database
from zhibiao.store.guards import check_guards
from zhibiao.store.proofs import Proofs
from zhibiao.store.register_acts import RegisterActs
from zhibiao.store.returns_read import ReturnsIndex, ReturnsRead
from zhibiao.store.schema import pending, upgrade
from zhibiao.store.submissions import Submissions
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision, StoredFile
from zhibiao.terms.period import Month

NOTHING = (0, GENESIS)

# The tables that people add to; the ledger has its head.
_GROWING = (
    "files",
    "returns",
    "submissions",
    "answers",
    "decisions",
    "signatures",
    "base_statements",
    "base_answers",
    "register_acts",
    "appeal_acts",
    "heads",
)

# How many rows are read at once where all are.
_PORTION = 5_000

_TAIL_AND_TAKEN = "SELECT seq, hash, EXISTS (SELECT 1 FROM entries WHERE id = ?) FROM entries ORDER BY seq DESC LIMIT 1"
_INSERT_ENTRY = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class BookStore:
    """The port `Store` on one database; one instance per process writes.

    Books and returns already read are kept and only continued, since nothing behind them can change.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.proofs = Proofs(database)
        self.submissions = Submissions(database)
        self.register_acts = RegisterActs(database)
        self.appeal_acts = AppealActs(database)
        # A store that is dropped without `close` lets go of its database all the same.
        weakref.finalize(self, database.close)
        self._books: dict[tuple[str, int], Book | CapacityBook] = {}
        # The last entry that the books kept have been read up to; its hash stands for all before it.
        self._read_to = NOTHING
        self._returns: list[Return] = []
        self._shared = ReturnsRead()
        self._index = ReturnsIndex()
        self._is_writing = False

    @classmethod
    def create(cls, where: Path | str, *, at: dt.datetime, secret: str = "") -> BookStore:
        """Make a new book in a file or, by a `postgresql://` URL, in a schema.

        Args:
            where: the file or the URL.
            at: the present instant.
            secret: 32 bytes in hexadecimal that the book's salts are made of; drawn where none is given.

        Raises:
            ActRefused: `store.exists` when something is there already.
        """
        recorded_at = instant_text(at)

        def build(database: Database) -> None:
            upgrade(database, recorded_at=recorded_at)
            Proofs(database).keep_secret(secret or secrets.token_hex(32))

        return cls(create_database(where, build=build))

    @classmethod
    def open(cls, where: Path | str, *, at: dt.datetime) -> BookStore:
        """Open a book, bringing an older schema up to date.

        Raises:
            NotFound: `store.missing`, `store.not_a_book`.
            ActRefused: `store.schema_newer`, `store.schema_differs`, `store.busy`.
        """
        database = open_database(where)
        try:
            proofs = Proofs(database)
            if pending(database) or proofs.lacks_secret:
                # In one: a new schema without its secret would be neither the old book nor the new one.
                with database.transaction():
                    upgrade(database, recorded_at=instant_text(at))
                    proofs.keep_secret(secrets.token_hex(32))
        except BaseException:
            database.close()
            raise
        return cls(database)

    def share_with(self, other: BookStore) -> None:
        """Read each return once for both; for stores of the same book that stand open side by side."""
        self._shared = other._shared

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside, or none; may stand inside another one."""
        before = self._database.written, self._books.copy(), self._read_to, len(self._returns)
        was_writing, self._is_writing = self._is_writing, True
        try:
            with self._database.transaction():
                yield
        except BaseException:
            # A refusal that wrote nothing costs nothing; otherwise all is as it was known before.
            written, books, read_to, returns = before
            if self._database.written != written:
                self._books, self._read_to = books, read_to
                del self._returns[returns:]
                self._index.read_on(self._returns)
            raise
        finally:
            self._is_writing = was_writing

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the book, whatever others commit meanwhile; nothing is written inside."""
        with self._database.snapshot():
            yield

    def extent(self) -> tuple[object, ...]:
        """How far the book has grown: two equal ones are the same book, so that what was computed of it still holds."""
        counts = ", ".join(f"(SELECT coalesce(max(number), 0) FROM {table})" for table in _GROWING)
        row = self._database.one(f"SELECT {counts}")
        return (*self._tail(), *(row or ()))

    def tail(self) -> tuple[int, str]:
        """Number and hash of the last entry; of an empty ledger 0 and 64 zeros."""
        return self._tail()

    def length(self) -> int:
        """How many entries the ledger has."""
        return self._tail()[0]

    # files

    def add_file(self, file: StoredFile, content: bytes) -> None:
        """Keep a file as received; the same receipt twice is one. ValueError when the hash is not the content's."""
        if sha256_hex(content) != file.sha256:
            raise ValueError(f"{file.name}: the hash is not that of the content")
        with self.transaction():
            row = (file.sha256, file.name, file.received_at, file.uploader, file.outcome)
            same = "sha256 = ? AND name = ? AND received_at = ? AND uploader = ? AND outcome = ?"
            if self._database.one(f"SELECT 1 FROM files WHERE {same}", *row):
                return
            if not self.keeps(file.sha256):
                self._insert("contents", (file.sha256, content))
            self._insert("files", (self._next("files"), *row))

    def keeps(self, sha256: str) -> bool:
        """Whether content of that hash is kept."""
        return self._database.one("SELECT 1 FROM contents WHERE sha256 = ?", sha256) is not None

    def files(self) -> Sequence[StoredFile]:
        """Every receipt of a file, in order of receipt."""
        found = self._database.all("SELECT sha256, name, received_at, uploader, outcome FROM files ORDER BY number")
        return tuple(
            StoredFile(sha256=sha256, name=name, received_at=received_at, uploader=uploader, outcome=outcome)
            for sha256, name, received_at, uploader, outcome in found
        )

    def names_of_file(self, sha256: str) -> Sequence[str]:
        """The names under which content of that hash was received, in order; none where it was not."""
        found = self._database.all("SELECT name FROM files WHERE sha256 = ? ORDER BY number", sha256)
        return tuple(dict.fromkeys(name for (name,) in found))

    def file_content(self, sha256: str) -> bytes:
        """The bytes of that hash; NotFound `store.content_missing`, BookBroken `store.content_edited`."""
        row = self._database.one("SELECT bytes FROM contents WHERE sha256 = ?", sha256)
        if row is None:
            raise NotFound("store.content_missing", sha256=sha256)
        content = bytes(row[0])
        if sha256_hex(content) != sha256:
            raise BookBroken("store.content_edited", sha256=sha256)
        return content

    # returns

    def add_return(self, item: Return) -> None:
        """Keep one version of a return; Conflict `return.version_exists` when that version is kept already."""
        with self.transaction():
            same = "SELECT 1 FROM returns WHERE enterprise = ? AND period = ? AND version = ?"
            if self._database.one(same, item.enterprise, str(item.period), item.version):
                raise Conflict("return.version_exists", reference=item.reference)
            number = self._next("returns")
            self._insert("returns", rows.row_of_return(number, item))
            blanks = ", ".join("?" * 12)
            self._database.write_many(f"INSERT INTO facts VALUES ({blanks})", rows.rows_of_facts(number, item.facts))
            if len(self._returns) == number - 1:
                # Known up to here, so that what was just written need not be read again.
                self._returns.append(item)

    def returns(self, *, known_by: dt.datetime | None = None) -> Sequence[Return]:
        """All versions in order of receipt, or those received by that instant."""
        self._read_returns()
        return tuple(item for item in self._returns if known_by is None or item.received_at <= known_by)

    def returns_of(self, enterprise: str) -> Sequence[Return]:
        """All versions of one enterprise's returns, in order of receipt."""
        return self._indexed().of(enterprise)

    def months_filed(self, enterprises: Iterable[str]) -> frozenset[Month]:
        """The last months of all periods for which any of them has filed."""
        return self._indexed().months(enterprises)

    def _indexed(self) -> ReturnsIndex:
        self._read_returns()
        self._index.read_on(self._returns)
        return self._index

    def returns_behind(self, known: int) -> Sequence[Return]:
        """The versions that came after so many, in order of receipt."""
        self._read_returns()
        return self._returns[known:]

    def _read_returns(self) -> None:
        if self._is_writing:
            # What this transaction wrote may yet be taken back: nobody else is shown it.
            self._returns += self._later_returns(len(self._returns))
        else:
            self._returns += self._shared.behind(len(self._returns), self._later_returns)

    def _later_returns(self, read: int) -> list[Return]:
        wanted = f"SELECT {rows.FACT_COLUMNS} FROM facts WHERE return_number > ? ORDER BY return_number, position"
        found = self._database.all("SELECT * FROM returns WHERE number > ? ORDER BY number", read)
        return rows.returns_of(found, self._database.all(wanted, read) if found else ())

    # decisions

    def add_decision(self, decision: StoredDecision) -> None:
        """Keep a decision with the signatures it has; drafted again with the same content it is the same one.

        Raises:
            ValueError: the hash is not that of the body.
            Conflict: `decision.id_reused` when the id stands for another body.
        """
        body = canonical_bytes(decision.body)
        if sha256_hex(body) != decision.sha256:
            raise ValueError(f"{decision.id}: the hash is not that of the body")
        with self.transaction():
            kept = self._database.one("SELECT sha256 FROM decisions WHERE id = ?", decision.id)
            if kept and kept[0] != decision.sha256:
                raise Conflict("decision.id_reused", id=decision.id)
            if kept:
                return
            number = self._next("decisions")
            row = (decision.id, number, decision.sha256, decision.state.value, body.decode())
            self._insert("decisions", row)
            for signature in decision.signatures:
                self.sign(signature, decision.state)

    def sign(self, signature: Signature, state: DecisionState) -> None:
        """Put an act on a decision on record, with the state it leads to; NotFound `decision.not_found`."""
        with self.transaction():
            if not self._database.one("SELECT 1 FROM decisions WHERE id = ?", signature.decision):
                raise NotFound("decision.not_found", decision=signature.decision)
            row = (signature.decision, signature.act, signature.person, signature.at, state.value)
            self._insert("signatures", (self._next("signatures"), *row))

    def decision(self, decision_id: str) -> StoredDecision | None:
        """The decision of that id; None when there is none."""
        return next(iter(self._decisions("id = ?", decision_id)), None)

    def decisions(self, *, sector: str = "", plan_year: int = 0) -> Sequence[StoredDecision]:
        """Decisions in order of drafting, all of them or those of one sector and plan year."""
        if not sector:
            return self._decisions("TRUE")
        # The id begins with both: what another sector or year decided, half a megabyte each, is not even read.
        begins = f"{sector}-{plan_year}"
        found = self._decisions("substr(id, 1, ?) = ?", len(begins), begins)
        return tuple(one for one in found if (one.body["sector"], one.body["plan_year"]) == (sector, plan_year))

    def _decisions(self, which: str, *values: object) -> tuple[StoredDecision, ...]:
        found = self._database.all(
            f"SELECT id, sha256, state, body FROM decisions WHERE {which} ORDER BY number", *values
        )
        signed = self._database.all(
            "SELECT decision, act, person, at, state FROM signatures"
            f" WHERE decision IN (SELECT id FROM decisions WHERE {which}) ORDER BY decision, number",
            *values,
        )
        by_decision = {name: [row[1:] for row in group] for name, group in groupby(signed, key=lambda row: row[0])}
        return tuple(rows.decision_of(row, by_decision.get(row[0], ())) for row in found)

    def decision_of_hash(self, sha256: str) -> str:
        """The id of the decision whose body has that hash; empty where none has. The body itself is not read."""
        row = self._database.one("SELECT id FROM decisions WHERE sha256 = ?", sha256)
        return row[0] if row else ""

    # bases put out for answers

    def add_base_statement(self, statement: BaseStatement) -> None:
        """Keep a statement of bases; the same one twice is one."""
        with self.transaction():
            if self._database.one("SELECT 1 FROM base_statements WHERE id = ?", statement.id):
                return
            body = canonical_bytes(statement.plain()).decode()
            number = self._next("base_statements")
            row = (statement.id, number, statement.sector, statement.plan_year, statement.sha256, body)
            self._insert("base_statements", row)

    def base_statements(self, *, sector: str, plan_year: int) -> Sequence[BaseStatement]:
        """The statements of a sector and plan year in order; BookBroken `store.statement_edited`."""
        found = self._database.all(
            "SELECT sha256, body FROM base_statements WHERE sector = ? AND plan_year = ? ORDER BY number",
            sector,
            plan_year,
        )
        return tuple(rows.statement_of_row(row) for row in found)

    def add_base_answer(self, answer: BaseAnswer) -> None:
        """Put an answer to a row on record."""
        values = (answer.reason, answer.document_sha256, answer.person, answer.at)
        row = (answer.statement, answer.enterprise, answer.row_sha256, answer.act.value, *values)
        with self.transaction():
            self._insert("base_answers", (self._next("base_answers"), *row))

    def base_answers(self, *, sector: str, plan_year: int) -> Sequence[BaseAnswer]:
        """The answers to statements of a sector and plan year, in order."""
        columns = ", ".join(f"a.{name}" for name in BaseAnswer.__slots__)
        found = self._database.all(
            f"SELECT {columns} FROM base_answers a JOIN base_statements s ON s.id = a.statement"
            " WHERE s.sector = ? AND s.plan_year = ? ORDER BY a.number",
            sector,
            plan_year,
        )
        return tuple(rows.answer_of_row(row) for row in found)

    # the ledger

    def append(self, drafts: Sequence[Draft], *, at: dt.datetime) -> Sequence[Entry]:
        """Take entries in order, all or none; a draft already taken gives back its entry.

        Raises:
            ActRefused: the first rule an entry breaks, in the order of docs/ledger.md.
        """
        recorded_at = instant_text(at)
        with self.transaction():
            return tuple([self._take(rows.normal_draft(draft), recorded_at) for draft in drafts])

    def _take(self, draft: Draft, recorded_at: str) -> Entry:
        # One question for both: ids are taken once over all books, and the last entry says whether others wrote.
        row = self._database.one(_TAIL_AND_TAKEN, draft.id)
        seq, head, is_taken = row or (*NOTHING, False)
        if is_taken:
            return self._receipt(draft)
        self._read_on((seq, head))
        entry = link(draft, seq=seq + 1, previous=head, recorded_at=recorded_at)
        book = self._book_read_to(draft.sector, draft.plan_year).append(entry)
        self._database.write(_INSERT_ENTRY, *rows.row_of_entry(entry))
        self._books[draft.sector, draft.plan_year] = book
        self._read_to = entry.seq, entry.hash
        return entry

    def _receipt(self, draft: Draft) -> Entry:
        (row,) = self._database.all(f"SELECT {rows.ENTRY_COLUMNS} FROM entries WHERE id = ?", draft.id)
        entry = rows.entry_of_row(row)
        if not entry.is_of(draft):
            raise Conflict("entry.id_reused", id=draft.id)
        return entry

    def entries(self, *, sector: str = "", plan_year: int = 0) -> Sequence[Entry]:
        """Entries in commit order, of all books or of those named."""
        wanted = {"sector": sector, "plan_year": plan_year}
        named = [name for name, value in wanted.items() if value]
        where = " AND ".join(f"{name} = ?" for name in named) or "TRUE"
        found = self._database.all(
            f"SELECT {rows.ENTRY_COLUMNS} FROM entries WHERE {where} ORDER BY seq", *(wanted[name] for name in named)
        )
        return tuple(rows.entry_of_row(row) for row in found)

    def find_entries(self, wanted: EntryFilter, *, before: int = 0, most: int = 50) -> EntryPage:
        """A page of the entries that fit, the last first, read by the database alone; no book is folded for it."""
        return entry_search.find_entries(self._database, wanted, before=before, most=most)

    def entries_of(self, enterprise: str, *, sector: str, plan_year: int) -> Sequence[Entry]:
        """The entries of a book that touch an enterprise's accounts, in order."""
        wanted = EntryFilter(sector=sector, plan_year=plan_year, enterprise=enterprise)
        found, before, page = list[Entry](), 0, None
        while page is None or page.before:
            page = self.find_entries(wanted, before=before, most=_PORTION)
            found += page.entries
            before = page.before
        return tuple(reversed(found))

    def entry(self, seq: int) -> Entry | None:
        """The entry of that number; None where there is none."""
        return entry_search.entry_at(self._database, seq)

    def entry_named(self, entry_id: str) -> Entry | None:
        """The entry of that id; None where there is none."""
        return entry_search.entry_named(self._database, entry_id)

    def correction_of(self, entry: Entry) -> Entry | None:
        """The entry that turned this one back; None where it stands."""
        return entry_search.correction_of(self._database, entry)

    def book(self, *, sector: str, plan_year: int) -> Book:
        """The book as it stands; BookBroken names the first entry after which it does not hold."""
        self._read_on(self._tail())
        book = self._book_read_to(sector, plan_year)
        assert isinstance(book, Book), "capacity is asked for by its own name"
        return book

    def capacity(self, *, sector: str) -> CapacityBook:
        """The capacity accounts of a sector as they stand; BookBroken as for `book`."""
        self._read_on(self._tail())
        book = self._book_read_to(sector, OF_CAPACITY)
        assert isinstance(book, CapacityBook)
        return book

    def _read_on(self, tail: tuple[int, str]) -> None:
        """Bring the books kept up to that last entry, which others may have written."""
        seq, _ = self._read_to
        if tail == self._read_to:
            return
        between = f"SELECT {rows.ENTRY_COLUMNS} FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq"
        later = self._database.all(between, seq, tail[0]) if self._books else []
        if self._books and (not later or not self._follows(later[0])):
            # Not the chain that was read before: whoever changed it behind our back, it is read again from its start.
            self._books.clear()
        by_book: dict[tuple[str, int], list[rows.Row]] = {}
        for row in later:
            by_book.setdefault((row[2], row[3]), []).append(row)
        known = self._books.keys() & by_book.keys()
        self._books |= {key: self._books[key].read(rows.entry_of_row(row) for row in by_book[key]) for key in known}
        self._read_to = tail

    def _follows(self, row: rows.Row) -> bool:
        entry = rows.entry_of_row(row)
        return (entry.seq - 1, entry.previous) == self._read_to

    def _book_read_to(self, sector: str, plan_year: int) -> Book | CapacityBook:
        book = self._books.get((sector, plan_year))
        if book is None:
            found = self._database.all(
                f"SELECT {rows.ENTRY_COLUMNS} FROM entries"
                " WHERE sector = ? AND plan_year = ? AND seq <= ? ORDER BY seq",
                sector,
                plan_year,
                self._read_to[0],
            )
            book = _folded(sector, plan_year, (rows.entry_of_row(row) for row in found))
            self._books[sector, plan_year] = book
        return book

    def books(self) -> Sequence[Book]:
        """Every book of quota in the store, in order of sector and year."""
        wanted = "SELECT DISTINCT sector, plan_year FROM entries WHERE plan_year <> ? ORDER BY sector, plan_year"
        found = self._database.all(wanted, OF_CAPACITY)
        return tuple(self.book(sector=sector, plan_year=plan_year) for sector, plan_year in found)

    def head(self, *, of_moves: bool = False) -> str:
        """Hash of the last entry; of an empty ledger 64 zeros.

        Args:
            of_moves: of the last one but those that only put something forward, approve or withdraw it.
        """
        if not of_moves:
            return self._tail()[1]
        moves = (
            "SELECT hash FROM entries WHERE kind NOT IN ('propose', 'approve', 'withdraw') ORDER BY seq DESC LIMIT 1"
        )
        row = self._database.one(moves)
        return row[0] if row else GENESIS

    def close_month(self, *, sector: str, month: str, person: str, at: dt.datetime) -> None:
        """Close a month by an entry of its own; twice is once."""
        if month not in self.closed_months(sector=sector):
            year = int(month[:4])
            with self.transaction():
                seal = self.proofs.seal(sector=sector, plan_year=year, month=month, returns=())
                self.append([close_draft(sector, year, month=month, basis=seal.basis, actor=person)], at=at)

    def closed_months(self, *, sector: str) -> Sequence[str]:
        """The closed months of a sector, over all years, in order."""
        found = self._database.all(
            "SELECT month FROM entries WHERE sector = ? AND kind = 'close' AND month <> '' ORDER BY month", sector
        )
        return tuple(month for (month,) in found)

    def check(self, *, head: str | None = None) -> str:
        """Read everything and hold it against its hashes; gives the head, or BookBroken with what is wrong first.

        Args:
            head: the head as kept outside; without it a ledger cut at its end looks whole.
        """
        self._database.check()
        # What others commit meanwhile would look like rows that no seal knows of.
        with self._database.snapshot():
            head = self._check_entries(head)
            for (name,) in self._database.all("SELECT id FROM decisions ORDER BY number"):
                self.decision(name)
            for (sha256,) in self._database.all("SELECT sha256 FROM contents ORDER BY sha256"):
                self.file_content(sha256)
            self.proofs.check()
        # Last, so that where rows were changed as well, these are named.
        self.check_guards()
        return head

    def check_guards(self) -> None:
        """Whether every table is guarded as it was made; BookBroken `store.guards_differ`."""
        check_guards(self._database)

    def _check_entries(self, head: str | None) -> str:
        by_book: dict[tuple[str, int], list[Entry]] = {}

        def one_by_one() -> Iterator[Entry]:
            # Each is read when the chain asks for it, so that of several bad entries the first is named.
            for row in self._entry_rows():
                entry = rows.entry_of_row(row)
                by_book.setdefault((entry.draft.sector, entry.draft.plan_year), []).append(entry)
                yield entry

        head = check_chain(one_by_one(), head=head)
        self._books = {key: _folded(*key, entries) for key, entries in by_book.items()}
        self._read_to = sum(map(len, by_book.values())), head
        books = {key: book for key, book in self._books.items() if isinstance(book, Book)}
        for sector, year in sorted(books.keys() | {(sector, year + 1) for sector, year in books}):
            last, this = (books.get((sector, of)) or Book.empty(sector, of) for of in (year - 1, year))
            check_years(last, this)
        return head

    def _entry_rows(self) -> Iterator[rows.Row]:
        """All entries in order, read in portions."""
        portion = f"SELECT {rows.ENTRY_COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT {_PORTION}"
        after = -(2**63)
        while found := self._database.all(portion, after):
            yield from found
            after = found[-1][0]

    # plumbing

    def _tail(self) -> tuple[int, str]:
        row = self._database.one("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
        return (row[0], row[1]) if row else NOTHING

    def _next(self, table: str) -> int:
        row = self._database.one(f"SELECT coalesce(max(number), 0) + 1 FROM {table}")
        assert row is not None
        return int(row[0])

    def _insert(self, table: str, row: Sequence[object]) -> None:
        self._database.write(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", *row)


def _folded(sector: str, plan_year: int, entries: Iterable[Entry]) -> Book | CapacityBook:
    """The book of those entries: capacity stands under a year of its own."""
    if plan_year == OF_CAPACITY:
        return CapacityBook.of(sector, entries)
    return Book.of(sector, plan_year, entries)

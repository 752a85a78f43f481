"""Old books brought up to date, interrupted at every statement: `python -m benchmarks.reliability.migrations`.

Each golden book is opened by the present program, which stops before its k-th statement: by an error, and by a kill or
a connection cut. What is there afterwards must be the old schema or the new one and nothing between, with every row as
it was; opened once more it is the new one, with the same head, entries and decisions. Then the book is carried on.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from benchmarks.reliability.golden_books import HEADS, GoldenBook, carried_on, rows_of
from benchmarks.reliability.kill import server_of_tests
from benchmarks.reliability.statements import statements
from zhibiao.errors import ZhibiaoError
from zhibiao.store import book_store, schema
from zhibiao.store.address import open_database
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.schema import Migration
from zhibiao.terms.instant import instant_of

AT = instant_of("2026-01-01T00:00:00Z")
REWRITES, OUTSIDE = "rewrites-a-row", "outside-the-transaction"
BUGS = (REWRITES, OUTSIDE)
SCHEMAS = tuple(HEADS)


class Between(AssertionError):
    """A book is neither old nor new, or not what it was."""


class Interrupted(Exception):
    """The program ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The schema of a book, as its database tells it, and the steps on record."""

    things: tuple[tuple[object, ...], ...]
    steps: tuple[int, ...]
    has_secret: bool


def shape_of(database: Database) -> Shape:
    """Tables, columns, guards, functions and views, in words that are the same for the same schema."""
    has_secret = database.has_table("book_secret") and bool(database.all("SELECT 1 FROM book_secret"))
    return Shape(
        things=tuple(tuple(row) for question in _QUESTIONS[database.kind] for row in database.all(question)),
        steps=tuple(number for (number,) in database.all("SELECT number FROM migrations ORDER BY number")),
        has_secret=has_secret,
    )


_QUESTIONS = {
    "sqlite": ("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name",),
    "postgresql": (
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
        "SELECT c.relname, t.tgname, t.tgtype FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal ORDER BY 1, 2",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1",
        "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace ORDER BY 1",
    ),
}


@contextmanager
def stopping(at: int, stop: Callable[[], None], ran: list[str]) -> Iterator[Callable[[str], None]]:
    """Every statement that is sent meanwhile is counted in `ran`; before the one of that number `stop` is called."""

    def step(sql: str) -> None:
        ran.append(sql)
        if len(ran) == at:
            stop()

    def trace(_: object, sql: str, __: object) -> bool:
        step(sql)
        return True

    def connected(connection: apsw.Connection) -> None:
        connection.exec_trace = trace

    apsw.connection_hooks.append(connected)
    try:
        with _postgresql_step_by_step(step):
            yield step
    finally:
        apsw.connection_hooks.remove(connected)


@contextmanager
def _postgresql_step_by_step(step: Callable[[str], None]) -> Iterator[None]:
    """Several statements in one text are sent one by one, each after `step`."""
    try:
        from zhibiao.store.postgresql import PostgresDatabase
    except ImportError:
        yield
        return
    run, write = PostgresDatabase._run, PostgresDatabase.write

    def run_each(self: PostgresDatabase, text: Any) -> None:
        for one in statements(text) if isinstance(text, str) else [text]:
            step(str(one))
            run(self, one)

    def write_one(self: PostgresDatabase, sql: str, *values: object) -> None:
        step(sql)
        write(self, sql, *values)

    changed: Any = PostgresDatabase
    changed._run, changed.write = run_each, write_one
    try:
        yield
    finally:
        changed._run, changed.write = run, write


def opened(where: Path | str, *, at: int = 0, stop: Callable[[], None] = lambda: None) -> list[str]:
    """Open and close a book, stopping before a statement; the statements that were sent, and the end as the last."""
    ran: list[str] = []
    with stopping(at, stop, ran) as step:
        store = BookStore.open(where, at=AT)
        step("(opened)")
        store.close()
    return ran


def by_an_error(where: Path | str, at: int) -> None:
    """The program meets an error of its own before the statement."""

    def stop() -> None:
        raise Interrupted

    with contextlib.suppress(Interrupted):
        opened(where, at=at, stop=stop)


def by_a_kill(where: Path | str, at: int) -> None:
    """The process is killed before the statement; to a server this is a connection that is cut."""
    child = os.fork()
    if child == 0:
        try:
            opened(where, at=at, stop=lambda: os.kill(os.getpid(), signal.SIGKILL))
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise Between(f"the child was not killed before statement {at}: status {status}")


WAYS = {"error": by_an_error, "kill": by_a_kill}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A golden book as it must stay: its rows, and its shape before and after."""

    golden: GoldenBook
    rows: dict[str, list[tuple[object, ...]]]
    old: Shape
    new: Shape

    @classmethod
    def of(cls, golden: GoldenBook, where: Path | str, fresh: Path | str) -> Known:
        """Read from the book where it was put; the new shape is that of a book made now."""
        with closing(open_database(where)) as database:
            old = shape_of(database)
            rows = {table: rows_of(database, table) for table in golden.rows}
        BookStore.create(fresh, at=AT).close()
        with closing(open_database(fresh)) as database:
            new = shape_of(database)
        return cls(golden=golden, rows=rows, old=old, new=new)

    def check_rows(self, database: Database) -> None:
        """Every row that was there is there, as it was, and nothing joined it; Between."""
        for table, rows in self.rows.items():
            found = rows_of(database, table)
            if table == "migrations":
                found = found[: len(rows)]
            if found != rows:
                raise Between(f"book {self.golden.schema}: the rows of {table} are not what they were")

    def check_one_or_the_other(self, where: Path | str) -> str:
        """The book is as before or as after, in schema and rows; which of them. Between."""
        with closing(open_database(where)) as database:
            # A server may not have noticed yet that its client is gone; whoever holds the lock knows.
            with database.transaction():
                pass
            found = shape_of(database)
            self.check_rows(database)
        if found not in (self.old, self.new):
            raise Between(f"book {self.golden.schema}: neither old nor new, steps {found.steps}: {self._odd(found)}")
        return "old" if found == self.old else "new"

    def _odd(self, found: Shape) -> str:
        """What is there beyond the old schema, in short."""
        return ", ".join(str(thing[:2]) for thing in found.things if thing not in self.old.things)[:300]

    def check_new(self, where: Path | str) -> None:
        """Opened as ever, the book is the new one; head, entries and decisions are the same; Between."""
        with closing(BookStore.open(where, at=AT)) as store:
            head = store.check()
            self.check_rows(store._database)
            if shape_of(store._database) != self.new:
                raise Between(f"book {self.golden.schema}: opened, but its schema is not that of a new book")
            if head != self.golden.head:
                raise Between(f"book {self.golden.schema}: its head is {head}, it was {self.golden.head}")


def main(
    *,
    schemas: Sequence[int] = SCHEMAS,
    every: int = 1,
    ways: Sequence[str] = tuple(WAYS),
    bug: str = "",
    server: str = "",
) -> Counter[str]:
    """Interrupt the upgrade of each golden book at every statement, or at each so manieth; what was done.

    Args:
        schemas: the golden books.
        every: 1 for all statements.
        ways: how to interrupt: by an error, by a kill.
        bug: the seeded one, to see it found.
        server: the URL of a PostgreSQL server; files of SQLite where none is given.

    Raises:
        Between: a book is neither old nor new, rows have changed, or the work is below its floor.
    """
    done: Counter[str] = Counter()
    with seeded(bug):
        for number in schemas:
            with _places(server) as new_place:
                _one_book(GoldenBook.of(number), new_place, every=every, ways=ways, done=done)
    if short := missing(done, schemas, every=every, ways=ways):
        raise Between("below the floor: " + "; ".join(short) + f"\n{dict(done)}")
    return done


def _one_book(
    golden: GoldenBook,
    new_place: Callable[[], Path | str],
    *,
    every: int,
    ways: Sequence[str],
    done: Counter[str],
) -> None:
    first = new_place()
    golden.put(first)
    known = Known.of(golden, first, new_place())
    ran = opened(first)
    known.check_new(first)
    done["upgraded"] += known.old != known.new
    for way in ways:
        for at in range(1, len(ran) + 1, every):
            where = new_place()
            golden.put(where)
            try:
                WAYS[way](where, at)
                done[f"interrupted by {way}, then {known.check_one_or_the_other(where)}"] += 1
                known.check_new(where)
            except (Between, ZhibiaoError) as error:
                error.add_note(f"book {golden.schema}, {way} before statement {at} of {len(ran)}: {ran[at - 1][:80]!r}")
                raise Between(str(error), *error.__notes__) from error
            done["resumed"] += 1
    result = carried_on(first)
    with closing(open_database(first)) as database:
        kept = [row[-2:] for row in rows_of(database, "entries")][: len(known.rows["entries"])]
    if kept != [row[-2:] for row in known.rows["entries"]]:
        raise Between(f"book {golden.schema}: carried on, its first entries are not what they were")
    done["carried on into the next year and verified"] += 1
    done["entries on top"] += result.entries - len(known.rows["entries"])
    done["figures derived again"] += sum(result.compared.values())


@contextmanager
def _places(server: str) -> Iterator[Callable[[], Path | str]]:
    """Gives a new empty place each time; all gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhibiao-migrations-") as folder, contextlib.ExitStack() as stack:
        count = iter(range(1_000_000))

        def new_place() -> Path | str:
            if not server:
                return Path(folder) / f"{next(count)}.sqlite"
            from postgres import fresh_schema

            url: str = stack.enter_context(fresh_schema(server))
            return url

        yield new_place


def missing(done: Counter[str], schemas: Sequence[int], *, every: int, ways: Sequence[str]) -> list[str]:
    """Where the work stayed below its floor."""
    newest = max(step.number for step in schema.migrations("sqlite"))
    older = sum(number < newest for number in schemas)
    # The smallest step has ten statements; before each of them the book is old.
    floors = {
        "upgraded": older,
        **({f"interrupted by {way}, then new": older for way in ways} if every == 1 else {}),
        "carried on into the next year and verified": len(schemas),
        "entries on top": 20 * len(schemas),
        **{f"interrupted by {way}, then old": older * 10 // every for way in ways},
        "resumed": older * 10 * len(ways) // every,
    }
    return [f"{name}: {done[name]} of {floor}" for name, floor in floors.items() if done[name] < floor]


@contextmanager
def seeded(bug: str) -> Iterator[None]:
    """Put a mistake into the program that opens the books."""
    known, upgrade = schema.migrations, vars(book_store)["upgrade"]
    changed: dict[str, Any] = vars(schema)
    if bug == REWRITES:
        changed["migrations"] = lambda kind: (*known(kind), _rewriting(len(known(kind)) + 1, kind))
    elif bug == OUTSIDE:
        vars(book_store)["upgrade"] = _outside_the_transaction
    try:
        yield
    finally:
        changed["migrations"], vars(book_store)["upgrade"] = known, upgrade


def _rewriting(number: int, kind: str) -> Migration:
    """A step that means well: it writes a column of returns anew, past the guards, and sets them up again."""
    table, guard = "returns", "returns_no_update" if kind == "sqlite" else "returns_no_change"
    dropped = f"DROP TRIGGER {guard}" + ("" if kind == "sqlite" else f" ON {table}")
    again = (
        f"CREATE TRIGGER {guard} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'ledger.append_only'); END"
        if kind == "sqlite"
        else f"CREATE TRIGGER {guard} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    sql = f"{dropped};\nUPDATE {table} SET provenance = upper(provenance);\n{again};\n"
    return Migration(number=number, name=f"{number:04d}_neater", sql=sql)


def _outside_the_transaction(database: Database, *, recorded_at: str) -> None:
    """Each step counts at once, before it is put on record; then the caller's transaction goes on."""
    if schema.pending(database):
        database.define("COMMIT")
        for step in schema.pending(database):
            database.define(step.sql)
            values = step.number, step.name, step.sha256, recorded_at
            database.write("INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)", *values)
        database.define("BEGIN")


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--schema", type=int, action="append", choices=SCHEMAS, help="of which golden book; all without"
    )
    parser.add_argument("--every", type=int, default=1, help="only each so manieth statement")
    parser.add_argument("--postgresql", action="store_true", help="on a server instead of files")
    parser.add_argument("--seeded-bug", choices=BUGS, default="")
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        with server_of_tests() if given.postgresql else contextlib.nullcontext("") as server:
            schemas = given.schema or SCHEMAS
            done = main(schemas=schemas, every=given.every, bug=given.seeded_bug, server=server)
    except Between as error:
        print(*error.args, sep="\n", file=sys.stderr)
        return 1
    for name, count in sorted(done.items()):
        print(f"{count:>9,} {name}")
    kind, seconds = "PostgreSQL" if given.postgresql else "SQLite", time.perf_counter() - start
    print(f"{kind}: {len(schemas)} golden books, {done['resumed']} interruptions resumed, {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(_command())

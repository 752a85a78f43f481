"""Durable postings per second by one client, beside bare durable inserts of the same rows in the same run.

`python -m benchmarks.reliability.rate [--batches N] [--size N] [--least RATIO]`. Each posting is one `append` of one
draft: its own transaction, on the disk before it returns. Bare is what the database alone would do: the row as it
stands, into a table with the same columns and keys, each in a transaction of its own with the same settings, on
PostgreSQL under a lock as well. Batches of both alternate, so that a disk that is slow for a while is slow for both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import apsw

from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Row
from zhibiao.store.postgresql import in_postgresql, schema_in_postgresql
from zhibiao.store.postgresql_url import Address
from zhibiao.store.rows import row_of_entry
from zhibiao.store.sqlite import PRAGMAS

AT = dt.datetime(2025, 1, 6, 1, 0, tzinfo=dt.UTC)
INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
FIRMS = 40

Insert = Callable[[Row], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one store did: seconds for each batch of postings, and for the same rows bare."""

    kind: str
    size: int
    posting_s: tuple[float, ...]
    bare_s: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median over the pairs of batches; 1 would be as fast as the bare inserts."""
        return statistics.median(bare / posting for bare, posting in zip(self.bare_s, self.posting_s, strict=True))

    def told(self) -> str:
        """One line for people."""
        posted, bare = (self.size / statistics.median(times) for times in (self.posting_s, self.bare_s))
        count = self.size * len(self.posting_s)
        return f"{self.kind}: {count:,} postings, {posted:,.0f}/s; bare inserts {bare:,.0f}/s; ratio {self.ratio:.2f}"


def measure(kind: str, where: Path | str, bare: Insert, *, batches: int, size: int) -> Rate:
    """Post and insert by turns; one pair of batches more goes before, for warmth."""
    posting_s, bare_s = [], []
    with closing(BookStore.create(where, at=AT)) as store:
        for batch in range(batches + 1):
            drafts = [posting(batch * size + number) for number in range(size)]
            start = time.perf_counter()
            for one in drafts:
                store.append([one], at=AT)
            posting_s.append(time.perf_counter() - start)
            same = [row_of_entry(entry) for entry in store.entries()[-size:]]
            start = time.perf_counter()
            for row in same:
                bare(row)
            bare_s.append(time.perf_counter() - start)
        store.check()
    return Rate(kind=kind, size=size, posting_s=tuple(posting_s[1:]), bare_s=tuple(bare_s[1:]))


def posting(number: int) -> Draft:
    """Production beyond a holding, tonne by tonne: it rests on no decision, so that nothing has to come before it."""
    firm = f"LH-S{number % FIRMS:02d}"
    return Draft(
        id=f"return:{firm}:2025-03:v{number}",
        kind=EntryKind.OVERRUN,
        sector="steel",
        plan_year=2025,
        postings=(Posting(account="overrun", tonnes=-1), Posting(account=f"debt:{firm}", tonnes=1)),
        reason="use.of_return",
        basis=f"{firm} 2025-03 v{number}",
        actor="lin",
        month="2025-03",
    )


def entries_table() -> str:
    """The table of entries as the migration makes it, with its keys and without its guards."""
    text = (files("zhibiao") / "data" / "migrations" / "0001_book.sql").read_text(encoding="utf-8")
    (table,) = re.findall(r"CREATE TABLE entries \(.*?\) STRICT;\n", text, flags=re.DOTALL)
    (index,) = re.findall(r"CREATE INDEX entries_by_book.*?;\n", text)
    return f"{table}{index}"


@contextmanager
def bare_sqlite(path: Path) -> Iterator[Insert]:
    """Inserts of SQLite alone."""
    connection = apsw.Connection(str(path))
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(entries_table())

    def insert(row: Row) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, row)
        connection.execute("COMMIT")

    yield insert
    connection.close()


@contextmanager
def bare_postgresql(url: str) -> Iterator[Insert]:
    """Inserts of PostgreSQL alone, each under one lock."""
    import psycopg

    address = Address.of(url)
    with psycopg.connect(address.conninfo, autocommit=True, prepare_threshold=2) as connection:
        cursor = connection.cursor()
        cursor.execute(f"CREATE SCHEMA {address.schema}; SET search_path TO {address.schema}")
        cursor.execute("SET synchronous_commit TO 'on'")
        cursor.execute(schema_in_postgresql(entries_table()))
        insert_sql = in_postgresql(INSERT)

        def insert(row: Row) -> None:
            cursor.execute("BEGIN; SELECT pg_advisory_xact_lock(1)", prepare=False)
            cursor.execute(insert_sql, row)
            cursor.execute("COMMIT", prepare=False)

        yield insert


def on_sqlite(*, batches: int, size: int) -> Rate:
    """Both on SQLite, on one disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with bare_sqlite(path / "bare.sqlite") as bare:
            return measure("sqlite", path / "book.sqlite", bare, batches=batches, size=size)


def on_postgresql(server: str, *, batches: int, size: int) -> Rate:
    """Both on PostgreSQL, on one server."""
    from postgres import fresh_schema

    with fresh_schema(server) as url, fresh_schema(server) as other, bare_postgresql(other) as bare:
        return measure("postgresql", url, bare, batches=batches, size=size)


def main(arguments: Sequence[str]) -> int:
    """Measure both stores; 1 when either is below the least ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=15)
    parser.add_argument("--size", type=int, default=400)
    parser.add_argument("--least", type=float, default=0.5)
    given = parser.parse_args(arguments)
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
    from postgres import running_server

    rates = [on_sqlite(batches=given.batches, size=given.size)]
    with running_server() as server:
        rates.append(on_postgresql(server, batches=given.batches, size=given.size))
    return verdict(rates, least=given.least)


def verdict(rates: Sequence[Rate], *, least: float) -> int:
    """Tell what was measured; 1 when any ratio is below the least."""
    for rate in rates:
        print(rate.told())
    return 0 if all(rate.ratio >= least for rate in rates) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

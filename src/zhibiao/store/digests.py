"""The rows of every table but the entries, in the order and the form in which they are sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from zhibiao.ledger.seal import RunningDigest, TableState
from zhibiao.store.database import Database

Row = tuple[Any, ...]
# Rows are read in portions, so that a book of any size is digested in the same memory.
_PORTION = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """How a table is sealed.

    Args:
        columns: what counts of a row.
        key: the number that orders the rows and only grows.
        then: what orders rows of the same number.
        begins_behind: the table whose sealed rows say where new rows of this one begin; itself, as a rule.
    """

    columns: str
    key: str = "number"
    then: str = ""
    begins_behind: str = ""


_PLACE = "place_file, place_sheet, place_cell, place_row, place_line, place_clause, place_field"
# Of a migration neither its time nor its hash: a book moved to another database has others, and is the same book.
# Contents have no order of their own: they stand in the order of the first receipt that cites them.
TABLES: Mapping[str, Sealed] = MappingProxyType(
    {
        "migrations": Sealed(columns="number, name"),
        "contents": Sealed(columns="sha256, bytes"),
        "files": Sealed(columns="number, sha256, name, received_at, uploader, outcome"),
        "returns": Sealed(columns="number, enterprise, period, version, received_at, provenance, file_sha256"),
        "facts": Sealed(
            columns=f"return_number, position, field, scope, value, {_PLACE}",
            key="return_number",
            then="position",
            begins_behind="returns",
        ),
        "decisions": Sealed(columns="number, id, sha256, state, body"),
        "signatures": Sealed(columns="number, decision, act, person, at, state"),
        "base_statements": Sealed(columns="number, id, sector, plan_year, sha256, body"),
        "base_answers": Sealed(
            columns="number, statement, enterprise, row_sha256, act, reason, document_sha256, person, at"
        ),
        "submissions": Sealed(
            columns="number, key, file_sha256, name, received_at, uploader, origin, outcome, receipt"
        ),
        "findings": Sealed(
            columns=f"submission, position, code, severity, because, holds, enterprise, period, {_PLACE}, facts",
            key="submission",
            then="position",
            begins_behind="submissions",
        ),
        "answers": Sealed(columns="number, submission, position, act, reason, ground, document_sha256, person, at"),
        "register_acts": Sealed(columns="number, at, person, body"),
        "appeal_acts": Sealed(columns="number, at, person, body"),
        "seals": Sealed(columns="number, sha256, body"),
        "heads": Sealed(columns="number, sha256, body, signature, public_key"),
    }
)


def sealed_rows(database: Database, table: str, *, since: Mapping[str, TableState] | None = None) -> Iterator[Row]:
    """The rows of a table in their order, from the first on or those that came since.

    Args:
        database: the book.
        table: one of `TABLES`.
        since: the states of all tables then.
    """
    states = since or {}
    if table == "contents":
        yield from _contents(database, states.get(table, TableState()).rows)
        return
    sealed = TABLES[table]
    behind = states.get(sealed.begins_behind or table, TableState()).rows
    row = database.one(f"SELECT max({sealed.key}) FROM {table}")
    last = int(row[0]) if row and row[0] is not None else 0
    order = f"{sealed.key}, {sealed.then}" if sealed.then else sealed.key
    question = f"SELECT {sealed.columns} FROM {table} WHERE {sealed.key} > ? AND {sealed.key} <= ? ORDER BY {order}"
    for start in range(behind, last, _PORTION):
        yield from (tuple(found) for found in database.all(question, start, start + _PORTION))


def _contents(database: Database, behind: int) -> Iterator[Row]:
    cited = database.all("SELECT sha256 FROM files GROUP BY sha256 ORDER BY min(number)")
    for (sha256,) in islice(cited, behind, None):
        row = database.one("SELECT bytes FROM contents WHERE sha256 = ?", sha256)
        yield sha256, None if row is None else bytes(row[0])


def digest_tables(database: Database, since: Mapping[str, TableState]) -> dict[str, RunningDigest]:
    """The digest of every table, taken up where it was left; only rows that came since are read."""
    found = {}
    for table in TABLES:
        running = RunningDigest(since.get(table, TableState()))
        running.add(sealed_rows(database, table, since=since))
        found[table] = running
    return found


def states_after(database: Database, rows: Mapping[str, int]) -> dict[str, TableState]:
    """The state of tables after so many rows of each, or after all there are where there are fewer."""
    return {
        table: RunningDigest().add(islice(sealed_rows(database, table), count))
        for table, count in rows.items()
        if table in TABLES
    }

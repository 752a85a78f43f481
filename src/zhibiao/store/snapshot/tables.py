"""The tables of a schema as its database describes them, so that one added by a later step travels like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhibiao.store.database import Database, Row

# How this store was built, step by step; another store is built by its own steps, so it does not travel.
OWN_RECORD = "migrations"
_PAGE = 5_000
_PAGE_OF_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns in order, its key, what it refers to, and the table whose rows its own are parts of.

    A part's key begins with the whole key of its parent: the figures of a return, for instance.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    has_bytes: bool
    refers_to: frozenset[str]
    parent: str


def tables_of(database: Database) -> tuple[Table, ...]:
    """Every table that travels, each behind those it refers to, otherwise in order of name."""
    described = _sqlite_columns(database) if database.kind == "sqlite" else _postgresql_columns(database)
    references = _sqlite_references(database) if database.kind == "sqlite" else _postgresql_references(database)
    links: dict[str, dict[str, str]] = {}
    for table, column, target in references:
        links.setdefault(table, {})[column] = target
    found: dict[str, list[tuple[str, str, int]]] = {}
    for table, column, kind, place in described:
        if table != OWN_RECORD:
            found.setdefault(table, []).append((column, kind.lower(), place))
    keys = {name: _key_of(name, columns) for name, columns in found.items()}
    tables = {name: _table(name, columns, keys, links.get(name, {})) for name, columns in found.items()}
    return tuple(_in_order(tables))


def rows_of(database: Database, table: Table) -> Iterator[Row]:
    """All rows in order of the key, texts by code points; a page at a time, so that no more than a page is held."""
    page = _PAGE_OF_BYTES if table.has_bytes else _PAGE
    order = quoted(table.key)
    places = [table.columns.index(column) for column in table.key]
    blanks = ", ".join("?" * len(places))
    wanted = f"SELECT {quoted(table.columns)} FROM {quoted([table.name])}"
    after: tuple[object, ...] = ()
    while True:
        further = f" WHERE ({order}) > ({blanks})" if after else ""
        found = database.all(f"{wanted}{further} ORDER BY {order} LIMIT {page}", *after)
        yield from found
        if len(found) < page:
            return
        after = tuple(found[-1][place] for place in places)


def quoted(names: Iterable[str]) -> str:
    """Names of tables or columns for a statement."""
    return ", ".join(f'"{name}"' for name in names)


def _key_of(name: str, columns: Iterable[tuple[str, str, int]]) -> tuple[str, ...]:
    key = tuple(column for column, _, place in sorted(columns, key=lambda item: item[2]) if place)
    if not key:
        raise ValueError(f"a table without a key has no order: {name}")
    return key


def _table(
    name: str,
    columns: list[tuple[str, str, int]],
    keys: Mapping[str, tuple[str, ...]],
    links: Mapping[str, str],
) -> Table:
    key = keys[name]
    parent = links.get(key[0], "") if len(key) > 1 else ""
    return Table(
        name=name,
        columns=tuple(column for column, _, _ in columns),
        key=key,
        has_bytes=any(kind in ("blob", "bytea") for _, kind, _ in columns),
        refers_to=frozenset(links.values()) - {name},
        parent=parent if parent and len(keys[parent]) == 1 else "",
    )


def _in_order(tables: Mapping[str, Table]) -> Iterator[Table]:
    # Parts are written right behind their parent's row, so what they refer to has to be there by then.
    needed = {name: set(table.refers_to) for name, table in tables.items()}
    for table in tables.values():
        if table.parent:
            needed[table.parent] |= table.refers_to - {table.parent}
    given: set[str] = set()
    while waiting := sorted(tables.keys() - given):
        ready = next((name for name in waiting if needed[name] <= given), None)
        if ready is None:
            raise ValueError(f"tables that refer to each other: {', '.join(waiting)}")
        given.add(ready)
        yield tables[ready]


def _sqlite_columns(database: Database) -> list[Row]:
    return database.all(
        "SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY t.name, c.cid"
    )


def _sqlite_references(database: Database) -> list[Row]:
    return database.all(
        'SELECT t.name, f."from", f."table" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f'
        " WHERE t.type = 'table' ORDER BY 1, 2"
    )


def _postgresql_columns(database: Database) -> list[Row]:
    # From the server's own catalogue: the standard's views hide the keys from whoever may only read.
    return database.all(
        "SELECT c.relname::text, a.attname::text, coalesce(base.typname, own.typname)::text,"
        " coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " JOIN pg_type own ON own.oid = a.atttypid LEFT JOIN pg_type base ON base.oid = own.typbasetype"
        " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 1, a.attnum"
    )


def _postgresql_references(database: Database) -> list[Row]:
    return database.all(
        "SELECT c.relname::text, a.attname::text, target.relname::text"
        " FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class target ON target.oid = f.confrelid"
        " JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)"
        " WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
    )

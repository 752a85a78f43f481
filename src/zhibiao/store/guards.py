"""Whether a book's tables still have the guards they were made with: nothing dropped, switched off or added."""

from __future__ import annotations

import re

from zhibiao.errors import BookBroken
from zhibiao.store.database import Database
from zhibiao.store.schema import applied_through, migrations, upgrade
from zhibiao.store.sqlite import SqliteDatabase

_MADE = re.compile(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+)")


def check_guards(database: Database) -> None:
    """Hold the schema against the one that the migrations make; BookBroken `store.guards_differ` with the first name.

    A guard that was dropped hides nothing from `verify`, but what could be changed behind it no longer had to be
    changed by force; and one that was added could take rows away while they come in.
    """
    expected, found = (
        (_made_by_sqlite(database), _sqlite(database))
        if database.kind == "sqlite"
        else (_made_by_postgresql(database), _postgresql(database))
    )
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise BookBroken(
                "store.guards_differ", name=name, expected=expected.get(name, "–"), found=found.get(name, "–")
            )


def _made_by_sqlite(database: Database) -> dict[str, str]:
    fresh = SqliteDatabase.memory()
    try:
        with fresh.transaction():
            upgrade(fresh, recorded_at="", through=applied_through(database))
        return _sqlite(fresh)
    finally:
        fresh.close()


def _sqlite(database: Database) -> dict[str, str]:
    found = database.all("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {f"{kind} {name}": " ".join(str(sql).split()) for kind, name, sql in found}


def _made_by_postgresql(database: Database) -> dict[str, str]:
    steps = [step.sql for step in migrations("postgresql") if step.number <= applied_through(database)]
    return {f"{kind.lower()} {name}": "on" for step in steps for kind, name in _MADE.findall(step)}


def _postgresql(database: Database) -> dict[str, str]:
    """Triggers that are switched on, and functions whose body stands word for word in a migration."""
    triggers = database.all(
        "SELECT t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
    )
    functions = database.all("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
    known = " ".join(" ".join(step.sql.split()) for step in migrations("postgresql"))
    return {
        **{f"trigger {name}": "on" if is_on == "O" else "off" for name, is_on in triggers},
        **{f"function {name}": "on" if " ".join(body.split()) in known else body for name, body in functions},
    }

"""Accounts: the hash of a person's password, and whether they may still sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibiao.store.database import Database, Row
from zhibiao.terms.account import Account
from zhibiao.terms.instant import instant_of, instant_text

_COLUMNS = "SELECT person, password_hash, made_at, changed_at, disabled_at FROM accounts"


class Accounts:
    """The accounts of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, person: str) -> Account | None:
        """A person's account."""
        row = self._database.one(f"{_COLUMNS} WHERE person = ?", person)
        return None if row is None else _account(row)

    def all(self) -> Sequence[Account]:
        """Every account, by person."""
        return [_account(row) for row in self._database.all(f"{_COLUMNS} ORDER BY person")]

    def set_password(self, person: str, password_hash: str, *, at: dt.datetime) -> None:
        """Make the account, or give it another password; whether it is disabled stays as it is."""
        with self._database.transaction():
            self._database.write(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, '') ON CONFLICT (person) "
                "DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at",
                person,
                password_hash,
                instant_text(at),
                instant_text(at),
            )

    def set_disabled(self, person: str, at: dt.datetime | None) -> None:
        """Disable an account at an instant, or enable it again with None."""
        with self._database.transaction():
            text = "" if at is None else instant_text(at)
            self._database.write("UPDATE accounts SET disabled_at = ? WHERE person = ?", text, person)


def _account(row: Row) -> Account:
    person, password_hash, made_at, changed_at, disabled_at = row
    return Account(
        person=person,
        password_hash=password_hash,
        made_at=instant_of(made_at),
        changed_at=instant_of(changed_at),
        disabled_at=instant_of(disabled_at) if disabled_at else None,
    )

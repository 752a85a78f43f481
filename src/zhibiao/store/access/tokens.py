"""Tokens of programs: each stands for one person, ends on a day, and is kept as a hash."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from zhibiao.store.access.sessions import hash_of
from zhibiao.store.database import Database, Row
from zhibiao.terms.account import ApiToken, Scope
from zhibiao.terms.instant import instant_of, instant_text

PREFIX = "zb_"
_COLUMNS = "SELECT number, person, name, scopes, made_at, ends_at, seen_at FROM tokens"
# A program that asks often leaves its trace once a minute.
_TOUCH = dt.timedelta(minutes=1)


class Tokens:
    """The tokens of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, person: str, *, name: str, scopes: Sequence[Scope], at: dt.datetime, ends_at: dt.datetime
    ) -> tuple[int, str]:
        """A new token: its number, and the word for the program, which is kept nowhere."""
        word = PREFIX + secrets.token_urlsafe(32)
        with self._database.transaction():
            self._database.write(
                "INSERT INTO tokens (key, person, name, scopes, made_at, ends_at, seen_at) "
                "VALUES (?, ?, ?, ?, ?, ?, '')",
                hash_of(word),
                person,
                name,
                " ".join(scopes),
                instant_text(at),
                instant_text(ends_at),
            )
            row = self._database.one("SELECT number FROM tokens WHERE key = ?", hash_of(word))
        assert row is not None
        return row[0], word

    def find(self, word: str, *, at: dt.datetime) -> ApiToken | None:
        """The token of a word while it lasts, counted as seen."""
        row = self._database.one(f"{_COLUMNS} WHERE key = ?", hash_of(word))
        if row is None:
            return None
        token = _token(row)
        if token.ends_at <= at:
            return None
        if token.seen_at is None or at - token.seen_at > _TOUCH:
            with self._database.transaction():
                self._database.write("UPDATE tokens SET seen_at = ? WHERE number = ?", instant_text(at), token.number)
        return token

    def of(self, person: str) -> Sequence[ApiToken]:
        """A person's tokens, in order."""
        return [_token(row) for row in self._database.all(f"{_COLUMNS} WHERE person = ? ORDER BY number", person)]

    def revoke(self, number: int, *, person: str) -> bool:
        """End one of a person's tokens; False where that person has none of that number."""
        if number not in {token.number for token in self.of(person)}:
            return False
        with self._database.transaction():
            self._database.write("DELETE FROM tokens WHERE number = ? AND person = ?", number, person)
        return True

    def end_all(self, person: str) -> None:
        """End every token of a person."""
        with self._database.transaction():
            self._database.write("DELETE FROM tokens WHERE person = ?", person)


def _token(row: Row) -> ApiToken:
    number, person, name, scopes, made_at, ends_at, seen_at = row
    return ApiToken(
        number=number,
        person=person,
        name=name,
        scopes=tuple(Scope(scope) for scope in scopes.split()),
        made_at=instant_of(made_at),
        ends_at=instant_of(ends_at),
        seen_at=instant_of(seen_at) if seen_at else None,
    )

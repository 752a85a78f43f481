"""One-use passes: random words of which only the hash is kept, gone when they are used or their time is up."""

from __future__ import annotations

import datetime as dt
import secrets

from zhibiao.store.access.sessions import hash_of
from zhibiao.store.database import Database
from zhibiao.terms.account import Pass, PassKind
from zhibiao.terms.instant import instant_of, instant_text


class Passes:
    """The passes of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, kind: PassKind, *, person: str, by: str, at: dt.datetime, lasts: dt.timedelta) -> str:
        """A new pass; an older one of the same kind for the same person ends. Gives the word, kept nowhere."""
        word = secrets.token_urlsafe(24)
        with self._database.transaction():
            self._database.write("DELETE FROM passes WHERE kind = ? AND person = ?", kind.value, person)
            self._database.write(
                "INSERT INTO passes VALUES (?, ?, ?, ?, ?, ?)",
                hash_of(word),
                kind.value,
                person,
                by,
                instant_text(at),
                instant_text(at + lasts),
            )
        return word

    def find(self, kind: PassKind, word: str, *, at: dt.datetime) -> Pass | None:
        """What a word opens, while it does; it is not used up by being looked at."""
        row = self._database.one(
            "SELECT person, made_by, ends_at FROM passes WHERE key = ? AND kind = ?", hash_of(word), kind.value
        )
        if row is None or instant_of(row[2]) < at:
            return None
        return Pass(kind=kind, person=row[0], made_by=row[1], ends_at=instant_of(row[2]))

    def use(self, kind: PassKind, word: str, *, at: dt.datetime) -> Pass | None:
        """What a word opened; it opens nothing any more."""
        with self._database.transaction():
            found = self.find(kind, word, at=at)
            self._database.write("DELETE FROM passes WHERE key = ? AND kind = ?", hash_of(word), kind.value)
        return found

    def waiting(self, kind: PassKind, *, at: dt.datetime) -> dict[str, dt.datetime]:
        """For whom passes of a kind wait to be used, and until when."""
        rows = self._database.all("SELECT person, ends_at FROM passes WHERE kind = ?", kind.value)
        ends = {person: instant_of(text) for person, text in rows}
        return {person: end for person, end in ends.items() if end >= at}

    def end_all(self, person: str) -> None:
        """Let every pass of a person end."""
        with self._database.transaction():
            self._database.write("DELETE FROM passes WHERE person = ?", person)

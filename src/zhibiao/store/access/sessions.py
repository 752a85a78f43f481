"""Sessions at the desk: kept on the server, known to the browser by a random word of which only the hash is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.store.database import Database
from zhibiao.terms.instant import instant_of, instant_text

IDLE = dt.timedelta(minutes=60)
LONGEST = dt.timedelta(hours=12)
# A page that is read leaves its trace once a minute, not with every picture on it.
_TOUCH = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser; `csrf` is the word that its forms must bring back."""

    key: str
    person: str
    csrf: str
    begun_at: dt.datetime
    seen_at: dt.datetime


class Sessions:
    """The sessions of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, person: str, *, at: dt.datetime) -> str:
        """A new session; gives the word for the browser, which is kept nowhere."""
        word = secrets.token_urlsafe(32)
        with self._database.transaction():
            self._database.write("DELETE FROM sessions WHERE begun_at < ?", instant_text(at - LONGEST))
            self._database.write(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                hash_of(word),
                person,
                secrets.token_urlsafe(32),
                instant_text(at),
                instant_text(at),
            )
        return word

    def find(self, word: str, *, at: dt.datetime) -> Session | None:
        """The session of a word while it lasts, counted as seen; None otherwise."""
        row = self._database.one(
            "SELECT key, person, csrf, begun_at, seen_at FROM sessions WHERE key = ?", hash_of(word)
        )
        if row is None:
            return None
        key, person, csrf, begun_at, seen_at = row
        session = Session(key=key, person=person, csrf=csrf, begun_at=instant_of(begun_at), seen_at=instant_of(seen_at))
        if at - session.seen_at > IDLE or at - session.begun_at > LONGEST:
            self.end(session.key)
            return None
        if at - session.seen_at > _TOUCH:
            with self._database.transaction():
                self._database.write("UPDATE sessions SET seen_at = ? WHERE key = ?", instant_text(at), key)
        return session

    def of(self, person: str) -> Sequence[Session]:
        """A person's sessions, the latest seen first; some of them may have run out."""
        rows = self._database.all(
            "SELECT key, person, csrf, begun_at, seen_at FROM sessions WHERE person = ? ORDER BY seen_at DESC", person
        )
        return [
            Session(key=key, person=name, csrf=csrf, begun_at=instant_of(begun_at), seen_at=instant_of(seen_at))
            for key, name, csrf, begun_at, seen_at in rows
        ]

    def end(self, key: str) -> None:
        """End a session by its key."""
        with self._database.transaction():
            self._database.write("DELETE FROM sessions WHERE key = ?", key)

    def end_all(self, person: str, *, but: str = "") -> None:
        """End every session of a person, except the one of the key `but`."""
        with self._database.transaction():
            self._database.write("DELETE FROM sessions WHERE person = ? AND key <> ?", person, but)


def hash_of(word: str) -> str:
    """What is kept of a random word: it is long enough that a plain hash cannot be undone."""
    return hashlib.sha256(word.encode()).hexdigest()

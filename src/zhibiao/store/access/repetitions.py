"""What was answered to a program under its own key, so that asking again does nothing again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib.resources import files

from zhibiao.store.database import Database
from zhibiao.terms.instant import instant_of, instant_text

KEPT_FOR = dt.timedelta(days=7)
ABANDONED_AFTER = dt.timedelta(minutes=2)
"""A request that began so long ago and has no answer died with its process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request under a key: who, which route, the key, and the hash of address and body."""

    person: str
    route: str
    key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What became of the key before: another request, one still at work (`status` 0), or an answer."""

    is_same: bool
    status: int
    headers: dict[str, str]
    body: bytes


class Repetitions:
    """The requests of programs with their answers; for one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        if not database.has_table("repetitions"):
            database.define((files("zhibiao") / "data" / "api_schema.sql").read_text(encoding="utf-8"))

    def begin(self, asked: Asked, *, at: dt.datetime) -> Before | None:
        """Take the key for this request; what became of it before where it is taken."""
        with self._database.transaction():
            self._database.write("DELETE FROM repetitions WHERE begun_at < ?", instant_text(at - KEPT_FOR))
            row = self._database.one(
                "SELECT asked_sha256, begun_at, status, headers, body FROM repetitions "
                "WHERE person = ? AND route = ? AND key = ?",
                *_name(asked),
            )
            if row is not None:
                sha256, begun_at, status, headers, body = row
                if status or at - instant_of(begun_at) < ABANDONED_AFTER:
                    return Before(is_same=sha256 == asked.sha256, status=status, headers=json.loads(headers), body=body)
                self._forget(asked)
            values = (*_name(asked), asked.sha256, instant_text(at), 0, "{}", b"")
            self._database.write("INSERT INTO repetitions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)
        return None

    def finish(self, asked: Asked, *, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep the answer."""
        with self._database.transaction():
            self._database.write(
                "UPDATE repetitions SET status = ?, headers = ?, body = ? WHERE person = ? AND route = ? AND key = ?",
                *(status, json.dumps(headers), body, *_name(asked)),
            )

    def release(self, asked: Asked) -> None:
        """Give the key back: nothing was done."""
        with self._database.transaction():
            self._forget(asked)

    def _forget(self, asked: Asked) -> None:
        self._database.write("DELETE FROM repetitions WHERE person = ? AND route = ? AND key = ?", *_name(asked))


def _name(asked: Asked) -> tuple[str, str, str]:
    return asked.person, asked.route, asked.key

"""Guesses at passwords, counted over the time that has just passed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from zhibiao.store.access.sessions import hash_of
from zhibiao.store.database import Database


class Attempts:
    """The attempts at one desk; what they are counted for is kept as a hash, since people type passwords as names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, subject: str, instant: dt.datetime) -> Sequence[dt.datetime]:
        """When there were attempts after an instant, earliest first, in whole seconds."""
        rows = self._database.all(
            "SELECT at FROM attempts WHERE subject = ? AND at > ? ORDER BY at", hash_of(subject), _second(instant)
        )
        return [dt.datetime.fromtimestamp(at, dt.UTC) for (at,) in rows]

    def add(self, subject: str, *, at: dt.datetime, forget: dt.datetime) -> None:
        """Count an attempt; those before `forget` count no more, for anybody."""
        with self._database.transaction():
            self._database.write("DELETE FROM attempts WHERE at <= ?", _second(forget))
            self._database.write("INSERT INTO attempts (subject, at) VALUES (?, ?)", hash_of(subject), _second(at))

    def forgive(self, subject: str, *, most: int) -> None:
        """Take back the latest attempts, as many as `most`."""
        with self._database.transaction():
            self._database.write(
                "DELETE FROM attempts WHERE number IN "
                "(SELECT number FROM attempts WHERE subject = ? ORDER BY number DESC LIMIT ?)",
                hash_of(subject),
                most,
            )


def _second(instant: dt.datetime) -> int:
    return math.floor(instant.timestamp())

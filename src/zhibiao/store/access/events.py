"""The log of what happened at the door: only added to, and written so that no line can pretend to be another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibiao.store.database import Database
from zhibiao.terms.account import AccessEvent
from zhibiao.terms.instant import instant_of, instant_text
from zhibiao.terms.visible import visible

_LONGEST = 200


class Events:
    """The events of one desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, act: str, *, at: dt.datetime, person: str, about: str, address: str, outcome: str) -> None:
        """Put an event on record; what acts on a terminal stands as escapes."""
        texts = (visible(text[:_LONGEST]) for text in (person, act, about, address, outcome))
        with self._database.transaction():
            self._database.write(
                "INSERT INTO events (at, person, act, about, address, outcome) VALUES (?, ?, ?, ?, ?, ?)",
                instant_text(at),
                *texts,
            )

    def last(self, act: str, about: str) -> dt.datetime | None:
        """When that last happened."""
        row = self._database.one(
            "SELECT at FROM events WHERE act = ? AND about = ? ORDER BY number DESC LIMIT 1", act, about
        )
        return None if row is None else instant_of(row[0])

    def find(self, *, person: str = "", act: str = "", since: str = "", most: int) -> Sequence[AccessEvent]:
        """The latest events first, filtered; `since` is the beginning of an instant's text, such as a day."""
        rows = self._database.all(
            "SELECT number, at, person, act, about, address, outcome FROM events "
            "WHERE (? = '' OR person = ?) AND (? = '' OR act = ?) AND at >= ? ORDER BY number DESC LIMIT ?",
            person,
            person,
            act,
            act,
            since,
            most,
        )
        names = ("number", "at", "person", "act", "about", "address", "outcome")
        return [AccessEvent(**(dict(zip(names, row, strict=True)) | {"at": instant_of(row[1])})) for row in rows]

    def acts(self) -> Sequence[str]:
        """Which acts there have been."""
        return [act for (act,) in self._database.all("SELECT DISTINCT act FROM events ORDER BY act")]

"""What a book keeps of appeals: the acts upon them, in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from zhibiao.allocation.appeals.deeds import Act
from zhibiao.allocation.appeals.plain import deed_of_plain, plain_of_deed
from zhibiao.errors import BookBroken, Conflict
from zhibiao.store.database import Database
from zhibiao.terms.canonical import canonical_bytes

# Appeals are folded anew for each act upon one, and a row says the same every time: of so many it is read once.
_KNOWN = 4096


class AppealActs:
    """The acts upon the appeals of one book; every write stands in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, act: Act) -> None:
        """Put an act on record; Conflict `appeal.out_of_order` when its number is not the next."""
        row = self._database.one("SELECT coalesce(max(number), 0) FROM appeal_acts")
        assert row is not None
        if act.number != int(row[0]) + 1:
            raise Conflict("appeal.out_of_order", number=act.number, last=int(row[0]))
        body = canonical_bytes(plain_of_deed(act.deed)).decode()
        self._database.write("INSERT INTO appeal_acts VALUES (?, ?, ?, ?)", act.number, act.at, act.person, body)

    def all(self) -> Sequence[Act]:
        """The acts in order; BookBroken `store.damaged` for one that says nothing."""
        found = self._database.all("SELECT number, at, person, body FROM appeal_acts ORDER BY number")
        return tuple(_act_of(*row) for row in found)


@lru_cache(maxsize=_KNOWN)
def _act_of(number: int, at: str, person: str, body: str) -> Act:
    try:
        return Act(number=number, at=at, person=person, deed=deed_of_plain(json.loads(body)))
    except ValueError as error:
        raise BookBroken("store.damaged", detail=f"appeal_acts {number}: {error}") from error

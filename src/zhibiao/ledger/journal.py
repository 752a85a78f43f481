"""The entries of a book in order, shared by the books that grow from one another, so that a step costs no copy."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhibiao.ledger.entry import Entry


@dataclass(slots=True)
class _Shelf:
    """Where entries stand; several journals read different lengths of one shelf."""

    entries: list[Entry] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    corrected_at: dict[str, int] = field(default_factory=dict)

    def put(self, entry: Entry) -> None:
        position = len(self.entries)
        self.entries.append(entry)
        self.place[entry.draft.id] = position
        if entry.draft.corrects:
            self.corrected_at[entry.draft.corrects] = position


@dataclass(frozen=True, slots=True, eq=False)
class Journal:
    """The first `length` entries of a shelf; immutable to whoever holds it.

    Taking an entry writes behind this journal's end, where it cannot see; when another journal already wrote there,
    the new one gets a shelf of its own. A million steps in a row so cost a million writes, not their square.
    """

    _shelf: _Shelf
    length: int

    @classmethod
    def empty(cls) -> Journal:
        """A journal without entries."""
        return cls(_Shelf(), 0)

    def take(self, entry: Entry) -> Journal:
        """The journal with one more entry."""
        shelf = self._shelf
        if len(shelf.entries) != self.length:
            shelf = _Shelf()
            for earlier in self.entries():
                shelf.put(earlier)
        shelf.put(entry)
        return Journal(shelf, self.length + 1)

    def entries(self) -> tuple[Entry, ...]:
        """The entries in order."""
        return tuple(self._shelf.entries[: self.length])

    @property
    def last_seq(self) -> int:
        """Sequence number of the last entry, 0 when there is none."""
        return self._shelf.entries[self.length - 1].seq if self.length else 0

    @property
    def last_version(self) -> int:
        """The form of the last entry, 0 when there is none."""
        return self._shelf.entries[self.length - 1].version if self.length else 0

    def find(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return self._seen(self._shelf.place.get(entry_id))

    def corrected_by(self, entry_id: str) -> Entry | None:
        """The entry that turned that one back, or None."""
        return self._seen(self._shelf.corrected_at.get(entry_id))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Journal) and self.entries() == other.entries()

    def __contains__(self, entry_id: object) -> bool:
        return isinstance(entry_id, str) and self.find(entry_id) is not None

    def __len__(self) -> int:
        return self.length

    def _seen(self, position: int | None) -> Entry | None:
        return self._shelf.entries[position] if position is not None and position < self.length else None

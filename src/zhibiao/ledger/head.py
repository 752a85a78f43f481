"""The head (台账首页存证): one small document that pins down a whole book at one moment, for others to keep.

It is given to enterprises as well, so hashes that somebody could guess his way behind (the chain's, the tables') stand
in it behind salts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import BookBroken
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.seal import EMPTY, TableState
from zhibiao.ledger.statement import Statements, blinded, book_id, salt_of, statements_of
from zhibiao.terms.canonical import canonical_bytes, sha256_hex

FORMAT = "zhibiao-head/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A book at one moment: its entries so far, and the state of every other table then.

    Args:
        entries: all entries from the first on, in commit order.
        tables: by name.
        period: the month or year whose close it was; empty for any other moment.
    """

    entries: Sequence[Entry]
    tables: Mapping[str, TableState]
    period: str = ""

    @property
    def chain(self) -> str:
        """Hash of the last entry."""
        return self.entries[-1].hash if self.entries else EMPTY

    def statements(self, secret: str) -> Statements:
        """Everybody's own statement at this moment."""
        return statements_of(self.entries, book=book_id(secret))


def head_plain(
    moment: Moment, *, secret: str, city: str, number: int, previous: str, recorded_at: str
) -> dict[str, Any]:
    """The head document of a moment.

    Args:
        moment: the book then.
        secret: the book's secret.
        city: name of the book, as its settings say.
        number: how many heads were handed out with this one.
        previous: SHA-256 of the head handed out before, 64 zeros for the first.
        recorded_at: when it is made.
    """
    statements = moment.statements(secret)
    return {
        "format": FORMAT,
        "book": book_id(secret),
        "city": city,
        "number": number,
        "period": moment.period,
        "recorded_at": recorded_at,
        "entries": len(moment.entries),
        "chain": blinded_chain(secret, len(moment.entries), moment.chain),
        "closings": closings_plain(moment.entries, secret),
        "tables": {name: table_plain(secret, name, state) for name, state in sorted(moment.tables.items())},
        "statements": {"count": len(statements.of), "root": statements.root(secret)},
        "previous": previous,
    }


def closings_plain(entries: Sequence[Entry], secret: str) -> list[dict[str, Any]]:
    """Every close so far, with the chain at it: where a chain was written anew is then known to the month."""
    return [
        {
            "sector": entry.draft.sector,
            "period": entry.draft.month or f"{entry.draft.plan_year:04d}",
            "seq": entry.seq,
            "chain": blinded_chain(secret, entry.seq, entry.hash),
        }
        for entry in entries
        if entry.draft.kind is EntryKind.CLOSE
    ]


def blinded_chain(secret: str, entries: int, chain: str) -> str:
    """The chain's hash after so many entries, behind its salt."""
    return blinded(salt_of(secret, "chain", entries), chain)


def table_plain(secret: str, name: str, state: TableState) -> dict[str, Any]:
    """A table's rows, and its digest behind its salt."""
    return {"rows": state.rows, "digest": blinded(salt_of(secret, "table", name, state.rows), state.digest)}


def opening_plain(moment: Moment, secret: str) -> dict[str, Any]:
    """What lies behind the blinded hashes of a head, with the salts to check it by; for those who may see the book."""
    count = len(moment.entries)
    return {
        "chain": {"hash": moment.chain, "salt": salt_of(secret, "chain", count)},
        "tables": {
            name: {**state.plain(), "salt": salt_of(secret, "table", name, state.rows)}
            for name, state in sorted(moment.tables.items())
        },
    }


def check_entries(head: Mapping[str, Any], entries: Sequence[Entry], secret: str) -> None:
    """A book still begins with the entries that a head was made of.

    Raises:
        BookBroken: `head.other_book`; `head.truncated` when entries are missing at the end; `head.entry_differs` with
            the entries between which the first bad one stands; `head.statements_differ`.
    """
    if head["book"] != book_id(secret):
        raise BookBroken("head.other_book", expected=head["book"], found=book_id(secret))
    good = 0
    marks = [(close["seq"], close["chain"]) for close in head["closings"]]
    for seq, kept in [*marks, (head["entries"], head["chain"])]:
        chain = entries[seq - 1].hash if 0 < seq <= len(entries) else EMPTY
        if seq <= len(entries) and blinded_chain(secret, seq, chain) != kept:
            raise BookBroken("head.entry_differs", first=good + 1, last=seq, number=head["number"])
        good = seq
    if len(entries) < head["entries"]:
        raise BookBroken("head.truncated", table="entries", expected=head["entries"], found=len(entries))
    then = entries[: head["entries"]]
    statements = statements_of(then, book=head["book"])
    if head["statements"] != {"count": len(statements.of), "root": statements.root(secret)}:
        raise BookBroken("head.statements_differ", number=head["number"])
    if head["closings"] != closings_plain(then, secret):
        raise BookBroken("head.entry_differs", first=1, last=head["entries"], number=head["number"])


def check_tables(head: Mapping[str, Any], found: Mapping[str, TableState], secret: str) -> None:
    """Every table of a book still begins with the rows that a head was made of.

    Args:
        head: the document.
        found: the state of each table of the head after as many rows as the head says, or after all it has.
        secret: the book's secret.

    Raises:
        BookBroken: `head.truncated`, `head.table_differs` with the table.
    """
    for name, kept in head["tables"].items():
        state = found.get(name, TableState())
        if state.rows < kept["rows"]:
            raise BookBroken("head.truncated", table=name, expected=kept["rows"], found=state.rows)
        if table_plain(secret, name, state) != kept:
            raise BookBroken("head.table_differs", table=name, rows=kept["rows"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A head that was handed out: the bytes that were signed, the signature in hexadecimal, the public key as PEM."""

    number: int
    body: str
    signature: str
    public_key: str

    @property
    def sha256(self) -> str:
        """Hash of the signed bytes; the next head cites it."""
        return sha256_hex(self.body.encode())

    @property
    def is_canonical(self) -> bool:
        """Whether the bytes are the canonical ones of what they say."""
        import json

        return canonical_bytes(json.loads(self.body)) == self.body.encode()

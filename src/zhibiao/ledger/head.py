"""The head (台账首页存证): one small document that pins down a whole book at one moment, for others to keep.

It is given to enterprises as well, so hashes that somebody could guess his way behind (the chain's, the tables') stand
in it behind salts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibiao.errors import BookBroken
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.seal import EMPTY, TableState
from zhibiao.ledger.statement import Statements, blinded, book_id, salt_of, statements_of
from zhibiao.terms.canonical import canonical_bytes, sha256_hex

FORMAT = "zhibiao-head/1"
_KEYS = {
    *("format", "book", "city", "number", "period", "recorded_at", "entries", "chain", "closings", "tables"),
    *("statements", "previous"),
}


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


def check_entries(head: Mapping[str, Any], entries: Sequence[Entry], secret: str) -> Statements:
    """A book still begins with the entries that a head was made of; gives everybody's statements then.

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
    return statements


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


def read_head(content: bytes) -> dict[str, Any]:
    """A head document from its bytes, which have to be the canonical ones; ValueError says what is not as agreed."""
    try:
        head = json.loads(content)
        if canonical_bytes(head) != content:
            raise ValueError("not in canonical form")
        _check_form(head)
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"not in the agreed form: {error!r}") from error
    return dict(head)


def _check_form(head: Mapping[str, Any]) -> None:
    _expect("format", head["format"] == FORMAT)
    _expect("keys", set(head) == _KEYS)
    _expect("texts", all(type(head[name]) is str for name in ("city", "period", "recorded_at")))
    _expect("numbers", all(_is_count(head[name]) for name in ("number", "entries")))
    _expect("hashes", all(_is_hash(head[name]) for name in ("book", "chain", "previous")))
    for close in head["closings"]:
        _expect("closings", set(close) == {"sector", "period", "seq", "chain"} and _is_count(close["seq"]))
    order = [close["seq"] for close in head["closings"]]
    _expect("closings", order == sorted(set(order)) and all(0 < seq <= head["entries"] for seq in order))
    for table in head["tables"].values():
        _expect("tables", set(table) == {"rows", "digest"} and _is_count(table["rows"]) and _is_hash(table["digest"]))
    statements = head["statements"]
    _expect("statements", set(statements) == {"count", "root"} and _is_hash(statements["root"]))


def _expect(name: str, is_met: bool) -> None:
    if not is_met:
        raise ValueError(f"not in the agreed form: {name}")


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None

"""Heads (首页存证): what a book is at one moment, handed out under a signature, and held against the book later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from zhibiao.errors import ActRefused, BookBroken, NotFound
from zhibiao.ledger.chain import check_chain
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.head import (
    Moment,
    SignedHead,
    check_entries,
    check_tables,
    head_plain,
    opening_plain,
    read_head,
)
from zhibiao.ledger.seal import EMPTY, cited_seal
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import APPROVES, check_right
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text

# What a second look at the same state may say otherwise.
_OF_THE_LOOK = ("number", "recorded_at", "previous")


class Signer(Protocol):
    """A private key, wherever it lies."""

    @property
    def public_key(self) -> str:
        """The public key as PEM."""
        ...

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadShown:
    """A head nobody has been given: the document, and what lies behind its blinded hashes."""

    document: Mapping[str, Any]
    opening: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadChecked:
    """A head that the book still holds.

    Args:
        number: which head it is.
        period: the period at whose close it was made; empty for another moment.
        entries: how many entries it covers.
        later_entries: how many have come since.
        later_rows: how many rows each other table has got since; a table without new rows is absent.
        tables: how many tables were held against it.
        is_kept: whether the book itself remembers handing it out.
        sha256: hash of the document.
    """

    number: int
    period: str
    entries: int
    later_entries: int
    later_rows: Mapping[str, int]
    tables: int
    is_kept: bool
    sha256: str

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {name: getattr(self, name) for name in self.__slots__} | {"later_rows": dict(self.later_rows)}


def moment_of(store: Store, period: str = "") -> Moment:
    """The book as it stands, or as it stood at the last closing entry of a month or a year.

    Raises:
        NotFound: `head.close_unknown`.
        ActRefused: `head.close_unsealed`: closed before there were seals.
        BookBroken: `seal.missing`.
    """
    entries = store.entries()
    if not period:
        return Moment(entries=entries, tables=store.proofs.states())
    closings = [
        entry
        for entry in entries
        if entry.draft.kind is EntryKind.CLOSE and period == (entry.draft.month or f"{entry.draft.plan_year:04d}")
    ]
    if not closings:
        raise NotFound("head.close_unknown", period=period)
    last = closings[-1]
    cited = cited_seal(last.draft.basis)
    if not cited:
        raise ActRefused("head.close_unsealed", period=period)
    seal = store.proofs.find_seal(cited)
    if seal is None:
        raise BookBroken("seal.missing", seq=last.seq, id=last.draft.id, expected=cited)
    return Moment(entries=entries[: last.seq], tables=seal.tables, period=period)


def show_head(store: Store, clock: Clock, *, city: str, period: str = "") -> HeadShown:
    """The head of a moment, without handing it out; raises what `moment_of` raises."""
    moment, secret = moment_of(store, period), store.proofs.secret()
    return HeadShown(document=_document(store, clock, moment, city=city), opening=opening_plain(moment, secret))


def hand_out_head(
    store: Store, clock: Clock, *, city: str, signer: Signer, person: Person, period: str = ""
) -> SignedHead:
    """Sign the head of a moment and keep it; the same state under the same key again is the same head.

    Args:
        store: the book's memory.
        clock: the present instant.
        city: name of the book.
        signer: the authority's key.
        person: who hands it out.
        period: a month or a year that is closed; empty for the book as it stands.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: what `moment_of` raises.
    """
    check_right(person, APPROVES, Text("发出首页存证", "hand out a head"))
    with store.transaction():
        document = _document(store, clock, moment_of(store, period), city=city)
        for kept in store.proofs.heads():
            if kept.public_key == signer.public_key and _state(json.loads(kept.body)) == _state(document):
                return kept
        body = canonical_bytes(document)
        head = SignedHead(
            number=document["number"],
            body=body.decode(),
            signature=signer.sign(body).hex(),
            public_key=signer.public_key,
        )
        store.proofs.add_head(head)
        return head


def check_head(store: Store, content: bytes) -> HeadChecked:
    """Hold a head that somebody kept against the book: everything it covers is still there, and the same.

    Args:
        store: the book's memory.
        content: the document's bytes.

    Raises:
        ValueError: it is no head.
        BookBroken: the first difference: `chain.*` where the chain itself is broken, `head.other_book`,
            `head.entry_differs` (written anew), `head.truncated`, `head.table_differs`, `head.statements_differ`.
    """
    head, secret = read_head(content), store.proofs.secret()
    entries = store.entries()
    check_chain(entries)
    check_entries(head, entries, secret)
    rows = {name: table["rows"] for name, table in head["tables"].items()}
    check_tables(head, store.proofs.states_after(rows), secret)
    sha256 = sha256_hex(content)
    return HeadChecked(
        number=head["number"],
        period=head["period"],
        entries=head["entries"],
        later_entries=len(entries) - head["entries"],
        later_rows={
            name: later
            for name, state in sorted(store.proofs.states().items())
            if (later := state.rows - rows.get(name, 0))
        },
        tables=len(rows),
        is_kept=any(kept.sha256 == sha256 for kept in store.proofs.heads()),
        sha256=sha256,
    )


def _document(store: Store, clock: Clock, moment: Moment, *, city: str) -> dict[str, Any]:
    handed_out = store.proofs.heads()
    return head_plain(
        moment,
        secret=store.proofs.secret(),
        city=city,
        number=len(handed_out) + 1,
        previous=handed_out[-1].sha256 if handed_out else EMPTY,
        recorded_at=instant_text(clock.now()),
    )


def _state(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a head says of the book, the heads themselves left out: handing one out changes nothing else."""
    tables = {name: table for name, table in document["tables"].items() if name != "heads"}
    return {name: value for name, value in document.items() if name not in _OF_THE_LOOK} | {"tables": tables}

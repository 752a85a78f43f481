"""A transfer as proposed (调剂申请): kept as a file under its hash, and how far the ledger says it has come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from zhibiao.errors import NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.steps import last_proposal, standing_proposal
from zhibiao.procedures.ports import Store
from zhibiao.terms.canonical import canonical_bytes, sha256_hex

# What a file kept for a transfer is, where other files say what became of a return.
PROPOSED, DOCUMENT = "TRANSFER_PROPOSED", "TRANSFER_DOCUMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A transfer as proposed; kept as a file under its hash, so that what is confirmed is what was proposed.

    Args:
        sector: whose book.
        plan_year: of which year.
        giver: enterprise whose available tonnes go.
        taker: enterprise that gets them.
        tonnes: how many.
        group: the group both belong to by the register; empty between groups.
        document: name of the document it rests on: the group's own letter, the giver's, or one that both signed.
        document_sha256: hash of that document, which is kept as well.
        person: who proposes.
        at: when (UTC).
        second_document: name of the taker's letter, where each side wrote one; then with its hash.
    """

    sector: str
    plan_year: int
    giver: str
    taker: str
    tonnes: int
    group: str
    document: str
    document_sha256: str
    person: str
    at: str
    second_document: str = ""
    second_document_sha256: str = ""

    def plain(self) -> dict[str, Any]:
        """The proposal as plain values; what is hashed, without a second document where there is none."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in plain.items() if value or not name.startswith("second_")}

    @property
    def sha256(self) -> str:
        """Hash of the canonical bytes."""
        return sha256_hex(canonical_bytes(self.plain()))

    @property
    def id(self) -> str:
        """Short name: sector, year and the first eight digits of the hash."""
        return f"transfer-{self.sector}-{self.plan_year}-{self.sha256[:8]}"


def find_proposal(store: Store, proposal_id: str) -> Proposal:
    """The proposal of that id, read back from the file it was kept as; NotFound `transfer.not_found`."""
    for proposal in proposals(store):
        if proposal.id == proposal_id:
            return proposal
    raise NotFound("transfer.not_found", proposal=proposal_id)


def proposals(store: Store) -> Iterator[Proposal]:
    """Every proposal on record, read back from the file it was kept as."""
    for file in store.files():
        if file.outcome == PROPOSED:
            yield Proposal(**json.loads(store.file_content(file.sha256)))


def waits_until(store: Store, proposal: Proposal) -> str:
    """The instant from which a proposed transfer may be confirmed; empty when it need not wait."""
    book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
    put_forward = last_proposal(book, proposal.sha256)
    return put_forward.not_before if put_forward else ""


def is_same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals are the same but for who entered them, when, and how the file was named."""
    named = replace(one, document=other.document, second_document=other.second_document)
    return replace(named, person=other.person, at=other.at) == other


def is_withdrawn(book: Book, proposal: Proposal) -> bool:
    """Whether it was put forward and has ended without effect."""
    return not carried_out(book, proposal) and not standing_proposal(book, proposal.sha256)


def carried_out(book: Book, proposal: Proposal) -> str:
    """Id of the entry by which it was carried out; empty when it was not. The first version knew it by id alone."""
    put_forward = last_proposal(book, proposal.sha256)
    if put_forward is None:
        by_id = f"{EntryKind.TRANSFER}:{proposal.sector}:{proposal.plan_year}:{proposal.sha256[:16]}"
        return by_id if by_id in book.journal else ""
    end = put_forward.end
    return end.draft.id if end is not None and end.draft.kind is EntryKind.TRANSFER else ""

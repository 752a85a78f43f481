"""Withdraw what was put forward (撤回): a decision or a transfer ends without effect, for a reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.proposals import Proposal
from zhibiao.ledger.steps import last_proposal, withdraw_draft
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.ports import Clock, DecisionState, Person, Signature, Store, StoredFile
from zhibiao.procedures.proposed_transfer import find_proposal
from zhibiao.procedures.rights import APPROVES, check_right
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Text

# What a file is that holds the words of whoever withdrew.
REASON = "WITHDRAWAL_REASON"
BY_HAND = "withdraw.by_hand"
TRANSFERS = "transfer-"
_ENDED = {
    EntryKind.ISSUE: Text("下达", "issued"),
    EntryKind.TRANSFER: Text("办理", "carried out"),
    EntryKind.WITHDRAW: Text("撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was withdrawn: by whom, when (UTC), why in that person's words, and what it had pledged by account."""

    id: str
    sha256: str
    person: str
    at: str
    reason: str
    reason_sha256: str
    freed_t: dict[str, int]
    entry: Entry

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "entry"}
        return plain | {"entry": {**self.entry.plain(), "hash": self.entry.hash}}


def withdraw(store: Store, clock: Clock, name: str, person: Person, *, reason: str) -> Withdrawn:
    """End a decision or a transfer that still stands; what it pledged is free, and it may be put forward again.

    The words are kept by their hash, as documents are, and the entry cites it.

    Args:
        store: the book's memory.
        clock: the time.
        name: id of a decision or of a transfer.
        person: who put it forward, or any approver.
        reason: why, in words.

    Raises:
        NotFound: `decision.not_found`, `transfer.not_found`.
        UsageError: `withdraw.no_reason`.
        NotAllowed: `auth.forbidden`, to whoever did not put it forward and is no approver.
        ActRefused: `withdraw.not_proposed`, `withdraw.wrong_state`, in this order.
    """
    with store.transaction():
        book, sha256, put_forward_by = _subject(store, name)
        if not reason.strip():
            raise UsageError("withdraw.no_reason", name=name)
        if person.id != put_forward_by:
            check_right(person, APPROVES, Text(f"撤回他人提出的 {name}", f"withdraw {name}, which another put forward"))
        proposal = _standing(book, name, sha256)
        words, now = reason.strip().encode(), clock.now()
        draft = withdraw_draft(book, proposal, reason=BY_HAND, basis=sha256_hex(words), actor=person.id)
        (entry,) = store.append([draft], at=now)
        file = StoredFile(
            sha256=draft.basis,
            name=f"{draft.id.replace(':', '-')}.txt",
            received_at=entry.recorded_at,
            uploader=person.id,
            outcome=REASON,
        )
        store.add_file(file, words)
        mark_withdrawn(store, proposal, entry)
    return Withdrawn(
        id=name,
        sha256=sha256,
        person=person.id,
        at=entry.recorded_at,
        reason=words.decode(),
        reason_sha256=draft.basis,
        freed_t=proposal.pledged_t,
        entry=entry,
    )


def mark_withdrawn(store: Store, proposal: Proposal, entry: Entry) -> None:
    """Sign the decision behind a proposal as withdrawn by that entry; a transfer has no signatures beside its entries.

    A decision put forward by hand is in the ledger only.
    """
    put_forward = proposal.entry.draft
    decided = store.decisions(sector=put_forward.sector, plan_year=put_forward.plan_year)
    of = next((one for one in decided if one.sha256 == put_forward.basis), None)
    if of is not None:
        signature = Signature(decision=of.id, act="withdraw", person=entry.draft.actor, at=entry.recorded_at)
        store.sign(signature, DecisionState.WITHDRAWN)


def _subject(store: Store, name: str) -> tuple[Book, str, str]:
    """The book in which something was put forward, its hash, and by whom."""
    if name.startswith(TRANSFERS):
        transfer = find_proposal(store, name)
        return store.book(sector=transfer.sector, plan_year=transfer.plan_year), transfer.sha256, transfer.person
    decision = find_decision(store, name)
    book = store.book(sector=decision.body["sector"], plan_year=decision.body["plan_year"])
    return book, decision.sha256, decision.body["drafted_by"]


def _standing(book: Book, name: str, sha256: str) -> Proposal:
    proposal = last_proposal(book, sha256)
    if proposal is None:
        raise ActRefused("withdraw.not_proposed", name=name)
    if proposal.end is not None:
        _refuse_ended(name, proposal.end)
    return proposal


def _refuse_ended(name: str, end: Entry) -> NoReturn:
    raise ActRefused(
        "withdraw.wrong_state",
        name=name,
        state=_ENDED[end.draft.kind],
        person=end.draft.actor,
        at=local_text(end.recorded_at),
    )

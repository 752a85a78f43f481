"""Entries that put a decision or a transfer forward, approve it, and bring it to its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhibiao.ledger.accounts import AVAILABLE, PLEDGED, PLEDGES, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.ledger.proposals import Proposal


def propose_decision_draft(book: Book, decision: str, *, basis: str, actor: str) -> Draft:
    """Put a decision forward by its hash; nothing is pledged before it is approved.

    Args:
        book: of the decision's sector and plan year.
        decision: its short name, part of the ids of all that follows.
        basis: its hash.
        actor: who drafted it.
    """
    return _draft(book, EntryKind.PROPOSE, _fresh(book, decision), reason="propose.decision", basis=basis, actor=actor)


def propose_transfer_draft(
    book: Book, subject: str, giver: str, tonnes: int, *, basis: str, actor: str, not_before: str = ""
) -> Draft:
    """Put a transfer forward: the giver's tonnes stay available to it, but nothing else may take them.

    Args:
        book: of the sector and plan year.
        subject: short name of the transfer.
        giver: enterprise whose tonnes are pledged.
        tonnes: at least one.
        basis: hash of what was proposed.
        actor: who proposes.
        not_before: the instant from which it may be carried out; empty when it need not wait.
    """
    return _draft(
        book,
        EntryKind.PROPOSE,
        _fresh(book, subject),
        reason="propose.transfer",
        basis=basis,
        actor=actor,
        not_before=not_before,
        pledged_t={account(PLEDGED, giver): tonnes},
    )


def approve_draft(book: Book, proposal: Proposal, *, takes_t: int, actor: str, not_before: str = "") -> Draft:
    """Approve a proposed decision, and pledge what it takes from the pool as that stands.

    Args:
        book: of the proposal.
        proposal: a standing one of a decision.
        takes_t: by how much the pool will be smaller; nothing is pledged when it will not.
        actor: who approves.
        not_before: the instant from which it may be issued; empty when it need not wait.
    """
    return _step(
        book,
        EntryKind.APPROVE,
        proposal,
        reason="approve.decision",
        actor=actor,
        not_before=not_before,
        pledged_t={PLEDGED: takes_t} if takes_t > 0 else {},
    )


def issue_draft(book: Book, proposal: Proposal, *, actor: str) -> Draft:
    """End an approved proposal by issuing its decision; the grants follow in the same act."""
    return _step(book, EntryKind.ISSUE, proposal, reason="issue.decision", actor=actor, pledged_t=_freed(proposal))


def withdraw_draft(
    book: Book, proposal: Proposal, *, reason: str, actor: str, basis: str = "", month: str = ""
) -> Draft:
    """End a proposal without effect; what it pledged is free again.

    Args:
        book: of the proposal.
        proposal: a standing one.
        reason: a code with words.
        actor: who withdraws it.
        basis: what the withdrawal rests on, a return that needs the tonnes for instance; as proposed when empty.
        month: the month being closed, if that is why.
    """
    return _step(
        book,
        EntryKind.WITHDRAW,
        proposal,
        reason=reason,
        actor=actor,
        basis=basis,
        month=month,
        pledged_t=_freed(proposal),
    )


def transfer_draft(book: Book, proposal: Proposal, taker: str, *, reason: str, actor: str) -> Draft:
    """Carry out a proposed transfer: the giver's tonnes are no longer pledged and are available to the taker.

    Args:
        book: of the proposal.
        proposal: a standing one of a transfer.
        taker: enterprise that gets them.
        reason: a code with words: inside a group, or between enterprises.
        actor: who confirms.
    """
    ((pledged, tonnes),) = proposal.pledged_t.items()
    giver = pledged.partition(":")[2]
    draft = _step(book, EntryKind.TRANSFER, proposal, reason=reason, actor=actor, pledged_t=_freed(proposal))
    moves = (
        Posting(account=account(AVAILABLE, giver), tonnes=-tonnes),
        Posting(account=account(AVAILABLE, taker), tonnes=tonnes),
    )
    return replace(draft, postings=(*moves, *reversed(draft.postings)))


def standing_proposal(book: Book, basis: str) -> Proposal | None:
    """The standing proposal of what has that hash; None when there is none, or it has ended."""
    return next((one for one in reversed(book.standing) if one.entry.draft.basis == basis), None)


def last_proposal(book: Book, basis: str) -> Proposal | None:
    """The last proposal of what has that hash, whether it stands or has ended; None when it was never put forward."""
    return next((one for one in reversed(tuple(book.proposals.values())) if one.entry.draft.basis == basis), None)


def subject_of(proposal: Proposal) -> str:
    """The short name of what was put forward, as part of ids.

    >>> from zhibiao.ledger.chain import link
    >>> one = propose_decision_draft(Book.empty("steel", 2025), "steel-2025-0a1b", basis="", actor="wang")
    >>> subject_of(Proposal(entry=link(one, seq=1, previous="", recorded_at="")))
    'steel-2025-0a1b'
    """
    return proposal.entry.draft.id.partition(":")[2]


def _fresh(book: Book, subject: str) -> str:
    """The subject, with a number behind it when it was put forward and withdrawn before."""
    name, again = subject, 1
    while f"{EntryKind.PROPOSE}:{name}" in book.journal:
        again += 1
        name = f"{subject}:{again}"
    return name


def _freed(proposal: Proposal) -> dict[str, int]:
    return {name: -tonnes for name, tonnes in proposal.pledged_t.items()}


def _step(
    book: Book,
    kind: EntryKind,
    proposal: Proposal,
    *,
    reason: str,
    actor: str,
    pledged_t: Mapping[str, int],
    basis: str = "",
    month: str = "",
    not_before: str = "",
) -> Draft:
    return _draft(
        book,
        kind,
        subject_of(proposal),
        reason=reason,
        basis=basis or proposal.entry.draft.basis,
        actor=actor,
        month=month,
        proposal=proposal.entry.draft.id,
        not_before=not_before,
        pledged_t=pledged_t,
    )


def _draft(
    book: Book,
    kind: EntryKind,
    subject: str,
    *,
    reason: str,
    basis: str,
    actor: str,
    month: str = "",
    proposal: str = "",
    not_before: str = "",
    pledged_t: Mapping[str, int] | None = None,
) -> Draft:
    moved = (pledged_t or {}).items()
    return Draft(
        id=f"{kind.value}:{subject}",
        kind=kind,
        sector=book.sector,
        plan_year=book.plan_year,
        postings=tuple(
            posting
            for name, tonnes in moved
            for posting in (Posting(account=PLEDGES, tonnes=-tonnes), Posting(account=name, tonnes=tonnes))
        ),
        reason=reason,
        basis=basis,
        actor=actor,
        month=month,
        proposal=proposal,
        not_before=not_before,
    )

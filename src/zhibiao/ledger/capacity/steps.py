"""Two persons for what gives capacity: one puts it forward, another carries it out, in one act and at most once."""

from __future__ import annotations

from collections.abc import Mapping

from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.invariants import STEPS
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.proposals import Proposal
from zhibiao.terms.instant import instant_of

# These give capacity, or undo what was recorded; the rest takes one person and a document.
GIVES = frozenset({EntryKind.RESTART, EntryKind.SWAP_PLEDGE, EntryKind.BUILD, EntryKind.HAND_OVER, EntryKind.CORRECT})


def check_proposal(entry: Entry, *, proposals: Mapping[str, Proposal], opened_at: str) -> None:
    """Refuse what gives capacity without two persons, or otherwise than it was put forward.

    Args:
        entry: the next one.
        proposals: those of the book by id.
        opened_at: instant of the first opening, empty before it; a furnace opened later takes two persons.

    Raises:
        ActRefused: `ledger.proposal_unknown`, `ledger.proposal_ended`, `ledger.one_person`, `ledger.cooling_off`,
            `ledger.not_issued`, `capacity.other_basis`, in this order.
    """
    draft = entry.draft
    is_first = opened_at in ("", entry.recorded_at) and not draft.proposal
    is_late = draft.kind is EntryKind.CAPACITY_OPEN and not is_first
    is_step = draft.kind in STEPS and draft.kind is not EntryKind.PROPOSE
    if not (is_step or is_late or draft.kind in GIVES):
        if draft.proposal:
            raise _unknown(draft)
        return
    proposal = proposals.get(draft.proposal)
    if proposal is None:
        raise _unknown(draft)
    if is_step:
        _check_step(entry, proposal)
    elif (
        not proposal.is_issued
        or proposal.end is None
        or (proposal.end.recorded_at, proposal.end.draft.actor) != (entry.recorded_at, draft.actor)
    ):
        # Of one act all entries bear one instant: nothing is given later in the name of what was carried out once.
        raise ActRefused("ledger.not_issued", id=draft.id, kind=draft.kind, proposal=draft.proposal)
    if draft.kind is not EntryKind.WITHDRAW and draft.basis != proposal.entry.draft.basis:
        raise ActRefused("capacity.other_basis", id=draft.id, proposal=draft.proposal)


def propose_draft(sector: str, plan: str, *, basis: str, reason: str, actor: str, not_before: str = "") -> Draft:
    """Put a plan forward by its hash.

    Args:
        sector: whose book.
        plan: short name of the plan, part of the ids of all that follows.
        basis: its hash.
        reason: a code with words.
        actor: who puts it forward.
        not_before: the instant from which it may be carried out; empty when it need not wait.
    """
    return _step(EntryKind.PROPOSE, sector, plan, basis=basis, reason=reason, actor=actor, not_before=not_before)


def carry_out_draft(proposal: Proposal, *, actor: str) -> Draft:
    """End a proposal by carrying it out; what it moves follows in the same act."""
    return _end(EntryKind.ISSUE, proposal, actor=actor)


def withdraw_draft(proposal: Proposal, *, actor: str) -> Draft:
    """End a proposal without effect."""
    return _end(EntryKind.WITHDRAW, proposal, actor=actor)


def _end(kind: EntryKind, proposal: Proposal, *, actor: str) -> Draft:
    put_forward = proposal.entry.draft
    plan = put_forward.id.partition(":")[2]
    reason = f"{kind.value}.capacity"
    return _step(
        kind, put_forward.sector, plan, basis=put_forward.basis, reason=reason, actor=actor, proposal=put_forward.id
    )


def _step(
    kind: EntryKind,
    sector: str,
    plan: str,
    *,
    basis: str,
    reason: str,
    actor: str,
    proposal: str = "",
    not_before: str = "",
) -> Draft:
    return Draft(
        id=f"{kind.value}:{plan}",
        kind=kind,
        sector=sector,
        plan_year=0,
        postings=(),
        reason=reason,
        basis=basis,
        actor=actor,
        proposal=proposal,
        not_before=not_before,
    )


def _check_step(entry: Entry, proposal: Proposal) -> None:
    draft = entry.draft
    if proposal.end is not None:
        end = proposal.end
        raise ActRefused("ledger.proposal_ended", id=draft.id, proposal=draft.proposal, by=end.draft.kind, seq=end.seq)
    if draft.kind is EntryKind.WITHDRAW:
        return
    if draft.actor == proposal.entry.draft.actor:
        raise ActRefused("ledger.one_person", id=draft.id, person=draft.actor)
    not_before = proposal.not_before
    if not_before and instant_of(entry.recorded_at) < instant_of(not_before):
        raise ActRefused("ledger.cooling_off", id=draft.id, proposal=draft.proposal, not_before=not_before)


def _unknown(draft: Draft) -> ActRefused:
    return ActRefused("ledger.proposal_unknown", id=draft.id, kind=draft.kind, proposal=draft.proposal)

"""Approve a decision (审批): a second person, with the right to, puts it on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.book import Book
from zhibiao.ledger.grant import check_grant, takes_from_pool
from zhibiao.ledger.proposals import Proposal
from zhibiao.ledger.steps import approve_draft, standing_proposal
from zhibiao.procedures.granted import grant_of, largest_change_t
from zhibiao.procedures.ports import Clock, DecisionState, Person, Signature, Store, StoredDecision
from zhibiao.procedures.rights import APPROVES, check_right, one_person
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision that was approved: by whom, and when (UTC)."""

    decision: str
    sha256: str
    person: str
    at: str
    not_before: str

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def approve(
    store: Store, clock: Clock, decision_id: str, person: Person, *, cooling_off: CoolingOff | None = None
) -> Approval:
    """Approve a draft; what it takes from the pool is pledged to it until it is issued or withdrawn.

    Twice by one person is once: whoever lost the answer gets it again.

    Args:
        store: the book's memory.
        clock: the time.
        decision_id: a decision put forward.
        person: an approver who did not draft it.
        cooling_off: how long a large change waits for its issue.

    Raises:
        NotFound: `decision.not_found`.
        NotAllowed: `auth.forbidden`.
        ActRefused: `flow.same_person`, `approve.wrong_state`, `approve.not_proposed`, in this order; then what the
            book could not take, as when it is issued, and what it refuses itself.
    """
    with store.transaction():
        decision = find_decision(store, decision_id)
        check_second_person(decision, person, Text(f"审批方案 {decision.id}", f"approve decision {decision.id}"))
        book = store.book(sector=decision.body["sector"], plan_year=decision.body["plan_year"])
        if decision.state is DecisionState.APPROVED and (receipt := _receipt(book, decision, person)):
            return receipt
        if decision.state is not DecisionState.DRAFT:
            raise ActRefused("approve.wrong_state", decision=decision.id, state=decision.state.words)
        proposal = proposal_of(book, decision, not_proposed="approve.not_proposed")
        grant, now = grant_of(decision, person), clock.now()
        check_grant(book, grant)
        not_before = cooling_off.not_before(now, largest_change_t(book, grant)) if cooling_off else ""
        approval = approve_draft(
            book, proposal, takes_t=takes_from_pool(book, grant), actor=person.id, not_before=not_before
        )
        store.append([approval], at=now)
        signature = Signature(decision=decision.id, act="approve", person=person.id, at=instant_text(now))
        store.sign(signature, DecisionState.APPROVED)
    return Approval(
        decision=decision.id, sha256=decision.sha256, person=person.id, at=signature.at, not_before=not_before
    )


def _receipt(book: Book, decision: StoredDecision, person: Person) -> Approval | None:
    """The approval as the book has it; None when another person gave it."""
    proposal = standing_proposal(book, decision.sha256)
    if proposal is None or proposal.approval is None or proposal.approval.draft.actor != person.id:
        return None
    return Approval(
        decision=decision.id,
        sha256=decision.sha256,
        person=person.id,
        at=proposal.approval.recorded_at,
        not_before=proposal.not_before,
    )


def proposal_of(book: Book, decision: StoredDecision, *, not_proposed: str) -> Proposal:
    """The standing proposal of a decision; ActRefused with the act's own code when the book has none."""
    proposal = standing_proposal(book, decision.sha256)
    if proposal is None:
        raise ActRefused(not_proposed, decision=decision.id)
    return proposal


def find_decision(store: Store, decision_id: str) -> StoredDecision:
    """The decision of that id; NotFound `decision.not_found`."""
    decision = store.decision(decision_id)
    if decision is None:
        raise NotFound("decision.not_found", decision=decision_id)
    return decision


def check_second_person(decision: StoredDecision, person: Person, act: Text) -> None:
    """Refuse whoever is no approver or drafted the decision; NotAllowed `auth.forbidden`, then `flow.same_person`."""
    check_right(person, APPROVES, act)
    drafters = {signature.person for signature in decision.signatures if signature.act == "draft"}
    if person.id in drafters | {decision.body["drafted_by"]}:
        raise one_person(person, act)

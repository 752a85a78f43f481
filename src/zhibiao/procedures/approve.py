"""Approve a decision (审批): a second person, with the right to, puts it on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao.errors import ActRefused, NotFound
from zhibiao.procedures.ports import Clock, DecisionState, Person, Role, Signature, Store, StoredDecision
from zhibiao.terms.instant import instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision that was approved: by whom, and when (UTC)."""

    decision: str
    sha256: str
    person: str
    at: str

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {"decision": self.decision, "sha256": self.sha256, "person": self.person, "at": self.at}


def approve(store: Store, clock: Clock, decision_id: str, person: Person) -> Approval:
    """Approve a draft.

    Raises:
        NotFound: `decision.not_found`.
        ActRefused: `approve.not_approver`, `approve.same_person`, `approve.wrong_state`, in this order.
    """
    with store.transaction():
        decision = find_decision(store, decision_id)
        check_second_person(decision, person, not_approver="approve.not_approver", same_person="approve.same_person")
        if decision.state is not DecisionState.DRAFT:
            raise ActRefused("approve.wrong_state", decision=decision.id, state=decision.state.words)
        signature = Signature(decision=decision.id, act="approve", person=person.id, at=instant_text(clock.now()))
        store.sign(signature, DecisionState.APPROVED)
    return Approval(decision=decision.id, sha256=decision.sha256, person=person.id, at=signature.at)


def find_decision(store: Store, decision_id: str) -> StoredDecision:
    """The decision of that id; NotFound `decision.not_found`."""
    for decision in store.decisions():
        if decision.id == decision_id:
            return decision
    raise NotFound("decision.not_found", decision=decision_id)


def check_second_person(decision: StoredDecision, person: Person, *, not_approver: str, same_person: str) -> None:
    """Refuse, with the act's own codes, whoever is no approver or drafted the decision; persons count, not accounts."""
    if Role.APPROVER not in person.roles:
        raise ActRefused(not_approver, decision=decision.id, person=person.id)
    drafters = {signature.person for signature in decision.signatures if signature.act == "draft"}
    if person.id in drafters | {decision.body["drafted_by"]}:
        raise ActRefused(same_person, decision=decision.id, person=person.id)

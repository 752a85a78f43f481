"""Name the decision that carried an upheld appeal out (落实): one issued since, of the same sector and year."""

from __future__ import annotations

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import CarriedOut
from zhibiao.errors import ActRefused
from zhibiao.procedures.appeals.acting import act_on, read_appeals
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.last_decision import issued_at
from zhibiao.procedures.ports import Clock, DecisionState, Person, Store, StoredDecision
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.text import Text


def carry_out(store: Store, clock: Clock, person: Person, name: str, *, decision_id: str) -> Appeal:
    """Put on record which decision carried the outcome out.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotFound: `appeal.not_found`, `decision.not_found`.
        ActRefused: `appeal.nothing_to_carry_out`, `appeal.not_carried_out_by`.
    """
    check_right(person, KEEPS_BOOKS, Text(f"登记申诉 {name} 的落实", f"record what carried out appeal {name}"))
    with store.transaction():
        appeal, decision = read_appeals(store).appeal(name), find_decision(store, decision_id)
        deed = CarriedOut(appeal=name, decision=decision.id, decision_sha256=decision.sha256)
        if appeal.decided_at and not can_carry_out(store, appeal, decision):
            raise ActRefused("appeal.not_carried_out_by", appeal=name, decision=decision.id)
        return act_on(store, clock, person, deed)


def can_carry_out(store: Store, appeal: Appeal, decision: StoredDecision) -> bool:
    """Whether a decision was issued after the outcome, for the same sector and year, and covers the enterprise."""
    of = find_decision(store, appeal.filed.decision)
    is_same = all(of.body[key] == decision.body[key] for key in ("sector", "plan_year"))
    covers = any(share["enterprise"] == appeal.enterprise for share in decision.body["shares"])
    is_issued = decision.state is DecisionState.ISSUED and issued_at(decision) > appeal.decided_at
    return is_same and covers and is_issued

"""Decide an appeal (申诉处理决定): by somebody who had no hand in the decision, with reasons; it edits nothing."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Decided, Follows, Outcome
from zhibiao.procedures.appeals.acting import act_on, read_appeals
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.rights import APPROVES, check_right, one_person
from zhibiao.terms.text import Text


def decide_appeal(
    store: Store,
    clock: Clock,
    person: Person,
    name: str,
    *,
    outcome: Outcome,
    reasons: str,
    follows: Sequence[Follows] = (),
) -> Appeal:
    """Give an appeal its outcome.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotFound: `appeal.not_found`.
        ActRefused: `flow.same_person` to whoever drafted, approved or issued the decision, or acted for the
            enterprise; `appeal.not_accepted`, `appeal.wrong_stage`, `appeal.no_words`, `appeal.follows_missing`,
            `appeal.follows_of_dismissal`.
    """
    act = Text(f"处理申诉 {name}", f"decide appeal {name}")
    check_right(person, APPROVES, act)
    with store.transaction():
        appeal = read_appeals(store).appeal(name)
        if person.id in involved(store, appeal):
            raise one_person(person, act)
        decided = Decided(appeal=name, outcome=outcome, reasons=reasons.strip(), follows=tuple(dict.fromkeys(follows)))
        return act_on(store, clock, person, decided)


def involved(store: Store, appeal: Appeal) -> frozenset[str]:
    """Whoever drafted, approved or issued the decision appealed against, or filed the appeal."""
    decision = find_decision(store, appeal.filed.decision)
    signed = {signature.person for signature in decision.signatures}
    return frozenset({decision.body["drafted_by"], *signed, appeal.acts[0].person})

"""File an appeal (提出申诉): an enterprise's officer, against an issued decision, by the last day of its notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Filed, Ground
from zhibiao.allocation.appeals.inputs import OwnInput, own_inputs
from zhibiao.allocation.appeals.window import day_of_act, is_over, last_day
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import ActRefused, NotFound
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.appeals.acting import (
    File,
    act_on,
    check_officer,
    keep_evidence,
    keep_rerun,
    read_appeals,
    with_behind,
)
from zhibiao.procedures.appeals.claims import Said, read_claims
from zhibiao.procedures.last_decision import issued_at
from zhibiao.procedures.ports import Clock, DecisionState, Person, Store, StoredDecision
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.text import Text

FILES = Text("提出申诉", "file an appeal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appealable:
    """An issued decision as one enterprise may appeal against it: by when, and on which of its own figures."""

    stored: StoredDecision
    decision: Decision
    rulebook: Rulebook
    enterprise: str
    issued_on: dt.date
    last_day: dt.date
    inputs: tuple[OwnInput, ...]


def appealable(store: Store, dictionary: Dictionary, decision_id: str, enterprise: str) -> Appealable:
    """What an enterprise may appeal against.

    Raises:
        NotFound: `decision.not_found`, also of one that is not issued, which an enterprise knows nothing of;
            `appeal.not_covered`.
    """
    stored = store.decision(decision_id)
    if stored is None or stored.state is not DecisionState.ISSUED:
        raise NotFound("decision.not_found", decision=decision_id)
    decision, behind = with_behind(store, stored)
    if all(share.enterprise != enterprise for share in decision.shares):
        raise NotFound("appeal.not_covered", decision=decision_id, enterprise=enterprise)
    issued_on = day_of_act(issued_at(stored))
    return Appealable(
        stored=stored,
        decision=decision,
        rulebook=rulebook_of(decision.rulebook),  # type: ignore[arg-type]
        enterprise=enterprise,
        issued_on=issued_on,
        last_day=last_day_to_appeal(stored, issued_on),
        inputs=own_inputs(behind or decision, enterprise, dictionary),
    )


def last_day_to_appeal(stored: StoredDecision, issued_on: dt.date) -> dt.date:
    """The last day that the notices of a decision state, by the days of its own rulebook."""
    rulebook = rulebook_of(decision_of_plain(stored.body).rulebook)  # type: ignore[arg-type]
    days = int(rulebook.number("appeal_days", max(issued_on, rulebook.effective)))
    return last_day(issued_on, days=days)


def file_appeal(
    store: Store,
    clock: Clock,
    dictionary: Dictionary,
    person: Person,
    *,
    decision_id: str,
    enterprise: str,
    grounds: Sequence[Ground],
    statement: str,
    said: Sequence[Said] = (),
    evidence: Sequence[File] = (),
) -> Appeal:
    """File an appeal; what the claimed figures would give is run and kept with it, or nothing is.

    Raises:
        NotAllowed: `auth.forbidden`; NotYours: `auth.not_found`.
        NotFound: as `appealable` and `read_claims` say.
        Conflict: `appeal.open_already`, `appeal.decided_already`.
        ActRefused: `appeal.late` with the last day, `appeal.no_ground`, `appeal.no_words`, and as `read_claims` and
            `keep_evidence` say.
    """
    check_officer(person, enterprise, FILES)
    with store.transaction():
        found = appealable(store, dictionary, decision_id, enterprise)
        if is_over(found.last_day, now=clock.now()):
            raise ActRefused("appeal.late", decision=decision_id, last=found.last_day, issued=found.issued_on)
        if not grounds:
            raise ActRefused("appeal.no_ground")
        claims = read_claims(said, found.inputs, found.rulebook)
        name = read_appeals(store).next_id(decision=decision_id, enterprise=enterprise)
        filed = Filed(
            appeal=name,
            decision=decision_id,
            decision_sha256=found.stored.sha256,
            enterprise=enterprise,
            last_day=found.last_day,
            grounds=tuple(dict.fromkeys(grounds)),
            statement=statement.strip(),
            claims=claims,
            evidence=keep_evidence(store, clock, person, evidence),
            rerun=keep_rerun(store, clock, found.stored, person, name=name, claims=claims),
        )
        return act_on(store, clock, person, filed)

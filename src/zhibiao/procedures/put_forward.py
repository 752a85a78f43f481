"""Put a decision forward (提出): it is kept as drafted and entered in the ledger, to be approved by another person."""

from __future__ import annotations

import datetime as dt

from zhibiao.ledger.steps import propose_decision_draft, standing_proposal
from zhibiao.procedures.ports import DecisionState, Signature, Store, StoredDecision
from zhibiao.terms.instant import instant_text


def put_forward(store: Store, decision: StoredDecision, *, at: dt.datetime) -> StoredDecision:
    """Keep a decision and enter it as proposed by who drafted it; one that stands so already is left as it is.

    A decision that was withdrawn, or comes from a program that entered nothing yet, is put forward anew and is a draft
    again; one that was issued stays issued.

    Args:
        store: the book's memory, inside a transaction.
        decision: as drafted, with the signature of who drafted it.
        at: the present instant.
    """
    before = store.decision(decision.id)
    if before is None:
        store.add_decision(decision)
    body = decision.body
    book = store.book(sector=body["sector"], plan_year=body["plan_year"])
    is_issued = before is not None and before.state is DecisionState.ISSUED
    if not is_issued and standing_proposal(book, decision.sha256) is None:
        person = body["drafted_by"]
        store.append([propose_decision_draft(book, decision.id, basis=decision.sha256, actor=person)], at=at)
        if before is not None:
            again = Signature(decision=decision.id, act="draft", person=person, at=instant_text(at))
            store.sign(again, DecisionState.DRAFT)
    return store.decision(decision.id) or decision

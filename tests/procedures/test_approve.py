"""Approving: who may, what state, and which refusal is named first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR, BOTH, START, HandClock, keep_decision, make_decision
from zhibiao.errors import ActRefused, NotFound
from zhibiao.procedures.approve import approve
from zhibiao.procedures.ports import Person
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import Role
from zhibiao.terms.kept import DecisionState, Signature

DRAFT = make_decision({"A": 60, "B": 40}, cap_t=100)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    keep_decision(made, DRAFT)
    yield made
    made.close()


def test_a_second_person_approves(store: BookStore) -> None:
    result = approve(store, HandClock(), DRAFT.id, APPROVER)
    assert {
        "decision": DRAFT.id,
        "sha256": DRAFT.sha256,
        "person": "li",
        "at": "2024-01-08T01:00:00Z",
        "not_before": "",
    } == result.plain()
    (kept,) = store.decisions()
    assert DecisionState.APPROVED is kept.state
    assert ["draft", "approve"] == [signature.act for signature in kept.signatures]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (ANALYST, "auth.forbidden"),
        (AUDITOR, "auth.forbidden"),
        (replace(ANALYST, roles=(Role.ANALYST, Role.APPROVER)), "flow.same_person"),
        (Person(id="wang", name="另一账号", roles=(Role.APPROVER,)), "flow.same_person"),
    ],
)
def test_who_may_not(store: BookStore, person: Person, code: str) -> None:
    with pytest.raises(ActRefused) as refused:
        approve(store, HandClock(), DRAFT.id, person)
    assert code == refused.value.code
    assert (DRAFT,) == store.decisions()


def test_whoever_signed_the_draft_drafted_it_too(store: BookStore) -> None:
    """The body names one person, the signature another: neither may approve."""
    other = make_decision({"A": 50, "B": 50}, cap_t=100)
    signature = Signature(decision=other.id, act="draft", person="zhao", at="2024-01-08T01:00:00Z")
    keep_decision(store, replace(other, signatures=(signature,)))
    with pytest.raises(ActRefused, match=r"flow\.same_person"):
        approve(store, HandClock(), other.id, BOTH)


def test_only_a_draft_and_only_once(store: BookStore) -> None:
    first = approve(store, HandClock(), DRAFT.id, APPROVER)
    later = HandClock()
    later.tick()
    entries = store.entries()
    assert first == approve(store, later, DRAFT.id, APPROVER)
    assert entries == store.entries()
    with pytest.raises(ActRefused, match=r"approve\.wrong_state") as refused:
        approve(store, HandClock(), DRAFT.id, BOTH)
    assert DecisionState.APPROVED.words == refused.value.facts["state"]
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        approve(store, HandClock(), DRAFT.id, ANALYST)


def test_unknown_decision(store: BookStore) -> None:
    with pytest.raises(NotFound, match=r"decision\.not_found"):
        approve(store, HandClock(), "steel-2024-00000000", APPROVER)

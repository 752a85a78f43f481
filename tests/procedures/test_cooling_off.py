"""Cooling-off: a large decision waits between approval and issue, can be withdrawn meanwhile, and a small one goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_sample import APPROVER, RULEBOOK, START, HandClock, keep_decision, make_decision
from zhibiao.errors import ActRefused
from zhibiao.procedures.approve import Approval, approve
from zhibiao.procedures.issue import issue
from zhibiao.procedures.withdraw import withdraw
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.kept import DecisionState

WAIT = CoolingOff(hours=26, above_t=60)
LARGE = make_decision({"A": 61, "B": 30}, cap_t=100)
SMALL = make_decision({"A": 60, "B": 40}, cap_t=100)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    for decision in (LARGE, SMALL):
        keep_decision(made, decision)
    yield made
    made.close()


def _approve(store: BookStore, clock: HandClock, decision_id: str) -> Approval:
    return approve(store, clock, decision_id, APPROVER, cooling_off=WAIT)


def test_a_change_of_no_more_than_the_limit_does_not_wait(store: BookStore) -> None:
    """A gets exactly the 60 tonnes that need not wait."""
    assert "" == _approve(store, HandClock(), SMALL.id).not_before
    issue(store, HandClock(), SMALL.id, APPROVER, rulebook_sha256=RULEBOOK)


def test_a_large_one_waits_to_the_second(store: BookStore) -> None:
    clock = HandClock()
    assert "2024-01-09T03:00:00Z" == _approve(store, clock, LARGE.id).not_before
    clock.instant += dt.timedelta(hours=26, seconds=-1)
    with pytest.raises(ActRefused, match=r"ledger\.cooling_off") as refused:
        issue(store, clock, LARGE.id, APPROVER, rulebook_sha256=RULEBOOK)
    assert "2024-01-09 11:00:00 (UTC+8)" == refused.value.facts["not_before"]
    assert DecisionState.APPROVED is next(one for one in store.decisions() if one.id == LARGE.id).state
    clock.instant += dt.timedelta(seconds=1)
    issue(store, clock, LARGE.id, APPROVER, rulebook_sha256=RULEBOOK)
    store.check()


def test_meanwhile_it_can_be_withdrawn_and_the_wait_begins_anew(store: BookStore) -> None:
    clock = HandClock()
    _approve(store, clock, LARGE.id)
    clock.instant += dt.timedelta(hours=25)
    withdraw(store, clock, LARGE.id, APPROVER, reason="数字有误")
    keep_decision(store, LARGE)
    assert "2024-01-10T04:00:00Z" == _approve(store, clock, LARGE.id).not_before
    clock.instant += dt.timedelta(hours=2)
    with pytest.raises(ActRefused, match=r"ledger\.cooling_off"):
        issue(store, clock, LARGE.id, APPROVER, rulebook_sha256=RULEBOOK)

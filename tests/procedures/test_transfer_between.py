"""Transfers between enterprises of different groups: only where the rulebook in force says so, on both sides' word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import ANALYST, APPROVER, RULEBOOK, START, HandClock, file_year, keep_decision, make_decision
from small_book import _city as small_city
from zhibiao.errors import ActRefused, InputRefused
from zhibiao.ledger.settlement import transferred_t
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.issue import issue
from zhibiao.procedures.proposed_transfer import DOCUMENT, Proposal, proposals, waits_until
from zhibiao.procedures.transfer import Transferred, confirm_transfer, propose_transfer
from zhibiao.procedures.withdraw import withdraw
from zhibiao.store.book_store import BookStore
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import content_hash, sha256_hex
from zhibiao.terms.enterprise import City
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month

GIVER, TAKER, SISTER = "TB-1", "TB-2", "TB-3"
QUOTAS = {GIVER: 600, TAKER: 300, SISTER: 100}
WAIT = CoolingOff(hours=26, above_t=50)


def _city() -> City:
    """TB-1 and TB-3 are of one group, TB-2 of none."""
    city = small_city()
    firms = {one.id: replace(one, group="G" if one.id in (GIVER, SISTER) else "") for one in city}
    return replace(city, enterprises=firms)


def _decision(transfers: dict[str, Any] | None, *, quotas_t: dict[str, int] = QUOTAS, **how: Any) -> StoredDecision:
    plain = make_decision(quotas_t, cap_t=1000, **how)
    rulebook = {**plain.body["rulebook"], "bounds": {"rule": "base_only", "clause": "5"}}
    body = {**plain.body, "rulebook": rulebook | ({"transfers": transfers} if transfers else {})}
    sha256 = content_hash(body)
    name = f"steel-2024-{sha256[:8]}"
    signed = (replace(plain.signatures[0], decision=name),)
    return replace(plain, id=name, sha256=sha256, body=body, signatures=signed)


def _issue(store: BookStore, decision: StoredDecision, clock: HandClock | None = None) -> None:
    keep_decision(store, decision)
    approve(store, clock or HandClock(), decision.id, APPROVER)
    issue(store, clock or HandClock(), decision.id, APPROVER, rulebook_sha256=RULEBOOK)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    """A book whose rulebook lets quota pass between groups, by its clause 11."""
    made = BookStore.create(tmp_path / "book.sqlite", at=START)
    _issue(made, _decision({"between_groups": True, "clause": "11"}))
    yield made
    made.close()


def _propose(store: BookStore, *, clock: HandClock | None = None, **changes: Any) -> Proposal:
    given: dict[str, Any] = {
        "year": 2024,
        "giver": GIVER,
        "taker": TAKER,
        "tonnes": 50,
        "document": "giver.pdf",
        "content": b"giver",
        "person": ANALYST,
        "second": ("taker.pdf", b"taker"),
    }
    return propose_transfer(store, clock or HandClock(), _city(), **(given | changes))


def _confirm(store: BookStore, proposal: Proposal, clock: HandClock | None = None) -> Transferred:
    return confirm_transfer(store, clock or HandClock(), _city(), proposal.id, APPROVER)


def test_where_the_rulebook_says_so_quota_passes_on_both_letters(store: BookStore) -> None:
    proposal = _propose(store)
    done = _confirm(store, proposal)
    assert {GIVER: 550, TAKER: 350} == done.holdings_t
    assert "transfer.between_enterprises §11" == done.entries[0].draft.reason
    assert ("", "taker.pdf", sha256_hex(b"taker")) == (
        proposal.group,
        proposal.second_document,
        proposal.second_document_sha256,
    )
    kept = [(one.name, store.file_content(one.sha256)) for one in store.files() if one.outcome == DOCUMENT]
    assert [("giver.pdf", b"giver"), ("taker.pdf", b"taker")] == kept
    assert {GIVER: -50, TAKER: 50} == transferred_t(store.book(sector="steel", plan_year=2024))
    assert [proposal] == list(proposals(store))
    assert done == _confirm(store, proposal)
    store.check()


def test_one_document_signed_by_both_is_enough(store: BookStore) -> None:
    proposal = _propose(store, second=None)
    assert "second_document" not in proposal.plain()
    assert 350 == _confirm(store, proposal).holdings_t[TAKER]


def test_inside_the_group_nothing_changes(store: BookStore) -> None:
    proposal = _propose(store, taker=SISTER, second=None)
    assert ("G", "transfer.within_group") == (proposal.group, _confirm(store, proposal).entries[0].draft.reason)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content": b""}, "transfer.document_empty"),
        ({"second": ("taker.pdf", b"")}, "transfer.document_empty"),
        ({"second": ("copy.pdf", b"giver")}, "transfer.document_twice"),
    ],
)
def test_documents_that_are_none(store: BookStore, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        _propose(store, **changes)
    assert code == refused.value.code
    assert () == store.files()


@pytest.mark.parametrize("transfers", [None, {"between_groups": False, "clause": "11"}])
def test_where_it_does_not_nothing_passes(tmp_path: Path, transfers: dict[str, Any] | None) -> None:
    made = BookStore.create(tmp_path / "strict.sqlite", at=START)
    _issue(made, _decision(transfers))
    with pytest.raises(ActRefused, match=r"transfer\.other_group"):
        _propose(made)
    assert "transfer.within_group" == _confirm(made, _propose(made, taker=SISTER)).entries[0].draft.reason
    made.close()


def test_the_rule_that_counts_is_that_of_the_day_it_is_confirmed(store: BookStore) -> None:
    """A later decision on a rulebook that no longer lets quota pass stops what was proposed before."""
    proposal = _propose(store)
    later = _decision(None, quotas_t={**QUOTAS, TAKER: 290}, head=store.head(of_moves=True), note="2024-01")
    _issue(store, later, HandClock(START + dt.timedelta(days=1)))
    with pytest.raises(ActRefused, match=r"transfer\.other_group"):
        _confirm(store, proposal)


def test_a_large_one_waits(store: BookStore) -> None:
    clock = HandClock()
    small, large = _propose(store, cooling_off=WAIT), _propose(store, tonnes=51, cooling_off=WAIT)
    assert ("", "2024-01-09T03:00:00Z") == (waits_until(store, small), waits_until(store, large))
    _confirm(store, small, clock)
    with pytest.raises(ActRefused, match=r"ledger\.cooling_off"):
        _confirm(store, large, clock)
    clock.instant += dt.timedelta(hours=26)
    assert 401 == _confirm(store, large, clock).holdings_t[TAKER]


def test_what_is_withdrawn_frees_its_tonnes_and_can_be_proposed_again(store: BookStore) -> None:
    """In the same second even, when the proposal has the same hash: confirmed, it is confirmed once."""
    proposal = _propose(store)
    done = withdraw(store, HandClock(), proposal.id, ANALYST, reason="数量有误")
    assert {f"pledged:{GIVER}": 50} == done.freed_t
    assert 600 == store.book(sector="steel", plan_year=2024).free(GIVER)
    with pytest.raises(ActRefused, match=r"transfer\.withdrawn"):
        _confirm(store, proposal)
    with pytest.raises(ActRefused, match=r"withdraw\.wrong_state") as refused:
        withdraw(store, HandClock(), proposal.id, APPROVER, reason="数量有误")
    assert ("撤回", "wang") == (str(refused.value.facts["state"]), refused.value.facts["person"])
    again = _propose(store)
    assert proposal == again
    booked = _confirm(store, again)
    assert booked == _confirm(store, again)
    assert 350 == booked.holdings_t[TAKER]
    with pytest.raises(ActRefused, match=r"withdraw\.wrong_state") as refused:
        withdraw(store, HandClock(), proposal.id, APPROVER, reason="数量有误")
    assert ("办理", "li") == (str(refused.value.facts["state"]), refused.value.facts["person"])
    assert again == _propose(store)
    store.check()


def test_production_that_needs_the_tonnes_ends_the_proposal(store: BookStore) -> None:
    """TB-1 made 580 of 600 with 50 pledged: the close withdraws the proposal, and nothing becomes debt."""
    proposal = _propose(store)
    file_year(store, {GIVER: 580, TAKER: 1, SISTER: 1}, months=[1])
    closed = close_month(
        store, HandClock(dt.datetime(2024, 2, 9, tzinfo=dt.UTC)), "steel", "crude_steel_t", Month(2024, 1), ANALYST
    )
    assert (proposal.id,) == closed.withdrawn
    assert ({}, 580) == (closed.debts_t, next(one.used_t for one in closed.standings if one.enterprise == GIVER))
    with pytest.raises(ActRefused, match=r"withdraw\.wrong_state"):
        withdraw(store, HandClock(), proposal.id, APPROVER, reason="x")

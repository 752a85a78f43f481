"""A settled year through the acts: charges month by month, close, roll-over, the next decision's inputs, transfers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR, BOTH, HandClock, keep_decision, make_decision, make_return
from settlement_sample import settling_rulebook
from zhibiao.allocation.course.settlement import Instalment
from zhibiao.errors import ActRefused, InputRefused, NotFound, UsageError
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.policy.plain import rulebook_hash, rulebook_plain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.approve import approve
from zhibiao.procedures.assess import _book as book_assessed
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.closed import Closed
from zhibiao.procedures.issue import issue
from zhibiao.procedures.proposed_transfer import PROPOSED, Proposal
from zhibiao.procedures.roll_over import roll_over
from zhibiao.procedures.settling import settled_for
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

CLOCK = HandClock(dt.datetime(2025, 2, 10, 1, 0, tzinfo=dt.UTC))
# Worked out on a holding of 1200: the slices end at 120, 240, 480 and 600.
MADE = {"A": 130, "B": 90, "C": 25}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=CLOCK.now())
    yield made
    made.check()
    made.close()


def _issue(
    store: BookStore, quotas_t: Mapping[str, int], *, year: int = 2024, cap_t: int = 2800, rulebook: Rulebook | None
) -> StoredDecision:
    plain = make_decision(quotas_t, cap_t=cap_t, head=store.head(), year=year, note=f"{year}-{store.head()[:6]}")
    body = dict(plain.body) | {"as_of": "", "claimants": [{"enterprise": name, "capacity_t": 1100} for name in "ABC"]}
    if rulebook is not None:
        body |= {"rulebook": rulebook_plain(rulebook), "rulebook_sha256": rulebook_hash(rulebook)}
    sha256 = content_hash(body)
    decision = replace(plain, id=f"steel-{year}-{sha256[:8]}", sha256=sha256, body=body, signatures=())
    decision = replace(decision, signatures=(replace(plain.signatures[0], decision=decision.id),))
    keep_decision(store, decision)
    approve(store, CLOCK, decision.id, APPROVER)
    issue(store, CLOCK, decision.id, APPROVER, rulebook_sha256=body["rulebook_sha256"])
    return decision


def _file(store: BookStore, made_t: Mapping[str, int], months: range, *, year: int = 2024) -> None:
    for month in months:
        for name, tonnes in made_t.items():
            store.add_return(make_return(name, f"{year}-{month:02d}", tonnes))


def _close(store: BookStore, month: int, *, year: int = 2024) -> Closed:
    return close_month(store, CLOCK, "steel", "crude_steel_t", Month(year, month), ANALYST)


def _year(store: BookStore, *, rulebook: Rulebook | None = None, until: int = 12) -> None:
    """A holds 1200 and makes 1560, B holds 1200 and makes 1080, C holds and makes 300."""
    _issue(store, {"A": 1200, "B": 1200, "C": 300}, rulebook=rulebook or settling_rulebook())
    _file(store, MADE, range(1, until + 1))
    for month in range(1, until + 1):
        _close(store, month)


def _close_year(store: BookStore, year: int = 2024) -> Closed:
    return close_year(store, CLOCK, "steel", "crude_steel_t", year, APPROVER)


def _lines(closed: Closed) -> list[str]:
    return [
        f"{one.draft.kind} {one.draft.postings[1].account} {one.draft.postings[1].tonnes}"
        for one in closed.entries
        if one.draft.postings
    ]


def test_charges_rise_with_the_overrun(store: BookStore) -> None:
    _year(store, until=10)
    book = store.book(sector="steel", plan_year=2024)
    # A made 1300 of 1200: 100 over, all in the first slice; half of 100 stands charged.
    assert (100, 50) == (book.debt("A"), book.charged("A"))
    _file(store, MADE, range(11, 12))
    november = _close(store, 11)
    # 230 over: 120 + 110 × 1.2 = 252; half is 126, 76 more than before.
    assert "charge charge:A 76" in _lines(november)
    assert november == _close(store, 11)


def test_charges_are_credited_when_quota_covers_the_overrun(store: BookStore) -> None:
    _year(store, until=10)
    _issue(store, {"A": 1270, "B": 1130, "C": 300}, rulebook=settling_rulebook())
    _file(store, MADE | {"A": 0}, range(11, 12))
    # Of the 100 over 70 are covered; 30 remain, half of them charged: 35 come back.
    assert "credit charges 35" in _lines(_close(store, 11))
    assert 15 == store.book(sector="steel", plan_year=2024).charged("A")


def test_no_charges_without_a_share_of_them(store: BookStore) -> None:
    _year(store, rulebook=settling_rulebook(numbers={"interim_share": "0"}))
    assert EntryKind.CHARGE not in {entry.draft.kind for entry in store.entries()}


def test_the_close_of_the_year_recalls_and_credits(store: BookStore) -> None:
    _year(store)
    closed = _close_year(store)
    # B left 120 unused. A is 360 over: 120 + 144 + 120 × 1.4 = 432, of which half stood charged.
    assert ["recall pool 120", "credit charges 216"] == _lines(closed)
    assert {"recall.carry §1", "credit.settled §1"} == {
        one.draft.reason for one in closed.entries if one.draft.postings
    }
    assert ({"B": 120}, {"A": 360}) == (closed.recalled_t, closed.debts_t)
    assert closed == _close_year(store)


def test_roll_over(store: BookStore) -> None:
    _year(store)
    closed = _close_year(store)
    rolled = roll_over(store, CLOCK, "steel", 2024, ANALYST)
    assert {"A": 432} == rolled.owed_t
    (deduction,) = rolled.deductions
    assert ("A", 1200, 360, 432, 216, 216) == tuple(
        getattr(deduction, name) for name in deduction.__slots__ if name != "slices"
    )
    assert [(120, 120), (120, 144), (120, 168)] == [(one.overrun_t, one.deducted_t) for one in deduction.slices]
    assert ["debt_out", "debt_in", "surcharge"] == [entry.draft.kind for entry in rolled.entries]
    assert 0 == store.book(sector="steel", plan_year=2024).debt("A")
    head = store.head()
    assert rolled == roll_over(store, CLOCK, "steel", 2024, APPROVER)
    assert head == store.head()
    # What the close said of the year it still says.
    assert closed == _close_year(store)


def test_what_the_next_decision_counts(store: BookStore) -> None:
    _year(store)
    _close_year(store)
    assert {"B": (120, 0, 0)} == _counts(store, 2025)
    roll_over(store, CLOCK, "steel", 2024, ANALYST)
    # B carries no more than a tenth of 1200; A pays 432 in two years, 216 now and 216 in 2026.
    assert {"A": (0, 432, 216), "B": (120, 0, 0)} == _counts(store, 2025)
    settled = settled_for(store, "steel", 2025)
    assert (Instalment(year=2025, tonnes=216), Instalment(year=2026, tonnes=216)) == settled["A"].plan
    assert {} == settled_for(store, "steel", 2026)


def _counts(store: BookStore, year: int) -> dict[str, tuple[int, int, int]]:
    return {
        name: (one.carried_t, one.owed_t, one.deducted_t) for name, one in settled_for(store, "steel", year).items()
    }


def test_carrying_is_limited_and_paying_back_as_well(store: BookStore) -> None:
    _year(store, rulebook=settling_rulebook(numbers={"carry_share": "0.05", "payback_most_share": "0.1"}))
    _close_year(store)
    roll_over(store, CLOCK, "steel", 2024, ANALYST)
    # 5 % of 1200 are carried. 10 % of 1200 are the most a year takes: 120 now, the other 312 in three years.
    assert {"A": (0, 432, 120), "B": (60, 0, 0)} == _counts(store, 2025)
    assert [120, 104, 104, 104] == [one.tonnes for one in settled_for(store, "steel", 2025)["A"].plan]


def test_two_years_of_paying_back(store: BookStore) -> None:
    _year(store)
    _close_year(store)
    roll_over(store, CLOCK, "steel", 2024, ANALYST)
    # 2025: A gets 1000 less 216, the decision's own sums; B carries 120.
    decision = _issue(store, {"A": 1000}, year=2025, cap_t=2800, rulebook=settling_rulebook(year=2025))
    book = store.book(sector="steel", plan_year=2025)
    grant = Grant(
        decision="later",
        proposal=f"propose:{decision.id}",
        basis="f" * 64,
        cap_t=2800,
        reserve_t=0,
        quotas_t={"A": 784, "B": 1120},
        carried_t={"B": 120},
        deducted_t={"A": 216},
        actor="li",
    )
    store.append(grant_drafts(book, grant), at=CLOCK.now())
    book = store.book(sector="steel", plan_year=2025)
    assert (784, 1120, 216) == (book.holding("A"), book.holding("B"), book.owed("A"))
    # Asked again in the same year the same counts.
    assert {"A": (0, 432, 216), "B": (120, 0, 0)} == _counts(store, 2025)
    # A makes 24 less than it holds, which pays back 24 more at the year's end.
    _file(store, {"A": 0, "B": 0}, range(1, 12), year=2025)
    _file(store, {"A": 760, "B": 1120}, range(12, 13), year=2025)
    for month in range(1, 13):
        _close(store, month, year=2025)
    closed = _close_year(store, 2025)
    assert ["deduct pool 24", "payback overrun 24"] == _lines(closed)
    assert closed == _close_year(store, 2025)
    rolled = roll_over(store, CLOCK, "steel", 2025, ANALYST)
    assert {"A": 192} == rolled.owed_t
    assert () == rolled.findings
    assert ["owed_out", "owed_in"] == [entry.draft.kind for entry in rolled.entries]
    # The last instalment, less what was paid ahead.
    assert {"A": (0, 192, 192)} == _counts(store, 2026)


def test_who_pays_less_than_was_due_is_named(store: BookStore) -> None:
    _year(store)
    _close_year(store)
    roll_over(store, CLOCK, "steel", 2024, ANALYST)
    # The decision of 2025 forgot the deduction; A leaves 10 of its quota unused, and 206 of the 216 due are missing.
    _issue(store, {"A": 1000}, year=2025, rulebook=settling_rulebook(year=2025))
    _file(store, {"A": 0}, range(1, 12), year=2025)
    _file(store, {"A": 990}, range(12, 13), year=2025)
    for month in range(1, 13):
        _close(store, month, year=2025)
    _close_year(store, 2025)
    rolled = roll_over(store, CLOCK, "steel", 2025, ANALYST)
    (finding,) = rolled.findings
    assert ("payback.slipped", 216, 10, 206) == (
        finding.code,
        *(finding.facts[name] for name in ("planned_t", "paid_t", "behind_t")),
    )
    assert rolled == roll_over(store, CLOCK, "steel", 2025, ANALYST)
    # The arrears are due with the last instalment, within half of the holding of 1000.
    assert {"A": (0, 422, 422)} == _counts(store, 2026)


def test_a_year_that_is_silent_is_settled_by_the_next_years_rule(store: BookStore) -> None:
    _year(store, rulebook=make_silent())
    _close_year(store)
    with pytest.raises(ActRefused, match=r"roll_over\.no_rule"):
        roll_over(store, CLOCK, "steel", 2024, ANALYST)
    _issue(store, {"A": 1000, "B": 1000}, year=2025, rulebook=settling_rulebook(year=2025))
    assert {"A": 432} == roll_over(store, CLOCK, "steel", 2024, ANALYST).owed_t
    # It carries nothing: its own rule recalled all that was unused.
    assert {"A": (0, 432, 216)} == _counts(store, 2025)


def make_silent() -> Rulebook:
    """A year whose rule leaves the deduction to the measures of a later one."""
    settling = settling_rulebook()
    kept = {
        code: one
        for code, one in settling.parameters.items()
        if code not in ("carry_share", "payback_years", "payback_most_share", "interim_share")
    }
    return replace(settling, settlement_rule="recall_unused_and_debt", deduction=(), parameters=kept)


def test_who_may_roll_over_and_when(store: BookStore) -> None:
    _year(store)
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        roll_over(store, CLOCK, "steel", 2024, AUDITOR)
    with pytest.raises(ActRefused, match=r"roll_over\.year_open"):
        roll_over(store, CLOCK, "steel", 2024, ANALYST)


def test_a_settled_year_is_assessed_as_it_stood_before_its_close(store: BookStore) -> None:
    _year(store)
    before = store.book(sector="steel", plan_year=2024).balances
    _close_year(store)
    roll_over(store, CLOCK, "steel", 2024, ANALYST)
    assessed = book_assessed(store, "steel", 2024, known_by=None)
    assert assessed is not None
    assert before == assessed.balances
    assert (120, 360, 216) == (assessed.available("B"), assessed.debt("A"), assessed.charged("A"))


# transfers


def _city() -> City:
    groups = {"A": "G1", "B": "G1", "C": "G2", "D": "", "E": "", "M": "G1"}
    firms = {
        name: Enterprise(
            **dict.fromkeys(("zone", "route"), ""),
            **{"id": name, "credit_code": name, "name": Text(name), "sector": "magnesia" if name == "M" else "steel"},
            **{"group": group, "tier": "normative", "grade": "B"},
        )
        for name, group in groups.items()
    }
    return City(id="x", name=Text("市"), authority=Text("局"), note=Text("虚构"), enterprises=firms)


def _propose(store: BookStore, giver: str = "B", taker: str = "A", tonnes: int = 120, **how: object) -> Proposal:
    given = {"year": 2024, "document": "调剂申请.pdf", "content": b"letter", "person": ANALYST}
    return propose_transfer(store, CLOCK, _city(), giver=giver, taker=taker, tonnes=tonnes, **(given | how))  # type: ignore[arg-type]


def test_a_transfer_by_two_persons(store: BookStore) -> None:
    _year(store, until=10)
    before = store.book(sector="steel", plan_year=2024)
    proposal = _propose(store)
    after = store.book(sector="steel", plan_year=2024)
    # Nothing moved, but nothing else may take the tonnes.
    assert (before.available("B"), before.available("B") - 120) == (after.available("B"), after.free("B"))
    done = confirm_transfer(store, CLOCK, _city(), proposal.id, APPROVER)
    # The 100 that A was over are covered by it.
    assert ["transfer", "correct", "use"] == [entry.draft.kind for entry in done.entries]
    assert {"A": 1320, "B": 1080} == done.holdings_t
    assert (proposal.sha256, f"propose:{proposal.id}") == (done.entries[0].draft.basis, done.entries[0].draft.proposal)
    book = store.book(sector="steel", plan_year=2024)
    assert (0, 1300) == (book.debt("A"), book.used("A"))
    assert {"A": 120, "B": -120} == {name: one.transferred_t for name, one in settled_for(store, "steel", 2024).items()}
    assert done == confirm_transfer(store, CLOCK, _city(), proposal.id, BOTH)
    assert {b"letter"} == {store.file_content(one.sha256) for one in store.files() if one.outcome != PROPOSED}


def test_one_letter_moves_its_tonnes_once(store: BookStore) -> None:
    _year(store, until=10)
    proposal = _propose(store, tonnes=50)
    for again in ({}, {"person": BOTH}, {"document": "again.pdf"}):
        CLOCK.tick()
        assert proposal == _propose(store, tonnes=50, **again)
    confirm_transfer(store, CLOCK, _city(), proposal.id, APPROVER)
    assert proposal == _propose(store, tonnes=50)
    assert 2 == len(store.files())
    assert proposal.id != _propose(store, tonnes=50, content=b"another letter").id


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"person": AUDITOR}, "auth.forbidden"),
        ({"tonnes": 0}, "ledger.amount_zero"),
        ({"tonnes": -1}, "ledger.amount_negative"),
        ({"content": b""}, "transfer.document_empty"),
        ({"giver": "Z"}, "transfer.enterprise_unknown"),
        ({"taker": "B"}, "transfer.same_enterprise"),
        ({"taker": "M"}, "transfer.other_sector"),
        ({"taker": "C"}, "transfer.other_group"),
        ({"giver": "D", "taker": "E"}, "transfer.other_group"),
        ({"tonnes": 301}, "ledger.insufficient"),
        # 1.2 times a capacity of 1100 is 1320: 120 more than A holds.
        ({"tonnes": 121}, "transfer.above_capacity"),
    ],
)
def test_what_may_not_be_transferred(store: BookStore, how: dict[str, object], code: str) -> None:
    _year(store, until=10)
    with pytest.raises((ActRefused, UsageError, InputRefused)) as refused:
        _propose(store, **how)  # type: ignore[arg-type]
    assert code == refused.value.code
    assert () == store.files()


def test_who_may_not_confirm(store: BookStore) -> None:
    _year(store, until=10)
    proposal = _propose(store, person=BOTH)
    for person, code in ((ANALYST, "auth.forbidden"), (BOTH, "flow.same_person")):
        with pytest.raises(ActRefused) as refused:
            confirm_transfer(store, CLOCK, _city(), proposal.id, person)
        assert code == refused.value.code
    with pytest.raises(NotFound, match=r"transfer\.not_found"):
        confirm_transfer(store, CLOCK, _city(), "transfer-steel-2024-00000000", APPROVER)


def test_tonnes_put_forward_are_put_forward_once(store: BookStore) -> None:
    _year(store)
    proposal = _propose(store)
    with pytest.raises(ActRefused, match=r"ledger\.insufficient"):
        _propose(store, tonnes=60)
    _close_year(store)
    with pytest.raises(ActRefused, match=r"transfer\.withdrawn"):
        confirm_transfer(store, CLOCK, _city(), proposal.id, APPROVER)

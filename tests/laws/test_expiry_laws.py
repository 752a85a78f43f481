"""Carried quota under random output and pledges: what expires is reckoned another way, once, and never given back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from ledger_sample import ANALYST, APPROVER, HandClock, keep_decision, make_decision, make_return, memory_store
from settlement_sample import settling_rulebook
from zhibiao.errors import ActRefused
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.ledger.settlement import DueCarries, expire_drafts, standing_t
from zhibiao.ledger.steps import propose_transfer_draft
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_hash, rulebook_plain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.settling import settled_for
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.period import Month
from zhibiao.verification.verify import Audit, check_beside, check_expiry

FIRMS = ("A", "B")
CAP_T = 5000
HELD = ("available", "used", "pool", "reserve")
Tonnes = tuple[int, int]

pairs = st.tuples(st.integers(0, 600), st.integers(0, 600))
# Little enough, as a rule, that something of what is carried is left.
little = st.one_of(st.integers(0, 15), st.integers(0, 15), st.integers(0, 600))
outputs = st.tuples(little, little)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two years: what was held and made in the first, given in the second, made there period by period, and pledged."""

    until: int
    held: Tonnes
    left: Tonnes
    split: Tonnes
    ends: tuple[int, ...]
    made: tuple[Tonnes, ...]
    pledged: Tonnes


@st.composite
def cases(draw: st.DrawFn) -> Case:
    ends = (*sorted(draw(st.sets(st.integers(1, 11), max_size=3))), 12)
    return Case(
        until=draw(st.integers(0, 12)),
        held=draw(pairs),
        left=draw(pairs),
        split=draw(pairs),
        ends=ends,
        made=tuple(draw(outputs) for _ in ends),
        pledged=draw(pairs),
    )


@settings(max_examples=examples(25), deadline=None)
@given(case=cases())
def test_what_expires(case: Case) -> None:
    run(case)


# A carries 30 to be used by March; 10 are used in time. B pledges everything but 5 of its 25 and uses nothing.
BY_HAND = Case(
    until=3,
    held=(300, 250),
    left=(300, 250),
    split=(70, 0),
    ends=(3, 6, 12),
    made=((10, 0), (0, 0), (0, 0)),
    pledged=(0, 20),
)


def test_by_hand() -> None:
    """A loses 20 and B 5; the rest of B's carried tonnes are pledged and stay."""
    assert {"A": 20, "B": 5} == run(BY_HAND)


def test_production_that_does_not_count_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness can fail: without 'carried counts as used first' A would lose all 30."""

    def wrong(book: Book, due: DueCarries, **how: Any) -> Iterator[Draft]:
        for draft in expire_drafts(book, due, **how):
            most_t = {"A": 30, "B": 5}[draft.id[-1]]
            postings = tuple(replace(one, tonnes=most_t if one.tonnes > 0 else -most_t) for one in draft.postings)
            yield replace(draft, postings=postings)

    monkeypatch.setattr("zhibiao.procedures.close.expire_drafts", wrong)
    with pytest.raises(AssertionError):
        run(BY_HAND)


def test_a_decision_that_carries_it_again_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhibiao.allocation.course.settled._in_time", lambda _, carried, __: dict(carried))
    with pytest.raises(ActRefused, match=r"issue\.carry_differs"):
        run(BY_HAND)


def test_a_deadline_met_every_month_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reckoned again in June, A's 20 of before would be asked for once more under the same id."""

    def always(book: Book, _: str, *, carry_until: int, clause: str) -> DueCarries:
        assert 3 == carry_until
        entries = tuple(one for one in book.entries if one.draft.kind is EntryKind.CARRY)
        return DueCarries(entries=entries, clause=clause)

    monkeypatch.setattr("zhibiao.procedures.close.due_carries", always)
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        run(BY_HAND)


def test_pledged_tonnes_that_expire_are_refused_by_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "free", lambda book, name: book.available(name))
    with pytest.raises(ActRefused, match=r"ledger\.pledged"):
        run(BY_HAND)


def run(case: Case) -> dict[str, int]:
    """Take a case through the acts and hold every step against the model; gives what expired."""
    store, clock = memory_store(), HandClock(dt.datetime(2026, 3, 1, 1, 0, tzinfo=dt.UTC))
    made_before = [max(0, held - left) for held, left in zip(case.held, case.left, strict=True)]
    _decide(store, clock, 2024, case.held, case.until)
    _make(store, tuple(made_before), "2024-01..12")
    close_month(store, clock, "steel", "crude_steel_t", Month(2024, 12), ANALYST)
    close_year(store, clock, "steel", "crude_steel_t", 2024, APPROVER)
    carried = [min(held - made, held // 10) for held, made in zip(case.held, made_before, strict=True)]
    _decide(store, clock, 2025, case.split, case.until)
    expected = _second_year(store, clock, case, carried)
    book = _book(store)
    found = standing_t(book, EntryKind.EXPIRE)
    assert {name: tonnes for name, tonnes in zip(FIRMS, expected, strict=True) if tonnes} == found
    # Decided again with the same split, everybody holds what it holds.
    before = dict(book.balances)
    _decide(store, clock, 2025, case.split, case.until)
    assert before == dict(_book(store).balances)
    _check_prefixes(store)
    _check_verified(store)
    store.check()
    store.close()
    return found


def _second_year(store: BookStore, clock: HandClock, case: Case, carried: list[int]) -> list[int]:
    """Pledge, make and close; what has to expire, from the figures of the case alone."""
    held = [split + more for split, more in zip(case.split, carried, strict=True)]
    pledged = [min(wanted, most) for wanted, most in zip(case.pledged, held, strict=True)]
    for name, tonnes in zip(FIRMS, pledged, strict=True):
        if tonnes:
            draft = propose_transfer_draft(_book(store), f"by-hand-{name}", name, tonnes, basis="a" * 64, actor="wang")
            store.append([draft], at=clock.now())
    expected, is_reckoned, first = [0, 0], not case.until, 1
    so_far = [0, 0]
    for last, made in zip(case.ends, case.made, strict=True):
        _make(store, made, f"2025-{first:02d}" if first == last else f"2025-{first:02d}..{last:02d}")
        so_far = [before + more for before, more in zip(so_far, made, strict=True)]
        for place in range(len(FIRMS)):
            if so_far[place] > held[place] - expected[place] - pledged[place]:
                pledged[place] = 0
        if not is_reckoned and last >= case.until:
            is_reckoned = True
            for place in range(len(FIRMS)):
                used = min(held[place], so_far[place])
                expected[place] = max(0, min(held[place] - used - pledged[place], carried[place] - used))
        clock.tick()
        closed = close_month(store, clock, "steel", "crude_steel_t", Month(2025, last), ANALYST)
        count = len(store.entries())
        assert closed == close_month(store, clock, "steel", "crude_steel_t", Month(2025, last), ANALYST)
        assert count == len(store.entries())
        first = last + 1
    return expected


def _book(store: BookStore) -> Book:
    return store.book(sector="steel", plan_year=2025)


def _rulebook(year: int, until: int) -> Rulebook:
    plain = settling_rulebook(year=year)
    if not until:
        return plain
    values = ((dt.date(year, 1, 1), Decimal(until)),)
    own = Parameter(code="carry_until", unit="month", clause="1", values=values)
    return replace(plain, parameters={**plain.parameters, "carry_until": own})


def _decide(store: BookStore, clock: HandClock, year: int, split: Tonnes, until: int) -> None:
    """A decision as it is drafted, with what earlier years leave; approved and issued."""
    clock.tick()
    settled, rulebook = settled_for(store, "steel", year), _rulebook(year, until)
    carried = {name: settled[name].carried_t if name in settled else 0 for name in FIRMS}
    quotas = {name: tonnes + carried[name] for name, tonnes in zip(FIRMS, split, strict=True)}
    head = store.head(of_moves=True)
    plain = make_decision(quotas, cap_t=CAP_T, head=head, year=year, note=str(clock.now()))
    body: dict[str, Any] = {
        **plain.body,
        "rulebook": rulebook_plain(rulebook),
        "rulebook_sha256": rulebook_hash(rulebook),
        "claimants": [{"enterprise": name, "carried_t": tonnes} for name, tonnes in carried.items()],
    }
    sha256 = content_hash(body)
    name = f"steel-{year}-{sha256[:8]}"
    signed = (replace(plain.signatures[0], decision=name),)
    keep_decision(store, replace(plain, id=name, sha256=sha256, body=body, signatures=signed))
    approve(store, clock, name, APPROVER)
    issue(store, clock, name, APPROVER, rulebook_sha256=body["rulebook_sha256"])


def _make(store: BookStore, made: Tonnes, period: str) -> None:
    for name, tonnes in zip(FIRMS, made, strict=True):
        store.add_return(make_return(name, period, tonnes))


def _check_verified(store: BookStore) -> None:
    """The independent verifier derives the same expiries, and what each decision carried when it was issued."""
    entries = [{**entry.plain(), "hash": entry.hash} for entry in store.entries()]
    for decision in store.decisions():
        audit, body = Audit(), {**decision.body, "as_of": ""}
        page = audit.page("settled", "verify.settled", "entries.jsonl")
        book = {"decision.json": body, "entries.jsonl": entries}
        check_expiry(page, book)
        given = [entry["seq"] for entry in entries if entry["proposal"] == f"propose:{decision.id}"]
        check_beside(page, book, max(given))
        assert [] == audit.differences


def _check_prefixes(store: BookStore) -> None:
    """After every entry, added up from nothing: the cap is all there, nothing negative, nothing pledged twice."""
    sums: dict[int, Counter[str]] = {}
    for entry in store.entries():
        of = sums.setdefault(entry.draft.plan_year, Counter())
        for posting in entry.draft.postings:
            of[posting.account] += posting.tonnes
        for name, tonnes in of.items():
            assert tonnes >= 0 or name in ("cap", "overrun", "charges", "pledges")
        assert -of["cap"] == sum(tonnes for name, tonnes in of.items() if name.split(":")[0] in HELD)
        for name in FIRMS:
            assert of[f"pledged:{name}"] <= of[f"available:{name}"]

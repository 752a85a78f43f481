"""Random walks through the acts: a pledge is used once, a withdrawal frees just that, a close makes no debt of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from ledger_sample import (
    ANALYST,
    APPROVER,
    RULEBOOK,
    HandClock,
    keep_decision,
    make_decision,
    make_return,
    memory_store,
)
from small_book import _city as small_city
from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft
from zhibiao.ledger.proposals import Proposal
from zhibiao.ledger.steps import withdraw_draft
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.procedures.withdraw import withdraw
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.enterprise import City
from zhibiao.terms.kept import DecisionState, StoredDecision
from zhibiao.terms.period import Month

FIRMS = ("TB-1", "TB-2", "TB-3")
CAP_T = 1000
REFUSED = (ActRefused, UsageError)

firm = st.sampled_from(FIRMS)
tonnes = st.integers(1, 250)
which = st.integers(0, 3)
quotas = st.tuples(*[st.integers(0, 400)] * len(FIRMS))
outputs = st.tuples(*[st.one_of(st.just(0), st.integers(0, 250))] * len(FIRMS))
commands = st.one_of(
    st.tuples(st.just("propose"), firm, firm, tonnes),
    st.tuples(st.just("propose"), firm, firm, tonnes),
    st.tuples(st.just("confirm"), st.just(0)),
    st.tuples(st.just("confirm"), which),
    st.tuples(st.just("go_on")),
    st.tuples(st.just("go_on")),
    st.tuples(st.just("go_on")),
    st.tuples(st.just("withdraw_transfer"), which),
    st.tuples(st.just("draft"), quotas),
    st.tuples(st.just("approve"), which),
    st.tuples(st.just("issue"), which),
    st.tuples(st.just("withdraw_decision"), which),
    st.tuples(st.just("close"), outputs),
)


@settings(max_examples=examples(30), deadline=None)
@given(walk=st.lists(commands, min_size=8, max_size=30))
def test_any_walk(walk: list[tuple[Any, ...]]) -> None:
    take(walk).end()


# A transfer is proposed and withdrawn; then 200 of TB-1's 300 are pledged, and it makes 250: the close takes them back.
# Numbers count back from the newest.
BY_HAND: list[tuple[Any, ...]] = [
    ("propose", "TB-1", "TB-2", 100),
    ("withdraw_transfer", 0),
    ("propose", "TB-1", "TB-2", 200),
    ("draft", (300, 250, 200)),
    ("approve", 0),
    ("withdraw_decision", 0),
    ("draft", (300, 210, 200)),
    ("approve", 0),
    ("close", (250, 10, 10)),
    ("confirm", 0),
    ("issue", 0),
]


def test_by_hand() -> None:
    """The close ends the second transfer and moves no holding, so that the decision approved before it is issued."""
    walker = take(BY_HAND)
    assert [name for name, *_ in BY_HAND if name != "confirm"] == walker.done
    book = walker.book()
    assert (300, 50, 0) == (book.holding("TB-1"), book.free("TB-1"), book.debt("TB-1"))
    assert (210, 290) == (book.holding("TB-2"), book.pool)
    walker.end()


def test_a_close_that_leaves_pledges_standing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """TB-1 made 250 with 100 free: without the withdrawal 150 would become debt while 200 lie pledged."""
    monkeypatch.setattr("zhibiao.procedures.close.enterprise_of", lambda account: account)
    with pytest.raises(AssertionError, match="debt"):
        take(BY_HAND)


def test_a_withdrawal_that_frees_too_little_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(book: Book, proposal: Proposal, **how: Any) -> Draft:
        draft = withdraw_draft(book, proposal, **how)
        less = [replace(one, tonnes=one.tonnes + (1 if one.tonnes < 0 else -1)) for one in draft.postings]
        return replace(draft, postings=tuple(less))

    monkeypatch.setattr("zhibiao.procedures.withdraw.withdraw_draft", wrong)
    with pytest.raises(AssertionError, match=r"ledger\.pledge_differs"):
        take(BY_HAND)


def test_pledges_that_do_not_bind_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """If what is pledged counted as free, 300 tonnes could be promised twice; the book refuses what the act lets by."""
    monkeypatch.setattr(Book, "free", lambda book, name: book.available(name))
    walker = take([("propose", "TB-1", "TB-2", 200), ("propose", "TB-1", "TB-3", 200)])
    assert ["propose"] == walker.done
    monkeypatch.setattr("zhibiao.ledger.state.check_pledges", lambda *_, **__: None)
    with pytest.raises(AssertionError, match="pledged"):
        take([("propose", "TB-1", "TB-2", 200), ("propose", "TB-1", "TB-3", 200)])


def take(walk: list[tuple[Any, ...]]) -> Walker:
    """Walk from a book in which 300, 200 and 200 are held and 300 lie in the pool; every step is held to the laws."""
    store = memory_store()
    walker = Walker(store=store, clock=HandClock(dt.datetime(2025, 3, 1, 1, 0, tzinfo=dt.UTC)))
    walker.draft((300, 200, 200))
    walker.approve(0)
    walker.issue(0)
    assert 300 == walker.book().pool
    for name, *arguments in walk:
        walker.step(name, *arguments)
    return walker


@dataclass(slots=True, kw_only=True)
class Walker:
    """The acts under way, and what each transfer that still stands has pledged, counted beside the book."""

    store: BookStore
    clock: HandClock
    transfers: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    standing: dict[str, tuple[str, int]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def book(self) -> Book:
        return self.store.book(sector="steel", plan_year=2024)

    def step(self, name: str, *arguments: Any) -> None:
        """One act; a refused one leaves everything as it was, and the laws hold after either."""
        self.clock.tick()
        before, signed = len(self.store.entries()), self.store.decisions()
        act: Callable[..., bool] = getattr(self, name)
        code = ""
        try:
            if act(*arguments):
                self.done.append(name)
        except REFUSED as refused:
            code = refused.code
        assert not code or (before, signed) == (len(self.store.entries()), self.store.decisions()), code
        assert code != "ledger.pledge_differs", code
        self.check()

    def propose(self, giver: str, taker: str, tonnes: int) -> bool:
        made = propose_transfer(
            self.store,
            self.clock,
            _city(),
            year=2024,
            giver=giver,
            taker=taker,
            tonnes=tonnes,
            document="letter.pdf",
            content=str(self.clock.now()).encode(),
            person=ANALYST,
        )
        self.transfers.append(made.id)
        self.standing[made.id] = (giver, tonnes)
        return True

    def confirm(self, number: int) -> bool:
        name = _pick(self.transfers, number)
        if not name:
            return False
        count = len(self.store.entries())
        confirm_transfer(self.store, self.clock, _city(), name, APPROVER)
        is_new = len(self.store.entries()) > count
        assert is_new is (self.standing.pop(name, None) is not None)
        return is_new

    def withdraw_transfer(self, number: int) -> bool:
        return self._withdraw(_pick(self.transfers, number))

    def withdraw_decision(self, number: int) -> bool:
        return self._withdraw(_pick(self.decisions, number))

    def _withdraw(self, name: str) -> bool:
        if not name:
            return False
        before = dict(self.book().balances)
        done = withdraw(self.store, self.clock, name, APPROVER, reason="重新办理")
        self.standing.pop(name, None)
        after = self.book().balances
        moved = {key: tonnes - before.get(key, 0) for key, tonnes in after.items() if tonnes != before.get(key, 0)}
        freed = {key: -tonnes for key, tonnes in done.freed_t.items()}
        assert moved == freed | ({"pledges": sum(done.freed_t.values())} if freed else {})
        return True

    def draft(self, split: tuple[int, ...]) -> bool:
        decision = _decision(dict(zip(FIRMS, split, strict=True)), head=self.store.head(of_moves=True))
        with self.store.transaction():
            keep_decision(self.store, decision)
        if decision.id not in self.decisions:
            self.decisions.append(decision.id)
        return True

    def approve(self, number: int) -> bool:
        name = _pick(self.decisions, number)
        if not name:
            return False
        approve(self.store, self.clock, name, APPROVER)
        return True

    def issue(self, number: int) -> bool:
        name = _pick(self.decisions, number)
        if not name:
            return False
        issue(self.store, self.clock, name, APPROVER, rulebook_sha256=RULEBOOK)
        return True

    def go_on(self) -> bool:
        """The next step of the newest decision."""
        state = next(one.state for one in self.store.decisions() if one.id == self.decisions[-1])
        if state is DecisionState.DRAFT:
            self.step("approve", 0)
        elif state is DecisionState.APPROVED:
            self.step("issue", 0)
        return False

    def close(self, made: tuple[int, ...]) -> bool:
        """A month's production is used as far as tonnes are available, pledged or not; only the rest becomes debt."""
        book = self.book()
        if not book.open_month:
            return False
        month = Month.parse(book.open_month)
        output = dict(zip(FIRMS, made, strict=True))
        for name, tonnes in output.items():
            self.store.add_return(make_return(name, str(month), tonnes))
        close_month(self.store, self.clock, "steel", "crude_steel_t", month, ANALYST)
        after = self.book()
        for name, tonnes in output.items():
            short_t = max(0, tonnes - book.available(name))
            assert book.debt(name) + short_t == after.debt(name), "debt"
            if tonnes > book.free(name):
                self.standing = {key: one for key, one in self.standing.items() if one[0] != name}
        return True

    def end(self) -> None:
        """Close what is left of the year: nothing stands afterwards, in the book and by the signatures."""
        while self.book().open_month:
            self.step("close", (0, 0, 0))
        self.clock.tick()
        close_year(self.store, self.clock, "steel", "crude_steel_t", 2024, APPROVER)
        book = self.book()
        assert () == book.standing
        assert {} == {name: tonnes for name, tonnes in book.balances.items() if name.startswith("pledge") and tonnes}
        assert not {one.state for one in self.store.decisions()} & {DecisionState.DRAFT, DecisionState.APPROVED}
        self.store.check()
        self.store.close()

    def check(self) -> None:
        """The cap is all there, nothing is negative, and what stands pledged is what the transfers that stand say."""
        book, pledged = self.book(), Counter[str]()
        for giver, tonnes in self.standing.values():
            pledged[giver] += tonnes
        for name in FIRMS:
            assert pledged[name] == book.balances.get(f"pledged:{name}", 0), "pledged"
            assert pledged[name] <= book.available(name), "pledged"
        held = sum(book.holding(name) for name in FIRMS)
        assert CAP_T == held + book.pool + book.reserve
        assert 0 <= book.free_pool


def _pick(names: list[str], number: int) -> str:
    """One of them, counted from the newest; a walk that names none so far does nothing."""
    return names[-1 - number % len(names)] if names else ""


def _decision(quotas_t: Mapping[str, int], *, head: str) -> StoredDecision:
    plain = make_decision(quotas_t, cap_t=CAP_T, head=head)
    body = {**plain.body, "rulebook": {**plain.body["rulebook"], "bounds": {"rule": "base_only", "clause": "5"}}}
    sha256 = content_hash(body)
    name = f"steel-2024-{sha256[:8]}"
    signed = (replace(plain.signatures[0], decision=name),)
    return replace(plain, id=name, sha256=sha256, body=body, signatures=signed)


def _city() -> City:
    city = small_city()
    return replace(city, enterprises={one.id: replace(one, group="G") for one in city})

"""The ledger's laws under random acts: the first invariant at every entry, two persons, nothing twice, no tampering."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from effort import examples
from ledger_sample import (
    ANALYST,
    APPROVER,
    RULEBOOK,
    START,
    HandClock,
    chained,
    database_of,
    draft,
    keep_decision,
    make_decision,
    make_return,
    memory_store,
    opening,
)
from zhibiao.errors import ActRefused, BookBroken, InputRefused
from zhibiao.ledger.accounts import FLOWS, OF_CITY, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.ledger.invariants import check_balances
from zhibiao.ledger.steps import withdraw_draft
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.issue import issue
from zhibiao.store.book_store import BookStore
from zhibiao.store.rows import row_of_entry
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.kept import DecisionState
from zhibiao.terms.period import Month

FIRMS = ("A", "B", "C")
NOTHING_LEFT = -1
SOURCES = ("cap", "overrun", "charges", "pledges")
HELD = ("available", "used", "pool", "reserve")


def dips(entries: Sequence[Entry]) -> list[int]:
    """Sequence numbers after which the first invariant does not hold, by plain addition from nothing."""
    sums: Counter[str] = Counter()
    bad = []
    for entry in entries:
        for posting in entry.draft.postings:
            sums[posting.account] += posting.tonnes
        inside = sum(tonnes for name, tonnes in sums.items() if name.split(":")[0] in HELD)
        negative = [name for name, tonnes in sums.items() if tonnes < 0 and name not in SOURCES]
        pledged = sum(tonnes for name, tonnes in sums.items() if name.startswith("pledged"))
        debts = sum(tonnes for name, tonnes in sums.items() if name.startswith(("debt:", "owed:")))
        charged = sum(tonnes for name, tonnes in sums.items() if name.startswith("charge:"))
        outside = ((debts, "overrun"), (charged, "charges"), (pledged, "pledges"))
        short = sums["pledged"] > sums["pool"] or any(
            sums[f"pledged:{name}"] > sums[f"available:{name}"] for name in FIRMS
        )
        if inside != -sums["cap"] or negative or short or any(total != -sums[name] for total, name in outside):
            bad.append(entry.seq)
    return bad


accounts = st.sampled_from(
    [
        *("cap", "pool", "reserve", "overrun", "available:A", "used:A", "debt:A", "available:B", "x", "used:"),
        *("owed:A", "charges", "charge:A", "pledges", "pledged", "pledged:A"),
    ]
)
postings = st.lists(st.builds(Posting, account=accounts, tonnes=st.integers(-60, 60)), max_size=3).map(tuple)
moves = st.builds(
    lambda source, target, tonnes: (Posting(account=source, tonnes=-tonnes), Posting(account=target, tonnes=tonnes)),
    accounts,
    accounts,
    st.integers(-5, 60),
)

# Half of them go the way of their kind, so that books grow in which every kind has something to move.
fitting = st.sampled_from([kind for kind in EntryKind if kind in FLOWS]).flatmap(
    lambda kind: st.tuples(st.just(kind), st.integers(1, 40)).map(lambda drawn: (drawn[0], _of_kind(*drawn)))
)
wild = st.tuples(
    st.tuples(st.sampled_from(EntryKind), postings | moves) | fitting,
    st.sampled_from(["", "2024-01", "2024-02", "x"]),
    st.integers(0, 12),
).map(lambda drawn: (*drawn[0], *drawn[1:]))


def _of_kind(kind: EntryKind, tonnes: int) -> tuple[Posting, ...]:
    """Postings the way a kind moves tonnes, of enterprise A; a transfer goes to B."""
    flow = FLOWS[kind]
    owners = ("A", "B") if kind is EntryKind.TRANSFER else ("A", "A")
    names = [
        account(role, "" if role in OF_CITY else owner)
        for role, owner in zip((flow.source, flow.target), owners, strict=True)
    ]
    return (Posting(account=names[0], tonnes=-tonnes), Posting(account=names[1], tonnes=tonnes))


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(wild, max_size=25))
def test_no_postings_whatever_break_the_book(items: list[tuple[EntryKind, tuple[Posting, ...], str, int]]) -> None:
    """Whatever is sent, a book either refuses it and stays as it was, or still holds."""
    taken: list[Draft] = list(opening(100, A=40))
    book = Book.of("steel", 2024, chained(taken))
    for number, (kind, moved, month, cites) in enumerate(items):
        corrects = f"n{cites}" if kind is EntryKind.CORRECT else ""
        # Some cite a proposal that is issued, one that stands, or none; a step may so come at any time.
        cited = ("propose:first", "n0", "n1", "")[cites % 4]
        one = draft(f"n{number}", kind, postings=moved, month=month, corrects=corrects, proposal=cited)
        before = dict(book.balances)
        entry = chained([*taken, one])[-1]
        code, after = _appended(book, entry)
        assert before == dict(book.balances)
        if code:
            assert code.startswith("ledger.")
        else:
            book = after
            taken.append(one)
            check_balances(book.balances, after=one.id)
    assert [] == dips(book.entries)
    assert book == Book.of("steel", 2024, chained(taken))


def _appended(book: Book, entry: Entry) -> tuple[str, Book]:
    """The refusal's code or nothing, and the book after."""
    try:
        return "", book.append(entry)
    except ActRefused as refusal:
        return refusal.code, book


class Year(RuleBasedStateMachine):
    """A year of acts in any order; beside the store a plain model of quotas and filed output."""

    def __init__(self) -> None:
        super().__init__()
        self.store = memory_store()
        self.clock = HandClock()
        self.quotas: dict[str, int] = {}
        self.cap = 0
        self.filed: dict[tuple[str, int], int] = {}
        self.versions: Counter[tuple[str, int]] = Counter()
        self.booked: dict[tuple[str, int], int] = {}
        self.closed = 0
        self.is_over = False
        self.decisions = 0

    def teardown(self) -> None:
        self.store.check()
        self.store.close()

    @property
    def book(self) -> Book:
        return self.store.book(sector="steel", plan_year=2024)

    def decide(self, quotas: dict[str, int], spare: int) -> str | None:
        """Draft, approve and issue; the refusal's code, or None when it was issued."""
        self.decisions += 1
        self.clock.tick()
        cap = sum(quotas.values()) + spare
        decision = make_decision(
            quotas, cap_t=cap, reserve_t=spare // 2, head=self.store.head(of_moves=True), note=str(self.decisions)
        )
        try:
            keep_decision(self.store, decision, self.clock.now())
            approve(self.store, self.clock, decision.id, APPROVER)
            issue(self.store, self.clock, decision.id, APPROVER, rulebook_sha256=RULEBOOK)
        except ActRefused as refusal:
            # An approved decision that cannot be issued holds its tonnes until it is withdrawn.
            ended = [
                withdraw_draft(self.book, one, reason="withdraw.by_hand", actor="wang") for one in self.book.standing
            ]
            self.store.append(ended, at=self.clock.now())
            return refusal.code
        self.quotas, self.cap = quotas, cap
        return None

    @initialize(quotas=st.tuples(*[st.integers(1, 300)] * 3), spare=st.integers(0, 50))
    def first(self, quotas: tuple[int, ...], spare: int) -> None:
        assert self.decide(dict(zip(FIRMS, quotas, strict=True)), spare) is None

    @rule(quotas=st.tuples(*[st.integers(0, 400)] * 3), spare=st.integers(0, 50))
    def redecide(self, quotas: tuple[int, ...], spare: int) -> None:
        wanted = dict(zip(FIRMS, quotas, strict=True))
        used = {name: self.book.used(name) for name in FIRMS}
        code = self.decide(wanted, spare)
        if self.is_over:
            assert code == "ledger.closed_period"
        elif any(wanted[name] < used[name] for name in FIRMS):
            assert code == "issue.below_used"
        else:
            assert code is None

    @rule(firm=st.sampled_from(FIRMS), month=st.integers(1, 12), tonnes=st.integers(0, 60))
    def file(self, firm: str, month: int, tonnes: int) -> None:
        self.clock.tick()
        self.versions[firm, month] += 1
        item = make_return(
            firm,
            f"2024-{month:02d}",
            tonnes,
            version=self.versions[firm, month],
            received_at=self.clock.now(),
        )
        self.store.add_return(item)
        self.filed[firm, month] = tonnes

    @rule()
    def file_the_open_month(self) -> None:
        for firm in FIRMS:
            if self.closed < 12 and (firm, self.closed + 1) not in self.filed:
                self.file(firm, self.closed + 1, 25)

    @precondition(lambda self: self.closed < 12)
    @rule()
    def close_next(self) -> None:
        month = self.closed + 1
        if not all((firm, month) in self.filed for firm in FIRMS):
            with pytest.raises(InputRefused) as refused:
                close_month(self.store, self.clock, "steel", "crude_steel_t", Month(2024, month), ANALYST)
            assert {"close.return_missing"} == {finding.code for finding in refused.value.findings}
            return
        first = close_month(self.store, self.clock, "steel", "crude_steel_t", Month(2024, month), ANALYST)
        self.closed = month
        self.booked = {key: tonnes for key, tonnes in self.filed.items() if key[1] <= month}
        again = close_month(self.store, self.clock, "steel", "crude_steel_t", Month(2024, month), APPROVER)
        assert first == again

    @precondition(lambda self: self.closed < 12)
    @rule(months=st.integers(2, 6))
    def go_on_for_months(self, months: int) -> None:
        for _ in range(min(months, 12 - self.closed)):
            self.file_the_open_month()
            self.close_next()

    @precondition(lambda self: self.closed == 12 and not self.is_over)
    @rule()
    def close_the_year(self) -> None:
        recalled = close_year(self.store, self.clock, "steel", "crude_steel_t", 2024, APPROVER).recalled_t
        self.is_over = True
        self.booked = dict(self.filed)
        self.quotas = {name: quota - recalled.get(name, 0) for name, quota in self.quotas.items()}
        assert all(0 == self.book.available(name) for name in FIRMS)

    @invariant()
    def holds_at_every_entry(self) -> None:
        assert [] == dips(self.store.entries())
        check_balances(self.book.balances, after="")

    @invariant()
    def agrees_with_the_model(self) -> None:
        book = self.book
        assert self.cap == book.cap
        for name in FIRMS:
            made = sum(tonnes for (firm, _), tonnes in self.booked.items() if firm == name)
            assert self.quotas.get(name, 0) == book.holding(name)
            assert (min(made, book.holding(name)), max(0, made - book.holding(name))) == (
                book.used(name),
                book.debt(name),
            )


TestYear = Year.TestCase
TestYear.settings = settings(max_examples=examples(40), stateful_step_count=40, deadline=None)


people = st.builds(
    Person,
    id=st.sampled_from(["wang", "li", "zhao"]),
    name=st.just(""),
    roles=st.lists(st.sampled_from(Role), unique=True).map(tuple),
)


@settings(max_examples=examples(150), deadline=None)
@given(st.sampled_from(["wang", "li", "zhao"]), people, people)
def test_nobody_decides_alone(drafter: str, approver: Person, issuer: Person) -> None:
    store = memory_store()
    decision = make_decision({"A": 6}, cap_t=10, drafted_by=drafter)
    keep_decision(store, decision)
    may = [Role.APPROVER in one.roles and one.id != drafter for one in (approver, issuer)]
    code = _decided(store, decision.id, approver, issuer)
    if all(may):
        assert "" == code
        assert DecisionState.ISSUED is store.decisions()[0].state
    else:
        assert code in {"auth.forbidden", "flow.same_person"}
        assert {EntryKind.PROPOSE, EntryKind.APPROVE} >= {entry.draft.kind for entry in store.entries()}
    store.close()


def _decided(store: BookStore, decision_id: str, approver: Person, issuer: Person) -> str:
    """The refusal's code, or nothing when the decision was issued."""
    try:
        approve(store, HandClock(), decision_id, approver)
        issue(store, HandClock(), decision_id, issuer, rulebook_sha256=RULEBOOK)
    except ActRefused as refusal:
        return refusal.code
    return ""


@pytest.fixture(scope="module")
def long_book() -> Iterator[tuple[BookStore, str]]:
    """Sixty entries of two books, and their head as somebody outside kept it."""
    store = memory_store()
    chance = random.Random(7)
    store.append(opening(100_000, A=40_000, B=30_000), at=START)
    for number in range(54):
        firm = chance.choice("AB")
        one = draft(f"u{number}", EntryKind.USE, f"available:{firm}", f"used:{firm}", chance.randint(1, 500))
        if number % 5 == 0:
            one = draft(f"u{number}", EntryKind.OVERRUN, "overrun", "debt:C", number + 1, sector="magnesia")
        store.append([one], at=START + dt.timedelta(minutes=number))
    yield store, store.check()
    store.close()


@settings(max_examples=examples(200), deadline=None)
@given(
    how=st.sampled_from(["edit", "rehash", "delete", "swap", "insert", "cut", "rebuild"]),
    seq=st.integers(1, 60),
    other=st.integers(1, 60),
    position=st.integers(0, 10_000),
)
def test_every_tampering_is_found(
    long_book: tuple[BookStore, str], how: str, seq: int, other: int, position: int
) -> None:
    source, head = long_book
    store = memory_store(source)
    first = _tamper(database_of(store).connection, how, seq, other, position)
    if first:
        with pytest.raises(BookBroken) as broken:
            store.check(head=head)
        assert max(first, 0) == broken.value.facts["seq"]
    else:
        # Every row is as it was; what is left to find are the guards that were dropped on the way.
        with pytest.raises(BookBroken, match=r"store\.guards_differ"):
            store.check(head=head)
    store.close()


def _tamper(console: apsw.Connection, how: str, seq: int, other: int, position: int) -> int:
    """Change the rows behind the program's back; the number that has to be named, 0 when nothing was changed.

    A rewritten entry with a right hash of its own is named by the one behind it; a cut or rebuilt end by the head.
    """
    for (name,) in console.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        console.execute(f"DROP TRIGGER {name}")
    if how == "edit":
        (body,) = console.execute("SELECT body FROM entries WHERE seq = ?", (seq,)).fetchone()
        console.execute("UPDATE entries SET body = ? WHERE seq = ?", (_flipped(body, position), seq))
        return seq
    if how == "delete":
        console.execute("DELETE FROM entries WHERE seq = ?", (seq,))
        return seq if seq < 60 else 59
    if how == "cut":
        console.execute("DELETE FROM entries WHERE seq >= ?", (seq,))
        return seq - 1 or NOTHING_LEFT
    if how == "swap":
        for new, old in ((99, seq), (seq, other), (other, 99)):
            console.execute("UPDATE entries SET seq = ? WHERE seq = ?", (new, old))
        return min(seq, other) if seq != other else 0
    if how == "insert":
        console.execute("UPDATE entries SET seq = seq + 1000 WHERE seq >= ?", (seq,))
        console.execute("UPDATE entries SET seq = seq - 999 WHERE seq >= 1000")
        extra = chained([draft("extra", EntryKind.CAP, "cap", "pool", 5)])[0]
        console.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row_of_entry(replace(extra, seq=seq)))
        # In front of all even the previous hash of the forged entry is right; the one pushed back no longer fits.
        return max(seq, 2)
    _rewrite(console, from_seq=seq, is_whole=how == "rebuild")
    return 60 if how == "rebuild" or seq == 60 else seq + 1


def _flipped(body: str, position: int) -> str:
    """The body with one character changed to another one."""
    place = position % len(body)
    return body[:place] + ("7" if body[place] != "7" else "3") + body[place + 1 :]


def _rewrite(console: apsw.Connection, *, from_seq: int, is_whole: bool) -> None:
    """Give one entry another reason and the right hash for it; `is_whole` mends the chain behind it as well."""
    from zhibiao.store.rows import ENTRY_COLUMNS, entry_of_row

    rows = console.execute(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE seq >= ? ORDER BY seq", (from_seq,)).fetchall()
    previous = ""
    for entry in [entry_of_row(row) for row in rows]:
        changed = replace(entry, previous=previous or entry.previous)
        if not previous:
            changed = replace(changed, draft=replace(changed.draft, reason="rewritten"))
        row = row_of_entry(changed)
        console.execute("UPDATE entries SET hash = ?, body = ? WHERE seq = ?", (row[-2], row[-1], entry.seq))
        previous = changed.hash
        if not is_whole:
            return

"""Acts that must not pass: refused by the rules, denied to the person, or in conflict with what was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ledger_sample import (
    ANALYST,
    APPROVER,
    AUDITOR,
    BOTH,
    RULEBOOK,
    START,
    HandClock,
    draft,
    keep_decision,
    make_decision,
    memory_store,
    opening,
    turn_back,
)
from sealed_book import signing_key
from small_book import _city as small_city
from zhibiao import errors
from zhibiao.errors import ZhibiaoError
from zhibiao.ledger.entry import Draft, Posting
from zhibiao.ledger.entry import EntryKind as K
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.heads import hand_out_head
from zhibiao.procedures.issue import issue
from zhibiao.procedures.ports import Person
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.procedures.withdraw import withdraw
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.finding import Outcome
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month

QUOTAS = {"TB-1": 600, "TB-2": 300, "TB-3": 100}
CITY = replace(small_city(), enterprises={one.id: replace(one, group="G") for one in small_city()})
CATALOGUE = read_catalogue(Path(__file__).parents[2] / "src" / "zhibiao" / "data")


@dataclass
class Acting:
    """A book with a decision put forward by the analyst."""

    store: BookStore
    decision: StoredDecision

    @classmethod
    def begun(cls, store: BookStore) -> Acting:
        plain = make_decision(QUOTAS, cap_t=1000, head=store.head())
        bounds = {"rule": "base_only", "clause": "5"}
        body = {**plain.body, "rulebook": {**plain.body["rulebook"], "bounds": bounds}}
        sha256 = content_hash(body)
        name = f"steel-2024-{sha256[:8]}"
        signed = (replace(plain.signatures[0], decision=name),)
        decision = replace(plain, id=name, sha256=sha256, body=body, signatures=signed)
        keep_decision(store, decision)
        return cls(store, decision)

    def approve(self, person: Person) -> None:
        approve(self.store, HandClock(), self.decision.id, person)

    def issue(self, person: Person, rulebook_sha256: str = RULEBOOK) -> None:
        issue(self.store, HandClock(), self.decision.id, person, rulebook_sha256=rulebook_sha256)

    def transfer(self, tonnes: int, person: Person = ANALYST, confirmer: Person = APPROVER) -> None:
        """Between two firms once the decision is in force."""
        self.approve(APPROVER)
        self.issue(APPROVER)
        proposal = propose_transfer(
            self.store,
            HandClock(),
            CITY,
            year=2024,
            giver="TB-1",
            taker="TB-2",
            tonnes=tonnes,
            document="letter.pdf",
            content=b"letter",
            person=person,
        )
        confirm_transfer(self.store, HandClock(), CITY, proposal.id, confirmer)


_USE = draft("use", K.USE, "available:A", "used:A", 120, month="2024-01")
_BACK = turn_back("back", _USE, month="2024-02")
_BACKWARDS = tuple(
    Posting(account=name, tonnes=tonnes)
    for name, tonnes in (("available:A", 100), ("available:B", -100), ("pledged:A", 100), ("pledges", -100))
)
_CLOSE = draft("close:2024-01", K.CLOSE, month="2024-01")

# Drafts put to a book in which A holds 400 and B 300 of 1000; the last one is refused.
ENTRIES: Mapping[str, tuple[tuple[Draft, ...], str, str]] = {
    "nothing": (
        (draft("x", K.TRANSFER, "available:A", "available:B", 0),),
        "REFUSE",
        "ledger.amount_zero",
    ),
    "backwards": ((draft("x", K.TRANSFER, postings=_BACKWARDS),), "REFUSE", "ledger.amount_negative"),
    "one tonne over": (
        (draft("x", K.USE, "available:A", "used:A", 401, month="2024-01"),),
        "REFUSE",
        "ledger.insufficient",
    ),
    "into a closed month": (
        (_CLOSE, draft("late", K.USE, "available:A", "used:A", 5, month="2024-01")),
        "REFUSE",
        "ledger.closed_period",
    ),
    "turned back twice": (
        (_USE, _BACK, turn_back("again", _USE, month="2024-03")),
        "REFUSE",
        "ledger.already_reversed",
    ),
    "a correction turned back": (
        (_USE, _BACK, turn_back("again", _BACK, month="2024-03")),
        "REFUSE",
        "ledger.already_reversed",
    ),
    "an id for something else": ((_USE, replace(_USE, reason="another")), "CONFLICT", "entry.id_reused"),
}

ACTS: Mapping[str, tuple[Callable[[Acting], object], str, str]] = {
    "a transfer of nothing": (lambda book: book.transfer(0), "REFUSE", "ledger.amount_zero"),
    "a transfer backwards": (lambda book: book.transfer(-100), "REFUSE", "ledger.amount_negative"),
    "a transfer of one tonne over": (lambda book: book.transfer(601), "REFUSE", "ledger.insufficient"),
    "one's own draft approved": (
        lambda book: book.approve(replace(ANALYST, roles=BOTH.roles)),
        "REFUSE",
        "flow.same_person",
    ),
    "one's own draft under another name and role": (
        lambda book: book.approve(Person(id=ANALYST.id, name="另一账号", roles=APPROVER.roles)),
        "REFUSE",
        "flow.same_person",
    ),
    "one's own transfer": (lambda book: book.transfer(10, BOTH, BOTH), "REFUSE", "flow.same_person"),
    "issued on other rules than it was drafted on": (
        lambda book: (book.approve(APPROVER), book.issue(APPROVER, "c" * 64)),
        "CONFLICT",
        "flow.stale",
    ),
    "an auditor approves": (lambda book: book.approve(AUDITOR), "DENY", "auth.forbidden"),
    "an analyst issues": (lambda book: book.issue(ANALYST), "DENY", "auth.forbidden"),
    "an auditor withdraws": (
        lambda book: withdraw(book.store, HandClock(), book.decision.id, AUDITOR, reason="x"),
        "DENY",
        "auth.forbidden",
    ),
    "an auditor closes": (
        lambda book: close_month(book.store, HandClock(), "steel", "crude_steel_t", Month(2024, 1), AUDITOR),
        "DENY",
        "auth.forbidden",
    ),
    "an auditor moves quota": (lambda book: book.transfer(10, AUDITOR), "DENY", "auth.forbidden"),
    "an analyst confirms a transfer": (lambda book: book.transfer(10, BOTH, ANALYST), "DENY", "auth.forbidden"),
    "an auditor hands out a head": (
        lambda book: hand_out_head(book.store, HandClock(), city="c", signer=signing_key(), person=AUDITOR),
        "DENY",
        "auth.forbidden",
    ),
}


@pytest.fixture
def store() -> Iterator[BookStore]:
    """An empty book, which holds together whatever was tried on it."""
    made = memory_store()
    yield made
    made.check()


def hold(refused: ZhibiaoError, outcome: str, code: str) -> None:
    assert (outcome, code) == (refused.outcome, refused.code)
    for lang in ("zh", "en"):
        for words in (CATALOGUE.what, CATALOGUE.why, CATALOGUE.hint):
            told = words(code, lang, refused.facts)  # type: ignore[arg-type]
            assert told
            assert "{" not in told


@pytest.mark.parametrize(("drafts", "outcome", "code"), ENTRIES.values(), ids=ENTRIES)
def test_entries(store: BookStore, drafts: tuple[Draft, ...], outcome: str, code: str) -> None:
    store.append([*opening(1000, A=400, B=300), *drafts[:-1]], at=START)
    with pytest.raises(ZhibiaoError) as refused:
        store.append(drafts[-1:], at=START)
    hold(refused.value, outcome, code)


@pytest.mark.parametrize(("act", "outcome", "code"), ACTS.values(), ids=ACTS)
def test_acts(store: BookStore, act: Callable[[Acting], object], outcome: str, code: str) -> None:
    book = Acting.begun(store)
    with pytest.raises(ZhibiaoError) as refused:
        act(book)
    hold(refused.value, outcome, code)


def test_what_an_overdraft_names(store: BookStore) -> None:
    store.append(opening(1000, A=400, B=300), at=START)
    with pytest.raises(ZhibiaoError) as refused:
        store.append([draft("x", K.USE, "available:A", "used:A", 401, month="2024-01")], at=START)
    named = {name: refused.value.facts[name] for name in ("account", "available_t", "tonnes", "short_t")}
    assert {"account": "available:A", "available_t": 400, "tonnes": 401, "short_t": 1} == named
    with pytest.raises(ZhibiaoError) as refused:
        Acting.begun(memory_store()).transfer(601)
    named = {name: refused.value.facts[name] for name in ("account", "available_t", "tonnes")}
    assert {"account": "TB-1", "available_t": 600, "tonnes": 601} == named


def test_every_error_of_an_act_is_one_of_the_three_answers() -> None:
    """A broken book is our fault, and so is one that cannot be opened: no answer to anybody."""
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, ZhibiaoError)]
    answers = {one.__name__: one.outcome for one in kinds}
    assert {"", "REFUSE", "DENY", "CONFLICT"} == set(answers.values())
    assert {"ZhibiaoError", "BookBroken", "NotReady"} == {name for name, outcome in answers.items() if not outcome}
    assert {outcome for outcome in answers.values() if outcome} <= {one.value for one in Outcome}

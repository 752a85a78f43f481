"""Issue an approved decision (下达): its quotas become entries of the book, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from zhibiao.errors import ActRefused, Conflict
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.ledger.grant import grant_drafts
from zhibiao.ledger.production import SETTLED, settlement_drafts
from zhibiao.ledger.proposals import Proposal
from zhibiao.ledger.steps import issue_draft, last_proposal
from zhibiao.procedures.approve import check_second_person, find_decision, proposal_of
from zhibiao.procedures.base_rows import check_answers_stand
from zhibiao.procedures.granted import grant_of
from zhibiao.procedures.ports import Clock, DecisionState, Person, Signature, Store, StoredDecision
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A decision that was issued: the entries it made, the holdings they led to, and the head of the ledger after."""

    decision: str
    sha256: str
    person: str
    at: str
    entries: tuple[Entry, ...]
    holdings_t: tuple[tuple[str, int], ...]
    pool_t: int
    reserve_t: int
    cap_t: int
    head: str

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "decision": self.decision,
            "sha256": self.sha256,
            "person": self.person,
            "at": self.at,
            "entries": [{**entry.plain(), "hash": entry.hash} for entry in self.entries],
            "holdings_t": dict(self.holdings_t),
            "pool_t": self.pool_t,
            "reserve_t": self.reserve_t,
            "cap_t": self.cap_t,
            "head": self.head,
        }


def issue(store: Store, clock: Clock, decision_id: str, person: Person, *, rulebook_sha256: str) -> Issued:
    """Write an approved decision into the book of its sector and year. Twice by one person is once.

    Args:
        store: the book's memory.
        clock: the time.
        decision_id: an approved decision.
        person: an approver who did not draft it; may be the one who approved.
        rulebook_sha256: hash of the rulebook as it stands now.

    Raises:
        NotFound: `decision.not_found`.
        NotAllowed: `auth.forbidden`.
        ActRefused: `flow.same_person`, `issue.wrong_state`, `flow.stale`, `issue.not_proposed`,
            `ledger.cap_below_holdings`, `issue.enterprise_missing`, `issue.below_used`, in this order; then what the
            book itself refuses.
        InputRefused: `base.unreconciled`, where an enterprise disputed its base since the draft.
    """
    with store.transaction():
        decision = find_decision(store, decision_id)
        check_second_person(decision, person, Text(f"下达方案 {decision.id}", f"issue decision {decision.id}"))
        book = store.book(sector=decision.body["sector"], plan_year=decision.body["plan_year"])
        if decision.state is DecisionState.ISSUED and (receipt := _receipt(book, decision, person)):
            return receipt
        if decision.state is not DecisionState.APPROVED:
            raise ActRefused("issue.wrong_state", decision=decision.id, state=decision.state.words)
        check_fresh(store, book, decision, rulebook_sha256=rulebook_sha256)
        check_answers_stand(store, clock, decision)
        now = clock.now()
        proposal = proposal_of(book, decision, not_proposed="issue.not_proposed")
        store.append(tuple(_drafts(book, decision, proposal, person)), at=now)
        signature = Signature(decision=decision.id, act="issue", person=person.id, at=instant_text(now))
        store.sign(signature, DecisionState.ISSUED)
        issued = _receipt(store.book(sector=book.sector, plan_year=book.plan_year), decision, person)
        assert issued is not None
    return issued


def _receipt(book: Book, decision: StoredDecision, person: Person) -> Issued | None:
    """What an issue did, read back from the book, so that whoever lost the answer gets it again; None for another's."""
    proposal = last_proposal(book, decision.sha256)
    if proposal is None or proposal.end is None or proposal.end.draft.actor != person.id:
        return None
    first = next(place for place, entry in enumerate(book.entries) if entry == proposal.end)
    name = proposal.entry.draft.id
    rest = takewhile(lambda one: name == one.draft.proposal or one.draft.reason == SETTLED, book.entries[first + 1 :])
    entries = (proposal.end, *rest)
    then = Book.of(book.sector, book.plan_year, book.entries[: first + len(entries)])
    return Issued(
        decision=decision.id,
        sha256=decision.sha256,
        person=person.id,
        at=proposal.end.recorded_at,
        entries=entries,
        holdings_t=tuple((enterprise, then.holding(enterprise)) for enterprise in then.enterprises),
        pool_t=then.pool,
        reserve_t=then.reserve,
        cap_t=then.cap,
        head=entries[-1].hash,
    )


def check_fresh(store: Store, book: Book, decision: StoredDecision, *, rulebook_sha256: str) -> None:
    """Refuse a decision that was drafted on other rules, or on holdings that have changed since."""
    if decision.body["rulebook_sha256"] != rulebook_sha256:
        raise Conflict("flow.stale", decision=decision.id, changed=Text("分配办法", "the rulebook"))
    drafted_on = decision.body["ledger_head"]
    if store.head(of_moves=True) == drafted_on:
        return
    # Closing a month moves tonnes inside a holding; that alone does not make a decision stale.
    if _holdings(_book_at(store, book, drafted_on)) != _holdings(book):
        raise Conflict("flow.stale", decision=decision.id, changed=Text("指标持有量", "holdings"))


def _book_at(store: Store, book: Book, head: str) -> Book | None:
    """The same book as of an earlier head of the ledger; None when there never was such a head."""
    if head == GENESIS:
        return Book.empty(book.sector, book.plan_year)
    seq = next((entry.seq for entry in store.entries() if entry.hash == head), None)
    if seq is None:
        return None
    return Book.of(book.sector, book.plan_year, (entry for entry in book.entries if entry.seq <= seq))


def _holdings(book: Book | None) -> object:
    if book is None:
        return None
    holdings = {name: held_t for name in book.enterprises if (held_t := book.holding(name))}
    owed = {name: owed_t for name in book.debtors if (owed_t := book.owed(name))}
    return holdings, owed, book.pool, book.reserve, book.cap


def _drafts(book: Book, decision: StoredDecision, proposal: Proposal, person: Person) -> Iterator[Draft]:
    """The issue, the grant, and the debts that the higher quotas now cover booked as use."""
    grant = grant_of(decision, person, proposal=proposal.entry.draft.id)
    yield issue_draft(book, proposal, actor=person.id)
    yield from grant_drafts(book, grant)
    for enterprise, quota_t in grant.quotas_t.items():
        granted_t = quota_t - book.holding(enterprise)
        yield from settlement_drafts(book, enterprise, granted_t=granted_t, month=book.open_month, actor=grant.actor)

"""Which decision's rule settles a year, and what earlier years leave to the decision that is being drafted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibiao.allocation.course.settled import Settled, settled_of
from zhibiao.ledger.book import Book
from zhibiao.policy.asked import DEDUCTING
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.settlement import SettlementTerms, settlement_terms
from zhibiao.procedures.ports import DecisionState, Store, StoredDecision
from zhibiao.terms.instant import instant_of

# Longer than any payback plan of a rulebook with its arrears: books before that leave nothing behind.
YEARS_LOOKED_BACK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlingRule:
    """Terms, and the hash of the rulebook they stand in."""

    terms: SettlementTerms
    rulebook_sha256: str


def decision_in_force(store: Store, sector: str, year: int) -> StoredDecision | None:
    """The decision of that sector and year that was issued last."""
    issued = [
        decision
        for decision in store.decisions(sector=sector, plan_year=year)
        if decision.state is DecisionState.ISSUED
    ]
    return max(issued, key=lambda decision: instant_of(decision.signatures[-1].at), default=None)


def rule_of(decision: StoredDecision | None, day: dt.date) -> SettlingRule | None:
    """The rule in a decision's own frozen rulebook on a day; None where it leaves deductions to a later year's."""
    if decision is None or decision.body["rulebook"]["settlement"]["rule"] not in DEDUCTING:
        return None
    terms = settlement_terms(rulebook_of(decision.body["rulebook"]), day)
    return SettlingRule(terms=terms, rulebook_sha256=decision.body["rulebook_sha256"]) if terms else None


def rule_of_year(store: Store, sector: str, year: int) -> SettlingRule | None:
    """The rule in force at the end of a year."""
    return rule_of(decision_in_force(store, sector, year), dt.date(year, 12, 31))


def deducting_rule(store: Store, sector: str, year: int) -> SettlingRule | None:
    """The rule by which a year's debts are deducted: its own, or where that is silent the next year's."""
    return rule_of_year(store, sector, year) or rule_of_year(store, sector, year + 1)


def settled_for(store: Store, sector: str, year: int) -> dict[str, Settled]:
    """What a decision of that year has to count besides the split, as the store stands."""
    books = [store.book(sector=sector, plan_year=year - back) for back in range(YEARS_LOOKED_BACK + 1)]
    this, *earlier = [book for back, book in enumerate(books) if not back or _has_entries(book)]
    carrying, deducting = rule_of_year(store, sector, year - 1), deducting_rule(store, sector, year - 1)
    return settled_of(
        this,
        earlier,
        carrying=carrying.terms if carrying else None,
        deducting=deducting.terms if deducting else None,
    )


def _has_entries(book: Book) -> bool:
    return book.journal.last_seq > 0

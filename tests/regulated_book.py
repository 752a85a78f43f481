"""The small city's book with a rulebook that regulates, and a regulation of April 2025 made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import small_book
from ledger_sample import ANALYST, APPROVER, HandClock, memory_store
from small_book import DATA, SmallBook, build_small_book
from zhibiao.assemble.market_city import cost_coefficients
from zhibiao.assemble.market_prices import price_table_of_files
from zhibiao.market.price_table import PriceTable
from zhibiao.market.supply import SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import REGULATION, rulebook_hash
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month
from zhibiao.procedures.issue import Issued, issue
from zhibiao.procedures.ports import DecisionState, Signature, StoredDecision
from zhibiao.procedures.put_forward import put_forward
from zhibiao.procedures.regulation.decision import Standing, regulation_decision, standing_of
from zhibiao.procedures.regulation.regulate import MarketDesk, Regulated, draft_regulation
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month, Period

APRIL = Month(2025, 4)
PRICES = price_table_of_files([DATA / "city" / "prices.csv"])
LABELS = read_catalogue(DATA).labels
NUMBERS = (
    ("regulate_month_share", "1", "0.02"),
    ("regulate_year_share", "1", "0.04"),
    ("regulate_nearness_yuan_per_t", "yuan/t", "400"),
    # Its quotas ask more of some firms than they have made so far.
    ("rate_room_share", "1", "0.3"),
    ("order_room_share", "1", "0.5"),
)
GROUP = ("TB-1", "TB-2")
MOVES: tuple[dict[str, Any], ...] = (
    {"kind": "recall", "enterprise": "TB-3", "tonnes": 900, "reasons": [{"code": "value.low", "facts": {}}]},
    {"kind": "grant", "enterprise": "TB-6", "tonnes": 900, "reasons": [{"code": "value.high", "facts": {}}]},
    {
        **{"kind": "transfer", "group": "G", "giver": "TB-1", "taker": "TB-2", "tonnes": 500},
        "reasons": [{"code": "value.high", "facts": {}}],
    },
)


def with_regulation(rulebook: Rulebook) -> Rulebook:
    """The rulebook with the part, by its clause 10."""
    parameters = {
        code: Parameter(code=code, unit=unit, clause="10", values=((rulebook.effective, Decimal(value)),))
        for code, unit, value in NUMBERS
    }
    changed = replace(
        rulebook,
        parameters={**rulebook.parameters, **parameters},
        regulation_rule="plan_near_entitlement",
        clause_of={**rulebook.clause_of, REGULATION: "10"},
    )
    return replace(changed, source_sha256=rulebook_hash(changed))


def build_regulated_book(path: Path) -> SmallBook:
    """Until April 2025, two firms in one group, nothing regulated yet."""
    book = build_small_book(path, change=with_regulation)
    return replace(book, city=_grouped(book.city))


def copy_of(book: SmallBook) -> SmallBook:
    """The same book in memory, to be changed."""
    return replace(book, store=memory_store(book.store), clock=HandClock(book.clock.instant))


def _grouped(city: City) -> City:
    firms = {one.id: replace(one, group="G" if one.id in GROUP else "", route="bf-bof") for one in city}
    return replace(city, enterprises=firms)


def standing(book: SmallBook, month: Month = APRIL, *, rulebook: Rulebook | None = None) -> Standing:
    """What a regulation of the month starts from."""
    record = Record.of(book.store.returns())
    rules = rulebook or book.rulebook
    return standing_of(book.store, book.city, rules, record, sector="steel", quantity="crude_steel_t", month=month)


def draft(
    book: SmallBook, moves: Sequence[Mapping[str, Any]] = MOVES, month: Month = APRIL, *, code_version: str = "test"
) -> StoredDecision:
    """Put a regulation forward that was made by hand."""
    decision = regulation_decision(
        standing(book, month),
        month=month,
        moves=moves,
        plan={"y": [1]},
        ledger_head=book.store.head(of_moves=True),
        code_version=code_version,
        drafted_by=ANALYST.id,
    )
    now = book.clock.now()
    signature = Signature(decision=decision.id, act="draft", person=ANALYST.id, at=instant_text(now))
    stored = StoredDecision(
        id=decision.id,
        sha256=decision.sha256,
        body=decision.plain(),
        state=DecisionState.DRAFT,
        signatures=(signature,),
    )
    with book.store.transaction():
        return put_forward(book.store, stored, at=now)


def regulate(book: SmallBook, month: Month = APRIL, *, prices: PriceTable = PRICES, **how: Any) -> Regulated:
    """Draft a month of the small city at the prices of the bundled one."""
    desk = MarketDesk(prices=prices, supply=SupplyList(rows={}), coefficients=cost_coefficients(), files=("0" * 64,))
    given: dict[str, Any] = {"desk": desk, "person": ANALYST, "labels": LABELS, "code_version": "test"} | how
    desks = (book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary)
    return draft_regulation(*desks, month=month, **given)


def go_to_may(book: SmallBook) -> None:
    """April is filed and closed; what it brought differs a little from the plan."""
    book.clock.tick(days=31)
    small_book._file(book, [Period.of(APRIL)])
    close_month(book.store, book.clock, "steel", "crude_steel_t", APRIL, ANALYST)


def carry_out(book: SmallBook, stored: StoredDecision) -> Issued:
    """Approve and issue as the second person."""
    book.clock.tick()
    approve(book.store, book.clock, stored.id, APPROVER)
    return issue(book.store, book.clock, stored.id, APPROVER, rulebook_sha256=book.rulebook.source_sha256)


def allocate_again(book: SmallBook, month: Month) -> StoredDecision:
    """A later allocation of the year, issued."""
    book.clock.tick()
    small_book._decide(book, month)
    return max(
        (one for one in book.store.decisions(sector="steel", plan_year=2025) if one.state is DecisionState.ISSUED),
        key=lambda one: one.signatures[-1].at,
    )

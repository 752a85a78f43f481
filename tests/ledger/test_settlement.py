"""Entries that settle a year: unused tonnes, charges, the roll-over on both sides, carry and payback in a grant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ledger_sample import chained, draft, opening, steps_of
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.ledger.settlement import (
    charge_drafts,
    check_years,
    roll_over_drafts,
    standing_t,
    transferred_t,
    unused_drafts,
    year_end_holdings,
)
from zhibiao.ledger.steps import propose_transfer_draft, transfer_draft

RULES = "b" * 64
MONTHS = [f"2024-{number:02d}" for number in range(1, 13)]


def _book(year: int, drafts: Iterable[Draft]) -> Book:
    return Book.of("steel", year, chained(replace(one, plan_year=year) for one in drafts))


def _moves(drafts: Iterable[Draft]) -> list[str]:
    return [
        f"{one.plan_year} {one.kind} {one.postings[0].account}>{one.postings[1].account} {one.postings[1].tonnes}"
        for one in drafts
    ]


def _closes() -> list[Draft]:
    return [draft(f"close{month}", EntryKind.CLOSE, month=month) for month in MONTHS] + [draft("y", EntryKind.CLOSE)]


def _open_year() -> list[Draft]:
    """A holds 400 and made 430, B holds 300 and made 240, C holds 100, made 90 and owes 25."""
    uses = [("A", 400), ("B", 240), ("C", 90)]
    return [
        *opening(1000, A=400, B=300, C=100),
        draft("w", EntryKind.OWED_IN, "overrun", "owed:C", 25),
        *(draft(f"u{name}", EntryKind.USE, f"available:{name}", f"used:{name}", tonnes) for name, tonnes in uses),
        draft("o", EntryKind.OVERRUN, "overrun", "debt:A", 30),
    ]


def _unused(book: Book, *, pays_debts: bool = True) -> list[Draft]:
    return list(unused_drafts(book, clause="10", basis=RULES, reason="recall.carry", pays_debts=pays_debts, actor="li"))


def test_a_debtor_pays_with_what_it_leaves_unused() -> None:
    book = _book(2024, _open_year())
    drafts = _unused(book)
    assert [
        "2024 recall available:B>pool 60",
        "2024 deduct available:C>pool 10",
        "2024 payback owed:C>overrun 10",
    ] == _moves(drafts)
    assert ["recall:steel:2024:B", "deduct:steel:2024:C", "payback:steel:2024:C"] == [one.id for one in drafts]
    assert [RULES, RULES, "deduct:steel:2024:C"] == [one.basis for one in drafts]
    assert {"recall.carry §10", "deduct.unused §10", "payback.unused §10"} == {one.reason for one in drafts}
    assert ["2024 recall available:B>pool 60", "2024 recall available:C>pool 10"] == _moves(
        _unused(book, pays_debts=False)
    )


def _closed_year() -> Book:
    book = _book(2024, _open_year())
    return _book(2024, [*_open_year(), *_unused(book), *_closes()])


def test_the_holdings_of_a_year_are_known_after_its_close() -> None:
    book = _closed_year()
    assert {"A": 400, "B": 300, "C": 100} == year_end_holdings(book)
    assert {"A": 400, "B": 240, "C": 90} == {name: book.holding(name) for name in book.enterprises}
    assert ("C",) == book.debtors


def _rolled() -> list[Draft]:
    last, this = _closed_year(), Book.empty("steel", 2025)
    return list(roll_over_drafts(last, this, surcharges_t={"A": 5}, clause="10", basis=RULES, actor="li"))


def test_roll_over_on_both_sides() -> None:
    drafts = _rolled()
    assert [
        "2024 debt_out debt:A>overrun 30",
        "2025 debt_in overrun>owed:A 30",
        "2025 surcharge overrun>owed:A 5",
        "2024 owed_out owed:C>overrun 15",
        "2025 owed_in overrun>owed:C 15",
    ] == _moves(drafts)
    assert [RULES, "debt_out:steel:2024:A", RULES, RULES, "owed_out:steel:2024:C"] == [one.basis for one in drafts]
    last = Book.of("steel", 2024, chained([*(e.draft for e in _closed_year().entries), *_of(drafts, 2024)]))
    this = _book(2025, _of(drafts, 2025))
    assert last.is_closed
    assert (0, 0, 35, 15) == (last.debt("A"), last.owed("C"), this.owed("A"), this.owed("C"))
    # Who only owes takes no part: no return is asked of it.
    assert ((), ("A", "C")) == (this.enterprises, this.debtors)
    check_years(last, this)


def _of(drafts: Iterable[Draft], year: int) -> list[Draft]:
    return [one for one in drafts if one.plan_year == year]


@pytest.mark.parametrize(
    ("forged", "kind", "left_t", "entered_t"),
    [
        (draft("f", EntryKind.DEBT_IN, "overrun", "owed:B", 4), "debt_in", 0, 4),
        (draft("f", EntryKind.OWED_IN, "overrun", "owed:C", 1), "owed_in", 15, 16),
        (draft("f", EntryKind.CARRY, "pool", "available:B", 61), "carry", 60, 61),
        (draft("f", EntryKind.CARRY, "pool", "available:A", 1), "carry", 0, 1),
    ],
)
def test_two_years_that_do_not_fit(forged: Draft, kind: str, left_t: int, entered_t: int) -> None:
    drafts = _rolled()
    last = _book(2024, [*(e.draft for e in _closed_year().entries), *_of(drafts, 2024)])
    this = _book(2025, [*steps_of(), *_of(drafts, 2025), draft("c", EntryKind.CAP, "cap", "pool", 900), forged])
    with pytest.raises(BookBroken) as broken:
        check_years(last, this)
    assert ("book.years_differ", kind, left_t, entered_t) == (
        broken.value.code,
        *(broken.value.facts[name] for name in ("kind", "left_t", "entered_t")),
    )


def _charges(book: Book, month: str, **targets_t: int) -> list[Draft]:
    return list(charge_drafts(book, targets_t, month=month, clause="10", basis=RULES, actor="li"))


def test_charges_follow_their_targets() -> None:
    taken = _open_year()
    first = _charges(_book(2024, taken), "2024-01", A=18)
    assert ["2024 charge charges>charge:A 18"] == _moves(first)
    assert ("charge:steel:2024-01:A", "2024-01", "charge.interim §10") == (
        first[0].id,
        first[0].month,
        first[0].reason,
    )
    book = _book(2024, [*taken, *first])
    assert 18 == book.charged("A")
    assert [] == _charges(book, "2024-02", A=18)
    (credit,) = _charges(book, "2024-02", A=11)
    assert ("credit:steel:2024-02:A", "credit.covered §10", 7) == (credit.id, credit.reason, credit.postings[1].tonnes)
    (settled,) = _charges(book, "")
    assert ("credit:steel:2024:A", "credit.settled §10", "") == (settled.id, settled.reason, settled.month)


def _grant(
    book: Book, cap_t: int, *, carried: dict[str, int], deducted: dict[str, int], **quotas_t: int
) -> list[Draft]:
    grant = Grant(
        **{
            "decision": "d1",
            "basis": "f" * 64,
            "cap_t": cap_t,
            "reserve_t": 0,
            "actor": "li",
            "proposal": "propose:first",
        },  # type: ignore[arg-type]
        quotas_t=quotas_t,
        carried_t=carried,
        deducted_t=deducted,
    )
    return list(grant_drafts(book, grant))


def _next_year(*more: Draft) -> Book:
    return _book(2025, [*steps_of(), *_of(_rolled(), 2025), *more])


def test_the_first_grant_carries_and_pays_back() -> None:
    book = _next_year()
    drafts = _grant(book, 700, carried={"B": 30}, deducted={"A": 20, "C": 15}, A=370, B=330)
    assert [
        "2025 cap cap>pool 700",
        "2025 carry pool>available:B 30",
        "2025 grant pool>available:A 370",
        "2025 grant pool>available:B 300",
        "2025 payback owed:A>overrun 20",
        "2025 payback owed:C>overrun 15",
    ] == _moves(drafts)
    assert "recall:steel:2024:B" == drafts[1].basis
    assert ("carry:steel:2025:B", "payback:d1:A") == (drafts[1].id, drafts[-2].id)
    after = _next_year(*drafts)
    assert (370, 330, 15, 0, 0) == (
        after.holding("A"),
        after.holding("B"),
        after.owed("A"),
        after.owed("C"),
        after.pool,
    )


def test_a_later_grant_carries_once_and_pays_only_what_it_adds() -> None:
    first = _grant(_next_year(), 700, carried={"B": 30}, deducted={"A": 20}, A=370, B=330)
    book = _next_year(*first)
    again = _grant(book, 700, carried={"B": 30}, deducted={"A": 20}, A=370, B=330)
    assert [] == again
    more = _grant(book, 700, carried={"B": 30}, deducted={"A": 22}, A=368, B=332)
    assert [
        "2025 adjust pool>available:A -2",
        "2025 adjust pool>available:B 2",
        "2025 payback owed:A>overrun 2",
    ] == _moves(more)


def test_a_carry_that_comes_late_is_part_of_the_difference() -> None:
    first = _grant(_next_year(), 700, carried={}, deducted={}, A=390, B=310)
    later = _grant(_next_year(*first), 700, carried={"B": 30}, deducted={}, A=370, B=330)
    assert [
        "2025 adjust pool>available:A -20",
        "2025 adjust pool>available:B -10",
        "2025 carry pool>available:B 30",
    ] == _moves(later)
    assert (370, 330) == tuple(_next_year(*first, *later).holding(name) for name in "AB")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"carried": {"B": 31}, "deducted": {"A": 20}}, "issue.carry_differs"),
        ({"carried": {"B": 30, "A": 371}, "deducted": {"A": 20}}, "issue.below_carried"),
        ({"carried": {"B": 30}, "deducted": {"A": 36}}, "issue.payback_exceeds_owed"),
        ({"carried": {"B": 30}, "deducted": {"A": 19}}, "issue.payback_exceeds_owed"),
        ({"carried": {"B": 30}, "deducted": {"A": 20, "B": 1}}, "issue.payback_exceeds_owed"),
    ],
)
def test_grants_that_do_not_fit_what_is_owed_and_carried(wrong: dict[str, dict[str, int]], code: str) -> None:
    first = _grant(_next_year(), 700, carried={"B": 30}, deducted={"A": 20}, A=370, B=330)
    with pytest.raises(ActRefused) as refused:
        _grant(_next_year(*first), 700, **wrong, A=370, B=330)  # type: ignore[arg-type]
    assert code == refused.value.code


def test_transfers_cancel_out() -> None:
    drafts = [*opening(1000, A=400, B=300)]
    drafts.append(propose_transfer_draft(_book(2024, drafts), "t1", "A", 150, basis="e" * 64, actor="wang"))
    book = _book(2024, drafts)
    assert (400, 250) == (book.available("A"), book.free("A"))
    (standing,) = book.standing
    one = transfer_draft(book, standing, "C", reason="transfer.within_group", actor="li")
    assert ("transfer:t1", "e" * 64, "propose:t1") == (one.id, one.basis, one.proposal)
    after = _book(2024, [*drafts, one])
    assert {"A": -150, "C": 150} == transferred_t(after)
    assert (250, 250, 150) == (after.available("A"), after.free("A"), after.available("C"))
    assert {} == standing_t(after, EntryKind.RECALL)

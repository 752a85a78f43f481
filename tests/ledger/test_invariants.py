"""The balances' own check, counted over the whole book; what entries may look like stands in test_table_ledger.py."""

import pytest

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import FLOWS, is_account
from zhibiao.ledger.entry import OF_CAPACITY, EntryKind
from zhibiao.ledger.invariants import check_balances, held_tonnes

HOLDS = {"cap": -100, "pool": 30, "reserve": 10, "available:A": 40, "used:A": 20, "debt:A": 7, "overrun": -7}


def test_a_book_that_holds() -> None:
    check_balances(HOLDS, after="x")
    check_balances({}, after="x")
    assert 100 == held_tonnes(HOLDS)


@pytest.mark.parametrize("account", ["cap", "pool", "reserve", "available:A", "used:A"])
def test_one_tonne_too_many_breaks_the_sum(account: str) -> None:
    with pytest.raises(ActRefused, match=r"ledger\.sum_broken"):
        check_balances(HOLDS | {account: HOLDS[account] + 1}, after="x")


@pytest.mark.parametrize("account", ["pool", "reserve", "available:A", "used:A"])
def test_no_account_of_the_sum_is_negative(account: str) -> None:
    moved = {account: -1, "used:B": HOLDS[account] + 1}
    with pytest.raises(ActRefused, match=r"ledger\.insufficient") as refused:
        check_balances(HOLDS | moved, after="x")
    assert (account, 1) == (refused.value.facts["account"], refused.value.facts["short_t"])


def test_debt_is_outside_the_sum_but_not_negative() -> None:
    check_balances(HOLDS | {"debt:A": 500, "overrun": -500}, after="x")
    with pytest.raises(ActRefused, match=r"ledger\.insufficient"):
        check_balances(HOLDS | {"debt:A": -1, "overrun": 1}, after="x")


@pytest.mark.parametrize(("pledged", "source"), [("pledged", "pool"), ("pledged:A", "available:A")])
def test_nothing_is_pledged_twice(pledged: str, source: str) -> None:
    check_balances(HOLDS | {pledged: HOLDS[source], "pledges": -HOLDS[source]}, after="x")
    with pytest.raises(ActRefused, match=r"ledger\.pledged") as refused:
        check_balances(HOLDS | {pledged: HOLDS[source] + 3, "pledges": -HOLDS[source] - 3}, after="x")
    assert (source, 3) == (refused.value.facts["account"], refused.value.facts["short_t"])


def test_every_kind_that_moves_tonnes_has_its_accounts() -> None:
    steps = {EntryKind.PROPOSE, EntryKind.APPROVE, EntryKind.ISSUE, EntryKind.WITHDRAW}
    assert set(EntryKind) - steps - {EntryKind.CORRECT, EntryKind.CLOSE} - OF_CAPACITY == set(FLOWS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("pool", True), ("used:A", True), ("used", False), ("used:", False), ("pool:A", False), ("", False), ("x", False)],
)
def test_account_names(name: str, expected: bool) -> None:
    assert expected == is_account(name)

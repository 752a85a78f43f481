"""Laws of capacity accounts: any acts against a plain model, balances and ratios at every entry, names aside."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import capacity_sample as sample
from capacity_sample import IRON, START, STEEL, draft, furnace
from capacity_walk import RATIOS, K, all_walks, walked
from effort import examples
from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity import invariants
from zhibiao.ledger.capacity.accounts import account_of, project_account
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.capacity.state import CapacityState
from zhibiao.ledger.capacity.views import balances_at, class_standings
from zhibiao.ledger.entry import Draft
from zhibiao.ledger.statement import statements_of
from zhibiao.policy.swap_check import SwapFurnace, check_ratio
from zhibiao.store.book_store import BookStore


def ratios_hold(book: CapacityBook) -> bool:
    """At every prefix and project: what was built, times the ratio, is no more than what was given to it."""
    given: Counter[str] = Counter()
    needed: dict[str, Fraction] = {}
    for entry in book.entries:
        accounts = [(account_of(one.account), one.tonnes) for one in entry.draft.postings]
        for account, tonnes in accounts:
            if account and account.role == "project" and account.project and tonnes > 0:
                given[project_account(account.project)] += tonnes
        if entry.draft.kind is K.BUILD:
            of = next(account.project for account, _ in accounts if account and account.project)
            built = sum(tonnes for account, tonnes in accounts if account and account.role == "running")
            name = project_account(of)
            needed[name] = needed.get(name, Fraction(0)) + of.ratio * built
        if any(need > given[name] for name, need in needed.items()):
            return False
    return True


@settings(max_examples=examples(60))
@given(st.integers(0, 2**32))
def test_accounts_do_what_the_plain_model_does(seed: int) -> None:
    """Every act is allowed exactly when the model allows it; what was opened is accounted for after each."""
    walk = walked(seed)
    assert ratios_hold(walk.book)
    assert walk.book == CapacityBook.of("steel", walk.book.entries)
    # Read up to any entry, the classes balance and nothing is negative.
    entries = walk.book.entries
    for length in range(0, len(entries), 7):
        for one in class_standings(balances_at(entries[:length])):
            parts = (one.running_t, one.sealed_t, one.dismantled_t, one.project_t, one.cut_t)
            assert (one.opened_t, True) == (sum(parts), min(parts) >= 0)


def test_every_act_was_allowed_and_refused() -> None:
    """The walks do something: each kind is booked, and each refusal that acts can meet comes up."""
    walks = all_walks()
    kinds = Counter(one.kind for walk in walks for one in walk.drafts)
    assert dict.fromkeys(invariants.FLOWS, True) == {kind: kinds[kind] >= 10 for kind in invariants.FLOWS}
    codes = Counter(code for walk in walks for code in walk.codes)
    expected = {"ok", "capacity.not_whole", "capacity.account_not_of_kind", "capacity.classes_mixed"}
    expected |= {"capacity.pledged", "capacity.barred", "capacity.ratio_broken", "capacity.facility_known"}
    assert expected | {"ledger.insufficient", "ledger.amount_zero"} <= set(codes)


@settings(max_examples=examples(10))
@given(st.integers(0, 2**32))
def test_names_mean_nothing(seed: int) -> None:
    """Other names for furnaces, enterprises and projects: the same refusals and the same sums."""
    one, other = walked(seed), walked(seed, names=lambda name: f"z{name[::-1]}z")
    assert one.codes == other.codes
    assert class_standings(one.book.balances) == class_standings(other.book.balances)


def test_either_store_gives_the_same_book(where: Path | str) -> None:
    walk = walked(7)
    store = BookStore.create(where, at=START)
    store.append(walk.drafts, at=START)
    store.append(walk.drafts, at=START)
    with pytest.raises(ActRefused, match=r"capacity\.facility_unknown"):
        store.append([draft("k", K.SEAL, sample.shifted(furnace("none"), "running", "sealed", 1))], at=START)
    assert dict(walk.book.balances) == dict(store.capacity(sector="steel").balances)
    store.close()
    again = BookStore.open(where, at=START)
    assert dict(walk.book.balances) == dict(again.capacity(sector="steel").balances)
    assert len(walk.drafts) == len(again.entries())
    assert () == tuple(again.books())
    assert again.head() == again.check()
    again.close()


def test_an_enterprise_is_stated_its_own_furnaces() -> None:
    """What a statement says an enterprise stands at is what stands on the accounts of that name, and nobody else's."""
    walk = walked(7)
    stated = statements_of(walk.book.entries, book="x").of
    assert {"", "A", "B"} == set(stated)
    for owner in ("A", "B"):
        own = {name: tonnes for name, tonnes in walk.book.balances.items() if name.endswith(f":{owner}")}
        assert own == {name: tonnes for _, _, name, tonnes in stated[owner].balances}


def _inverted(one: Draft, legs: invariants.Legs) -> None:
    by_role = {account.role: (account, tonnes) for account, tonnes in legs}
    account, given_t = by_role["project"]
    assert account.project is not None
    if -given_t * account.project.ratio < by_role["running"][1]:
        raise ActRefused("capacity.ratio_broken", id=one.id)


def test_a_ratio_the_wrong_way_round_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "check_ratio", _inverted)
    with pytest.raises(AssertionError, match="build"):
        all_walks()


def test_iron_mixed_with_steel_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "check_one_class", lambda *_: None)
    # The sum over a class is a second guard of its own; only without both does iron become steel.
    walked(3)
    monkeypatch.setattr(CapacityState, "_check_sum", lambda *_: None)
    with pytest.raises(AssertionError, match="mix"):
        all_walks()


tonnes_of = st.integers(1, 10_000_000)


@settings(max_examples=examples(200))
@given(st.sampled_from([Fraction(one) for one in RATIOS]), tonnes_of, tonnes_of, tonnes_of, tonnes_of)
def test_a_refused_swap_says_what_would_be_enough(
    ratio: Fraction, iron: int, new_iron: int, steel: int, new_steel: int
) -> None:
    """Refused exactly when a class falls short; with what the refusal asks for it passes, with less it does not."""

    def some(*amounts: tuple[str, int]) -> list[SwapFurnace]:
        return [
            SwapFurnace(facility="x", enterprise="A", kind="k", quantity=quantity, tonnes=tonnes)
            for quantity, tonnes in amounts
            if tonnes
        ]

    def short(retired: int, built: int) -> bool:
        return retired * ratio.denominator < built * ratio.numerator

    try:
        check_ratio(some((IRON, iron), (STEEL, steel)), some((IRON, new_iron), (STEEL, new_steel)), ratio)
        assert not short(iron, new_iron)
        assert not short(steel, new_steel)
    except ActRefused as refused:
        built = {IRON: new_iron, STEEL: new_steel}
        facts = refused.facts
        quantity, retired, missing = str(facts["quantity"]), int(str(facts["retired_t"])), int(str(facts["short_t"]))
        most = int(str(facts["most_t"]))
        assert short(retired, built[quantity])
        assert not short(retired + missing, built[quantity])
        assert short(retired + missing - 1, built[quantity])
        assert not short(retired, most)
        assert short(retired, most + 1)

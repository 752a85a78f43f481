"""A month is regulated from record, book and prices: moved within the limits, the same twice, told by what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from ledger_sample import ANALYST, APPROVER
from regulated_book import APRIL, PRICES, allocate_again, build_regulated_book, carry_out, copy_of, go_to_may, regulate
from small_book import DATA, SmallBook
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.recourse import recourse_behind, recourse_of_all
from zhibiao.assemble.market_city import cost_coefficients
from zhibiao.errors import ActRefused, InputRefused, NoSolution
from zhibiao.market.price_table import PriceTable
from zhibiao.market.supply import Supplied, SupplyList
from zhibiao.procedures.audit_ranking import rank_for_audit
from zhibiao.procedures.ports import DecisionState
from zhibiao.procedures.regulation.decision import net_moves
from zhibiao.procedures.regulation.regulate import MarketDesk
from zhibiao.procedures.verify import verify_book
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.regulation.city.plain import previous_of
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month
from zhibiao.verification import verify as verifier

MAY = Month(2025, 5)
SCARCE = Supplied(outside_limit=Decimal(1000), opening_stock=None, lowest_stock=None, source="test")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """A book until April 2025."""
    built = build_regulated_book(tmp_path_factory.mktemp("regulate") / "book.sqlite")
    yield built
    built.store.close()


@pytest.fixture
def book(made: SmallBook) -> Iterator[SmallBook]:
    copied = copy_of(made)
    yield copied
    copied.store.close()


def holdings(book: SmallBook) -> dict[str, int]:
    held = book.store.book(sector="steel", plan_year=2025)
    return {name: held.holding(name) for name in held.enterprises}


def test_it_is_put_forward_with_moves_that_sum_to_zero_within_the_limits(book: SmallBook) -> None:
    before, found = holdings(book), regulate(book)
    net = net_moves(found.decision.body["moves"])
    assert net
    assert 0 == sum(net.values())
    assert DecisionState.DRAFT is found.decision.state
    most = {name: Fraction("0.02") * held for name, held in before.items()}
    assert all(abs(tonnes) <= most[name] for name, tonnes in net.items())
    verify_book(book.store, city=book.city, verifier=verifier)
    carry_out(book, found.decision)
    assert {name: before[name] + net.get(name, 0) for name in before} == holdings(book)
    verify_book(book.store, city=book.city, verifier=verifier)


def test_the_same_record_gives_the_same_decision(book: SmallBook) -> None:
    one, again = regulate(book), regulate(copy_of(book))
    assert canonical_bytes(one.decision.body) == canonical_bytes(again.decision.body)


def test_a_dry_run_keeps_nothing(book: SmallBook) -> None:
    head = book.store.head()
    found = regulate(book, keeps=False)
    assert not found.is_kept
    assert book.store.decision(found.decision.id) is None
    assert head == book.store.head()
    assert found.decision.sha256 == regulate(book).decision.sha256


def test_the_plan_is_kept_with_what_proves_it_and_reads_back(book: SmallBook) -> None:
    found = regulate(book)
    plan = found.decision.body["plan"]
    assert [] == plan["certificate"]["broken"]
    assert Fraction(plan["certificate"]["gap"]) <= Fraction(1, 10**6)
    assert ("margin", ["0" * 64]) == (plan["basis"], plan["market_files"])
    assert {one["enterprise"]: one["target_t"] - one["holding_t"] for one in plan["enterprises"]} == {
        name: net_moves(found.decision.body["moves"]).get(name, 0) for name in holdings(book)
    }
    assert found.plan.as_previous.year_t == previous_of(plan).year_t
    assert sum(previous_of(plan).year_t.values()) == found.decision.body["cap_t"]


def test_the_next_month_says_what_changed_and_counts_the_year_from_the_allocation(book: SmallBook) -> None:
    first = regulate(book)
    carry_out(book, first.decision)
    go_to_may(book)
    second = regulate(book, MAY)
    assert first.decision.id == second.decision.body["last"]["decision"]
    assert first.decision.body["allocation"] == second.decision.body["allocation"]
    changes = {one.enterprise: one.change for one in second.plan.enterprises}
    for name, change in changes.items():
        assert change is not None
        assert change.now_t - change.before_t == sum(change.parts.values()), name
    entitled = {one.enterprise: one.entitlement_t for one in second.plan.inputs.enterprises}
    assert entitled == {one.enterprise: one.entitlement_t for one in first.plan.inputs.enterprises}
    year = {one["enterprise"]: one.get("regulated_t", 0) for one in second.decision.body["claimants"]}
    assert all(abs(tonnes) <= Fraction("0.04") * entitled[name] for name, tonnes in year.items())
    carry_out(book, second.decision)
    verify_book(book.store, city=book.city, verifier=verifier)


def test_a_month_is_regulated_once(book: SmallBook) -> None:
    carry_out(book, regulate(book).decision)
    with pytest.raises(ActRefused) as refused:
        regulate(book)
    assert "regulate.month_done" == refused.value.code


def test_steps_and_ranking_are_those_of_the_allocation_behind_it(book: SmallBook) -> None:
    found = regulate(book)
    carry_out(book, found.decision)
    allocation = decision_of_plain(found.standing.allocation.body)
    decision = decision_of_plain(found.decision.body)
    net, before = net_moves(found.decision.body["moves"]), recourse_of_all(allocation)
    for name, steps in recourse_behind(decision, allocation).items():
        assert [one.quota_t + net.get(name, 0) for one in before[name]] == [one.quota_t for one in steps]
        assert [one.change for one in before[name]] == [one.change for one in steps]
    ranked = rank_for_audit(
        book.store, found.decision.id, sector=book.sector, dictionary=book.dictionary, reader=ANALYST
    )
    assert found.standing.allocation.id == ranked.decision_id


def test_a_draft_is_stale_once_holdings_have_changed(book: SmallBook) -> None:
    first, other = regulate(book), regulate(book, code_version="later")
    carry_out(book, first.decision)
    with pytest.raises(ActRefused) as refused:
        carry_out(book, other.decision)
    assert "flow.stale" == refused.value.code


def test_an_allocation_after_it_keeps_the_moves_and_the_month_after_goes_on(book: SmallBook) -> None:
    first = regulate(book)
    carry_out(book, first.decision)
    net = net_moves(first.decision.body["moves"])
    go_to_may(book)
    later = allocate_again(book, APRIL)
    kept = {one["enterprise"]: one["regulated_t"] for one in later.body["claimants"] if one.get("regulated_t")}
    assert net == kept
    second = regulate(book, MAY)
    assert later.id == second.decision.body["allocation"]["decision"]
    verify_book(book.store, city=book.city, verifier=verifier)


def test_only_an_analyst_drafts(book: SmallBook) -> None:
    with pytest.raises(ActRefused) as refused:
        regulate(book, person=replace(APPROVER, roles=APPROVER.roles[:0]))
    assert "regulate.not_analyst" == refused.value.code


def test_a_book_without_prices_is_told_how_to_import_them(book: SmallBook) -> None:
    with pytest.raises(ActRefused) as refused:
        regulate(book, prices=PriceTable(prices={}))
    assert "regulate.no_prices" == refused.value.code
    assert "zhibiao market import" in read_catalogue(DATA).hint("regulate.no_prices", "en", refused.value.facts)


def test_a_missing_price_is_named_with_good_and_month(book: SmallBook) -> None:
    known = {key: price for key, price in PRICES.prices.items() if key[0] != "coke"}
    with pytest.raises(InputRefused) as refused:
        regulate(book, prices=PriceTable(prices=known))
    assert "market.prices_missing" == refused.value.code
    assert any("coke" in str(finding.facts.values()) for finding in refused.value.findings)


def test_prices_of_the_month_itself_change_nothing(book: SmallBook) -> None:
    doubled = {key: price * (2 if key[1] >= APRIL else 1) for key, price in PRICES.prices.items()}
    doubled |= {(good, APRIL): Decimal(1) for good, _ in PRICES.prices}
    assert regulate(book).decision.sha256 == regulate(book, prices=PriceTable(prices=doubled)).decision.sha256


def test_a_cap_that_nobody_can_make_is_a_normal_outcome(book: SmallBook) -> None:
    """All furnaces but one firm's are closed from April on."""
    closed = {
        one.id: one
        if one.id == "TB-6"
        else replace(one, facilities=tuple(replace(each, until=APRIL) for each in one.facilities))
        for one in book.city
    }
    with pytest.raises(NoSolution) as refused:
        regulate(replace(book, city=replace(book.city, enterprises=closed)))
    assert (4, "city_plan.cap_out_of_reach") == (refused.value.exit_code, refused.value.code)


def test_limits_in_conflict_are_named(book: SmallBook) -> None:
    """So little ore in every month that the cap cannot be made of it, whoever makes it."""
    months = [Month(2025, number) for number in range(4, 13)]
    rows = {("ore", month): SCARCE for month in months}
    scarce = MarketDesk(prices=PRICES, supply=SupplyList(rows=rows), coefficients=cost_coefficients())
    with pytest.raises(NoSolution) as refused:
        regulate(book, desk=scarce)
    assert (4, "regulate.infeasible") == (refused.value.exit_code, refused.value.code)
    conflict = refused.value.findings[0]
    assert conflict.code.startswith("diagnosis.conflict")
    assert "铁矿石" in str(conflict.facts["ceilings"])


def _refused(book: SmallBook, **how: object) -> list[tuple[str, str]]:
    """What a month without a plan is told, in Chinese and English."""
    with pytest.raises(NoSolution) as refused:
        regulate(book, **how)  # type: ignore[arg-type]
    assert "regulate.infeasible" == refused.value.code
    words = read_catalogue(DATA)
    return [
        (words.what(one.code, "zh", one.facts), words.what(one.code, "en", one.facts)) for one in refused.value.findings
    ]


def test_a_conflict_names_the_supply_list_and_the_rest_of_the_year(book: SmallBook) -> None:
    rows = {("ore", Month(2025, number)): SCARCE for number in range(4, 13)}
    scarce = MarketDesk(prices=PRICES, supply=SupplyList(rows=rows), coefficients=cost_coefficients())
    inputs = regulate(copy_of(book)).plan.inputs
    zh, en = _refused(book, desk=scarce)[0]
    assert "物资供应（铁矿石）〔供应清单〕" in zh
    assert "of ore (the supply list)" in en
    left = f"全年剩余总量（全年总量 {inputs.cap_t:,} 吨减已生产 {inputs.made_t:,} 吨，须完成）〔办法第2条〕"
    assert left in zh
    assert f"the cap of {inputs.cap_t:,} t less {inputs.made_t:,} t made), which has to be reached (clause 2)" in en

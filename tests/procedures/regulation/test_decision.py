"""A regulation as a decision: moves between holdings, two persons, kept by what comes after it, and verified."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import ANALYST, APPROVER
from regulated_book import (
    APRIL,
    MOVES,
    allocate_again,
    build_regulated_book,
    carry_out,
    copy_of,
    draft,
    go_to_may,
    standing,
)
from small_book import SmallBook, build_small_book
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import ActRefused
from zhibiao.ledger.settlement import regulated_t
from zhibiao.procedures.approve import approve
from zhibiao.procedures.last_decision import allocation_behind
from zhibiao.procedures.regulation.decision import net_moves
from zhibiao.procedures.withdraw import withdraw
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.period import Month
from zhibiao.verification import verify as verifier

NET = {"TB-1": -500, "TB-2": 500, "TB-3": -900, "TB-6": 900}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """A book until April 2025."""
    built = build_regulated_book(tmp_path_factory.mktemp("regulated") / "book.sqlite")
    yield built
    built.store.close()


@pytest.fixture(scope="module", autouse=True)
def plans_made_by_hand() -> Iterator[None]:
    """The moves of these decisions were made by hand; real plans are verified in verification/test_plan_proof.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifier, "PLAN_CHAPTERS", ())
        yield


@pytest.fixture
def book(made: SmallBook) -> Iterator[SmallBook]:
    copied = copy_of(made)
    yield copied
    copied.store.close()


def test_quota_moves_by_two_persons_and_the_rest_stays(book: SmallBook) -> None:
    before = {name: book.store.book(sector="steel", plan_year=2025).holding(name) for name in book.city.enterprises}
    drafted = draft(book)
    assert "steel-2025-03" == drafted.id.rpartition("-")[0]
    issued = carry_out(book, drafted)
    after = dict(issued.holdings_t)
    assert NET == {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert {share["enterprise"]: share["quota_t"] for share in drafted.body["shares"]} == after
    reasons = {entry.draft.reason for entry in issued.entries if entry.draft.kind == "adjust"}
    assert {"regulation.month §10"} == reasons
    assert NET == regulated_t(book.store.book(sector="steel", plan_year=2025))


def test_parts_sum_to_each_quota_with_the_regulation_as_one_of_them(book: SmallBook) -> None:
    body = draft(book).body
    for share in body["shares"]:
        parts = {part["code"]: part["tonnes"] for part in share["parts"]}
        assert share["quota_t"] == sum(parts.values())
        assert NET.get(share["enterprise"], 0) == parts.get("regulation", 0)
    assert 0 == sum(one.get("regulated_t", 0) for one in body["claimants"])


def test_drafted_twice_it_is_the_same_and_reads_back_as_it_was(book: SmallBook) -> None:
    one, again = draft(book), draft(book)
    assert (one.id, one.sha256, one.body) == (again.id, again.sha256, again.body)
    assert one.sha256 == decision_of_plain(json.loads(canonical_bytes(one.body))).sha256
    assert one.id != draft(book, code_version="later").id


def test_an_allocation_keeps_the_hash_that_it_had_before_there_were_regulations(book: SmallBook) -> None:
    allocation = allocation_behind(book.store, draft(book))
    assert "kind" not in allocation.body
    assert all("regulated_t" not in one for one in allocation.body["claimants"])
    assert allocation.sha256 == decision_of_plain(allocation.body).sha256


def test_a_large_change_waits(book: SmallBook) -> None:
    book.clock.tick()
    waits = CoolingOff(hours=26, above_t=899)
    assert approve(book.store, book.clock, draft(book).id, APPROVER, cooling_off=waits).not_before


def test_who_drafted_it_may_not_approve_it(book: SmallBook) -> None:
    with pytest.raises(ActRefused) as refused:
        approve(book.store, book.clock, draft(book).id, replace(APPROVER, id=ANALYST.id))
    assert "flow.same_person" == refused.value.code


def test_it_can_be_withdrawn(book: SmallBook) -> None:
    drafted = draft(book)
    withdraw(book.store, book.clock, drafted.id, ANALYST, reason="figures change")
    assert {} == regulated_t(book.store.book(sector="steel", plan_year=2025))


def test_a_second_regulation_adds_to_the_first(book: SmallBook) -> None:
    carry_out(book, draft(book))
    go_to_may(book)
    more = ({"kind": "grant", "enterprise": "TB-3", "tonnes": 400, "reasons": []},)
    less = ({"kind": "recall", "enterprise": "TB-6", "tonnes": 400, "reasons": []},)
    second = draft(book, [*more, *less], Month(2025, 5))
    parts = {
        share["enterprise"]: {part["code"]: part["tonnes"] for part in share["parts"]}.get("regulation", 0)
        for share in second.body["shares"]
    }
    assert {"TB-1": -500, "TB-2": 500, "TB-3": -500, "TB-4": 0, "TB-5": 0, "TB-6": 500} == parts
    assert second.body["allocation"] != second.body["last"]
    carry_out(book, second)


def test_a_later_allocation_keeps_what_was_moved(book: SmallBook) -> None:
    carry_out(book, draft(book))
    later = allocate_again(book, Month(2025, 3))
    assert NET == {one["enterprise"]: one["regulated_t"] for one in later.body["claimants"] if "regulated_t" in one}
    parts = {share["enterprise"]: share["parts"][-1] for share in later.body["shares"]}
    assert {"code": "regulation", "tonnes": -900} == parts["TB-3"]
    assert NET == regulated_t(book.store.book(sector="steel", plan_year=2025))


def test_plans_start_from_entitlements_without_any_regulation(book: SmallBook) -> None:
    before = {share["enterprise"]: share["quota_t"] for share in standing(book).entitled["shares"]}
    carry_out(book, draft(book))
    go_to_may(book)
    entitled = standing(book, Month(2025, 5)).entitled
    assert before == {share["enterprise"]: share["quota_t"] for share in entitled["shares"]}


def test_net_of_moves_counts_every_kind() -> None:
    assert NET == net_moves(MOVES)
    assert {} == net_moves([{"kind": "rephase", "enterprise": "TB-1", "tonnes": 0}])


def _refused(book: SmallBook, **how: Any) -> str:
    with pytest.raises(ActRefused) as refused:
        standing(book, **how)
    return refused.value.code


def test_a_rulebook_without_the_part_is_told_what_to_add(tmp_path: Path) -> None:
    book = build_small_book(tmp_path / "book.sqlite")
    with pytest.raises(ActRefused) as refused:
        standing(book)
    assert "regulate.rulebook_silent" == refused.value.code
    assert "regulation、regulate_month_share" in str(refused.value.facts["missing"])


def test_only_the_month_after_the_last_closed_one_is_regulated(book: SmallBook) -> None:
    for month in (Month(2025, 3), Month(2025, 5), Month(2025, 12)):
        assert "regulate.month_not_next" == _refused(book, month=month)


def test_a_year_without_allocation_is_refused(book: SmallBook) -> None:
    assert "regulate.no_allocation" == _refused(book, month=Month(2024, 4))


def test_another_rulebook_than_that_in_force_is_refused(book: SmallBook) -> None:
    assert "regulate.other_rulebook" == _refused(book, rulebook=replace(book.rulebook, source_sha256="0" * 64))


@pytest.mark.parametrize(
    ("code", "value", "refusal"), [("cap_t", "6700000", "regulate.cap_changed"), ("reserve_share", "0", "reserve_due")]
)
def test_a_new_cap_or_reserve_is_first_allocated(book: SmallBook, code: str, value: str, refusal: str) -> None:
    parameter = book.rulebook.parameters[code]
    dated = replace(parameter, values=(*parameter.values, (Month(2025, 3).last_day, Decimal(value))))
    rulebook = replace(book.rulebook, parameters={**book.rulebook.parameters, code: dated})
    assert refusal in _refused(book, rulebook=rulebook)


def test_an_enterprise_with_new_capacity_is_first_allocated(book: SmallBook) -> None:
    new = replace(book.city["TB-1"], id="TB-7", credit_code="TB-7")
    city = replace(book.city, enterprises={**book.city.enterprises, "TB-7": new})
    assert "regulate.entrants" == _refused(replace(book, city=city))
    by_output = replace(book.rulebook, scope_rule="output_last_year")
    assert "TB-7" not in {one.enterprise for one in standing(replace(book, city=city), rulebook=by_output).claimants}


def test_an_enterprise_that_was_taken_off_the_register_is_named(book: SmallBook) -> None:
    left = {name: one for name, one in book.city.enterprises.items() if name != "TB-3"}
    assert "regulate.enterprise_gone" == _refused(replace(book, city=replace(book.city, enterprises=left)))


def test_moves_that_do_not_sum_to_zero_or_take_what_is_used_are_refused(book: SmallBook) -> None:
    for moves, code in (
        (MOVES[:1], "regulate.moves_differ"),
        (({**MOVES[0], "tonnes": 10**7}, {**MOVES[1], "tonnes": 10**7}), "regulate.pledged"),
    ):
        with pytest.raises(ActRefused) as refused:
            draft(book, moves)
        assert code == refused.value.code


def test_april_is_what_is_regulated(book: SmallBook) -> None:
    assert ("2025-04", "regulation") == (draft(book).body["month"], draft(book).body["kind"])
    assert Month(2025, 3) == standing(book, APRIL).as_of

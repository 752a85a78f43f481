"""Whatever a regulation moves: quota is neither made nor lost, and every tonne keeps its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from regulated_book import APRIL, build_regulated_book, standing
from small_book import ROWS
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.procedures.regulation import decision as room
from zhibiao.procedures.regulation.decision import Standing, net_moves, regulation_decision

NAMES = tuple(row[0] for row in ROWS)
TONNES = st.integers(1, 5000)
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), TONNES).filter(lambda one: one[0] != one[1])


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """What a regulation of April starts from."""
    book = build_regulated_book(tmp_path_factory.mktemp("laws") / "book.sqlite")
    yield standing(book)
    book.store.close()


def _decide(start: Standing, moves: list[Mapping[str, Any]]) -> Decision:
    marks = {"ledger_head": "0" * 64, "code_version": "test", "drafted_by": "lin"}
    return regulation_decision(start, month=APRIL, moves=moves, plan={}, **marks)


def _moves(pairs: list[tuple[str, str, int]], as_transfers: bool) -> list[Mapping[str, Any]]:
    """Each pair as one transfer, or as a recall and a grant."""
    if as_transfers:
        return [{"kind": "transfer", "giver": one, "taker": other, "tonnes": tonnes} for one, other, tonnes in pairs]
    return [
        {"kind": kind, "enterprise": name, "tonnes": tonnes}
        for one, other, tonnes in pairs
        for kind, name in (("recall", one), ("grant", other))
    ]


def _holds(start: Standing, moves: list[Mapping[str, Any]]) -> None:
    decision, before = _decide(start, moves), {one: start.book.holding(one) for one in NAMES}
    net = net_moves(moves)
    assert {one: before[one] + net.get(one, 0) for one in NAMES} == {
        share.enterprise: share.quota_t for share in decision.shares
    }
    assert sum(before.values()) == sum(share.quota_t for share in decision.shares)
    assert all(share.quota_t == sum(part.tonnes for part in share.parts) for share in decision.shares)
    assert decision.sha256 == decision_of_plain(decision.plain()).sha256


@settings(max_examples=examples(40))
@given(pairs=st.lists(PAIRS, max_size=6), as_transfers=st.booleans())
def test_quota_is_moved_and_nothing_else(
    start: Standing, pairs: list[tuple[str, str, int]], as_transfers: bool
) -> None:
    _holds(start, _moves(pairs, as_transfers))


@pytest.mark.parametrize("forgotten", ["parts_beside", "net_moves"])
def test_the_law_sees_what_is_forgotten(start: Standing, monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    monkeypatch.setattr(room, forgotten, lambda _: {} if forgotten == "net_moves" else ())
    with pytest.raises(AssertionError):
        _holds(start, _moves([("TB-1", "TB-2", 5)], as_transfers=True))


@settings(max_examples=examples(20))
@given(pairs=st.lists(PAIRS, min_size=1, max_size=6))
def test_how_moves_are_told_does_not_change_a_quota(start: Standing, pairs: list[tuple[str, str, int]]) -> None:
    one, other = (_decide(start, _moves(pairs, as_transfers)) for as_transfers in (True, False))
    assert one.shares == other.shares
    assert one.claimants == other.claimants

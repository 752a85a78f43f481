"""What stands beside the split: carried, deducted and transferred tonnes in a decision, by hand and as a law."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation_sample import decided, four, make_claimant, make_rulebook
from effort import examples
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import NoSolution
from zhibiao.terms.period import Month

GRANDFATHERING = {"method": "grandfathering", "indicators": ()}


def firms(*rows: tuple[str, int, dict[str, int]]) -> list[Claimant]:
    return [make_claimant(name, base_t, None, measures=(), **beside) for name, base_t, beside in rows]


def quotas(decision: Decision) -> dict[str, int]:
    return {share.enterprise: share.quota_t for share in decision.shares}


def test_the_split_gives_out_what_is_deducted_and_not_what_is_carried() -> None:
    """Base 1000 each, cap 2000. A carried 60, B pays 40 back: 1980 are split, 990 each; A holds 1050, B 950."""
    rulebook = make_rulebook({"cap_t": "2000"}, **GRANDFATHERING)
    found = decided(firms(("A", 1000, {"carried_t": 60}), ("B", 1000, {"deducted_t": 40})), rulebook)
    assert {"A": 1050, "B": 950} == quotas(found)
    parts = [[(part.code, part.tonnes) for part in share.parts if part.tonnes] for share in found.shares]
    assert [
        [("base", 990), ("carry", 60)],
        [("base", 990), ("debt", -40)],
    ] == parts


def test_a_transfer_moves_tonnes_between_two_and_nothing_else() -> None:
    rulebook = make_rulebook({"cap_t": "2000"}, **GRANDFATHERING)
    found = decided(firms(("A", 1000, {"transferred_t": -70}), ("B", 1000, {"transferred_t": 70})), rulebook)
    assert {"A": 930, "B": 1070} == quotas(found)


def test_what_was_made_is_held_by_the_whole_quota() -> None:
    """B made 990 of base 1000 and pays 40 back: its part of the split is at least 1030, so that it holds 990."""
    rulebook = make_rulebook({"cap_t": "1900"}, **GRANDFATHERING)
    found = decided(
        firms(("A", 1000, {}), ("B", 1000, {"deducted_t": 40, "made_t": 990})), rulebook, as_of=Month(2025, 6)
    )
    assert {"A": 910, "B": 990} == quotas(found)
    assert (1030, "floor.made") == (found.shares[1].floor_t, found.shares[1].floor_reason)


def test_capacity_holds_the_whole_quota() -> None:
    """A: 1.2 times 900 of capacity is 1080; with 60 carried the split gives it 1020 at most."""
    rulebook = make_rulebook({"cap_t": "2090"}, **GRANDFATHERING)
    found = decided(firms(("A", 1000, {"carried_t": 60, "capacity_t": 900}), ("B", 1000, {})), rulebook)
    assert (1020, "ceiling.capacity") == (found.shares[0].ceiling_t, found.shares[0].ceiling_reason)
    assert {"A": 1075, "B": 1015} == quotas(found)


def test_nobody_is_left_with_less_than_nothing() -> None:
    rulebook = make_rulebook({"cap_t": "1000", "floor_delta": "1"}, **GRANDFATHERING)
    found = decided(firms(("A", 1000, {}), ("B", 10, {"deducted_t": 60})), rulebook)
    assert {"A": 1000, "B": 0} == quotas(found)


def test_a_decision_without_any_of_it_says_nothing_of_it() -> None:
    plain = decided(four(), make_rulebook()).plain()
    assert all("carried_t" not in claimant for claimant in plain["claimants"])


AMOUNT = st.integers(0, 120)
# Base, carried, deducted, made so far.
ROW = st.tuples(st.integers(500, 5000), AMOUNT, AMOUNT, st.sampled_from((0, 0, 300)))


@settings(max_examples=examples(60))
@given(
    rows=st.lists(
        st.tuples(st.integers(500, 5000), AMOUNT, AMOUNT, st.sampled_from((0, 0, 300))), min_size=2, max_size=6
    ),
    passed=st.integers(-80, 80),
    where=st.integers(-8, 8),
)
def test_quotas_sum_to_the_cap_and_parts_to_the_quotas(
    rows: list[tuple[int, int, int, int]], passed: int, where: int
) -> None:
    claimants = [
        make_claimant(f"F{place}", base_t, {"value": place + 1}, carried_t=carried, deducted_t=deducted, made_t=made)
        for place, (base_t, carried, deducted, made) in enumerate(rows)
    ]
    giver, taker = claimants[0], claimants[1]
    fields = {name: getattr(giver, name) for name in Claimant.__slots__}
    claimants[0] = Claimant(**(fields | {"transferred_t": -passed}))
    claimants[1] = Claimant(**({name: getattr(taker, name) for name in Claimant.__slots__} | {"transferred_t": passed}))
    cap_t = sum(base_t for base_t, *_ in rows) * (100 + where) // 100
    rulebook = make_rulebook({"cap_t": str(cap_t)})
    try:
        found = decided(claimants, rulebook, as_of=Month(2025, 6))
    except NoSolution:
        return
    assert cap_t == sum(quotas(found).values())
    for share, one in zip(found.shares, claimants, strict=True):
        assert share.quota_t == sum(part.tonnes for part in share.parts)
        assert share.floor_t <= share.quota_t - one.beside_t <= share.ceiling_t
        assert share.quota_t >= one.made_t
    assert found.sha256 == decision_of_plain(found.plain()).sha256

"""Bounds one after another: the first goes first, and what gave way is said."""

from hypothesis import given
from hypothesis import strategies as st

from zhibiao.regulation.city.interval import Bound, intersect


def _bound(low: int | None, high: int | None, by: str) -> Bound:
    return Bound(low=low, high=high, low_by=f"{by}.low", high_by=f"{by}.high")


def test_the_tightest_ends_are_named() -> None:
    found = intersect([_bound(0, 100, "a"), _bound(20, 90, "b"), _bound(10, 80, "c")])
    assert (20, 80, "b.low", "c.high", ()) == (found.low, found.high, found.low_by, found.high_by, found.gave_way)


def test_a_bound_that_leaves_nothing_moves_to_what_stands() -> None:
    found = intersect([_bound(50, 100, "a"), _bound(10, 40, "b"), _bound(120, 130, "c")])
    assert (50, 50) == (found.low, found.high)
    assert (("a.low", "b.high"), ("a.low", "c.low")) == found.gave_way


def test_an_open_end_binds_nothing() -> None:
    found = intersect([_bound(5, 9, "a"), _bound(None, None, "b")])
    assert (5, 9) == (found.low, found.high)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 60)), min_size=1, max_size=6))
def test_what_is_left_lies_within_every_bound_that_did_not_give_way(spans: list[tuple[int, int]]) -> None:
    bounds = [_bound(low, low + wide, str(place)) for place, (low, wide) in enumerate(spans)]
    found = intersect(bounds)
    assert found.low <= found.high
    gave = {by for _, by in found.gave_way}
    for bound in bounds:
        assert bound.low is not None
        assert bound.high is not None
        if bound.low_by not in gave:
            assert bound.low <= found.low
        if bound.high_by not in gave:
            assert found.high <= bound.high

"""The exact scale: against bisection, at its edges, and nearest to the unbounded scale where it is not unique."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.terms.water_level import water_level

rows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 20), st.integers(0, 20)).map(lambda r: (r[0], r[1], r[1] + r[2])),
    min_size=1,
    max_size=7,
)


def filled(scale: Fraction, problem: list[tuple[int, int, int]]) -> Fraction:
    return sum((min(max(scale * w, Fraction(low)), Fraction(high)) for w, low, high in problem), Fraction(0))


def solve(problem: list[tuple[int, int, int]], total: int) -> Fraction:
    weights, floors, ceilings = zip(*problem, strict=True)
    return water_level(weights, floors=floors, ceilings=ceilings, total=total)


@given(rows, st.floats(0, 1))
def test_shares_sum_to_the_total_exactly(problem: list, where: float) -> None:
    least = sum(low for _, low, _ in problem)
    most = sum(high if w else low for w, low, high in problem)
    total = least + round(where * (most - least))
    scale = solve(problem, total)
    assert total == filled(scale, problem)
    if any(w for w, _, _ in problem):
        unbounded = Fraction(total, sum(w for w, _, _ in problem))
        for nearer in (Fraction(1, 1000), Fraction(1, 2), Fraction(1)):
            assert scale == unbounded or total != filled(scale + (unbounded - scale) * nearer, problem)


@pytest.mark.parametrize(
    ("problem", "total", "expected"),
    [
        ([(3, 0, 60), (1, 0, 60)], 100, Fraction(40)),  # the first meets 60, the second takes 40
        ([(1, 5, 9), (1, 5, 9)], 10, Fraction(5)),  # the floors: the last scale that still gives them
        ([(1, 5, 9), (1, 5, 9)], 18, Fraction(9)),  # the ceilings: the first scale that gives them
        ([(1, 0, 2), (1, 8, 10)], 10, Fraction(5)),  # anything from 2 to 8 will do: 10/2 is the unbounded one
        ([(0, 4, 9)], 4, Fraction(0)),  # nobody claims
        ([(2, 3, 3), (2, 3, 3)], 6, Fraction(3, 2)),  # nobody can move
    ],
)
def test_edges(problem: list[tuple[int, int, int]], total: int, expected: Fraction) -> None:
    assert expected == solve(problem, total)


@pytest.mark.parametrize("total", [8, 13])
def test_a_total_out_of_reach_is_refused(total: int) -> None:
    """A weight of zero stays at its floor, so its ceiling of 90 does not help."""
    with pytest.raises(ValueError, match=r"lies outside \[9, 12\]"):
        solve([(2, 5, 8), (0, 4, 90)], total)

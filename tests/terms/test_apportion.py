"""Whole-unit apportionment against published vectors, a brute-force reference and its own stated tie rules."""

from __future__ import annotations

import csv
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.terms.apportion import METHODS, apportion, largest_remainder

# Notes on the domain, 2.9: five claimants, 43 and 44 units.
POPULATIONS = (21878, 9713, 4167, 3252, 1065)


@pytest.mark.parametrize(
    ("method", "seats", "expected"),
    [
        ("largest_remainder", 43, (24, 10, 4, 4, 1)),
        ("webster", 43, (24, 10, 4, 4, 1)),
        ("huntington_hill", 43, (23, 10, 5, 4, 1)),
        ("jefferson", 43, (24, 11, 4, 3, 1)),
        ("adams", 43, (22, 10, 5, 4, 2)),
        ("largest_remainder", 44, (24, 11, 5, 3, 1)),
        ("webster", 44, (24, 10, 5, 4, 1)),
        ("huntington_hill", 44, (24, 10, 5, 4, 1)),
        ("jefferson", 44, (25, 11, 4, 3, 1)),
        ("adams", 44, (23, 10, 5, 4, 2)),
    ],
)
def test_five_claimants(method: str, seats: int, expected: tuple[int, ...]) -> None:
    assert expected == apportion(POPULATIONS, total=seats, method=method)


def test_the_house_of_2020_state_by_state(shared_data: Path) -> None:
    """Huntington-Hill with at least one seat, as the law has it, gives all fifty states."""
    with (shared_data / "us_house_apportionment" / "states_2020.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    populations = [int(row["apportionment_population_2020"]) for row in rows]
    seats = apportion(populations, total=435, method="huntington_hill", floors=[1] * len(rows))
    assert [int(row["seats_2020"]) for row in rows] == list(seats)


def test_equal_remainders_go_to_the_earlier_position() -> None:
    assert (34, 33, 33) == largest_remainder([Fraction(100, 3)] * 3, 100)
    for method in METHODS:
        assert (2, 1, 1) == apportion([1, 1, 1], total=4, method=method)


def test_too_few_first_units_go_to_the_larger_weights() -> None:
    for method in ("adams", "huntington_hill"):
        assert (0, 1, 1) == apportion([1, 3, 2], total=2, method=method)


def test_negative_shares_are_rounded_towards_minus_infinity() -> None:
    assert (-2, 3) == largest_remainder([Fraction(-7, 4), Fraction(11, 4)], 1)


def test_shares_have_to_sum_to_the_total() -> None:
    with pytest.raises(ValueError, match="sum to"):
        largest_remainder([Fraction(1, 2)], 1)


@pytest.mark.parametrize("method", METHODS)
def test_a_total_out_of_reach_is_refused(method: str) -> None:
    for total in (1, 9):
        with pytest.raises(ValueError, match="lies outside"):
            apportion([1, 2, 0], total=total, method=method, floors=[1, 1, 1], ceilings=[3, 4, 5])


def test_an_unknown_method_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        apportion([1], total=1, method="dean")


def test_tonnes_of_a_city_are_quick_and_exact() -> None:
    """Twenty-seven million units: the safe start leaves only about as many steps as there are claimants."""
    for method in METHODS:
        units = apportion([15, 5, 3, 2, 1], total=27_049_999, method=method)
        assert 27_049_999 == sum(units)
        assert all(
            abs(unit - Fraction(27_049_999 * weight, 26)) < 2
            for unit, weight in zip(units, (15, 5, 3, 2, 1), strict=True)
        )


SIGNPOSTS_SQUARED = {
    "adams": lambda n: Fraction(n * n),
    "jefferson": lambda n: Fraction((n + 1) ** 2),
    "webster": lambda n: Fraction((2 * n + 1) ** 2, 4),
    "huntington_hill": lambda n: Fraction(n * (n + 1)),
}


def _is_divisor_outcome(
    method: str, weights: list[int], units: tuple[int, ...], low: list[int], high: list[int]
) -> bool:
    """Min-max test: nobody who could give a unit holds one cheaper than somebody who could take one.

    w_i / d(n_i - 1) >= w_j / d(n_j) for every i above its floor and every j below its ceiling, in squares.
    """
    d2 = SIGNPOSTS_SQUARED[method]
    for i, j in product(range(len(weights)), repeat=2):
        gives, takes = units[i] > low[i], units[j] < high[j] and weights[j] > 0
        if gives and takes and weights[i] ** 2 * d2(units[j]) < weights[j] ** 2 * d2(units[i] - 1):
            return False
    return True


problems = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 40), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12)), min_size=n, max_size=n),
        st.floats(0, 1),
    )
)


@given(problems, st.sampled_from(sorted(SIGNPOSTS_SQUARED)))
def test_divisor_methods_pass_the_min_max_test(problem: tuple, method: str) -> None:
    weights, bounds, where = problem
    low = [least for least, _ in bounds]
    high = [least + room for least, room in bounds]
    total = sum(low) + round(where * (sum(high) - sum(low)))
    units = apportion(weights, total=total, method=method, floors=low, ceilings=high)
    assert total == sum(units)
    assert all(least <= unit <= most for least, unit, most in zip(low, units, high, strict=True))
    assert _is_divisor_outcome(method, weights, units, low, high)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.sampled_from(sorted(SIGNPOSTS_SQUARED)))
def test_divisor_methods_never_take_a_unit_back(weights: list[int], method: str) -> None:
    steps = [apportion(weights, total=total, method=method) for total in range(30)]
    assert all(a <= b for before, after in pairwise(steps) for a, b in zip(before, after, strict=True))


def test_largest_remainder_does_take_one_back() -> None:
    """The Alabama paradox of the vectors above: this is why the method is a choice of the rulebook."""
    before, after = (apportion(POPULATIONS, total=total) for total in (43, 44))
    assert (4, 3) == (before[3], after[3])

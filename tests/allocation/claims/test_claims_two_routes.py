"""The exact claims rules agree with a second way to each of them, on 100 000 random problems with ties and zeros."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import claims_second_route as second
from effort import examples
from zhibiao.allocation.claims import adjusted, average_of_awards, equal, overlap, proportional, random_arrival, talmud

MANY = examples(12_500)
Exact = Callable[[list[int], int], tuple[Fraction, ...]]


def random_problems(seed: int, count: int, most: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Whole claims of three sizes, many of them equal or zero, and whole estates from nothing to all."""
    generator = np.random.default_rng(seed)
    largest = generator.choice([2, 6, 25], size=(count, 1))
    claims = generator.integers(0, largest + 1, size=(count, most))
    estates = generator.integers(0, claims.sum(axis=1) + 1)
    return claims, estates


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (proportional, "proportional"),
        (equal, "cea"),
        (equal, "cel"),
        (talmud, "talmud"),
        (talmud, "piniles"),
        (talmud, "constrained_egalitarian"),
        (adjusted, "adjusted_proportional"),
        (overlap, "minimal_overlap"),
    ],
)
def test_bisection_finds_the_same(module: ModuleType, name: str) -> None:
    claims, estates = random_problems(len(name), MANY, 4)
    rule: Exact = getattr(module, name)
    exact = [rule(row, estate) for row, estate in zip(claims.tolist(), estates.tolist(), strict=True)]
    bisected = getattr(second, name)(claims, estates)
    np.testing.assert_allclose(np.array([[float(one) for one in row] for row in exact]), bisected, atol=1e-9)


@pytest.mark.parametrize("name", ["talmud", "piniles", "minimal_overlap"])
def test_the_comparison_can_fail(name: str) -> None:
    claims, estates = random_problems(1, 50, 4)
    right = equal.cea
    exact = [right(row, estate) for row, estate in zip(claims.tolist(), estates.tolist(), strict=True)]
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(
            np.array([[float(one) for one in row] for row in exact]), getattr(second, name)(claims, estates), atol=1e-9
        )


def test_random_arrival_is_the_mean_over_all_orders() -> None:
    claims, estates = random_problems(2, examples(400), 4)
    more_claims, more_estates = random_problems(3, examples(5), 6)
    for rows, amounts in ((claims, estates), (more_claims, more_estates)):
        for row, estate in zip(rows.tolist(), amounts.tolist(), strict=True):
            assert second.random_arrival(row, estate) == random_arrival.random_arrival(row, estate)


def test_random_arrival_is_the_shapley_value() -> None:
    claims, estates = random_problems(4, examples(6), 9)
    for row, estate in zip((claims * 37 + 5).tolist(), (estates * 37).tolist(), strict=True):
        assert second.shapley_value(row, estate) == random_arrival.random_arrival(row, estate)


def test_average_of_awards_is_the_centroid_by_groups() -> None:
    claims, estates = random_problems(5, examples(250), 5)
    for row, estate in zip((claims + 1).tolist(), (estates + 1).tolist(), strict=True):
        assert second.average_of_awards(row, estate) == average_of_awards.average_of_awards(row, estate)
    claims, estates = random_problems(6, examples(3), 10)
    for row, estate in zip((claims * 37 + 5).tolist(), (estates * 37 + 3).tolist(), strict=True):
        assert second.average_of_awards(row, estate) == average_of_awards.average_of_awards(row, estate)


def test_average_of_awards_is_the_mean_of_points_drawn_at_random() -> None:
    claims, estate = np.array([2.0, 3.0, 4.0, 6.0]), 8
    free = np.random.default_rng(7).random((400_000, 3)) * claims[:3]
    last = estate - free.sum(axis=1)
    allowed = (last >= 0) & (last <= claims[3])
    points = np.column_stack([free, last])[allowed]
    error = points.std(axis=0) / np.sqrt(len(points))
    exact = np.array([float(award) for award in average_of_awards.average_of_awards(claims, estate)])
    assert (np.abs(points.mean(axis=0) - exact) < 4 * error).all()
    assert error.max() < 0.01


@pytest.mark.parametrize("wide", [10**9 + 7, 10**12 + 1, 10**20])
@pytest.mark.parametrize("rule", [random_arrival.random_arrival, average_of_awards.average_of_awards])
def test_wide_numbers_take_another_way_to_the_same_awards(rule: Exact, wide: int) -> None:
    """Words of 64 bits are taken in halves; beyond them Python's numbers are counted with."""
    claims = np.random.default_rng(8).integers(1, 1000, size=16).tolist()
    plain = rule(claims, 3000)
    assert tuple(wide * award for award in plain) == rule([wide * claim for claim in claims], 3000 * wide)

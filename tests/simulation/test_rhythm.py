"""Months of a year: exact parts, noise around one, straight lines between years and quarters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.simulation.rhythm import between_quarters, between_years, spread, wobble
from zhibiao.terms.period import Month


@given(st.integers(0, 10**9), st.lists(st.floats(0, 1e6), min_size=1, max_size=14))
def test_parts_sum_to_the_total_unless_nobody_weighs(total: int, weights: list[float]) -> None:
    parts = spread(total, weights)
    assert (total if sum(weights) > 0 else 0) == sum(parts)
    assert min(parts) >= 0


def test_equal_remainders_go_to_the_earlier() -> None:
    assert [2, 1, 1] == spread(4, [1.0, 1.0, 1.0])


def test_a_wobble_stays_near_one_and_repeats_with_its_seed() -> None:
    first = wobble(np.random.default_rng(7), 60, amplitude=0.02)
    assert first == wobble(np.random.default_rng(7), 60, amplitude=0.02)
    assert max(abs(factor - 1) for factor in first) <= 0.02 / (1 - 0.4)
    assert first != wobble(np.random.default_rng(8), 60, amplitude=0.02)


@pytest.mark.parametrize(
    ("month", "expected"), [("2021-01", 10.0), ("2021-12", 14.583333), ("2022-07", 20.416667), ("2024-01", 30.0)]
)
def test_years_are_joined_at_their_middles(month: str, expected: float) -> None:
    # 2021-12 lies 5.5 months after the middle of 2021: 10 + 10 * 5.5 / 12; 2022-07 half a month after that of 2022.
    assert expected == pytest.approx(between_years((10.0, 20.0, 30.0), Month.parse(month)), abs=1e-5)


@pytest.mark.parametrize(
    ("month", "expected"), [("2021-01", 1.0), ("2021-02", 1.0), ("2021-03", 1.1), ("2021-12", 1.3)]
)
def test_quarters_are_joined_at_their_middle_months(month: str, expected: float) -> None:
    assert expected == pytest.approx(between_quarters((1.0, 1.3), Month.parse(month)))

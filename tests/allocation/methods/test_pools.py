"""Two pools: by base and by value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.methods.pools import two_pools
from zhibiao.errors import NoSolution, UsageError


def test_a_tenth_by_value() -> None:
    """Bases 300 and 100, value 40 and 60: 0.9 * 3/4 + 0.1 * 2/5 = 0.715 and 0.285."""
    assert (Fraction("0.715"), Fraction("0.285")) == two_pools([300, 100], [40, 60], theta=Decimal("0.1"))


def test_a_loss_counts_as_zero() -> None:
    assert (Fraction(3, 4), Fraction(1, 4)) == two_pools([50, 50], [10, -10], theta=Decimal("0.5"))


def test_a_pool_that_is_empty_asks_for_nothing() -> None:
    assert (Fraction(1, 4), Fraction(3, 4)) == two_pools([1, 3], [0, 0], theta=0)
    assert (Fraction(1, 2), Fraction(1, 2)) == two_pools([0, 0], [5, 5], theta=1)


@pytest.mark.parametrize(("bases", "values", "name"), [([1, 1], [0, -3], "value"), ([0, 0], [1, 1], "base")])
def test_a_pool_with_nobody_to_share_it(bases: list[int], values: list[int], name: str) -> None:
    with pytest.raises(NoSolution) as caught:
        two_pools(bases, values, theta=Decimal("0.1"))
    assert ("rule.pool_empty", name) == (caught.value.code, caught.value.facts["name"])


def test_a_pool_is_a_part_of_the_total() -> None:
    with pytest.raises(UsageError) as caught:
        two_pools([1], [1], theta=Decimal("1.1"))
    assert "rule.parameter_out_of_range" == caught.value.code

"""What is taken as a number, and what is refused with its place."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from zhibiao.allocation.methods.columns import exact_column, exact_decimal, exact_part
from zhibiao.errors import UsageError


@pytest.mark.parametrize(
    "values",
    [[1, 2], (Fraction(1), Decimal(2)), np.array([1, 2]), np.array([1.0, 2.0]), [np.int64(1), np.float64(2)]],
)
def test_a_column_of_any_exact_kind(values: object) -> None:
    assert (Fraction(1), Fraction(2)) == exact_column("base", values)


@pytest.mark.parametrize(
    ("values", "code", "facts"),
    [
        ([1, float("nan")], "split.not_a_number", {"name": "base", "position": 1}),
        ([Decimal("Infinity")], "split.not_a_number", {"position": 0}),
        ([1, True], "split.not_a_number", {"position": 1}),
        ([1, "2"], "split.not_a_number", {"position": 1}),
        ([None], "split.not_a_number", {"position": 0}),
        (np.array([[1.0]]), "split.shape", {"found": "(1, 1)"}),
        (np.array(3.0), "split.shape", {"name": "base"}),
        ([3, -1], "split.negative", {"name": "base", "position": 1, "found": "-1"}),
    ],
)
def test_what_is_no_amount_is_refused_with_its_place(values: object, code: str, facts: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        exact_column("base", values)
    assert code == caught.value.code
    assert facts.items() <= caught.value.facts.items()


def test_lengths_have_to_match() -> None:
    with pytest.raises(UsageError) as caught:
        exact_column("score", [1, 2], length=3)
    assert ("split.shape", "(3,)") == (caught.value.code, caught.value.facts["wanted"])


def test_a_signed_column_may_fall_below_zero() -> None:
    assert (Fraction(-1),) == exact_column("value", [-1], signed=True)


def test_a_fraction_that_is_no_decimal_is_refused() -> None:
    assert Decimal("0.125") == exact_decimal("r", "p", Fraction(1, 8))
    assert Decimal("12") == exact_decimal("r", "p", Fraction(12))
    with pytest.raises(UsageError) as caught:
        exact_decimal("r", "p", Fraction(1, 3))
    assert "rule.not_decimal" == caught.value.code


def test_a_part_is_at_most_one() -> None:
    assert 1 == exact_part("r", "p", 1)
    with pytest.raises(UsageError) as caught:
        exact_part("r", "p", Decimal("1.01"))
    assert "rule.parameter_out_of_range" == caught.value.code

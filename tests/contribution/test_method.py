"""The tilt: exact for whole exponents, forty digits otherwise, and refused where there is nothing to tilt."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.contribution.method import billionths, tilt, tilt_bases
from zhibiao.errors import NoSolution
from zhibiao.terms.exact import power, rounded


@pytest.mark.parametrize(
    ("beta", "expected"),
    [
        ("0", "1.000000000"),
        ("1", "1.065891473"),  # 1.1 / 1.032 = 1.06589147286…
        ("2", "1.136124632"),  # squared, 1.13612463193…
        ("0.5", "1.032420202"),  # the root: 1.032420202^2 = 1.06589147349…, 1.032420201^2 = 1.06589147143…
    ],
)
def test_strengths_of_the_tilt(beta: str, expected: str) -> None:
    assert Decimal(expected) == tilt(Decimal("1.1"), Decimal("1.032"), beta=Decimal(beta))


def test_half_a_power_is_the_root_and_a_score_of_zero_stays_zero() -> None:
    assert Decimal("1.200000000") == tilt(Decimal("1.44"), Decimal(1), beta=Decimal("0.5"))
    assert Decimal(0) == tilt(Decimal(0), Decimal(1), beta=Decimal("0.5"))
    assert Decimal(1) == tilt(Decimal(0), Decimal(1), beta=Decimal(0))


@given(st.integers(0, 3_000_000), st.integers(1, 3_000_000), st.sampled_from(["0.3", "0.5", "1.7", "2", "3", "12"]))
def test_floats_never_decide_a_decimal(score: int, mean: int, beta: str) -> None:
    """The quick way gives the ninth decimal of the exact one, or leaves it to the exact one."""
    exact = rounded(power(Fraction(score, mean), Decimal(beta)), 9)
    found = tilt(Decimal(score).scaleb(-6), Decimal(mean).scaleb(-6), beta=Decimal(beta))
    assert exact.as_tuple() == found.as_tuple()


@pytest.mark.parametrize("tie", ["1.0000000005", "1.0000000015"])
def test_a_tie_is_left_to_exact_numbers(tie: str) -> None:
    assert billionths(float(tie), 1.0) is None


def test_the_mean_score_is_weighted_by_the_base() -> None:
    """(1500*1.1 + 500*0.8 + 300*1.3 + 200*0.7) / 2500 = 2580/2500."""
    bases = {"a": 1500, "b": 500, "c": 300, "d": 200}
    scores = dict(zip(bases, (Decimal("1.1"), Decimal("0.8"), Decimal("1.3"), Decimal("0.7")), strict=True))
    claims = tilt_bases(bases, scores, beta=Decimal(1))
    assert Decimal("1.032000") == claims.mean_score
    assert 1500 * Fraction("1.065891473") == claims.claims["a"]


@pytest.mark.parametrize(
    ("code", "bases", "score"), [("score.no_base", {"a": 0}, "1"), ("score.all_zero", {"a": 5}, "0")]
)
def test_nothing_to_tilt(code: str, bases: dict[str, int], score: str) -> None:
    with pytest.raises(NoSolution) as refused:
        tilt_bases(bases, {"a": Decimal(score)}, beta=Decimal(1))
    assert code == refused.value.code


def test_without_a_tilt_scores_may_all_be_zero() -> None:
    assert 5 == tilt_bases({"a": 5}, {"a": Decimal(0)}, beta=Decimal(0)).claims["a"]

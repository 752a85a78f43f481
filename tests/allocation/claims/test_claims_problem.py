"""What a claims problem may be asked with: anything exact or a float, and a named refusal for the rest."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from zhibiao.allocation.claims.equal import cea
from zhibiao.allocation.claims.problem import ClaimsProblem, problem_of
from zhibiao.errors import UsageError


@pytest.mark.parametrize(
    "claims",
    [
        [1, 2],
        (Fraction(1), Fraction(2)),
        [1.0, 2.0],
        [Decimal(1), Decimal("2.0")],
        np.array([1, 2]),
        np.array([1.0, 2.0]),
        [np.int64(1), np.float64(2)],
    ],
)
def test_any_exact_number_or_float_will_do(claims: Any) -> None:
    assert ClaimsProblem(claims=(1, 2), estate=2, denominator=1) == problem_of(claims, np.int64(2))


def test_floats_are_taken_as_what_they_are() -> None:
    assert (Fraction(0.1), Fraction(0.1)) == cea([0.1, 0.3], 2 * Fraction(0.1))


@pytest.mark.parametrize(
    ("code", "claims", "estate", "facts"),
    [
        ("claims.not_a_number", [1, math.nan], 1, {"name": "claims", "position": 1}),
        ("claims.not_a_number", np.array([math.inf]), 1, {"position": 0}),
        ("claims.not_a_number", [1, Decimal("NaN")], 1, {"position": 1}),
        ("claims.not_a_number", [1, None], 1, {"position": 1, "found": "None"}),
        ("claims.not_a_number", [1, "2"], 1, {"position": 1}),
        ("claims.not_a_number", [1, True], 1, {"position": 1}),
        ("claims.not_a_number", [1], math.nan, {"name": "estate"}),
        ("claims.negative", [1, 2, -0.5], 1, {"position": 2, "found": "-0.5"}),
        ("claims.negative", [1], -1, {"name": "estate", "found": "-1"}),
        ("claims.estate_out_of_reach", [1, 2], 4, {"estate": "4", "claims": "3"}),
        ("claims.estate_out_of_reach", [], 1, {"claims": "0"}),
        ("claims.shape", np.ones((2, 2)), 1, {"found": "(2, 2)"}),
        ("claims.shape", "12", 1, {"found": "str"}),
    ],
)
def test_what_makes_no_sense_is_refused_by_name_and_place(code: str, claims: Any, estate: Any, facts: dict) -> None:
    with pytest.raises(UsageError) as raised:
        cea(claims, estate)
    assert (code, facts) == (raised.value.code, {name: raised.value.facts[name] for name in facts})


def test_awards_that_miss_the_estate_are_caught() -> None:
    problem = problem_of([1, 2], 2)
    with pytest.raises(AssertionError):
        problem.awards([1, 2])

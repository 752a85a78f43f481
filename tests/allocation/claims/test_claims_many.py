"""Many claimants: exact where that is quick, an estimate with its error where it is not, a refusal in between."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from time import process_time

import numpy as np
import pytest

from zhibiao.allocation.claims.adjusted import adjusted_proportional
from zhibiao.allocation.claims.average_of_awards import average_of_awards
from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.claims.centroid_estimate import average_of_awards_estimate
from zhibiao.allocation.claims.equal import cea, cel
from zhibiao.allocation.claims.overlap import minimal_overlap, minimal_overlap_rounded
from zhibiao.allocation.claims.proportional import proportional
from zhibiao.allocation.claims.random_arrival import random_arrival
from zhibiao.allocation.claims.sampled import random_arrival_sampled
from zhibiao.allocation.claims.talmud import constrained_egalitarian, piniles, talmud
from zhibiao.allocation.division.rule import AwardRule
from zhibiao.errors import UsageError


def claims_of(count: int, seed: int = 0) -> list[int]:
    return [int(claim) for claim in np.random.default_rng(seed).integers(0, 10**6, size=count)]


@pytest.mark.parametrize(
    "rule", [proportional, cea, cel, talmud, piniles, adjusted_proportional, constrained_egalitarian]
)
def test_twenty_thousand_claimants_take_a_moment(rule) -> None:
    claims = claims_of(20_000)
    began = process_time()
    awards = rule([Fraction(claim, 100) for claim in claims], Fraction(sum(claims) * 3 // 5, 100))
    assert process_time() - began < 2  # measured 0.1 s; a step that grows with the square takes a minute
    assert Fraction(sum(claims) * 3 // 5, 100) == sum(awards)


def test_twenty_eight_claimants_are_exact() -> None:
    claims = claims_of(28)
    estate = sum(claims) * 2 // 5
    for rule in (random_arrival, average_of_awards):
        awards = rule(claims, estate)
        assert estate == sum(awards)
        rows = sorted(zip(claims, awards, strict=True))
        assert all(a < b and c - a < d - b for (c, a), (d, b) in pairwise(rows))


def test_many_equal_or_small_claims_are_exact_too() -> None:
    alike = [3] * 120 + [5] * 90
    for rule in (random_arrival, average_of_awards):
        awards = rule(alike, 300)
        assert 300 == sum(awards)
        assert 2 == len(set(awards))
        assert 50 == sum(rule([claim % 7 for claim in range(42)], 50))


@pytest.mark.parametrize("rule", [random_arrival, average_of_awards])
def test_too_many_groups_are_refused_by_name(rule) -> None:
    with pytest.raises(UsageError) as raised:
        rule(claims_of(60), 10**7)
    assert ("claims.too_many_groups", 60, 36) == (
        raised.value.code,
        raised.value.facts["claimants"],
        raised.value.facts["most"],
    )


# -- the sample ------------------------------------------------------------------------------------------------------


def test_a_sample_sums_to_the_estate_and_errs_as_it_says() -> None:
    claims = claims_of(20, seed=3)
    estate = sum(claims) * 2 // 5
    exact = random_arrival(claims, estate)
    scores = []
    for seed in range(20):
        found = random_arrival_sampled(claims, estate, generator=np.random.default_rng(seed), orders=2000)
        assert estate == sum(found.awards)
        assert all(0 <= award <= claim for award, claim in zip(found.awards, claims, strict=True))
        off = [float(a - b) for a, b in zip(found.awards, exact, strict=True)]
        scores += [(miss / error) ** 2 for miss, error in zip(off, found.errors, strict=True)]
    # The mean of squares of standard scores is one where the errors stated are the errors made.
    assert 0.8 < sum(scores) / len(scores) < 1.25


def test_equal_claims_and_those_beyond_the_estate_share_one_mean() -> None:
    found = random_arrival_sampled([5, 900, 5, 700], 100, generator=np.random.default_rng(1), orders=100)
    assert (found.awards[0], found.awards[1]) == (found.awards[2], found.awards[3])
    assert (found.errors[0], found.errors[1]) == (found.errors[2], found.errors[3])


def test_the_same_generator_gives_the_same_sample_in_any_unit() -> None:
    claims = claims_of(50)
    few = [
        random_arrival_sampled(
            [Fraction(claim) * unit for claim in claims],
            Fraction(10**7) * unit,
            generator=np.random.default_rng(5),
            orders=100,
        )
        for unit in (Fraction(1), Fraction(1, 7), Fraction(10**20))
    ]
    assert few[0].awards == tuple(7 * award for award in few[1].awards)
    assert few[0].awards == tuple(award / 10**20 for award in few[2].awards)


@pytest.mark.parametrize("orders", [0, 2, 5])
def test_a_number_of_orders_without_pairs_or_scatter_is_refused(orders: int) -> None:
    with pytest.raises(UsageError, match=r"claims\.orders"):
        random_arrival_sampled([1, 2], 1, generator=np.random.default_rng(1), orders=orders)


def test_nothing_to_give_and_nobody_to_give_to() -> None:
    generator = np.random.default_rng(1)
    assert (0, 0) == random_arrival_sampled([1, 2], 0, generator=generator, orders=4).awards
    assert () == random_arrival_sampled([], 0, generator=generator, orders=4).awards
    assert () == minimal_overlap_rounded([], 0).awards


# -- minimal overlap, rounded ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [1, 3, 7, 9, 10])
def test_rounded_layers_stay_within_the_bound_stated(part: int) -> None:
    claims = [*claims_of(60), *claims_of(30), 0, 10**6, 10**6]
    estate = sum(claims) * part // 10
    found = minimal_overlap_rounded(claims, estate)
    assert estate == sum(found.awards)
    assert found.awards[-1] == found.awards[-2]
    for award, exact, error, claim in zip(
        found.awards, minimal_overlap(claims, estate), found.errors, claims, strict=True
    ):
        assert abs(award - exact) <= error < 1e-9
        assert 0 <= award <= claim


# -- average of awards, by its series --------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [1, 20, 50, 51, 80, 99])
@pytest.mark.parametrize(
    "claims",
    [
        claims_of(24),
        [3, 3, 5, 5, 5, 9, 9, 0, 0, 1],
        [10**6, 400_000, 30_000, 2000, 100, 7, 10**6, 5, 300_000, 80_000],
    ],
    ids=["random", "ties", "uneven"],
)
def test_the_series_stays_within_the_bound_stated(claims: list[int], part: int) -> None:
    estate = sum(claims) * part // 100
    found = average_of_awards_estimate(claims, estate)
    assert estate == sum(found.awards)
    exact = average_of_awards(claims, estate)
    for award, true, error, claim in zip(found.awards, exact, found.errors, claims, strict=True):
        assert abs(award - true) <= error <= 1e-11 * estate
        assert 0 <= award <= claim


def test_the_bound_is_tight_enough_to_tell_another_rule() -> None:
    claims = claims_of(24)
    found = average_of_awards_estimate(claims, 4 * 10**6)
    other = random_arrival(claims, 4 * 10**6)
    assert all(abs(a - b) > error for a, b, error in zip(found.awards, other, found.errors, strict=True))


def test_the_series_has_an_end_or_is_refused() -> None:
    assert () == average_of_awards_estimate([], 0).awards
    assert (0, 0) == average_of_awards_estimate([1, 2], 0).awards
    assert (1, 2) == average_of_awards_estimate([1, 2], 3).awards
    with pytest.raises(UsageError, match=r"claims\.estimate_out_of_reach"):
        average_of_awards_estimate([10**12, 10**12, *range(1, 50)], 10**12)


def test_rules_with_a_limit_say_what_answers_beyond_it() -> None:
    limited = {rule.code: rule for rule in CLAIMS_RULES if isinstance(rule, AwardRule) and rule.most_claimants}
    assert {"random_arrival", "minimal_overlap", "average_of_awards"} == set(limited)
    # Numbers too wide for 64 bits, so that few orders are drawn.
    claims = [claim + Fraction(1, 10**12) for claim in claims_of(80)]
    for rule in limited.values():
        assert rule.estimate is not None
        found = rule.estimate(claims, Fraction(10**5), np.random.default_rng(1))
        assert 10**5 == sum(found.awards)
        assert max(found.errors) < 100

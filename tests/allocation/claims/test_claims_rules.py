"""Claims rules against published examples, and the table of the notes on the domain, 2.8."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from zhibiao.allocation.claims.adjusted import adjusted_proportional
from zhibiao.allocation.claims.average_of_awards import average_of_awards
from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.claims.equal import cea, cel
from zhibiao.allocation.claims.overlap import minimal_overlap
from zhibiao.allocation.claims.proportional import proportional
from zhibiao.allocation.claims.random_arrival import random_arrival
from zhibiao.allocation.claims.talmud import constrained_egalitarian, piniles, talmud
from zhibiao.allocation.division.rule import Firms, WeightRule

Rule = Callable[..., tuple[Fraction, ...]]
ALL: list[Rule] = [
    *(proportional, cea, cel, talmud, piniles, adjusted_proportional, random_arrival, minimal_overlap),
    *(constrained_egalitarian, average_of_awards),
]
SELF_DUAL = [proportional, talmud, adjusted_proportional, random_arrival, average_of_awards]
CONCEDE_AND_DIVIDE = [talmud, adjusted_proportional, random_arrival, minimal_overlap, average_of_awards]


def fractions(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(part) for part in text.split())


@pytest.mark.parametrize(
    ("rule", "estate", "awards"),
    [
        # Claims of 100, 200 and 300: notes on the domain, 2.8, there in decimals.
        (proportional, 100, "50/3 100/3 50"),
        (proportional, 200, "100/3 200/3 100"),
        (proportional, 300, "50 100 150"),
        (proportional, 400, "200/3 400/3 200"),
        (cea, 100, "100/3 100/3 100/3"),
        (cea, 200, "200/3 200/3 200/3"),
        (cea, 300, "100 100 100"),
        (cea, 400, "100 150 150"),
        (cel, 100, "0 0 100"),
        (cel, 200, "0 50 150"),
        (cel, 300, "0 100 200"),
        (cel, 400, "100/3 400/3 700/3"),
        (talmud, 100, "100/3 100/3 100/3"),
        (talmud, 200, "50 75 75"),
        (talmud, 300, "50 100 150"),
        (talmud, 400, "50 125 225"),
        (adjusted_proportional, 100, "100/3 100/3 100/3"),
        (adjusted_proportional, 200, "40 80 80"),
        (adjusted_proportional, 300, "50 100 150"),
        (adjusted_proportional, 400, "60 120 220"),
        (random_arrival, 100, "100/3 100/3 100/3"),
        (random_arrival, 200, "100/3 250/3 250/3"),
        (random_arrival, 300, "50 100 150"),
        (random_arrival, 400, "200/3 350/3 650/3"),
        (piniles, 100, "100/3 100/3 100/3"),
        (piniles, 200, "50 75 75"),
        (piniles, 300, "50 100 150"),
        (piniles, 400, "250/3 400/3 550/3"),
        # Half of the claims are 50, 100, 150; 100 more raise the lowest to 100, then two of them to 150.
        (constrained_egalitarian, 300, "50 100 150"),
        (constrained_egalitarian, 350, "100 100 150"),
        (constrained_egalitarian, 400, "100 150 150"),
        # A claim of 300 covers 200 and 300: layers of 100 shared by three, of 100 by two, of 100 by one.
        (minimal_overlap, 200, "100/3 250/3 250/3"),
        (minimal_overlap, 300, "100/3 250/3 550/3"),
        # At 400 the level is 100: (200 - 100) + (300 - 100) = 400 - 100; the layer of 100 is shared by three.
        (minimal_overlap, 400, "100/3 400/3 700/3"),
        # At 200 all (x, y) with x <= 100 and x + y <= 200 are allowed: an area of the integral of 200 - x from 0 to
        # 100, 15000; that of x * (200 - x) is 2000000/3, so that x is 400/9 on average. The other two are alike there.
        (average_of_awards, 200, "400/9 700/9 700/9"),
        (average_of_awards, 300, "50 100 150"),
    ],
)
def test_the_three_claims_of_the_notes(rule: Rule, estate: int, awards: str) -> None:
    assert fractions(awards) == rule([100, 200, 300], estate)


@pytest.mark.parametrize(("estate", "awards"), [(100, "100/3 100/3 100/3"), (200, "50 75 75"), (300, "50 100 150")])
def test_the_marriage_contracts_of_the_talmud(estate: int, awards: str) -> None:
    """Ketubot 93a, as Aumann and Maschler 1985 read it."""
    assert fractions(awards) == talmud([100, 200, 300], estate)


@pytest.mark.parametrize("rule", CONCEDE_AND_DIVIDE)
def test_the_contested_garment(rule: Rule) -> None:
    """Bava Metzia 2a: one claims all of it, one half: three quarters and one quarter."""
    assert (Fraction(3, 4), Fraction(1, 4)) == rule([1, Fraction(1, 2)], 1)


def test_the_four_heirs_of_ibn_ezra() -> None:
    """O'Neill 1982: all of the estate of 120, a half, a third and a quarter of it are claimed."""
    assert fractions("15/2 65/6 125/6 485/6") == minimal_overlap([30, 40, 60, 120], 120)


@pytest.mark.parametrize("rule", ALL)
def test_nothing_to_give_everything_to_give_and_one_claimant(rule: Rule) -> None:
    assert (0, 0, 0) == rule([3, 0, 5], 0)
    assert (3, 0, 5) == rule([3, 0, 5], 8)
    assert (4,) == rule([7], 4)
    assert () == rule([], 0)
    assert (0, 0) == rule([0, 0], 0)


@pytest.mark.parametrize("rule", ALL)
def test_who_claims_nothing_changes_nothing(rule: Rule) -> None:
    for estate in range(15):
        without = rule([2, 5, 5, 3], estate)
        assert (without[0], 0, *without[1:3], 0, without[3]) == rule([2, 0, 5, 5, 0, 3], estate)


@pytest.mark.parametrize("rule", ALL)
def test_equal_claims_get_equal_parts(rule: Rule) -> None:
    assert (Fraction(7, 3),) * 3 == rule([5, 5, 5], 7)


@pytest.mark.parametrize("rule", ALL)
def test_units_and_order_change_nothing(rule: Rule) -> None:
    claims, estate = [Fraction(1, 3), 2, Fraction(7, 10), 2], Fraction(13, 7)
    plain = rule(claims, estate)
    assert tuple(1000 * award for award in plain) == rule([1000 * claim for claim in claims], 1000 * estate)
    assert plain == rule(claims[::-1], estate)[::-1]


@pytest.mark.parametrize("rule", SELF_DUAL)
def test_half_of_the_claims_is_half_for_everyone(rule: Rule) -> None:
    assert fractions("1 5/2 9/2 11/2") == rule([2, 5, 9, 11], Fraction(27, 2))


def test_the_codes_stand_in_order() -> None:
    assert [
        *("proportional", "cea", "cel", "talmud", "piniles", "adjusted_proportional", "random_arrival"),
        *("minimal_overlap", "constrained_egalitarian", "average_of_awards"),
    ] == [rule.code for rule in CLAIMS_RULES]
    assert all(("claim",) == rule.reads and rule.source for rule in CLAIMS_RULES)


def test_proportional_is_a_rule_of_weights_so_that_it_scales_up() -> None:
    rule = CLAIMS_RULES[0]
    assert isinstance(rule, WeightRule)
    firms = Firms(ids=("A", "B"), numbers={"claim": (Fraction(3), Fraction(1))})
    assert (3, 1) == rule.weights(firms, {})

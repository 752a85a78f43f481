"""Factors by tier, grade and veto; cut ranges by tier; what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.division.divide import divide
from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.standing import GRADES, TIERS
from zhibiao.allocation.methods.tiers import TIERS_AND_GRADES, cut_ranges
from zhibiao.errors import UsageError
from zhibiao.policy.review import KNOWN_MULTIPLIERS

THREE = Firms(
    ids=("F0", "F1", "F2"),
    numbers={"base": (Fraction(1000), Fraction(1000), Fraction(1000)), "vetoed": (Fraction(0),) * 3},
    words={"tier": TIERS, "grade": ("A", "B", "D")},
)


def test_the_standings_are_those_of_a_rulebook() -> None:
    assert (KNOWN_MULTIPLIERS["tier"], KNOWN_MULTIPLIERS["grade"]) == (TIERS, GRADES)


def test_with_nothing_given_the_base_decides() -> None:
    numbers = TIERS_AND_GRADES.numbers({})
    assert (1000, 1000, 1000) == TIERS_AND_GRADES.weights(THREE, numbers)
    floors, ceilings = TIERS_AND_GRADES.limit(THREE, numbers)
    assert ((0, 0, 0), (None,) * 3) == (floors, ceilings)


def test_with_nothing_given_a_floor_above_a_base_of_nothing_holds() -> None:
    """A plant that has just begun, without a base: the floor it was given is not held against a range of nothing."""
    begun = Firms(ids=("F0", "F1"), numbers={"base": (Fraction(0), Fraction(10))}, words={"tier": TIERS[:2]})
    numbers = TIERS_AND_GRADES.numbers({})
    found = divide(TIERS_AND_GRADES, begun, cap=20, numbers=numbers, floors=[5, 0], ceilings=[None, None])
    assert (5, 15) == found.units


def test_factors_multiply() -> None:
    """1.1 * 1 = 1100; 1 * 0.9 = 900; 0.8 * 0.5 = 400."""
    given = {
        "factor.leading": "1.1",
        "factor.nonconforming": "0.8",
        "factor.B": "0.9",
        "factor.C": "0.9",
        "factor.D": "0.5",
    }
    numbers = TIERS_AND_GRADES.numbers({code: Decimal(value) for code, value in given.items()})
    assert (1100, 900, 400) == TIERS_AND_GRADES.weights(THREE, numbers)


def test_a_veto_takes_the_weight_and_the_floor() -> None:
    vetoed = Firms(
        ids=THREE.ids, numbers={**THREE.numbers, "vetoed": (Fraction(0), Fraction(1), Fraction(0))}, words=THREE.words
    )
    numbers = TIERS_AND_GRADES.numbers({f"cut_most.{tier}": Decimal("0.3") for tier in TIERS})
    assert (1000, 0, 1000) == TIERS_AND_GRADES.weights(vetoed, numbers)
    assert (700, 0, 700) == TIERS_AND_GRADES.limit(vetoed, numbers)[0]


def test_cut_ranges_hold_in_the_split() -> None:
    """Leading cut 0–5 %, normative 5–20 %, nonconforming 20–50 %; 2,400 t of 3,000 t.

    Weights are equal, so each would get 800: leading is lifted to its floor of 950, the others share 1,450 evenly,
    725 each; normative is lifted to 800, and nonconforming gets the rest, 650, within 500 and 800.
    """
    ranges = {"leading": ("0", "0.05"), "normative": ("0.05", "0.2"), "nonconforming": ("0.2", "0.5")}
    given = {f"cut_least.{tier}": Decimal(least) for tier, (least, _) in ranges.items()}
    given |= {f"cut_most.{tier}": Decimal(most) for tier, (_, most) in ranges.items()}
    numbers = TIERS_AND_GRADES.numbers(given)
    floors, ceilings = TIERS_AND_GRADES.limit(THREE, numbers)
    assert ((950, 800, 500), (1000, 950, 800)) == (floors, ceilings)
    found = divide(TIERS_AND_GRADES, THREE, cap=2400, numbers=numbers, floors=floors, ceilings=ceilings)
    assert (950, 800, 650) == found.units


def test_a_floor_is_rounded_up_and_a_ceiling_down() -> None:
    """1,005 t: 904.5 after the least cut of 10 %, 703.5 after the most of 30 %."""
    least, most = dict.fromkeys(TIERS, Fraction(1, 10)), dict.fromkeys(TIERS, Fraction(3, 10))
    assert ((704,), (904,)) == cut_ranges([1005], ["normative"], [0], least=least, most=most)


def test_a_range_without_width_gives_one_whole_number() -> None:
    """A cut of exactly 15 % of 1,003 t leaves 852.55 t: the ceiling is 852, and the floor comes down to it."""
    cut = dict.fromkeys(TIERS, Fraction(15, 100))
    assert ((852,), (852,)) == cut_ranges([1003], ["leading"], [0], least=cut, most=cut)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"factor.leading": "0.9"}, "rule.factors_reversed"),
        ({"factor.D": "1.1"}, "rule.factors_reversed"),
    ],
)
def test_a_worse_standing_never_counts_for_more(given: dict[str, str], code: str) -> None:
    numbers = TIERS_AND_GRADES.numbers({name: Decimal(value) for name, value in given.items()})
    with pytest.raises(UsageError) as caught:
        TIERS_AND_GRADES.weights(THREE, numbers)
    assert code == caught.value.code


def test_a_reversed_range_is_refused() -> None:
    numbers = TIERS_AND_GRADES.numbers({"cut_least.normative": Decimal("0.3"), "cut_most.normative": Decimal("0.2")})
    with pytest.raises(UsageError) as caught:
        TIERS_AND_GRADES.limit(THREE, numbers)
    assert ("rule.cut_range", "normative") == (caught.value.code, caught.value.facts["tier"])


@pytest.mark.parametrize(("word", "found"), [("Leading", "Leading"), ("", "—")])
def test_a_standing_is_never_assumed(word: str, found: str) -> None:
    group = Firms(ids=THREE.ids, numbers=THREE.numbers, words={"tier": ("leading", word, "leading")})
    with pytest.raises(UsageError) as caught:
        TIERS_AND_GRADES.weights(group, TIERS_AND_GRADES.numbers({}))
    assert ("rule.word_unknown", 1, found) == (
        caught.value.code,
        caught.value.facts["position"],
        caught.value.facts["found"],
    )


def test_a_factor_by_grade_needs_grades() -> None:
    group = Firms(ids=THREE.ids, numbers=THREE.numbers, words={"tier": TIERS})
    numbers = TIERS_AND_GRADES.numbers({"factor.D": Decimal("0.9")})
    with pytest.raises(UsageError) as caught:
        TIERS_AND_GRADES.weights(group, numbers)
    assert ("rule.column_missing", "grade") == (caught.value.code, caught.value.facts["column"])
    assert (1000, 1000, 1000) == TIERS_AND_GRADES.weights(group, TIERS_AND_GRADES.numbers({}))

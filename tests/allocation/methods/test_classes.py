"""Classes by rank: where the lines fall, ties, who is not rated, who is vetoed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.allocation.division.rule import Firms
from zhibiao.allocation.methods.classes import CLASSES, by_class, classes_of
from zhibiao.errors import UsageError


def test_twenty_enterprises() -> None:
    """A: 25 % of 20 are 5; B to 70 %, the 14th; C to 95 %, the 19th; one D."""
    found = classes_of([100 - place for place in range(20)], [0] * 20)
    assert "A" * 5 + "B" * 9 + "C" * 5 + "D" == "".join(found)


@pytest.mark.parametrize(
    ("count", "expected"),
    # ceil(n/4), ceil(0.7 n), ceil(0.95 n): whoever a line falls on gets the better class
    [(1, "A"), (2, "AB"), (3, "ABB"), (4, "ABBC"), (5, "AABBC"), (10, "AAABBBBCCC")],
)
def test_small_groups(count: int, expected: str) -> None:
    assert expected == "".join(classes_of([count - place for place in range(count)], [0] * count))


def test_ties_get_the_better_class_together() -> None:
    """Four at the top of five: nobody is better than any of them, so all are A, and the fifth has four before it."""
    assert ("A", "A", "A", "A", "C") == classes_of([8, 8, 8, 8, 1], [0] * 5)


def test_who_is_not_rated_and_who_is_vetoed_take_no_place() -> None:
    """Ranked are 9, 7, 5 and 3; the vetoed 10 pushes nobody down."""
    found = classes_of([10, 9, None, 7, 5, 3], [1, 0, 0, 0, 0, 0])
    assert ("D", "A", "B", "B", "B", "C") == found
    assert "D" == classes_of([None], [1])[0]


def test_the_vetoed_do_not_push_others_down() -> None:
    """Ranked are 8 and 7 alone: A and B. Counted among four, 8 would be third and no longer A."""
    assert ("D", "D", "A", "B") == classes_of([10, 9, 8, 7], [1, 1, 0, 0])


def test_nobody_rated() -> None:
    assert ("B", "B") == classes_of([None, None], [0, 0])
    assert () == classes_of([], [])


def test_factors_act_on_the_base() -> None:
    factors = {"A": Fraction(12, 10), "B": Fraction(1), "C": Fraction(9, 10), "D": Fraction(1, 2)}
    assert (120, 100, 90, 50) == by_class([100] * 4, ["A", "B", "C", "D"], factors=factors)


def test_the_rule_reads_vetoes_and_who_is_not_rated() -> None:
    group = Firms(
        ids=("F0", "F1", "F2"),
        numbers={
            "base": (Fraction(10), Fraction(10), Fraction(10)),
            "score": (Fraction(9), Fraction(0), Fraction(8)),
            "unrated": (Fraction(0), Fraction(1), Fraction(0)),
            "vetoed": (Fraction(0), Fraction(0), Fraction(1)),
        },
    )
    numbers = CLASSES.numbers({"factor.A": Decimal("1.1"), "factor.D": Decimal("0.5")})
    assert (11, 10, 5) == CLASSES.weights(group, numbers)


@pytest.mark.parametrize("up_to", [(Decimal("0.7"), Decimal("0.25"), 1), (Decimal("0.5"), 1, Decimal("1.1"))])
def test_lines_rise_to_at_most_one(up_to: tuple[Decimal, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        classes_of([1], [0], up_to=up_to)
    assert "rule.classes_unordered" == caught.value.code


def test_a_worse_class_never_counts_for_more() -> None:
    with pytest.raises(UsageError) as caught:
        by_class([1], ["A"], factors={"A": Fraction(1), "B": Fraction(2), "C": Fraction(1), "D": Fraction(1)})
    assert ("rule.factors_reversed", "A", "B") == (
        caught.value.code,
        caught.value.facts["better"],
        caught.value.facts["worse"],
    )

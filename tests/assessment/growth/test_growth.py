"""Growth: a rate only between positive figures, and the word that goes with the sign."""

from decimal import Decimal

import pytest

from zhibiao.assessment.growth.growth import Comparison, Movement, ratio


@pytest.mark.parametrize(
    ("before", "now", "rate", "movement"),
    [
        (1000, 1045, "0.045000", Movement.UP),
        (1000, 955, "-0.045000", Movement.DOWN),
        (10_000, 10_004, "0.000400", Movement.FLAT),
        (10_000, 10_005, "0.000500", Movement.UP),  # 0.05 % prints as 0.1
        (10_000, 9_996, "-0.000400", Movement.FLAT),
        (100, 0, "-1.000000", Movement.DOWN),
        (0, 5, None, Movement.NEW),
        (0, 0, None, Movement.FLAT),
        (0, -5, None, Movement.TO_LOSS),
        (100, -20, None, Movement.TO_LOSS),
        (-20, 100, None, Movement.TO_PROFIT),
        (-100, -20, None, Movement.LESS_LOSS),
        (-20, -100, None, Movement.MORE_LOSS),
        (None, 100, None, Movement.UNKNOWN),
        (100, None, None, Movement.UNKNOWN),
    ],
)
def test_rate_and_word(before: int | None, now: int | None, rate: str | None, movement: Movement) -> None:
    comparison = Comparison(now=now, before=before)
    assert (None if rate is None else Decimal(rate)) == comparison.rate
    assert movement is comparison.movement


def test_change_is_unknown_with_either_figure() -> None:
    assert -20 == Comparison(now=80, before=100).change
    assert Comparison(now=None, before=100).change is None


def test_a_ratio_needs_a_whole() -> None:
    assert Decimal("0.333333") == ratio(1, 3)
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)

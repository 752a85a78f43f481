"""Shift–share: the worked example of four firms, and the law that parts sum to the change."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.assessment.high_end.shift_share import shift_share


def test_four_firms_worked_by_hand() -> None:
    # Tonnes 1500, 500, 300, 200 become 1540, 450, 330, 180; high-end shares .10 .04 .25 .02 become .15 .05 .33 .03.
    # H0 = (150+20+75+4)/2500 = 249/2500; H1 = (231+22.5+108.9+5.4)/2500 = 367.8/2500; change 118.8/2500.
    # within: mean tonnes 1520, 475, 315, 190 times .05 .01 .08 .01 = 76 + 4.75 + 25.2 + 1.9 = 107.85 of 2500.
    # between: the rest, 10.95 of 2500.
    shifts = shift_share(
        weights_before=[Fraction(15, 25), Fraction(5, 25), Fraction(3, 25), Fraction(2, 25)],
        values_before=[Fraction(10, 100), Fraction(4, 100), Fraction(25, 100), Fraction(2, 100)],
        weights=[Fraction(154, 250), Fraction(45, 250), Fraction(33, 250), Fraction(18, 250)],
        values=[Fraction(15, 100), Fraction(5, 100), Fraction(33, 100), Fraction(3, 100)],
    )
    assert Fraction(10785, 250_000) == sum(shift.within for shift in shifts)  # 4.314 points
    assert Fraction(1095, 250_000) == sum(shift.between for shift in shifts)  # 0.438 points


def test_a_better_firm_that_grows_has_a_positive_part() -> None:
    better, worse = shift_share(
        weights_before=[Fraction(1, 2), Fraction(1, 2)],
        values_before=[Fraction(3, 10), Fraction(1, 10)],
        weights=[Fraction(3, 5), Fraction(2, 5)],
        values=[Fraction(3, 10), Fraction(1, 10)],
    )
    # H mean = (.20 + .22)/2 = .21; (.30-.21)*.1 and (.10-.21)*(-.1)
    assert (Fraction(9, 1000), Fraction(11, 1000)) == (better.between, worse.between)
    assert (0, 0) == (better.within, worse.within)


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        shift_share(
            weights_before=[Fraction(1)], values_before=[Fraction(0)], weights=[Fraction(1, 2)], values=[Fraction(0)]
        )


tonnes = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 1000), st.integers(0, 1000)),
    min_size=1,
    max_size=12,
).filter(lambda rows: any(row[0] for row in rows) and any(row[1] for row in rows))


@given(tonnes)
def test_parts_sum_to_the_change(rows: list[tuple[int, int, int, int]]) -> None:
    before, after = sum(row[0] for row in rows), sum(row[1] for row in rows)
    weights_before, weights = [Fraction(row[0], before) for row in rows], [Fraction(row[1], after) for row in rows]
    values_before, values = [Fraction(row[2], 1000) for row in rows], [Fraction(row[3], 1000) for row in rows]
    shifts = shift_share(weights_before=weights_before, values_before=values_before, weights=weights, values=values)
    change = sum(s * h for s, h in zip(weights, values, strict=True)) - sum(
        s * h for s, h in zip(weights_before, values_before, strict=True)
    )
    assert change == sum(shift.within + shift.between for shift in shifts)

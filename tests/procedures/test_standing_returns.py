"""Which returns count, and that what is booked sums to the rounded year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_sample import START, make_return
from zhibiao.monthly.returns import Return
from zhibiao.procedures.standing_returns import Filed, filed_by
from zhibiao.terms.period import Month


def _filed(*returns: Return) -> Filed:
    return filed_by(returns, "A", "crude_steel_t", 2024)


def _late(days: int, *what: object, **how: object) -> Return:
    return make_return(*what, received_at=START + timedelta(days=days), **how)  # type: ignore[arg-type]


def _standing(*returns: Return) -> list[str]:
    return [item.reference.removeprefix("A/") for item in _filed(*returns).returns]


def test_the_highest_version_of_a_period_stands() -> None:
    later_first = _late(9, "A", "2024-01", 5, version=1), _late(3, "A", "2024-01", 6, version=2)
    assert ["2024-01/v2"] == _standing(*later_first)
    assert ["2024-01/v2"] == _standing(*reversed(later_first))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 2, 3), ["2024-01..02/v1"]),
        ((1, 3, 2), ["2024-01/v1", "2024-02/v1"]),
        ((3, 2, 1), ["2024-01/v1", "2024-02/v1"]),
        ((3, 1, 2), ["2024-01/v1", "2024-02/v1"]),
    ],
)
def test_of_overlapping_periods_the_last_received_stands(days: tuple[int, int, int], expected: list[str]) -> None:
    january, february, joint = days
    found = _standing(
        _late(january, "A", "2024-01", 5), _late(february, "A", "2024-02", 6), _late(joint, "A", "2024-01..02", 11)
    )
    assert expected == found


def test_a_joint_return_gives_way_to_one_month_and_leaves_the_other_open() -> None:
    """January alone replaces the joint return; February is then covered by nothing and keeps its month from closing."""
    filed = _filed(_late(1, "A", "2024-01..02", 11), _late(2, "A", "2024-01", 5))
    assert ["2024-01/v1"] == [item.reference.removeprefix("A/") for item in filed.returns]
    (finding,) = filed.findings(needed=[Month(2024, 1), Month(2024, 2)], until=Month(2024, 2))
    assert ("close.return_missing", "2024-02") == (finding.code, finding.facts["month"])


def test_other_firms_and_years_are_left_out() -> None:
    assert [] == _standing(make_return("B", "2024-01", 5), make_return("A", "2023-01", 5))


def test_fractions_add_up_to_the_rounded_year() -> None:
    """0.4 t a month is 4.8 t a year; rounded month by month it would be nothing."""
    filed = _filed(*(make_return("A", f"2024-{month:02d}", "0.4") for month in range(1, 13)))
    tonnes = [one.tonnes for one in filed.productions(until=Month(2024, 12))]
    # Running totals 0.4 0.8 1.2 1.6 2.0 2.4 2.8 3.2 3.6 4.0 4.4 4.8, rounded 0 1 1 2 2 2 3 3 4 4 4 5.
    assert [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1] == tonnes


@given(st.lists(st.decimals("0", "99999", places=3), min_size=1, max_size=12))
def test_booked_tonnes_are_the_rounded_sum(figures: list[Decimal]) -> None:
    filed = _filed(*(make_return("A", f"2024-{month:02d}", str(one)) for month, one in enumerate(figures, start=1)))
    tonnes = [one.tonnes for one in filed.productions(until=Month(2024, 12))]
    assert min(tonnes) >= 0
    for count in range(1, len(figures) + 1):
        assert round(sum(figures[:count], Decimal(0))) == sum(tonnes[:count])

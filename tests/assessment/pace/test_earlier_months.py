"""A case cut at an earlier month knows nothing later: neither returns nor bookings."""

from __future__ import annotations

from zhibiao.assessment.pace.earlier_months import months_before
from zhibiao.assessment.pace.release import Release
from zhibiao.terms.period import Month


def test_only_months_of_the_same_year_that_can_hold_a_colour_are_looked_at() -> None:
    assert () == months_before(Month(2025, 1), Release(months=6))
    assert () == months_before(Month(2025, 6), Release(months=1))
    assert (Month(2025, 4), Month(2025, 5)) == months_before(Month(2025, 6), Release(months=3))

"""The path to a target by hand: the published example of the model case, late, reached, missed, without a trend."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhibiao.assessment.high_end.account import CatalogueUse
from zhibiao.assessment.high_end.path import HighEndPath, PathState, ShareTarget, Waypoint, YearShare
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def _path(
    share: str, until: str, target: tuple[str, int] | None, gain: str | None = None, **changes: Any
) -> HighEndPath:
    plain: dict[str, Any] = {
        "until": Month.parse(until),
        "catalogue": CatalogueUse(version="2024", name=Text("目录"), products=()),
        "share": Fraction(share),
        "products_t": Decimal(25_000_000),
        "high_end_t": Decimal(25_000_000) * Decimal(share),
        "gain": None if gain is None else Fraction(gain),
        "years": (),
        "target": None
        if target is None
        else ShareTarget(share=Fraction(target[0]), year=target[1], clause="12", text=Text("目标"), rulebook="r"),
        "left_out": (),
    }
    return HighEndPath(**(plain | changes))


def test_the_published_rise_in_one_year() -> None:
    # 9.6 % at the end of a year, 16.3 % wanted for the next: 6.7 points a year, 6.7 % of 25 Mt = 1.675 Mt to upgrade.
    path = _path("0.096", "2023-12", ("0.163", 2024), gain="0.02")
    assert (12, Fraction("0.067"), Fraction("0.067")) == (path.months_left, path.wanted, path.yearly_gain)
    assert 1_675_000 == path.upgrade_t == path.upgrade_t_per_year
    assert (Fraction("0.116"), PathState.SHORT) == (path.landing, path.state)
    assert (Waypoint(year=2024, share=Fraction("0.163")),) == path.waypoints


def test_a_target_two_and_a_quarter_years_ahead() -> None:
    # From September 2024 at 10 % to 14.5 % in 2026: 27 months, 2 points a year; waypoints after 3, 15 and 27 months.
    path = _path("0.10", "2024-09", ("0.145", 2026), gain="0.02")
    assert (27, Fraction("0.02")) == (path.months_left, path.yearly_gain)
    assert [("0.105", 2024), ("0.125", 2025), ("0.145", 2026)] == [
        (str(Decimal(float(point.share)).quantize(Decimal("0.001"))), point.year) for point in path.waypoints
    ]
    assert (1_125_000, 500_000) == (path.upgrade_t, path.upgrade_t_per_year)
    assert PathState.ON_TREND is path.state  # carried on, the same two points reach it to the last digit


@pytest.mark.parametrize(
    ("path", "state"),
    [
        (_path("0.17", "2024-06", ("0.163", 2025), gain="0.01"), PathState.REACHED),
        (_path("0.15", "2024-12", ("0.163", 2024), gain="0.01"), PathState.OVERDUE),
        (_path("0.15", "2024-06", ("0.163", 2025)), PathState.UNTOLD),
        (_path("0.15", "2024-06", None, gain="0.01"), PathState.NO_TARGET),
    ],
)
def test_states_without_a_way(path: HighEndPath, state: PathState) -> None:
    assert state is path.state


def test_nothing_is_asked_of_a_target_reached_or_over() -> None:
    reached = _path("0.17", "2024-06", ("0.163", 2025))
    assert (0, 0) == (reached.upgrade_t, reached.upgrade_t_per_year)
    over = _path("0.15", "2025-06", ("0.163", 2024), gain="0.01")
    assert (0, None, None, ()) == (over.months_left, over.yearly_gain, over.upgrade_t_per_year, over.waypoints)
    assert 325_000 == over.upgrade_t


def test_a_falling_trend_lands_within_nought_and_one() -> None:
    path = _path("0.05", "2024-12", ("0.1", 2026), gain="-0.04")
    assert (0, PathState.SHORT) == (path.landing, path.state)


def test_the_mean_gain_is_of_restated_years() -> None:
    years = tuple(
        YearShare(year=year, own=None, restated=Fraction(share))
        for year, share in ((2021, "0.10"), (2022, "0.11"), (2024, "0.16"))
    )
    path = _path("0.16", "2024-12", ("0.2", 2026), years=years)
    assert (Fraction("0.02"), Fraction("0.2")) == (path.mean_gain, path.mean_landing)
    assert _path("0.16", "2024-12", None, years=years[:1]).mean_gain is None

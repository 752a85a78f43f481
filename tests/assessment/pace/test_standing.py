"""A standing's derived figures: shares made, and daily rates that lead to quota and level."""

from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.pace.pacing import Colour, Pace
from zhibiao.assessment.pace.standing import Standing
from zhibiao.terms.period import Month, Period


def _standing(*, quota_t: int | None = 1_200_000, made_t: int | None = 330_000, days_left: int = 275) -> Standing:
    pace = Pace(
        month=Month(2025, 3),
        made_t=made_t or 0,
        cap_t=quota_t or 1_000_000,
        level_t=1_000_000,
        target_t=300_000,
        last_year_made_t=300_000,
        days_left=days_left,
        run_t_per_day=Fraction(made_t or 0, 90),
        expected_t_per_day=Fraction(made_t or 0, 90),
        cap_colour=Colour.GREEN,
        level_colour=Colour.GREEN,
    )
    return Standing(
        span=Period.of(Month(2025, 3)),
        month=Comparison(now=None, before=None),
        to_date=Comparison(now=made_t, before=300_000),
        quota_t=quota_t,
        level_t=1_000_000,
        pace=None if made_t is None else pace,
        year_end=None,
    )


def test_shares_and_rates_by_hand() -> None:
    # 330/1200 and 330/1000; 870 000/275 and 670 000/275; 330 000/90.
    standing = _standing()
    assert (Decimal("0.275"), Decimal("0.33")) == (standing.made_share, standing.level_share)
    assert (3164, 2436, 3667) == (
        standing.required_t_per_day,
        standing.required_for_level_t_per_day,
        standing.run_t_per_day,
    )


def test_without_a_quota_only_the_level_is_led_to() -> None:
    standing = _standing(quota_t=None)
    assert (None, None, 2436) == (
        standing.made_share,
        standing.required_t_per_day,
        standing.required_for_level_t_per_day,
    )


def test_a_quota_of_zero_has_no_share() -> None:
    assert _standing(quota_t=0).made_share is None


def test_what_is_not_on_record_stays_unknown() -> None:
    standing = _standing(made_t=None)
    assert (None, None, None) == (standing.made_share, standing.run_t_per_day, standing.required_t_per_day)


def test_after_31_december_there_is_no_rate() -> None:
    assert _standing(days_left=0).required_t_per_day is None

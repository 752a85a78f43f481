"""Release of colours in real years: no warning of a true overrun or shortfall comes later, and less flickers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.colours import SETTINGS, Course, courses, is_later, table_of, tally

from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.release import COLOURS, Release, colour_alone, held_colour


@pytest.fixture(scope="module")
def replayed(shared_data: Path) -> tuple[Course, ...]:
    """The first year of the cap: every province, both directions."""
    return tuple(courses(shared_data / "nbs_province_steel_monthly", years=(2021,)))


@pytest.mark.parametrize("release", SETTINGS)
def test_no_true_warning_comes_later_and_no_all_clear_by_more_than_the_months(
    replayed: tuple[Course, ...], release: Release
) -> None:
    found = tally(replayed, release)
    assert 0 == found.later
    assert found.delay_months <= found.delayed * (release.months - 1)
    for one in replayed:
        for count, month in enumerate(one.months, start=1):
            shown = held_colour(one.months[:count], release)
            assert COLOURS.index(colour_alone(month)) <= COLOURS.index(shown)


def test_there_is_less_flicker_with_release_than_without(replayed: tuple[Course, ...]) -> None:
    plain, held = tally(replayed, SETTINGS[0]), tally(replayed, Release())
    assert (0, 0, 0) == (plain.kept, plain.delayed, plain.not_cleared)
    assert 0 < held.back_again < plain.back_again
    assert held.changes < plain.changes
    assert str(plain.back_again) in table_of({SETTINGS[0]: plain})


def test_a_late_warning_would_be_seen() -> None:
    beyond, inside = (Fraction(1),) * 3, (Fraction(-1),) * 3
    course = Course(name="x", year=2021, months=(inside, beyond, beyond), ended=Colour.RED)
    alone = [Colour.GREEN, Colour.RED, Colour.RED]
    assert not is_later(course, alone, alone)
    assert is_later(course, alone, [Colour.GREEN, Colour.ORANGE, Colour.RED])

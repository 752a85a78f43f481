"""Release of colours: on at once, off by a margin or after months; no flicker inside the margin."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.assessment.pace.pacing import Colour, Thresholds
from zhibiao.assessment.pace.release import (
    COLOURS,
    Excess,
    Release,
    colour_alone,
    excess_of,
    held_colour,
    may_be_held,
    months_looked_back,
)

GREEN, BLUE, ORANGE, RED = Colour
BOUNDS = Thresholds()
RELEASE = Release()


def _excess(per_mille: int) -> Excess:
    return excess_of(Fraction(per_mille, 1000), BOUNDS)


def _colours(deviations: Sequence[int], release: Release = RELEASE) -> list[Colour]:
    months = [_excess(one) for one in deviations]
    return [held_colour(months[: n + 1], release) for n in range(len(months))]


@pytest.mark.parametrize(
    ("deviations", "colours"),
    [
        # per mille of the goal; bounds 0, 20 and 50, margin 5, two months
        ([1, 0], [BLUE, BLUE]),  # back on the bound: held
        ([1, 0, 0], [BLUE, BLUE, GREEN]),  # two months not beyond it
        ([1, -4, 1, -4, -4], [BLUE, BLUE, BLUE, BLUE, GREEN]),
        ([1, -5], [BLUE, GREEN]),  # passed by the margin
        ([21, 16, 15], [ORANGE, ORANGE, BLUE]),
        ([51, 46, 45], [RED, RED, ORANGE]),
        ([51, -5], [RED, GREEN]),  # far below every bound: all the way at once
        ([51, 19], [RED, ORANGE]),  # far below red, but just below orange
        ([-9, 51], [GREEN, RED]),  # up at once
        ([0, 0, 0], [GREEN, GREEN, GREEN]),
    ],
)
def test_colours_by_hand(deviations: list[int], colours: list[Colour]) -> None:
    assert colours == _colours(deviations)


def test_a_colour_that_cannot_be_told_is_off() -> None:
    on: Excess = (Fraction(1, 10), Fraction(1, 10), Fraction(1, 10))
    untold: Excess = (Fraction(1, 10), Fraction(1, 10), None)
    just_back: Excess = (Fraction(1, 10), Fraction(1, 10), Fraction(0))
    assert ORANGE is held_colour([on, untold], Release())
    assert ORANGE is held_colour([on, untold, just_back], Release(months=6))
    assert RED is held_colour([on, just_back], Release())


@pytest.mark.parametrize(("margin", "months"), [(Fraction(-1, 1000), 2), (Fraction(0), 0)])
def test_a_release_makes_sense(margin: Fraction, months: int) -> None:
    with pytest.raises(ValueError, match="released"):
        Release(margin=margin, months=months)


def test_a_colour_needs_a_month() -> None:
    with pytest.raises(ValueError, match="month"):
        held_colour([], Release())


LAW = settings(max_examples=examples(100))
DEVIATIONS = st.lists(st.integers(-80, 80), min_size=1, max_size=12)
RELEASES = st.builds(
    Release, margin=st.integers(0, 20).map(lambda share: Fraction(share, 1000)), months=st.integers(1, 6)
)


def _walked(deviations: Sequence[int], release: Release) -> list[Colour]:
    """The same by going forward with a state per colour: a second route to every answer."""
    on, below, colours = [False] * 3, [0] * 3, []
    for deviation in deviations:
        for level, beyond in enumerate(_excess(deviation)):
            assert beyond is not None
            below[level] = 0 if beyond > 0 else below[level] + 1
            if beyond > 0:
                on[level] = True
            elif beyond <= -release.margin or below[level] >= release.months:
                on[level] = False
        colours.append(COLOURS[max((level for level in (1, 2, 3) if on[level - 1]), default=0)])
    return colours


class _Laws:
    """The laws, for any function from deviations and release to colours, so that a wrong one can be shown to fail."""

    @staticmethod
    def never_milder_than_alone(colours: object, deviations: Sequence[int], release: Release) -> None:
        for deviation, shown in zip(deviations, colours(deviations, release), strict=True):  # type: ignore[operator]
            assert COLOURS.index(colour_alone(_excess(deviation))) <= COLOURS.index(shown)

    @staticmethod
    def changes_once_inside_the_margin(colours: object, steps: Sequence[int], release: Release) -> None:
        # begins beyond the bound of blue, then stays less than the margin below it, never two months in a row
        deviations = [1, *(step for low in steps for step in (-low, 1))]
        assert {BLUE} == set(colours(deviations, release))  # type: ignore[operator]


@LAW
@given(deviations=DEVIATIONS, release=RELEASES)
def test_two_routes_agree(deviations: list[int], release: Release) -> None:
    assert _walked(deviations, release) == _colours(deviations, release)


@LAW
@given(deviations=DEVIATIONS, release=RELEASES)
def test_rising_is_never_delayed_and_the_colour_never_milder_than_alone(
    deviations: list[int], release: Release
) -> None:
    _Laws.never_milder_than_alone(_colours, deviations, release)


@LAW
@given(deviations=DEVIATIONS, months=st.integers(1, 6), share=st.integers(0, 20))
def test_without_margin_or_with_one_month_it_is_the_plain_colour(
    deviations: list[int], months: int, share: int
) -> None:
    alone = [colour_alone(_excess(one)) for one in deviations]
    assert alone == _colours(deviations, Release(margin=Fraction(0), months=months))
    assert alone == _colours(deviations, Release(margin=Fraction(share, 1000), months=1))
    assert alone == [BOUNDS.colour(Fraction(one, 1000)) for one in deviations]


@LAW
@given(steps=st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_no_flicker_for_a_deviation_that_swings_inside_the_margin(steps: list[int]) -> None:
    _Laws.changes_once_inside_the_margin(_colours, steps, Release())


@LAW
@given(deviations=DEVIATIONS, release=RELEASES)
def test_a_colour_is_held_no_longer_than_the_months(deviations: list[int], release: Release) -> None:
    shown = _colours(deviations, release)
    for place in range(release.months - 1, len(deviations)):
        hardest = max(deviations[place - release.months + 1 : place + 1])
        assert COLOURS.index(shown[place]) <= COLOURS.index(colour_alone(_excess(hardest)))


@LAW
@given(deviations=DEVIATIONS, release=RELEASES)
def test_only_the_last_months_matter_and_only_near_a_bound(deviations: list[int], release: Release) -> None:
    months = [_excess(one) for one in deviations]
    back = months_looked_back(release) + 1
    assert held_colour(months, release) is held_colour(months[-back:], release)
    if not may_be_held(months[-1], release):
        assert held_colour(months, release) is colour_alone(months[-1])


def test_the_laws_can_fail() -> None:
    def late(deviations: Sequence[int], release: Release) -> list[Colour]:
        return [GREEN, *_colours(deviations, release)[:-1]]

    def flickering(deviations: Sequence[int], _: Release) -> list[Colour]:
        return [colour_alone(_excess(one)) for one in deviations]

    with pytest.raises(AssertionError):
        _Laws.never_milder_than_alone(late, [51, 51], Release())
    with pytest.raises(AssertionError):
        _Laws.changes_once_inside_the_margin(flickering, [4], Release())

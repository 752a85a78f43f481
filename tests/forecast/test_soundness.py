"""What a table of totals may hold: every mistake is named, none is repaired, a sound series passes as it is."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.forecast.soundness import Reported, Sound, sound
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month

AS_OF = Month(2021, 6)
SHAPE = (0.0, 0.07, 0.15, 0.24, 0.32, 0.41, 0.50, 0.59, 0.67, 0.76, 0.84, 0.92, 1.0)


def _steady(first: int = 2015, *, level: float = 1200.0) -> dict[Month, float]:
    """Totals since January, January left out, as they are published; a little growth."""
    return {
        Month(year, month): round(level * SHAPE[month] * 1.03 ** (year - first), 2)
        for year in range(first, AS_OF.year + 1)
        for month in range(2, 13)
        if Month(year, month) <= AS_OF
    }


def _filed(made: Mapping[Month, float]) -> list[Reported]:
    return [
        Reported(month=month, value=value, place=Place(file="a.csv", row=row))
        for row, (month, value) in enumerate(made.items(), start=2)
    ]


def _judged(changed: Mapping[Month, float], *, base: Mapping[Month, float] | None = None) -> Sound:
    return sound(_filed({**(_steady() if base is None else base), **changed}), series="A", as_of=AS_OF)


def _codes(found: Sound) -> list[str]:
    return [finding.code for finding in found.findings]


def test_a_sound_series_passes_unchanged() -> None:
    made = _steady()
    assert Sound(series="A", made=made) == sound(_filed(made), series="A", as_of=AS_OF)


def test_later_months_are_not_read() -> None:
    later = {Month(2021, 7): -5.0, Month(2022, 1): math.inf}
    assert sound(_filed(_steady()), series="A", as_of=AS_OF) == _judged(later)


@pytest.mark.parametrize(
    ("month", "value", "code"),
    [
        (Month(2021, 6), -1.0, "forecast.negative"),
        (Month(2021, 6), math.nan, "forecast.figure_unreadable"),
        (Month(2021, 6), math.inf, "forecast.figure_unreadable"),
        (Month(2021, 4), 10.0, "forecast.total_jumps"),
        (Month(2021, 6), 300.0, "forecast.total_jumps"),
        (Month(2021, 4), 2_000.0, "forecast.total_jumps"),
        (Month(2021, 4), 4_585.0, "forecast.unit_jump"),
        (Month(2021, 4), 458_500.0, "forecast.unit_jump"),
        (Month(2021, 6), 7_164_000.0, "forecast.unit_jump"),
        (Month(2018, 4), 419.6e4, "forecast.unit_jump"),
        (Month(2018, 12), 1.3, "forecast.unit_jump"),
    ],
)
def test_a_figure_that_cannot_be_right_is_set_aside_and_told(month: Month, value: float, code: str) -> None:
    found = _judged({month: value})
    assert (code, Severity.QUERY) == (found.findings[0].code, found.findings[0].severity)
    assert found.findings[0].place.row == 2 + list(_steady()).index(month)
    assert {m: v for m, v in _steady().items() if m != month} == found.made
    assert found.doubt > 1
    assert not found.is_refused


def test_a_small_fall_is_used_as_it_is() -> None:
    lower = {Month(2020, 9): _steady()[Month(2020, 8)] * 0.95}
    found = _judged(lower)
    assert ([("forecast.total_falls", Severity.NOTE)], 1.0) == (
        [(finding.code, finding.severity) for finding in found.findings],
        found.doubt,
    )
    assert {**_steady(), **lower} == found.made


def test_a_revision_that_stays_takes_the_place_of_what_it_contradicts() -> None:
    lower = {Month(2020, month): _steady()[Month(2020, month)] * 0.7 for month in (10, 11, 12)}
    found = _judged(lower)
    assert lower[Month(2020, 12)] == found.made[Month(2020, 12)]
    assert "forecast.total_jumps" in _codes(found)


@pytest.mark.parametrize("factor", [0.1, 10.0, 1_000.0, 10_000.0, 1e-4])
def test_a_year_in_another_unit_is_refused(factor: float) -> None:
    found = _judged({m: v * factor for m, v in _steady().items() if m.year == 2021})
    assert (["forecast.unit_changed"], True, {}) == (_codes(found), found.is_refused, found.made)
    assert found.findings[0].severity is Severity.QUARANTINE


def test_old_years_in_another_unit_are_set_aside() -> None:
    found = _judged({m: v * 10_000 for m, v in _steady().items() if m.year < 2018})
    assert ["forecast.unit_jump"] == _codes(found)
    assert 2018 == min(found.made).year
    assert 1 < found.doubt < 1.25


def test_a_new_unit_that_is_kept_counts() -> None:
    found = _judged({m: v * 10_000 for m, v in _steady().items() if m.year >= 2019})
    assert Month(2019, 2) == min(found.made)
    assert 1.2e6 < found.made[AS_OF]


@pytest.mark.parametrize("factor", [0.0, 0.004, 0.3, 2.5])
def test_output_may_collapse_or_grow(factor: float) -> None:
    """A steelworks closes; that is no mistake of units."""
    change = {m: v * factor for m, v in _steady().items() if m.year == 2021}
    assert (change[AS_OF], 1.0) == ((found := _judged(change)).made[AS_OF], found.doubt)


def test_a_start_from_nothing_is_no_jump_of_units() -> None:
    idle = {m: 0.0 for m in _steady() if m.year < 2021}
    start = {Month(2021, 2): 0.0, Month(2021, 3): 1.0, Month(2021, 4): 11.0, Month(2021, 5): 25.0, AS_OF: 40.0}
    assert ([], {**idle, **start}) == (_codes(found := _judged({**idle, **start})), found.made)


def test_of_two_figures_neither_counts() -> None:
    filed = [*_filed(_steady()), Reported(month=AS_OF, value=700.0, place=Place(row=99))]
    found = sound(filed, series="A", as_of=AS_OF)
    assert ["forecast.month_doubled", "forecast.last_month_earlier"] == _codes(found)
    assert (99, Month(2021, 5)) == (found.findings[0].place.row, max(found.made))
    assert found.doubt > 1


def test_the_same_row_twice_changes_nothing() -> None:
    filed = _filed(_steady())
    found = sound([*filed, filed[-1]], series="A", as_of=AS_OF)
    assert (["forecast.month_repeated"], _steady(), 1.0) == (_codes(found), found.made, found.doubt)


def test_single_months_are_no_totals() -> None:
    months = {m: 100.0 + (m.month * 7) % 5 for m in _steady()}
    found = _judged({}, base=months)
    assert (["forecast.months_not_totals"], True) == (_codes(found), found.is_refused)


def test_a_sum_over_the_years_is_no_total() -> None:
    running = {m: 1000.0 + 100.0 * place for place, m in enumerate(_steady())}
    assert ["forecast.never_restarts"] == _codes(_judged({}, base=running))


def test_a_missing_december_is_told_and_last_years_weighs_more() -> None:
    old, last = (_judged({}, base={m: v for m, v in _steady().items() if m != Month(y, 12)}) for y in (2017, 2020))
    assert (Severity.NOTE, Severity.QUERY) == (old.findings[0].severity, last.findings[0].severity)
    assert ["forecast.december_missing"] == _codes(old) == _codes(last)
    assert 1 < old.doubt < last.doubt


@pytest.mark.parametrize(
    ("first", "last", "code", "severity"),
    [
        (2021, AS_OF, "forecast.too_short", Severity.QUARANTINE),
        (2020, AS_OF, "forecast.short", Severity.QUERY),
        (2015, Month(2018, 9), "forecast.ended", Severity.NOTE),
        (2015, Month(2020, 12), "forecast.nothing_this_year", Severity.QUERY),
        (2015, Month(AS_OF.year, AS_OF.month - 1), "forecast.last_month_earlier", Severity.NOTE),
        (2015, Month(AS_OF.year, AS_OF.month - 3), "forecast.silent", Severity.QUERY),
        (2015, Month(2020, 11), "forecast.no_base", Severity.QUARANTINE),
        (2022, AS_OF, "forecast.nothing_known", Severity.NOTE),
    ],
)
def test_series_that_begin_late_or_end_early(first: int, last: Month, code: str, severity: Severity) -> None:
    made = {m: v for m, v in _steady(min(first, 2021)).items() if first <= m.year and m <= last}
    found = _judged({}, base=made)
    assert (code, severity) == (found.findings[-1].code, found.findings[-1].severity)
    answered = {"forecast.short", "forecast.nothing_this_year", "forecast.last_month_earlier", "forecast.silent"}
    assert found.is_refused == (code not in answered)
    assert found.is_refused or (found.doubt > 1) == (severity is Severity.QUERY)


def test_a_month_that_cannot_be_read_is_told() -> None:
    filed = [*_filed(_steady()), Reported(month=None, value=1.0, place=Place(row=9), text="?")]
    found = sound(filed, series="A", as_of=AS_OF)
    assert (["forecast.month_unreadable"], _steady()) == (_codes(found), found.made)


FIGURES = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(min_value=0, max_value=1e6),
    st.sampled_from([0.0, 1.0, 10.0, 1e4, 5e-324, 1.7e308]),
)
MONTHS = st.builds(Month, st.integers(2017, 2021), st.integers(1, 12))


@settings(max_examples=examples(150))
@given(st.lists(st.tuples(st.one_of(st.none(), MONTHS), FIGURES), max_size=60))
def test_any_figures_are_answered_and_none_is_changed(pairs: list[tuple[Month | None, float]]) -> None:
    found = sound([Reported(month=m, value=v) for m, v in pairs], series="A", as_of=AS_OF)
    assert found.doubt >= 1
    assert found.is_refused <= bool(found.findings)
    assert all((month, value) in pairs and month <= AS_OF for month, value in found.made.items())
    assert not (found.is_refused and found.made)


@settings(max_examples=examples(100))
@given(
    st.lists(st.lists(st.floats(min_value=0.5, max_value=2.0), min_size=11, max_size=11), min_size=4, max_size=6),
    st.floats(min_value=1e-3, max_value=1e9),
)
def test_output_that_only_swings_passes_unchanged(swings: list[list[float]], level: float) -> None:
    made = {}
    for year, swing in enumerate(swings, start=AS_OF.year - len(swings) + 1):
        total = 0.0
        for month, part in enumerate(swing, start=2):
            total += part * level * (2 if month == 2 else 1)
            if Month(year, month) <= AS_OF:
                made[Month(year, month)] = total
    found = sound([Reported(month=m, value=v) for m, v in made.items()], series="A", as_of=AS_OF)
    assert ([], 1.0, made) == (_codes(found), found.doubt, found.made)

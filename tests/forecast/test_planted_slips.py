"""Slips of the unit planted in real series: how many are told, and how rarely an untouched series is asked about."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from effort import examples
from zhibiao.forecast.soundness import Reported, Sound, sound
from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month

FACTORS = (10, 100, 1_000, 10_000, 1 / 1_000, 1 / 10_000)
TOLD = ("forecast.unit_jump", "forecast.unit_changed", "forecast.total_jumps")


@pytest.fixture(scope="module")
def series(shared_data: Path) -> tuple[YearToDate, ...]:
    return read_provinces(shared_data / "nbs_province_steel_monthly").series


def _judged(made: dict[Month, float], *, as_of: Month) -> Sound:
    return sound([Reported(month=month, value=value) for month, value in made.items()], series="A", as_of=as_of)


def _slipped(kind: str, made: dict[Month, float], chance: random.Random) -> set[Month]:
    """The months in the wrong unit: one, the last, all from one on, or the whole year."""
    year = max(made).year
    late = [month for month in made if month.year >= year - 1]
    if kind == "one":
        return {chance.choice(late[:-1])}
    if kind == "last":
        return {late[-1]}
    start = chance.choice(late[1:])
    return {month for month in late if (month >= start if kind == "from" else month.year == year)}


def _told(found: Sound) -> set[tuple[str, str]]:
    return {(one.code, str(one.facts["month"])) for one in found.findings if one.severity > Severity.NOTE}


def _trials(series: tuple[YearToDate, ...], kind: str, count: int) -> Iterator[bool]:
    chance = random.Random(7)
    for _ in range(count):
        one, as_of = chance.choice(series), Month(chance.randint(2012, 2022), chance.choice((3, 6, 9, 11)))
        made = {month: tonnes / 10_000 for month, tonnes in sorted(one.made_t.items()) if month <= as_of}
        factor, slipped = chance.choice(FACTORS), _slipped(kind, made, chance)
        before = _judged(made, as_of=as_of)
        if before.is_refused or max(made) != as_of:
            continue
        after = _judged({m: v * factor if m in slipped else v for m, v in made.items()}, as_of=as_of)
        yield any(code in TOLD for code, _ in _told(after) - _told(before))


@pytest.mark.parametrize(("kind", "least"), [("one", 0.95), ("last", 0.97), ("from", 0.97), ("year", 0.92)])
def test_slips_of_the_unit_are_told(series: tuple[YearToDate, ...], kind: str, least: float) -> None:
    told = list(_trials(series, kind, examples(200)))
    assert len(told) > 100
    assert least <= sum(told) / len(told)


def test_untouched_series_are_hardly_asked_about(series: tuple[YearToDate, ...]) -> None:
    asked = {
        one.name
        for one in series
        for year in range(2009, 2023)
        for found in [_judged(dict(one.made_t), as_of=Month(year, 6))]
        if any(code.startswith("forecast.unit") for code, _ in _told(found))
    }
    assert {"Hainan"} == asked

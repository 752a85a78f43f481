"""Real output of provinces: the curtailments of 2021 are told, and the quiet years before are quiet."""

from pathlib import Path

import pytest
from benchmarks.warned_provinces import asked_of, province_course

from zhibiao.monthly.year_to_date import YearToDate
from zhibiao.readers.nbs import read_provinces
from zhibiao.terms.period import Month

SOME = ("Anhui", "Chongqing", "Guangdong", "Guangxi", "Hebei", "Jiangsu", "Liaoning", "Shandong", "Sichuan", "Yunnan")


@pytest.fixture(scope="module")
def some(shared_data: Path) -> tuple[YearToDate, ...]:
    table = read_provinces(shared_data / "nbs_province_steel_monthly")
    return tuple(series for series in table.series if series.name in SOME)


def test_curtailed_provinces_are_named_in_their_month(some: tuple[YearToDate, ...]) -> None:
    by_name = {series.name: series for series in some}
    for name, month in (("Anhui", "2021-07"), ("Sichuan", "2021-08"), ("Yunnan", "2021-09"), ("Guangxi", "2021-09")):
        _, steps = province_course(by_name[name].until(Month.parse(month)))
        assert month == str(steps[-1].period)
        assert steps[-1].is_low, name


def test_the_year_of_the_cap_stands_out_from_quiet_ones(some: tuple[YearToDate, ...]) -> None:
    asked = asked_of(some, first=Month(2018, 1))
    told = {year: counts["falls"] + counts["up"] + counts["down"] for year, counts in asked.by_year.items()}
    assert told[2021] >= 3 * max(told[2018], told[2019])
    assert (asked.turns + asked.falls) / asked.months <= 0.10

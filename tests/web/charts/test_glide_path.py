"""The glide path as a chart: every line from the assessment, every name on the picture."""

import json
from dataclasses import replace
from typing import Any

import pytest

from zhibiao.assessment.pace.glide_path import GlidePath, glide_path
from zhibiao.assessment.pace.pacing import pace
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.text import Text
from zhibiao.web.charts.glide_path import glide_path_chart, nice
from zhibiao.web.frame.words import DeskWords

ZH, EN = DeskWords("zh"), DeskWords("en")


def path_of(*, cap_t: int, month: int = 4) -> GlidePath:
    """A level year of 1.2 million tonnes before, and one that runs a tenth faster."""
    last = YearProfile(year=2024, made_t=tuple(100_000 * number for number in range(1, 13)))
    this = YearProfile(
        year=2025, made_t=tuple(110_000 * number if number <= month else None for number in range(1, 13))
    )
    stands = pace(this, month=month, cap_t=cap_t, last_year=last, earlier=[last])
    ends = {"p10": 1_250_000.0, "p50": 1_300_000.0, "p90": 1_400_000.0, "mean": 1_310_000.0}
    return glide_path(
        this,
        pace=stands,
        last_year=last,
        earlier=[last],
        label=Text("甲市", "A City"),
        product=Text("粗钢", "steel"),
        source=Text("月报", "returns"),
        year_end=ends,
    )


def lines(option: dict[str, Any], name: str, at: int = 0) -> list[list[Any]]:
    found = [one for one in option["series"] if one["name"] == name and one["xAxisIndex"] == at]
    return [[point["value"] if isinstance(point, dict) else point for point in one["data"]] for one in found]


def test_every_line_is_the_assessments() -> None:
    option = dict(glide_path_chart(path_of(cap_t=1_000_000), ZH).option)
    assert [[0.0, 11.0, 22.0, 33.0, 44.0, *[None] * 8]] == lines(option, "本年累计")
    assert [[round(10.0 * number, 2) for number in range(13)]] == lines(option, "上年累计")
    assert 100.0 == lines(option, "序时目标")[0][-1]
    assert 131.0 == lines(option, "照现有进度预计")[0][-1]
    assert {125.0} == {one[-1] for one in lines(option, "预测低值")}
    assert [0.0, None] == [lines(option, "本年累计", 1)[0][place] for place in (0, 12)]
    assert 31.0 == lines(option, "照现有进度预计", 1)[0][-1]


def test_the_band_is_stacked_from_its_low_end() -> None:
    option = dict(glide_path_chart(path_of(cap_t=1_000_000), ZH).option)
    base, filled = (one for one in option["series"] if one.get("stack") == "band0")
    assert [125.0, 15.0] == [base["data"][-1], filled["data"][-1]]
    assert ("all", "all") == (base["stackStrategy"], filled["stackStrategy"])


@pytest.mark.parametrize(
    ("cap_t", "known", "said"),
    [
        (1_200_000, True, ["总量＝保底（上年水平） 120.00"]),
        (1_000_000, True, ["总量 100.00", "保底（上年水平） 120.00"]),
        (1_200_000, False, ["上年水平（总量未定） 120.00"]),
    ],
)
def test_cap_and_floor_are_named_on_the_picture(cap_t: int, known: bool, said: list[str]) -> None:
    option = glide_path_chart(replace(path_of(cap_t=cap_t), cap_known=known), ZH).option
    marks = next(one for one in option["series"] if "markLine" in one)["markLine"]["data"]
    assert said == [one["label"]["formatter"] for one in marks if "yAxis" in one]
    assert [4] == [one["xAxis"] for one in marks if "xAxis" in one]


def test_a_year_that_is_over_has_neither_band_nor_today() -> None:
    option = glide_path_chart(path_of(cap_t=1_200_000, month=12), ZH).option
    assert 4 + 2 == len(option["series"])
    marks = next(one for one in option["series"] if "markLine" in one)["markLine"]["data"]
    assert [] == [one for one in marks if "xAxis" in one]


def test_what_is_heard_says_where_each_line_ends() -> None:
    chart = glide_path_chart(path_of(cap_t=1_000_000), EN)
    assert "1,310.0 kt" in chart.summary
    assert "80% band 1,250.0 kt to 1,400.0 kt" in chart.summary
    assert chart.title in chart.summary
    assert "kt" == chart.unit


def test_the_option_is_plain_data_and_every_line_has_room() -> None:
    for cap_t in (900_000, 1_200_000, 2_000_000):
        chart = glide_path_chart(path_of(cap_t=cap_t), ZH)
        assert json.loads(json.dumps(chart.option)) == chart.option
        top = chart.option["yAxis"][0]["max"]
        highest = max(cap_t, 1_400_000) / 10_000
        assert highest * 1.1 < top < highest * 1.6
        low, high = (chart.option["yAxis"][1][end] for end in ("min", "max"))
        off = [
            point
            for name in ("预测低值", "预测高值", "上年累计")
            for line in lines(dict(chart.option), name, 1)
            for point in line
        ]
        assert all(low <= point <= high for point in off if point is not None)


def test_the_table_says_the_same() -> None:
    path = path_of(cap_t=1_000_000)
    rows = glide_path_chart(path, ZH).table.rows
    assert 12 == len(rows)
    assert (440_000, 400_000) == (rows[3][1], rows[3][2])
    assert (1_250_000, 1_310_000, 1_400_000) == rows[11][4:]


@pytest.mark.parametrize(("size", "found"), [(0.0101, 0.015), (1, 1), (1.01, 1.5), (86.8, 90), (99.9, 100)])
def test_parts_of_an_axis_are_round(size: float, found: float) -> None:
    assert pytest.approx(found) == nice(size)

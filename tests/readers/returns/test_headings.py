"""Headings: wordings of columns, months and years in them, and what they mean beside each other."""

from __future__ import annotations

import pytest

from zhibiao.readers.returns.headings import Column, read_heading, settled


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("本月", Column.VALUE),
        ("3月", Column.VALUE),
        ("2025 年 3 月", Column.VALUE),
        ("１—３月累计", Column.TO_DATE),
        ("1月—3月", Column.TO_DATE),
        ("上年同期3月", Column.LAST_YEAR),
        ("去年1-3月累计", Column.LAST_TO_DATE),
        ("上年同期", Column.LAST_YEAR),
        ("去年同月", Column.LAST_YEAR),
        ("Year to date", Column.TO_DATE),
        ("统一社会信用代码", Column.ENTERPRISE),
        ("说明代码", Column.GROUNDS),
        ("序号", Column.ASIDE),
    ],
)
def test_a_heading_is_known(text: str, column: Column) -> None:
    heading = read_heading(text)
    assert heading is not None
    assert column is heading.column


@pytest.mark.parametrize("text", ["13月", "粗钢产量", "3月计划", "同比", ""])
def test_other_words_are_no_heading(text: str) -> None:
    assert read_heading(text) is None


def columns(*texts: str) -> list[Column]:
    headings = {place: heading for place, text in enumerate(texts) if (heading := read_heading(text))}
    return [heading.column for heading in settled(headings).values()]


@pytest.mark.parametrize(
    "texts",
    [
        ("2月", "1—2月", "上年同期2月", "上年同期1—2月"),
        ("2025年3月", "2025年1—3月", "2024年3月", "2024年1—3月"),
        ("1—2月", "1—2月累计", "上年同期1—2月", "上年同期1—2月累计"),
        ("本月", "累计", "上年同期", "上年同期累计"),
    ],
)
def test_headings_beside_each_other(texts: tuple[str, ...]) -> None:
    assert [Column.VALUE, Column.TO_DATE, Column.LAST_YEAR, Column.LAST_TO_DATE] == columns(*texts)


def test_a_unit_in_brackets_is_kept() -> None:
    headings = [read_heading(text) for text in ("本月(万吨)", "累计（单位：万元）", "本月")]
    assert ["万吨", "万元", ""] == [heading.unit for heading in headings if heading]

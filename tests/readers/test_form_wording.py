"""Periods, names and headings as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.monthly.form import period_label
from zhibiao.readers.wording import bare_name, fold, nearest, span_of_date, span_of_serial, spans_in
from zhibiao.terms.period import Month, Period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年3月", "2025-03"),
        ("2025 年 3 月", "2025-03"),
        ("２０２５年３月份", "2025-03"),
        ("辽河市重点企业2025年03月月报", "2025-03"),
        ("2025年1—2月", "2025-01..02"),
        ("2025年1月—2月", "2025-01..02"),
        ("2025年1-2月", "2025-01..02"),
        ("2025年1～2月", "2025-01..02"),
        ("2025年1至2月", "2025-01..02"),
        ("2025-03", "2025-03"),
        ("2025/3", "2025-03"),
        ("2025.03", "2025-03"),
    ],
)
def test_a_period_is_read(text: str, period: str) -> None:
    assert [period] == [str(span.period) for span in spans_in(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2025", "period.ambiguous"),
        ("1925年3月", "period.invalid"),
        ("2025年13月", "period.invalid"),
        ("2025年1—3月", "period.not_a_month"),
        ("2025年2—3月", "period.not_a_month"),
    ],
)
def test_a_period_is_refused(text: str, code: str) -> None:
    assert [(None, code)] == [(span.period, span.code) for span in spans_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "报出日期：2025年4月6日",
        "有效期至：2025年12月31日",
        "2025年4月6日",
        "国统字〔2012〕12号",
        "粗钢产量",
        "电话2025-0312-88",
    ],
)
def test_other_dates_are_no_period(text: str) -> None:
    assert [] == spans_in(text)


@given(st.integers(2000, 2099), st.integers(0, 12))
def test_what_the_form_prints_is_read_back(year: int, month: int) -> None:
    period = Period.of(Month(year, month)) if month else Period(Month(year, 1), Month(year, 3))
    assert [period] == [span.period for span in spans_in(period_label(period))]


def test_dates_and_day_numbers() -> None:
    assert "2025-03" == str(span_of_date(dt.date(2025, 3, 31)).period)
    span = span_of_serial(45717.0)
    assert span is not None
    assert ("2025-03", "period.parsed") == (str(span.period), span.code)
    assert [None, None, None] == [span_of_serial(number) for number in (45717.5, 202503.0, 12.0)]


@pytest.mark.parametrize(
    ("printed", "name", "unit"),
    [
        ("　其中：钢筋", "钢筋", ""),
        ("其中:粗钢产量（万吨）", "粗钢产量", "万吨"),
        ("1.粗钢产量", "粗钢产量", ""),
        ("（1）粗钢产量", "粗钢产量", ""),
        ("一、粗钢产量", "粗钢产量", ""),
        ("# 线材", "线材", ""),
    ],
)
def test_a_row_s_name_is_bared(printed: str, name: str, unit: str) -> None:
    assert (name, unit) == bare_name(printed)


def test_headings_fold_alike_and_the_nearest_is_named() -> None:
    assert fold("1—本月累计") == fold("１ - 本月 累计")
    assert "上年同期累计" == nearest("上年同期累记", ["本月", "上年同期累计", "计量单位"])
    assert "" == nearest("备用", ["本月", "上年同期累计"])

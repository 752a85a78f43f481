"""Periods, names and headings as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.monthly.form import period_label
from zhibiao.readers.wording import (
    bare_name,
    composed,
    fold,
    months_in,
    nearest,
    span_of_cell,
    span_of_date,
    span_of_serial,
    spans_in,
    years_in,
)
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
    assert ("2025-03", "period.parsed", "45717") == (str(span.period), span.code, span.text)
    assert ["二〇二五年三月"] == [span.text for span in spans_in("报告期：二〇二五年三月")]
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


@pytest.mark.parametrize(
    ("value", "period", "code"),
    [
        ("2025年3月", "2025-03", ""),
        ("2025-03", "2025-03", ""),
        ("2025-01..02", "2025-01..02", ""),
        ("2025年1-2月", "2025-01..02", ""),
        ("202503", "2025-03", "period.parsed"),
        (202503.0, "2025-03", "period.parsed"),
        (45717, "2025-03", "period.parsed"),
        ("45717", "2025-03", "period.parsed"),
        ("2025.3", "2025-03", "period.parsed"),
        ("2025/3", "2025-03", "period.parsed"),
        ("2025/3/31", "2025-03", "period.parsed"),
        ("2025年3月31日", "2025-03", "period.parsed"),
        ("Mar 2025", "2025-03", "period.parsed"),
        ("March, 2025", "2025-03", "period.parsed"),
        ("3/2025", "2025-03", "period.parsed"),
        ("二〇二五年十二月", "2025-12", "period.parsed"),
        (dt.date(2025, 3, 1), "2025-03", "period.parsed"),
        ("25年3月", None, "period.ambiguous"),
        ("25-03", None, "period.ambiguous"),
        ("3.25", None, "period.ambiguous"),
        ("Mar-25", None, "period.ambiguous"),
        ("03-04-2025", None, "period.ambiguous"),
        ("2025年3月、4月2025年5月", None, "period.ambiguous"),
        ("2205-03", None, "period.invalid"),
        ("上月", None, "period.invalid"),
        (12.5, None, "period.invalid"),
        (True, None, "period.missing"),
        ("", None, "period.missing"),
    ],
)
def test_a_cell_that_should_hold_a_period(value: object, period: str | None, code: str) -> None:
    span = span_of_cell(value)
    assert (period, code) == (str(span.period) if span.period else None, span.code)


@given(st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(10**9), 10**9))
def test_any_cell_is_a_period_or_has_its_reason(value: object) -> None:
    span = span_of_cell(value)
    assert span.period is not None or span.code.startswith("period.")


def test_year_and_months_may_stand_apart() -> None:
    assert [2025] == years_in("2025年度重点企业月报")
    assert [] == years_in("有效期至2025年")
    assert [(3, 3), (1, 2), None] == [months_in(text) for text in ("3月", "1—2月累计", "本月")]


@given(st.text(max_size=20))
def test_composing_twice_changes_nothing_more(text: str) -> None:
    assert composed(text) == composed(composed(text))

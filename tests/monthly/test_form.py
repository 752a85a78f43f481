"""The printed form: head, rows by the dictionary, foot, and the form's own checks."""

import datetime as dt
from decimal import Decimal

import pytest

from city_sample import city, dictionary
from zhibiao.monthly.form import Filing, Look, date_label, form_sheet, period_label, row_checks
from zhibiao.simulation.filings import filing_of
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.period import Period

PERIOD = Period.parse("2025-03")


def _filing(enterprise: str = "LH-S01", period: Period = PERIOD) -> Filing:
    return filing_of(city(), city().register[enterprise], period, dictionary())


@pytest.mark.parametrize(
    ("period", "expected"), [("2025-03", "2025年3月"), ("2025-01..02", "2025年1—2月"), ("2024-12", "2024年12月")]
)
def test_periods_are_printed_as_the_form_has_them(period: str, expected: str) -> None:
    assert expected == period_label(Period.parse(period))


def test_dates_carry_no_leading_zero() -> None:
    assert "2025年4月6日" == date_label(dt.date(2025, 4, 6))


def test_the_head_says_whose_and_when() -> None:
    sheet = form_sheet(_filing(), dictionary())
    texts = [cell.value for row in sheet.rows[:7] for cell in row.cells if cell is not None]
    register = city().register["LH-S01"]
    assert "表号：辽指标101表" == texts[0]
    assert f"填报单位(盖章)：{register.name.zh}" in texts
    assert f"统一社会信用代码：{register.credit_code}" in texts
    assert "2025年3月" in texts
    assert ["指标名称", "计量单位", "代码", "本月", "1—本月累计", "上年同期本月", "上年同期累计"] == texts[-14:-7]
    assert ["甲", "乙", "丙", "1", "2", "3", "4"] == texts[-7:]


def test_one_row_per_field_of_the_sector_in_the_order_of_the_dictionary() -> None:
    for enterprise in ("LH-S01", "LH-M01", "LH-O01", "LH-C01", "LH-D01"):
        sheet = form_sheet(_filing(enterprise), dictionary())
        fields = dictionary().of_form(city().register[enterprise].sector)
        assert [field.code for field in fields] == [row.field for row in sheet.rows if row.field]


def test_values_are_exact_in_the_units_of_the_form() -> None:
    sheet = form_sheet(_filing(), dictionary())
    series = city().figures["LH-S01"]
    row = next(row for row in sheet.rows if row.field == "crude_steel_t")
    month = row.cells[3]
    assert month is not None
    assert Decimal(series["crude_steel_t"][PERIOD.last]) == Decimal(str(month.value)) * 10_000
    assert Look.TONNES is month.look


def test_a_stock_has_no_total_over_months() -> None:
    sheet = form_sheet(_filing(), dictionary())
    closed = {
        row.field for row in sheet.rows if row.field and row.cells[4] is not None and row.cells[4].look is Look.NONE
    }
    assert {field.code for field in dictionary().of_form("steel") if field.kind is not Kind.FLOW} == closed


def test_the_first_year_has_no_year_before() -> None:
    sheet = form_sheet(_filing(period=Period.parse("2021-05")), dictionary())
    assert {None} == {row.cells[5].value for row in sheet.rows if row.field and row.cells[5] is not None}


def test_the_foot_has_the_officers_the_notes_and_the_checks() -> None:
    sheet = form_sheet(_filing(), dictionary())
    foot = "\n".join(str(row.cells[0].value) for row in sheet.rows[-7:] if row.cells[0] is not None)
    for words in (
        "单位负责人：",
        "统计负责人：",
        "填表人：",
        "联系电话：",
        "报出日期：2025年4月",
        "说明：",
        "审核关系：",
    ):
        assert words in foot


def test_the_forms_own_checks_hold_on_what_is_filed() -> None:
    checks = row_checks(dictionary().of_form("steel"))
    assert "30=31+32+33+34+35+36+37+38+39+40+41+42+43" in checks
    assert "11=上月11+30-10" in checks
    rows = {field.row_code: field.code for field in dictionary().of_form("steel")}
    for enterprise in city().register.of_sector("steel"):
        series = city().figures[enterprise.id]
        for check in (check for check in checks if check[0].isdigit() and "上月" not in check):
            left, sign, right = next(check.partition(sign) for sign in ("=", "≥", "≤") if sign in check)
            one, other = (sum(series[rows[code]][PERIOD.last] for code in side.split("+")) for side in (left, right))
            assert {"=": one == other, "≥": one >= other, "≤": one <= other}[sign], (enterprise.id, check)


def test_an_empty_form_waits_for_its_figures() -> None:
    blank = Filing(
        enterprise="LH-S01",
        name=city().register["LH-S01"].name,
        credit_code=city().register["LH-S01"].credit_code,
        sector="steel",
        authority=city().register.authority,
        period=PERIOD,
        signed_on=None,
        figures={},
    )
    sheet = form_sheet(blank, dictionary())
    assert {None} == {cell.value for row in sheet.rows if row.field for cell in row.cells[3:] if cell is not None}

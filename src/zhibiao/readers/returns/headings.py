"""The column headings of returns in any layout: which wording means which column, with its unit and its months."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from zhibiao.monthly.returns import Scope
from zhibiao.readers.wording import fold


class Column(StrEnum):
    """What a column holds; the values are the names that machine tables use."""

    ENTERPRISE = "enterprise"
    FIRM = "firm"
    WHEN = "period"
    FIELD = "field"
    ROW_CODE = "row_code"
    UNIT = "unit"
    VALUE = "value"
    TO_DATE = "year_to_date"
    LAST_YEAR = "last_year"
    LAST_TO_DATE = "last_year_to_date"
    GROUNDS = "grounds"
    ASIDE = "aside"


PRINTED = {
    Column.ENTERPRISE: "统一社会信用代码",
    Column.FIRM: "企业名称",
    Column.WHEN: "报告期",
    Column.FIELD: "指标名称",
    Column.ROW_CODE: "代码",
    Column.UNIT: "计量单位",
    Column.VALUE: "本月",
    Column.TO_DATE: "1—本月累计",
    Column.LAST_YEAR: "上年同期本月",
    Column.LAST_TO_DATE: "上年同期累计",
    Column.GROUNDS: "说明代码",
    Column.ASIDE: "备注",
}
FIGURES = (Column.VALUE, Column.TO_DATE, Column.LAST_YEAR, Column.LAST_TO_DATE)
FIRMS = (Column.ENTERPRISE, Column.FIRM)
SCOPES = {
    Column.VALUE: Scope.PERIOD,
    Column.TO_DATE: Scope.YEAR_TO_DATE,
    Column.LAST_YEAR: Scope.PERIOD,
    Column.LAST_TO_DATE: Scope.YEAR_TO_DATE,
}
_LAST = {Column.VALUE: Column.LAST_YEAR, Column.TO_DATE: Column.LAST_TO_DATE}

_WORDINGS = {
    Column.ENTERPRISE: (
        *("Credit code", "Unified social credit code"),
        *("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "企业代码", "企业编码", "企业编号"),
        *("单位代码", "法人单位代码", "credit_code"),
    ),
    Column.FIRM: (
        *("Enterprise", "Reporting enterprise", "Firm"),
        *("企业名称", "单位名称", "单位详细名称", "填报单位", "报送单位", "填报企业", "企业全称", "公司名称", "企业"),
        *("企业简称", "法人单位名称", "enterprise_name"),
    ),
    Column.WHEN: (
        "Reporting period",
        "期间",
        "月份",
        "报告期",
        "报告期间",
        "所属期",
        "所属期间",
        "所属月份",
        "年月",
        "统计月份",
        "数据期",
    ),
    Column.FIELD: (
        "Indicator",
        "Item",
        "Product",
        "指标名称",
        "指标",
        "项目",
        "项目名称",
        "名称",
        "产品名称",
        "产品",
        "品种",
        "填报指标",
    ),
    Column.ROW_CODE: ("Row code", "代码", "行次", "指标代码", "代号", "行码"),
    Column.UNIT: ("Units", "计量单位", "单位"),
    Column.VALUE: (
        "This month",
        *("本月", "本月数", "本月实际", "本月完成", "当月", "当月数", "当月值", "本期", "本期数", "数值"),
        *("本年本月", "本年当月"),
    ),
    Column.TO_DATE: (
        "Year to date",
        *("1-本月累计", "1-本月", "本年累计", "累计", "累计数", "累计值", "自年初累计", "年初-本月累计", "本月止累计"),
        *("本年1-本月", "本年1-本月累计", "本年累计数"),
    ),
    Column.LAST_YEAR: (
        "Same month last year",
        *("上年同期本月", "去年同期本月", "上年同月", "去年同月", "上年本月", "上年同期当月", "去年同期当月"),
        *("上年同期数", "上年同期", "去年同期", "去年同期数", "去年本月", "上年当月", "去年当月"),
    ),
    Column.LAST_TO_DATE: (
        "Year to date last year",
        *("上年同期累计", "去年同期累计", "上年累计", "去年累计", "上年同期1-本月", "上年同期1-本月累计"),
        *("去年同期1-本月累计", "去年同期1-本月", "上年1-本月累计", "去年1-本月累计", "上年同期累计数"),
    ),
    Column.GROUNDS: (
        "Ground",
        "说明代码",
    ),
    Column.ASIDE: ("序号", "备注", "说明", "no", "remark", "remarks"),
}
WORDINGS: Mapping[str, Column] = {
    **{column.value: column for column in Column if column is not Column.ASIDE},
    **{fold(wording): column for column, wordings in _WORDINGS.items() for wording in wordings},
}
_MONTHS = re.compile(
    r"(?:(?P<last>上年|去年)(?:同期|同)?|(?P<year>\d{4})年|本年)?"
    r"(?:(?P<first>1)月?-)?(?P<month>\d{1,2})月份?(?P<sum>累计)?(?:数|实际|完成)?"
)
_COMPARED = re.compile(
    r"(?:(?:比|较)?(?:上年|去年|上月|全年|年度|月度)?(?:同期|同月)?(?:同比|环比)?"
    r"(?:增长|增速|增幅|增减|升降|变动|变化|计划|目标|预计|预测|预算|占比|比重|完成率|进度|排名|位次|同比|环比)"
    r"(?:率|速度|幅度|额|量|值|数)?|(?:比|较)(?:上年|去年|上月)(?:同期|同月)?)(?:\(?(?:±|\+-)?%?\)?|\(.*\))?"
)
_BRACKET = re.compile(r"(.+?)\(([^()]*)\)")
_UNIT_IN_BRACKET = re.compile(r"单位:?(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading as read: its column, the unit it names ("" for none), and its year and months where it says them."""

    column: Column
    unit: str = ""
    year: int = 0
    months: tuple[int, int] | None = None

    @property
    def is_joint(self) -> bool:
        """`1—2月` without 累计: January and February filed as one, or the year to date of February."""
        return self.months == (1, 2) and self.column in (Column.VALUE, Column.LAST_YEAR)


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading | None:
    """The column that a heading names, or None for one that no layout knows.

    >>> read_heading("本月（万吨）").unit, read_heading("2024年1—3月累计").months
    ('万吨', (1, 3))
    """
    folded = fold(text)
    found = _plain_heading(folded)
    if found is None and (match := _BRACKET.fullmatch(folded)):
        inner = _UNIT_IN_BRACKET.fullmatch(match[2])
        found = _plain_heading(match[1])
        return None if found is None else replace(found, unit=inner[1] if inner else match[2])
    return found


def _plain_heading(folded: str) -> Heading | None:
    column = WORDINGS.get(folded) or WORDINGS.get(folded.lower()) or WORDINGS.get(folded.capitalize())
    if column is not None:
        return Heading(column=column)
    match = _MONTHS.fullmatch(folded)
    if match is None or not 1 <= int(match["month"]) <= 12:
        return None
    last = int(match["month"])
    # 1—2月 alone is a joint period; a longer run can only be a total.
    is_total = bool(match["sum"]) or (bool(match["first"]) and last != 2)
    column = Column.TO_DATE if is_total else Column.VALUE
    first = 1 if match["first"] or match["sum"] else last
    return Heading(
        column=_LAST[column] if match["last"] else column,
        year=int(match["year"] or 0),
        months=(first, last),
    )


def is_compared(text: str) -> bool:
    """Whether a heading stands over plans, rates or comparisons, which are no figures of the month.

    >>> is_compared("同比（%）"), is_compared("比上年同期±%"), is_compared("本月")
    (True, True, False)
    """
    return _COMPARED.fullmatch(fold(text)) is not None


def settled(headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """The headings of one header told apart by each other: the earlier of two years is last year's, and `1—2月`
    beside `2月` is a year to date."""
    years = {heading.year for heading in headings.values() if heading.year}
    by_year = {place: _of_last_year(heading, max(years, default=0)) for place, heading in headings.items()}
    single = {heading.column for heading in by_year.values() if not heading.is_joint}
    return {
        place: replace(heading, column=_TOTAL_OF[heading.column])
        if heading.is_joint and heading.column in single and _TOTAL_OF[heading.column] not in single
        else heading
        for place, heading in by_year.items()
    }


_TOTAL_OF = {Column.VALUE: Column.TO_DATE, Column.LAST_YEAR: Column.LAST_TO_DATE}


def _of_last_year(heading: Heading, this_year: int) -> Heading:
    if heading.year == this_year - 1 and heading.column in _LAST:
        return replace(heading, column=_LAST[heading.column])
    return heading

"""The printed return form (月报表) as a grid of cells: head, indicator rows, foot, notes and checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import convert
from zhibiao.terms.text import Text

TEMPLATE, TEMPLATE_VERSION = "liao-101", "1"
META_SHEET = "_meta"
COMPANIONS = frozenset({"审核", "填报说明", "校验结果", "Checks", "Guide", "Findings"})
"""Sheets that this program puts beside a form; they carry no return, and nobody needs to be told so."""

COLUMNS = 7
FIRST_VALUE_COLUMN = 3
_CHINESE_UNIT = {"10kt": "万吨", "10kyuan": "万元", "person": "人", "tce": "吨标准煤", "10MWh": "万kWh", "t": "吨"}
_TITLE_OF = {"steel": "钢铁", "magnesia": "菱镁", "mine": "铁矿采选", "scrap": "废钢加工", "deep": "钢材深加工"}
_HEADINGS = ("指标名称", "计量单位", "代码", "本月", "1—本月累计", "上年同期本月", "上年同期累计")
_MARKS = ("甲", "乙", "丙", "1", "2", "3", "4")


class Look(StrEnum):
    """How a cell looks and what it holds."""

    PLAIN = "plain"
    TITLE = "title"
    RIGHT = "right"
    HEADING = "heading"
    NAME = "name"
    PART = "part"
    UNIT = "unit"
    TONNES = "tonnes"
    MONEY = "money"
    WHOLE = "whole"
    NONE = "none"
    NOTE = "note"
    BLOCK = "block"
    GROUND = "ground"
    SHOWN_TONNES = "shown_tonnes"
    SHOWN_MONEY = "shown_money"
    SHOWN_WHOLE = "shown_whole"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, an exact number, or nothing; with a formula, `value` is what it comes to."""

    value: str | Decimal | None
    look: Look = Look.PLAIN
    formula: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of seven columns; `merges` are runs of columns (first, last) that share the first one's cell."""

    cells: tuple[Cell | None, ...]
    merges: tuple[tuple[int, int], ...] = ()
    height: float | None = None
    field: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """One sheet: whose return of which period, and its rows.

    Args:
        name: name of the sheet.
        enterprise: id in the authority's list.
        credit_code: unified social credit code as printed.
        period: what the return covers.
        rows: from the top, without gaps.
        header: first and last row of the column headings, counted from 0.
        tall_merges: runs of rows (first, last) in one column that share the first one's cell: (column, first, last).
        has_machine_row: whether the hidden sheet names this one.
    """

    name: str
    enterprise: str
    credit_code: str
    period: Period
    rows: tuple[Row, ...]
    header: tuple[int, int]
    tall_merges: tuple[tuple[int, int, int], ...] = ()
    has_machine_row: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is written into a form: the enterprise, the period, and four figures per field in inner units.

    `figures` maps a field to this period, year to date, last year's period and last year to date; a figure that
    does not exist is None. `signed_on` None leaves the date open, as an empty form does.
    """

    enterprise: str
    name: Text
    credit_code: str
    sector: str
    authority: Text
    period: Period
    signed_on: dt.date | None
    figures: Mapping[str, tuple[int | None, int | None, int | None, int | None]]


def form_sheet(filing: Filing, dictionary: Dictionary) -> FormSheet:
    """Lay out one return by the dictionary; fields without figures stay blank, for somebody to fill in."""
    fields = dictionary.of_form(filing.sector)
    head = tuple(_head(filing))
    body = tuple(_body(field, filing) for field in fields)
    foot = tuple(_foot(filing, fields))
    return FormSheet(
        name=filing.enterprise,
        enterprise=filing.enterprise,
        credit_code=filing.credit_code,
        period=filing.period,
        rows=head + body + foot,
        header=(len(head) - 2, len(head) - 1),
    )


def period_label(period: Period) -> str:
    """The period as the form prints it.

    >>> period_label(Period.parse("2025-01..02"))
    '2025年1—2月'
    """
    first, last = period.start.month, period.last.month
    months = f"{first}月" if first == last else f"{first}—{last}月"
    return f"{period.start.year}年{months}"


def date_label(day: dt.date) -> str:
    """A date as the form prints it: 2025年4月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def form_value(amount: int, field: Field) -> Decimal:
    """An amount in the field's inner unit as the form's unit shows it, exact."""
    return convert(Decimal(amount), source=field.unit, target=field.form_unit)


def row_checks(fields: Sequence[Field]) -> tuple[str, ...]:
    """The form's own checks (审核关系) in row codes and column numbers, as far as these fields go."""
    rows = {field.code: field.row_code for field in fields}
    checks = ["(2)=上月(2)+(1)；1月或1—2月合并填报时(2)=(1)"]
    for total in fields:
        parts = [field.row_code for field in fields if field.part_of == total.code]
        if parts:
            checks.append(f"{total.row_code}={'+'.join(parts)}")
    made = next((rows[code] for code in _OUTPUTS if code in rows), "")
    if made:
        checks.append(f"11=上月11+{made}-10")
    checks.append("01≥03")
    if "crude_steel_t" in rows:
        checks.append("30≤25+26")
    if "magnesia_sand_t" in rows:
        checks.append("51≥52×2.092")
    return tuple(checks)


_OUTPUTS = ("steel_products_t", "magnesia_products_t", "concentrate_t", "scrap_processed_t", "steel_processed_t")


def _head(filing: Filing) -> Iterator[Row]:
    issuer = filing.authority.zh
    yield _pair("表号：辽指标101表", f"制定机关：{issuer}", Look.RIGHT)
    title = f"重点企业生产经营月报表({_TITLE_OF[filing.sector]})"
    yield Row(cells=_cells(Cell(title, Look.TITLE)), merges=((0, 6),), height=26)
    yield _pair("备案文号：辽指标备〔2021〕1号(虚构)", "有效期至：2025年12月31日", Look.RIGHT)
    yield _pair(f"填报单位(盖章)：{filing.name.zh}", f"统一社会信用代码：{filing.credit_code}", Look.RIGHT)
    yield _pair(period_label(filing.period), "计量单位：见乙栏", Look.RIGHT)
    yield Row(cells=tuple(Cell(text, Look.HEADING) for text in _HEADINGS), height=30)
    yield Row(cells=tuple(Cell(text, Look.HEADING) for text in _MARKS))


def _body(field: Field, filing: Filing) -> Row:
    """A stock or an average has no total over months: its second and fourth columns stay closed."""
    amounts = filing.figures.get(field.code, (None, None, None, None))
    look = {"mass": Look.TONNES, "money": Look.MONEY, "electricity": Look.MONEY}.get(field.unit.dimension, Look.WHOLE)
    values = [
        Cell(None, Look.NONE)
        if field.kind is not Kind.FLOW and place in (1, 3)
        else Cell(None if amount is None else form_value(amount, field), look)
        for place, amount in enumerate(amounts)
    ]
    name = Cell(f"　其中：{field.name.zh}", Look.PART) if field.part_of else Cell(field.name.zh, Look.NAME)
    unit = _CHINESE_UNIT.get(field.form_unit.symbol, field.form_unit.symbol)
    return Row(
        cells=(name, Cell(unit, Look.UNIT), Cell(field.row_code, Look.UNIT), *values),
        field=field.code,
    )


def _foot(filing: Filing, fields: Sequence[Field]) -> Iterator[Row]:
    signed = date_label(filing.signed_on) if filing.signed_on else "　　年　月　日"
    people = ("甲某", "乙某", "丙某", "0000-0000000") if filing.signed_on else ("", "", "", "")
    words = zip(("单位负责人", "统计负责人", "填表人", "联系电话"), people, strict=True)
    yield _line("　".join([*(f"{word}：{who}" for word, who in words), f"报出日期：{signed}"]), Look.PLAIN)
    yield _line("说明：1. 统计范围：按法人单位填报全部生产经营活动。", Look.NOTE)
    yield _line("2. 报送时间：月后8日前；1月、2月可合并为一期，于3月8日前报送。", Look.NOTE)
    yield _line("3. 报送方式：电子表格；没有的品种填0，不掌握的数据留空，更正数据须重新报送全表。", Look.NOTE)
    yield _line("4. 首次填报的年度不填上年同期；期末数和平均数不填累计。", Look.NOTE)
    checks = row_checks(fields)
    yield _line("审核关系：" + "；".join(checks[:1]), Look.NOTE)
    yield _line("；".join(checks[1:]), Look.NOTE)


def _pair(left: str, right: str, look: Look) -> Row:
    cells: list[Cell | None] = [None] * COLUMNS
    cells[0], cells[FIRST_VALUE_COLUMN] = Cell(left), Cell(right, look)
    return Row(cells=tuple(cells), merges=((0, 2), (3, 6)))


def _line(text: str, look: Look) -> Row:
    return Row(cells=_cells(Cell(text, look)), merges=((0, 6),))


def _cells(first: Cell) -> tuple[Cell | None, ...]:
    return (first, *(None,) * (COLUMNS - 1))

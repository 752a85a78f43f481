"""The printed form on a sheet: where its header stands, which column is which, whose it is and for which period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.readers.grid import Grid, address
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import Span, fold, nearest, span_of_date, span_of_serial, spans_in


class Column(StrEnum):
    """What a column of the form holds."""

    NAME = "name"
    UNIT = "unit"
    ROW_CODE = "row_code"
    PERIOD = "period"
    TO_DATE = "to_date"
    LAST_PERIOD = "last_period"
    LAST_TO_DATE = "last_to_date"


PRINTED = {
    Column.NAME: "指标名称",
    Column.UNIT: "计量单位",
    Column.ROW_CODE: "代码",
    Column.PERIOD: "本月",
    Column.TO_DATE: "1—本月累计",
    Column.LAST_PERIOD: "上年同期本月",
    Column.LAST_TO_DATE: "上年同期累计",
}

_HEADINGS = {
    Column.NAME: ("指标名称", "指标", "项目", "项目名称", "名称", "产品名称"),
    Column.UNIT: ("计量单位", "单位"),
    Column.ROW_CODE: ("代码", "行次", "指标代码", "代号", "行码"),
    Column.PERIOD: ("本月", "本月数", "本月实际", "当月", "当月数", "本期", "本期数", "1-2月", "本年本月", "本年当月"),
    Column.TO_DATE: (
        *("1-本月累计", "1-本月", "本年累计", "累计", "累计数", "自年初累计", "年初-本月累计", "本月止累计"),
        *("本年1-本月", "本年1-本月累计", "1-2月累计", "本年1-2月累计"),
    ),
    Column.LAST_PERIOD: (
        *("上年同期本月", "去年同期本月", "上年同月", "去年同月", "上年本月", "上年同期当月", "去年同期当月"),
        *("上年同期1-2月", "上年同期数"),
    ),
    Column.LAST_TO_DATE: (
        *("上年同期累计", "去年同期累计", "上年累计", "上年同期1-本月", "上年同期1-本月累计", "去年同期1-本月累计"),
        *("上年1-本月累计", "上年同期1-2月累计"),
    ),
}
HEADINGS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_NEEDED = tuple(column for column in Column if column is not Column.ROW_CODE)
_LEAST_COLUMNS = 3
_LOOK_RIGHT = 6

_NAME_LABEL = re.compile(
    r"(?:填报单位|报送单位|填报企业|企业名称|单位名称|单位详细名称)(?:\((?:盖章|公章|签章)\))?:?"
    r"(.*?)(?=统一社会信用代码|社会信用代码|计量单位|\d{4}年|$)"
)
_CODE_LABEL = re.compile(r"社会信用代码(?:\([^()]*\))?:?([0-9A-Za-z]*)")
_CODE_ALONE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_UNIT_LABEL = re.compile(r"计量单位:(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A wording of the form's head and the cell it stands in; the wording is "" where the form does not say it."""

    text: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form found on a sheet; rows and columns count from 0, `body` is the first row below the header."""

    grid: Grid
    columns: dict[Column, int]
    header: int
    body: int
    name: Said
    credit_code: Said
    unit: Said
    spans: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    rows: int
    cells: dict[int, str]

    @property
    def known(self) -> dict[int, Column]:
        columns = ((place, _column_of(text)) for place, text in self.cells.items())
        return {place: column for place, column in columns if column is not None}

    @property
    def worth(self) -> tuple[int, int]:
        """More different columns first, then fewer doubled ones."""
        columns = list(self.known.values())
        return len(set(columns)), len(set(columns)) - len(columns)


def find_form(grid: Grid, remarks: Remarks) -> Form | None:
    """The form on that sheet, or None where there is none; faults of its header are noted as they are found.

    The header is the first row in which three known headings meet, alone or with the row below it.
    """
    header = _find_header(grid)
    if header is None:
        return None
    columns = _columns(header, grid, remarks)
    name, code, unit, spans = _head(grid, header.row)
    return Form(
        grid=grid,
        columns=columns,
        header=header.row,
        body=header.row + header.rows,
        name=name,
        credit_code=code,
        unit=unit,
        spans=tuple(spans),
    )


def _column_of(text: str) -> Column | None:
    """A known heading, or one that names its months in figures: `3月`, `1-3月累计`."""
    if text in HEADINGS:
        return HEADINGS[text]
    if re.fullmatch(r"(?:\d{4}年)?\d{1,2}月", text):
        return Column.PERIOD
    return Column.TO_DATE if re.fullmatch(r"(?:\d{4}年)?1-\d{1,2}月(?:累计)?", text) else None


def _find_header(grid: Grid) -> _Header | None:
    for row in range(len(grid.rows)):
        single = _Header(row, 1, _headings(grid, row))
        if len(set(single.known.values())) + _is_parent(single) < _LEAST_COLUMNS:
            continue
        double = _Header(row, 2, _joined_headings(grid, row))
        best = max(single, double, key=lambda header: header.worth)
        if len(set(best.known.values())) >= _LEAST_COLUMNS:
            return best
    return None


def _is_parent(header: _Header) -> int:
    """One more for a row that has 本年 or 上年同期 standing over columns of its own."""
    return int(any(text in ("本年", "上年同期", "去年同期") for text in header.cells.values()))


def _headings(grid: Grid, row: int) -> dict[int, str]:
    texts = ((column, grid.at(row, column)) for column in range(grid.width))
    return {column: fold(text) for column, text in texts if isinstance(text, str) and fold(text)}


def _joined_headings(grid: Grid, row: int) -> dict[int, str]:
    upper, lower = _headings(grid, row), _headings(grid, row + 1)
    joined = {}
    for column in sorted(upper.keys() | lower.keys()):
        above, below = upper.get(column, ""), lower.get(column, "")
        joined[column] = above if above == below else above + below
    return joined


def _columns(header: _Header, grid: Grid, remarks: Remarks) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    for place, column in sorted(header.known.items()):
        cell = address(header.row, place)
        if column in columns and grid.merged_from.get((header.row, place)) != (header.row, columns[column]):
            first = address(header.row, columns[column])
            remarks.quarantine("sheet.header_duplicate", f"{first},{cell}", heading=PRINTED[column])
        columns.setdefault(column, place)
    unknown = {place: text for place, text in header.cells.items() if place not in header.known}
    missing = [column for column in _NEEDED if column not in columns]
    for column in missing:
        remarks.quarantine("sheet.header_missing", of=column.value, heading=PRINTED[column], row=header.row + 1)
    for place, text in unknown.items():
        near = nearest(text, HEADINGS)
        remarks.note("sheet.heading_unknown", address(header.row, place), heading=text, nearest=near or "—")
    if Column.ROW_CODE not in columns:
        remarks.note("sheet.row_code_missing", row=header.row + 1)
    return columns


def _head(grid: Grid, header: int) -> tuple[Said, Said, Said, list[tuple[Span, str]]]:
    name = code = unit = alone = Said()
    spans: list[tuple[Span, str]] = []
    for row, column, value in _first_cells(grid, header):
        cell = address(row, column)
        if isinstance(value, dt.date):
            spans.append((span_of_date(value), cell))
        if isinstance(value, float | int) and not isinstance(value, bool):
            serial = span_of_serial(value)
            spans += [(serial, cell)] if serial else []
        if not isinstance(value, str):
            continue
        folded = fold(value)
        spans += [(span, cell) for span in spans_in(value)]
        name = name if name.cell else _labelled(_NAME_LABEL, folded, grid, row, column)
        code = code if code.cell else _labelled(_CODE_LABEL, folded, grid, row, column)
        unit = unit if unit.cell else _labelled(_UNIT_LABEL, folded, grid, row, column)
        match = _CODE_ALONE.search(folded)
        alone = Said(text=match[0], cell=cell) if match and not alone.cell else alone
    return name, (alone if alone.text and not code.text else code), unit, spans


def _first_cells(grid: Grid, header: int) -> Iterator[tuple[int, int, object]]:
    """The cells above the header, merged ones once."""
    for row in range(header):
        for column in range(len(grid.rows[row])):
            if grid.merged_from.get((row, column), (row, column)) == (row, column):
                value = grid.at(row, column)
                if value is not None:
                    yield row, column, value


def _labelled(label: re.Pattern[str], text: str, grid: Grid, row: int, column: int) -> Said:
    """What follows a label in its own cell, or in the next filled cell to the right."""
    match = label.search(text)
    if match is None:
        return Said()
    if match[1]:
        return Said(text=match[1], cell=address(row, column))
    for right in range(column + 1, column + 1 + _LOOK_RIGHT):
        value = grid.at(row, right)
        if value is not None and grid.merged_from.get((row, right), (row, right)) == (row, right):
            return Said(text=fold(str(value)), cell=address(row, right))
    return Said(cell=address(row, column))

"""What stands above a table: whose it is, for which period, in which unit; and the grounds stated above or below."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from zhibiao.readers.grids.grid import Cell, Grid
from zhibiao.readers.wording import Span, fold, span_of_date, span_of_number, spans_in, years_in

_LOOK_RIGHT = 6
_NAME_LABEL = re.compile(
    r"(?:填报单位|报送单位|填报企业|企业名称|单位名称|单位详细名称|Reportingenterprise)"
    r"(?:\((?:盖章|公章|签章|seal)\))?:?(.*?)(?=统一社会信用代码|社会信用代码|Unifiedsocial|计量单位|\d{4}年|$)"
)
_CODE_LABEL = re.compile(r"(?:社会信用代码|[Cc]reditcode)(?:\([^()]*\))?:?([0-9A-Za-z]*)")
_CODE_ALONE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_UNIT_LABEL = re.compile(r"计量单位:([^:]+)")
_GROUNDS_LABEL = re.compile(r"说明代码:(.*)")
_BETWEEN_GROUNDS = re.compile(r"[,，、;；/\s]+")

FOOT = (
    *(
        "单位负责人",
        "统计负责人",
        "填表人",
        "制表人",
        "审核人",
        "联系电话",
        "报出日期",
        "说明",
        "审核关系",
        "注",
        "备注",
    ),
    *("Headofunit", "Filledinby", "Notes", "Checks:"),
)
"""How the lines below a table begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A wording above a table and the cell it stands in; "" where nothing says it.

    `padded` is the cell's own text where blanks other than a plain one stand around the wording.
    """

    text: str = ""
    cell: Cell | None = None
    padded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Everything the rows above a header say."""

    name: Said
    credit_code: Said
    unit: Said
    spans: tuple[tuple[Span, Cell], ...]
    years: tuple[int, ...]


def read_head(grid: Grid, header: int) -> Head:
    """Read the rows above the header row; a label's words stand in its own cell or to the right."""
    name = code = unit = alone = Said()
    spans: list[tuple[Span, Cell]] = []
    years: set[int] = set()
    told = list(_first_cells(grid, 0, header))
    numbers = Counter(row for row, _, value in told if _is_number(value))
    for row, column, value in told:
        cell = row, column
        if isinstance(value, dt.date):
            spans.append((span_of_date(value), cell))
        if _is_number(value) and numbers[row] == 1:  # a row of figures that strayed above the header tells no period
            serial = span_of_number(value)
            spans += [(serial, cell)] if serial else []
        if not isinstance(value, str):
            continue
        folded = fold(value)
        spans += [(span, cell) for span in spans_in(value)]
        years.update(years_in(value))
        name = name if name.cell else _labelled(_NAME_LABEL, folded, grid, row, column)
        code = code if code.cell else _labelled(_CODE_LABEL, folded, grid, row, column)
        unit = unit if unit.cell else _labelled(_UNIT_LABEL, folded, grid, row, column)
        match = _CODE_ALONE.search(folded)
        alone = Said(text=match[0], cell=cell) if match and not alone.cell else alone
    own = alone if alone.text and not code.text else code
    if own.cell is not None:
        own = replace(own, padded=padded(grid.text(*own.cell), own.text))
    return Head(name=name, credit_code=own, unit=unit, spans=tuple(spans), years=tuple(sorted(years)))


def padded(raw: str, text: str) -> str:
    """The raw text where blanks beyond one plain blank stand around a wording in it, else "".

    >>> padded("代码：\u3000X1\u3000", "X1"), padded("代码： X1", "X1")
    ('代码：\u3000X1\u3000', '')
    """
    at = raw.find(text) if text else -1
    around = (raw[at - 2 : at] if at > 1 else raw[:at], raw[at + len(text) :][:2]) if at >= 0 else ()
    return raw if any(part.strip(" ").strip() != part.strip(" ") or part == "  " for part in around) else ""


def grounds_said(grid: Grid, rows: range) -> Said:
    """The line `说明代码：01,05` for the whole return, looked for in those rows."""
    for row in rows:
        for column, value in enumerate(grid.rows[row]):
            if isinstance(value, str) and "说明代码" in value:
                said = _labelled(_GROUNDS_LABEL, fold(value), grid, row, column)
                if said.text:
                    return said
    return Said()


def ground_codes(value: object) -> tuple[str, ...]:
    """The codes of a cell that states grounds, two figures each; a spreadsheet may have turned 01 into 1.

    >>> ground_codes("1、05"), ground_codes(7.0)
    (('01', '05'), ('07',))
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        return (f"{int(value):02d}",) if value == int(value) else (str(value),)
    codes = _BETWEEN_GROUNDS.split(fold(value)) if isinstance(value, str) else []
    return tuple(code.zfill(2) if code.isascii() and code.isdigit() else code for code in codes if code)


def _is_number(value: object) -> TypeGuard[float | int]:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _first_cells(grid: Grid, first: int, last: int) -> Iterator[tuple[int, int, object]]:
    """The filled cells of some rows, merged ones once."""
    for row in range(first, last):
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
        return Said(text=match[1], cell=(row, column))
    for right in range(column + 1, column + 1 + _LOOK_RIGHT):
        value = grid.at(row, right)
        if value is not None and grid.merged_from.get((row, right), (row, right)) == (row, right):
            return Said(text=fold(f"{value:g}" if isinstance(value, float) else str(value)), cell=(row, right))
    return Said(cell=(row, column))

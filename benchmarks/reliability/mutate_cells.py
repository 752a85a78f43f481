"""Changes to the cells, rows, columns and sheets of a workbook, as people and programs make them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.reliability.mutant_sources import letters
from benchmarks.reliability.odd_figures import FIGURES

_SYNONYMS = {
    "指标名称": ("指标", "项目", "产品名称", "指 标 名 称", "指标名"),
    "计量单位": ("单位", "计量单位 ", "单位(计量)", "量纲"),
    "代码": ("行次", "编码", "代 码", "序号"),
    "本月": ("本月数", "当月", "本期", "本月实际", "上月", "本月完成", "3月"),
    "1—本月累计": ("累计", "1-本月累计", "本年累计", "1—本月", "累计数", "1至本月", "合计"),
    "上年同期本月": ("去年同月", "上年同月", "同期"),
    "上年同期累计": ("去年同期累计", "上年累计", "同期累计"),
}
_UNITS = (
    "吨",
    "万吨",
    "千吨",
    "公斤",
    "元",
    "万元",
    "千元",
    "亿元",
    "吨标准煤",
    "kWh",
    "万kWh",
    "千瓦时",
    "人",
    "%",
    "t",
    "",
    "車",
)
_FORMATS = (
    "0%",
    "0.00%",
    "yyyy-mm-dd",
    "m月d日",
    "0.00E+00",
    "@",
    "#,##0;(#,##0)",
    "0,",
    '0"万"',
    "General",
    "[Red]-0.0",
)
_PERIODS = (
    "2025年13月",
    "2025年1—3月",
    "2025年3月",
    "2025-03",
    "3月",
    "2025年03月",
    "二〇二五年三月",
    "2025/3",
    "1989年3月",
    "",
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a workbook; `make` returns False where the workbook offers no place for it."""

    name: str
    make: Callable[[Workbook, Random], bool]


def _sheet(book: Workbook, random: Random) -> Worksheet:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return random.choice(visible or book.worksheets)


def _cells(sheet: Worksheet, wanted: Callable[[Any], bool]) -> list[Cell]:
    rows = sheet.iter_rows(max_row=min(sheet.max_row, 120), max_col=min(sheet.max_column, 40))
    return [cell for row in rows for cell in row if not isinstance(cell, MergedCell) and wanted(cell.value)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figure(book: Workbook, random: Random) -> Cell | None:
    """A cell with a figure of this year where there is one, of any column otherwise."""
    found = _cells(_sheet(book, random), _is_number)
    return random.choice(found) if found else None


def _put(cell: Cell, value: object) -> bool:
    try:
        cell.value = value
    except IllegalCharacterError:
        return False
    if isinstance(value, str):
        cell.data_type = "s"  # a text that looks like a formula stays a text
    return True


def _written(book: Workbook, random: Random, *, form: str) -> bool:
    cell = _figure(book, random)
    if cell is None:
        return False
    value = Decimal(repr(cell.value)) * random.choice((1, 1, -1))
    return _put(cell, FIGURES[form](value, random)[:32_000])


def _swapped(book: Workbook, random: Random) -> bool:
    found = _cells(_sheet(book, random), lambda value: value is not None)
    one, other = random.sample(found, 2)
    one.value, other.value = other.value, one.value
    return True


def _odd_value(book: Workbook, random: Random) -> bool:
    cell = _figure(book, random)
    odd = random.choice((True, False, dt.date(2025, 3, 1), dt.time(12, 30), 1e300, -1e300, 1e18, 5e-324, -0.0))
    return cell is not None and _put(cell, odd)


def _noise(book: Workbook, random: Random) -> bool:
    """Binary tails, other values, a sign, nothing."""
    cell = _figure(book, random)
    if cell is None:
        return False
    value = float(cell.value)
    return _put(
        cell, random.choice((value * 1.1 / 1.1 + 1e-12, value + 0.1 + 0.2, -value, 0, None, value * 1e4, round(value)))
    )


def _number_format(book: Workbook, random: Random) -> bool:
    cell = _figure(book, random)
    if cell is None:
        return False
    cell.number_format = random.choice(_FORMATS)
    return True


def _formula(book: Workbook, random: Random) -> bool:
    """A formula without a result, as a library leaves it."""
    cell = _figure(book, random)
    if cell is None:
        return False
    above = f"{cell.column_letter}{max(1, cell.row - 1)}"
    cell.value = random.choice(
        (f"={cell.value}", f"={above}+1", f"=SUM({above}:{above})", "=1/0", "=[1]Sheet1!A1", "=NOW()")
    )
    return True


def _merge(book: Workbook, random: Random) -> bool:
    sheet = _sheet(book, random)
    row, column = random.randrange(1, max(2, sheet.max_row)), random.randrange(1, max(2, min(sheet.max_column, 12)))
    sheet.merge_cells(
        start_row=row,
        end_row=row + random.randrange(3),
        start_column=column,
        end_column=column + random.randrange(1, 3),
    )
    return True


def _unmerge(book: Workbook, random: Random) -> bool:
    sheet = _sheet(book, random)
    areas = list(sheet.merged_cells.ranges)
    if not areas:
        return False
    sheet.unmerge_cells(str(random.choice(areas)))
    return True


def _row(book: Workbook, random: Random, *, how: str) -> bool:
    sheet = _sheet(book, random)
    row = random.randrange(1, max(2, sheet.max_row + 1))
    if how == "hidden":
        sheet.row_dimensions[row].hidden = True
    elif how == "deleted":
        sheet.delete_rows(row)
    elif how == "inserted":
        sheet.insert_rows(row, random.choice((1, 2, 40)))
    elif how == "repeated":
        values = [cell.value for cell in sheet[row]]
        sheet.insert_rows(row + 1)
        for column, value in enumerate(values, start=1):
            if not isinstance(sheet.cell(row + 1, column), MergedCell):
                sheet.cell(row + 1, column).value = value
    elif how == "words between":
        sheet.insert_rows(row)
        if isinstance(sheet.cell(row, 1), MergedCell):
            return False
        sheet.cell(row, 1).value = random.choice(
            ("说明：见下", "合计", "小计", "注：", "补充资料", "其中", "备注", "审核关系", "一、产量")
        )
    else:
        other = random.randrange(1, max(2, sheet.max_row + 1))
        _exchange([(sheet.cell(row, column), sheet.cell(other, column)) for column in range(1, sheet.max_column + 1)])
    return True


def _column(book: Workbook, random: Random, *, how: str) -> bool:
    sheet = _sheet(book, random)
    column = random.randrange(1, max(2, sheet.max_column + 1))
    if how == "hidden":
        sheet.column_dimensions[letters(column)].hidden = True
    elif how == "deleted":
        sheet.delete_cols(column)
    elif how == "inserted":
        sheet.insert_cols(column)
    else:
        other = random.randrange(1, max(2, sheet.max_column + 1))
        _exchange([(sheet.cell(row, column), sheet.cell(row, other)) for row in range(1, sheet.max_row + 1)])
    return True


def _exchange(pairs: list[tuple[Any, Any]]) -> None:
    for one, other in pairs:
        if not isinstance(one, MergedCell) and not isinstance(other, MergedCell):
            one.value, other.value = other.value, one.value


def _filtered(book: Workbook, random: Random) -> bool:
    sheet = _sheet(book, random)
    sheet.auto_filter.ref = f"A1:{letters(sheet.max_column)}{sheet.max_row}"
    sheet.auto_filter.add_filter_column(0, ["x"])
    sheet.row_dimensions[random.randrange(1, sheet.max_row + 1)].hidden = True
    return True


def _sheets(book: Workbook, random: Random, *, how: str) -> bool:
    sheet = _sheet(book, random)
    if how == "copied":
        twin = book.copy_worksheet(sheet)
        if random.random() < 0.5:
            found = _cells(twin, _is_number)
            if found:
                _noise_at(random.choice(found), random)
    elif how == "renamed":
        sheet.title = random.choice(("Sheet1", "3月", "月报 ", " 钢", "_meta2", "数据(1)", "é́", "x" * 31))
    elif how == "hidden":
        if len(book.worksheets) < 2:
            return False
        sheet.sheet_state = random.choice(("hidden", "veryHidden"))
    elif how == "added":
        book.create_sheet("说明", random.randrange(2)).append(["填报说明", "指标名称", 12])
    elif len(book.worksheets) > 1:
        book.remove(sheet)
    else:
        return False
    return True


def _noise_at(cell: Cell, random: Random) -> None:
    cell.value = float(cell.value) * random.choice((1.01, 2, 10))


def _reworded(book: Workbook, random: Random, *, what: str) -> bool:
    """One word of the form said otherwise: a heading, the name of a field, a unit, whose it is, or when."""
    sheet = _sheet(book, random)
    found = _cells(sheet, lambda value: isinstance(value, str) and _is_word(value, what))
    if not found:
        return False
    cell = random.choice(found)
    return _put(cell, _other_word(cell.value, what, random))


def _is_word(value: str, what: str) -> bool:
    return {
        "heading": value in _SYNONYMS,
        "unit": value in _UNITS and value != "",
        "period": "年" in value and "月" in value and len(value) < 20,
        "code": "信用代码" in value or (len(value) == 18 and value.isalnum()),
        "firm": "填报单位" in value or value.endswith("公司"),
        "name": 2 <= len(value.strip("　其中：")) <= 14 and value not in _SYNONYMS and not value.isascii(),
    }[what]


def _other_word(value: str, what: str, random: Random) -> str:
    if what == "heading":
        return random.choice(_SYNONYMS[value])
    if what == "unit":
        return random.choice(_UNITS)
    if what == "period":
        return random.choice(_PERIODS)
    place = random.randrange(len(value))
    return random.choice(
        (
            value[:place] + value[place + 1 :],
            value[:place] + random.choice("钢量1８x\u200b\u202e ") + value[place + 1 :],
            unicodedata.normalize("NFD", value) + "e\u0301",
            unicodedata.normalize("NFKC", value),
            f" {value}\u3000",
            value.replace("产", "産").replace("业", "業"),
            value[::-1],
            value + "(万吨)",
            "1." + value,
            "\ufffd" + value[1:],
            value.encode().decode("latin-1"),
        )
    )


def _far_cell(book: Workbook, random: Random) -> bool:
    _sheet(book, random).cell(random.choice((9_000, 1_048_576)), random.choice((3, 16_384))).value = random.choice(
        (" ", 1, "x")
    )
    return True


def _comment_and_look(book: Workbook, random: Random) -> bool:
    """Colours, widths, links, comments: nothing that changes a value."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell = _figure(book, random)
    if cell is None:
        return False
    cell.comment = Comment("核对 99.9", "甲")
    cell.fill = PatternFill("solid", fgColor="00FF00")
    cell.font = copy(Font(color="FFFFFF", strike=True))
    cell.parent.column_dimensions["A"].width = 3
    return True


def _changes() -> dict[str, Change]:
    named: dict[str, Callable[[Workbook, Random], bool]] = {
        "cells swapped": _swapped,
        "odd value": _odd_value,
        "other figure": _noise,
        "number format": _number_format,
        "formula without result": _formula,
        "cells merged": _merge,
        "cells unmerged": _unmerge,
        "rows filtered": _filtered,
        "far cell": _far_cell,
        "look": _comment_and_look,
    }
    named |= {f"figure: {form}": partial(_written, form=form) for form in FIGURES}
    for how in ("hidden", "deleted", "inserted", "repeated", "words between", "swapped"):
        named[f"row {how}"] = partial(_row, how=how)
    for how in ("hidden", "deleted", "inserted", "swapped"):
        named[f"column {how}"] = partial(_column, how=how)
    for how in ("copied", "renamed", "hidden", "added", "removed"):
        named[f"sheet {how}"] = partial(_sheets, how=how)
    for what in ("heading", "name", "unit", "period", "code", "firm"):
        named[f"{what} reworded"] = partial(_reworded, what=what)
    return {name: Change(name, make) for name, make in named.items()}


CHANGES: Mapping[str, Change] = _changes()

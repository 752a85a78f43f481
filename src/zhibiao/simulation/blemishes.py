"""Blemishes as real returns have them: each kind changes one clean sheet and says which cells it touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from zhibiao.monthly.form import COLUMNS, FIRST_VALUE_COLUMN, Cell, FormSheet, Look, Row
from zhibiao.simulation.materials import TOTAL_FIELD

Spoiled = tuple[FormSheet, tuple[str, ...]]
"""The changed sheet and the touched cells in A1 notation."""

_FULLWIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_TONNES_PER_10KT = 10_000
_CODE_LINE, _PERIOD_LINE = 3, 4
MONTH, TO_DATE, LAST_YEAR = FIRST_VALUE_COLUMN, FIRST_VALUE_COLUMN + 1, FIRST_VALUE_COLUMN + 2


def address(row: int, column: int) -> str:
    """A cell counted from 0 in A1 notation.

    >>> address(7, 3)
    'D8'
    """
    return f"{chr(ord('A') + column)}{row + 1}"


def spoil(kind: str, sheet: FormSheet) -> Spoiled:
    """Apply one kind of blemish to a clean sheet; a KeyError for a kind that changes no cell."""
    return SPOILERS[kind](sheet)


def _set(sheet: FormSheet, changes: Mapping[tuple[int, int], Cell]) -> FormSheet:
    rows = list(sheet.rows)
    for (number, column), cell in changes.items():
        cells = list(rows[number].cells)
        cells[column] = cell
        rows[number] = replace(rows[number], cells=tuple(cells))
    return replace(sheet, rows=tuple(rows))


def _changed(sheet: FormSheet, changes: Mapping[tuple[int, int], Cell]) -> Spoiled:
    return _set(sheet, changes), tuple(address(row, column) for row, column in changes)


def _row_of(sheet: FormSheet, field: str) -> int:
    return next(number for number, row in enumerate(sheet.rows) if row.field == field)


def _numbers(sheet: FormSheet, *, looks: Iterable[Look], columns: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    wanted, found = set(looks), {}
    for number, row in enumerate(sheet.rows):
        for column in columns:
            cell = row.cells[column] if row.field else None
            if cell is not None and cell.look in wanted and isinstance(cell.value, Decimal):
                found[number, column] = cell.value
    return found


def _as_text(sheet: FormSheet, look: Look, write: Callable[[Decimal], str]) -> Spoiled:
    numbers = _numbers(sheet, looks=(look,), columns=(MONTH,))
    return _changed(sheet, {place: Cell(write(value), look) for place, value in numbers.items()})


def _thousands(sheet: FormSheet) -> Spoiled:
    return _as_text(sheet, Look.MONEY, lambda value: f"{value:,.2f}")


def _fullwidth(sheet: FormSheet) -> Spoiled:
    return _as_text(sheet, Look.TONNES, lambda value: f"{value:.4f}".translate(_FULLWIDTH))


def _padded(sheet: FormSheet) -> Spoiled:
    return _as_text(sheet, Look.TONNES, lambda value: f"\u3000{value:.4f}\u3000")


def _dash(sheet: FormSheet) -> Spoiled:
    rows = [_row_of(sheet, field) for field in ("orders_t", "billets_bought_t")]
    columns = {row: (MONTH, TO_DATE) if sheet.rows[row].field == "billets_bought_t" else (MONTH,) for row in rows}
    return _changed(sheet, {(row, column): Cell("—", Look.TONNES) for row in rows for column in columns[row]})


def _blank(sheet: FormSheet) -> Spoiled:
    return _changed(sheet, {(_row_of(sheet, "orders_t"), MONTH): Cell(None, Look.TONNES)})


def _product_rows(sheet: FormSheet) -> list[int]:
    parts = [
        number
        for number, row in enumerate(sheet.rows)
        if row.field and row.cells[0] is not None and row.cells[0].look is Look.PART
    ]
    return parts or [number for number, row in enumerate(sheet.rows) if row.field][-1:]


def _total_row(sheet: FormSheet) -> Spoiled:
    """The firm adds up its own product rows once more, under them."""
    parts = _product_rows(sheet)
    values = [Cell("合计", Look.NAME), Cell("万吨", Look.UNIT), Cell(None, Look.UNIT)]
    for column in range(FIRST_VALUE_COLUMN, COLUMNS):
        cells = (sheet.rows[row].cells[column] for row in parts)
        amounts = [cell.value for cell in cells if cell is not None and isinstance(cell.value, Decimal)]
        values.append(Cell(sum(amounts, Decimal(0)) if amounts else None, Look.TONNES))
    at = parts[-1] + 1
    rows = (*sheet.rows[:at], Row(cells=tuple(values)), *sheet.rows[at:])
    return replace(sheet, rows=rows), (f"{address(at, 0)}:{address(at, COLUMNS - 1)}",)


def _merged_units(sheet: FormSheet) -> Spoiled:
    parts = _product_rows(sheet)
    first, last = parts[0], parts[-1]
    blank = {(row, 1): Cell(None, Look.UNIT) for row in parts[1:]}
    merged = replace(_set(sheet, blank), tall_merges=((1, first, last),))
    return merged, (f"{address(first, 1)}:{address(last, 1)}",)


def _renamed(sheet: FormSheet) -> Spoiled:
    return replace(sheet, name=f"{sheet.period.last.month}月报表(尾宿)"), ()


def _blank_after_name(sheet: FormSheet) -> Spoiled:
    return replace(sheet, name=f"{sheet.name} "), ()


def _parentheses(sheet: FormSheet) -> Spoiled:
    row = _row_of(sheet, "profit_yuan")
    losses = {
        (row, column): Cell(f"({-cell.value:,.2f})", Look.MONEY)
        for column in (MONTH, TO_DATE)
        if (cell := sheet.rows[row].cells[column]) is not None and isinstance(cell.value, Decimal) and cell.value < 0
    }
    return _changed(sheet, losses)


def _note(sheet: FormSheet) -> Spoiled:
    text = "注：本月检修一座高炉，影响产量；其他指标无异常变动。"
    cells = (Cell(text, Look.NOTE), *(None,) * (COLUMNS - 1))
    noted = replace(sheet, rows=(*sheet.rows, Row(cells=cells)))
    return noted, (address(len(sheet.rows), 0),)


def _no_machine_row(sheet: FormSheet) -> Spoiled:
    return replace(sheet, has_machine_row=False), ()


def _text_of(sheet: FormSheet, row: int, column: int) -> str:
    cell = sheet.rows[row].cells[column]
    return str(cell.value) if cell is not None else ""


def _blank_in_name(sheet: FormSheet) -> Spoiled:
    text = _text_of(sheet, _CODE_LINE, 0).replace("：辽河", "：辽河 ")
    return _changed(sheet, {(_CODE_LINE, 0): Cell(text)})


def _lower_code(sheet: FormSheet) -> Spoiled:
    label, _, code = _text_of(sheet, _CODE_LINE, FIRST_VALUE_COLUMN).partition("：")
    return _changed(sheet, {(_CODE_LINE, FIRST_VALUE_COLUMN): Cell(f"{label}：{code.lower()}", Look.RIGHT)})


def _wrong_check(sheet: FormSheet) -> Spoiled:
    text = _text_of(sheet, _CODE_LINE, FIRST_VALUE_COLUMN)
    last = "1" if text[-1] != "1" else "2"
    return _changed(sheet, {(_CODE_LINE, FIRST_VALUE_COLUMN): Cell(text[:-1] + last, Look.RIGHT)})


def _serial(sheet: FormSheet) -> Spoiled:
    first = sheet.period.start
    serial = (dt.date(first.year, first.month, 1) - _EXCEL_DAY_0).days
    return _changed(sheet, {(_PERIOD_LINE, 0): Cell(Decimal(serial))})


def _slip(sheet: FormSheet) -> Spoiled:
    numbers = _numbers(sheet, looks=(Look.TONNES,), columns=range(FIRST_VALUE_COLUMN, COLUMNS))
    changes = {place: Cell(value * _TONNES_PER_10KT, Look.TONNES) for place, value in numbers.items()}
    return _changed(sheet, changes)


def _declared(sheet: FormSheet) -> Spoiled:
    """Unit column and values changed together: nothing is wrong, only different."""
    slipped, cells = _slip(sheet)
    units = {
        (number, 1): Cell("吨", Look.UNIT)
        for number, row in enumerate(sheet.rows)
        if row.field and row.cells[1] is not None and row.cells[1].value == "万吨"
    }
    return _set(slipped, units), (*(address(*place) for place in units), *cells)


def _wrong_to_date(sheet: FormSheet) -> Spoiled:
    """The main product's year to date is 2 700 t too high, as if part of an earlier month had been added twice."""
    rows = [number for number, row in enumerate(sheet.rows) if row.field in _MAIN and _number(sheet, number, TO_DATE)]
    value = _number(sheet, rows[0], TO_DATE)
    return _changed(sheet, {(rows[0], TO_DATE): Cell(value + Decimal("0.2700"), Look.TONNES)})


_MAIN = frozenset(
    {
        *("crude_steel_t", "steel_products_t", "magnesia_products_t", "concentrate_t"),
        *("scrap_processed_t", "steel_processed_t"),
    }
)


def _number(sheet: FormSheet, row: int, column: int) -> Decimal:
    """The number in a cell, zero where there is none."""
    cell = sheet.rows[row].cells[column]
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else Decimal(0)


def _wrong_last_year(sheet: FormSheet) -> Spoiled:
    row = _row_of(sheet, "gross_output_yuan")
    value = (_number(sheet, row, LAST_YEAR) * Decimal("1.08")).quantize(Decimal("0.01"))
    return _changed(sheet, {(row, LAST_YEAR): Cell(value, Look.MONEY)})


def _rounded(sheet: FormSheet) -> Spoiled:
    changes = {}
    for row in _product_rows(sheet):
        for column in (MONTH, TO_DATE):
            cell = sheet.rows[row].cells[column]
            if cell is not None and isinstance(cell.value, Decimal):
                changes[row, column] = Cell(cell.value.quantize(Decimal("0.01")), Look.TONNES)
    return _changed(sheet, changes)


def _tail(sheet: FormSheet) -> Spoiled:
    """What a sum of binary floats leaves behind: a one in the sixteenth digit."""
    row = _row_of(sheet, "crude_steel_t")
    value = _number(sheet, row, MONTH)
    tail = Decimal(1).scaleb(value.adjusted() - 15)
    return _changed(sheet, {(row, MONTH): Cell(value + tail, Look.TONNES)})


def _hidden(sheet: FormSheet) -> Spoiled:
    number = _product_rows(sheet)[0]
    rows = list(sheet.rows)
    rows[number] = replace(rows[number], is_hidden=True)
    return replace(sheet, rows=tuple(rows)), (f"{address(number, 0)}:{address(number, COLUMNS - 1)}",)


def _formula(sheet: FormSheet) -> Spoiled:
    row = next(number for number, item in enumerate(sheet.rows) if item.field in set(TOTAL_FIELD.values()))
    parts = _product_rows(sheet)
    changes = {}
    for column in (MONTH, TO_DATE):
        cell = sheet.rows[row].cells[column]
        if cell is not None:
            total = f"=SUM({address(parts[0], column)}:{address(parts[-1], column)})"
            changes[row, column] = replace(cell, formula=total)
    return _changed(sheet, changes)


SPOILERS: Mapping[str, Callable[[FormSheet], Spoiled]] = MappingProxyType(
    {
        "unit_declared_t": _declared,
        "unit_slip": _slip,
        "year_to_date_wrong": _wrong_to_date,
        "thousands_text": _thousands,
        "fullwidth_text": _fullwidth,
        "dash_for_none": _dash,
        "blank_for_none": _blank,
        "total_row": _total_row,
        "merged_units": _merged_units,
        "renamed_sheet": _renamed,
        "sheet_name_blank": _blank_after_name,
        "loss_in_parentheses": _parentheses,
        "note_below": _note,
        "no_machine_row": _no_machine_row,
        "name_with_blank": _blank_in_name,
        "last_year_wrong": _wrong_last_year,
        "rounded_parts": _rounded,
        "float_tail": _tail,
        "code_lower_case": _lower_code,
        "period_serial": _serial,
        "check_digit_wrong": _wrong_check,
        "hidden_row": _hidden,
        "formula_total": _formula,
        "blank_padding": _padded,
    }
)

"""Old .xls sheets as grids, read by two readers that must see the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import xlwt

import hand_made_files as made
from zhibiao.readers.grids import grid_compared, grid_xls
from zhibiao.readers.grids.container import Content, inspect
from zhibiao.readers.grids.grid import Grid, Value, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable

HALF_PAST_SIX = dt.datetime.fromisoformat("2025-03-01T06:30")


def _grids(content: bytes) -> list[Grid]:
    assert (Content.LEGACY_WORKBOOK, ()) == inspect(content, name="a.xls")
    return list(read_grids(content, Content.LEGACY_WORKBOOK))


def _grid(fill: Callable[[Any], object]) -> Grid:
    def build(book: Any) -> None:
        fill(book.add_sheet("月报"))

    (grid,) = _grids(made.xls(build))
    assert "月报" == grid.name
    return grid


def _style(code: str) -> Any:
    return xlwt.easyxf(num_format_str=code)


@pytest.mark.parametrize(
    ("value", "style", "read"),
    [
        (12345.600000000002, None, 12345.600000000002),
        (7, None, 7.0),
        ("粗钢产量", None, "粗钢产量"),
        (True, None, True),
        (0.163, "0.0%", 0.163),
        (dt.datetime.fromisoformat("2025-03-01"), "yyyy-mm-dd", dt.date(2025, 3, 1)),
        (HALF_PAST_SIX, 'yyyy"年"m"月"d h:mm', HALF_PAST_SIX),
        (1.25, "[h]:mm", dt.timedelta(hours=30)),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_what_it_holds(value: object, style: str | None, read: Value) -> None:
    grid = _grid(lambda sheet: sheet.write(0, 0, value, _style(style) if style else xlwt.Style.default_style))
    assert (type(read), read) == (type(grid.at(0, 0)), grid.at(0, 0))
    assert (frozenset({(0, 0)}) if style == "0.0%" else frozenset()) == grid.structure.percent
    assert () == grid.structure.faults


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    def fill(book: Any) -> None:
        book.dates_1904 = True
        book.add_sheet("S1").write(0, 0, 44255, _style("yyyy-mm-dd"))

    (grid,) = _grids(made.xls(fill))
    assert (dt.date(2025, 3, 1), ()) == (grid.at(0, 0), grid.structure.faults)


def test_what_stands_beside_the_values_is_told() -> None:
    def fill(sheet: Any) -> None:
        sheet.write_merge(0, 1, 0, 1, "甲")
        sheet.write(2, 0, 5)
        sheet.row(2).hidden = True
        sheet.col(3).hidden = True
        sheet.row(3).set_cell_error(0, "#DIV/0!")
        sheet.write(4, 0, xlwt.Formula("A3+B4*2"))
        sheet.write(4, 1, xlwt.Formula("SUM(A1:A3)"))

    grid = _grid(fill)
    assert ["甲"] * 4 == [grid.at(row, column) for row in (0, 1) for column in (0, 1)]
    assert (frozenset({2}), frozenset({3})) == (grid.structure.hidden_rows, grid.structure.hidden_columns)
    assert ({(3, 0): "#DIV/0!"}, None) == (grid.structure.errors, grid.at(3, 0))
    assert {(4, 0): "A3+B4*2", (4, 1): "SUM(A1:A3)"} == grid.structure.formulas
    assert frozenset({(4, 0), (4, 1)}) == grid.structure.without_result


def test_hidden_sheets_are_told() -> None:
    def fill(book: Any) -> None:
        book.add_sheet("S1").write(0, 0, 1)
        book.add_sheet("S2").visibility = 1

    assert [("S1", True), ("S2", False)] == [(grid.name, grid.is_visible) for grid in _grids(made.xls(fill))]


def test_a_sheet_filled_to_the_last_row_may_have_lost_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_xls, "LAST_XLS_ROW", 5)
    grid = _grid(lambda sheet: [sheet.write(row, 0, row) for row in range(5)])
    assert [("file.rows_cut_off", "A5")] == [(fault.code, fault.cell) for fault in grid.structure.faults]
    assert () == _grid(lambda sheet: [sheet.write(row, 0, row) for row in range(4)]).structure.faults


def test_values_that_two_readers_see_differently_are_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    right = grid_xls._value
    monkeypatch.setattr(grid_xls, "_value", lambda *given, **named: _wrong(right(*given, **named)))
    grid = _grid(lambda sheet: [sheet.write(0, column, value) for column, value in enumerate([1.5, 2.5, "甲"])])
    (fault,) = grid.structure.faults
    assert ("sheet.readers_disagree", "B1") == (fault.code, fault.cell)
    assert {"first": "25.0", "second": "2.5"} == fault.facts


def _wrong(value: Value) -> Value:
    return 25.0 if value == 2.5 else value


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("a b\n", "a  b", True),
        ("a", "b", False),
        (1.0, 1, True),
        (1.0, True, False),
        (1.0, "1", False),
        (dt.date(2025, 3, 1), dt.datetime.fromisoformat("2025-03-01"), True),
        (dt.date(2025, 3, 1), 45717.0, False),
        (dt.timedelta(hours=5), dt.time(5), True),
    ],
)
def test_values_that_are_alike(first: Value, second: Value, alike: bool) -> None:
    assert alike == grid_compared._are_alike(first, second)


def test_an_xls_with_bytes_overwritten_is_unreadable_or_read() -> None:
    """Whatever is broken, there is one kind of failure."""
    content = made.xls(lambda book: [book.add_sheet("S1").write(row, 0, f"x{row}") for row in range(1)])
    outcomes = set()
    for place in range(512, len(content), 37):
        broken = content[:place] + b"\xff\x07" + content[place + 2 :]
        kind, refused = inspect(broken, name="a.xls")
        if refused:
            outcomes.add("refused")
            continue
        try:
            outcomes.add(type(list(read_grids(broken, kind))).__name__)
        except Unreadable:
            outcomes.add("unreadable")
    assert {"refused", "unreadable", "list"} == outcomes

"""Sheets of an .ods as grids: stored values, repeated cells, and what a person does not see."""

from __future__ import annotations

import datetime as dt

import pytest

import hand_made_files as made
from zhibiao.readers.grids import grid_ods
from zhibiao.readers.grids.container import Content, inspect
from zhibiao.readers.grids.grid import Grid, Value, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable

HALF_PAST_SIX = dt.datetime.fromisoformat("2025-03-01T06:30")


def _grids(tables: str, *, styles: str = "") -> list[Grid]:
    content = made.ods(tables, styles=styles)
    assert (Content.OPEN_DOCUMENT, ()) == inspect(content, name="a.ods")
    return list(read_grids(content, Content.OPEN_DOCUMENT))


def _grid(rows: str) -> Grid:
    (grid,) = _grids(f'<table:table table:name="月报">{rows}</table:table>')
    return grid


def _row(*cells: str, said: str = "") -> str:
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


def _cell(said: str = "", text: str = "") -> str:
    return f"<table:table-cell {said}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def _number(value: float, said: str = "") -> str:
    return _cell(f'office:value-type="float" office:value="{value}" {said}', f"{value}")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (_number(12345.600000000002), 12345.600000000002),
        (_cell('office:value-type="currency" office:value="3"', "¥3.00"), 3.0),
        (_cell('office:value-type="percentage" office:value="0.163"', "16.3%"), 0.163),
        (_cell('office:value-type="boolean" office:boolean-value="true"', "TRUE"), True),
        (_cell('office:value-type="date" office:date-value="2025-03-01"', "3月"), dt.date(2025, 3, 1)),
        (_cell('office:value-type="date" office:date-value="2025-03-01T06:30:00"', "x"), HALF_PAST_SIX),
        (_cell('office:value-type="time" office:time-value="PT30H00M00S"', "30:00"), dt.timedelta(hours=30)),
        (_cell('office:value-type="string"', "粗<text:span>钢</text:span><text:s text:c=\"2\"/>产量"), "粗钢  产量"),
        (_cell('office:value-type="string"') + "", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_what_it_holds(cell: str, value: Value) -> None:
    grid = _grid(_row(cell))
    assert (type(value), value) == (type(grid.at(0, 0)), grid.at(0, 0))
    assert () == grid.structure.faults
    assert (frozenset({(0, 0)}) if "percentage" in cell else frozenset()) == grid.structure.percent


def test_a_note_on_a_cell_is_not_its_text() -> None:
    note = "<office:annotation><text:p>核对</text:p></office:annotation><text:p>甲</text:p>"
    cell = f'<table:table-cell office:value-type="string">{note}</table:table-cell>'
    assert "甲" == _grid(_row(cell, _number(1))).at(0, 0)


def test_repeated_cells_and_rows_are_each_there() -> None:
    grid = _grid(
        _row(_cell('table:number-columns-repeated="2"'), _number(1, 'table:number-columns-repeated="3"')) * 1
        + _row(_number(2), said='table:number-rows-repeated="2"')
    )
    assert (("", "", 1.0, 1.0, 1.0), (2.0,), (2.0,)) == grid.rows


def test_the_empty_rest_of_the_page_takes_no_room() -> None:
    rest = _row(_cell('table:number-columns-repeated="16384"'), said='table:number-rows-repeated="1048575"')
    assert ((1.0,),) == _grid(_row(_number(1)) + rest).rows


def test_a_far_cell_is_named() -> None:
    gap = _row(_cell(), said='table:number-rows-repeated="60000"')
    grid = _grid(_row(_number(1)) + gap + _row(_cell(), _number(2)))
    assert ("B60002", ((1.0,),)) == (grid.structure.far_cell, grid.rows)


def test_formulas_errors_and_missing_results() -> None:
    grid = _grid(
        _row(
            _number(3, 'table:formula="of:=SUM([.A2:.B3])*[$Other.C1]"'),
            _cell('table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', "#DIV/0!"),
            _cell('table:formula="of:=[.A1]" office:value-type="float" office:value="0"', "#REF!"),
            _cell('table:formula="of:=[.A1]"'),
        )
    )  # fmt: skip
    assert {(0, 0): "SUM(A2:B3)*$Other.C1", (0, 1): "1/0", (0, 2): "A1", (0, 3): "A1"} == grid.structure.formulas
    assert {(0, 1): "#DIV/0!", (0, 2): "#REF!"} == grid.structure.errors
    assert frozenset({(0, 3)}) == grid.structure.without_result
    assert () == grid.structure.faults


def test_what_a_person_does_not_see_is_named() -> None:
    columns = '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    rows = _row(_number(1)) + _row(_number(2), said='table:visibility="collapse"')
    rows += _row(_number(3), said='table:visibility="filter"')
    structure = _grid(columns + rows).structure
    assert (frozenset({1, 2}), frozenset({1, 2})) == (structure.hidden_rows, structure.hidden_columns)
    assert "3:3" == structure.filtered


def test_hidden_sheets_are_told_by_their_style() -> None:
    style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    tables = "".join(
        f'<table:table table:name="S{n}" table:style-name="ta{n}">{_row(_number(n))}</table:table>' for n in (1, 2)
    )
    assert [("S1", True), ("S2", False)] == [(grid.name, grid.is_visible) for grid in _grids(tables, styles=style)]


def test_merged_cells_are_read_with_the_value_of_their_first() -> None:
    spanned = _number(1, 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    grid = _grid(_row(spanned, covered) + _row(covered, covered, _number(2)))
    assert [1.0] * 4 == [grid.at(row, column) for row in (0, 1) for column in (0, 1)]


def test_values_that_two_readers_see_differently_are_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_ods, "_number", lambda text: float(text) * 10)
    (fault,) = _grid(_row(_number(2.5))).structure.faults
    assert ("sheet.readers_disagree", "A1") == (fault.code, fault.cell)


@pytest.mark.parametrize(
    "tables",
    [
        '<table:table table:name="a"/><table:table table:name="a"/>',
        '<table:table><table:table-row table:number-rows-repeated="-1"/></table:table>',
        "<table:table>",
    ],
)
def test_what_cannot_be_read_is_unreadable(tables: str) -> None:
    with pytest.raises(Unreadable):
        list(read_grids(made.ods(tables), Content.OPEN_DOCUMENT))

"""Sheets of an .xlsx as grids: what stands in cells, what the XML tells beside it, and what is left out and named."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import hand_made_files as made
from zhibiao.readers.grids import grid_block
from zhibiao.readers.grids.grid import Grid, Structure, Value, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable

CITY = Path(__file__).parents[3] / "src" / "zhibiao" / "data" / "city" / "returns"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="10"/></cellXfs>'
)


def _grid(rows: str, *, styles: str = "", texts: str = "", book: str = "", **other: str) -> Grid:
    content = made.zipped(made.parts(made.sheet(rows, **other), styles=styles, texts=texts, book=book))
    (grid,) = read_grids(content)
    return grid


def _cells(*cells: str) -> str:
    return f'<row r="1">{"".join(cells)}</row>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>12345.600000000002</v></c>', 12345.600000000002),
        ('<c r="A1" t="n"><v>1.5E3</v></c>', 1500.0),
        ('<c r="A1"><v> 7 </v></c>', 7.0),
        ('<c r="A1"><v>1_000</v></c>', "1_000"),
        ('<c r="A1"><v>nan</v></c>', "nan"),
        ('<c r="A1"><v>１２</v></c>', "１２"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="str"><v>甲 &amp; 乙</v></c>', "甲 & 乙"),
        ('<c r="A1" t="s"><v>1</v></c>', "粗钢产量"),
        ('<c r="A1" t="inlineStr"><is><r><t>粗</t></r><r><t>钢</t></r><rPh><t>x</t></rPh></is></c>', "粗钢"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000A_b_x0000_</t></is></c>', "a\nb_x0000_"),
        ('<c r="A1" t="d"><v>2025-03-01</v></c>', dt.date(2025, 3, 1)),
        ('<c r="A1" s="1"><v>45717</v></c>', dt.date(2025, 3, 1)),
        ('<c r="A1" s="4"><v>45717.25</v></c>', dt.datetime.fromisoformat("2025-03-01T06:00")),
        ('<c r="A1" s="3"><v>1.25</v></c>', dt.timedelta(hours=30)),
        ('<c r="A1" s="1"><v>-1</v></c>', -1.0),
        ('<c r="A1" s="2"><v>0.163</v></c>', 0.163),
        ('<c><v>3</v></c>', 3.0),
        ('<c r="A1"><v><![CDATA[3]]></v></c>', 3.0),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_what_it_holds(cell: str, value: Value) -> None:
    texts = "<si><t>x</t></si><si><r><t>粗钢</t></r><r><t>产量</t></r><rPh><t>chanliang</t></rPh></si>"
    (row,) = _grid(_cells(cell), styles=STYLES, texts=texts).rows
    assert (type(value), value) == (type(row[0]), row[0])


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    grid = _grid(_cells('<c r="A1" s="1"><v>44255</v></c>'), styles=STYLES, book='<workbookPr date1904="1"/>')
    assert dt.date(2025, 3, 1) == grid.at(0, 0)


def test_percent_formats_are_told_by_cell() -> None:
    row = _cells(
        '<c r="A1" s="2"><v>0.1</v></c><c r="B1" s="0"><v>0.2</v></c><c r="C1" s="5"><v>0.3</v></c><c r="D1" s="5"/>'
    )
    assert frozenset({(0, 0), (0, 2)}) == _grid(row, styles=STYLES).structure.percent


def test_a_stated_dimension_means_nothing() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 501))
    assert 500 == len(_grid(rows, before='<dimension ref="A1:H20"/>').rows)


def test_formulas_have_their_text_and_their_stored_result() -> None:
    grid = _grid(
        _cells(
            '<c r="A1"><f>B1+C1</f><v>5</v></c>',
            '<c r="B1"><f t="shared" ref="B1:C1" si="0">SUM(A2:A$9)</f><v>1</v></c>',
            '<c r="C1"><f t="shared" si="0"/><v>2</v></c>',
            '<c r="D1"><f t="array" ref="D1:E1">X1:Y1</f><v>3</v></c><c r="E1"><v>4</v></c>',
            '<c r="F1"><f>B9</f></c>',
            '<c r="G1"><f>B9</f><v></v></c>',
            '<c r="H1" t="str"><f>""</f><v></v></c>',
        )
    )
    texts = ["B1+C1", "SUM(A2:A$9)", "SUM(B2:B$9)", "X1:Y1", "X1:Y1", "B9", "B9", '""']
    assert {(0, column): text for column, text in enumerate(texts)} == grid.structure.formulas
    assert frozenset({(0, 5), (0, 6)}) == grid.structure.without_result
    assert (5.0, 1.0, 2.0, 3.0, 4.0) == grid.rows[0]


def test_errors_are_no_values() -> None:
    grid = _grid(_cells('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1"><v>1</v></c>'))
    assert ({(0, 0): "#DIV/0!"}, None, 1.0) == (grid.structure.errors, grid.at(0, 0), grid.at(0, 1))


def test_what_a_person_does_not_see_is_named() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
        '<row r="3" ht="0" customHeight="1"><c r="A3"><v>3</v></c></row>'
    )
    before = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" width="0"/></cols>'
    after = '<autoFilter ref="A1:B3"><filterColumn colId="0"><filters/></filterColumn></autoFilter>'
    structure = _grid(rows, before=before, after=after).structure
    assert (frozenset({1, 2}), frozenset({1, 2, 4})) == (structure.hidden_rows, structure.hidden_columns)
    assert "A1:B3" == structure.filtered
    assert "" == _grid(rows, after='<autoFilter ref="A1:B3"/>').structure.filtered


def test_merged_cells_are_read_with_the_value_of_their_first() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    grid = _grid(rows, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert (1.0, 1.0, 2.0, None) == (grid.at(0, 0), grid.at(1, 0), grid.at(1, 1), grid.at(0, 2))


def test_rows_out_of_order_are_read_by_their_numbers() -> None:
    grid = _grid('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')
    assert (((1.0,), (2.0,)), True) == (grid.rows, grid.structure.is_out_of_order)


@pytest.mark.parametrize(
    ("far", "named"),
    [
        ("A1048576", "A1048576"),
        ("XFD1", "XFD1"),
        ("A5000", "A5000"),
        ("GZ9", "GZ9"),
        ("ZZZ9", ""),
        ("A60", ""),
        ("AZ9", ""),
    ],
)
def test_a_far_cell_is_named_and_the_block_before_it_read_whole(far: str, named: str) -> None:
    row = int("".join(filter(str.isdigit, far)))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="H{n}"><v>0</v></c></row>' for n in range(1, 9))
    cell = f'<row r="{row}"><c r="{far}" t="inlineStr"><is><t> </t></is></c></row>'
    if far == "ZZZ9":  # no such column
        with pytest.raises(Unreadable):
            _grid(rows + cell)
        return
    grid = _grid(rows + cell)
    assert named == grid.structure.far_cell
    assert [float(number) for number in range(1, 9)] == [line[0] for line in grid.rows[:8]]
    assert bool(named) == (len(grid.rows) <= 9 and grid.width <= 8)


@pytest.mark.parametrize(
    ("numbers", "is_out_of_order"), [(range(2, 40), False), ([2, 3, 5, 4, *range(6, 40)], True), ([9, 8, 7, 6], True)]
)
def test_rows_that_hold_nothing_change_nothing(numbers: Iterable[int], is_out_of_order: bool) -> None:
    first, last = '<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="40"><c r="A40"><v>40</v></c></row>'
    bare = "".join(f'<row r="{number}"></row>' for number in numbers)
    with_them, without = _grid(first + bare + last), _grid(first + last)
    assert without.rows == with_them.rows
    assert is_out_of_order == with_them.structure.is_out_of_order


def test_a_long_dense_sheet_is_read_to_its_end() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_001))
    assert (20_000, "") == (len((grid := _grid(rows)).rows), grid.structure.far_cell)


def test_more_cells_than_may_be_read_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_block, "MOST_CELLS", 100)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 99))
    (fault,) = _grid(rows).structure.faults
    assert ("sheet.too_many_cells", "B51") == (fault.code, fault.cell)


def test_sheets_come_in_the_order_of_their_tabs_with_hidden_ones_told() -> None:
    content = made.parts(made.sheet(""), made.sheet(_cells('<c r="A1"><v>2</v></c>')))
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b'name="S1"', b'name="S1" state="veryHidden"')
    assert [("S1", False, 0), ("S2", True, 1)] == [
        (grid.name, grid.is_visible, len(grid.rows)) for grid in read_grids(made.zipped(content))
    ]


def test_prefixed_tags_and_the_strict_namespace_mean_the_same() -> None:
    plain = made.sheet(_cells('<c r="A1" s="2"><v>0.5</v></c><c r="B1"><f>A1</f><v>1</v></c>'), after="<!-- x -->")
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("<x:!", "<!")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    strict = plain.replace(made.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    grids = [next(read_grids(made.zipped(made.parts(text, styles=STYLES)))) for text in (plain, prefixed, strict)]
    assert [grids[0]] * 3 == grids
    assert ((0.5, 1.0),) == grids[0].rows


def test_a_sheet_in_utf_16_is_read_like_one_in_utf_8() -> None:
    text = made.sheet(_cells('<c r="A1" t="inlineStr"><is><t>粗钢</t></is></c>'))
    wide = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert "粗钢" == next(read_grids(made.xlsx(extra={"xl/worksheets/sheet1.xml": wide}))).at(0, 0)


def test_a_row_within_a_comment_is_none() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><!-- </row><row r="2"><c r="A2"><v>2</v></c></row> -->'
    assert ((1.0,),) == _grid(rows).rows


def test_an_empty_sheet_has_nothing() -> None:
    assert (Structure(), ()) == ((grid := _grid("")).structure, grid.rows)


def _by_openpyxl(content: bytes) -> dict[str, list[list[Any]]]:
    import openpyxl

    assert openpyxl.DEFUSEDXML
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


@pytest.mark.parametrize("month", ["2021-02", "2023-12", "2025-03"])
def test_openpyxl_reads_the_same_values_of_the_bundled_city(month: str) -> None:
    content = (CITY / f"{month}.xlsx").read_bytes()
    theirs = _by_openpyxl(content)
    grids = list(read_grids(content))
    assert list(theirs) == [grid.name for grid in grids]
    for grid in grids:
        for row, values in enumerate(theirs[grid.name]):
            ours = [grid.rows[row][column] if column < len(grid.rows[row]) else "" for column in range(len(values))]
            assert ["" if value is None else value for value in values] == ours


def test_calamine_reads_the_same_values_of_the_bundled_city() -> None:
    from python_calamine import CalamineWorkbook

    for path in sorted(CITY.glob("*.xlsx"))[::10]:
        content = path.read_bytes()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for grid in read_grids(content):
            theirs = book.get_sheet_by_name(grid.name).to_python(skip_empty_area=False)
            ours = [[*row, *[""] * (len(theirs[0]) - len(row))] for row in grid.rows]
            assert theirs[: len(ours)] == ours
            assert {""} >= {value for row in theirs[len(ours) :] for value in row}

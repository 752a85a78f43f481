"""Tables of series: encodings, spreadsheets, ways to write a month, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from effort import examples
from zhibiao.errors import InputRefused
from zhibiao.readers.series_csv import SeriesTable, read_series
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month

SOUND = "series,month,ytd\nA,2020-02,100\nA,2020-03,160.5\nB,2020-02,7\n"
AS_READ = {"A": [(Month(2020, 2), 100.0), (Month(2020, 3), 160.5)], "B": [(Month(2020, 2), 7.0)]}


def _read(content: str | bytes, *, name: str = "series.csv") -> SeriesTable:
    return read_series(content.encode() if isinstance(content, str) else content, name=name)


def _figures(table: SeriesTable) -> dict[str, list[tuple[Month | None, float]]]:
    return {name: [(one.month, one.value) for one in reported] for name, reported in table.series.items()}


def _refused(content: str | bytes) -> list[tuple[str, int]]:
    with pytest.raises(InputRefused) as caught:
        _read(content)
    return [(finding.code, finding.place.row) for finding in caught.value.findings]


def _workbook(*rows: tuple[Any, ...], sheets: tuple[str, ...] = ("Sheet",)) -> bytes:
    book = Workbook()
    book.active.title = sheets[0]
    for row in rows:
        book.active.append(row)
    for other in sheets[1:]:
        book.create_sheet(other).append(("x",))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    table = _read("名称,月份,累计\n鞍山,2020年2月,100\n".encode(encoding))
    assert {"鞍山": [(Month(2020, 2), 100.0)]} == _figures(table)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators(delimiter: str) -> None:
    assert AS_READ == _figures(_read(SOUND.replace(",", delimiter)))


def test_columns_in_another_order_and_more_of_them() -> None:
    table = _read("note,ytd,month,series\nx,100,2020-02,A\n")
    assert ({"A": [(Month(2020, 2), 100.0)]}, ("note",)) == (_figures(table), table.unread)


@pytest.mark.parametrize(
    "month", ["2020-02", "2020-2", "202002", "2020/02", "2020年2月", "2020年1—2月", "2020-01..02", "2020-02-29"]
)
def test_ways_to_write_a_month(month: str) -> None:
    assert Month(2020, 2) == _read(f"series,month,ytd\nA,{month},1\n").series["A"][0].month


def test_statistics_go_far_back() -> None:
    assert Month(1949, 12) == _read("series,month,ytd\nA,1949-12,1\n").series["A"][0].month


def test_a_spreadsheet_with_dates_and_numbers() -> None:
    content = _workbook(("series", "month", "ytd"), ("A", dt.date(2020, 2, 29), 100), ("A", 202003, 160.5))
    table = _read(content, name="series.xlsx")
    assert AS_READ["A"] == _figures(table)["A"]
    assert ("Sheet", "C3") == (table.series["A"][1].place.sheet, table.series["A"][1].place.cell)


def test_only_the_first_sheet_is_read_and_told() -> None:
    table = _read(_workbook(("series", "month", "ytd"), ("A", "2020-02", 1), sheets=("一", "二")), name="a.xlsx")
    assert ["series.sheets_unread"] == [finding.code for finding in table.findings]


def test_a_blank_is_not_known_and_what_is_no_figure_is_kept_as_such() -> None:
    table = _read("series,month,ytd\nA,2020-02,\nA,2020-03,-\nA,2020-04,abc\nA,2020-05,inf\nA,2020-06,-3\nA,soon,5\n")
    values = [(one.place.row, one.place.field, one.text) for one in table.series["A"]]
    assert [(4, "ytd", "abc"), (5, "ytd", "inf"), (6, "ytd", "-3"), (7, "month", "soon")] == values
    assert [True, True, False, False] == [math.isnan(one.value) for one in table.series["A"]]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("", [("file.empty", 0)]),
        ("\n\n", [("file.empty", 0)]),
        (",,\n", [("series.empty", 0)]),
        (_workbook(), [("series.empty", 0)]),
        ("series,month,ytd\n", [("series.no_rows", 0)]),
        ("series,ytd\nA,1\n", [("table.column_missing", 1)]),
        ("a,b\nA,1\n", [("table.column_missing", 1)] * 3),
        ("series,名称,month,ytd\nA,A,2020-02,1\n", [("table.column_doubled", 1)]),
        ('series,month,ytd\nA,2020-02,"1\n', [("table.broken_line", 2)]),
        (b"series,month,ytd\nA\xff\xff,2020-02,1\n", [("text.encoding_unknown", 2)]),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(content: str | bytes, codes: list[tuple[str, int]]) -> None:
    assert codes == _refused(content)


@pytest.mark.parametrize(
    ("row", "code"), [("A,2020-03,1,2", "table.cells_do_not_fit"), (",2020-03,1", "series.name_missing")]
)
def test_a_row_that_says_nothing_is_left_out_and_told(row: str, code: str) -> None:
    table = _read(f"{SOUND}{row}\n")
    assert AS_READ == _figures(table)
    assert [(code, Severity.QUARANTINE, 5)] == [(one.code, one.severity, one.place.row) for one in table.findings]


def _outcome(content: bytes) -> bool:
    try:
        return bool(_read(content).series)
    except InputRefused as refused:
        return bool(refused.findings)


@settings(max_examples=examples(100))
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: f"series,month,ytd\n{text}".encode())))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert _outcome(content)

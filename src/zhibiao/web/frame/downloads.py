"""Tables taken away: .csv for spreadsheets and programs, .xlsx with a sheet that says what it was filtered by."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote

from starlette.responses import Response

from zhibiao.web.frame.tables import Column, Kind, Table, cell_of, head_shown, taken
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers import workbook
from zhibiao.writers.safe_cell import csv_row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
_SHEET_KINDS: dict[Kind, workbook.Kind] = {
    "tonnes": "whole",
    "mass": "whole",
    "count": "whole",
    "money": "yuan",
    "percent": "ratio",
    "decimal": "figure",
    "score": "figure",
}


def as_csv(table: Table, words: DeskWords) -> bytes:
    """The table for spreadsheets and programs: one head, then rows; words that look like formulas stay words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head_shown(column, words, is_taken=True) for column in table.columns])
    for row in table.rows:
        writer.writerow(csv_row([taken(cell_of(cell).value, words) for cell in row]))
    return (_BOM + out.getvalue()).encode()


def as_xlsx(tables: Sequence[Table], words: DeskWords, *, marks: Mapping[str, str], at: dt.datetime) -> bytes:
    """One sheet a table, and one that says where all of it comes from."""
    sheets = [_sheet(table, words, number) for number, table in enumerate(tables, 1)]
    return workbook.write_workbook(
        [*sheets, _about(tables, words, marks)],
        title=tables[0].title,
        author=words("name"),
        at=at,
        foot=" · ".join(f"{name} {value}" for name, value in marks.items()),
    )


def attachment(content: bytes, *, name: str, media_type: str) -> Response:
    """A file to keep, under a name that any browser understands."""
    ascii_name = name.encode("ascii", "replace").decode().replace('"', "").replace("?", "_")
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def _sheet(table: Table, words: DeskWords, number: int) -> workbook.Sheet:
    rows = tuple(tuple(_cell(taken(cell_of(cell).value, words)) for cell in row) for row in table.rows)
    return workbook.Sheet(
        name=f"{number} {table.name}"[:31],
        title=table.title,
        columns=tuple(_column(column, words) for column in table.columns),
        rows=rows,
        note=table.note,
        frozen=1,
    )


def _column(column: Column, words: DeskWords) -> workbook.Column:
    return workbook.Column(head=head_shown(column, words, is_taken=True), kind=_SHEET_KINDS.get(column.kind, "text"))


def _cell(value: object) -> workbook.Cell:
    return value if value is None or isinstance(value, (int, Decimal)) else str(value)


def _about(tables: Sequence[Table], words: DeskWords, marks: Mapping[str, str]) -> workbook.Sheet:
    """Filters, sources and marks: a file that went through three mails still says what it is."""
    rows: list[tuple[workbook.Cell, ...]] = []
    for table in tables:
        facts = {words("about.table"): table.title, words("about.source"): table.source}
        facts |= {words("about.as_of"): table.as_of} | dict(table.filters)
        rows += [(name, value) for name, value in facts.items() if value]
    rows += [(name, value) for name, value in marks.items() if value]
    columns = (workbook.Column(head=words("about.what")), workbook.Column(head=words("about.value"), width=70))
    return workbook.Sheet(name=words("about.sheet"), title=words("about.title"), columns=columns, rows=tuple(rows))

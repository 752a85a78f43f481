"""Tables of series, one figure a row (`series,month,ytd`): text in any usual encoding, or a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from zhibiao.errors import InputRefused
from zhibiao.forecast.soundness import Reported
from zhibiao.readers.grids.container import Limits, inspect
from zhibiao.readers.grids.container_door import BROKEN
from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.grids.grid import Grid, Value, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.numbers import read_number
from zhibiao.readers.wording import span_of_cell
from zhibiao.terms.cell_text import from_cell_text
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Month

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "series": ("series", "序列", "名称", "企业", "地区"),
        "month": ("month", "月份", "期别", "报告期"),
        "ytd": ("ytd", "累计", "累计数", "累计值"),
    }
)
"""What each column may be called; a heading counts only if it matches exactly."""

_DELIMITERS = (",", ";", "\t", "|")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,12})?")
_MOST_FINDINGS = 200
_LIMITS = Limits(file_bytes=1 << 28, unpacked_bytes=1 << 28, part_bytes=1 << 27)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTable:
    """What was read.

    Args:
        file: its name.
        series: the figures of each series, in the order of the file; names in the order of their first row.
        unread: headings that no column is known by.
        findings: how it was read, and rows that say nothing.
    """

    file: str
    series: Mapping[str, tuple[Reported, ...]]
    unread: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_series(content: bytes, *, name: str) -> SeriesTable:
    """Read a table whose first row names its columns; a blank figure is not known, and not zero.

    A month or a figure that cannot be read goes on as such, so that its series is judged and the others are not
    touched.

    Raises:
        InputRefused: `table.refused`: no text or spreadsheet, a column missing or doubled, or no row.
    """
    return _Reading(name=name).read(content)


@dataclass(slots=True)
class _Reading:
    """One reading of one file."""

    name: str
    remarks: Remarks = field(init=False)
    is_sheet: bool = False
    columns: dict[str, int] = field(default_factory=dict)
    months: dict[Value, Month | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.remarks = Remarks(self.name)

    def read(self, content: bytes) -> SeriesTable:
        lines = self._lines(content)
        first = next(lines, None)
        if first is None:
            self._reject("series.empty")
            self._close()
            raise AssertionError("unreachable: close refuses")
        unread = self._read_header(*first)
        self._close()
        found: dict[str, list[Reported]] = {}
        for row, cells in lines:
            self._read_row(row, cells, found, width=len(first[1]))
        if not found:
            self._reject("series.no_rows")
            self._close()
        return SeriesTable(
            file=self.name,
            series={series: tuple(reported) for series, reported in found.items()},
            unread=unread,
            findings=self.remarks.gathered(),
        )

    def _lines(self, content: bytes) -> Iterator[tuple[int, Sequence[Value]]]:
        """Numbered rows that are not blank, the header first."""
        kind, refused = inspect(content, name=self.name, limits=_LIMITS)
        self.remarks.findings.extend(refused)
        self._close()
        if not kind.is_workbook:
            yield from self._text_lines(content)
            return
        self.is_sheet = True
        try:
            sheets = [sheet for sheet in read_grids(content, kind) if sheet.is_visible and _is_filled(sheet)]
        except Unreadable as error:
            self._reject("file.damaged", part="", reason=BROKEN, detail=str(error))
            self._close()
            return
        for sheet in sheets[:1]:
            self.remarks.sheet = sheet.name
            if others := "、".join(other.name for other in sheets[1:]):
                self.remarks.note("series.sheets_unread", sheet=sheet.name, others=others)
            for number, cells in enumerate(sheet.rows, start=1):
                if not all(map(_is_blank, cells)):
                    yield number, [*cells, *[""] * (sheet.width - len(cells))]

    def _text_lines(self, content: bytes) -> Iterator[tuple[int, Sequence[Value]]]:
        text = decode(content, self.remarks)
        if text is None:
            self._close()
            return
        head = text.lstrip("\r\n").split("\n", 1)[0]
        delimiter = max(_DELIMITERS, key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self._reject("table.broken_line", row=reader.line_num, reason=str(error))
                self._close()
                return
            if cells is None:
                return
            if any(map(str.strip, cells)):
                yield reader.line_num, cells

    def _read_header(self, row: int, cells: Sequence[Value]) -> tuple[str, ...]:
        headings = [str(cell or "").strip() for cell in cells]
        found = "、".join(filter(None, headings)) or "—"
        for column, names in HEADINGS.items():
            places = [place for place, heading in enumerate(headings) if heading in names]
            if len(places) == 1:
                self.columns[column] = places[0]
            else:
                code = "table.column_doubled" if places else "table.column_missing"
                self._reject(code, row=row, of=column, column=column, found=found)
        known = {name for names in HEADINGS.values() for name in names}
        return tuple(heading for heading in headings if heading and heading not in known)

    def _read_row(self, row: int, cells: Sequence[Value], found: dict[str, list[Reported]], *, width: int) -> None:
        if len(cells) != width:
            self.remarks.add("table.cells_do_not_fit", Severity.QUARANTINE, self._place(row), row=row, columns=width)
            return
        series = self._series_of(cells[self.columns["series"]])
        if not series:
            self.remarks.add("series.name_missing", Severity.QUARANTINE, self._place(row, "series"), row=row)
            return
        reported = found.setdefault(series, [])
        text = cells[self.columns["ytd"]]
        value = _figure(text)
        if value is None:
            return
        month = self._month_of(cells[self.columns["month"]])
        what, of = (cells[self.columns["month"]], "month") if month is None else (text, "ytd")
        place = self._place(row, of)
        reported.append(Reported(month=month, value=value, place=place, text=str("" if what is None else what)))

    def _series_of(self, cell: Value) -> str:
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str("" if cell is None else cell)
        return text.strip() if self.is_sheet else from_cell_text(text.strip())

    def _month_of(self, cell: Value) -> Month | None:
        """The last month of what the cell names; January with February counts as February."""
        if cell not in self.months:
            self.months[cell] = _month(cell)
        return self.months[cell]

    def _place(self, row: int, column: str = "") -> Place:
        at = self.columns.get(column)
        if self.is_sheet:
            return self.remarks.spot(row - 1, at or 0, column)
        return Place(file=self.name, row=row, field=column)

    def _reject(self, code: str, *, row: int = 0, of: str = "", **facts: object) -> None:
        place = Place(file=self.name, sheet=self.remarks.sheet, row=row, field=of)
        self.remarks.add(code, Severity.REJECT, place, row=row, **facts)

    def _close(self) -> None:
        hard = [finding for finding in self.remarks.findings if finding.severity is Severity.REJECT]
        if hard:
            shown = ranked(hard)[:_MOST_FINDINGS]
            place = Place(file=self.name)
            raise InputRefused("table.refused", shown, place=place, file=self.name, count=len(hard))


def _month(cell: Value) -> Month | None:
    try:  # statistics go further back than returns, whose years are bounded
        return Month.parse(str(cell).strip())
    except ValueError:
        period = span_of_cell(cell).period
        return period.last if period else None


def _figure(cell: Value) -> float | None:
    """The figure of a cell; None where nothing was filed, NaN where something stands there that is no figure."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return float(cell)
    reading = read_number(cell)
    if reading.value is not None:
        return float(reading.value)
    is_odd = any(severity > Severity.NOTE for _, severity in reading.remarks)
    return math.nan if is_odd else None


def _is_filled(sheet: Grid) -> bool:
    return any(not all(map(_is_blank, cells)) for cells in sheet.rows)


def _is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())

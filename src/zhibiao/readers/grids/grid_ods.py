"""Sheets of an .ods, streamed from its content: stored values, formulas, errors, merges, and what is hidden."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

from zhibiao.readers.grids.grid_block import Block, Full
from zhibiao.readers.grids.grid_compared import compare_with_second_reader
from zhibiao.readers.grids.grid_values import MOST_COLUMNS, MOST_ROWS, Grid, Value
from zhibiao.readers.grids.guarded_xml import Unreadable, feed, local, parser

_PART = "content.xml"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_TIME = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?", re.ASCII)
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_NAMES = {
    "xmlns:office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "xmlns:table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}
_ASIDE = ("annotation", "shapes", "frame", "custom-shape", "tracked-changes", "forms")
_LONGEST_TEXT = 32_767
_MOST_SPACES = 1000


def read_ods(content: bytes) -> Iterator[Grid]:
    """Every sheet of an inspected .ods in order; values that a second reader sees differently are faults."""
    sheets = _Sheets()
    made = parser(start=sheets.start)
    made.EndElementHandler = sheets.end
    made.CharacterDataHandler = sheets.characters
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _PART not in archive.namelist():
            raise Unreadable(_PART)
        with archive.open(_PART) as stream:
            feed(stream, made)
    if len({name for name, _, _ in sheets.found}) < len(sheets.found):
        raise Unreadable("table:name")
    compare_with_second_reader(content, {name: block for name, _, block in sheets.found})
    for name, is_visible, block in sheets.found:
        yield block.grid(name, is_visible=is_visible)


class _Sheets:
    """Follows the elements of the document; what it remembers is the state between two of them."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bool, Block]] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.block: Block | None = None
        self.is_full = False
        self.row = self.row_times = self.column = 0
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.inner = 0  # depth within annotations and drawings, whose paragraphs are not the cell's
        self.is_text = False

    def start(self, tag: str, said: dict[str, str]) -> None:
        name = local(tag)
        if name == "document-content":
            _check_names(said)
        if name in _ASIDE:
            self.inner += 1
        elif self.inner:
            return
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.paragraphs = said, []
        elif name == "p" and self.cell is not None:
            self.paragraphs.append("")
            self.is_text = True
        elif self.is_text and self.paragraphs:
            self.paragraphs[-1] += _blank(name, said)
        else:
            self._about_sheet(name, said)

    def characters(self, data: str) -> None:
        if self.is_text and not self.inner:
            self.paragraphs[-1] += data

    def end(self, tag: str) -> None:
        name = local(tag)
        if name in _ASIDE:
            self.inner -= 1
        elif self.inner:
            return
        elif name == "p":
            self.is_text = False
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "table-row":
            self.row += self.row_times
        elif name == "table":
            self.block = None

    def _about_sheet(self, name: str, said: dict[str, str]) -> None:
        if name == "style":
            self.style = said.get("style:name", "")
        elif name == "table-properties" and said.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            self.block, self.is_full, self.row, self.column = Block(), False, 0, 0
            is_visible = said.get("table:style-name", "") not in self.hidden_styles
            self.found.append((said.get("table:name", ""), is_visible, self.block))
        elif self.block is not None and name == "table-column":
            self._column(said)
        elif self.block is not None and name == "table-row":
            self._row(said)

    def _column(self, said: dict[str, str]) -> None:
        assert self.block is not None
        times = _times(said, "table:number-columns-repeated")
        if said.get("table:visibility", "visible") != "visible":
            self.block.hide_columns(self.column, self.column + times - 1)
        self.column += times

    def _row(self, said: dict[str, str]) -> None:
        assert self.block is not None
        self.row_times, self.column = _times(said, "table:number-rows-repeated"), 0
        visibility = said.get("table:visibility", "visible")
        if visibility != "visible":
            self.block.hidden_rows.update(range(self.row, min(self.row + self.row_times, MOST_ROWS)))
        if visibility == "filter":
            self.block.filtered = self.block.filtered or f"{self.row + 1}:{self.row + self.row_times}"

    def _end_cell(self, said: dict[str, str]) -> None:
        assert self.block is not None
        times = _times(said, "table:number-columns-repeated")
        column, self.column = self.column, self.column + times
        value = self._value(said)
        error = self._error(said)
        if not (self.is_full or (value == "" and not error and "table:formula" not in said)):
            try:
                self._put(said, value, error, column, times)
            except Full:
                self.is_full = True
        self._merge(said, column)

    def _put(self, said: dict[str, str], value: Value, error: str, column: int, times: int) -> None:
        """The cell as often as it is repeated, across and down, as far as sheets are read."""
        assert self.block is not None
        block, formula = self.block, said.get("table:formula")
        rows = range(self.row, min(self.row + self.row_times, MOST_ROWS + 1))
        columns = range(column, min(column + times, MOST_COLUMNS + 1))
        block.expect(len(rows), len(columns), row=self.row, column=column)
        for row in rows:
            for place in columns:
                if not block.put(row, place, "" if error else value):
                    break
                if error:
                    block.errors[row, place] = error
                if formula is not None:
                    block.formulas[row, place] = _plain_formula(formula)
                    if value == "" and not error and "office:value-type" not in said:
                        block.without_result.add((row, place))
                if said.get("office:value-type") == "percentage":
                    block.percent.add((row, place))

    def _merge(self, said: dict[str, str], column: int) -> None:
        assert self.block is not None
        rows, columns = _times(said, "table:number-rows-spanned"), _times(said, "table:number-columns-spanned")
        if rows * columns > 1:
            self.block.merges.append(((self.row, column), (self.row + rows - 1, column + columns - 1)))

    def _error(self, said: dict[str, str]) -> str:
        """The error that a formula's cell shows; its stored value is a zero or nothing then."""
        text = "".join(self.paragraphs).strip()
        if said.get("calcext:value-type") == "error":
            return text or "#N/A"
        return text if "table:formula" in said and _ERROR.fullmatch(text) else ""

    def _value(self, said: dict[str, str]) -> Value:
        kind = said.get("office:value-type", "")
        if kind in ("float", "percentage", "currency"):
            return _number(said.get("office:value", ""))
        if kind == "boolean":
            return said.get("office:boolean-value") == "true"
        if kind == "date":
            return _date(said.get("office:date-value", ""))
        if kind == "time":
            return _length(said.get("office:time-value", ""))
        text = said.get("office:string-value") or "\n".join(self.paragraphs)
        if len(text) > _LONGEST_TEXT:
            raise Unreadable(f"{len(text):,} > {_LONGEST_TEXT:,}")
        return text


def _check_names(said: dict[str, str]) -> None:
    """Attributes are known by their usual prefixes, which must mean what they usually do."""
    for name, space in _NAMES.items():
        if said.get(name) != space:
            raise Unreadable(name)


def _times(said: dict[str, str], name: str) -> int:
    text = said.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) > 0):
        raise Unreadable(f"{name} {text[:20]}")
    return int(text)


def _blank(name: str, said: dict[str, str]) -> str:
    """The blanks that an element within a paragraph stands for."""
    if name == "s":
        return " " * min(_times(said, "text:c"), _MOST_SPACES)
    return {"tab": "\t", "line-break": "\n"}.get(name, "")


def _plain_formula(formula: str) -> str:
    """OpenFormula in the notation of the other formats: "of:=SUM([.A1:.B2])" as "SUM(A1:B2)"."""
    text = formula.split("=", 1)[-1] if ":" in formula.split("=", 1)[0] else formula.lstrip("=")
    return re.sub(r"\[([^\]]*)\]", lambda match: match[1].lstrip(".").replace(":.", ":"), text)


def _number(text: str) -> Value:
    return float(text) if _NUMBER.fullmatch(text) else text[:_LONGEST_TEXT]


def _date(text: str) -> Value:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text[:_LONGEST_TEXT]
    return moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)


def _length(text: str) -> Value:
    match = _TIME.fullmatch(text)
    if match is None or max(map(len, match.groups(""))) > 9:
        return text[:_LONGEST_TEXT]
    sign, days, hours, minutes, seconds = match.groups("0")
    length = dt.timedelta(
        days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", "."))
    )
    return -length if sign == "-" else length

"""Sheets of an .xlsx, streamed: values, formats, formulas, errors, merges, and what is hidden."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

from zhibiao.readers.grids.cell_address import LAST_COLUMN, LAST_ROW, address, cell_of, column_of, moved, range_of
from zhibiao.readers.grids.grid_block import MOST_MERGED, Block, Full
from zhibiao.readers.grids.grid_values import MOST_ROWS, Grid, Value
from zhibiao.readers.grids.guarded_xml import Unreadable, parser
from zhibiao.readers.grids.number_formats import Shown, duration_of, instant_of
from zhibiao.readers.grids.xlsx_package import Package, unescaped
from zhibiao.readers.grids.xlsx_rows import PlainCell, feed_sheet

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_LONGEST_TEXT = 32_767
_TRUE = ("1", "true")


def read_xlsx(content: bytes) -> Iterator[Grid]:
    """Every sheet of an inspected .xlsx in the order of its tabs; sheets of charts have no cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = Package(archive)
        for sheet in package.sheets:
            block = _read_sheet(package, sheet.part) if sheet.part else Block()
            yield block.grid(sheet.name, is_visible=sheet.is_visible)


def _read_sheet(package: Package, part: str) -> Block:
    block = Block()
    handlers = _Handlers(block, package)
    made = parser(start=handlers.start)
    made.EndElementHandler = handlers.end
    made.CharacterDataHandler = handlers.characters
    try:
        with package.archive.open(part) as stream:
            feed_sheet(stream, made, handlers.take_row)
    except Full:
        pass
    return block


class _Handlers:
    """Follows the elements of one sheet; what it remembers is the state between two of them."""

    def __init__(self, block: Block, package: Package) -> None:
        self.block, self.package = block, package
        self.shown = package.styles
        self.columns: dict[str, int] = {}
        self.shared: dict[str, tuple[int, int, str]] = {}
        self.row, self.row_text, self.column = -1, "0", -1
        self.attributes: dict[str, str] = {}
        self.formula_attributes: dict[str, str] | None = None
        self.raw: str | None = None
        self.text = self.inline = self.formula = self.filter = ""
        self.is_phonetic = False
        self.tags: dict[str, str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.tags is None:
            self._name_tags(tag)
        assert self.tags is not None
        kind = self.tags.get(tag)
        if kind == "c":
            self.attributes, self.formula_attributes, self.raw, self.inline = attributes, None, None, ""
        elif kind == "v" or kind == "t":
            self.text = ""
        elif kind == "f":
            self.text, self.formula_attributes = "", attributes
        elif kind == "row":
            self._begin_row(attributes)
        elif kind is not None:
            self._about_sheet(kind, attributes)

    def characters(self, data: str) -> None:
        self.text += data

    def end(self, tag: str) -> None:
        assert self.tags is not None
        kind = self.tags.get(tag)
        if kind == "v":
            self.raw = self.text
        elif kind == "c":
            self._end_cell()
        elif kind == "f":
            self.formula = self.text
        elif kind == "t" and not self.is_phonetic:
            self.inline += self.text
        elif kind == "rPh":
            self.is_phonetic = False
        elif kind == "autoFilter":
            self.filter = ""

    def take_row(self, said: dict[str, str], cells: list[PlainCell]) -> bool:
        """A plain row at once; one that stands out of order or too far down is the parser's."""
        row = int(said["r"]) - 1
        if row <= self.row or row >= MOST_ROWS or self.tags is None or "row" not in self.tags:
            return False
        self._begin_row(said)
        values: list[Value] = []
        behind: list[tuple[int, Value]] = []  # cells left of one before them, or stored twice: the last one stands
        for letters, style, number, shared, text, truth, inline in cells:
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = column_of(letters)
            value: Value
            if number:
                value = self._number(number, style, row, column) if style in self.shown else float(number)
            elif shared:
                value = self.package.shared_text(shared)
            elif truth:
                value = truth == "1"
            else:
                value = unescaped(text or inline)
            if value == "":
                continue
            missing = column - len(values)
            if missing < 0:
                behind.append((column, value))
                continue
            if missing:
                values.extend([""] * missing)
            values.append(value)
        self.block.put_row(row, values)
        for column, value in behind:
            self.block.put(row, column, value)
        return True

    def _name_tags(self, root: str) -> None:
        """The tags as this sheet writes them, with the prefix of its root element."""
        prefix = root.rpartition(":")[0]
        names = ("c", "v", "f", "t", "row", "rPh", "col", "mergeCell", "autoFilter", "filterColumn", "sortState")
        self.tags = {f"{prefix}:{name}" if prefix else name: name for name in names}

    def _begin_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        row = self.row + 1 if said is None else _whole(said) - 1
        if not 0 <= row < LAST_ROW:
            raise Unreadable(f"row {said}")
        if row <= self.row:
            self.block.is_out_of_order = True
        self.row, self.row_text, self.column = row, str(row + 1), -1
        if row < MOST_ROWS and (attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("ht"))):
            self.block.hidden_rows.add(row)

    def _about_sheet(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "rPh":
            self.is_phonetic = True
        elif kind == "col" and (attributes.get("hidden") in _TRUE or _is_nothing(attributes.get("width"))):
            self.block.hide_columns(_whole(attributes.get("min", "1")) - 1, _whole(attributes.get("max", "1")) - 1)
        elif kind == "mergeCell":
            ends = range_of(attributes.get("ref", ""))
            if ends is not None:
                self.block.merges.append(ends)
        elif kind == "autoFilter":
            self.filter = attributes.get("ref", "")
        elif kind == "filterColumn" and self.filter:
            self.block.filtered = self.filter

    def _end_cell(self) -> None:
        row, column = self._place(self.attributes.get("r"))
        self.column = column
        kind = self.attributes.get("t", "n")
        if self.formula_attributes is not None:
            self._take_formula(row, column, kind)
        if kind == "e":
            if self.block.put(row, column, ""):
                self.block.errors[row, column] = self.raw or "#N/A"
            return
        value = self._value(kind, row, column)
        if value != "":
            self.block.put(row, column, value)

    def _place(self, reference: str | None) -> tuple[int, int]:
        """Row and column of the cell; one without a reference follows the last."""
        if reference is None:
            return self.row, self.column + 1
        if reference.endswith(self.row_text):
            letters = reference[: -len(self.row_text)]
            column = self.columns.get(letters)
            if column is None and _LETTERS.fullmatch(letters):
                column = self.columns[letters] = column_of(letters)
            if column is not None and column < LAST_COLUMN:
                return self.row, column
        row, column = cell_of(reference, (-1, -1))
        if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
            raise Unreadable(f"cell {reference[:20]}")
        if row != self.row:
            self.block.is_out_of_order = True
        return row, column

    def _value(self, kind: str, row: int, column: int) -> Value:
        raw = self.raw
        if kind == "inlineStr":
            return _bounded(unescaped(self.inline))
        if raw is None or raw == "":
            return ""
        if kind == "n":
            return self._number(raw, self.attributes.get("s", "0"), row, column)
        if kind == "s":
            return self.package.shared_text(raw)
        if kind == "str":
            return _bounded(unescaped(raw))
        if kind == "b":
            return raw.strip() in _TRUE
        if kind == "d":
            return _instant(raw)
        raise Unreadable(f"{address(row, column)}: t={kind[:20]}")

    def _number(self, raw: str, style: str, row: int, column: int) -> Value:
        """A number as its format shows it; what is no number in XML stays the text it is, for its own grammar."""
        if _NUMBER.fullmatch(raw) is None and _NUMBER.fullmatch(raw.strip()) is None:
            return _bounded(raw)
        number = float(raw)
        shown = self.shown.get(style)
        if shown is None:
            return number
        if shown is Shown.PERCENT:
            if row < MOST_ROWS:
                self.block.percent.add((row, column))
            return number
        found = duration_of(number) if shown is Shown.DURATION else instant_of(number, is_1904=self.package.is_1904)
        return number if found is None else found

    def _take_formula(self, row: int, column: int, kind: str) -> None:
        assert self.formula_attributes is not None
        formula, said = self.formula, self.formula_attributes
        self.formula = ""
        if said.get("t") == "shared":
            formula = self._shared_formula(said.get("si", ""), formula, row, column)
        if row >= MOST_ROWS:
            return
        self.block.formulas[row, column] = formula
        if said.get("t") in ("array", "dataTable"):
            self._spread(said.get("ref", ""), formula)
        if self.raw is None or (self.raw == "" and kind != "str"):
            self.block.without_result.add((row, column))

    def _shared_formula(self, group: str, formula: str, row: int, column: int) -> str:
        """The first cell of a group has the text; in the others it reads as if it had been copied there."""
        if formula:
            self.shared[group] = row, column, formula
            return formula
        if group not in self.shared:
            return ""
        first_row, first_column, text = self.shared[group]
        return moved(text, rows=row - first_row, columns=column - first_column)

    def _spread(self, reference: str, formula: str) -> None:
        """The cells that show the results of one formula have it too."""
        ends = range_of(reference)
        if ends is None or (ends[1][0] - ends[0][0] + 1) * (ends[1][1] - ends[0][1] + 1) > MOST_MERGED:
            return
        for row in range(ends[0][0], ends[1][0] + 1):
            for column in range(ends[0][1], ends[1][1] + 1):
                self.block.formulas.setdefault((row, column), formula)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Unreadable(text[:20])
    return int(text)


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is zero: such a row or column is not seen either."""
    return size is not None and size.strip("0.") == "" and size != ""


def _bounded(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise Unreadable(f"{len(text):,} > {_LONGEST_TEXT:,}")
    return text


def _instant(raw: str) -> Value:
    """A date in ISO 8601 as a date; else the text."""
    try:
        moment = dt.datetime.fromisoformat(raw)
    except ValueError:
        return _bounded(raw)
    return moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)

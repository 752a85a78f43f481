"""Tables of claimants for the calculator: .csv or .xlsx, exact numbers in units, all findings at once."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from zhibiao.errors import InputRefused
from zhibiao.readers.claims_columns import ColumnKind, Number
from zhibiao.readers.grids.container import Content, Limits, inspect
from zhibiao.readers.grids.container_door import BROKEN
from zhibiao.readers.grids.decoded import decode
from zhibiao.readers.grids.grid import Grid, Value, address, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.numbers import read_number
from zhibiao.readers.wording import fold, nearest
from zhibiao.terms.cell_text import from_cell_text
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import printed
from zhibiao.terms.finding import Finding, Severity, ranked

ID, FLOOR, CEILING, GROUP, WITHIN = "id", "floor", "ceiling", "group", "within"
BOUNDS = (FLOOR, CEILING)

_DELIMITERS = (",", ";", "\t", "|")
_PLAIN = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,12})?")
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MOST_FINDINGS = 200
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "合计数", "total", "grandtotal", "subtotal", "sum"})
_LIMITS = Limits(file_bytes=1 << 30, unpacked_bytes=1 << 30, part_bytes=1 << 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a table is wanted.

    Args:
        needed: columns that have to be there, filled in every row.
        filled: columns read where they are there, and then filled in every row.
        headed: columns that have to be there, blanks allowed.
        optional: columns read where they are there, blanks allowed.
        key: the column that names a row; a name stands once.
        unit: size of one unit: amounts come back as so many of it, bounds as whole numbers of it.
        least: units that everyone gets at least, whatever the floor says.
    """

    needed: Sequence[str] = ()
    filled: Sequence[str] = ()
    headed: Sequence[str] = ()
    optional: Sequence[str] = BOUNDS
    key: str = ID
    unit: Fraction = Fraction(1)
    least: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (self.key, *self.needed, *self.filled, *self.headed, *self.optional)

    def must_be_filled(self, column: str) -> bool:
        """Whether a blank in that column is a mistake."""
        return column in self.needed or column in self.filled


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsTable:
    """What was read, in the order of the file; amounts in units, a blank as None or an empty word.

    Args:
        file: its name.
        ids: names of the rows, each once.
        rows: number of each row in the file, the header being 1.
        place: where the cell of a row (from 0) and column stands.
        numbers: by column.
        words: by column.
        unread: headings that were not asked for.
        notes: how figures were read that are not plain digits.
    """

    file: str
    ids: tuple[str, ...]
    rows: Sequence[int]
    place: Callable[[int, str], Place]
    numbers: Mapping[str, tuple[Number | None, ...]]
    words: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...]
    notes: tuple[Finding, ...]


def read_claims(content: bytes, *, name: str, kinds: Mapping[str, ColumnKind], asked: Asked) -> ClaimsTable:
    """Read a table whose first row names its columns; a heading counts only if it matches exactly.

    Raises:
        InputRefused: `claimants.refused` with everything that is wrong, each with its row and column.
    """
    return _Reading(name=name, kinds=kinds, asked=asked).read(content)


@dataclass(slots=True)
class _Reading:
    """One reading of one file."""

    name: str
    kinds: Mapping[str, ColumnKind]
    asked: Asked
    remarks: Remarks = field(init=False)
    header: dict[str, int] = field(default_factory=dict)
    headings: Sequence[str] = ()
    rows: list[int] = field(default_factory=list)
    grid: Grid | None = None
    broken: int = 0

    def __post_init__(self) -> None:
        self.remarks = Remarks(self.name)

    def read(self, content: bytes) -> ClaimsTable:
        lines = self._lines(content)
        first = next(lines, None)
        if first is None:
            self.refuse("claimants.empty")
        unread = self._read_header(*first) if first else ()
        self.close()
        cells = self._read_rows(lines, width=len(first[1]) if first else 0)
        if not self.rows and not self.broken:
            self.refuse("claimants.no_rows")
        ids = self._ids(cells.pop(self.asked.key))
        numbers = {code: self._numbers(code, cells[code]) for code in cells if self.kinds[code].is_number}
        words = {code: self._words(code, cells[code]) for code in cells if not self.kinds[code].is_number}
        self._check_bounds(numbers)
        self._check_workbook()
        self.close()
        return ClaimsTable(
            file=self.name,
            ids=ids,
            rows=self.rows,
            place=self.place,
            numbers=numbers,
            words=words,
            unread=unread,
            notes=self.remarks.gathered(),
        )

    def place(self, index: int, column: str) -> Place:
        """Where the cell of that row and column stands in the file."""
        return self._at(self.rows[index], column)

    def refuse(self, code: str, row: int = 0, column: str = "", /, **facts: object) -> None:
        """Note what keeps the file from being used; beyond the first 200 only the count goes on.

        It is placed by the code of the column, and told by the heading that the file has.
        """
        self.broken += 1
        if self.broken <= _MOST_FINDINGS:
            self.remarks.add(
                code,
                Severity.REJECT,
                self._at(row, column),
                **{"file": self.name, "row": row, "column": self._heading(column), **facts},
            )

    def _heading(self, column: str) -> str:
        return self.headings[self.header[column]] if column in self.header else column

    def close(self) -> None:
        """Refuse the file if anything was wrong with it."""
        if self.broken:
            findings = ranked(one for one in self.remarks.findings if one.severity >= Severity.QUARANTINE)
            raise InputRefused(
                "claimants.refused", findings, place=Place(file=self.name), file=self.name, count=self.broken
            )

    def _at(self, row: int, column: str) -> Place:
        if self.grid is not None and row:
            cell = address(row - 1, self.header.get(column, 0))
            return Place(file=self.name, sheet=self.remarks.sheet, cell=cell, field=column)
        return Place(file=self.name, row=row, field=column)

    def _lines(self, content: bytes) -> Iterator[tuple[int, Sequence[Value]]]:
        """Numbered rows that are not blank."""
        kind, refused = inspect(content, name=self.name, limits=_LIMITS)
        for finding in refused:
            self.broken += 1
            self.remarks.findings.append(finding)
        if refused:
            self.close()
        return self._workbook_lines(content, kind) if kind.is_workbook else self._text_lines(content)

    def _text_lines(self, content: bytes) -> Iterator[tuple[int, Sequence[Value]]]:
        text = decode(content, self.remarks)
        if text is None:
            self.broken += 1
            self.close()
            return
        head = text.lstrip("\r\n").split("\n", 1)[0]
        delimiter = max(_DELIMITERS, key=head.count)
        if delimiter != ",":
            self.remarks.note("csv.delimiter", row=1, delimiter="TAB" if delimiter == "\t" else delimiter)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self.refuse("claimants.broken_line", reader.line_num, reason=str(error))
                return
            if cells is None:
                return
            if any(cells) and any(map(str.strip, cells)):
                yield reader.line_num, cells

    def _workbook_lines(self, content: bytes, kind: Content) -> Iterator[tuple[int, Sequence[Value]]]:
        try:
            sheets = [grid for grid in read_grids(content, kind) if grid.is_visible]
        except Unreadable as error:
            self.refuse("file.damaged", part="", reason=BROKEN, detail=str(error))
            self.close()
            return
        if not sheets:
            return
        filled = (sheet for sheet in sheets if any(not all(map(_is_blank, cells)) for cells in sheet.rows))
        grid = self.grid = next(filled, sheets[0])  # a chart may stand on the first sheet, or nothing
        self.remarks.sheet = grid.name
        if len(sheets) > 1:
            others = "、".join(sheet.name for sheet in sheets if sheet is not grid)
            self.remarks.note("claimants.sheets_unread", sheet=grid.name, others=others)
        if grid.structure.hidden_rows:
            self.remarks.note("claimants.rows_hidden", count=len(grid.structure.hidden_rows))
        for fault in grid.structure.faults:
            self.broken += 1
            place = self.remarks.place(fault.cell)
            self.remarks.findings.append(
                Finding(
                    code=fault.code, severity=Severity.REJECT, place=place, facts={"cell": fault.cell, **fault.facts}
                )
            )
        for number, cells in enumerate(grid.rows, start=1):
            if not all(map(_is_blank, cells)):
                yield number, [*cells, *[""] * (grid.width - len(cells))]

    def _read_header(self, row: int, cells: Sequence[Value]) -> tuple[str, ...]:
        codes = {heading: kind.code for kind in self.kinds.values() for heading in kind.headings}
        headings = self.headings = [str(cell or "").strip() for cell in cells]
        unread = []
        for place, heading in enumerate(headings):
            code = codes.get(heading)
            if code in self.header:
                first = headings[self.header[code]]
                self.refuse("claimants.column_doubled", row, code, heading=heading, first=first, column=code)
            elif code is None or code not in self.asked.columns:
                unread.append(heading)
            else:
                self.header[code] = place
        for code in (self.asked.key, *self.asked.needed, *self.asked.headed):
            if code not in self.header:
                self._refuse_missing(row, code, headings)
        return tuple(heading for heading in unread if heading)

    def _refuse_missing(self, row: int, code: str, headings: Sequence[str]) -> None:
        names = [heading for heading in self.kinds[code].headings if heading]
        free = [heading for place, heading in enumerate(headings) if heading and place not in self.header.values()]
        near = next((found for name in names if (found := nearest(name, free))), "—")
        found = "、".join(headings)
        self.refuse("claimants.column_missing", row, code, found=found, nearest=near, headings="、".join(names))

    def _read_rows(self, lines: Iterator[tuple[int, Sequence[Value]]], *, width: int) -> dict[str, list[Value]]:
        """The cells of the columns wanted; rows of another length are noted and left out."""
        cells: dict[str, list[Value]] = {code: [] for code in self.header}
        stores = [(place, cells[code].append) for code, place in self.header.items()]
        for number, line in lines:
            if len(line) != width:
                self.refuse("claimants.cells_do_not_fit", number, found=len(line), wanted=width)
                continue
            self.rows.append(number)
            for place, store in stores:
                store(line[place])
        return cells

    def _named(self, cell: Value) -> str:
        """A word; in a text table without the mark that keeps a spreadsheet from running it."""
        return _word(cell) if self.grid is not None else from_cell_text(_word(cell))

    def _ids(self, cells: list[Value]) -> tuple[str, ...]:
        ids = tuple(self._named(cell) for cell in cells)
        first: dict[str, int] = {}
        for index, one in enumerate(ids):
            if not one:
                self.refuse("claimants.id_missing", self.rows[index], self.asked.key)
            elif (look := _look(one)) in first:
                row = self.rows[first[look]]
                self.refuse("claimants.id_doubled", self.rows[index], self.asked.key, id=one, first=row)
            else:
                first[look] = index
            if self.asked.key == ID and fold(one).casefold() in _TOTALS:
                self.refuse("claimants.total_row", self.rows[index], self.asked.key, id=one)
        return ids

    def _words(self, code: str, cells: list[Value]) -> tuple[str, ...]:
        words = tuple(self._named(cell) for cell in cells)
        for index, word in enumerate(words):
            if word and not self.kinds[code].allows(word):
                self.refuse(
                    "claimants.not_allowed", self.rows[index], code, text=word, allowed=self.kinds[code].allowed
                )
            elif not word and self.asked.must_be_filled(code):
                self.refuse("claimants.value_missing", self.rows[index], code)
        return words

    def _numbers(self, code: str, cells: list[Value]) -> tuple[Number | None, ...]:
        kind = self.kinds[code]
        unit = self.asked.unit if kind.unit == "t" else Fraction(1)
        places = _decimal_places(unit)
        read = self._cell
        if places == 0 and not kind.values and kind.most is None:
            return tuple(
                int(cell)
                if type(cell) is str and cell.isdigit() and cell.isascii() and len(cell) <= 18
                else read(index, code, cell, unit, places)
                for index, cell in enumerate(cells)
            )
        return tuple(read(index, code, cell, unit, places) for index, cell in enumerate(cells))

    def _check_bounds(self, numbers: Mapping[str, tuple[Number | None, ...]]) -> None:
        unit, least = self.asked.unit, self.asked.least
        for index, most in enumerate(numbers.get(CEILING, ())):
            low = max(least, numbers[FLOOR][index] or 0 if FLOOR in numbers else 0)
            if most is not None and low > most:
                figures = {"floor": _plain(low * unit), "ceiling": _plain(most * unit)}
                self.refuse("claimants.floor_above_ceiling", self.rows[index], CEILING, **figures)

    def _check_workbook(self) -> None:
        """Cells whose value is not what it seems: nothing computed, an error, or a part of a merged one."""
        if self.grid is None:
            return
        rows, columns = set(self.rows), {place: code for code, place in self.header.items()}
        covered = {cell for cell, first in self.grid.merged_from.items() if cell != first}
        structure = self.grid.structure
        for code, cells in (
            ("claimants.formula_without_result", structure.without_result),
            ("claimants.error_value", structure.errors),
            ("claimants.merged", covered),
        ):
            for row, column in sorted(cells):
                if row + 1 in rows and column in columns:
                    self.refuse(code, row + 1, columns[column])

    def _cell(self, index: int, code: str, cell: Value, unit: Fraction, places: int | None) -> Number | None:
        """One cell as a number of units; None where it is blank, or wrong, which is noted."""
        text = cell.strip() if isinstance(cell, str) else ""
        if text and _PLAIN.fullmatch(text):
            whole, _, decimals = text.partition(".")
            if places and len(decimals) <= places:
                return int(whole + decimals.ljust(places, "0"))
            value = Fraction(text)
        else:
            found = self._read_odd(index, code, cell)
            if found is None:
                return None
            value = found
        return self._in_units(index, code, value, cell, unit)

    def _in_units(self, index: int, code: str, value: Fraction, cell: Value, unit: Fraction) -> Number | None:
        if value < 0 and not self.kinds[code].is_signed:
            self.refuse("claimants.negative", self.rows[index], code, text=str(cell))
            return None
        if not self.kinds[code].allows(value):
            self.refuse(
                "claimants.not_allowed", self.rows[index], code, text=str(cell), allowed=self.kinds[code].allowed
            )
            return None
        units = value / unit
        if units.denominator == 1:
            return units.numerator
        if code in BOUNDS:
            self.refuse("claimants.bound_not_whole", self.rows[index], code, text=str(cell), unit=_plain(unit))
            return None
        return units

    def _read_odd(self, index: int, code: str, cell: Value) -> Fraction | None:
        """A cell that is not plain digits, by the grammar of figures; what it was read as is noted."""
        reading = read_number(cell)
        row = self.rows[index]
        if reading.value is None:
            hard = [name for name, severity in reading.remarks if severity > Severity.NOTE]
            if hard:
                kinds = {"num.not_finite": "claimants.not_finite", "num.out_of_range": "claimants.out_of_range"}
                self.refuse(kinds.get(hard[0], "claimants.not_a_number"), row, code, text=str(cell))
            elif self.asked.must_be_filled(code):
                self.refuse("claimants.value_missing", row, code)
            return None
        for name, severity in reading.remarks:
            if name != "num.text":
                place = self._at(row, code)
                where = place.cell or f"{row} / {code}"
                self.remarks.findings.append(
                    Finding(
                        code=name,
                        severity=severity,
                        place=place,
                        facts={"cell": where, "text": str(cell), "value": f"{reading.value:f}"},
                    )
                )
        return Fraction(reading.value)


def _word(cell: Value) -> str:
    """A cell as a word; a workbook keeps the number 7 as 7.0."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _look(word: str) -> str:
    """What a reader sees of a word: full-width letters as letters, and nothing of what has no width."""
    return word if word.isascii() else unicodedata.normalize("NFKC", _NO_WIDTH.sub("", word))


def _is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _decimal_places(unit: Fraction) -> int | None:
    """k where the unit is 1/10^k, else None."""
    if unit.numerator != 1:
        return None
    digits = str(unit.denominator)
    return len(digits) - 1 if digits == "1" + "0" * (len(digits) - 1) else None


def _plain(value: Number) -> str:
    return f"{printed(value, 12).normalize():f}"

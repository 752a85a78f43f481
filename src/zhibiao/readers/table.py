"""Tidy CSV tables of public data: header checked, every row with its place, numbers exact, all findings at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from zhibiao.errors import InputRefused
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

_MOST_FINDINGS = 200
_BOUND = Decimal(10) ** 15  # what no published figure reaches; keeps all arithmetic exact
_MOST_DECIMALS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: its number in the file (the header is row 1) and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(slots=True)
class TableReader:
    """Reads one CSV file and gathers what is wrong with it; `close()` refuses the file if anything was.

    The one mutable thing of a reading: it lives for one file only.
    """

    path: Path
    findings: list[Finding] = field(default_factory=list)
    content: bytes | None = None
    """The file's bytes where they are at hand; else `path` is read."""

    def rows(self, columns: Sequence[str], *, optional: Sequence[str] = ()) -> Iterator[Row]:
        """Yield the rows; refuses at once a file that is absent, not UTF-8, or lacks a column.

        Columns of `optional` are read where the file has them.
        """
        reader = csv.DictReader(io.StringIO(self._text()), strict=True)
        header = self._header(reader)
        there = [*columns, *(column for column in optional if column in header)]
        for column in there:
            if header.count(column) != 1:
                code = "table.column_doubled" if column in header else "table.column_missing"
                self.note(code, column=column, row=1, found=", ".join(header))
        if self.findings:
            self.close()
        yield from self._body(reader, there)

    def _body(self, reader: csv.DictReader[str], columns: Sequence[str]) -> Iterator[Row]:
        last = 1
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self.note("table.broken_line", row=last + 1, reason=str(error))
                return
            if cells is None:
                return
            last = reader.line_num
            if None in cells or None in cells.values():
                self.note("table.cells_do_not_fit", row=reader.line_num, columns=len(reader.fieldnames or ()))
                continue
            yield Row(number=reader.line_num, cells={column: cells[column].strip() for column in columns})

    def number(self, row: Row, column: str) -> Decimal | None:
        """The number in that cell; None where the cell is empty, or holds no finite number (which is noted)."""
        text = row[column]
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and abs(value) < _BOUND and _decimals(value) <= _MOST_DECIMALS:
            return value
        self.note("table.number_broken", row=row.number, column=column, text=text)
        return None

    def month(self, row: Row, column: str) -> Month | None:
        """The month `YYYY-MM` in that cell; None, and noted, for anything else."""
        try:
            return Month.parse(row[column])
        except ValueError:
            self.note("table.month_broken", row=row.number, column=column, text=row[column])
            return None

    def note(
        self, code: str, *, row: int = 0, column: str = "", severity: Severity = Severity.REJECT, **facts: object
    ) -> None:
        """Gather a finding at a row and column of this file."""
        place = Place(file=self.path.name, row=row, field=column)
        self.findings.append(
            Finding(code=code, severity=severity, place=place, facts={"row": row, "column": column, **facts})
        )

    def close(self) -> tuple[Finding, ...]:
        """Refuse the file if anything must be put right; otherwise return what was only noted.

        Raises:
            InputRefused: `table.refused` with at most the first 200 findings.
        """
        hard = [finding for finding in self.findings if finding.severity >= Severity.QUARANTINE]
        if hard:
            raise InputRefused(
                "table.refused",
                hard[:_MOST_FINDINGS],
                place=Place(file=self.path.name),
                file=self.path.name,
                count=len(hard),
            )
        return tuple(self.findings)

    def _text(self) -> str:
        try:
            content = self.path.read_bytes() if self.content is None else self.content
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.note("table.not_utf8", offset=error.start)
        except OSError:
            self.note("table.file_missing", folder=self.path.parent.name)
        self.close()
        raise AssertionError("unreachable: close() refuses")

    def _header(self, reader: csv.DictReader[str]) -> list[str]:
        try:
            return list(reader.fieldnames or ())
        except csv.Error as error:
            self.note("table.broken_line", row=1, reason=str(error))
            return []


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def exact_units(value: Decimal, *, size: Decimal) -> int | None:
    """The value in whole units of the given size, None where it is no whole number of them."""
    scaled = value * size
    whole = scaled.to_integral_value()
    return int(whole) if whole == scaled else None

"""Rows of tables: lines of cells that stand together."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line, is_number


def table_rows(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[bool]:
    """Which lines are rows of a table: two or more together with cells alike in number, a figure among them."""
    counts = [len(line.cells()) if part in (None, Part.LINKS) else 0 for line, part in zip(lines, parts, strict=True)]
    rows = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and counts[end] >= 2 and counts[start] >= 2 and abs(counts[end] - counts[end - 1]) <= 1:
            end += 1
        if end - start >= 2 and _has_figures(lines[start:end]):
            rows[start:end] = [True] * (end - start)
        start = end
    return [row or _is_row(line) for row, line in zip(rows, lines, strict=True)]


def _has_figures(rows: Sequence[Line]) -> bool:
    told = sum(any(char.isdigit() for char in row.text) for row in rows)
    return told * 2 >= len(rows)


def _is_row(line: Line) -> bool:
    cells = line.cells()
    return len(cells) >= 3 and sum(is_number(cell.text) for cell in cells[1:]) >= 1

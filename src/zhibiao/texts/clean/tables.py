"""Rows of tables: lines of cells that stand together."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line, is_number


def table_rows(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[bool]:
    """Which lines are rows of a table: two or more together with cells alike in number, a figure among them.

    What looks like a row of links right above them, with as many cells, is their heading.
    """
    counts = [len(line.cells()) for line in lines]
    rows = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and parts[end] is None and counts[end] >= 2 and abs(counts[end] - counts[start]) <= 1:
            end += 1
        if end - start >= 2 and _has_figures(lines[start:end]):
            is_headed = start > 0 and parts[start - 1] is Part.LINKS and counts[start - 1] == counts[start]
            start -= is_headed
            rows[start:end] = [True] * (end - start)
        start = max(end, start + 1)
    return [row or (part is None and _is_row(line)) for row, part, line in zip(rows, parts, lines, strict=True)]


def _has_figures(rows: Sequence[Line]) -> bool:
    told = sum(any(char.isdigit() for char in row.text) for row in rows)
    return told * 2 >= len(rows)


def _is_row(line: Line) -> bool:
    cells = line.cells()
    return len(cells) >= 3 and sum(is_number(cell.text) for cell in cells[1:]) >= 1

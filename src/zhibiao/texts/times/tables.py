"""Where a cell of a table may find its time: the head of its column, the head of its row, a deadline in the row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibiao.texts.layout import Layout, Line
from zhibiao.texts.layout import Role as LineRole

_BAR = " | "
_LIMIT = re.compile(
    r"(?:计划|预计|拟|要求)?(?:完成|办结|整改|竣工|投产|建成|达标)?(?:时限|期限|时间(?:节点|要求)?|时间)(?:要求)?"
)


def row_places(layout: Layout, place: int) -> Iterator[tuple[int, int]]:
    """Stretches of text that may state the time of the cell at a place: its column's head, its row's first cell.

    Nothing outside tables, and nothing for the head of the table itself.
    """
    number = layout.line_at(place)
    line = layout.lines[number] if layout.lines else None
    if line is None or line.role is not LineRole.ROW:
        return
    head = _head_of(layout, number)
    if head is line:
        return
    cells, heads = _cells(layout.text, line), _cells(layout.text, head)
    index = sum(1 for _, end in cells if end < place)
    if index < len(heads):
        yield heads[index]
    if index:
        yield cells[0]


def limit_place(layout: Layout, place: int) -> tuple[int, int] | None:
    """The cell of a row of a table that says by when, under a head that asks for it (完成时限); None without one."""
    number = layout.line_at(place)
    line = layout.lines[number] if layout.lines else None
    if line is None or line.role is not LineRole.ROW:
        return None
    head = _head_of(layout, number)
    heads, cells = _cells(layout.text, head), _cells(layout.text, line)
    column = next((at for at, one in enumerate(heads) if _LIMIT.fullmatch(layout.text[slice(*one)].strip())), None)
    return cells[column] if head is not line and column is not None and column < len(cells) else None


def _head_of(layout: Layout, number: int) -> Line:
    return layout.lines[layout.lines[number].table]


def _cells(text: str, line: Line) -> list[tuple[int, int]]:
    spans, start = [], line.start
    for cell in text[line.start : line.end].split(_BAR):
        spans.append((start, start + len(cell)))
        start += len(cell) + len(_BAR)
    return spans

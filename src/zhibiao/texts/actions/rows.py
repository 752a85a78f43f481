"""Tasks in the rows of a table of tasks: what is to be done, by whom and by when stands in columns of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.texts.layout import Role
from zhibiao.texts.page import Page

_TASK = re.compile(r"任务|事项|工作内容|工作举措|措施|重点工作|工作要点|工作目标|内容")
_LEAD = re.compile(r"牵头|主办|主责")
_UNIT = re.compile(r"责任|配合|单位|部门|主体|承办|落实")
_DEADLINE = re.compile(r"时限|时间|期限|节点|进度安排")
_NUMBER = re.compile(r"序号|编号|类别|备注|附注|领域|项目名称|指标|单位$")
_NOBODY = re.compile(r"[-—/\s无]*")
_BETWEEN = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a row, by places in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A row of a table of tasks: the cell with the task, who must do it and the cell with the deadline."""

    task: Cell
    actors: tuple[str, ...]
    deadline: Cell | None
    line: int


def task_rows(page: Page) -> Iterator[TaskRow]:
    """The rows of every table whose head names a task, in the order of the text."""
    heads: dict[str, int] | None = None
    last = -2
    for number, line in enumerate(page.layout.lines):
        if line.role is not Role.ROW:
            continue
        cells = cells_of(page.text, line.start, line.end)
        if number != last + 1:
            heads = None
        last = number
        found = _heads(page.text, cells)
        if found:
            heads = found
        elif heads and len(cells) > heads["task"]:
            row = _row(page.text, cells, heads, number)
            if row:
                yield row


def cells_of(text: str, start: int, end: int) -> list[Cell]:
    """The cells of a row, blanks at their ends left out."""
    cells, first = [], start
    for cut in [*(m.start() + start for m in re.finditer(r"\|", text[start:end])), end]:
        a, b = first, cut
        while a < b and text[a] in " 　":
            a += 1
        while b > a and text[b - 1] in " 　":
            b -= 1
        cells.append(Cell(start=a, end=b))
        first = cut + 1
    return cells


def _heads(text: str, cells: list[Cell]) -> dict[str, int] | None:
    """Which column holds what, where the row is the head of a table of tasks."""
    words = [text[cell.start : cell.end] for cell in cells]
    if any(len(word) > 14 for word in words):
        return None
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        for role, pattern in (("lead", _LEAD), ("deadline", _DEADLINE), ("unit", _UNIT), ("task", _TASK)):
            if pattern.search(word) and not (role == "task" and _NUMBER.search(word)):
                found.setdefault(role, place)
                break
    return found if "task" in found and len(found) > 1 else None


def _row(text: str, cells: list[Cell], heads: dict[str, int], line: int) -> TaskRow | None:
    task = cells[heads["task"]]
    if task.start == task.end:
        return None
    deadline = heads.get("deadline")
    return TaskRow(
        task=task,
        actors=_named(text, cells, heads.get("lead")) or _named(text, cells, heads.get("unit")),
        deadline=cells[deadline] if deadline is not None and deadline < len(cells) else None,
        line=line,
    )


def _named(text: str, cells: list[Cell], place: int | None) -> tuple[str, ...]:
    if place is None or place >= len(cells):
        return ()
    words = text[cells[place].start : cells[place].end]
    if _NOBODY.fullmatch(words):
        return ()
    return tuple(name for name in _BETWEEN.split(words) if name)

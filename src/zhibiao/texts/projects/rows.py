"""Projects in the rows of a table whose head names the project's column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibiao.texts.actions.rows import Cell, cells_of
from zhibiao.texts.layout import Role
from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ProjectMention, last_day_of
from zhibiao.texts.projects.predicates import PredicateFinder
from zhibiao.texts.statement import ProjectStatus, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_NAME = re.compile(r"项目名称|工程名称|^项目$|建设项目|项目及")
_DESCRIBED = re.compile(r"投资|建设|进展|进度|开工|竣工|投产|责任|业主|规模|牵头|性质")
_STATE = re.compile(r"性质|进展|进度|状态|目标|计划(?!.*投资)|节点|阶段|情况|时间|时限")
_BUILDER = re.compile(r"建设单位|业主|实施单位|建设主体|承办|责任|牵头|企业|单位")
_PLANNED = re.compile(r"新开工|拟|新建|计划开工|前期")
_RUNNING = re.compile(r"续建|在建")


def project_rows(
    page: Page, times: Times, parties: Parties, predicates: PredicateFinder
) -> Iterator[tuple[Statement, ProjectMention]]:
    """One statement and one reach for each row that names a project."""
    heads: list[str] = []
    for line in page.layout.lines:
        if line.role is not Role.ROW:
            heads = []
            continue
        cells = cells_of(page.text, line.start, line.end)
        words = [page.text[cell.start : cell.end] for cell in cells]
        named = any(_NAME.search(word) and word != "项目" for word in words)
        described = "项目" in words and any(_DESCRIBED.search(word) for word in words)  # else it heads indicators
        if (named or described) and all(len(word) <= 20 for word in words):
            heads = words
        elif heads and len(cells) == len(heads):
            yield from _row(page, times, parties, cells, heads, predicates)


def _row(
    page: Page, times: Times, parties: Parties, cells: list[Cell], heads: list[str], predicates: PredicateFinder
) -> Iterator[tuple[Statement, ProjectMention]]:
    place = next(number for number, word in enumerate(heads) if _NAME.search(word))
    name = page.text[cells[place].start : cells[place].end]
    if len(name) < 3 or re.match(r"合计|总计|小计|共", name):
        return
    states = [cell for cell, word in zip(cells, heads, strict=True) if _STATE.search(word) and cell.start < cell.end]
    status = _status([page.text[cell.start : cell.end] for cell in states], predicates)
    builder = next((cell for cell, word in zip(cells, heads, strict=True) if _BUILDER.search(word)), None)
    actors = (page.text[builder.start : builder.end],) if builder and builder.start < builder.end else ()
    periods = [one.period for cell in states for one in times.own(cell.start, cell.end) if one.period]
    start, end = cells[place].start, cells[-1].end
    yield (
        Statement(
            kind=StatementKind.PROJECT,
            subject=name,
            period=max(periods, key=last_day_of) if periods else None,
            actors=actors,
            place=parties.place_of(start, end),
            status=status,
            start=start,
            end=end,
            confidence=0.85,
            because=("texts.because.project_row",),
        ),
        ProjectMention(
            name=name,
            stem=name,
            start=start,
            end=cells[place].end,
            reach_start=start,
            reach_end=end,
            status=status,
            actors=actors,
            is_row=True,
        ),
    )


def _status(cells: list[str], predicates: PredicateFinder) -> ProjectStatus | None:
    """What the cells say: a kind of building (续建, 新开工) before words of progress, which may be this year's aim."""
    for words in cells:
        if _RUNNING.search(words):
            return ProjectStatus.BUILDING
        if _PLANNED.search(words):
            return ProjectStatus.PLANNED
    return next((status for words in cells if (status := predicates.status_of(words))), None)

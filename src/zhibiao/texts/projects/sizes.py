"""Attributes of a project that no figure tells: the size before its name, and how far it is ahead or behind."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from zhibiao.texts.layout import Clause
from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ATTRIBUTE
from zhibiao.texts.projects.opened import Opened
from zhibiao.texts.statement import Change, Comparator, Figure, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.times import Times

_LAG = re.compile(
    r"(?P<way>提前|落后|滞后|推迟|延后|拖后)了?(?:原?计划|原?定?工期|(?:时序|计划)?进度|节点)?(?:约|近|超)?"
    r"(?P<number>\d{1,3})(?P<unit>天|个月|周)(?:左右)?$"
)
_PLAN = re.compile(r"计划|合同|工期|进度|节点|原定|预定")


def lag_of(one: Opened, page: Page, times: Times, clause: Clause) -> Statement | None:
    """`比合同工期提前11天`: how far a project is ahead of its plan or behind it, else None.

    Where the length of time is told as a figure of its own, that figure is left to become the attribute.
    """
    found = _LAG.search(page.text, clause.start, clause.end)
    if found is None or not _PLAN.search(page.text, clause.start, clause.end):
        return None
    if any(number.bar is None for number in page.within(found.start("number"), found.end("unit"))):
        return None
    return Statement(
        kind=StatementKind.PROJECT,
        subject=one.stem + lag_words(found["way"]),
        figure=Figure(
            value=Decimal(found["number"]), unit=found["unit"], change=Change.GAP, comparator=Comparator.EQUAL
        ),
        period=times.period_of(clause.start, clause.end) or (one.periods[-1] if one.periods else None),
        actors=one.actors,
        status=one.status or None,
        start=clause.start,
        end=clause.end,
        confidence=0.75,
        because=(ATTRIBUTE,),
    )


def lag_words(way: str) -> str:
    """The attribute's name for a word of being ahead or behind.

    >>> lag_words("提前"), lag_words("滞后")
    ('工期提前', '进度滞后计划')
    """
    return f"工期{way}" if way == "提前" else f"进度{way}计划"


def size_of(one: Opened, page: Page, span: tuple[int, int], *, start: int, end: int) -> Statement | None:
    """`规划建设2000万吨级精品钢项目` tells the size of what is planned; None where no number stands there."""
    number = next((number for number in page.quantities if span[0] <= number.start < span[1]), None)
    if number is None or number.value is None:
        return None
    is_about = page.text[span[1] - 1] == "级"
    return Statement(
        kind=StatementKind.PROJECT,
        subject=f"{one.stem}规模",
        figure=Figure(
            value=number.value,
            unit=(number.unit or "").removesuffix("级") or None,
            change=Change.LEVEL,
            comparator=Comparator.ABOUT if is_about else number.comparator,
        ),
        actors=one.actors,
        status=one.status or None,
        start=start,
        end=end,
        confidence=0.8,
        because=(ATTRIBUTE,),
    )

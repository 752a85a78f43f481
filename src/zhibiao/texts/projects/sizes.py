"""The size that stands before the name of a project announced, as an attribute of it."""

from __future__ import annotations

from zhibiao.texts.page import Page
from zhibiao.texts.projects.mention import ATTRIBUTE
from zhibiao.texts.projects.opened import Opened
from zhibiao.texts.statement import Change, Comparator, Figure, Statement, StatementKind


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

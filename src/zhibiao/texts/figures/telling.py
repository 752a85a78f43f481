"""The time of a table's cell, and whether its number was or shall be, from the headings of its column and row."""

from __future__ import annotations

import datetime as dt
import re

from zhibiao.texts.figures.columns import Column
from zhibiao.texts.figures.tables import Cell
from zhibiao.texts.page import Page
from zhibiao.texts.statement import StatementKind
from zhibiao.texts.times import Times

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SINCE = re.compile(r"(\d{4})-01\.\.(\d{4}-\d{2})")
_YEAR = re.compile(r"(?:^|(?<=\D))((?:19|20)\d\d)年?[AEF]?(?=$|\D)")
_EXPLICIT = re.compile(r"\d|半年|季度|[一二三四五六七八九十]月")
_DAYS = re.compile(r"(\d{4})-(\d{2})-(\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_FORECAST = re.compile(r"预计|预测|预期|初步")


def period_in(cell: Cell, page: Page, times: Times) -> str | None:
    """The period of a cell: what its column's heading says, else its row's, else what rules the table."""
    column = cell.timed
    span = _timed_span(column, page, times)
    told = times.period_of(*span) if span else None
    if told is None and span is None:
        told = _bare_year(column.label) or _row_period(cell, page, times)
    # 本月 and 累计 mean the month that the table is about, not that in which it was published.
    is_of_table = column.is_running_total or column.is_alone or column.is_previous
    return _shifted(told or times.period_of(*(cell.corner if is_of_table else cell.place)), column)


def kind_in(cell: Cell, period: str | None, published: dt.date | None) -> StatementKind | None:
    """Result or target where headings or period say so; None where neither does."""
    column, over = cell.column, _is_over(period, published)
    planned = column.is_planned or cell.timed.is_planned or cell.is_aimed
    if planned and _FORECAST.search(column.label) and over:
        return StatementKind.RESULT
    if planned:
        return StatementKind.TARGET
    if column.is_past or cell.timed.is_past or (column.change is not None and over is not False):
        return StatementKind.RESULT
    if over is None:
        return None
    if over:
        return StatementKind.RESULT
    return StatementKind.TARGET if cell.timed.spans and _YEAR.search(column.label) else None


def _timed_span(column: Column, page: Page, times: Times) -> tuple[int, int] | None:
    for span in reversed(column.spans):
        if times.own(*span) and not column.is_earlier and _EXPLICIT.search(page.text, *span):
            return span
    return None


def _bare_year(label: str) -> str | None:
    found = _YEAR.search(label)
    return found[1] if found else None


def _row_period(cell: Cell, page: Page, times: Times) -> str | None:
    words = page.text[slice(*cell.head)]
    own = times.own(*cell.head)
    if own and sum(one.end - one.start for one in own) * 2 > len(words):
        return times.period_of(*cell.head)
    return _bare_year(words) if len(words) <= len("2024年E") else None


def _shifted(period: str | None, column: Column) -> str | None:
    """A month made the months up to it, or those up to a month that month alone; the year before where it is meant."""
    if period is None:
        return None
    month, since = _MONTH.fullmatch(period), _SINCE.fullmatch(period)
    if column.is_running_total and month and month[2] != "01":
        period = f"{month[1]}-01..{period}"
    elif column.is_alone and since:
        period = since[2]
    if column.is_previous:
        return _before(period)
    if column.is_earlier:
        return re.sub(r"\d{4}", lambda year: str(int(year[0]) - 1), period)
    return period


def _before(period: str) -> str:
    """The month before a month, the ten days before ten days.

    >>> _before("2025-05-21..2025-05-31"), _before("2025-01")
    ('2025-05-11..2025-05-20', '2024-12')
    """
    days, month = _DAYS.fullmatch(period), _MONTH.fullmatch(period)
    if month is not None:
        return (dt.date(int(month[1]), int(month[2]), 1) - dt.timedelta(days=1)).isoformat()[:7]
    if days is None:
        return period
    last = dt.date(int(days[1]), int(days[2]), int(days[3])) - dt.timedelta(days=1)
    first = last.replace(day=min(21, (last.day - 1) // 10 * 10 + 1))
    return f"{first}..{last}"


def _is_over(period: str | None, published: dt.date | None) -> bool | None:
    """Whether a period ended before the page was published; None where either is unknown."""
    if not period or period.endswith("..") or published is None:
        return None
    last = period.rpartition("..")[2]
    return last < published.isoformat()[: len(last)]

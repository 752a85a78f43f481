"""The course of a year's book: used, available, pool and reserve, stacked to the cap, at every close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhibiao.assemble.desk.ledger import Moment, YearBook
from zhibiao.terms.period import Month
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.palette import BLUE, DASHED, FAINT, INK, SKY, VERMILION, axis_text, name_axis, value_axis
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.scale import Scale, scale_for
from zhibiao.writers.wording import percent

PARTS = ("used", "available", "pool", "reserve")
"""From the bottom up."""

_LARGEST_IN_KT = 9_999_999
_FILLS: Mapping[str, str] = {"used": BLUE, "available": SKY, "pool": "#e9ecef", "reserve": FAINT}
_DECALS: Mapping[str, dict[str, Any]] = {
    "pool": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": 0.785, "color": "#8a9097"},
    "reserve": {"symbol": "circle", "symbolSize": 0.6, "color": "rgba(255,255,255,0.9)"},
}


def course_chart(year: YearBook, words: DeskWords, *, filters: Mapping[str, str]) -> Chart:
    """The chart of a year with at least one close or posting."""
    # In kt, as the title says it, however large the cap is.
    scale = scale_for(min(max(one.cap_t for one in year.course), _LARGEST_IN_KT), lang=words.lang)
    last = year.course[-1]
    title = words(
        "book.course_title",
        at=_period(last, words),
        cap=words.figures.mass(last.cap_t),
        used=percent(_share(last.used_t, last)),
        available=percent(_share(last.available_t, last)),
        rest=percent(_share(last.pool_t + last.reserve_t, last)),
    )
    return Chart(
        name="course",
        title=title,
        summary=words("book.course_said", title=title, count=len(year.course)),
        unit=words.label(scale.key),
        option=_option(year, scale, words),
        table=course_table(year, words, filters=filters),
    )


def course_table(year: YearBook, words: DeskWords, *, filters: Mapping[str, str]) -> Table:
    """The same in tonnes, one row a close, with the law ticked."""
    rows = tuple(
        (
            Cell(value=_period(one, words), href=f"/book/entries/{one.seq}"),
            *(getattr(one, f"{part}_t") for part in PARTS),
            one.sum_t,
            one.cap_t,
            Cell(value=words("book.adds_up" if one.holds else "book.adds_not"), mark="green" if one.holds else "red"),
        )
        for one in year.course
    )
    return Table(
        name="course",
        title=words("book.course_table"),
        columns=(
            Column(head=words("book.at")),
            *(Column(head=words.label(f"ledger.account.{part}"), kind="tonnes") for part in PARTS),
            Column(head=words("book.sum"), kind="tonnes"),
            Column(head=words("book.cap"), kind="tonnes"),
            Column(head=words("book.law")),
        ),
        rows=rows,
        source=words("book.source"),
        as_of=_period(year.course[-1], words),
        filters=filters,
    )


def _share(tonnes: int, of: Moment) -> float:
    return tonnes / of.cap_t if of.cap_t else 0.0


def _period(one: Moment, words: DeskWords) -> str:
    if not one.period:
        return words("book.now")
    if len(one.period) == 4:
        return words("book.year_close", year=one.period)
    return words.figures.month(Month.parse(one.period))


def _option(year: YearBook, scale: Scale, words: DeskWords) -> dict[str, Any]:
    names = [_short(one, words) for one in year.course]
    bars = [
        {
            "name": words.label(f"ledger.account.{part}"),
            "type": "bar",
            "stack": "cap",
            "barMaxWidth": 72,
            "barCategoryGap": "28%",
            "itemStyle": {"color": _FILLS[part], **({"decal": _DECALS[part]} if part in _DECALS else {})},
            "data": [round(scale.of(getattr(one, f"{part}_t")), 4) for one in year.course],
        }
        for part in PARTS
    ]
    cap = {
        "name": words.label("ledger.account.cap"),
        "type": "line",
        "step": "middle",
        "symbol": "diamond",
        "symbolSize": 7,
        "lineStyle": {"color": VERMILION, "width": 2, "type": DASHED},
        "itemStyle": {"color": VERMILION},
        "data": _labelled([one.cap_t for one in year.course], scale),
    }
    return {
        "grid": {"left": 8, "right": 20, "top": 30, "bottom": 40, "containLabel": True},
        "legend": {"bottom": 0, "textStyle": axis_text()},
        "xAxis": name_axis([*names, *_to_come(year, words)], axisLabel={**axis_text(), "hideOverlap": True}),
        "yAxis": value_axis(min=0),
        "series": [*bars, cap],
    }


def _to_come(year: YearBook, words: DeskWords) -> list[str]:
    """The months behind the last close: an open year is drawn as long as it will be."""
    first = int(year.open_month[5:]) + (not year.course[-1].period) if year.open_month else 13
    return [words("book.month_short", month=month) for month in range(first, 13)]


def _short(one: Moment, words: DeskWords) -> str:
    if not one.period:
        return words("book.now_short")
    return words("book.year_short") if len(one.period) == 4 else words("book.month_short", month=int(one.period[5:]))


def _labelled(caps: list[int], scale: Scale) -> list[dict[str, Any]]:
    """The cap at each close; written where it begins and where it changes."""
    found = []
    for place, cap_t in enumerate(caps):
        is_new = not place or cap_t != caps[place - 1]
        label = {"show": is_new, "position": "top", "formatter": scale.mass(cap_t), "color": INK}
        found.append({"value": scale.of(cap_t), "label": label})
    return found

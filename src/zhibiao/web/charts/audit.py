"""The figures on which quotas depend most, as bars: what the smallest error looked at would have earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhibiao.allocation.reasons.audit import Sensitivity
from zhibiao.procedures.audit_ranking import AuditRanking
from zhibiao.terms.text import Text
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.palette import BLUE, INK, name_axis, value_axis
from zhibiao.web.frame.tables import Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import figure

MOST = 12


def ranking_chart(found: AuditRanking, names: Sequence[str], fields: Mapping[str, Text], words: DeskWords) -> Chart:
    """The chart of a ranking's first figures; `names` are those of its rows in order, `fields` by code."""
    rows = [(name, one.gains[0].tonnes) for name, one in zip(names, found.rows, strict=True) if one.gains[0].tonnes]
    title = words("audit.chart_none")
    if rows:
        first, (_, tonnes) = names[0], rows[0]
        percent = f"{(found.sizes[0] * 100).normalize():f}"
        title = words("audit.chart_title", percent=percent, tonnes=figure(tonnes, 0), what=first)
    shown = rows[:MOST]
    return Chart(
        name="most",
        title=title,
        summary=words("audit.chart_said", title=title, count=len(shown)),
        unit=words("unit.t"),
        option={
            "grid": {"left": 8, "right": 72, "top": 8, "bottom": 8, "containLabel": True},
            "xAxis": value_axis(axisLabel={"show": False}),
            "yAxis": name_axis(
                [_short(one, fields, words) for one in found.rows[: len(shown)]],
                inverse=True,
            ),
            "series": [
                {
                    "type": "bar",
                    "barMaxWidth": 18,
                    "itemStyle": {"color": BLUE},
                    "data": [
                        {
                            "value": tonnes,
                            "label": {"show": True, "position": "right", "formatter": f"{tonnes:,}", "color": INK},
                        }
                        for _, tonnes in shown
                    ],
                }
            ],
        },
        table=Table(
            name="most",
            title=title,
            columns=(
                Column(head=words("audit.field")),
                Column(head=words("audit.gain"), kind="tonnes"),
            ),
            rows=tuple(shown),
            source=words("audit.source", id=found.decision_id),
        ),
    )


def _short(one: Sensitivity, fields: Mapping[str, Text], words: DeskWords) -> str:
    """A figure so short that it leaves room for its bar on a phone."""
    return f"{one.enterprise} {one.year} {words.name(fields[one.field])}"

"""Charts of the high-end share: what moved it, and its path to the target."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.assessment.high_end.account import HighEndAccount, in_points
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.assessment.high_end.path import HighEndPath
from zhibiao.web.charts.bars import Step, waterfall
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.palette import BLUE, DASHED, INK, VERMILION, axis_text, name_axis, value_axis
from zhibiao.web.frame.tables import Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.high_end_words import path_sentences
from zhibiao.writers.summary import high_end_sentence, window_name
from zhibiao.writers.wording import signed


def shift_share_chart(account: HighEndAccount, words: DeskWords, *, filters: Mapping[str, str]) -> Chart:
    """The share a year ago, the three terms, the share now; as printed, so that the bars add up to the reader's eye."""
    figures, card = words.figures, account.card
    before, after = in_points(account.before), in_points(account.after)
    steps = [
        Step(
            name=figures("chart.year", year=card.year_before), value=Fraction(before), label=f"{before}%", is_level=True
        ),
        *(
            Step(name=words(f"high_end.bar.{name}"), value=Fraction(points), label=signed(points, 2))
            for name, points in account.points.items()
        ),
        _level(figures("chart.year", year=card.year), after),
    ]
    change = figures.signed_points(after - before)
    return Chart(
        name="shift_share",
        title=figures("chart.high_end_title", window=window_name(account, figures), change=change),
        summary=high_end_sentence(account, figures),
        unit=words("high_end.unit"),
        option=waterfall(steps),
        table=_terms_table(account, words, filters),
        size="half",
    )


def _level(name: str, share: Decimal) -> Step:
    return Step(name=name, value=Fraction(share), label=f"{share}%", is_level=True)


def _terms_table(account: HighEndAccount, words: DeskWords, filters: Mapping[str, str]) -> Table:
    """Exact terms, and the points as printed; both sum to the change."""
    rows = [
        (words.label(f"assess.term.{name}"), account.points[name], term * 100) for name, term in account.terms.items()
    ]
    total = (words("high_end.change"), in_points(account.after) - in_points(account.before), account.change * 100)
    return Table(
        name="shift_share",
        title=words("high_end.terms"),
        columns=(
            Column(head=words("high_end.term")),
            Column(head=words("high_end.points"), kind="decimal"),
            Column(head=words("high_end.points_exact"), kind="score"),
        ),
        rows=(*rows, total),
        source=words("high_end.source"),
        as_of=window_name(account, words.figures),
        filters=filters,
        total=True,
    )


def path_chart(outlook: HighEndOutlook, words: DeskWords, *, filters: Mapping[str, str]) -> Chart:
    """Full years under the present catalogue, the last twelve months, and the straight way to a target."""
    path = outlook.path
    known: dict[str, Fraction] = {str(one.year): one.restated for one in path.years}
    known[words("high_end.last_twelve")] = path.share
    ahead = {str(point.year): point.share for point in path.waypoints}
    names = list(dict.fromkeys((*known, *ahead)))
    sentences = path_sentences(outlook, words.figures, month=path.until)
    return Chart(
        name="path",
        title=words("high_end.path_title", month=words.figures.month(path.until), share=f"{in_points(path.share)}%"),
        summary=words.figures.running(sentences),
        unit="%",
        option=_path_option(names, known, ahead, path, words),
        table=_path_table(names, known, ahead, path, words, filters),
        size="half",
    )


def _path_option(
    names: list[str], known: Mapping[str, Fraction], ahead: Mapping[str, Fraction], path: HighEndPath, words: DeskWords
) -> dict[str, Any]:
    made = {
        "name": words("high_end.share"),
        "type": "line",
        "symbol": "circle",
        "symbolSize": 8,
        "data": [_labelled(known.get(name)) for name in names],
        "lineStyle": {"color": INK, "width": 2.5},
        "itemStyle": {"color": INK},
    }
    series: list[dict[str, Any]] = [made]
    if path.target is not None and ahead:
        start = {list(known)[-1]: path.share}
        series.append(
            {
                "name": words("high_end.way"),
                "type": "line",
                "symbol": "emptyDiamond",
                "symbolSize": 9,
                "data": [_point({**start, **ahead}.get(name)) for name in names],
                "lineStyle": {"color": BLUE, "width": 2, "type": DASHED},
                "itemStyle": {"color": BLUE},
                "markLine": {"symbol": "none", "silent": True, "data": [_target_line(path, words)]},
            }
        )
    return {
        "grid": {"left": 44, "right": 28, "top": 24, "bottom": 48 if len(series) > 1 else 28},
        "xAxis": name_axis(names, axisLabel={**axis_text(), "interval": 0}),
        "yAxis": value_axis(min=0),
        "series": series,
        **({"legend": {"bottom": 0, "textStyle": axis_text()}} if len(series) > 1 else {}),
    }


def _target_line(path: HighEndPath, words: DeskWords) -> dict[str, Any]:
    assert path.target is not None
    share = float(in_points(path.target.share))
    text = words("high_end.target_label", year=path.target.year, share=f"{in_points(path.target.share)}%")
    label = {"show": True, "position": "insideStartTop", "formatter": text, "color": VERMILION}
    return {"yAxis": share, "lineStyle": {"color": VERMILION, "width": 2, "type": "solid"}, "label": label}


def _labelled(share: Fraction | None) -> dict[str, Any] | None:
    if share is None:
        return None
    label = {"show": True, "position": "top", "formatter": f"{in_points(share)}%", "color": INK}
    return {"value": float(in_points(share)), "label": label}


def _point(share: Fraction | None) -> float | None:
    return None if share is None else float(in_points(share))


def _path_table(
    names: list[str],
    known: Mapping[str, Fraction],
    ahead: Mapping[str, Fraction],
    path: HighEndPath,
    words: DeskWords,
    filters: Mapping[str, str],
) -> Table:
    own = {str(one.year): one.own for one in path.years}
    return Table(
        name="path",
        title=words("high_end.path_table"),
        columns=(
            Column(head=words("high_end.period")),
            Column(head=words("high_end.share_restated"), kind="percent"),
            Column(head=words("high_end.share_own"), kind="percent"),
            Column(head=words("high_end.way"), kind="percent"),
        ),
        rows=tuple((name, known.get(name), own.get(name), ahead.get(name)) for name in names),
        note=words("high_end.path_note", catalogue=words.name(path.catalogue.name)),
        source=words("high_end.source"),
        as_of=words.figures.month(path.until),
        filters=filters,
    )

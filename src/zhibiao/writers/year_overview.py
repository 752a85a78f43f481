"""A year at a glance: each name against last year, half-way and at the end, ranked by the tonnes it lost or gained."""

from __future__ import annotations

from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zhibiao.assessment.overview import AgainstLastYear, Overview
from zhibiao.terms.text import Language, Text
from zhibiao.writers.canvas import (
    BLUE,
    FAINT,
    HAIR,
    INK,
    SOFT,
    VERMILION,
    as_svg,
    drawing,
    foot,
    head,
    sheet,
)
from zhibiao.writers.scale import Scale, scale_for
from zhibiao.writers.wording import Texts, signed

_ROW = 0.232  # inches per name
_WIDTH = 8.6
_LEFT, _SPLIT, _RIGHT = 0.135, 0.655, 0.985


def draw_year_overview(overview: Overview, *, product: Text, lang: Language, texts: Texts) -> bytes:
    """The year at a glance as SVG bytes; the same value gives the same bytes."""
    with drawing():
        return as_svg(year_overview_figure(overview, product=product, lang=lang, texts=texts))


def year_overview_figure(overview: Overview, *, product: Text, lang: Language, texts: Texts) -> Figure:
    """The composed figure; draw it inside `canvas.drawing()`."""
    rows = sorted(overview.names, key=lambda one: (one.whole_change_t, one.label))
    height = 1.95 + _ROW * len(rows)
    figure = sheet(width=_WIDTH, height=height)
    facts = {
        "year": overview.year,
        "month": texts.text(f"chart.month.{overview.middle.month}", lang),
        "count": len(rows),
        "above": overview.above_in_the_middle,
        "below": overview.below_at_the_end,
        "product": product.in_(lang),
        "total": _total(overview, texts=texts, lang=lang),
    }
    top = head(
        figure,
        title=texts.text("chart.overview.title", lang, **facts),
        subtitle=texts.text("chart.overview.subtitle", lang, **facts),
    )
    foot(figure, source=texts.text("chart.overview.source", lang, source=overview.source.in_(lang)))
    low, high = 0.58 / height, top - 0.2 / height
    share = figure.add_axes((_LEFT, low, _SPLIT - _LEFT, high - low))
    tonnes = figure.add_axes((_SPLIT + 0.02, low, _RIGHT - _SPLIT - 0.02, high - low))
    _draw_shares(share, rows, [one.label.in_(lang) for one in rows])
    _head(share, texts.text("chart.overview.share", lang, **facts))
    scale = scale_for(max((one.whole_last_year_t for one in rows), default=1), lang=lang)
    _draw_tonnes(tonnes, rows, scale)
    _head(tonnes, texts.text("chart.overview.tonnes", lang, **facts, unit=texts.text(scale.key, lang)))
    _key(share, rows, texts=texts, lang=lang, facts=facts)
    return figure


def _total(overview: Overview, *, texts: Texts, lang: Language) -> str:
    """What all names together lost or gained."""
    change, before = overview.change_t, sum(one.whole_last_year_t for one in overview.names)
    scale = scale_for(before, lang=lang)
    mass = signed(Fraction(change, scale.tonnes), scale.decimals)
    share = f" ({_signed_share(Fraction(change, before))})" if before else ""
    return texts.text("chart.mass", lang, figure=mass, unit=texts.text(scale.key, lang)) + share


def _draw_shares(axes: Axes, rows: list[AgainstLastYear], names: list[str]) -> None:
    """Half-way an open circle, at the end a full one; the line between is the second half's work."""
    for row, one in enumerate(rows):
        half, whole, colour = float(one.half_change) * 100, float(one.whole_change) * 100, _colour(one)
        axes.plot([half, whole], [row, row], color=colour, linewidth=1.6, alpha=0.55, zorder=2)
        axes.plot([half], [row], "o", markersize=5.5, markerfacecolor="white", markeredgecolor=colour, zorder=3)
        axes.plot([whole], [row], "o", markersize=6, color=colour, zorder=4)
    _frame(axes, len(rows))
    axes.set_yticks(range(len(rows)), labels=names)
    axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK, pad=4)
    axes.grid(axis="x", color=HAIR, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda value, _: f"{signed(value)}%" if value else "0")
    axes.margins(x=0.04)


def _draw_tonnes(axes: Axes, rows: list[AgainstLastYear], scale: Scale) -> None:
    """The year's tonnes as bars, with the figure and its share at the end of each."""
    values = [scale.of(one.whole_change_t) for one in rows]
    axes.barh(range(len(rows)), values, height=0.62, color=[_colour(one) for one in rows], zorder=2)
    _frame(axes, len(rows))
    axes.set_yticks([])
    axes.set_xticks([])
    reach = max((abs(value) for value in values), default=1.0) or 1.0
    axes.set_xlim(min(0.0, *values) - 0.02 * reach, max(0.0, *values) + 0.75 * reach)
    for row, (one, value) in enumerate(zip(rows, values, strict=True)):
        text = f"{_seen(value, scale.decimals + 1)}  ({_signed_share(one.whole_change)})"
        axes.annotate(
            text,
            (max(value, 0.0), row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
        )


def _signed_share(change: Fraction) -> str:
    return f"{_seen(change * 100, 1)}%"


def _seen(value: float | Fraction, decimals: int) -> str:
    """A change with its sign, with more decimals where it is small: a fall must not read as nothing."""
    while value and decimals < 4 and abs(value) * 10**decimals < 1:
        decimals += 1
    return signed(value, decimals)


def _frame(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.4, -0.6)
    axes.axvline(0, color=SOFT, linewidth=0.9, zorder=1)
    axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor=SOFT)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _head(axes: Axes, text: str) -> None:
    axes.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 5),
        textcoords="offset points",
        fontsize=9,
        color=SOFT,
        va="bottom",
    )


def _key(axes: Axes, rows: list[AgainstLastYear], *, texts: Texts, lang: Language, facts: dict[str, object]) -> None:
    """Both circles are named once, beside the name that moved furthest where there is room."""
    row, one = max(enumerate(rows), key=lambda each: float(each[1].half_change - each[1].whole_change))
    for value, key in ((one.half_change, "half"), (one.whole_change, "whole")):
        right = value == max(one.half_change, one.whole_change)
        axes.annotate(
            texts.text(f"chart.overview.{key}", lang, **facts),
            (float(value) * 100, row),
            xytext=(8 if right else -8, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            fontsize=8.5,
            color=_colour(one),
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
            zorder=5,
        )


def _colour(one: AgainstLastYear) -> str:
    """Below last year at the end is blue, above it vermilion, level grey; dark and light in grey print as well."""
    if not one.whole_change_t:
        return FAINT
    return BLUE if one.whole_change_t < 0 else VERMILION

"""The glide path: cap, last year, made so far, forecast fan, required daily rate; one chart, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language
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
    name_point,
    sheet,
    spread,
)
from zhibiao.writers.glide_words import LEVEL_WITH, GlideWords
from zhibiao.writers.scale import Scale
from zhibiao.writers.wording import Texts

_WIDTH, _HEIGHT = 8.6, 5.9
_RIGHT = 0.765  # the plots end here; what follows is room for the lines' names
_BANDS = (("p05", "p95", "#d6e3ef"), ("p10", "p90", "#b3cce2"), ("p25", "p75", "#86aed0"))
_DASHES = (0, (4, 2.5))
_DOTS = (0, (1, 1.6))
_Points = list[tuple[float, float]]


def draw_glide_path(path: GlidePath, *, lang: Language, texts: Texts) -> bytes:
    """The glide path as SVG bytes; the same path gives the same bytes.

    Args:
        path: the value, see `assessment.glide_path.glide_path`.
        lang: language of all words.
        texts: the catalogue of labels.
    """
    with drawing():
        return as_svg(glide_path_figure(path, lang=lang, texts=texts))


def glide_path_figure(path: GlidePath, *, lang: Language, texts: Texts) -> Figure:
    """The composed figure; draw it inside `canvas.drawing()`."""
    words = GlideWords(path=path, lang=lang, texts=texts)
    sheet_ = sheet(width=_WIDTH, height=_HEIGHT)
    top = head(
        sheet_, title=words.title(), subtitle=words.subtitle(), advice=words("mark.between").join(words.advice())
    )
    foot(sheet_, source=words("source", source=path.source.in_(words.lang)))
    split = 0.335
    main = sheet_.add_axes((0.085, split, _RIGHT - 0.085, top - split))
    gap = sheet_.add_axes((0.085, 0.105, _RIGHT - 0.085, split - 0.105 - 0.075))
    _draw_totals(main, path, words)
    _draw_distance(gap, path, words)
    return sheet_


def _draw_totals(axes: Axes, path: GlidePath, words: GlideWords) -> None:
    """Totals since January: the cap as a line to land on, last year, the target, what was made, where it may go."""
    scale, pace = words.scale, path.pace
    _frame(axes, words)
    _fan(axes, path, scale)
    axes.hlines(scale.of(pace.cap_t), 0, 12, color=VERMILION, linewidth=1.6, zorder=3)
    axes.plot(*_xy(_points(path.last_year_t), scale), color=SOFT, linewidth=1.0, zorder=3)
    axes.plot(*_xy(_points(path.target_t), scale), color=VERMILION, linewidth=1.1, linestyle=_DASHES, zorder=3)
    _came(axes, path, scale)
    axes.plot(*_xy(_points(path.made_t), scale), color=INK, linewidth=2.4, solid_capstyle="round", zorder=5)
    at = pace.month.month
    axes.plot([at], [scale.of(pace.made_t)], "o", color=INK, markersize=5.5, zorder=6, clip_on=False)
    highest = max(pace.cap_t, pace.level_t, pace.made_t, _largest(path), 1)
    axes.set_ylim(0, scale.of(highest) * 1.06)
    _name_lines(axes, path, words)
    _key(axes, path, words)
    if pace.days_left:
        _name_made(axes, path, words)


def _draw_distance(axes: Axes, path: GlidePath, words: GlideWords) -> None:
    """The same lines as distance from the seasonal target: here the difference can be seen."""
    scale, target = words.scale, (0, *path.target_t)
    _frame(axes, words)
    axes.axhline(0, color=VERMILION, linewidth=1.1, linestyle=_DASHES, zorder=3)
    if path.fan:
        months = [month.month for month in path.fan.months]
        for low, high, colour in _BANDS:
            bands = (path.fan.bands[name] for name in (low, high))
            lower, upper = ([scale.of(v - target[m]) for v, m in zip(band, months, strict=True)] for band in bands)
            axes.fill_between(months, lower, upper, color=colour, linewidth=0, zorder=1)
        middle = [scale.of(v - target[m]) for v, m in zip(path.fan.middle or (), months, strict=True)]
        axes.plot(months, middle, color=BLUE, linewidth=1.3, zorder=4)
    lines: tuple[tuple[_Points, str, float, Any], ...] = (
        (_points(path.last_year_t), SOFT, 1.0, "solid"),
        (_points(path.made_t), INK, 2.2, "solid"),
        (_happened(path), INK, 1.3, _DOTS),
    )
    for points, colour, width, dashes in lines:
        places = _xy([(month, tonnes - target[int(month)]) for month, tonnes in points], scale)
        axes.plot(*places, color=colour, linewidth=width, linestyle=dashes, zorder=3 + width)
    axes.margins(y=0.12)
    axes.text(
        0, 1.05, words("distance", unit=words.unit), transform=axes.transAxes, fontsize=9, color=SOFT, va="bottom"
    )
    bottom, top = axes.get_ylim()
    ends: tuple[tuple[float, str, Literal["top", "bottom"]], ...] = (
        (top, "ahead", "top"),
        (bottom, "behind", "bottom"),
    )
    for value, key, place in ends:
        if abs(value) > 0.2 * (top - bottom):
            axes.annotate(
                words(key),
                (1, value),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va=place,
                color=SOFT,
                fontsize=8.5,
            )


def _frame(axes: Axes, words: GlideWords) -> None:
    """A quiet frame: hair lines, months named in the middle of their span."""
    axes.set_xlim(0, 12)
    axes.set_xticks(range(13))
    axes.tick_params(axis="x", length=3, color=FAINT, labelbottom=False)
    for month in range(1, 13):
        axes.annotate(
            words(f"tick.{month}"),
            (month - 0.5, 0),
            xycoords=("data", "axes fraction"),
            xytext=(0, -4),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8.5,
            color=SOFT,
        )
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=SOFT)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    axes.locator_params(axis="y", nbins=5)
    axes.grid(axis="y", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)


def _fan(axes: Axes, path: GlidePath, scale: Scale) -> None:
    if not path.fan:
        return
    months = [month.month for month in path.fan.months]
    for low, high, colour in _BANDS:
        lower, upper = ([scale.of(value) for value in path.fan.bands[name]] for name in (low, high))
        axes.fill_between(months, lower, upper, color=colour, linewidth=0, zorder=1)
    axes.plot(months, [scale.of(value) for value in path.fan.middle or ()], color=BLUE, linewidth=1.3, zorder=4)


def _came(axes: Axes, path: GlidePath, scale: Scale) -> None:
    points = _happened(path)
    if points:
        axes.plot(*_xy(points, scale), color=INK, linewidth=1.3, linestyle=_DOTS, zorder=4)


def _name_made(axes: Axes, path: GlidePath, words: GlideWords) -> None:
    """What was made, as near to its point as no line runs and nothing else is written."""
    at = path.pace.month.month
    text = words("made", month=words.month(at), amount=words.scale.mass(path.pace.made_t))
    lines = [_xy(_points(made), words.scale) for made in (path.made_t, path.last_year_t, path.target_t)]
    lines.append(([0.0, 12.0], [words.scale.of(path.pace.cap_t)] * 2))
    if happened := _happened(path):
        lines.append(_xy(happened, words.scale))
    if path.fan:
        months = [float(month.month) for month in path.fan.months]
        courses = (path.fan.bands["p05"], path.fan.middle or (), path.fan.bands["p95"])
        lines += [(months, [words.scale.of(value) for value in course]) for course in courses]
    name_point(axes, text, at=(at, words.scale.of(path.pace.made_t)), lines=lines)


def _key(axes: Axes, path: GlidePath, words: GlideWords) -> None:
    """What the quieter lines and the three blues are, in the free lower right."""
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=SOFT, linewidth=1.0, label=words("key.last_year")),
        Line2D([], [], color=VERMILION, linewidth=1.1, linestyle=_DASHES, label=words("key.target")),
    ]
    if path.fan:
        shares = ("90%", "80%", "50%")
        handles += [
            Patch(color=colour, label=words("key.band", share=share))
            for (_, _, colour), share in zip(_BANDS, shares, strict=True)
        ]
    axes.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1.0, 0.01),
        frameon=False,
        fontsize=8.5,
        labelcolor=SOFT,
        handlelength=1.8,
        labelspacing=0.35,
    )


def _name_lines(axes: Axes, path: GlidePath, words: GlideWords) -> None:
    """Each line is named where it ends, in its own colour; names are moved apart where lines meet."""
    scale, pace = words.scale, path.pace
    names: list[tuple[float, str, str, str]] = [(pace.cap_t, _cap_name(path, words), VERMILION, "bold")]
    if abs(pace.level_t - pace.cap_t) > pace.cap_t * LEVEL_WITH:
        names.append((pace.level_t, words("label.last_year", amount=scale.mass(pace.level_t)), SOFT, "normal"))
    if path.fan:
        low, middle, high = path.fan.bands["p05"][-1], words.projected_t, path.fan.bands["p95"][-1]
        text = words("label.forecast", amount=scale.mass(middle), low=scale.mass(low), high=scale.mass(high))
        names.append((middle, text, BLUE, "bold"))
    if not pace.days_left:
        names.append((pace.made_t, words("label.made", amount=scale.mass(pace.made_t)), INK, "bold"))
    if happened := _happened(path):
        names.append((happened[-1][1], words("label.came", amount=scale.mass(happened[-1][1])), INK, "normal"))
    low_, high_ = axes.get_ylim()
    height = axes.get_window_extent().height / axes.figure.dpi * 72
    lines = [text.count("\n") + 1 for _, text, _, _ in names]
    gap = 12.5 * max(lines) / height * (high_ - low_)
    places = spread([scale.of(value) for value, *_ in names], gap=gap, low=low_ + gap / 2, high=high_ - gap * 0.35)
    for (value, text, colour, weight), place in zip(names, places, strict=True):
        axes.annotate(
            text,
            (12, scale.of(value)),
            xytext=(12.28, place),
            textcoords="data",
            annotation_clip=False,
            va="center",
            fontsize=9.5,
            color=colour,
            fontweight=weight,
            linespacing=1.25,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.7, "shrinkA": 1, "shrinkB": 0},
        )


def _cap_name(path: GlidePath, words: GlideWords) -> str:
    amount = words.scale.mass(path.pace.cap_t)
    same = abs(path.pace.level_t - path.pace.cap_t) <= path.pace.cap_t * LEVEL_WITH
    if not path.cap_known:
        return words("label.level_stands_in", amount=amount)
    return words("label.cap_is_level" if same else "label.cap", amount=amount)


def _points(made: Sequence[int | None]) -> _Points:
    """Month ends with their totals, from zero on 1 January; months without a figure are passed over."""
    return [(0.0, 0.0), *((float(m), float(t)) for m, t in enumerate(made, start=1) if t is not None)]


def _happened(path: GlidePath) -> _Points:
    """What came after the last month counted, joined to it; empty in a chart of the present."""
    start = path.pace.month
    if path.happened_t is None or start == Month(start.year, 12):
        return []
    return [point for point in _points(path.happened_t) if point[0] >= start.month]


def _xy(points: _Points, scale: Scale) -> tuple[list[float], list[float]]:
    return [month for month, _ in points], [scale.of(tonnes) for _, tonnes in points]


def _largest(path: GlidePath) -> float:
    return max(path.fan.bands["p95"]) if path.fan else 0.0

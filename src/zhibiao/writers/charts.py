"""Charts of papers beside the glide path: what moved the high-end share, and what makes up a quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zhibiao.assessment.high_end.account import HighEndAccount, in_points
from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.writers.canvas import (
    BLUE,
    FAINT,
    HAIR,
    INK,
    SOFT,
    VERMILION,
    Picture,
    as_png,
    as_svg,
    drawing,
    foot,
    head,
    png_language,
    sheet,
)
from zhibiao.writers.glide_path import glide_path_figure
from zhibiao.writers.summary import window_name
from zhibiao.writers.wording import Words, signed

_LINE = 20  # characters of a name under a bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar of a waterfall: its name, how far it moves the sum, and what is written at it; a level stands on zero."""

    name: str
    value: float
    label: str
    is_level: bool = False


# Chinese words are short enough for a smaller sheet; the same points then come out larger on the page.
_GLIDE_INCHES = (6.5, 5.1)
_EDGE = 0.008  # of the width, left free beside the longest name


def compact_glide_path(path: GlidePath, words: Words) -> Figure:
    """The glide path for a column of text, to be drawn inside `canvas.drawing()`."""
    figure = glide_path_figure(path, lang=words.lang, texts=words.texts)
    if words.lang == "zh":
        figure.set_size_inches(*_GLIDE_INCHES)
        _make_room_right(figure)
    return figure


def _make_room_right(figure: Figure) -> None:
    """Draw the plots narrower where the name of a line would run off the sheet: totals of a nation have six digits."""
    names = [text.get_window_extent() for axes in figure.axes for text in axes.texts]
    beyond = max((box.x1 for box in names), default=0.0) / figure.bbox.width - 1 + _EDGE
    if beyond > 0:
        for axes in figure.axes:
            place = axes.get_position()
            axes.set_position((place.x0, place.y0, place.width - beyond, place.height))


def draw_compact_glide_path(path: GlidePath, words: Words) -> bytes:
    """The compact glide path as SVG bytes."""
    with drawing():
        return as_svg(compact_glide_path(path, words))


def draw_compact_glide_path_png(path: GlidePath, words: Words) -> Picture:
    """The compact glide path as PNG; in English, with a finding, where no Chinese font is installed."""
    lang, findings = png_language(words.lang)
    with drawing():
        content = as_png(compact_glide_path(path, Words(words.texts, lang)))
    return Picture(content=content, lang=lang, findings=findings)


def draw_high_end(account: HighEndAccount, words: Words, *, source: str) -> bytes:
    """What moved the high-end share, as SVG bytes; the same account gives the same bytes."""
    with drawing():
        return as_svg(_high_end_figure(account, words, source=source))


def draw_high_end_png(account: HighEndAccount, words: Words, *, source: str) -> Picture:
    """The same as PNG at 200 dpi; in English, with a finding, where no Chinese font is installed."""
    lang, findings = png_language(words.lang)
    with drawing():
        content = as_png(_high_end_figure(account, Words(words.texts, lang), source=source))
    return Picture(content=content, lang=lang, findings=findings)


def _high_end_figure(account: HighEndAccount, words: Words, *, source: str) -> Figure:
    """Before, three terms, after; the terms as printed, so that the bars add up on paper."""
    before, after = in_points(account.before), in_points(account.after)
    steps = [
        Step(
            name=words("chart.year", year=account.card.year_before),
            value=float(before),
            label=f"{before}%",
            is_level=True,
        ),
        *(
            Step(name=_in_lines(words.label(f"assess.term.{name}")), value=float(points), label=signed(points, 2))
            for name, points in account.points.items()
        ),
        Step(name=words("chart.year", year=account.card.year), value=float(after), label=f"{after}%", is_level=True),
    ]
    title = words(
        "chart.high_end_title", window=window_name(account, words), change=words.signed_points(after - before)
    )
    figure = sheet(width=6.5, height=2.9) if words.lang == "zh" else sheet(width=8.6, height=3.8)
    top = head(figure, title=title, subtitle=words("chart.high_end_subtitle"))
    foot(figure, source=source)
    _waterfall(figure.add_axes((0.06, 0.225, 0.9, top - 0.25)), steps)
    return figure


def _in_lines(name: str) -> str:
    """A name of several words in lines that stand side by side under the bars; Chinese has no spaces and stays."""
    return fill(name, _LINE)


def _waterfall(axes: Axes, steps: Sequence[Step]) -> None:
    level = Fraction(0)
    highest = max(_tops(steps))
    for place, step in enumerate(steps):
        start = Fraction(0) if step.is_level else level
        end = start + Fraction(step.value)
        colour = SOFT if step.is_level else BLUE if step.value >= 0 else VERMILION
        hatch = None if step.is_level or step.value >= 0 else "///"
        axes.bar(
            place,
            float(end - start),
            bottom=float(start),
            width=0.58,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            zorder=3,
        )
        axes.text(
            place,
            float(max(start, end)) + highest * 0.025,
            step.label,
            ha="center",
            va="bottom",
            fontweight="bold",
            color=INK,
        )
        if place + 1 < len(steps):
            axes.plot([place + 0.29, place + 0.71], [float(end)] * 2, color=FAINT, linewidth=0.9, zorder=2)
        level = end
    axes.set_xlim(-0.55, len(steps) - 0.45)
    axes.set_ylim(0, highest * 1.16)
    axes.set_xticks(range(len(steps)), labels=[step.name for step in steps])
    axes.tick_params(axis="x", length=0, labelsize=9.5, pad=5)
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=SOFT)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.locator_params(axis="y", nbins=4)
    axes.grid(axis="y", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)


def _tops(steps: Sequence[Step]) -> list[float]:
    tops, level = [0.0], 0.0
    for step in steps:
        level = step.value if step.is_level else level + step.value
        tops.append(level)
    return tops

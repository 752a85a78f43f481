"""The foot of the chart of a comparison: how unequal the use of capacity would be, and what each rule costs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zhibiao.allocation.comparison.comparison import IN_FORCE, RuleOutcome
from zhibiao.writers.canvas import BLUE, FAINT, HAIR, INK, SOFT, VERMILION, spread, width_in_ems, wrapped
from zhibiao.writers.comparison_words import compare_words, rule_name
from zhibiao.writers.wording import Words, figure

_ROW, _LEAST, _HEAD, _FOOT = 0.165, 1.5, 0.5, 0.34  # inches: a rule, the plots, over and under them
_MOST_LORENZ, _LEFT = 2.0, 0.19  # inches: the curves need no more height; left edge of all text
_CURVE_NAME = 1.3  # inches for the name of a curve
_NAME_SIZE = 7.5
_DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = ("solid", (0, (5, 2)), (0, (1.2, 1.4)))


def strip_inches(outcomes: Sequence[RuleOutcome]) -> float:
    """How much height the strip takes; none where neither capacity nor value is on file."""
    has = any(one.fairness.lorenz_use or one.cost for one in outcomes)
    return max(_LEAST, len(outcomes) * _ROW) + _HEAD + _FOOT if has else 0.0


def draw_strip(figure: Figure, outcomes: Sequence[RuleOutcome], words: Words, *, low: float) -> None:
    """Draw it `low` inches above the bottom of the sheet, on its whole width.

    Args:
        outcomes: those that differ, the rulebook in force among them.
    """
    wide, high = float(figure.get_figwidth()), float(figure.get_figheight())
    full = strip_inches(outcomes) - _HEAD - _FOOT
    names = [rule_name(one, words) for one in outcomes]
    label = min(max(width_in_ems(name) for name in names) * _NAME_SIZE / 72 + 0.15, 1.9)
    middle = wide * 0.5

    def axes(x: float, width: float, tall: float, *, title: str, over: float) -> Axes:
        bottom = low + _FOOT + full - tall
        text = compare_words(words, f"chart.{title}")
        figure.text(over / wide, (low + _FOOT + full + 0.12) / high, text, fontsize=8.8, fontweight="bold", va="bottom")
        return figure.add_axes((x / wide, bottom / high, width / wide, tall / high))

    if all(one.fairness.lorenz_use for one in outcomes):
        plot = axes(0.5, middle - 0.5 - _CURVE_NAME, min(full, _MOST_LORENZ), title="lorenz", over=_LEFT)
        _draw_lorenz(plot, outcomes, words)
    if all(one.cost and one.cost.price is not None for one in outcomes):
        plot = axes(middle + label + 0.15, wide - middle - label - 0.45, full, title="cost", over=middle + 0.15)
        _draw_cost(plot, outcomes, names)


def _draw_lorenz(axes: Axes, outcomes: Sequence[RuleOutcome], words: Words) -> None:
    """The rulebook in force, the most and the least equal rule, each as its distance below the line of equality."""
    ranked = sorted(outcomes, key=lambda one: one.fairness.gini_use or Fraction(0))
    chosen = list({id(one): one for one in (*_in_force(outcomes), ranked[-1], ranked[0])}.values())
    colours = (INK, VERMILION, BLUE)
    ends = []
    for one, colour, dash in zip(chosen, colours, _DASHES, strict=False):
        points = [(float(x) * 100, float(x - y) * 100) for x, y in one.fairness.lorenz_use]
        axes.plot(*zip(*points, strict=True), color=colour, linestyle=dash, linewidth=1.3, zorder=3)
        ends.append(max(points, key=lambda point: point[1]))
    top = max([*(y for _, y in ends), 0.1])
    places = spread([y for _, y in ends], gap=top * 0.24, low=0.0, high=top * 1.1)
    for one, colour, (x, y), place in zip(chosen, colours, ends, places, strict=False):
        name = f"{rule_name(one, words)} {figure(one.fairness.gini_use or 0, 3)}"
        text = "\n".join(wrapped(name, most=_CURVE_NAME * 72 / _NAME_SIZE))
        style = {"arrowstyle": "-", "color": FAINT, "linewidth": 0.7}
        axes.annotate(
            text, (x, y), xytext=(104, place), va="center", fontsize=_NAME_SIZE, color=colour, arrowprops=style
        )
    axes.set_xlim(0, 100)
    axes.set_ylim(0, top * 1.2)
    axes.set_xlabel(compare_words(words, "chart.lorenz_x"), fontsize=_NAME_SIZE, color=SOFT, labelpad=2)
    _quiet(axes, grid="y")


def _in_force(outcomes: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    return [one for one in outcomes if one.name == IN_FORCE]


def _draw_cost(axes: Axes, outcomes: Sequence[RuleOutcome], names: Sequence[str]) -> None:
    """Cheapest first; the rulebook in force stands out."""
    rows = [
        (float(one.cost.price) * 100, name, one.name == IN_FORCE)
        for one, name in zip(outcomes, names, strict=True)
        if one.cost and one.cost.price is not None
    ]
    rows.sort(key=lambda row: row[0])
    for place, (price, _, is_in_force) in enumerate(rows):
        colour = INK if is_in_force else BLUE
        axes.plot([0, price], [place, place], color=colour, linewidth=1.1, zorder=2)
        axes.plot(price, place, "s" if is_in_force else "o", markersize=4, color=colour, zorder=3)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(row[0] for row in rows) * 1.08 or 1)
    axes.set_yticks(range(len(rows)), labels=[name for _, name, _ in rows])
    for text, (_, _, is_in_force) in zip(axes.get_yticklabels(), rows, strict=True):
        text.set_fontweight("bold" if is_in_force else "normal")
    _quiet(axes, grid="x")


def _quiet(axes: Axes, *, grid: Literal["x", "y"]) -> None:
    axes.tick_params(length=0, labelsize=_NAME_SIZE, labelcolor=SOFT, pad=3)
    axes.tick_params(axis="y", labelcolor=INK if grid == "x" else SOFT)
    axes.locator_params(axis="x" if grid == "x" else "y", nbins=4)
    for axis in (axes.xaxis, axes.yaxis) if grid == "y" else (axes.xaxis,):
        axis.set_major_formatter(lambda value, _: f"{value:.10g}")
    axes.grid(axis=grid, color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)

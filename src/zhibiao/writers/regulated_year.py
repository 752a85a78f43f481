"""A year as it came beside the year that regulation could have made: daily output, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zhibiao.terms.period import Month
from zhibiao.terms.text import Language
from zhibiao.writers.canvas import BLUE, FAINT, HAIR, INK, SOFT, VERMILION, as_svg, drawing, foot, head, sheet
from zhibiao.writers.scale import scale_for
from zhibiao.writers.wording import Texts

_WIDTH, _HEIGHT = 8.6, 4.4
_LEFT, _RIGHT = 0.065, 0.84
Path = Sequence[tuple[Month, float]]
"""Month and tonnes a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulatedYearPicture:
    """What the chart shows.

    Args:
        year: the year.
        real: as published.
        planned: as planned month by month, nothing going astray.
        runs: as it may have come of the plans, one path per run.
        started: the first planned month, None where nothing was planned.
        real_cliff, planned_cliff: how far the lowest later month lies below the first half, as shares.
        source: whose figures.
    """

    year: int
    real: Path
    planned: Path
    runs: Sequence[Path]
    started: Month | None
    real_cliff: float
    planned_cliff: float
    source: str


def draw_regulated_year(picture: RegulatedYearPicture, *, lang: Language, texts: Texts) -> bytes:
    """The chart as SVG bytes; the same value gives the same bytes."""
    with drawing():
        return as_svg(regulated_year_figure(picture, lang=lang, texts=texts))


def regulated_year_figure(picture: RegulatedYearPicture, *, lang: Language, texts: Texts) -> Figure:
    """The composed figure; draw it inside `canvas.drawing()`."""
    scale = scale_for(max(rate for _, rate in picture.real) * 365, lang=lang)
    facts = {
        "year": picture.year,
        "real": f"{picture.real_cliff:.0%}",
        "planned": f"{picture.planned_cliff:.0%}",
        "month": texts.text(f"chart.month.{picture.started.month}", lang) if picture.started else "",
        "unit": texts.text(scale.rate_key, lang),
        "runs": len(picture.runs),
        "source": picture.source,
    }
    figure = sheet(width=_WIDTH, height=_HEIGHT)
    title = "title" if picture.started else "title_none"
    top = head(
        figure,
        title=texts.text(f"chart.regulated.{title}", lang, **facts),
        subtitle=texts.text("chart.regulated.subtitle", lang, **facts),
    )
    foot(figure, source=texts.text("chart.regulated.source", lang, **facts))
    axes = figure.add_axes((_LEFT, 0.15, _RIGHT - _LEFT, top - 0.2))
    _draw(axes, picture, per=scale.rate_tonnes)
    _name_ends(axes, picture, per=scale.rate_tonnes, lang=lang, texts=texts, facts=facts)
    return figure


def _draw(axes: Axes, picture: RegulatedYearPicture, *, per: int) -> None:
    first = picture.started
    for run in picture.runs:
        drawn = [(month, rate) for month, rate in run if first and month >= first.shift(-1)]
        axes.plot(*_points(drawn, per), color=BLUE, linewidth=0.6, alpha=0.25, zorder=2)
    axes.plot(*_points(picture.real, per), color=INK, linewidth=1.8, marker="o", markersize=3.5, zorder=4)
    if first:
        later = [(month, rate) for month, rate in picture.planned if month >= first.shift(-1)]
        axes.plot(*_points(later, per), color=BLUE, linewidth=2.0, linestyle=(0, (4, 1.5)), zorder=5)
        axes.axvline(first.month - 0.5, color=FAINT, linewidth=0.9, zorder=1)
    numbers = [month.month for month, _ in picture.real]
    axes.set_xticks(range(1, 13), labels=[str(number) for number in range(1, 13)])
    axes.set_xlim(min(numbers) - 0.3, 12.15)
    axes.tick_params(axis="both", length=0, labelsize=8.5, labelcolor=SOFT)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(axis="y", color=HAIR, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)


def _points(path: Path, per: int) -> tuple[list[int], list[float]]:
    return [month.month for month, _ in path], [rate / per for _, rate in path]


def _name_ends(
    axes: Axes,
    picture: RegulatedYearPicture,
    *,
    per: int,
    lang: Language,
    texts: Texts,
    facts: dict[str, object],
) -> None:
    """Each line is named at its end, the lowest month of the real year where it lies."""
    ends = [("real", picture.real[-1][1] / per, INK)]
    if picture.started:
        ends.append(("planned", picture.planned[-1][1] / per, BLUE))
    low, high = axes.get_ylim()
    least = (high - low) * 0.16
    ends.sort(key=lambda one: one[1])
    if len(ends) == 2 and ends[1][1] - ends[0][1] < least:
        middle = (ends[0][1] + ends[1][1]) / 2
        ends = [(ends[0][0], middle - least / 2, ends[0][2]), (ends[1][0], middle + least / 2, ends[1][2])]
    for key, at, colour in ends:
        axes.annotate(
            texts.text(f"chart.regulated.{key}", lang, **facts),
            (12.15, at),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            fontweight="bold",
            color=colour,
            annotation_clip=False,
        )
    month, lowest = min((one for one in picture.real if one[0].month > 6), key=lambda one: one[1])
    axes.annotate(
        texts.text("chart.regulated.cliff", lang, **facts),
        (month.month, lowest / per),
        xytext=(0, -6),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=8.5,
        color=VERMILION,
    )
    axes.set_ylim(low - (high - low) * 0.1, high)
    if picture.started:
        axes.annotate(
            texts.text("chart.regulated.started", lang, **facts),
            (picture.started.month - 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            fontsize=8.5,
            color=SOFT,
        )

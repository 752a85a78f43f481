"""Steps that lead from one level to another (a waterfall): levels stand on nought, steps hang where the last ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from typing import Any

from zhibiao.web.frame.palette import BLUE, DECAL, SOFT, VERMILION, name_axis, value_axis

_OUT = "steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bar: its name, how far it moves the sum, what is written at it; a level shows where the sum stands."""

    name: str
    value: float | int | Fraction
    label: str
    is_level: bool = False


def waterfall(steps: Sequence[Step], *, upright: bool = True, from_zero: bool = True) -> dict[str, Any]:
    """The option of a waterfall; rises are plain, falls are hatched, and each bar bears its label.

    Args:
        steps: in order; the first is usually a level.
        upright: bars stand; False lays them down, for long names.
        from_zero: whether the axis begins at nought; False lets it begin near the lowest bar, where steps are small
            beside the levels (levels are then drawn from the axis on, and say so by their label).
    """
    spans = _spans(steps)
    names = name_axis([step.name for step in steps], axisLabel={"color": SOFT, "fontSize": 12, "interval": 0})
    values = value_axis(**({} if from_zero else {"min": _near(spans)}))
    if not upright:
        names["inverse"] = True
    bars = [_bar(step, low, high, upright=upright) for step, (low, high) in zip(steps, spans, strict=True)]
    helper = {"type": "bar", "stack": _OUT, "stackStrategy": "all", "silent": True, "tooltip": {"show": False}}
    return {
        "grid": {"left": 8, "right": 28, "top": 28, "bottom": 8, "containLabel": True},
        "xAxis": names if upright else values,
        "yAxis": values if upright else names,
        "tooltip": {"show": False},
        "series": [
            {**helper, "itemStyle": {"color": "transparent"}, "data": [float(low) for low, _ in spans]},
            {"type": "bar", "stack": _OUT, "stackStrategy": "all", "barMaxWidth": 64, "data": bars},
        ],
    }


def _spans(steps: Sequence[Step]) -> list[tuple[Fraction, Fraction]]:
    """From where to where each bar reaches."""
    spans, level = [], Fraction(0)
    for step in steps:
        value = Fraction(step.value)
        start = Fraction(0) if step.is_level else level
        level = start + value
        spans.append((min(start, level), max(start, level)))
    return spans


def _near(spans: Sequence[tuple[Fraction, Fraction]]) -> float:
    """A round figure somewhat below the lowest end that moves, so that small steps beside large levels can be seen."""
    ends = [end for low, high in spans for end in (low, high) if end]
    lowest, highest = min(ends), max(ends)
    if lowest < 0 or lowest == highest:
        return min(0.0, float(lowest))
    step = 10 ** floor(log10(highest - lowest))
    return max(0.0, float((lowest - (highest - lowest) / 2) // step * step))


def _bar(step: Step, low: Fraction, high: Fraction, *, upright: bool) -> dict[str, Any]:
    falls = step.value < 0
    style: dict[str, Any] = {"color": SOFT if step.is_level else VERMILION if falls else BLUE}
    if falls and not step.is_level:
        style["decal"] = {**DECAL, "color": "rgba(255,255,255,0.55)"}
    label = {"show": True, "formatter": step.label, "position": "top" if upright else "right", "color": "#1a1a1a"}
    return {"value": float(high - low), "itemStyle": style, "label": label}

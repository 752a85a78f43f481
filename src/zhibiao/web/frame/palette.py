"""The colours of every chart: safe for colour-blind readers, apart in grey print, and never the only difference."""

from __future__ import annotations

from typing import Any

INK = "#1a1a1a"
SOFT = "#5c5c5c"
FAINT = "#9aa0a6"
HAIR = "#e4e6e9"
RED = "#b3261e"
VERMILION = "#c8451c"
BLUE = "#1f5a92"
SKY = "#b3cce2"
AMBER = "#b26a00"
GREEN = "#1e6b34"

SERIES = (BLUE, AMBER, INK, "#7a9cc0", VERMILION, "#6b7280")
"""Colours for series of equal rank, in order; neighbours differ in lightness too."""

DASHED, DOTTED = [6, 4], [2, 3]

DECAL: dict[str, Any] = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.785}
"""A hatching for the second of two fillings that must be told apart in grey."""


def axis_text(size: int = 12) -> dict[str, Any]:
    """How figures and names at an axis are written."""
    return {"color": SOFT, "fontSize": size}


def value_axis(**more: Any) -> dict[str, Any]:
    """An axis of figures: hair lines, no line of its own."""
    base = {"type": "value", "axisLine": {"show": False}, "axisTick": {"show": False}, "axisLabel": axis_text()}
    return {**base, "splitLine": {"lineStyle": {"color": HAIR}}, "splitNumber": 4, **more}


def name_axis(names: list[str], **more: Any) -> dict[str, Any]:
    """An axis of names or months."""
    base: dict[str, Any] = {"type": "category", "data": names, "axisTick": {"show": False}, "axisLabel": axis_text()}
    return {**base, "axisLine": {"lineStyle": {"color": FAINT}}, **more}

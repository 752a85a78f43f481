"""A chart of a page as a value: what it finds, its picture as plain data, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.web.frame.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart.

    The picture is drawn in the browser from `option`, plain data of ECharts: no functions, no markup. Its unit, source
    and day stand under it and in every picture that is taken away, and its table beside it says the same in figures.

    Args:
        name: in addresses and file names, ASCII.
        title: the finding, as a sentence.
        summary: what somebody hears who does not see it.
        unit: of the values.
        option: of ECharts; heights and fonts come from the page.
        table: the same figures.
        size: "wide", "half" or "tall".
    """

    name: str
    title: str
    summary: str
    unit: str
    option: Mapping[str, Any]
    table: Table
    size: str = "wide"

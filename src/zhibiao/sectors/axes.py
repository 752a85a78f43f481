"""The second axis of products: grade and use, beside the classes of the statistics that a product falls in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.terms.text import Text


class Axis(StrEnum):
    """What products are told apart by."""

    GRADE = "grade"
    USE = "use"
    CLASS = "class"  # of the statistics


MIXED = "mixed"
"""The value of products whose row of the return does not tell them apart on that axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisValue:
    """One value of an axis (special; ships; bars) with its names and where it comes from."""

    code: str
    name: Text
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where one product stands: codes of its grade and use, and of the classes of the statistics it may fall in."""

    grade: str
    use: str
    classes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAxes:
    """The axes of one sector: their values in order, and each product's place by field. A product without a place is
    not known there, which is told, never taken for ordinary."""

    values: Mapping[Axis, tuple[AxisValue, ...]]
    placings: Mapping[str, Placing]

    def names(self, axis: Axis) -> Mapping[str, Text]:
        """Names by code, in order."""
        return {value.code: value.name for value in self.values.get(axis, ())}

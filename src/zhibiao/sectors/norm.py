"""Norms (单耗范围): what a tonne takes or yields by route, with bounds wide enough for any plant, and a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What one tonne takes or yields on one route.

    Args:
        code: which ratio, such as `kwh_per_steel`.
        route: `bf-bof`, `eaf`, `rerolling`, `kiln`; "" for every route of the sector.
        low, high: bounds that no ordinary month leaves; low <= usual <= high.
        usual: the common value.
        deviation: standard deviation between plants, in the ratio's own unit, > 0.
        unit: of the ratio.
        source: where the values come from.
    """

    code: str
    route: str
    low: Decimal
    usual: Decimal
    high: Decimal
    deviation: Decimal
    unit: str
    source: str


Norms = Mapping[tuple[str, str], Norm]
"""Norms by code and route."""


def norm_of(norms: Norms, code: str, route: str) -> Norm | None:
    """The norm of that route, else the one for every route, else None."""
    return norms.get((code, route)) or norms.get((code, ""))

"""Coefficients of the desk (消耗系数): what a tonne takes beside the norms of the sector, each with unit and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from zhibiao.sectors.sector import Coefficient

Key = tuple[str, str, str]
"""Code, route and product field; route and product are "" where the coefficient is the same for all."""

UNITS = MappingProxyType(
    {
        "other_yuan_per_steel": "yuan/t",
        "bought_power_share": "1",
        "coal_per_iron": "t/t",
        "co2_per_coke": "t/t",
        "co2_per_coal": "t/t",
        "co2_per_kwh": "t/kWh",
        "co2_other_per_steel": "t/t",
        "kwh_per_product": "kWh/t",
        "finishing_yuan_per_product": "yuan/t",
    }
)
"""Every coefficient there is, with the unit it is given in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """The coefficients by code, route and product.

    >>> from decimal import Decimal
    >>> coke = Coefficient(value=Decimal("3.017"), unit="t/t", source="IPCC 2006")
    >>> coefficients = Coefficients(rows={("co2_per_coke", "", ""): coke})
    >>> coefficients.value("co2_per_coke"), coefficients.value("coal_per_iron", route="eaf")
    (Fraction(3017, 1000), None)
    """

    rows: Mapping[Key, Coefficient]

    def row(self, code: str, *, route: str = "", product: str = "") -> Coefficient | None:
        """The coefficient that says most about that route and product; None without any."""
        keys = ((code, route, product), (code, "", product), (code, route, ""), (code, "", ""))
        return next((self.rows[key] for key in keys if key in self.rows), None)

    def value(self, code: str, *, route: str = "", product: str = "") -> Fraction | None:
        """Its exact value, or None."""
        row = self.row(code, route=route, product=product)
        return None if row is None else Fraction(row.value)

"""The commodities a city balances: which fields of which sectors need them, supply them, and hold them in stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Commodity:
    """One commodity by the fields of returns.

    Args:
        code: `ore`, `coke`, `scrap`, `electricity`, `magnesite`.
        unit: of all its amounts.
        need: field by sector that says how much was used.
        routes: steel routes that cannot do without it and are asked where they do not file it; others file it or not.
        own: field by sector that says how much was made in the city.
        stock: field by sector of what users hold.
    """

    code: str
    unit: str
    need: Mapping[str, str]
    routes: frozenset[str]
    own: Mapping[str, str]
    stock: Mapping[str, str]


_SECTORS = ("steel", "magnesia", "mine", "scrap", "deep")
COMMODITIES = (
    Commodity(
        code="ore",
        unit="t",
        need=MappingProxyType({"steel": "iron_ore_used_t"}),
        routes=frozenset({"bf-bof"}),
        own=MappingProxyType({"mine": "concentrate_t"}),
        stock=MappingProxyType({"steel": "iron_ore_stock_t"}),
    ),
    Commodity(
        code="coke",
        unit="t",
        need=MappingProxyType({"steel": "coke_used_t"}),
        routes=frozenset({"bf-bof"}),
        own=MappingProxyType({"steel": "coke_made_t"}),
        stock=MappingProxyType({"steel": "coke_stock_t"}),
    ),
    Commodity(
        code="scrap",
        unit="t",
        need=MappingProxyType({"steel": "scrap_used_t"}),
        routes=frozenset({"bf-bof", "eaf"}),
        own=MappingProxyType({"scrap": "scrap_processed_t"}),
        stock=MappingProxyType({"steel": "melt_scrap_stock_t"}),
    ),
    Commodity(
        code="electricity",
        unit="kWh",
        need=MappingProxyType(dict.fromkeys(_SECTORS, "electricity_kwh")),
        routes=frozenset({"bf-bof", "eaf", "rerolling"}),
        own=MappingProxyType({"steel": "own_power_kwh"}),
        stock=MappingProxyType({}),
    ),
    Commodity(
        code="magnesite",
        unit="t",
        need=MappingProxyType({"magnesia": "magnesite_used_t"}),
        routes=frozenset(),
        own=MappingProxyType({}),
        stock=MappingProxyType({"magnesia": "magnesite_stock_t"}),
    ),
)

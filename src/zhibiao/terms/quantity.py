"""Units of the field and their exact conversion; applied once, where data enters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its dimension and its size in that dimension's base unit.

    Base units: mass t, money yuan, energy tce, electricity kWh, volume m3, people person,
    length of time day, no dimension 1.
    """

    symbol: str
    dimension: str
    size: Decimal


def _table() -> dict[str, Unit]:
    rows = (
        ("mass", "1", ("t", "吨")),
        ("mass", "1e4", ("10kt", "万吨")),
        ("mass", "1e3", ("kt", "千吨")),
        ("mass", "1e6", ("Mt", "百万吨")),
        ("mass", "1e-3", ("kg", "千克", "公斤")),
        ("money", "1", ("yuan", "元")),
        ("money", "1e3", ("kyuan", "千元")),
        ("money", "1e4", ("10kyuan", "万元")),
        ("money", "1e8", ("100Myuan", "亿元")),
        ("energy", "1", ("tce", "吨标准煤", "吨标煤")),
        ("energy", "1e4", ("10ktce", "万吨标准煤", "万吨标煤")),
        ("electricity", "1", ("kWh", "千瓦时", "度")),
        ("electricity", "1e4", ("10MWh", "万kWh", "万千瓦时", "万度")),
        ("volume", "1", ("m3", "立方米", "m³")),
        ("volume", "1e4", ("10km3", "万立方米", "万m³")),
        ("people", "1", ("person", "人")),
        ("days", "1", ("day", "天", "日")),
        ("number", "1", ("1", "")),
        ("number", "1e-2", ("%",)),
    )
    return {
        symbol: Unit(symbols[0], dimension, Decimal(size)) for dimension, size, symbols in rows for symbol in symbols
    }


UNITS = MappingProxyType(_table())


def unit(symbol: str) -> Unit:
    """The unit of that English or Chinese symbol; KeyError when the closed list does not hold it."""
    return UNITS[symbol]


def convert(value: Decimal, *, source: Unit, target: Unit) -> Decimal:
    """Convert exactly between units of one dimension; ValueError when the dimensions differ.

    >>> convert(Decimal("12.5"), source=unit("万吨"), target=unit("t"))
    Decimal('125000')
    """
    if source.dimension != target.dimension:
        raise ValueError(f"{source.symbol} is {source.dimension}, {target.symbol} is {target.dimension}")
    converted = value * source.size / target.size
    whole = converted.to_integral_value()
    return Decimal(int(whole)) if whole == converted else converted.normalize()

"""A sector: its quota quantity, its products with classes and prices, and which of them count as high-end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.sectors.norm import Norms
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product family: the field that reports its tonnes, its class and its reference price in yuan per tonne."""

    field: str
    name: Text
    product_class: str
    reference_price_yuan_per_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One version of the high-end catalogue: which products count, in which years it is in force, and its source."""

    version: str
    name: Text
    first_year: int
    fields: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A consumption or yield coefficient with its unit and source."""

    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One industry: `quantity` is the field its quota counts (empty when it has none), `output` the tonnes of
    products that a high-end share is taken of. `norms` serve the checks of returns only: no decision rests on them."""

    id: str
    name: Text
    quantity: str
    quantity_name: Text
    output: str
    products: tuple[Product, ...]
    catalogues: tuple[Catalogue, ...]
    coefficients: Mapping[str, Coefficient]
    norms: Norms = field(default_factory=dict)

    def catalogue(self, year: int) -> Catalogue | None:
        """The catalogue in force in that year, or None."""
        in_force = [item for item in self.catalogues if item.first_year <= year]
        return in_force[-1] if in_force else None

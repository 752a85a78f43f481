"""A sector: its quota quantity, its products with classes and prices, and which of them count as high-end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhibiao.sectors.axes import ProductAxes
from zhibiao.sectors.norm import Norms
from zhibiao.terms.text import Text

_UNSAID = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product family: the field that reports its tonnes, its class and its reference price in yuan per tonne.

    `product_class` is its class as the sector file writes it in Chinese, `class_name` the same in both languages.
    """

    field: str
    name: Text
    product_class: str
    reference_price_yuan_per_t: int
    class_name: Text = _UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One version of the high-end catalogue: which products count, and in which years it is in force.

    `published` is the day from which it was known, `source` where it was published, `reason` why these products count,
    or what this version changes and why. A file written before they were asked leaves them empty.
    """

    version: str
    name: Text
    first_year: int
    fields: frozenset[str]
    published: date | None = None
    source: Text = _UNSAID
    reason: Text = _UNSAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A consumption or yield coefficient with its unit and source."""

    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One industry: `quantity` is the field its quota counts (empty when it has none), `output` the tonnes of
    products that a high-end share is taken of. `norms` serve the checks of returns, `axes` the tables by grade and use:
    no decision rests on them."""

    id: str
    name: Text
    quantity: str
    quantity_name: Text
    output: str
    products: tuple[Product, ...]
    catalogues: tuple[Catalogue, ...]
    coefficients: Mapping[str, Coefficient]
    norms: Norms = field(default_factory=dict)
    axes: ProductAxes = field(default_factory=lambda: ProductAxes(values={}, placings={}))

    def catalogue(self, year: int, *, known_by: date | None = None) -> Catalogue | None:
        """The catalogue in force in that year, or None; with `known_by`, of those published by that day."""
        in_force = [
            item
            for item in self.catalogues
            if item.first_year <= year and (known_by is None or item.published is None or item.published <= known_by)
        ]
        return in_force[-1] if in_force else None

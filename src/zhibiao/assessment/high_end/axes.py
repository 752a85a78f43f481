"""Products by grade, by use and by class: each value's share in two spans, and the part of it that is high-end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.sectors.axes import Axis
from zhibiao.sectors.sector import Sector
from zhibiao.terms.text import Text

NOT_PLACED = ""
_NOT_PLACED = Text("未归类", "not placed")
Amounts = Mapping[str, Fraction]  # by product field: tonnes, or yuan at reference prices


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisShare:
    """One value of an axis in two spans, under one catalogue.

    Args:
        code: of the axis; a class by its Chinese name, empty for products without a place.
        classes: of the statistics that a row by class covers; empty on the other axes.
        before, now: its part of all products, exact; over an axis each sums to 1.
        high_end_before, high_end: the part of all products that is in it and counted as high-end.
    """

    axis: Axis
    code: str
    name: Text
    classes: tuple[Text, ...]
    before: Fraction
    now: Fraction
    high_end_before: Fraction
    high_end: Fraction

    @property
    def change(self) -> Fraction:
        """now − before."""
        return self.now - self.before

    @property
    def is_placed(self) -> bool:
        """Whether its products have a place on the axis at all."""
        return self.code != NOT_PLACED


def axis_shares(
    axis: Axis, *, sector: Sector, high_end: frozenset[str], now: Amounts, before: Amounts
) -> tuple[AxisShare, ...]:
    """The shares of one axis, in the order of its table; values that nobody made in either span are left out.

    Args:
        high_end: the products that count, the same for both spans.
        now, before: amounts of all products of the sector, above zero in sum.

    Raises:
        ZeroDivisionError: nothing was made in one of the spans.

    Source: docs/maths/high_end.md.
    """
    wholes = [sum(amounts.values(), Fraction(0)) for amounts in (before, now)]
    rows = []
    for code, (name, fields, classes) in _values(axis, sector).items():
        high = [field for field in fields if field in high_end]
        parts = [
            [_sum(amounts, chosen) / whole for chosen in (fields, high)]
            for amounts, whole in zip((before, now), wholes, strict=True)
        ]
        if not any(part[0] for part in parts):
            continue
        (share_before, high_before), (share, high_now) = parts
        rows.append(
            AxisShare(
                axis=axis,
                code=code,
                name=name,
                classes=classes,
                before=share_before,
                now=share,
                high_end_before=high_before,
                high_end=high_now,
            )
        )
    return tuple(rows)


def unplaced(sector: Sector) -> tuple[str, ...]:
    """Products of the sector that have no grade and use; none where the sector has no axes at all."""
    if not sector.axes.values:
        return ()
    return tuple(product.field for product in sector.products if product.field not in sector.axes.placings)


def by_product(made: Iterable[Mapping[str, Decimal]], worth: Mapping[str, int]) -> dict[str, Fraction]:
    """Amounts of several enterprises together, by product."""
    amounts: dict[str, Fraction] = {}
    for products in made:
        for field, tonnes in products.items():
            amounts[field] = amounts.get(field, Fraction(0)) + Fraction(tonnes) * worth[field]
    return amounts


def _values(axis: Axis, sector: Sector) -> dict[str, tuple[Text, Sequence[str], tuple[Text, ...]]]:
    """Each value of the axis with its name, its products and the classes it covers."""
    if axis is Axis.CLASS:
        return _classes(sector)
    if not sector.axes.values:
        return {}
    placed = {product.field: _place(axis, sector, product.field) for product in sector.products}
    names = {**sector.axes.names(axis), NOT_PLACED: _NOT_PLACED}
    return {code: (name, [field for field, at in placed.items() if at == code], ()) for code, name in names.items()}


def _place(axis: Axis, sector: Sector, field: str) -> str:
    placing = sector.axes.placings.get(field)
    if placing is None:
        return NOT_PLACED
    return placing.grade if axis is Axis.GRADE else placing.use


def _classes(sector: Sector) -> dict[str, tuple[Text, Sequence[str], tuple[Text, ...]]]:
    """Classes as the return tells them apart: one may cover several classes of the statistics."""
    names = sector.axes.names(Axis.CLASS)
    found: dict[str, tuple[Text, Sequence[str], tuple[Text, ...]]] = {}
    for product in sector.products:
        placing = sector.axes.placings.get(product.field)
        own = tuple(names[code] for code in placing.classes) if placing else ()
        name, fields, classes = found.get(product.product_class, (product.class_name, [], ()))
        found[product.product_class] = (name, [*fields, product.field], tuple(dict.fromkeys((*classes, *own))))
    return found


def _sum(amounts: Amounts, fields: Iterable[str]) -> Fraction:
    return sum((amounts.get(field, Fraction(0)) for field in fields), Fraction(0))

"""High-end accounting: shares by weight or value, and the exact split of their change over a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from zhibiao.assessment.high_end.account import (
    Basis,
    CatalogueUse,
    DefinitionCard,
    FirmProducts,
    FirmShift,
    HighEndAccount,
    Products,
    Window,
)
from zhibiao.assessment.high_end.axes import AxisShare, axis_shares, by_product
from zhibiao.assessment.high_end.shift_share import shift_share
from zhibiao.sectors.axes import Axis
from zhibiao.sectors.sector import Catalogue, Sector

Amounts = tuple[Fraction, Fraction]  # all products, high-end products


def high_end_account(
    firms: Sequence[FirmProducts],
    *,
    sector: Sector,
    basis: Basis,
    window: Window,
    year: int,
    months: int,
    known_by: date | None = None,
) -> HighEndAccount | None:
    """Account for the high-end share of a sector in `year` and the year before, January to month `months`.

    Enterprises with missing figures in either span are left out of both and named on the card. None where no
    catalogue was in force in both years, or where nothing was made in one of them. With `known_by` a catalogue
    published after that day is not used, although it may count for the year since.

    Raises:
        KeyError: a product that is not one of the sector's.

    Source: docs/maths/high_end.md.
    """
    new, old = (sector.catalogue(number, known_by=known_by) for number in (year, year - 1))
    counted = [(firm, firm.now, firm.before) for firm in firms if firm.now is not None and firm.before is not None]
    if new is None or old is None:
        return None
    worth = worth_of(sector, basis)
    now = [amounts_of(made, worth, new.fields) for _, made, _ in counted]
    then = [amounts_of(made, worth, new.fields) for _, _, made in counted]
    then_old = [amounts_of(made, worth, old.fields) for _, _, made in counted]
    whole, whole_then = _sum(now), _sum(then_old)
    if not whole[0] or not whole_then[0]:
        return None
    shifts = _shifts([firm for firm, _, _ in counted], now=now, then=then, then_old=then_old)
    return HighEndAccount(
        card=_card(firms, sector=sector, basis=basis, window=window, year=year, months=months, new=new, old=old),
        before=whole_then[1] / whole_then[0],
        before_new=_sum(then)[1] / whole_then[0],
        after=whole[1] / whole[0],
        total=_decimal(whole[0]),
        high_end=_decimal(whole[1]),
        total_before=_decimal(whole_then[0]),
        high_end_before=_decimal(whole_then[1]),
        upgrading=sum((shift.upgrading for shift in shifts), Fraction(0)),
        reallocation=sum((shift.reallocation for shift in shifts), Fraction(0)),
        catalogue=sum((shift.catalogue for shift in shifts), Fraction(0)),
        firms=shifts,
        axes=_axes([(made, made_before) for _, made, made_before in counted], sector=sector, worth=worth, new=new),
    )


def high_end_share(
    products: Products, *, sector: Sector, year: int, basis: Basis, known_by: date | None = None
) -> Fraction | None:
    """One enterprise's high-end share under the catalogue in force in `year`; None when it made nothing."""
    catalogue = sector.catalogue(year, known_by=known_by)
    if catalogue is None:
        return None
    made, high = amounts_of(products, worth_of(sector, basis), catalogue.fields)
    return high / made if made else None


def worth_of(sector: Sector, basis: Basis) -> Mapping[str, int]:
    """What one tonne of each product counts: one, or its reference price in yuan."""
    by_value = basis is Basis.VALUE
    return {item.field: item.reference_price_yuan_per_t if by_value else 1 for item in sector.products}


def amounts_of(products: Products, worth: Mapping[str, int], high_end: frozenset[str]) -> Amounts:
    """The amount of all products, and of those that count as high-end; KeyError for one that `worth` does not know."""
    rows = [(field, Fraction(tonnes) * worth[field]) for field, tonnes in products.items()]
    return (
        sum((amount for _, amount in rows), Fraction(0)),
        sum((amount for field, amount in rows if field in high_end), Fraction(0)),
    )


def _sum(amounts: Sequence[Amounts]) -> Amounts:
    return sum((made for made, _ in amounts), Fraction(0)), sum((high for _, high in amounts), Fraction(0))


def _shifts(
    firms: Sequence[FirmProducts], *, now: Sequence[Amounts], then: Sequence[Amounts], then_old: Sequence[Amounts]
) -> tuple[FirmShift, ...]:
    whole, whole_then = _sum(now)[0], _sum(then)[0]
    weights, weights_then = [made / whole for made, _ in now], [made / whole_then for made, _ in then]
    values = [_own(own, else_=other) for own, other in zip(now, then, strict=True)]
    values_then = [_own(own, else_=other) for own, other in zip(then, now, strict=True)]
    parts = shift_share(weights_before=weights_then, values_before=values_then, weights=weights, values=values)
    return tuple(
        FirmShift(
            enterprise=firm.enterprise,
            name=firm.name,
            share_before=weights_then[row],
            share=weights[row],
            high_end_before=values_then[row],
            high_end=values[row],
            high_end_before_old=then_old[row][1] / then_old[row][0] if then_old[row][0] else Fraction(0),
            upgrading=parts[row].within,
            reallocation=parts[row].between,
            catalogue=(then[row][1] - then_old[row][1]) / whole_then,
        )
        for row, firm in enumerate(firms)
    )


def _own(own: Amounts, *, else_: Amounts) -> Fraction:
    """A firm's own share; where it made nothing the other year's, so that its entry or exit moves weights alone."""
    made, high = own if own[0] else else_
    return high / made if made else Fraction(0)


def _card(
    firms: Sequence[FirmProducts],
    *,
    sector: Sector,
    basis: Basis,
    window: Window,
    year: int,
    months: int,
    new: Catalogue,
    old: Catalogue,
) -> DefinitionCard:
    is_counted = {firm.enterprise: firm.now is not None and firm.before is not None for firm in firms}
    return DefinitionCard(
        basis=basis,
        window=window,
        year=year,
        year_before=year - 1,
        months=months,
        denominator=sector.output,
        catalogue=catalogue_use(new, sector),
        catalogue_before=catalogue_use(old, sector),
        added=_in_order(new.fields - old.fields, sector),
        removed=_in_order(old.fields - new.fields, sector),
        firms=tuple(name for name, counted in is_counted.items() if counted),
        left_out=tuple(name for name, counted in is_counted.items() if not counted),
    )


def _axes(
    counted: Sequence[tuple[Products, Products]], *, sector: Sector, worth: Mapping[str, int], new: Catalogue
) -> tuple[AxisShare, ...]:
    now, before = (by_product((firm[place] for firm in counted), worth) for place in (0, 1))
    return tuple(
        share
        for axis in Axis
        for share in axis_shares(axis, sector=sector, high_end=new.fields, now=now, before=before)
    )


def catalogue_use(catalogue: Catalogue, sector: Sector) -> CatalogueUse:
    """A version as it was used, its products in the order of the sector."""
    return CatalogueUse(
        version=catalogue.version,
        name=catalogue.name,
        products=_in_order(catalogue.fields, sector),
        published=catalogue.published,
        source=catalogue.source,
        reason=catalogue.reason,
    )


def _in_order(fields: frozenset[str], sector: Sector) -> tuple[str, ...]:
    return tuple(item.field for item in sector.products if item.field in fields)


def _decimal(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)

"""Products of enterprises over a span of months, for high-end accounting: known, nothing made, or missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhibiao.assessment.figures import Figures
from zhibiao.assessment.high_end.account import FirmProducts, Products
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.period import Month
from zhibiao.terms.quantity import convert
from zhibiao.terms.text import Text

_HALF_STEP = Decimal("0.005")


def firm_products(
    figures: Figures, names: Mapping[str, Text], *, sector: Sector, dictionary: Dictionary, year: int, months: int
) -> tuple[FirmProducts, ...]:
    """What each enterprise made from January to month `months` of `year` and of the year before."""
    spans = [(Month(number, 1), Month(number, months)) for number in (year, year - 1)]
    return products_in(figures, names, sector=sector, dictionary=dictionary, now=spans[0], before=spans[1])


def products_in(
    figures: Figures,
    names: Mapping[str, Text],
    *,
    sector: Sector,
    dictionary: Dictionary,
    now: tuple[Month, Month],
    before: tuple[Month, Month],
) -> tuple[FirmProducts, ...]:
    """What each enterprise made in two spans, first and last month included; who made nothing in both is left out."""
    found = []
    for enterprise, name in names.items():
        made, made_before = (
            products_over(figures, enterprise, sector=sector, dictionary=dictionary, first=first, last=last)
            for first, last in (now, before)
        )
        if made != {} or made_before != {}:
            found.append(FirmProducts(enterprise=enterprise, name=name, now=made, before=made_before))
    return tuple(found)


def products_over(
    figures: Figures, enterprise: str, *, sector: Sector, dictionary: Dictionary, first: Month, last: Month
) -> Products | None:
    """Tonnes by product; empty when nothing was made; None when months or rows are missing.

    A blank product row means "none made" only where the rows that are filled add up to the filed total. None too where
    a product was made that the sector does not list: it is neither high-end nor ordinary.
    """
    if not figures.is_at_work(enterprise, first=first, last=last):
        return {}
    total = figures.over(enterprise, sector.output, first=first, last=last)
    if total is None or unknown_products(
        figures, enterprise, sector=sector, dictionary=dictionary, first=first, last=last
    ):
        return None
    rows = {
        product.field: _sum(figures, enterprise, product.field, first=first, last=last) for product in sector.products
    }
    made = {field: value for field, value in rows.items() if value}
    field = dictionary[sector.output]
    step = convert(_HALF_STEP, source=field.form_unit, target=field.unit)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    tolerance = step * (len(made) + 1) * months
    return made if abs(sum(made.values(), Decimal(0)) - total) <= tolerance else None


def unknown_products(
    figures: Figures, enterprise: str, *, sector: Sector, dictionary: Dictionary, first: Month, last: Month
) -> Products:
    """Tonnes of products that the return has, as parts of the sector's output, but the sector does not list."""
    listed = {product.field for product in sector.products}
    rows = {
        part.code: _sum(figures, enterprise, part.code, first=first, last=last)
        for part in dictionary.parts_of(sector.output)
        if part.code not in listed
    }
    return {field: value for field, value in rows.items() if value}


def _sum(figures: Figures, enterprise: str, field: str, *, first: Month, last: Month) -> Decimal:
    values = figures.record.figures.get((enterprise, field), {})
    return sum((value for period, value in values.items() if first <= period.start and period.last <= last), Decimal(0))

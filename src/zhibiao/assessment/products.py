"""Products of enterprises over a span of months, for high-end accounting: known, nothing made, or missing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhibiao.assessment.figures import Figures
from zhibiao.assessment.high_end import FirmProducts, Products
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
    found = []
    for enterprise, name in names.items():
        now, before = (
            products_over(figures, enterprise, sector=sector, dictionary=dictionary, first=first, last=last)
            for first, last in spans
        )
        if now != {} or before != {}:
            found.append(FirmProducts(enterprise=enterprise, name=name, now=now, before=before))
    return tuple(found)


def products_over(
    figures: Figures, enterprise: str, *, sector: Sector, dictionary: Dictionary, first: Month, last: Month
) -> Products | None:
    """Tonnes by product; empty when nothing was made; None when months or rows are missing.

    A blank product row means "none made" only where the rows that are filled add up to the filed total.
    """
    if not figures.is_at_work(enterprise, first=first, last=last):
        return {}
    total = figures.over(enterprise, sector.output, first=first, last=last)
    if total is None:
        return None
    rows = {
        product.field: _sum(figures, enterprise, product.field, first=first, last=last) for product in sector.products
    }
    made = {field: value for field, value in rows.items() if value}
    field = dictionary[sector.output]
    step = convert(_HALF_STEP, source=field.form_unit, target=field.unit)
    tolerance = step * (len(made) + 1) * (last.month - first.month + 1)
    return made if abs(sum(made.values(), Decimal(0)) - total) <= tolerance else None


def _sum(figures: Figures, enterprise: str, field: str, *, first: Month, last: Month) -> Decimal:
    values = figures.record.figures.get((enterprise, field), {})
    return sum((value for period, value in values.items() if first <= period.start and period.last <= last), Decimal(0))

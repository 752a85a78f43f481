"""What of a sector's data a decision can depend on: how fields add up, reference prices, catalogues; frozen with it."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.contribution.measure import GROSS_OUTPUT
from zhibiao.policy.review import CAPACITY, HIGH_END
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import Plain
from zhibiao.terms.dictionary import Dictionary


def sector_used(rules: Iterable[IndicatorRule], sector: Sector, dictionary: Dictionary) -> Plain:
    """Plain values that a decision carries, so that prices and catalogues of later years do not change what it proves.

    `fields` maps each field of the year assessed that an indicator can reach to the way its months add up.
    """
    return {
        "id": sector.id,
        "quantity": sector.quantity,
        "output": sector.output,
        "fields": {field: dictionary[field].kind.value for field in sorted(_fields(tuple(rules), sector))},
        "products": [
            {"field": product.field, "reference_price_yuan_per_t": product.reference_price_yuan_per_t}
            for product in sector.products
        ],
        "catalogues": [
            {"version": item.version, "first_year": item.first_year, "fields": sorted(item.fields)}
            for item in sector.catalogues
        ],
    }


def _fields(rules: tuple[IndicatorRule, ...], sector: Sector) -> frozenset[str]:
    named = {field for rule in rules for field in (*rule.numerator, rule.denominator)}
    priced = any(rule.price_normalised for rule in rules)
    products = {product.field for product in sector.products} if priced or HIGH_END in named else set()
    output = {sector.output} if products else set()
    gross = {GROSS_OUTPUT} if priced else set()
    return frozenset((named | products | output | gross | {sector.quantity}) - {HIGH_END, CAPACITY, ""})

"""What the returns of one year say for each indicator: numerators, denominators, high-end tonnes, reference prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.contribution.indicator import Ratio
from zhibiao.monthly.returns import Record
from zhibiao.policy.review import CAPACITY, HIGH_END
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month

GROSS_OUTPUT = "gross_output_yuan"
LEVEL_PLACES = 6
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """The figures of one assessed year; what nobody reported is None, never zero."""

    record: Record
    dictionary: Dictionary
    sector: Sector
    year: int

    def figure(self, enterprise: str, field: str) -> Decimal | None:
        """A field over the year: a flow summed, a stock at its end, a level as the mean of its months."""
        first, last = Month(self.year, 1), Month(self.year, 12)
        kind = self.dictionary[field].kind
        if kind is Kind.STOCK:
            found = self.record.at(enterprise, field, last)
        elif kind is Kind.LEVEL:
            found = self._mean_level(enterprise, field)
        else:
            found = self.record.over(enterprise, field, first=first, last=last)
        return None if found is None else _tidy(found)

    def products_t(self, enterprise: str) -> Mapping[str, Decimal] | None:
        """Tonnes by product; None unless the year's output is whole and at least one product was reported.

        A product that a firm leaves blank in a year whose output it broke down by product was not made.
        """
        if self.sector.output and self.figure(enterprise, self.sector.output) is None:
            return None
        found = {product.field: self._reported(enterprise, product.field) for product in self.sector.products}
        if all(value is None for value in found.values()):
            return None
        return {field: value or Decimal(0) for field, value in found.items()}

    def high_end_t(self, enterprise: str) -> Decimal | None:
        """Tonnes of the products in the catalogue in force in the year; None without a breakdown or a catalogue."""
        products, catalogue = self.products_t(enterprise), self.sector.catalogue(self.year)
        if products is None or catalogue is None:
            return None
        return sum((tonnes for field, tonnes in products.items() if field in catalogue.fields), Decimal(0))

    def price_factor(self, enterprise: str) -> Fraction | None:
        """Output at reference prices over output as valued by the firm; None where either is missing or not positive.

        A price boom lifts both value added and gross output, so that their ratio stays and the boom drops out.
        """
        products, gross = self.products_t(enterprise), self.figure(enterprise, GROSS_OUTPUT)
        if products is None or gross is None or gross <= 0:
            return None
        prices = {product.field: product.reference_price_yuan_per_t for product in self.sector.products}
        at_reference = sum((Fraction(tonnes) * prices[field] for field, tonnes in products.items()), Fraction(0))
        return at_reference / Fraction(gross) if at_reference > 0 else None

    def ratio(self, rule: IndicatorRule, enterprise: str, *, capacity_t: int) -> Ratio:
        """Numerator over denominator of one indicator; a price-normalised numerator in whole yuan, half to even."""
        parts = [self._asked(enterprise, field) for field in rule.numerator]
        known = [part for part in parts if part is not None]
        numerator = sum(known, Decimal(0)) if len(known) == len(parts) else None
        if rule.price_normalised and numerator is not None:
            factor = self.price_factor(enterprise)
            numerator = None if factor is None else rounded(Fraction(numerator) * factor, 0)
        below = Decimal(capacity_t) if rule.denominator == CAPACITY else self._asked(enterprise, rule.denominator)
        return Ratio(numerator, below)

    def gaps(self, rule: IndicatorRule, enterprise: str) -> Iterator[str]:
        """The fields that keep an indicator from being measured, by code."""
        asked = [*rule.numerator, rule.denominator]
        for field in dict.fromkeys(asked):
            if field != CAPACITY and self._asked(enterprise, field) is None:
                yield from self._broken_down() if field == HIGH_END else (field,)
        if rule.price_normalised and self.price_factor(enterprise) is None:
            yield from (GROSS_OUTPUT, *self._broken_down())

    def _broken_down(self) -> tuple[str, ...]:
        return (self.sector.output,) if self.sector.output else tuple(one.field for one in self.sector.products)

    def _asked(self, enterprise: str, field: str) -> Decimal | None:
        return self.high_end_t(enterprise) if field == HIGH_END else self.figure(enterprise, field)

    def _reported(self, enterprise: str, field: str) -> Decimal | None:
        values = self._values(enterprise, field)
        return _tidy(sum((value for _, value in values), Decimal(0))) if values else None

    def _mean_level(self, enterprise: str, field: str) -> Decimal | None:
        values = self._values(enterprise, field)
        months = sum(count for count, _ in values)
        if months != MONTHS:
            return None
        return rounded(sum((count * Fraction(value) for count, value in values), Fraction(0)) / months, LEVEL_PLACES)

    def _values(self, enterprise: str, field: str) -> list[tuple[int, Decimal]]:
        """Months covered and value of every period of the year."""
        found = self.record.figures.get((enterprise, field), {})
        return [
            (period.last.month - period.start.month + 1, value)
            for period, value in found.items()
            if period.start.year == self.year
        ]


def _tidy(value: Decimal) -> Decimal:
    """The same number without needless zeros, so that 1.50 and 1.5 hash alike."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()

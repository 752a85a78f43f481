"""Cost of a tonne of steel before rolling: what it takes times prices, and a stated rest; the parts are the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.market.coefficients import Coefficients
from zhibiao.market.quotes import Quote, Quotes
from zhibiao.market.rates import GOOD_OF, Rates, Use
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import nearest
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the cost in yuan per tonne of steel: so much of a good at a price; the rest has neither.

    Args:
        code: a `Use`, or `other`.
        quantity: per tonne of steel, bought electricity alone; None for `other`.
        quote: the price; None for `other`.
        amount: yuan per tonne of steel; None where the price is missing.
    """

    code: str
    quantity: Fraction | None
    quote: Quote | None
    amount: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SteelCost:
    """The cost of a month; without `total` where a price or coefficient is missing, which `findings` name."""

    month: Month
    rates: Rates
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]

    @property
    def total(self) -> Fraction | None:
        """Yuan per tonne of crude steel (of billets on the rerolling route): the sum of the parts, exactly."""
        amounts = [part.amount for part in self.parts if part.amount is not None]
        return sum(amounts, Fraction(0)) if len(amounts) == len(self.parts) else None

    def part(self, code: str) -> Part | None:
        """One part by code."""
        return next((part for part in self.parts if part.code == code), None)


def cost_of_steel(rates: Rates, month: Month, *, quotes: Quotes, coefficients: Coefficients) -> SteelCost:
    """What a tonne of steel costs in a month at these rates and prices.

    Of electricity the bought share is paid: power from the works' own gas was paid for with coke and coal. A use that
    the route has none of needs no price.
    """
    parts = [_part(use, quantity_of(rates, use), month, quotes) for use in rates.uses]
    stated = coefficients.value("other_yuan_per_steel", route=rates.route)
    findings = [found for _, found in parts if found is not None]
    if stated is None:
        findings.append(coefficient_missing("other_yuan_per_steel", rates.route))
    rest = Part(code=OTHER, quantity=None, quote=None, amount=stated)
    return SteelCost(month=month, rates=rates, parts=(*(part for part, _ in parts), rest), findings=tuple(findings))


def quantity_of(rates: Rates, use: Use) -> Fraction:
    """What is paid for per tonne of steel: all of a use, of electricity the bought share."""
    return rates.use(use) * (rates.bought_share.value if use is Use.ELECTRICITY else 1)


def shown_parts(amounts: Sequence[Fraction], *, places: int = 2) -> tuple[Decimal, ...]:
    """Amounts rounded for reading so that they sum to their rounded sum, by largest remainder.

    >>> [str(amount) for amount in shown_parts([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)])]
    ['0.34', '0.33', '0.33']
    """
    scaled = [amount * 10**places for amount in amounts]
    whole = sum(scaled, Fraction(0))
    down = [amount.numerator // amount.denominator for amount in scaled]
    # A part that is whole already stays: there are always enough others to round up.
    order = sorted(range(len(down)), key=lambda place: down[place] - scaled[place])
    for place in order[: nearest(whole.numerator, whole.denominator) - sum(down)]:
        down[place] += 1
    return tuple(Decimal(units).scaleb(-places) for units in down)


def coefficient_missing(code: str, of: str) -> Finding:
    """A coefficient that the desk's table does not hold."""
    return Finding(
        code="market.coefficient_missing",
        severity=Severity.QUARANTINE,
        place=Place(file="cost_coefficients.csv", clause=of, field=code),
        facts={"coefficient": code, "of": of},
    )


def _part(use: Use, quantity: Fraction, month: Month, quotes: Quotes) -> tuple[Part, Finding | None]:
    if not quantity:
        return Part(code=use.value, quantity=quantity, quote=None, amount=Fraction(0)), None
    found = quotes.find(GOOD_OF[use], month)
    if isinstance(found, Finding):
        return Part(code=use.value, quantity=quantity, quote=None, amount=None), found
    return Part(code=use.value, quantity=quantity, quote=found, amount=quantity * Fraction(found.price)), None

"""What a tonne is worth in a plan (吨收益): margins of the commodity desk, or filed value added without any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.errors import InputRefused
from zhibiao.market.coefficients import Coefficients
from zhibiao.market.own_rates import rates_of
from zhibiao.market.plan_supply import plan_supply
from zhibiao.market.price_table import PriceTable
from zhibiao.market.quotes import Paths
from zhibiao.market.rates import GOOD_OF
from zhibiao.market.supply import SupplyList
from zhibiao.market.value import COMMODITIES, uses_of, values_of
from zhibiao.monthly.returns import Record
from zhibiao.procedures.regulation.inputs import FAMILY_MONTHS, Pair, Worth, pairs_made, supplies_of
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period

VALUE_ADDED = "value_added_yuan"
_CENTS, _USE_DIGITS = 2, 4


def has_prices(sector: Sector, prices: PriceTable, *, as_of: Month) -> bool:
    """Whether the desk knows a price of any product of the sector by then."""
    return any(prices.last(product.field, as_of) is not None for product in sector.products)


def prices_behind(sector: Sector, prices: PriceTable, *, as_of: Month) -> tuple[Finding, ...]:
    """A finding where the newest price of a product or an input is of an earlier month, since that one stands for all.

    Args:
        sector: whose products count; goods without any price at all are refused elsewhere, where they are needed.
        as_of: the newest month that may be known.
    """
    goods = (*(product.field for product in sector.products), *GOOD_OF.values())
    known = [found[0] for good in goods if (found := prices.last(good, as_of)) is not None]
    behind = [month for month in known if month < as_of]
    if not behind:
        return ()
    facts = {"count": len(behind), "of": len(known), "last": str(min(behind)), "as_of": str(as_of)}
    return (Finding(code="regulate.prices_behind", severity=Severity.QUERY, place=Place(), facts=facts),)


def market_worth(
    record: Record,
    city: City,
    sector: Sector,
    enterprises: Sequence[Enterprise],
    *,
    months: Sequence[Month],
    prices: PriceTable,
    coefficients: Coefficients,
    supply: SupplyList | None = None,
    paths: Paths | None = None,
) -> Worth:
    """Margins, uses and supplies of the commodity desk, known at the end of the month before the first of the plan.

    Args:
        months: of the plan.
        supply: the supply list; without one no commodity is limited.
        paths: prices supposed for the months to come; without them the last known price stands.

    Raises:
        InputRefused: `market.prices_missing`, `market.coefficients_missing`.
    """
    as_of = months[0].shift(-1)
    pairs = pairs_made(record, enterprises, sector, as_of=as_of)
    fields = [product.field for product in sector.products]
    rates = {
        one.id: rates_of(
            record,
            one,
            products=fields,
            norms=sector.norms,
            coefficients=coefficients,
            as_of=as_of,
            prices=prices,
        )
        for one in enterprises
    }
    values = values_of(pairs, months, prices=prices, rates=rates, coefficients=coefficients, as_of=as_of, paths=paths)
    uses = uses_of(pairs, rates=rates, coefficients=coefficients)
    listed = plan_supply(supply or SupplyList(rows={}), months, record=record, city=city, as_of=as_of)
    return Worth(
        yuan_per_t={pair: _rounded(row, _CENTS) for pair, row in zip(pairs, values.exact, strict=True)},
        commodities=COMMODITIES,
        use={pair: _rounded(row, _USE_DIGITS) for pair, row in zip(pairs, uses, strict=True)},
        supplies=supplies_of(listed),
    )


def worth_by_value_added(
    record: Record, sector: Sector, enterprises: Sequence[Enterprise], *, months: Sequence[Month]
) -> Worth:
    """Value added per tonne as each enterprise filed it over twelve months, laid over its families by reference price.

    For a sector whose prices nobody publishes. A family's value is the enterprise's value added per tonne of the
    quota's quantity times the family's reference price over the mean reference price of what it made, so that all
    families together bring what was filed.

    Raises:
        InputRefused: `city_plan.value_missing`, an enterprise that makes something filed no value added.
    """
    as_of = months[0].shift(-1)
    price = {product.field: Fraction(product.reference_price_yuan_per_t) for product in sector.products}
    found: dict[Pair, tuple[Decimal, ...]] = {}
    findings = []
    for one in enterprises:
        families = [family for _, family in pairs_made(record, [one], sector, as_of=as_of)]
        if not families:
            continue
        made = {family: _over(record, one.id, [family], as_of)[0] for family in families}
        value, quantity = _over(record, one.id, [VALUE_ADDED, sector.quantity], as_of)
        if quantity <= 0:
            findings.append(_missing(one))
            continue
        mean = sum((price[family] * made[family] for family in families), Fraction(0)) / sum(made.values())
        for family in families:
            found[one.id, family] = (rounded(value / quantity * price[family] / mean, _CENTS),) * len(months)
    if findings:
        raise InputRefused("city_plan.value_missing", findings, count=len(findings), month=str(months[0]))
    return Worth(yuan_per_t=found)


def _over(record: Record, name: str, codes: Sequence[str], as_of: Month) -> tuple[Fraction, ...]:
    """Sums over the periods of the last twelve months that file every one of the fields."""
    first = as_of.shift(1 - FAMILY_MONTHS)
    filed: list[Mapping[Period, Decimal]] = [record.figures.get((name, code), {}) for code in codes]
    periods = [
        period
        for period in filed[0]
        if first <= period.start and period.last <= as_of and all(period in other for other in filed)
    ]
    return tuple(sum((Fraction(figures[period]) for period in periods), Fraction(0)) for figures in filed)


def _missing(one: Enterprise) -> Finding:
    facts = {"enterprise": one.id, "family": VALUE_ADDED}
    return Finding(
        code="city_plan.value_missing_of", severity=Severity.QUARANTINE, place=Place(file=one.id), facts=facts
    )


def _rounded(row: Sequence[Fraction], places: int) -> tuple[Decimal, ...]:
    return tuple(rounded(one, places) for one in row)

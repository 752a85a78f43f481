"""Monthly means of published prices, and the table of prices in yuan without tax that costs and plans take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from zhibiao.market.chain import DECIMALS, Chain, chained
from zhibiao.market.price import PricePoint, PriceSeries, Rhythm, month_of
from zhibiao.market.price_table import PriceTable
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month

DOLLAR = "usd"
"""The good whose price is the exchange rate, yuan for a dollar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRate:
    """The general rate of value-added tax from a month on, with the act that set it."""

    first: Month
    rate_pct: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyMean:
    """The mean of one month, as published: currency, tax and all.

    Args:
        price: mean of the periods, each weighted by its days.
        days: days that a price stands for; of daily quotations how many there are.
        implied_days: those of them whose price was not published itself.
        is_whole: whether every day of the month is covered; of daily quotations nothing is missing.
        published_on: the day from which all of it is known.
        place: where the last of it stands.
        receipt: the latest of its points' receipts.
    """

    good: str
    month: Month
    price: Decimal
    days: int
    implied_days: int
    is_whole: bool
    published_on: dt.date
    place: Place
    receipt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """Prices by month, and how they came about.

    Args:
        table: without tax, in yuan.
        means: what the table was made of, chain by chain.
        chains: every series made comparable.
        findings: of the chains and of the months.
    """

    table: PriceTable
    means: tuple[tuple[MonthlyMean, ...], ...]
    chains: tuple[Chain, ...]
    findings: tuple[Finding, ...]

    def means_of(self, series: PriceSeries) -> tuple[MonthlyMean, ...]:
        """The months of one of the chained series."""
        return next(means for chain, means in zip(self.chains, self.means, strict=True) if chain.series is series)


def monthly_means(series: PriceSeries) -> tuple[MonthlyMean, ...]:
    """The mean price of each month that has any, in the level of the series."""
    by_month = groupby(series.points, key=lambda point: month_of(point.start))
    return tuple(_mean(series, month, list(points)) for month, points in by_month)


def priced(series: Sequence[PriceSeries], *, taxed: frozenset[str], rates: Sequence[VatRate]) -> Priced:
    """Chain every series, take its months, and bring them to yuan without value-added tax.

    Of two series of one good the one whose month was received later stands, or else the later one of the sequence. A
    month whose tax or exchange rate is not known is left out and told: what is not there is not zero.

    Args:
        series: one of them may be the exchange rate `usd`.
        taxed: goods under the general rate of tax.
        rates: of the general tax, in order of time.
    """
    chains = tuple(chained(one) for one in series)
    findings = [finding for chain in chains for finding in chain.findings]
    means = tuple(monthly_means(chain.series) for chain in chains)
    dollars = {mean.month: mean.price for one in means for mean in one if mean.good == DOLLAR}
    prices: dict[tuple[str, Month], Decimal] = {}
    sources: dict[str, dict[str, None]] = {}
    receipts: dict[tuple[str, Month], int] = {}
    for chain, months in zip(chains, means, strict=True):
        told = _Told()
        for mean in months:
            net = _net(chain.series, mean, dollars=dollars, taxed=taxed, rates=rates, told=told)
            key = (mean.good, mean.month)
            if net is not None and receipts.get(key, 0) <= mean.receipt:
                prices[key], receipts[key] = rounded(net, DECIMALS), mean.receipt
                sources.setdefault(mean.good, {})[chain.series.source] = None
        findings += told.findings(chain.series)
    table = PriceTable(
        prices=MappingProxyType(prices),
        sources=MappingProxyType({good: "、".join(named) for good, named in sources.items()}),
    )
    return Priced(table=table, means=means, chains=chains, findings=tuple(findings))


class _Told:
    """Months of one series that a finding has to tell about, by its code."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[MonthlyMean]] = {}

    def add(self, code: str, mean: MonthlyMean) -> None:
        self.by_code.setdefault(code, []).append(mean)

    def findings(self, series: PriceSeries) -> Iterable[Finding]:
        severities = {"price.month_partial": Severity.NOTE}
        for code, means in self.by_code.items():
            months = [mean.month for mean in means]
            facts = {
                "good": series.good,
                "months": f"{months[0]} … {months[-1]}" if len(months) > 1 else str(months[0]),
                "count": len(months),
                "days": means[-1].days,
                "of": means[-1].month.days,
                "last": str(months[-1]),
            }
            yield Finding(code=code, severity=severities.get(code, Severity.QUERY), place=means[-1].place, facts=facts)


def _mean(series: PriceSeries, month: Month, points: Sequence[PricePoint]) -> MonthlyMean:
    weights = [series.rhythm.days(point.start) for point in points]
    total = sum((point.price * days for point, days in zip(points, weights, strict=True)), start=Decimal(0))
    return MonthlyMean(
        good=series.good,
        month=month,
        price=rounded(Fraction(total) / sum(weights), DECIMALS),
        days=sum(weights),
        implied_days=sum(days for point, days in zip(points, weights, strict=True) if point.is_implied),
        is_whole=series.rhythm is Rhythm.DAY or sum(weights) == month.days,
        published_on=max(series.published_on(point) for point in points),
        place=points[-1].place,
        receipt=max(point.receipt for point in points),
    )


def _net(
    series: PriceSeries,
    mean: MonthlyMean,
    *,
    dollars: Mapping[Month, Decimal],
    taxed: frozenset[str],
    rates: Sequence[VatRate],
    told: _Told,
) -> Fraction | None:
    """Yuan without tax; None where tax or exchange rate are not known."""
    if not mean.is_whole:
        told.add("price.month_partial", mean)
    value = Fraction(mean.price)
    if series.currency != "CNY":
        if mean.month not in dollars:
            told.add("price.no_exchange_rate", mean)
            return None
        value *= Fraction(dollars[mean.month])
    if not series.has_vat:
        return value
    rate = next((one.rate_pct for one in reversed(rates) if one.first <= mean.month), None)
    if rate is None or series.good not in taxed:
        told.add("price.tax_unknown", mean)
        return None
    return value / (1 + Fraction(rate) / 100)

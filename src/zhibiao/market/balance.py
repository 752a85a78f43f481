"""City balances (平衡表): need of each commodity by firm, own supply, what is short or over, and days of cover."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.market.commodity import COMMODITIES, Commodity
from zhibiao.market.supply import Supplied, SupplyList
from zhibiao.monthly.returns import Record
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One firm's figures of a commodity; None where its return does not say."""

    enterprise: str
    sector: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One commodity over one period, in its unit. Sums run over what was filed; `findings` name what was not.

    Args:
        period: the month, or January and February where firms filed them as one.
        needs: by firm, largest first.
        own: what firms of the city made of it.
        stocks: what users hold at the end.
        supplied: what the supply list says of the period, where it does.
        findings: figures that are missing, of who has to have them.
    """

    commodity: Commodity
    period: Period
    needs: tuple[Held, ...]
    own: tuple[Held, ...]
    stocks: tuple[Held, ...]
    supplied: Supplied | None
    findings: tuple[Finding, ...]

    @property
    def need(self) -> Decimal:
        """Used in all."""
        return _sum(self.needs)

    @property
    def own_supply(self) -> Decimal:
        """Made in the city."""
        return _sum(self.own)

    @property
    def surplus(self) -> Decimal:
        """Own supply over need; negative where the city is short."""
        return self.own_supply - self.need

    @property
    def from_outside(self) -> Decimal:
        """What has to come from outside the city, or out of stock: need beyond own supply."""
        return max(Decimal(0), -self.surplus)

    @property
    def outside_share(self) -> Fraction | None:
        """The part of the need that has to come from outside; None without need."""
        return Fraction(self.from_outside) / Fraction(self.need) if self.need else None

    @property
    def stock(self) -> Decimal | None:
        """What the users who filed a stock hold; None where nobody did."""
        return _sum(self.stocks) if self.stocks else None

    @property
    def cover_days(self) -> Fraction | None:
        """How many days the filed stocks last at the daily need of the firms that filed them."""
        holders = {one.enterprise for one in self.stocks}
        need = _sum([one for one in self.needs if one.enterprise in holders])
        return Fraction(_sum(self.stocks)) * self.period.days / Fraction(need) if need else None

    @property
    def room(self) -> Decimal | None:
        """What the outside limit leaves; negative where more has to come than can; None without a limit."""
        if self.supplied is None or self.supplied.outside_limit is None:
            return None
        return self.supplied.outside_limit - self.from_outside


def balances_of(record: Record, city: City, month: Month, *, supply: SupplyList | None = None) -> tuple[Balance, ...]:
    """The balance of every commodity that somebody needs, over the period that ends with `month`.

    Args:
        record: the figures that stand.
        city: whose enterprises are added up; those that have left by then are not asked for.
        month: the last month; January stands alone only where it was filed alone.
        supply: what can come from outside; its limits are added up over the period's months.
    """
    period = period_ending(record, city, month)
    made = [_balance(record, city, one, period, supply) for one in COMMODITIES]
    return tuple(one for one in made if one.need or one.own_supply)


def period_ending(record: Record, city: City, month: Month) -> Period:
    """January and February where any return ends with this month and covers both, else the month."""
    ends = [
        item.period
        for item in record.returns.values()
        if item.period.last == month and item.enterprise in city.enterprises
    ]
    return min(ends, default=Period.of(month), key=lambda one: one.start)


def _balance(record: Record, city: City, one: Commodity, period: Period, supply: SupplyList | None) -> Balance:
    def over(enterprise: str, field: str) -> Decimal | None:
        return record.over(enterprise, field, first=period.start, last=period.last)

    def at(enterprise: str, field: str) -> Decimal | None:
        return record.at(enterprise, field, period.last)

    present = [firm for firm in city if firm.until is None or period.start < firm.until]
    needs, own, stocks = _held(present, one.need, over), _held(present, one.own, over), _held(present, one.stock, at)
    routes = {firm.id: firm.route for firm in present}
    asked = [held for held in needs if held.sector != "steel" or routes[held.enterprise] in one.routes]
    asked += [held for held in own if held.sector not in one.need]
    findings = [_missing(held, one, period) for held in asked if held.amount is None]
    known = sorted((held for held in needs if held.amount is not None), key=lambda held: -(held.amount or 0))
    return Balance(
        commodity=one,
        period=period,
        needs=tuple(known),
        own=tuple(held for held in own if held.amount is not None),
        stocks=tuple(held for held in stocks if held.amount is not None),
        supplied=_supplied(one, period, supply),
        findings=tuple(findings),
    )


def _held(
    firms: Sequence[Enterprise], fields: Mapping[str, str], figure: Callable[[str, str], Decimal | None]
) -> list[Held]:
    return [
        Held(enterprise=firm.id, sector=firm.sector, amount=figure(firm.id, fields[firm.sector]))
        for firm in firms
        if firm.sector in fields
    ]


def _missing(held: Held, one: Commodity, period: Period) -> Finding:
    field = one.need.get(held.sector) or one.own[held.sector]
    return Finding(
        code="market.balance_missing",
        severity=Severity.QUERY,
        place=Place(file=held.enterprise, clause=str(period), field=field),
        facts={"enterprise": held.enterprise, "period": str(period), "field": field, "commodity": one.code},
    )


def _supplied(one: Commodity, period: Period, supply: SupplyList | None) -> Supplied | None:
    """Limits of the whole period; a list speaks of the makers of crude steel, so not where others need it as well."""
    rows = [supply.of(one.code, month) if supply and len(one.need) == 1 else None for month in period]
    stated = [row for row in rows if row is not None]
    if len(stated) < len(rows):
        return None
    limits = [row.outside_limit for row in stated if row.outside_limit is not None]
    return Supplied(
        outside_limit=sum(limits, Decimal(0)) if len(limits) == len(rows) else None,
        opening_stock=stated[0].opening_stock,
        lowest_stock=stated[-1].lowest_stock,
        source=stated[0].source,
    )


def _sum(held: Sequence[Held]) -> Decimal:
    return sum((one.amount for one in held if one.amount is not None), Decimal(0))

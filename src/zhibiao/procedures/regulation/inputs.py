"""What a month's plan is made of (调节输入): record, register, book, allocation in force and rulebook in one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from statistics import median
from typing import Any

from zhibiao.errors import InputRefused
from zhibiao.ledger.book import Book
from zhibiao.market.plan_supply import PlanSupply
from zhibiao.monthly.returns import Record
from zhibiao.policy.regulation_part import RegulationTerms
from zhibiao.policy.rulebook import Rulebook
from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs, FamilyInputs, Limits, Supply
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month, Period, months_of

ORDERS, PLANNED_OUTAGE, PLANNED_OUTPUT = "orders_t", "planned_outage_days", "planned_output_t"
FAMILY_MONTHS, BEST_MONTHS = 12, 24
Pair = tuple[str, str]
"""Enterprise id and product field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the market says of the pairs of enterprise and family, in the sector's quantity.

    Args:
        yuan_per_t: margin in each month of the plan.
        commodities: codes.
        use: of each commodity per tonne, in that order; empty where commodities are not looked at.
        supplies: by commodity.
    """

    yuan_per_t: Mapping[Pair, Sequence[Decimal]]
    commodities: tuple[str, ...] = ()
    use: Mapping[Pair, Sequence[Decimal]] = field(default_factory=dict)
    supplies: Mapping[str, Supply] = field(default_factory=dict)


def pairs_made(record: Record, enterprises: Sequence[Enterprise], sector: Sector, *, as_of: Month) -> tuple[Pair, ...]:
    """Enterprise and family of everything made in the twelve months up to `as_of`, in order."""
    return tuple(
        (one.id, family)
        for one in sorted(enterprises, key=lambda each: each.id)
        for family in _families(record, one.id, sector, as_of)
    )


def holders(city: City, sector: Sector, book: Book) -> tuple[Enterprise, ...]:
    """The enterprises of the register that hold or overran quota of the book's year, in order of id."""
    own = {one.id: one for one in city.of_sector(sector.id)}
    return tuple(own[name] for name in book.enterprises if name in own)


def regulation_inputs(
    record: Record,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    terms: RegulationTerms,
    book: Book,
    allocation: Mapping[str, Any],
    *,
    month: Month,
    worth: Worth,
) -> CityInputs:
    """The inputs of the plan from `month` to December; nothing of that month or later is read but what was planned.

    Args:
        record: returns known when the plan is made.
        terms: of the rulebook on the day of the plan.
        book: of the sector and the year, as it stands.
        allocation: body of the allocation in force: the last one issued that is no regulation.
        month: the first of the plan.
        worth: what the pairs are worth and use.

    Raises:
        InputRefused: `city_plan.record_incomplete`, an enterprise's output of the year so far is not on record;
            `city_plan.value_missing`, no value for a pair.
    """
    as_of = month.shift(-1)
    months = tuple(one for one in months_of(month.year) if one >= month)
    desk = _Desk(record=record, sector=sector, book=book, allocation=allocation, as_of=as_of, months=months)
    enterprises = holders(city, sector, book)
    gaps = [gap for one in enterprises for gap in desk.gaps(one)]
    if gaps:
        raise InputRefused("city_plan.record_incomplete", gaps, count=len(gaps), month=str(as_of))
    missing = [
        pair
        for pair in pairs_made(record, enterprises, sector, as_of=as_of)
        if len(worth.yuan_per_t.get(pair, ())) != len(months)
    ]
    if missing:
        findings = [_finding("city_plan.value_missing_of", name, family=family) for name, family in missing]
        raise InputRefused("city_plan.value_missing", findings, count=len(missing), month=str(month))
    return CityInputs(
        sector=sector.id,
        plan_year=month.year,
        quantity=sector.quantity,
        as_of=as_of,
        months=months,
        cap_t=book.cap,
        enterprises=tuple(desk.enterprise(one, worth) for one in enterprises),
        limits=limits_of(terms, rulebook, as_of=as_of),
        commodities=worth.commodities,
        supplies=worth.supplies,
    )


def limits_of(terms: RegulationTerms, rulebook: Rulebook, *, as_of: Month) -> Limits:
    """The rulebook's numbers as limits; what it leaves unsaid keeps the default of `Limits`."""
    unsaid = Limits(rule=terms.rule, month_share=terms.month_share, year_share=terms.year_share)

    def said(name: str) -> Decimal:
        value: Decimal | None = getattr(terms, name)
        default: Decimal = getattr(unsaid, name)
        return default if value is None else value

    by_capacity = rulebook.bounds_rule == "base_and_capacity"
    day = max(as_of.last_day, rulebook.effective)  # a plan from January on stands at the end of another year's rules
    return Limits(
        rule=terms.rule,
        month_share=terms.month_share,
        year_share=terms.year_share,
        group_share=terms.group_share,
        district_share=terms.district_share,
        nearness_yuan_per_t=terms.nearness_yuan_per_t or Decimal(0),
        technical_minimum_share=said("technical_minimum_share"),
        order_room_share=said("order_room_share"),
        rate_room_share=said("rate_room_share"),
        pace_yuan_per_t=said("pace_yuan_per_t"),
        ramp_share=terms.ramp_share,
        capacity_factor=rulebook.number("capacity_factor", day) if by_capacity else None,
        clauses={"regulation": terms.clause, "bounds": rulebook.clause_of["bounds"], "cap": _cap_clause(rulebook)},
    )


def supplies_of(found: Mapping[str, PlanSupply]) -> dict[str, Supply]:
    """The desk's supplies in whole units, limits down and least stocks up; what has no limit at all is left out."""
    return {
        code: Supply(
            monthly=tuple(None if amount is None else Decimal(floor(amount)) for amount in one.limit),
            opening=Decimal(floor(one.opening or 0)),
            lowest=tuple(Decimal(ceil(amount or 0)) for amount in one.lowest),
        )
        for code, one in found.items()
        if any(amount is not None for amount in one.limit)
    }


def _cap_clause(rulebook: Rulebook) -> str:
    return rulebook.parameters["cap_t"].clause


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where the inputs of one plan are taken from; it lives for one call."""

    record: Record
    sector: Sector
    book: Book
    allocation: Mapping[str, Any]
    as_of: Month
    months: tuple[Month, ...]

    def gaps(self, one: Enterprise) -> list[Finding]:
        """An enterprise whose output of the year so far is not known cannot be planned."""
        if self._is_january or self._made(one.id) is not None:
            return []
        return [_finding("city_plan.output_missing", one.id, name=one.name, month=str(self.as_of))]

    @property
    def _is_january(self) -> bool:
        return self.as_of.month == 12

    def _made(self, name: str) -> Decimal | None:
        return self.record.year_to_date(name, self.sector.quantity, self.as_of)

    def enterprise(self, one: Enterprise, worth: Worth) -> EnterpriseInputs:
        """One enterprise, as known at the end of the month before the plan."""
        share = next((row for row in self.allocation["shares"] if row["enterprise"] == one.id), None)
        claimant: Mapping[str, Any] = next(
            (row for row in self.allocation["claimants"] if row["enterprise"] == one.id), {}
        )
        beside = sum(claimant.get(name, 0) * sign for name, sign in _BESIDE)
        daily = self._daily(one.id, BEST_MONTHS)
        recent = [rate for rate in self._daily(one.id, FAMILY_MONTHS).values() if rate > 0]
        before = self.record.figure(one.id, self.sector.quantity, Period.of(self.as_of))
        held = self.book.holding(one.id)
        return EnterpriseInputs(
            enterprise=one.id,
            name=one.name,
            group=one.group,
            district=one.zone,
            made_t=0 if self._is_january else round(self._made(one.id) or 0),
            before_t=None if before is None else round(before),
            holding_t=held,
            entitlement_t=share["quota_t"] if share else held,
            floor_t=max(0, share["floor_t"] + beside) if share else 0,
            ceiling_t=max(0, share["ceiling_t"] + beside) if share else held,
            floor_reason=share["floor_reason"] if share else "floor.base",
            ceiling_reason=share["ceiling_reason"] if share else "ceiling.base",
            capacity_t=tuple(one.capacity_t(self.sector.quantity, month) for month in self.months),
            best_day_t=_day(max(daily.values(), default=Fraction(0))),
            typical_day_t=_day(Fraction(median(recent)) if recent else Fraction(0)),
            outage_days=self._ahead(one.id, PLANNED_OUTAGE),
            planned_t=tuple(round(tonnes) if tonnes else None for tonnes in self._ahead(one.id, PLANNED_OUTPUT)),
            orders_t=self._orders(one.id, self.as_of),
            usual_orders_t=self._usual_orders(one.id),
            last_year_t=tuple(self._month(one.id, month.year_before()) for month in self.months),
            pledged_t=self.book.available(one.id) - self.book.free(one.id),
            families=tuple(
                FamilyInputs(
                    family=family,
                    best_day_t=_day(best),
                    value_yuan_per_t=tuple(worth.yuan_per_t[one.id, family]),
                    use=tuple(worth.use.get((one.id, family), ())),
                )
                for family, best in _families(self.record, one.id, self.sector, self.as_of).items()
            ),
            sources=tuple(
                (item.reference, item.file_sha256)
                for item in self.record.sources(one.id, first=self.as_of.shift(1 - BEST_MONTHS), last=self.as_of)
            ),
        )

    def _daily(self, name: str, months: int) -> dict[Period, Fraction]:
        return daily_rates(self.record, name, self.sector.quantity, as_of=self.as_of, months=months)

    def _ahead(self, name: str, code: str) -> tuple[Decimal, ...]:
        """What the last return says of the month after it; nothing is said of later ones."""
        said = self.record.at(name, code, self.as_of)
        first = said if said is not None and said >= 0 else Decimal(0)
        return (first, *(Decimal(0) for _ in self.months[1:]))

    def _orders(self, name: str, month: Month) -> int | None:
        orders = self.record.at(name, ORDERS, month)
        return None if orders is None else round(orders)

    def _usual_orders(self, name: str) -> int | None:
        filed = [self._orders(name, self.as_of.shift(-back)) for back in range(FAMILY_MONTHS)]
        known = [orders for orders in filed if orders is not None]
        return round(median(known)) if known else None

    def _month(self, name: str, month: Month) -> int | None:
        made = self.record.figure(name, self.sector.quantity, Period.of(month))
        return None if made is None else round(made)


_BESIDE = (("carried_t", 1), ("deducted_t", -1), ("transferred_t", 1))


def daily_rates(record: Record, name: str, code: str, *, as_of: Month, months: int) -> dict[Period, Fraction]:
    """Tonnes a day of each period filed within the months up to `as_of`; January and February may be one."""
    first = as_of.shift(1 - months)
    return {
        period: Fraction(value) / period.days
        for period, value in record.figures.get((name, code), {}).items()
        if first <= period.start and period.last <= as_of
    }


def _families(record: Record, name: str, sector: Sector, as_of: Month) -> dict[str, Fraction]:
    """Best day of each family made in the last twelve months: its share of the products times the quantity."""
    whole = daily_rates(record, name, sector.quantity, as_of=as_of, months=FAMILY_MONTHS)
    by_product = {
        one.field: daily_rates(record, name, one.field, as_of=as_of, months=FAMILY_MONTHS) for one in sector.products
    }
    found = {}
    for family, rates in by_product.items():
        best = Fraction(0)
        for period, rate in rates.items():
            made = sum((each.get(period, Fraction(0)) for each in by_product.values()), Fraction(0))
            if made and period in whole:
                best = max(best, rate / made * whole[period])
        if best > 0:
            found[family] = best
    return found


def _day(rate: Fraction) -> Decimal:
    return rounded(rate, 3)


def _finding(code: str, enterprise: str, **facts: object) -> Finding:
    return Finding(
        code=code,
        severity=Severity.QUARANTINE,
        place=Place(file=enterprise),
        facts={"enterprise": enterprise, **facts},
    )

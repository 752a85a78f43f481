"""What a plan can draw on: outside limits and own supply of each commodity by month, and stocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.market.commodity import COMMODITIES, Commodity
from zhibiao.market.supply import UNIT_OF, Supplied, SupplyList
from zhibiao.market.value import COMMODITIES as PLANNED
from zhibiao.market.value import KWH_PER_MWH
from zhibiao.monthly.returns import Record
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSupply:
    """What a plan can draw on of one commodity, in t (electricity in MWh), as `value.uses_of` counts use.

    Args:
        commodity: one of `value.COMMODITIES`.
        months: of the plan.
        limit: new supply in each month; None where the list states no limit.
        opening: stock at the start of the first month; None where none is stated.
        lowest: least stock at the end of each month; None where none is stated.
    """

    commodity: str
    months: tuple[Month, ...]
    limit: tuple[Fraction | None, ...]
    opening: Fraction | None
    lowest: tuple[Fraction | None, ...]


def plan_supply(
    supply: SupplyList, months: Sequence[Month], *, record: Record, city: City, as_of: Month
) -> Mapping[str, PlanSupply]:
    """The supplies of the months of a plan by commodity, from what is known at the end of `as_of`.

    A month's own supply (concentrate, processed scrap) is what the same month brought the last time it was filed, so
    no later return is needed; own power is not counted, since use counts bought power alone.

    Args:
        supply: the list; what it does not hold is without limit.
        months: of the plan, in order, at least one.
        record: the figures that stand.
        city: whose mines and yards supply.
        as_of: returns of later months are not read.
    """
    return {
        code: _of(code, [supply.of(code, month) for month in months], months, record, city, as_of) for code in PLANNED
    }


def _of(
    code: str, rows: Sequence[Supplied | None], months: Sequence[Month], record: Record, city: City, as_of: Month
) -> PlanSupply:
    size = KWH_PER_MWH if UNIT_OF[code] == "kWh" else 1
    mined = next((one for one in COMMODITIES if one.code == code and size == 1), None)

    def scaled(amount: Decimal | None, own: Fraction) -> Fraction | None:
        return None if amount is None else (Fraction(amount) + own) / size

    def own(month: Month) -> Fraction:
        return _own(mined, month, record, city, as_of) if mined else Fraction(0)

    nothing = Fraction(0)
    return PlanSupply(
        commodity=code,
        months=tuple(months),
        limit=tuple(
            scaled(row.outside_limit, own(month)) if row else None for row, month in zip(rows, months, strict=True)
        ),
        opening=scaled(rows[0].opening_stock, nothing) if rows[0] else None,
        lowest=tuple(scaled(row.lowest_stock, nothing) if row else None for row in rows),
    )


def _own(one: Commodity, month: Month, record: Record, city: City, as_of: Month) -> Fraction:
    """The sum over the firms of the city, each by the newest year in which it filed this month."""
    return sum(
        (
            _newest(record.figures.get((firm.id, one.own[firm.sector]), {}), month, as_of)
            for firm in city
            if firm.sector in one.own and (firm.until is None or month < firm.until)
        ),
        Fraction(0),
    )


def _newest(figures: Mapping[Period, Decimal], month: Month, as_of: Month) -> Fraction:
    """The month's figure of the newest year known; its share by days of one filed together with its neighbour."""
    known = [period for period in figures if period.last <= as_of and month.month in {one.month for one in period}]
    newest = max(known, default=None)
    if newest is None:
        return Fraction(0)
    days = next(one.days for one in newest if one.month == month.month)
    return Fraction(figures[newest]) * Fraction(days, newest.days)

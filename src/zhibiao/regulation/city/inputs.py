"""What a city's plan is made of, frozen: what enterprises made and may make, values, uses, supplies and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

NEAR, VALUE = "plan_near_entitlement", "plan_by_value"
"""The rules a rulebook may name: held near the entitlements at a price, or by value alone within the bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers of a rulebook's part on monthly regulation, as in force on the day of the plan.

    Shares are fractions of one. What is None is not limited.

    Args:
        rule: `plan_near_entitlement` or `plan_by_value`.
        month_share: most by which one holding changes in one month, of the holding.
        year_share: most by which it changes over the year, of the quota that the allocation in force gave.
        group_share, district_share: most by which the holdings of a group, of a district change over the year.
        nearness_yuan_per_t: what one more tonne costs a whole entitlement away from it; 0 under `plan_by_value`.
        pace_yuan_per_t: what one more tonne costs in a month that is a whole month's pace away from it.
        technical_minimum_share: least output of a day, of the typical one.
        order_room_share: how far a family may go beyond its best day.
        rate_room_share: how far an enterprise may go beyond its best day.
        ramp_share: most change from one month to the next, of a typical month.
        season_share: most that a district makes in a month of the season, of the same month of the year before.
        season_months: numbers of the season's months.
        capacity_factor: as in the allocation's bounds; None where capacity sets no ceiling.
        clauses: clause by name of the field above.
    """

    rule: str
    month_share: Decimal
    year_share: Decimal
    group_share: Decimal | None = None
    district_share: Decimal | None = None
    nearness_yuan_per_t: Decimal = Decimal(0)
    pace_yuan_per_t: Decimal = Decimal(100)
    technical_minimum_share: Decimal = Decimal("0.5")
    order_room_share: Decimal = Decimal("0.1")
    rate_room_share: Decimal = Decimal("0.02")
    ramp_share: Decimal | None = None
    season_share: Decimal | None = None
    season_months: tuple[int, ...] = ()
    capacity_factor: Decimal | None = None
    clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyInputs:
    """One product family of one enterprise.

    Args:
        family: field of the sector's products.
        best_day_t: most of it made in a day over the last twelve months, by mean of a month; tonnes of the quota's
            quantity that went into it.
        value_yuan_per_t: margin per tonne of the quota's quantity in each month of the plan.
        use: of each commodity per tonne, in the order of `CityInputs.commodities`, >= 0.
    """

    family: str
    best_day_t: Decimal
    value_yuan_per_t: tuple[Decimal, ...]
    use: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseInputs:
    """One enterprise that holds quota. Tonnes are of the quota's quantity; tuples go by the months of the plan.

    Args:
        enterprise, name: who.
        group, district: empty where it belongs to none.
        made_t: made in the plan year by the end of the month before.
        before_t: made in the month before; None where it is not known (January and February as one).
        holding_t: available and used, as the book has it.
        entitlement_t: the quota that the allocation in force gave it, what stands beside the split included.
        floor_t, ceiling_t: bounds of that quota, with the same beside; `made_t` goes before both.
        floor_reason, ceiling_reason: codes of the bounds, as in the decision (`floor.base`, `ceiling.capacity`).
        capacity_t: compliant capacity on file, tonnes per year.
        best_day_t: most made in a day over the last twenty-four months, by mean of a month.
        typical_day_t: median of the days' means over the last twelve months with output.
        outage_days: days without output that have been stated.
        planned_t: output that has been stated for the month, None where none was.
        orders_t: orders in hand at the end of the month before; None where nothing was filed.
        usual_orders_t: median of them over the last twelve months.
        last_year_t: made in the same months of the year before; None where it is not known.
        pledged_t: of the holding, put forward to be passed on; nothing takes them.
        families: what it made in the last twelve months; an enterprise without any makes nothing in the plan.
        sources: references of the returns it was taken from, with the hash of their file.
    """

    enterprise: str
    name: Text
    group: str
    district: str
    made_t: int
    before_t: int | None
    holding_t: int
    entitlement_t: int
    floor_t: int
    ceiling_t: int
    floor_reason: str
    ceiling_reason: str
    capacity_t: tuple[int, ...]
    best_day_t: Decimal
    typical_day_t: Decimal
    outage_days: tuple[Decimal, ...]
    planned_t: tuple[int | None, ...]
    orders_t: int | None
    usual_orders_t: int | None
    last_year_t: tuple[int | None, ...]
    families: tuple[FamilyInputs, ...]
    pledged_t: int = 0
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What the city can get of one commodity.

    Args:
        monthly: new supply in each month of the plan, in the commodity's unit; None where no list states a limit.
        opening: in stock at the end of the month before.
        lowest: least stock at the end of each month; empty for none.
    """

    monthly: tuple[Decimal | None, ...]
    opening: Decimal = Decimal(0)
    lowest: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityInputs:
    """Everything a city's plan depends on: the same inputs give the same plan.

    Args:
        sector, plan_year, quantity: whose quota.
        as_of: the last month that has been counted; the plan starts with the next one.
        months: of the plan, the rest of the year.
        cap_t: the year's total, met exactly by what was made and what is planned.
        enterprises: in order of id.
        limits: of the rulebook.
        commodities: codes, in the order of `FamilyInputs.use`.
        supplies: by commodity; one that is absent has no limit.
        findings: what was seen while the inputs were gathered.
    """

    sector: str
    plan_year: int
    quantity: str
    as_of: Month
    months: tuple[Month, ...]
    cap_t: int
    enterprises: tuple[EnterpriseInputs, ...]
    limits: Limits
    commodities: tuple[str, ...] = ()
    supplies: Mapping[str, Supply] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def held_t(self) -> int:
        """What the enterprises hold together: the cap less reserve and pool."""
        return sum(one.holding_t for one in self.enterprises)

    @property
    def made_t(self) -> int:
        """What they made together."""
        return sum(one.made_t for one in self.enterprises)

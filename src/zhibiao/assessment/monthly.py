"""The month's assessment of one sector as a value: what papers, screens and files are rendered from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from typing import Any

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount
from zhibiao.assessment.growth.vintages import MonthFromTotals
from zhibiao.assessment.high_end.account import Basis, HighEndAccount, Window
from zhibiao.assessment.high_end.axes import AxisShare
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.assessment.high_end.path import HighEndPath
from zhibiao.assessment.high_end.reallocation import GroupPrice, MovedQuota, Reallocation
from zhibiao.assessment.pace.pacing import Pace
from zhibiao.assessment.pace.season import Season
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.verdict import Verdict
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

NOTHING_TO_COMPARE = Comparison(now=None, before=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One amount of money, energy or goods, on one scope: the enterprises that reported in both years.

    Args:
        field: code in the dictionary; `unit` is its inner unit (t, yuan, kWh, tce).
        month: the period that ends with the month.
        to_date: January to the month.
        firms: how many enterprises are counted in `to_date`.
        left_out: enterprises of the sector that are not: they entered, they left, or one of the two is not on record.
        raw: January to the month by all that is on record in either year, whoever filed it.
    """

    field: str
    name: Text
    unit: str
    month: Comparison
    to_date: Comparison
    firms: int
    left_out: tuple[str, ...]
    raw: Comparison = NOTHING_TO_COMPARE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLine:
    """One link of the chain (steel, magnesia, mines, scrap, deep processing) with its amounts in a fixed order:
    output value, revenue, profit, taxes, electricity, then the sector's own goods."""

    sector: str
    name: Text
    measures: tuple[Measure, ...]

    def measure(self, field: str) -> Measure | None:
        """The amount with that field code, or None."""
        return next((item for item in self.measures if item.field == field), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReturn:
    """A return that is not on record for the assessed month; `last` is the latest period that is, or None."""

    enterprise: str
    name: Text
    last: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseAssessment:
    """One enterprise in the month.

    Args:
        standing: of the quota's quantity; None when it makes none (a reroller without crude steel).
        output_value, profit, taxes, value_added: January to the month, yuan.
        profit_month: the period that ends with the month, yuan.
        value_per_t: value added per tonne of the quota's quantity (of products where it makes none), January to
            the month, whole yuan per tonne.
        high_end_share: by weight, January to the month, under the catalogue in force; six decimals.
        high_end_share_before: the same a year before, under the same catalogue.
        return_on_record: whether a return covers the month.
    """

    enterprise: str
    name: Text
    group: str
    standing: Standing | None
    output_value: Comparison
    profit: Comparison
    profit_month: Comparison
    taxes: Comparison
    value_added: Comparison
    value_per_t: Comparison
    high_end_share: Decimal | None
    high_end_share_before: Decimal | None
    return_on_record: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthAssessment:
    """Everything the assessment of one sector says about one month; a function of the record, book and rulebook.

    Args:
        city: the city's id.
        quantity: field code of what the quota counts, empty for a sector without quota.
        rulebook_sha256, rulebook_id: empty without a rulebook.
        ledger_head: hash of the last entry read, empty without entries.
        total: the city as a whole; None for a sector without quota.
        pool_t, reserve_t: tonnes of the cap that no enterprise holds; None without a book.
        enterprises: in the order of the city's list.
        chain: growth of every sector, the assessed one first.
        high_end: by window and basis; empty where the sector has no catalogue or no two years are comparable.
        high_end_outlook: path to the target and what re-allocation alone could give; None without a catalogue.
        late: enterprises of the sector without a return for the month.
        findings: what the assessment noticed, hardest first.
        sources: the sector's returns read, by reference with the hash of their file, in order.
        growth: on the same scope with contributions: the sector's quantity and output value, then the chain's.
        months_by_vintage: enterprises whose month differs by the vintages of the totals it is taken from.
    """

    city: str
    city_name: Text
    sector: str
    sector_name: Text
    quantity: str
    quantity_name: Text
    month: Month
    plan_year: int
    rulebook_id: str
    rulebook_sha256: str
    ledger_head: str
    total: Standing | None
    pool_t: int | None
    reserve_t: int | None
    enterprises: tuple[EnterpriseAssessment, ...]
    verdict: Verdict
    chain: tuple[ChainLine, ...]
    high_end: tuple[HighEndAccount, ...]
    late: tuple[LateReturn, ...]
    findings: tuple[Finding, ...]
    sources: tuple[tuple[str, str], ...]
    growth: tuple[GrowthAccount, ...] = ()
    months_by_vintage: tuple[MonthFromTotals, ...] = ()
    high_end_outlook: HighEndOutlook | None = None

    def enterprise(self, enterprise_id: str) -> EnterpriseAssessment:
        """The line of one enterprise; KeyError when it is not in this sector."""
        for item in self.enterprises:
            if item.enterprise == enterprise_id:
                return item
        raise KeyError(enterprise_id)

    def growth_account(self, field: str, span: Period, *, sector: str = "") -> GrowthAccount | None:
        """The account of that field and span, of the assessed sector unless told otherwise, or None."""
        wanted = (sector or self.sector, field, span)
        return next((item for item in self.growth if (item.sector, item.field, item.span) == wanted), None)

    def high_end_account(self, window: Window, basis: Basis) -> HighEndAccount | None:
        """The high-end account of that window and basis, or None."""
        return next((item for item in self.high_end if (item.card.window, item.card.basis) == (window, basis)), None)

    def plain(self) -> dict[str, Any]:
        """Plain values for JSON: whole numbers, ratios and exact fractions as strings, months as YYYY-MM; what can
        be derived (rates of growth, shares, required rates) stands beside what it is derived from."""
        body = plain(self)
        assert isinstance(body, dict)
        return body


_DERIVED: Mapping[type, tuple[str, ...]] = {
    Comparison: ("change", "rate", "movement"),
    Standing: (
        "made_share",
        "level_share",
        "run_t_per_day",
        "forecast_t_per_day",
        "required_t_per_day",
        "required_for_level_t_per_day",
    ),
    Pace: ("ahead_t", "left_t", "above_last_year_t", "projected_t", "days_until_exhausted", "exhausted_on"),
    HighEndAccount: ("change", "terms", "shares", "points"),
    GrowthAccount: ("points",),
    MonthFromTotals: ("by_now", "mixed", "refiled", "implied_revision"),
    AxisShare: ("change",),
    HighEndPath: (
        *("state", "months_left", "wanted", "yearly_gain", "upgrade_t", "upgrade_t_per_year"),
        *("mean_gain", "landing", "mean_landing", "waypoints"),
    ),
    HighEndOutlook: ("part_of_wanted",),
    Reallocation: ("given", "gain", "whole", "moved_t"),
    MovedQuota: ("moved_t", "points_per_10kt"),
    GroupPrice: ("points_per_10kt",),
}
_RATES = frozenset({"run_t_per_day", "expected_t_per_day"})  # exact fractions inside, whole tonnes a day outside


def plain(value: Any) -> Any:
    """A value of this room as plain JSON: see `MonthAssessment.plain`."""
    if value is None or (isinstance(value, bool | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.name if isinstance(value, IntEnum) else value.value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value)  # only a fan's bands are floats: tonnes, whole outside
    if isinstance(value, Decimal | Fraction | Month | Period | dt.date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, frozenset) else value)]
    if isinstance(value, Season):
        return value.plain()
    if is_dataclass(value):
        names = [item.name for item in fields(value)] + list(_DERIVED.get(type(value), ()))
        found = {name: getattr(value, name) for name in names}
        return {
            name: round(item) if name in _RATES and item is not None else plain(item) for name, item in found.items()
        }
    raise TypeError(f"no plain form for {type(value).__name__}")

"""Years that end just below the quota held: one enterprise's, and how a whole group crowds there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.monthly.chance import binomial_tail
from zhibiao.monthly.flags import BASE_RATES, Flag
from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Month

_WINDOW = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bunching:
    """How many yearly totals of a group lie just below and just above what was held, and how likely that is by chance.

    Args:
        below, above: totals within the window on either side; one that hits exactly counts as below.
        count: totals in all.
        chance: probability of at least so many below if either side were as likely; 1 with none.
    """

    below: int
    above: int
    count: int
    chance: float


def just_below(
    record: Record,
    enterprise: str,
    quantity: str,
    *,
    month: Month,
    held_t: Mapping[tuple[str, int], int],
    usual: float = 0.0,
) -> Flag | None:
    """The last whole year's output, and perhaps years before, lie within half a per cent below what was held.

    Where quotas bind, many stop there as they should: `usual`, the share of all yearly totals of the group that do, is
    then the base rate, and that of several years in a row its power.
    """
    last = month.year if month.month == 12 else month.year - 1
    years: list[int] = []
    share = 0.0
    while (ratio := _of_held(record, enterprise, quantity, last - len(years), held_t)) is not None:
        if not 1 - _WINDOW <= ratio <= 1:
            break
        share = share or float(ratio)
        years.append(last - len(years))
    if not years:
        return None
    facts = {"years": "、".join(str(year) for year in sorted(years)), "share": f"{share:.2%}", "count": len(years)}
    rate = max(BASE_RATES["screen.just_below"], usual) ** len(years)
    return Flag(code="screen.just_below", enterprise=enterprise, facts=facts, base_rate=min(1.0, rate))


def _of_held(
    record: Record, enterprise: str, quantity: str, year: int, held_t: Mapping[tuple[str, int], int]
) -> Decimal | None:
    """A year's output in terms of what was held; None where either is not known."""
    held, made = held_t.get((enterprise, year)), record.year_to_date(enterprise, quantity, Month(year, 12))
    return made / held if held and made is not None else None


def bunching(
    record: Record, enterprises: Sequence[str], quantity: str, *, held_t: Mapping[tuple[str, int], int]
) -> Bunching:
    """Yearly totals within half a per cent below what was held, against those as near above it."""
    ratios = [
        ratio
        for firm, year in sorted(held_t)
        if firm in enterprises and (ratio := _of_held(record, firm, quantity, year, held_t)) is not None
    ]
    below = sum(1 - _WINDOW <= ratio <= 1 for ratio in ratios)
    above = sum(1 < ratio <= 1 + _WINDOW for ratio in ratios)
    return Bunching(below=below, above=above, count=len(ratios), chance=binomial_tail(below, below + above))

"""Flags (筛查提示): patterns that say "look here", each with how often honest figures show as much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.monthly.returns import Record
from zhibiao.terms.period import Month, Period

BASE_RATES: Mapping[str, float] = {
    "screen.terminal_digits": 0.01,
    "screen.just_below": 0.05,
    "screen.december_stop": 0.03,
    "screen.january_surge": 0.03,
    "screen.repeated_figures": 0.01,
    "screen.quarter_end": 0.02,
    "screen.billets_bought": 0.01,
}
"""At most this share of firms and months shows as much in simulated cities of honest firms; a test measures it."""

HISTORY_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A pattern of one enterprise that is worth a look; it proves nothing.

    Args:
        code: which pattern; its texts name innocent causes and what document settles it.
        enterprise: whose figures show it.
        facts: figures for its text.
        base_rate: share of honest firms and months that show as much, 0 to 1.
    """

    code: str
    enterprise: str
    facts: Mapping[str, object] = field(default_factory=dict)
    base_rate: float


def flag_of(code: str, enterprise: str, **facts: object) -> Flag:
    """A flag with the base rate of its code."""
    return Flag(code=code, enterprise=enterprise, facts=facts, base_rate=BASE_RATES[code])


def last_two_years(record: Record, enterprise: str, code: str, *, month: Month) -> dict[Period, Decimal]:
    """The field's figures of the last two years, by period in order."""
    first, end = month.shift(1 - HISTORY_MONTHS), month.next()
    periods = record.figures.get((enterprise, code), {})
    found = {period: value for period, value in periods.items() if first <= period.start and period.end <= end}
    return dict(sorted(found.items()))

"""One firm's months as they were known on a day: what every early warning is a function of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The figures of one period, as filed; None where nothing was.

    Args:
        period: one month, or January and February together.
        made_t: output of what is watched; negative after a revision of earlier months.
        sold_t, stock_t, orders_t: products sold, and in stock and on order at the end.
        inputs: what the output took (electricity, ore, energy), by field.
        profit_yuan, revenue_yuan: of the whole firm.
        outage_days: days of outage as stated; None where the return says nothing of it.
        is_stop_stated: whether maintenance, a stop or a curtailment was given as a ground.
    """

    period: Period
    made_t: float | None
    sold_t: float | None = None
    stock_t: float | None = None
    orders_t: float | None = None
    inputs: Mapping[str, float] = field(default_factory=dict)
    profit_yuan: float | None = None
    revenue_yuan: float | None = None
    outage_days: float | None = None
    is_stop_stated: bool = False

    @property
    def working_days(self) -> float:
        """Calendar days less the outage stated, never below zero."""
        return max(0.0, self.period.days - (self.outage_days or 0.0))

    @property
    def states_a_stop(self) -> bool:
        """Whether the firm itself says that it stood."""
        return self.is_stop_stated or bool(self.outage_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOutlook:
    """Where the firm's year is expected to end, beside the quota it holds, whole tonnes; no quantiles: no interval.

    `central_t` is the expected total that the verdict names too.
    """

    quota_t: int | None
    made_t: int
    quantiles_t: Mapping[str, int]
    central_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmHistory:
    """One firm (or the city) up to a month.

    Args:
        enterprise: its id.
        name: its name.
        reported: its periods in order, nothing after the month.
        outlook: of the year, where it makes what a quota counts.
        states_outages: whether it files days of outage; a city or a statistical area does not, and is not asked.
    """

    enterprise: str
    name: Text
    reported: tuple[Reported, ...]
    outlook: YearOutlook | None = None
    states_outages: bool = True

    @property
    def last(self) -> Month | None:
        """The last month reported."""
        return self.reported[-1].period.last if self.reported else None

    def until(self, month: Month) -> FirmHistory:
        """The same as it was known at the end of that month, without the year's outlook."""
        return replace(self, reported=tuple(one for one in self.reported if one.period.last <= month), outlook=None)

"""Margin under water (利润率为负): the firm has lost money for some months, by more than its margin usually swings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhibiao.assessment.verdict.reasons import money
from zhibiao.assessment.warnings.figures import percent, usual
from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding

CODE = "warn.margin_under_water"
_MONTHS, _LEAST = 24, 6


def margin_under_water(firm: Watched) -> Iterator[Finding]:
    """Has the firm begun to sell below cost, month after month?"""
    count = firm.tolerances.loss_months
    reported = firm.history.reported
    if not is_under_water(reported, firm) or is_under_water(reported[:-1], firm):
        return
    recent = reported[-count:]
    profit = sum(one.profit_yuan or 0.0 for one in recent)
    revenue = sum(one.revenue_yuan or 0.0 for one in recent)
    yield firm.finding(
        CODE,
        since=str(recent[0].period),
        loss=money(round(-profit)),
        margin_pct=percent(profit / revenue),
        price=_price_change(reported),
    )


def is_under_water(reported: Sequence[Reported], firm: Watched) -> bool:
    """Whether margins of the last months lie below zero by more than chance moves their mean, the last one too."""
    count = firm.tolerances.loss_months
    known = [one.profit_yuan / one.revenue_yuan for one in reported if one.profit_yuan is not None and one.revenue_yuan]
    if len(known) < count + _LEAST or any(one.profit_yuan is None or not one.revenue_yuan for one in reported[-count:]):
        return False
    changes = [after - before for before, after in pairwise(known[-_MONTHS:])]
    # A difference of two months swings by the root of two more than one month does.
    _, spread = usual(changes)
    chance = firm.tolerances.loss_times * spread / math.sqrt(2 * count)
    recent = known[-count:]
    return recent[-1] < 0 and sum(recent) / count < -chance


def _price_change(reported: Sequence[Reported]) -> str:
    """Revenue per tonne sold against the year before, in per cent with its sign; a dash where it is not known."""
    per_tonne = {
        one.period.last: one.revenue_yuan / one.sold_t
        for one in reported
        if one.revenue_yuan is not None and one.sold_t
    }
    last = reported[-1].period.last
    if last not in per_tonne or last.year_before() not in per_tonne:
        return "—"
    return f"{per_tonne[last] / per_tonne[last.year_before()] - 1:+.1%}"


WARNING = EarlyWarning(
    run=margin_under_water,
    codes=(CODE,),
    needs=("profit_yuan", "revenue_yuan"),
    tolerances=("loss_months", "loss_times"),
    source="docs/maths/warnings.md: the mean margin of the last months against its own swing",
)

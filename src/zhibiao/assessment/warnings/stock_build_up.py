"""Stock build-up (库存积压): finished stock, in days of sales, has left the firm's own range and stays above it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from zhibiao.assessment.verdict.reasons import mass
from zhibiao.assessment.warnings.figures import percent, usual
from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding

CODE = "warn.stock_build_up"
_MONTHS, _LEAST = 24, 12
_SALES_PERIODS = 6


def stock_build_up(firm: Watched) -> Iterator[Finding]:
    """Has the finished stock, in days of sales, been above the firm's own range for months, beginning now?"""
    run = firm.tolerances.stock_months
    days = days_of_sales(firm.history.reported[-(_MONTHS + _SALES_PERIODS + run + 1) :])
    if len(days) <= run + _LEAST:
        return
    above = [_above(days, place, firm) for place in range(len(days) - run - 1, len(days))]
    if None in above or above[0] or not all(above[1:]):
        return
    past = [day for day in days[-_MONTHS - run : -run] if day is not None]
    middle, _ = usual([math.log(day) for day in past])
    now = days[-1]
    assert now is not None
    yield firm.finding(
        CODE,
        stock=mass(round(firm.now.stock_t or 0)),
        days=round(now),
        usual_days=round(math.exp(middle)),
        above_pct=percent(now / math.exp(middle) - 1),
        months=run,
    )


def days_of_sales(reported: Sequence[Reported]) -> list[float | None]:
    """Stock in days of what was sold a day over the last half year, or in the last period where that was more.

    So neither a month of few sales nor a firm that has grown looks like goods left over. None where a figure is missing
    or nothing was sold.
    """
    lengths = [one.period.days for one in reported]
    days: list[float | None] = []
    for place, (one, length) in enumerate(zip(reported, lengths, strict=True)):
        window = slice(max(0, place - _SALES_PERIODS + 1), place + 1)
        known = [(item.sold_t, span) for item, span in zip(reported[window], lengths[window], strict=True)]
        sold, spans = sum(sold or 0.0 for sold, _ in known), sum(span for sold, span in known if sold is not None)
        rate = max(sold / spans, (one.sold_t or 0.0) / length) if spans else 0.0
        days.append(one.stock_t / rate if one.stock_t and rate > 0 else None)
    return days


def _above(days: Sequence[float | None], place: int, firm: Watched) -> bool | None:
    """Whether a month's stock lies above the range of the months before the run; None where that cannot be told."""
    now, end = days[place], place - firm.tolerances.stock_months
    past = [math.log(day) for day in days[max(0, end - _MONTHS + 1) : end + 1] if day is not None]
    if now is None or len(past) < _LEAST:
        return None
    middle, spread = usual(past)
    return math.log(now) - middle > max(math.log1p(firm.tolerances.stock_share), firm.tolerances.stock_times * spread)


WARNING = EarlyWarning(
    run=stock_build_up,
    codes=(CODE,),
    needs=("stock_t", "sold_t"),
    tolerances=("stock_share", "stock_times", "stock_months"),
    source="docs/maths/warnings.md: days of sales against the firm's own two years",
)

"""A made firm for tests of early warnings: its months from a daily level, a season and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping

from zhibiao.assessment.warnings.history import FirmHistory, Reported
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

SEASON = (0.95, 0.90, 1.05, 1.08, 1.06, 1.02, 0.98, 0.97, 1.01, 1.02, 0.99, 0.97)
# Four steps of a swing that repeats after seven months, so that no calendar month always gets the same.
_SWING = (0.0, 0.012, -0.01, 0.004, -0.014, 0.01, -0.002)
FIRST = Month(2021, 1)


def reported(
    months: int,
    *,
    factors: Mapping[str, float] | None = None,
    since: tuple[str, float] | None = None,
    joint_years: tuple[int, ...] = (),
    outage_days: Mapping[str, float] | None = None,
    t_per_day: float = 1000.0,
) -> tuple[Reported, ...]:
    """Months from January 2021 on.

    Args:
        factors: what single months are multiplied by, `YYYY-MM` to factor.
        since: a month from which all are multiplied, and by what.
        joint_years: January and February come together.
        outage_days: days of outage stated, by month.
    """
    found = []
    carried = 0.0
    for count in range(months):
        month = FIRST.shift(count)
        level = t_per_day * SEASON[month.month - 1] * (1 + _SWING[count % len(_SWING)])
        level *= (factors or {}).get(str(month), 1.0)
        if since is not None and month >= Month.parse(since[0]):
            level *= since[1]
        made = level * month.days + carried
        carried = 0.0
        if month.year in joint_years and month.month == 1:
            carried = made
            continue
        start = Month(month.year, 1) if month.year in joint_years and month.month == 2 else month
        days = (outage_days or {}).get(str(month))
        found.append(
            Reported(
                period=Period(start, month.next()),
                made_t=made,
                outage_days=days,
                inputs={"electricity_kwh": made * 400, "energy_tce": made * 0.55},
                sold_t=made,
                stock_t=10 * level,
                profit_yuan=made * 100,
                revenue_yuan=made * 3500,
            )
        )
    return tuple(found)


def firm(months: tuple[Reported, ...]) -> FirmHistory:
    """The months as one firm's history."""
    return FirmHistory(enterprise="T-01", name=Text("试验钢厂", "Trial Steel"), reported=months)

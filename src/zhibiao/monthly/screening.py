"""Screening of firms and months (筛查): every screen of a sector's enterprises, and those of the turn of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from zhibiao.monthly.digits import repeated_figures, terminal_digits
from zhibiao.monthly.flags import HISTORY_MONTHS, Flag, flag_of, last_two_years
from zhibiao.monthly.near_quota import bunching, just_below
from zhibiao.monthly.own_history import ratios_between
from zhibiao.monthly.returns import Record
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.period import Month, Period

_STOP, _SURGE = 0.80, 1.25
_LEAST_QUARTERS, _QUARTER_EXCESS = 4, 0.10
_BILLETS_POINTS, _RECENT_MONTHS, _LEAST_BEFORE = 0.05, 6, 6


def screen(
    record: Record,
    enterprises: Sequence[str],
    *,
    quantity: str,
    month: Month,
    dictionary: Dictionary,
    held_t: Mapping[tuple[str, int], int],
) -> tuple[Flag, ...]:
    """Every flag of these enterprises as of a month, by enterprise in the order given, then by screen.

    Args:
        record: figures that stand; those after `month` are not looked at.
        enterprises: ids of one sector.
        quantity: the field that its quota counts.
        month: the last month looked at.
        dictionary: tells flows from stocks.
        held_t: tonnes held by enterprise and plan year, where known.
    """
    city_stop = {firm: december_ratio(record, firm, quantity, _december(month)) for firm in enterprises}
    city_surge = {firm: january_ratio(record, firm, quantity, _december(month)) for firm in enterprises}
    crowd = bunching(record, enterprises, quantity, held_t=held_t)
    usual = crowd.below / crowd.count if crowd.count else 0.0
    found: list[Flag] = []
    for firm in enterprises:
        flags = (
            terminal_digits(record, firm, month=month, dictionary=dictionary),
            just_below(record, firm, quantity, month=month, held_t=held_t, usual=usual),
            _december_stop(record, firm, quantity, month, city_stop),
            _january_surge(record, firm, quantity, month, city_surge),
            repeated_figures(record, firm, month=month, dictionary=dictionary),
            quarter_end(record, firm, month=month),
            billets_bought(record, firm, month=month),
        )
        found += [flag for flag in flags if flag is not None]
    return tuple(found)


def _december(month: Month) -> int:
    """The year of the last December whose January to March may be known by then: within half a year."""
    return month.year if month.month == 12 else month.year - 1


def _daily(record: Record, enterprise: str, quantity: str, first: Month, last: Month) -> float | None:
    made = record.over(enterprise, quantity, first=first, last=last)
    days = Period(first, last.next()).days
    return None if made is None else float(made) / days


def december_ratio(record: Record, enterprise: str, quantity: str, year: int) -> float | None:
    """December's output by the day in terms of September to November; None where a month is missing or idle."""
    autumn = _daily(record, enterprise, quantity, Month(year, 9), Month(year, 11))
    december = _daily(record, enterprise, quantity, Month(year, 12), Month(year, 12))
    return december / autumn if december is not None and autumn else None


def january_ratio(record: Record, enterprise: str, quantity: str, year: int) -> float | None:
    """January and February by the day in terms of the November and December before."""
    autumn = _daily(record, enterprise, quantity, Month(year, 11), Month(year, 12))
    after = _daily(record, enterprise, quantity, Month(year + 1, 1), Month(year + 1, 2))
    return after / autumn if after is not None and autumn else None


def _december_stop(
    record: Record, enterprise: str, quantity: str, month: Month, city: Mapping[str, float | None]
) -> Flag | None:
    """December falls far below the firm's own other Decembers and below the city's."""
    ratio = city[enterprise]
    if ratio is None or not _is_recent(month):
        return None
    year = _december(month)
    own = [december_ratio(record, enterprise, quantity, other) for other in range(year - 4, year)]
    usual = _usual(own, city, enterprise)
    if usual is None or ratio >= _STOP * min(usual):
        return None
    facts = {"year": year, "ratio": f"{ratio:.0%}", "own": f"{usual[0]:.0%}", "city": f"{usual[1]:.0%}"}
    return flag_of("screen.december_stop", enterprise, **facts)


def _january_surge(
    record: Record, enterprise: str, quantity: str, month: Month, city: Mapping[str, float | None]
) -> Flag | None:
    """January and February rise far above the firm's own other winters and above the city's."""
    ratio = city[enterprise]
    if ratio is None or not _is_recent(month):
        return None
    year = _december(month)
    own = [january_ratio(record, enterprise, quantity, other) for other in range(year - 4, year)]
    usual = _usual(own, city, enterprise)
    if usual is None or ratio <= _SURGE * max(usual):
        return None
    facts = {"year": year + 1, "ratio": f"{ratio:.0%}", "own": f"{usual[0]:.0%}", "city": f"{usual[1]:.0%}"}
    return flag_of("screen.january_surge", enterprise, **facts)


def _is_recent(month: Month) -> bool:
    """Whether the turn of the year is still worth asking about: from December until June."""
    return month.month == 12 or month.month <= 6


def _usual(
    own: Sequence[float | None], city: Mapping[str, float | None], enterprise: str
) -> tuple[float, float] | None:
    """The firm's own median over other years, and the median of the others this year; None with too little known."""
    past = [ratio for ratio in own if ratio is not None]
    others = [ratio for firm, ratio in city.items() if firm != enterprise and ratio is not None]
    return (median(past), median(others)) if past and len(others) >= 2 else None


def quarter_end(record: Record, enterprise: str, *, month: Month) -> Flag | None:
    """Revenue of the last month of quarters stands far above the months on both sides, again and again.

    Returns are monthly: about the days of a month nothing can be said.
    """
    revenue = {
        period.start: float(value) / period.days
        for period, value in last_two_years(record, enterprise, "sales_revenue_yuan", month=month).items()
        if period.start == period.last
    }
    ratios = []
    for one, rate in revenue.items():
        sides = [revenue[other] for other in (one.shift(-1), one.next()) if other in revenue]
        if one.month % 3 == 0 and len(sides) == 2 and min(sides) > 0:
            ratios.append(rate / (sum(sides) / 2))
    if len(ratios) < _LEAST_QUARTERS or median(ratios) < 1 + _QUARTER_EXCESS or min(ratios) < 1:
        return None
    return flag_of("screen.quarter_end", enterprise, count=len(ratios), ratio=f"{median(ratios) - 1:+.0%}")


def billets_bought(record: Record, enterprise: str, *, month: Month) -> Flag | None:
    """The share of billets bought in the steel rolled rises above everything in the firm's own months long before.

    The last half year bears no witness: what began then would excuse itself.
    """
    codes = ("crude_steel_t", "billets_bought_t")
    shares = ratios_between(
        record, enterprise, codes[1:], codes, first=month.shift(-HISTORY_MONTHS), before=month.next()
    )
    now = next((share for period, share in shares.items() if month in period), None)
    before = [share for period, share in shares.items() if period.end <= month.shift(-_RECENT_MONTHS)]
    if now is None or len(before) < _LEAST_BEFORE or now <= max(before) + _BILLETS_POINTS:
        return None
    facts = {"share": f"{now:.1%}", "most": f"{max(before):.1%}", "count": len(before)}
    return flag_of("screen.billets_bought", enterprise, **facts)

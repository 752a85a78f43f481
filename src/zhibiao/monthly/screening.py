"""Screening of firms and months (筛查): patterns that say "look here", with how often honest figures show as much."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median, pstdev

from zhibiao.monthly.chance import binomial_tail, chi_square_tail, poisson_tail
from zhibiao.monthly.own_history import ratios_between
from zhibiao.monthly.returns import Record
from zhibiao.terms.dictionary import Dictionary, Kind
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
_LEAST_DIGITS, _DIGITS_CHANCE = 100, 0.001
_WINDOW = Decimal("0.005")
_STOP, _SURGE = 0.80, 1.25
_LEAST_REPEATS, _REPEATS_CHANCE, _LEAST_STEPS = 3, 0.001, 1000
_LEAST_QUARTERS, _QUARTER_EXCESS = 4, 0.10
_BILLETS_POINTS, _RECENT_MONTHS, _LEAST_BEFORE = 0.05, 6, 6


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


def _flag(code: str, enterprise: str, **facts: object) -> Flag:
    return Flag(code=code, enterprise=enterprise, facts=facts, base_rate=BASE_RATES[code])


def _before(record: Record, enterprise: str, code: str, *, month: Month) -> dict[Period, Decimal]:
    """The field's figures of the last two years, by period in order."""
    first, end = month.shift(1 - HISTORY_MONTHS), month.next()
    periods = record.figures.get((enterprise, code), {})
    found = {period: value for period, value in periods.items() if first <= period.start and period.end <= end}
    return dict(sorted(found.items()))


def step_of(values: Iterable[int]) -> int:
    """The power of ten in which figures are written: the largest that all but a twentieth of them divide by.

    >>> step_of([1200, 3400, 5000]), step_of([1201, 3400, 5000]), step_of([])
    (100, 1, 1)
    """
    known = [value for value in values if value]
    step = 1
    while known and sum(value % (step * 10) == 0 for value in known) >= 0.95 * len(known):
        step *= 10
    return step


def terminal_digits(record: Record, enterprise: str, *, month: Month, dictionary: Dictionary) -> Flag | None:
    """Last digits of measured flows are equally frequent; of invented or rounded ones some are preferred.

    The last digit is that of the step in which a field is filed; figures of fewer than a thousand steps are left out,
    and nothing is said below a hundred digits. Totals of other fields are left out: they follow from their parts.
    """
    digits: Counter[int] = Counter()
    for field_ in dictionary:
        if field_.kind is not Kind.FLOW or dictionary.parts_of(field_.code):
            continue
        values = [int(abs(value)) for value in _before(record, enterprise, field_.code, month=month).values()]
        step = step_of(values)
        digits.update(value // step % 10 for value in values if value >= _LEAST_STEPS * step)
    count = digits.total()
    if count < _LEAST_DIGITS:
        return None
    expected = count / 10
    chi_square = sum((digits[digit] - expected) ** 2 for digit in range(10)) / expected
    chance = chi_square_tail(chi_square, 9)
    if chance >= _DIGITS_CHANCE:
        return None
    digit, times = max(digits.items(), key=lambda pair: (pair[1], -pair[0]))
    return _flag(
        "screen.terminal_digits",
        enterprise,
        count=count,
        digit=digit,
        share=f"{times / count:.0%}",
        chance=f"{chance:.1e}",
    )


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
    return _flag("screen.december_stop", enterprise, **facts)


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
    return _flag("screen.january_surge", enterprise, **facts)


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


def repeated_figures(record: Record, enterprise: str, *, month: Month, dictionary: Dictionary) -> Flag | None:
    """Measured flows of different periods agree to the last digit more often than figures of their spread would.

    Of two figures that scatter with deviation s, in steps of the field, one in 2 s sqrt(pi) agree by chance.
    """
    repeats, expected, example = 0, 0.0, ""
    for field_ in dictionary:
        figures = _before(record, enterprise, field_.code, month=month) if field_.kind is Kind.FLOW else {}
        values = [int(value) for value in figures.values()]
        step = step_of(abs(value) for value in values)
        steps = [value // step for value in values if abs(value) >= _LEAST_STEPS * step]
        if len(steps) < 2:
            continue
        again = len(steps) - len(set(steps))
        expected += len(steps) * (len(steps) - 1) / 2 / (2 * math.sqrt(math.pi) * max(1.0, pstdev(steps)))
        example = example or (field_.code if again else "")
        repeats += again
    if repeats < _LEAST_REPEATS or poisson_tail(repeats, expected) >= _REPEATS_CHANCE:
        return None
    facts = {"count": repeats, "expected": f"{expected:.1f}", "name": dictionary[example].name}
    return _flag("screen.repeated_figures", enterprise, **facts)


def quarter_end(record: Record, enterprise: str, *, month: Month) -> Flag | None:
    """Revenue of the last month of quarters stands far above the months on both sides, again and again.

    Returns are monthly: about the days of a month nothing can be said.
    """
    revenue = {
        period.start: float(value) / period.days
        for period, value in _before(record, enterprise, "sales_revenue_yuan", month=month).items()
        if period.start == period.last
    }
    ratios = []
    for one, rate in revenue.items():
        sides = [revenue[other] for other in (one.shift(-1), one.next()) if other in revenue]
        if one.month % 3 == 0 and len(sides) == 2 and min(sides) > 0:
            ratios.append(rate / (sum(sides) / 2))
    if len(ratios) < _LEAST_QUARTERS or median(ratios) < 1 + _QUARTER_EXCESS or min(ratios) < 1:
        return None
    return _flag("screen.quarter_end", enterprise, count=len(ratios), ratio=f"{median(ratios) - 1:+.0%}")


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
    return _flag("screen.billets_bought", enterprise, **facts)

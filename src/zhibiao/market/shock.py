"""Price shocks found forward in time: at each point only what was published by then says what is unusual."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median

from zhibiao.market.price import PricePoint, PriceSeries
from zhibiao.terms.exact import rounded

_TO_DEVIATION = 1.4826  # a normal's standard deviation over the median of its absolute values

_CHANGE_DECIMALS = 2


class ShockKind(StrEnum):
    """How a shock came."""

    JUMP = "jump"  # one period
    RUN = "run"  # several periods the same way


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockRule:
    """What counts as a shock; chosen on goods outside the steel chain, docs/maths/prices.md.

    Args:
        memory: most changes of the past that tell the usual size of a change.
        history: fewest changes before anything is called unusual.
        jump_floor: least change of one period, as a part of the level.
        jump_multiple: least change of one period, in usual sizes.
        jump_sure: change of one period that is a shock however usual it has become.
        run_longest: most periods that a run is looked for over.
        run_floor: least change over a run, as a part of the level.
        run_multiple: least change over a run of n periods, in usual sizes times the root of n.
        least_usual: what the usual size is never below, for prices that mostly stand still.
    """

    memory: int = 36
    history: int = 12
    jump_floor: float = 0.08
    jump_multiple: float = 4.0
    jump_sure: float = 0.15
    run_longest: int = 6
    run_floor: float = 0.15
    run_multiple: float = 4.0
    least_usual: float = 0.005


DEFAULT_RULE = ShockRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """One unusual change of one price.

    Args:
        good: code.
        kind: of one period, or of several the same way.
        start: first day of the period that it was found in.
        since: first day of the period it counts from.
        known_on: day from which it could be known.
        change_pct: relative to the level before, in per cent.
        change: the same per unit of the good, in the currency of the series and the specification of its time.
        periods: how many steps it took.
        usual_pct: usual size of a change over as many steps, from the past alone, in per cent.
        times_usual: how many usual sizes it is.
        largest_of: it is the largest of so many steps (or runs) this way so far, itself included; 0 where an earlier
            one was larger.
    """

    good: str
    kind: ShockKind
    start: dt.date
    since: dt.date
    known_on: dt.date
    change_pct: float
    change: Decimal
    periods: int
    usual_pct: float
    times_usual: float
    largest_of: int

    @property
    def is_rise(self) -> bool:
        """Whether the price went up."""
        return self.change_pct > 0


def find_shocks(series: PriceSeries, *, rule: ShockRule = DEFAULT_RULE) -> tuple[Shock, ...]:
    """Every shock of a comparable series, in the order in which it could be seen.

    A run is raised once, when it first crosses its bound, and not where one of its periods was raised as a jump.

    Args:
        series: chained (`market.chain`), so that a change of specification is no change of price.
        rule: what counts as one.
    """
    steps = _steps(series)
    found: list[Shock] = []
    told_from = 0  # steps before this one belong to a shock that was already told
    for at in range(rule.history, len(steps)):
        usual = _usual(steps[max(0, at - rule.memory) : at], rule)
        shock = _jump(series, steps, at, usual, rule)
        if shock is None:
            shock = _run(series, steps, at, usual, rule, told_from)
        if shock is not None:
            found.append(shock)
            told_from = at + 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Step:
    """From one point to the next: relative change as a logarithm, over how many periods."""

    log: float
    periods: int
    place: int  # of the point it leads to


def _steps(series: PriceSeries) -> list[_Step]:
    points = series.points
    return [
        _Step(
            math.log(points[at].price / points[at - 1].price),
            series.between(points[at - 1].start, points[at].start),
            at,
        )
        for at in range(1, len(points))
    ]


def _usual(past: Sequence[_Step], rule: ShockRule) -> float:
    """Usual size of a change of one period: robust against the shocks of the past."""
    sizes = [abs(step.log) / math.sqrt(step.periods) for step in past]
    return max(_TO_DEVIATION * median(sizes), rule.least_usual)


def _jump(series: PriceSeries, steps: Sequence[_Step], at: int, usual: float, rule: ShockRule) -> Shock | None:
    step = steps[at]
    scale = usual * math.sqrt(step.periods)
    size = abs(math.expm1(step.log))
    if size < rule.jump_sure and (size < rule.jump_floor or abs(step.log) < rule.jump_multiple * scale):
        return None
    past = [one.log for one in steps[:at]]
    return _shock(series, steps, at, at, ShockKind.JUMP, scale, past)


def _run(
    series: PriceSeries, steps: Sequence[_Step], at: int, usual: float, rule: ShockRule, told_from: int
) -> Shock | None:
    """The shortest run of steps of one direction, ending here, that crosses the bound for its length."""
    total, periods, first = 0.0, 0, at
    for first in range(at, max(told_from, at - rule.run_longest + 1) - 1, -1):
        if steps[first].log * steps[at].log <= 0:
            return None
        total += steps[first].log
        periods += steps[first].periods
        scale = usual * math.sqrt(periods)
        if first < at and abs(math.expm1(total)) >= rule.run_floor and abs(total) >= rule.run_multiple * scale:
            length = at - first + 1
            past = [sum(one.log for one in steps[end - length + 1 : end + 1]) for end in range(length - 1, at)]
            return _shock(series, steps, first, at, ShockKind.RUN, scale, past)
    return None


def _shock(
    series: PriceSeries,
    steps: Sequence[_Step],
    first: int,
    at: int,
    kind: ShockKind,
    scale: float,
    past: Sequence[float],
) -> Shock:
    begin, end = series.points[steps[first].place - 1], series.points[steps[at].place]
    log = math.log(end.price / begin.price)
    is_largest = all(one * math.copysign(1, log) < abs(log) for one in past)
    return Shock(
        good=series.good,
        kind=kind,
        start=end.start,
        since=series.points[steps[first].place].start,
        known_on=series.published_on(end),
        change_pct=math.expm1(log) * 100,
        change=_of_its_time(end, end.price - begin.price),
        periods=sum(step.periods for step in steps[first : at + 1]),
        usual_pct=scale * 100,
        times_usual=abs(log) / scale,
        largest_of=len(past) + 1 if is_largest else 0,
    )


def _of_its_time(point: PricePoint, change: Decimal) -> Decimal:
    """A change of chained levels as it stood in the specification of its time: what was known then."""
    if point.as_published is None:
        return change
    return rounded(Fraction(change) * Fraction(point.as_published) / Fraction(point.price), _CHANGE_DECIMALS)

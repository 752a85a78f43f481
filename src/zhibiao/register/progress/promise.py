"""A promised number and how it binds: at least, at most or between, in the direction that its words give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from zhibiao.register.bounds import is_bounded
from zhibiao.register.commitment import Terms
from zhibiao.register.progress.values import Because, Measure
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity

CHANGES = frozenset({Change.YOY, Change.MOM, Change.DELTA, Change.GAP})
"""Figures that are changes: a fall of 8.8 is written 8.8, and a larger fall reaches more of it."""

# 左右 and 约: what stays within this part of the number written still keeps it.
_ABOUT = Fraction(1, 20)


class Binds(StrEnum):
    """How a number binds; `unclear` where its words allow two readings, so that no figure is held against it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a commitment's figure promises.

    Args:
        binds: how.
        low, high: the bounds that count for it; both for `within`, one else.
        goal: the number as written.
        base: the level that a way begins at, None where there is none.
        unit: as written, "" for a bare number.
        change: what the number is.
        falls: whether what was reached is told as a fall.
        slack: what `左右` allows below or above, in the number's unit.
    """

    binds: Binds
    goal: Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    base: Fraction | None = None
    unit: str = ""
    change: Change = Change.LEVEL
    falls: bool = False
    slack: Fraction = Fraction(0)

    def met(self, reached: Fraction) -> bool | None:
        """Whether a number keeps the promise, in the promise's unit and direction; None where it is unclear."""
        if self.binds is Binds.UNCLEAR:
            return None
        low_kept = self.low is None or reached >= self.low - self.slack
        return low_kept and (self.high is None or reached <= self.high + self.slack)

    def share(self, reached: Fraction) -> Fraction | None:
        """Which part of the promise a number is, of the way where there is a base; None where that says nothing."""
        if self.base is not None:
            return (reached - self.base) / (self.goal - self.base) if self.goal != self.base else None
        if self.binds is not Binds.AT_LEAST or self.goal <= 0 or reached < 0:
            return None
        return reached / self.goal

    def measure(
        self, reached: Fraction | None, *, as_of: dt.date | None = None, month: Fraction | None = None
    ) -> Measure:
        """The measure that a number makes of it."""
        return Measure(
            reached=reached,
            promised=self.goal,
            unit=self.unit,
            share=None if reached is None else self.share(reached),
            met=None if reached is None else self.met(reached),
            as_of=as_of,
            month=month,
        )

    @property
    def because(self) -> tuple[Because, ...]:
        """How the words were read, where they leave it open."""
        code = _READ.get(self.binds)
        return (Because(code=code),) if code else ()


_READ: Mapping[Binds, str] = MappingProxyType({Binds.UNCLEAR: "progress.direction_unclear"})


def promise_of(terms: Terms) -> Promise | None:
    """The promise of a commitment's figure, None without a number or with one that a register does not bear.

    `达到X` and `增长X%` promise at least that much, a fall of X % at least such a fall, `以内` at most; a rank at most
    that place; from A to B whatever lies at B or beyond. `压减X` as a plain amount may mean a fall by X or to X:
    unclear, until a person sets the comparator.

    >>> from decimal import Decimal
    >>> from zhibiao.register.commitment import CommitmentKind
    >>> figure = Figure(value=Decimal("4.5"), unit="%", change=Change.YOY, comparator=Comparator.EQUAL)
    >>> promise = promise_of(Terms(kind=CommitmentKind.TARGET, title="产值", figure=figure))
    >>> promise.met(Fraction(5)), promise.share(Fraction(3))
    (True, Fraction(2, 3))
    """
    figure = terms.figure
    if figure is None:
        return None
    goal = figure.reached if figure.change is Change.FROM_TO else figure.value
    numbers = (figure.value, figure.value_max, figure.base, figure.reached)
    if goal is None or not all(number is None or is_bounded(number) for number in numbers):
        return None
    binds = _binds(figure, terms.polarity)
    low = Fraction(goal)
    high = Fraction(figure.value_max) if figure.value_max is not None else low
    return Promise(
        binds=binds,
        goal=high if binds is Binds.AT_MOST else low,
        low=low if binds in {Binds.AT_LEAST, Binds.WITHIN} else None,
        high=high if binds in {Binds.AT_MOST, Binds.WITHIN} else None,
        base=Fraction(figure.base) if figure.change is Change.FROM_TO and figure.base is not None else None,
        unit=figure.unit or "",
        change=figure.change,
        falls=figure.change in CHANGES and terms.polarity is Polarity.DECREASE,
        slack=abs(low) * _ABOUT if figure.comparator is Comparator.ABOUT else Fraction(0),
    )


def _binds(figure: Figure, polarity: Polarity | None) -> Binds:
    if figure.change is Change.RANK:
        return Binds.AT_MOST
    if figure.change is Change.FROM_TO and figure.base is not None and figure.reached is not None:
        return Binds.AT_LEAST if figure.reached >= figure.base else Binds.AT_MOST
    if figure.comparator is Comparator.AT_LEAST:
        return Binds.AT_LEAST
    if figure.comparator is Comparator.AT_MOST:
        return Binds.AT_MOST
    if figure.change in CHANGES or polarity is Polarity.INCREASE:
        return Binds.AT_LEAST
    if polarity is Polarity.DECREASE:
        return Binds.UNCLEAR if figure.change is Change.LEVEL else Binds.AT_MOST
    return Binds.WITHIN if figure.comparator is Comparator.RANGE else Binds.AT_LEAST

"""Growth against the same months of the year before, on one scope, with words tied to the sign."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

FLAT = Decimal("0.0005")  # below it papers say "level with the year before": one decimal of a per cent would show 0.0


class Movement(StrEnum):
    """How a figure moved; a rate exists only between two positive figures."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    TO_LOSS = "to_loss"  # from above zero to below
    TO_PROFIT = "to_profit"
    LESS_LOSS = "less_loss"  # below zero both times
    MORE_LOSS = "more_loss"
    NEW = "new"  # from nothing
    UNKNOWN = "unknown"  # one of the two is not on record


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A figure and the same figure a year before, in whole tonnes, yuan, kWh or yuan per tonne; None is not known."""

    now: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """What was added, negative when it fell."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def rate(self) -> Decimal | None:
        """Relative growth to six decimals (0.045 is 4.5 %); None unless the figure before lies above zero
        and the one now is not below."""
        if self.now is None or self.before is None or self.before <= 0 or self.now < 0:
            return None
        return ratio(self.now - self.before, self.before)

    @property
    def movement(self) -> Movement:
        """The word for it."""
        if self.now is None or self.before is None:
            return Movement.UNKNOWN
        if self.before > 0 and self.now >= 0:
            return _signed(ratio(self.now - self.before, self.before))
        if self.before == 0:
            return Movement.FLAT if self.now == 0 else Movement.NEW if self.now > 0 else Movement.TO_LOSS
        if self.before > 0:
            return Movement.TO_LOSS
        if self.now >= 0:
            return Movement.TO_PROFIT
        return Movement.LESS_LOSS if self.now > self.before else Movement.MORE_LOSS


def ratio(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """A ratio to six decimals, half to even; ZeroDivisionError on a whole of zero."""
    if not whole:
        raise ZeroDivisionError("a ratio needs a whole")
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)


def _signed(rate: Decimal) -> Movement:
    if abs(rate) < FLAT:
        return Movement.FLAT
    return Movement.UP if rate > 0 else Movement.DOWN

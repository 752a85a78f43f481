"""What an enterprise's return says of the month after it: one stated fact, as a forecast takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhibiao.forecast.known import KnownFact, KnownKind
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One statement about a coming month.

    Args:
        enterprise: who states it.
        month: the month it is about.
        kind: days without output, or planned output.
        value: days, or tonnes of the quota's quantity; from zero.
        told_in: the month whose return states it; nothing before knows of it.
    """

    enterprise: str
    month: Month
    kind: KnownKind
    value: Decimal
    told_in: Month

    @property
    def known_fact(self) -> KnownFact:
        """The same for the forecast of a grid in tonnes, whose series are enterprises."""
        return KnownFact(
            series=self.enterprise, month=self.month, kind=self.kind, value=float(self.value), known_from=self.told_in
        )


def days_text(days: Decimal) -> Text:
    """Days as people read them.

    >>> days_text(Decimal("1.50"))
    Text(zh='1.5天', en='1.5 days')
    """
    shown = f"{days.normalize():f}"
    return Text(f"{shown}天", f"{shown} day" if days == 1 else f"{shown} days")

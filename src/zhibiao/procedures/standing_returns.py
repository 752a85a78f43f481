"""Which returns count for an enterprise's year: the latest of each period, and of those that overlap the last filed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.ledger.production import Production, whole_tonnes
from zhibiao.monthly.returns import Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What stands of one enterprise's returns in one year, and the field that is counted against its quota."""

    enterprise: str
    quantity_field: str
    year: int
    returns: tuple[Return, ...]

    def covers_together(self, first: Month, last: Month) -> bool:
        """Whether one return covers both months."""
        return any(first in item.period and last in item.period for item in self.returns)

    def productions(self, *, until: Month) -> tuple[Production, ...]:
        """Whole tonnes by return, of the periods that end by `until`; `findings` must have been empty.

        The year so far is rounded, not each figure, so that what is booked sums to the year's output as everybody
        else rounds it: a return gets what it adds to the rounded total.
        """
        made, productions = Decimal(0), []
        for item in self.returns:
            value = self._figure(item)
            if value is not None and item.period.last <= until:
                added_t = whole_tonnes(made + value) - whole_tonnes(made)
                productions.append(Production(reference=item.reference, tonnes=added_t))
                made += value
        return tuple(productions)

    def findings(self, *, needed: Collection[Month], until: Month) -> Iterator[Finding]:
        """What keeps the months until then from being closed.

        Args:
            needed: months that a return must cover.
            until: the last month whose returns are booked.
        """
        for month in sorted(needed):
            if not any(month in item.period for item in self.returns):
                yield self._finding("close.return_missing", "", month=str(month))
        for item in self.returns:
            value = self._figure(item)
            if item.period.last > until:
                continue
            if value is None:
                yield self._finding("close.figure_missing", item.reference, period=str(item.period))
            elif value < 0:
                yield self._finding("close.figure_negative", item.reference, period=str(item.period), found=value)

    def _figure(self, item: Return) -> Decimal | None:
        for fact in item.facts:
            if fact.field == self.quantity_field and fact.scope is Scope.PERIOD:
                return fact.value
        return None

    def _finding(self, code: str, reference: str, **facts: object) -> Finding:
        return Finding(
            code=code,
            severity=Severity.REJECT,
            place=Place(file=reference, field=self.quantity_field),
            facts={"enterprise": self.enterprise, **facts},
        )


def filed_by(returns: Iterable[Return], enterprise: str, quantity_field: str, year: int) -> Filed:
    """What stands of one enterprise's returns.

    Of one period the highest version stands. Where periods overlap (January alone, and January with February) the one
    received last stands, since its sender knew the other; what only overlaps one that does not stand, stands too.
    """
    latest: dict[str, Return] = {}
    for item in returns:
        if item.enterprise == enterprise and item.period.start.year == year:
            known = latest.get(str(item.period))
            if known is None or known.version < item.version:
                latest[str(item.period)] = item
    standing: list[Return] = []
    for item in sorted(latest.values(), key=lambda one: (one.received_at, one.period), reverse=True):
        if not any(month in other.period for other in standing for month in item.period):
            standing.append(item)
    return Filed(
        enterprise=enterprise,
        quantity_field=quantity_field,
        year=year,
        returns=tuple(sorted(standing, key=lambda one: one.period)),
    )

"""Caps of a year's output as dated rules: for one name, for each, or for the total of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from zhibiao.terms.period import Month

EACH = "*"


class CapKind(StrEnum):
    """How a rule turns last year's total into a cap."""

    LAST_YEAR = "last_year"
    FACTOR_OF_LAST_YEAR = "factor_of_last_year"
    ABSOLUTE = "absolute"


class Bound(StrEnum):
    """What a rule holds the year's total against: from above, from below, or both."""

    CAP = "cap"
    FLOOR = "floor"
    LEVEL = "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRule:
    """One row of a table of caps.

    Args:
        scope: a name; `*` for each name without a row of its own; any other name is the total of all.
        year: the plan year.
        kind: how the cap is found.
        value: the factor of last year's total, or the cap itself in tonnes.
        known_from: the first month in which the rule was known.
        source: where the rule was published.
        bound: whether it is a cap, a floor (last year's level to be reached), or a level that is both.
    """

    scope: str
    year: int
    kind: CapKind
    value: Decimal = Decimal(1)
    known_from: Month
    source: str = ""
    bound: Bound = Bound.CAP

    def cap_t(self, last_year_t: int) -> int:
        """The cap in whole tonnes, rounded down: a cap is never exceeded by rounding."""
        if self.kind is CapKind.ABSOLUTE:
            exact = self.value
        elif self.kind is CapKind.LAST_YEAR:
            exact = Decimal(last_year_t)
        else:
            exact = self.value * last_year_t
        return int(exact.to_integral_value(rounding=ROUND_FLOOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A year's cap of one name.

    Args:
        tonnes: the cap.
        rule: the rule it comes from; None while none is known, and last year's total stands in for it.
    """

    tonnes: int
    rule: CapRule | None

    @property
    def is_known(self) -> bool:
        """Whether a rule in force says so, rather than last year's level for want of one."""
        return self.rule is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The caps of one year as known at one date.

    Args:
        of: by name.
        total: of all names together: the rule for the total where there is one, else the sum.
    """

    of: Mapping[str, Cap]
    total: Cap


def caps_known(rules: Sequence[CapRule], *, last_year_t: Mapping[str, int], year: int, at: Month) -> Caps:
    """The caps of `year` that were known in the month `at`, for each name of `last_year_t` and for their total.

    A row for a name goes before `*`; of two rows for one scope the later known one holds. While no row is
    known the cap is last year's total, and says so by having no rule. A floor is no cap, and not read here.
    """
    known = sorted(
        (rule for rule in rules if rule.year == year and rule.known_from <= at and rule.bound is not Bound.FLOOR),
        key=lambda rule: rule.known_from,
    )
    by_scope = {rule.scope: rule for rule in known}
    of = {name: _cap(by_scope.get(name) or by_scope.get(EACH), base_t) for name, base_t in last_year_t.items()}
    whole = [rule for rule in known if rule.scope not in last_year_t and rule.scope != EACH]
    if whole:
        return Caps(of=of, total=_cap(whole[-1], sum(last_year_t.values())))
    return Caps(of=of, total=Cap(tonnes=sum(cap.tonnes for cap in of.values()), rule=by_scope.get(EACH)))


def _cap(rule: CapRule | None, last_year_t: int) -> Cap:
    return Cap(tonnes=rule.cap_t(last_year_t) if rule else last_year_t, rule=rule)

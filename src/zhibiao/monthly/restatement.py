"""What a later version of a return says otherwise than the one before it, figure by figure, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.period import Month, Period


class Change(StrEnum):
    """What became of a figure. Missing is not zero: a figure that came or went has no difference."""

    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One figure that differs between two versions, with the cells it was read from; None where it was not filed."""

    field: str
    scope: Scope
    before: Fact | None
    after: Fact | None

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.before is None:
            return Change.ADDED
        return Change.GONE if self.after is None else Change.CHANGED

    @property
    def difference(self) -> Decimal | None:
        """After minus before, exact; None where one of them was not filed."""
        if self.before is None or self.after is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """A return that follows others: a new version of its period, or another cut of the months they cover.

    Args:
        after: the return that was filed later.
        earlier: the version of the same period before it; None when the period itself is new.
        replaced: what stood for its months until then, in order of period; in the plain case `earlier` alone.
        revisions: the figures that differ from `earlier`, in order of field; none of them when only cells differ.
    """

    after: Return
    earlier: Return | None
    replaced: tuple[Return, ...]
    revisions: tuple[Revision, ...]

    @property
    def has_new_figures(self) -> bool:
        """Whether any figure differs, or the months are cut otherwise; a version that repeats the last has none."""
        return bool(self.revisions) or {item.period for item in self.replaced} - {self.after.period} != set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """A figure as one version gives it; `is_new` when the version before gave another, or none."""

    version: int
    received_at: dt.datetime
    fact: Fact | None
    is_new: bool


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods share a month.

    >>> overlap(Period.parse("2025-01"), Period.parse("2025-01..02")), overlap(
    ...     Period.parse("2025-03"), Period.parse("2025-01..02"))
    (True, False)
    """
    return one.start < other.end and other.start < one.end


def takes_place_of(after: Return, before: Return) -> bool:
    """Whether the one stands for months for which the other stood: the same rule as `Record.of`.

    Of one period the higher version; of periods that overlap the one received later.
    """
    if after.enterprise != before.enterprise or not overlap(after.period, before.period):
        return False
    if after.period == before.period:
        return after.version > before.version
    return (after.received_at, after.period) > (before.received_at, before.period)


def revisions(before: Return, after: Return) -> tuple[Revision, ...]:
    """The figures that differ, by field and scope; 1.50 and 1.5 are the same figure, wherever they stood."""
    old, new = _facts(before), _facts(after)
    return tuple(
        Revision(field=field, scope=scope, before=old.get((field, scope)), after=new.get((field, scope)))
        for field, scope in sorted(old.keys() | new.keys())
        if _value(old.get((field, scope))) != _value(new.get((field, scope)))
    )


def restatement(after: Return, known: Iterable[Return]) -> Restatement | None:
    """What a return restates of those known, in whatever order they come; None when it is the first of its months."""
    before = [item for item in known if takes_place_of(after, item)]
    if not before:
        return None
    same = [item for item in before if item.period == after.period]
    earlier = max(same, key=lambda item: item.version, default=None)
    return Restatement(
        after=after,
        earlier=earlier,
        replaced=tuple(item for _, item in sorted(Record.of(before).returns.items())),
        revisions=revisions(earlier, after) if earlier else (),
    )


def restatements_among(known: Collection[Return]) -> Iterator[Restatement]:
    """Every restatement among the returns, by the instant it was received, then by enterprise and period."""
    of_month: dict[tuple[str, Month], list[Return]] = {}
    for item in known:
        for month in item.period:
            of_month.setdefault((item.enterprise, month), []).append(item)
    for item in sorted(known, key=lambda one: (one.received_at, one.enterprise, one.period, one.version)):
        near = {one.reference: one for month in item.period for one in of_month[item.enterprise, month]}
        if found := restatement(item, near.values()):
            yield found


def vintages(versions: Iterable[Return]) -> Mapping[tuple[str, Scope], tuple[Vintage, ...]]:
    """How each figure of one period came to be what it is: a vintage per version, by field and scope."""
    ordered = sorted(versions, key=lambda item: item.version)
    facts = [_facts(item) for item in ordered]
    found: dict[tuple[str, Scope], tuple[Vintage, ...]] = {}
    for key in sorted({key for one in facts for key in one}):
        values = [None, *(_value(one.get(key)) for one in facts)]
        found[key] = tuple(
            Vintage(
                version=item.version,
                received_at=item.received_at,
                fact=one.get(key),
                is_new=values[place] != values[place + 1],
            )
            for place, (item, one) in enumerate(zip(ordered, facts, strict=True))
        )
    return found


def _facts(item: Return) -> Mapping[tuple[str, Scope], Fact]:
    return {(fact.field, fact.scope): fact for fact in item.facts}


def _value(fact: Fact | None) -> Decimal | None:
    return None if fact is None else fact.value

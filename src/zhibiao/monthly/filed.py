"""A return as read from a file, before anybody has taken it in: figures with their cells, and what was remarked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zhibiao.monthly.returns import Fact, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One of the form's four columns of a field: this year's month or year to date, or last year's."""

    field: str
    scope: Scope
    is_last_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One enterprise's figures for one period.

    Args:
        enterprise: id in the city's list.
        period: what the figures cover.
        place: the sheet, or the first row of a text file.
        facts: figures of this year in the fields' inner units.
        last_year: what the form repeats of the same period a year before; compared, never stored.
        declared_none: fields marked as having nothing to report.
        filed_units: the unit each field was filed in.
        places: where each field's own figure stands or should stand.
        grounds: codes of the grounds (说明代码) that the firm states, by field; under "" those for the whole return.
        unread: fields whose own figure stands there and could not be used, for a reason told where it was read.
        period_at: where it says which period it is; None where `place` is all there is.
    """

    enterprise: str
    period: Period
    place: Place
    facts: tuple[Fact, ...]
    last_year: tuple[Fact, ...] = ()
    declared_none: frozenset[str] = frozenset()
    filed_units: Mapping[str, Unit] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    period_at: Place | None = None
    _index: Mapping[tuple[str, Scope], Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {(fact.field, fact.scope): fact for fact in reversed(self.facts)})

    @property
    def dated(self) -> Place:
        """Where a finding about its period points."""
        return self.period_at or self.place

    def fact(self, code: str, scope: Scope = Scope.PERIOD) -> Fact | None:
        """The figure of that field and scope, or None where none was filed."""
        return self._index.get((code, scope))

    def value(self, code: str, scope: Scope = Scope.PERIOD) -> Decimal | None:
        """Its value alone, or None."""
        fact = self._index.get((code, scope))
        return None if fact is None else fact.value

    def those(self, *codes: str, scope: Scope = Scope.PERIOD) -> tuple[Fact, ...]:
        """The figures of these fields in the order given; those that were not filed are left out."""
        return tuple(fact for code in codes if (fact := self.fact(code, scope)))

    def states(self, ground: str, code: str = "") -> bool:
        """Whether the firm gives that ground for the field, or for the return as a whole."""
        return ground in (*self.grounds.get(code, ()), *self.grounds.get("", ()))

    def cell(self, code: str, scope: Scope = Scope.PERIOD) -> Place:
        """Where the figure stands or should; the return's own place with the field named where it has no row."""
        fact = self.fact(code, scope)
        if fact is not None:
            return fact.place
        if code in self.places:
            return self.places[code]
        own = self.place
        return Place(file=own.file, sheet=own.sheet, row=own.row, clause=own.clause, field=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """One return found in a file: what could be read of it, and the findings that belong to it alone.

    Args:
        place: where it stands.
        filed: None where firm or period could not be told, or its table could not be read.
        findings: what was found in reading it.
        enterprise: whose it is, also where the rest could not be read; "" where that is unknown.
        told_at: where it says whose it is; None where `place` is all there is.
    """

    place: Place
    filed: Filed | None
    findings: tuple[Finding, ...]
    enterprise: str = ""
    told_at: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """Everything that reading a file gave: remarks on the file as a whole, and the returns sighted in it."""

    name: str
    findings: tuple[Finding, ...]
    returns: tuple[Sighted, ...]

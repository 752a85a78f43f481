"""What a month of a replayed year comes to: firms by the rule of their behaviour, tonnes by firm, receipts, terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from zhibiao.ledger.book import Book
from zhibiao.policy.regulation_part import RegulationTerms, regulation_terms
from zhibiao.procedures.rolling.regulated_case import RegulatedCase
from zhibiao.regulation.rolling import Peek, Receipt, Step, peeks
from zhibiao.simulation.regulated import Chance, Pair, carried_out
from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month, months_of

Made = dict[Month, dict[Pair, int]]
"""Tonnes of the quantity by month and pair."""
RELEASE = 10
"""The month at whose start the reserve has been given out (clause 3: by 30 September)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gave:
    """What gave way in a month: `supply`, the `total`, or bounds that `whole` tonnes could not keep, by so many."""

    month: Month
    what: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """One way through the year.

    Args:
        made: what came of it.
        book: the ledger at its end.
        moves: tonnes that each month's regulation moved, by enterprise; what one gains another loses.
        steps: the plans; none where nothing was planned.
        received: figures of the year with the month from which each was known.
        bounds: least and most tonnes of each holding by the rulebook, as the allocation in force says.
        steps_out: enterprises whose holding left a limit at some step, with the month.
        gave: months in which no plan kept all limits, and what gave way.
    """

    made: Made
    book: Book
    moves: Mapping[Month, Mapping[str, int]]
    steps: tuple[Step, ...]
    received: Mapping[tuple[str, Month], Receipt]
    bounds: Mapping[str, tuple[int, int]]
    steps_out: tuple[tuple[str, Month], ...] = ()
    gave: tuple[Gave, ...] = ()

    @property
    def peeks(self) -> tuple[Peek, ...]:
        """Figures that a plan was made from before they were known; none in an honest run."""
        return peeks(self.steps, self.received)


def of_firm(
    case: RegulatedCase,
    chance: Chance,
    name: str,
    month: Month,
    decided_t: Mapping[str, int],
    *,
    is_told: bool,
    left_t: int,
    share: Fraction = Fraction(1),
) -> dict[str, int]:
    """One firm's month, or that share of it, by product, as `simulation.regulated` says it behaves."""
    stop = stop_of(chance, name, month)
    return carried_out(
        decided_t,
        factor=chance.factor[name][month],
        stop=stop,
        is_told=is_told,
        able_t=floor(able_t(case, name, month, stop=stop) * share),
        left_t=left_t,
        taken_t={family: floor(tonnes * share) for (one, family), tonnes in case.taken(month).items() if one == name},
        plain=case.plain_product(name),
    )


def able_t(case: RegulatedCase, name: str, month: Month, *, stop: float) -> int:
    """Most that furnaces on file allow in a month, the rulebook's factor of capacity counted, the stop taken off."""
    capacity = case.truth.register[name].capacity_t(case.sector.quantity, month)
    factor = case.rulebook.number("capacity_factor", month.last_day)
    days = sum(one.days for one in months_of(month.year))
    return floor(Fraction(factor) * capacity * month.days / days * Fraction(stop))


def by_enterprise(made: Mapping[Pair, int]) -> dict[str, int]:
    """A month's tonnes by enterprise."""
    found: dict[str, int] = {}
    for (name, _), tonnes in made.items():
        found[name] = found.get(name, 0) + tonnes
    return found


def received(case: RegulatedCase, made: Made) -> dict[tuple[str, Month], Receipt]:
    """Output since January by enterprise and month, with the month from which it was known."""
    found: dict[tuple[str, Month], Receipt] = {}
    so_far: dict[str, int] = {}
    for month, pairs in sorted(made.items()):
        for name, tonnes in by_enterprise(pairs).items():
            so_far[name] = so_far.get(name, 0) + tonnes
            found[name, month] = Receipt(tonnes=so_far[name], known_from=case.known_from(month))
    return found


def terms_of(case: RegulatedCase, month: Month) -> RegulationTerms:
    """The rulebook's part on regulation as in force when a month is planned; ValueError where it has none."""
    terms = regulation_terms(case.rulebook, month.shift(-1).last_day if month.month > 1 else case.rulebook.effective)
    if terms is None:
        raise ValueError(f"{case.rulebook.id} has no part on regulation")
    return terms


def stop_of(chance: Chance, name: str, month: Month) -> float:
    """The share of its usual days that a stop leaves a firm in a month."""
    return chance.stop[name].get(month, 1.0)


def days_off(chance: Chance, name: str, month: Month) -> Decimal:
    """Days of a stop as a return states them."""
    return rounded(Fraction(chance.stopped_days(name, month)), 2)

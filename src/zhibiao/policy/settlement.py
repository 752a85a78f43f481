"""The terms a year is settled on: what is carried, what an overrun costs, over how many years it is paid back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.policy.asked import CARRY_AND_DEDUCT, CARRY_UNTIL, DEDUCTING
from zhibiao.policy.rulebook import DeductionSlice, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementTerms:
    """What a rulebook says of a year's settlement, on one day.

    Args:
        clause: of the settlement rule.
        carry_share: the share of a holding that may be carried unused; zero where the rule carries nothing.
        carry_until: the month of the next year by whose close carried tonnes have to be used; 0 where none is set.
        slices: what an overrun costs, slice by slice.
        payback_years: in how many years it is paid back.
        payback_most_share: the most that one year may take, as a share of the year's holding before it.
        interim_share: the share of the deduction that stands charged while production is beyond the holding.
    """

    clause: str
    carry_share: Decimal
    carry_until: int
    slices: tuple[DeductionSlice, ...]
    payback_years: int
    payback_most_share: Decimal
    interim_share: Decimal


def settlement_terms(rulebook: Rulebook, day: dt.date) -> SettlementTerms | None:
    """The terms in force on a day; None where the rule leaves the deduction to the measures of a later year."""
    if rulebook.settlement_rule not in DEDUCTING:
        return None
    carries = rulebook.settlement_rule == CARRY_AND_DEDUCT
    return SettlementTerms(
        clause=rulebook.clause_of["settlement"],
        carry_share=rulebook.number("carry_share", day) if carries else Decimal(0),
        carry_until=_carry_until(rulebook, day) if carries else 0,
        slices=rulebook.deduction,
        payback_years=int(rulebook.number("payback_years", day)),
        payback_most_share=rulebook.number("payback_most_share", day),
        interim_share=rulebook.number("interim_share", day),
    )


def _carry_until(rulebook: Rulebook, day: dt.date) -> int:
    return int(rulebook.number(CARRY_UNTIL, day)) if CARRY_UNTIL in rulebook.parameters else 0

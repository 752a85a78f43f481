"""The target of the high-end share in a rulebook: a share and the year it is wanted for, both or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from zhibiao.policy.rulebook import Rulebook

TARGET, TARGET_YEAR = "high_end_target", "high_end_target_year"
# Unit, least and greatest value, as the review of rulebooks asks for them.
TARGET_PARAMETERS: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {TARGET: ("1", "0", "1"), TARGET_YEAR: ("year", "1950", "2199")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HighEndTarget:
    """A high-end share by weight, 0 to 1, the year whose products are to reach it, and the clause that says so."""

    share: Decimal
    year: int
    clause: str


def high_end_target(rulebook: Rulebook, day: dt.date) -> HighEndTarget | None:
    """The target in force on that day; None where the rulebook sets none by then."""
    parameters = [rulebook.parameters.get(code) for code in (TARGET, TARGET_YEAR)]
    share, year = parameters
    if share is None or year is None:
        return None
    try:
        return HighEndTarget(share=share.at(day), year=int(year.at(day)), clause=share.clause)
    except LookupError:
        return None


def target_gap(rulebook: Rulebook) -> tuple[str, str] | None:
    """Which of the two parameters stands alone, and which one is missing beside it."""
    there = [code for code in TARGET_PARAMETERS if code in rulebook.parameters]
    if len(there) != 1:
        return None
    (missing,) = set(TARGET_PARAMETERS) - set(there)
    return there[0], missing

"""Made-up rulebooks whose settlement deducts overruns, and books whose year is over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from allocation_sample import make_rulebook
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import DeductionSlice, Rulebook

# The factors of Council Regulation (EC) 1224/2009, Article 106, on shares of the holding.
TABLE = (("0.10", "1.0"), ("0.20", "1.2"), ("0.40", "1.4"), ("0.50", "1.8"), (None, "2.0"))
SLICES = tuple(
    DeductionSlice(up_to=up_to and Decimal(up_to), factor=Decimal(factor))  # type: ignore[arg-type]
    for up_to, factor in TABLE
)
NUMBERS = {"carry_share": "0.1", "payback_years": "2", "payback_most_share": "0.5", "interim_share": "0.5"}


def settling_rulebook(
    *, rule: str = "carry_and_deduct", year: int = 2024, numbers: dict[str, str] | None = None, **changes: Any
) -> Rulebook:
    """A rulebook that settles by slices; 10 % is carried, two years pay back, half stands charged meanwhile."""
    start = dt.date(year, 1, 1)
    asked = NUMBERS | (numbers or {})
    if rule == "recall_and_deduct":
        del asked["carry_share"]
    plain = make_rulebook()
    units = {"payback_years": "year"}
    own = {
        code: Parameter(code=code, unit=units.get(code, "1"), clause="1", values=((start, Decimal(value)),))
        for code, value in asked.items()
    }
    kept = {
        code: Parameter(code=code, unit=one.unit, clause="1", values=((start, one.values[0][1]),))
        for code, one in plain.parameters.items()
    }
    settled: dict[str, Any] = {
        "parameters": {**kept, **own},
        "plan_year": year,
        "effective": start,
        "expires": dt.date(year, 12, 31),
        "settlement_rule": rule,
        "deduction": SLICES,
        "clause_of": {**plain.clause_of, "deduction": "1"},
    }
    return make_rulebook(**(settled | changes))

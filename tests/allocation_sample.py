"""Small rulebooks and claimants for tests: everything has a plain default, and a test names only what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Claimant, Decision, Measure
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing, Multiplier, Rulebook
from zhibiao.terms.text import Text

# What a decision carries of a sector when its measures are given by hand.
SECTOR_DATA: dict[str, Any] = {
    **{"id": "steel", "quantity": "crude_steel_t", "output": "steel_products_t"},
    **{"fields": {"crude_steel_t": "flow"}, "products": [], "catalogues": []},
}
NUMBERS = {
    "cap_t": "2500",
    "reserve_share": "0",
    "base_years": "1",
    "score_cap": "1.5",
    "tilt_beta": "1",
    "floor_delta": "0.1",
    "ceiling_delta": "0.1",
    "capacity_factor": "1.2",
    "appeal_days": "10",
}
UNITS = {"cap_t": "t", "base_years": "year", "appeal_days": "day"}


def make_rule(code: str = "value", weight: str = "1", **changes: Any) -> IndicatorRule:
    """A benefit indicator held against the group mean."""
    plain: dict[str, Any] = {
        "code": code,
        "name": Text(code, code),
        "numerator": ("value_added_yuan",),
        "denominator": "crude_steel_t",
        "direction": Direction.BENEFIT,
        "weight": Decimal(weight),
        "reference": None,
        "missing": Missing.REFUSE,
        "price_normalised": False,
        "is_actionable": True,
        "clause": "1",
    }
    return IndicatorRule(**(plain | changes))


def make_multiplier(attribute: str, value: str, factor: str) -> Multiplier:
    """A factor on the score."""
    return Multiplier(attribute=attribute, value=value, factor=Decimal(factor), clause="1")


def make_rulebook(numbers: Mapping[str, str] | None = None, **changes: Any) -> Rulebook:
    """A rulebook of the year 2025 whose numbers hold from January on."""
    start = dt.date(2025, 1, 1)
    parameters = {
        code: Parameter(code=code, unit=UNITS.get(code, "1"), clause="1", values=((start, Decimal(value)),))
        for code, value in (NUMBERS | dict(numbers or {})).items()
    }
    plain: dict[str, Any] = {
        "id": "test-2025",
        "title": Text("办法", "measures"),
        "authority": Text("局", "bureau"),
        "sector": "steel",
        "plan_year": 2025,
        "quantity": "crude_steel_t",
        "issued": start,
        "effective": start,
        "expires": dt.date(2025, 12, 31),
        "clauses": {"1": Text("一", "one")},
        "parameters": parameters,
        "base_rule": "last_year",
        "method": "contribution_tilt",
        "indicators": (make_rule(),),
        "multipliers": (),
        "rounding": "largest_remainder",
        "clause_of": dict.fromkeys(("scope", "base", "method", "bounds", "rounding", "settlement"), "1"),
        "source_sha256": "",
    }
    return Rulebook(**(plain | changes))


def make_claimant(enterprise: str, base_t: int, figures: Mapping[str, Any] | None = None, **changes: Any) -> Claimant:
    """An enterprise that made `base_t` last year; `figures` map indicators to a value, or to (numerator, denominator).

    A bare value is taken over a denominator of one.
    """
    measures = tuple(
        Measure(indicator=code, numerator=_decimal(above), denominator=_decimal(below))
        for code, figure in (figures or {"value": 1}).items()
        for above, below in [figure if isinstance(figure, tuple) else (figure, 1)]
    )
    plain: dict[str, Any] = {
        "enterprise": enterprise,
        "history_t": {2024: base_t},
        "capacity_t": base_t * 10,
        "made_t": 0,
        "tier": "normative",
        "grade": "B",
        "is_vetoed": False,
        "measures": measures,
        "sources": (),
    }
    return Claimant(**(plain | changes))


def _decimal(figure: Any) -> Decimal | None:
    return None if figure is None else Decimal(str(figure))


FIXED = make_rulebook(indicators=(make_rule(reference=Decimal(1)),))


def decided(claimants: list[Claimant], rulebook: Rulebook = FIXED, **changes: Any) -> Decision:
    arguments: dict[str, Any] = {
        "as_of": None,
        "sector_data": SECTOR_DATA,
        "ledger_head": "0" * 64,
        "code_version": "test",
        "drafted_by": "li",
    }
    return decide(claimants, rulebook, **(arguments | changes))


def four() -> list[Claimant]:
    rows = (("A", 1500, "1.1"), ("B", 500, "0.8"), ("C", 300, "1.3"), ("D", 200, "0.7"))
    return [make_claimant(name, base, {"value": score}) for name, base, score in rows]

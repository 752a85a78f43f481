"""A city's plan as plain values (计划记录): what a regulation keeps of it, and what the next plan reads back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np

from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs, FamilyInputs, Limits, Supply
from zhibiao.regulation.city.moves import Move
from zhibiao.regulation.city.plan import CityPlan, EnterprisePlan, Previous
from zhibiao.regulation.city.reasons import Reason
from zhibiao.regulation.problem import Problem
from zhibiao.terms.canonical import Plain
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def plan_plain(plan: CityPlan, *, basis: str, market_files: tuple[str, ...]) -> dict[str, Plain]:
    """Everything a plan is made of and proven by; whole numbers, decimals as text, fractions as `n/d`, no floats.

    Args:
        plan: with its certificate.
        basis: what a tonne is worth by, `margin` or `value_added`.
        market_files: hashes of the price and supply lists that it rests on.
    """
    found: dict[str, Any] = {
        "rule": plan.inputs.limits.rule,
        "basis": basis,
        "market_files": market_files,
        "months": plan.months,
        "planned": tuple(one.enterprise for one in plan.city.planned),
        "pairs": plan.city.pairs,
        "y": tuple(tuple(int(tonnes) for tonnes in row) for row in plan.y),
        "certificate": {
            "objective": plan.certificate.objective,
            "dual_bound": plan.certificate.dual_bound,
            "gap": plan.certificate.gap,
            "broken": plan.certificate.broken,
        },
        "multipliers": plan.certificate.multipliers,
        "pacing_yuan": plan.pacing_yuan,
        "rounding_yuan": plan.rounding_yuan,
        "prices": plan.prices,
        "enterprises": tuple(_enterprise(one) for one in plan.enterprises),
        "findings": tuple(_finding(one) for one in plan.findings),
        "inputs": {one.name: getattr(plan.inputs, one.name) for one in fields(CityInputs) if one.name != "findings"},
        "problem": problem_plain(plan.city.problem),
    }
    return {name: plain_value(value) for name, value in found.items()}


def problem_plain(problem: Problem) -> dict[str, Plain]:
    """The arrays of a problem under their names; null where there is no limit, or nothing is known."""
    names = [one.name for one in fields(Problem) if one.name not in ("labels", "stocks")]
    found = {name: _array(getattr(problem, name)) for name in names}
    stocks = problem.stocks
    found["stocks"] = stocks and {one.name: _array(getattr(stocks, one.name)) for one in fields(stocks)}
    return found


def moves_plain(plan: CityPlan) -> list[dict[str, Any]]:
    """The moves of a plan as a decision bears them; see docs/regulate.md."""
    groups = {one.enterprise: one.group for one in plan.inputs.enterprises}
    return [_move(one, groups) for one in plan.moves]


def previous_of(plain: Mapping[str, Any]) -> Previous:
    """What the next plan needs of one that a decision keeps; KeyError where it has another shape."""
    return Previous(
        inputs=inputs_of(plain["inputs"]),
        year_t={one["enterprise"]: one["year_t"] for one in plain["enterprises"]},
        month_t={one["enterprise"]: tuple(one["month_t"]) for one in plain["enterprises"]},
    )


def inputs_of(plain: Mapping[str, Any]) -> CityInputs:
    """The inputs behind their plain values."""
    return CityInputs(
        **{name: plain[name] for name in ("sector", "plan_year", "quantity", "cap_t")},
        as_of=Month.parse(plain["as_of"]),
        months=tuple(map(Month.parse, plain["months"])),
        enterprises=tuple(_inputs_of(one) for one in plain["enterprises"]),
        limits=_limits_of(plain["limits"]),
        commodities=tuple(plain["commodities"]),
        supplies={code: _supply_of(one) for code, one in plain["supplies"].items()},
    )


_DECIMALS = frozenset({"best_day_t", "typical_day_t"})


def _inputs_of(plain: Mapping[str, Any]) -> EnterpriseInputs:
    read: dict[str, Any] = {name: _read(name, value) for name, value in plain.items()}
    read |= {
        "name": Text(**plain["name"]),
        "outage_days": tuple(map(Decimal, plain["outage_days"])),
        "families": tuple(_family_of(one) for one in plain["families"]),
        "sources": tuple((reference, sha256) for reference, sha256 in plain["sources"]),
    }
    return EnterpriseInputs(**read)


def _read(name: str, value: Any) -> Any:
    if name in _DECIMALS:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def _family_of(plain: Mapping[str, Any]) -> FamilyInputs:
    return FamilyInputs(
        family=plain["family"],
        best_day_t=Decimal(plain["best_day_t"]),
        value_yuan_per_t=tuple(map(Decimal, plain["value_yuan_per_t"])),
        use=tuple(map(Decimal, plain["use"])),
    )


def _limits_of(plain: Mapping[str, Any]) -> Limits:
    as_they_are = ("rule", "clauses")
    read: dict[str, Any] = {
        name: value if value is None or name in as_they_are else Decimal(value)
        for name, value in plain.items()
        if name != "season_months"
    }
    return Limits(**read, season_months=tuple(plain["season_months"]))


def _supply_of(plain: Mapping[str, Any]) -> Supply:
    return Supply(
        monthly=tuple(None if one is None else Decimal(one) for one in plain["monthly"]),
        opening=Decimal(plain["opening"]),
        lowest=tuple(map(Decimal, plain["lowest"])),
    )


def _enterprise(one: EnterprisePlan) -> dict[str, Any]:
    found = {item.name: getattr(one, item.name) for item in fields(one)}
    return found | {"year_t": one.year_t}


def _move(move: Move, groups: Mapping[str, str]) -> dict[str, Any]:
    named = {"enterprise": move.enterprise, "commodity": move.commodity}
    if move.taker:
        named = {"group": groups[move.enterprise], "giver": move.enterprise, "taker": move.taker}
    found: dict[str, Any] = {
        "kind": move.kind,
        **{key: value for key, value in named.items() if value},
        "tonnes": move.tonnes,
        "reasons": [reason_plain(one) for one in move.reasons],
    }
    if move.months:
        found["months"] = [{"month": str(month), "tonnes": tonnes} for month, tonnes in move.months]
    return found


def reason_plain(reason: Reason) -> dict[str, Any]:
    """A reason's code and figures."""
    return {"code": reason.code, "facts": {name: plain_value(value) for name, value in reason.facts.items()}}


def _finding(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "facts": dict(finding.facts)}


def plain_value(value: Any) -> Plain:
    """A value as canonical bytes can hold it.

    >>> plain_value({"share": Decimal("0.020"), "gap": Fraction(1, 3), "month": Month(2025, 4)})
    {'share': '0.020', 'gap': '1/3', 'month': '2025-04'}
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: plain_value(getattr(value, one.name)) for one in fields(value)}
    return value  # type: ignore[no-any-return]


def _array(value: Any) -> Any:
    if value is None or isinstance(value, float):
        return None if value is None else _number(value)
    if isinstance(value, np.ndarray):
        return [_array(one) for one in value] if value.ndim > 1 else [_number(float(one)) for one in value.tolist()]
    return value


def _number(value: float) -> Plain:
    """A figure as the decimal it was written with: whole numbers as they are, others as text, none for no limit."""
    if not isfinite(value):
        return None
    return int(value) if value == int(value) else format(Decimal(repr(value)), "f")

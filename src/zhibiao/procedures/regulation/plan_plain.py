"""What a regulation keeps of the plan behind it (计划记录): the plan as plain values, and its moves as acts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.regulation.city.moves import Move
from zhibiao.regulation.city.plain import plain_plan
from zhibiao.regulation.city.plan import CityPlan
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


def plan_plain(plan: CityPlan, *, basis: str, market_files: tuple[str, ...]) -> dict[str, Any]:
    """The plan with what it rests on beside the record: whole numbers, decimals as text, no floats.

    Args:
        plan: with its certificate.
        basis: what a tonne is worth by, `margin` or `value_added`.
        market_files: hashes of the price and supply lists that the book keeps.
    """
    findings = [{"code": one.code, "facts": _plain(one.facts)} for one in plan.findings]
    return {**plain_plan(plan), "basis": basis, "market_files": list(market_files), "findings": findings}


def moves_plain(plan: CityPlan) -> list[dict[str, Any]]:
    """The moves of a plan as a decision bears them; see docs/regulate.md."""
    groups = {one.enterprise: one.group for one in plan.inputs.enterprises}
    return [_move(one, groups) for one in plan.moves]


def _move(move: Move, groups: Mapping[str, str]) -> dict[str, Any]:
    named = {"enterprise": move.enterprise, "commodity": move.commodity}
    if move.taker:
        named = {"group": groups[move.enterprise], "giver": move.enterprise, "taker": move.taker}
    found: dict[str, Any] = {
        "kind": move.kind,
        **{key: value for key, value in named.items() if value},
        "tonnes": move.tonnes,
        "reasons": [{"code": one.code, "facts": _plain(one.facts)} for one in move.reasons],
    }
    if move.months:
        found["months"] = [{"month": str(month), "tonnes": tonnes} for month, tonnes in move.months]
    return found


def _plain(value: Any) -> Any:
    """Facts as canonical bytes can hold them."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    return str(value) if isinstance(value, Month) else value

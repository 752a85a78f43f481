"""A rulebook as plain values: the content that is hashed, stored with every decision and read by the verifier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhibiao.policy.pacing_plain import pacing_of, pacing_plain
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import (
    CheckTolerance,
    DeductionSlice,
    Direction,
    IndicatorRule,
    Missing,
    Multiplier,
    Rulebook,
)
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.exact import plain_decimal as plain_decimal
from zhibiao.terms.text import Text

GROUP_MEAN = "group_mean"
TRANSFERS, CHECKS, PACING, REGULATION = "transfers", "checks", "pacing", "regulation"
OPTIONAL_PARTS = frozenset({"deduction", TRANSFERS, REGULATION})
RULES = ("scope", "base", "method", "bounds", "rounding", "settlement")


def rulebook_plain(rulebook: Rulebook) -> dict[str, Any]:
    """The rulebook in the shape of its file: decimals as text without needless zeros, dates as YYYY-MM-DD."""
    rules = rulebook_rules(rulebook)
    return {
        "rulebook": rulebook.id,
        "title": _text(rulebook.title),
        "authority": _text(rulebook.authority),
        "sector": rulebook.sector,
        "plan_year": rulebook.plan_year,
        "quantity": rulebook.quantity,
        "issued": rulebook.issued.isoformat(),
        "effective": rulebook.effective.isoformat(),
        "expires": rulebook.expires.isoformat(),
        "clauses": {number: _text(text) for number, text in rulebook.clauses.items()},
        "parameters": {code: _parameter(parameter) for code, parameter in rulebook.parameters.items()},
        **{name: {"rule": rules[name], "clause": rulebook.clause_of[name]} for name in RULES},
        "indicators": [_indicator(rule) for rule in rulebook.indicators],
        "multipliers": [
            {"attribute": one.attribute, "value": one.value, "factor": plain_decimal(one.factor), "clause": one.clause}
            for one in rulebook.multipliers
        ],
        **_deduction(rulebook),
        **_transfers(rulebook),
        **_regulation(rulebook),
        **_checks(rulebook),
        **_pacing(rulebook),
    }


def rulebook_hash(rulebook: Rulebook) -> str:
    """SHA-256 of the canonical content; layout, comments and the order of keys in the file do not matter."""
    return content_hash(rulebook_plain(rulebook))


def rulebook_rules(rulebook: Rulebook) -> dict[str, str]:
    """The name of the rule behind each named part."""
    return {
        "scope": rulebook.scope_rule,
        "base": rulebook.base_rule,
        "method": rulebook.method,
        "bounds": rulebook.bounds_rule,
        "rounding": rulebook.rounding,
        "settlement": rulebook.settlement_rule,
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    values = {since.isoformat(): plain_decimal(value) for since, value in parameter.values}
    return {"unit": parameter.unit, "clause": parameter.clause, "values": values}


def _deduction(rulebook: Rulebook) -> dict[str, Any]:
    """The slices where there are any; without them a rulebook has the hash it always had."""
    if not rulebook.deduction:
        return {}
    slices = [
        {"up_to": None if one.up_to is None else plain_decimal(one.up_to), "factor": plain_decimal(one.factor)}
        for one in rulebook.deduction
    ]
    return {"deduction": {"clause": rulebook.clause_of["deduction"], "slices": slices}}


def _transfers(rulebook: Rulebook) -> dict[str, Any]:
    """What it says of transfers, where it says anything."""
    if TRANSFERS not in rulebook.clause_of:
        return {}
    return {TRANSFERS: {"between_groups": rulebook.lets_pass_between_groups, "clause": rulebook.clause_of[TRANSFERS]}}


def _regulation(rulebook: Rulebook) -> dict[str, Any]:
    """The rule by which a month may move quota, where it has one."""
    if not rulebook.regulation_rule:
        return {}
    return {REGULATION: {"rule": rulebook.regulation_rule, "clause": rulebook.clause_of[REGULATION]}}


def _checks(rulebook: Rulebook) -> dict[str, Any]:
    """The tolerances it sets, where it sets any."""
    if not rulebook.checks:
        return {}
    told = {name: {"value": plain_decimal(one.value), "clause": one.clause} for name, one in rulebook.checks.items()}
    return {CHECKS: told}


def _pacing(rulebook: Rulebook) -> dict[str, Any]:
    """What it says of pace, where it says anything."""
    told = pacing_plain(rulebook.pacing)
    return {PACING: told} if told else {}


def _indicator(rule: IndicatorRule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": _text(rule.name),
        "numerator": list(rule.numerator),
        "denominator": rule.denominator,
        "direction": rule.direction.value,
        "weight": plain_decimal(rule.weight),
        "reference": GROUP_MEAN if rule.reference is None else plain_decimal(rule.reference),
        "missing": rule.missing.value,
        "price_normalised": rule.price_normalised,
        "actionable": rule.is_actionable,
        "clause": rule.clause,
    }


def rulebook_of(plain: Mapping[str, Any]) -> Rulebook:
    """The rulebook behind the plain values kept with every decision; KeyError where they have another shape."""
    return Rulebook(
        id=plain["rulebook"],
        title=_text_of(plain["title"]),
        authority=_text_of(plain["authority"]),
        sector=plain["sector"],
        plan_year=plain["plan_year"],
        quantity=plain["quantity"],
        issued=dt.date.fromisoformat(plain["issued"]),
        effective=dt.date.fromisoformat(plain["effective"]),
        expires=dt.date.fromisoformat(plain["expires"]),
        clauses={number: _text_of(text) for number, text in plain["clauses"].items()},
        parameters={code: _parameter_of(code, item) for code, item in plain["parameters"].items()},
        indicators=tuple(_indicator_of(item) for item in plain["indicators"]),
        multipliers=tuple(
            Multiplier(
                attribute=one["attribute"], value=one["value"], factor=Decimal(one["factor"]), clause=one["clause"]
            )
            for one in plain["multipliers"]
        ),
        clause_of={name: plain[name]["clause"] for name in (*RULES, *sorted(OPTIONAL_PARTS & plain.keys()))},
        source_sha256=content_hash(plain),
        scope_rule=plain["scope"]["rule"],
        base_rule=plain["base"]["rule"],
        method=plain["method"]["rule"],
        bounds_rule=plain["bounds"]["rule"],
        rounding=plain["rounding"]["rule"],
        settlement_rule=plain["settlement"]["rule"],
        deduction=tuple(_slice_of(item) for item in plain.get("deduction", {}).get("slices", ())),
        lets_pass_between_groups=plain.get(TRANSFERS, {}).get("between_groups", False),
        regulation_rule=plain.get(REGULATION, {}).get("rule", ""),
        checks={
            name: CheckTolerance(value=Decimal(one["value"]), clause=one["clause"])
            for name, one in plain.get(CHECKS, {}).items()
        },
        pacing=pacing_of(plain.get(PACING, {})),
    )


def _slice_of(item: Mapping[str, Any]) -> DeductionSlice:
    end = None if item["up_to"] is None else Decimal(item["up_to"])
    return DeductionSlice(up_to=end, factor=Decimal(item["factor"]))


def _text_of(item: Mapping[str, str]) -> Text:
    return Text(zh=item["zh"], en=item["en"])


def _parameter_of(code: str, item: Mapping[str, Any]) -> Parameter:
    dated = sorted((dt.date.fromisoformat(since), Decimal(value)) for since, value in item["values"].items())
    return Parameter(code=code, unit=item["unit"], clause=item["clause"], values=tuple(dated))


def _indicator_of(item: Mapping[str, Any]) -> IndicatorRule:
    return IndicatorRule(
        code=item["code"],
        name=_text_of(item["name"]),
        numerator=tuple(item["numerator"]),
        denominator=item["denominator"],
        direction=Direction(item["direction"]),
        weight=Decimal(item["weight"]),
        reference=None if item["reference"] == GROUP_MEAN else Decimal(item["reference"]),
        missing=Missing(item["missing"]),
        price_normalised=item["price_normalised"],
        is_actionable=item["actionable"],
        clause=item["clause"],
    )

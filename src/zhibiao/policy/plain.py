"""A rulebook as plain values: the content that is hashed, stored with every decision and read by the verifier."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import IndicatorRule, Rulebook
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.text import Text

GROUP_MEAN = "group_mean"
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


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and needless zeros.

    >>> plain_decimal(Decimal("0.10")), plain_decimal(Decimal("2.705E+7"))
    ('0.1', '27050000')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    values = {since.isoformat(): plain_decimal(value) for since, value in parameter.values}
    return {"unit": parameter.unit, "clause": parameter.clause, "values": values}


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

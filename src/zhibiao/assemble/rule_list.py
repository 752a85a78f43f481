"""The rules of allocation as people and programs read them: what each reads, computes, keeps and breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.base import RULES as BASE_RULES
from zhibiao.allocation.division.rule import AwardRule, Rule, RuleParameter
from zhibiao.allocation.division.rules import RULES, rule_of
from zhibiao.assemble.calculator import column_kinds
from zhibiao.assemble.resources import catalogue
from zhibiao.policy.clause import FORMS
from zhibiao.policy.regulation_part import REGULATION_RULES
from zhibiao.terms.apportion import METHODS
from zhibiao.terms.text import Text

_BLANK = re.compile(r"\{([^{}:]+)(?::([^{}]+))?\}")


def rule_list(code: str = "") -> dict[str, Any]:
    """All rules, or the one of that code; with the rounding methods, the rules of the base and those of regulation.

    Raises:
        UsageError: `rule.unknown`, with the nearest.
    """
    rules = [rule_of(code)] if code else RULES.values()
    return {
        "rules": [_rule(rule) for rule in rules],
        "rounding": [_named(f"rounding.{method}", method) for method in METHODS],
        "base_rules": [_named(f"base_rule.{rule}", rule) for rule in BASE_RULES],
        "regulation": [_named(f"regulation_rule.{rule}", rule) for rule in REGULATION_RULES],
    }


def clause_of(rule: Rule) -> Text:
    """The model clause with the defaults filled in; a parameter without a default keeps its blank."""
    defaults = {parameter.code: parameter.default for parameter in rule.parameters if parameter.default is not None}
    text = catalogue().labels[f"rule.{rule.code}.clause"]
    return Text(zh=_filled(text.zh, defaults), en=_filled(text.en, defaults))


def _rule(rule: Rule) -> dict[str, Any]:
    labels = catalogue().labels
    return {
        "code": rule.code,
        "name": _both(labels[f"rule.{rule.code}"]),
        "kind": "claims" if isinstance(rule, AwardRule) else "weights",
        "reads": _columns(rule.reads),
        "may_read": _columns(rule.may_read),
        "parameters": [_parameter(parameter) for parameter in rule.parameters],
        "formula": _both(labels[f"rule.{rule.code}.formula"]),
        "clause": _both(clause_of(rule)),
        "laws": [
            {"code": law, "holds": holds, "says": _both(labels[f"law.{law}"])} for law, holds in rule.laws.items()
        ],
        "most_claimants": rule.most_claimants if isinstance(rule, AwardRule) else None,
        "source": rule.source,
    }


def _columns(codes: Sequence[str]) -> list[dict[str, Any]]:
    kinds = column_kinds()
    return [{"column": code, "unit": kinds[code].unit, "meaning": _both(kinds[code].meaning)} for code in codes]


def _parameter(parameter: RuleParameter) -> dict[str, Any]:
    bounds = {"least": parameter.least, "most": parameter.most, "default": parameter.default}
    return {
        "code": parameter.code,
        "unit": parameter.unit,
        **{name: None if value is None else float(value) for name, value in bounds.items()},
    }


def _named(key: str, code: str) -> dict[str, Any]:
    labels = catalogue().labels
    formula = labels.get(f"{key}.formula")
    return {"code": code, "name": _both(labels[key]), "formula": _both(formula) if formula else None}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _filled(text: str, values: Mapping[str, Decimal]) -> str:
    return _BLANK.sub(lambda blank: FORMS[blank[2] or ""](values[blank[1]]) if blank[1] in values else blank[0], text)

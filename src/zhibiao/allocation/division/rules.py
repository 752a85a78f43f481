"""The catalogue of rules, by code: what `zhibiao rules` lists and a rulebook may name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from zhibiao.allocation.claims.catalogue import CLAIMS_RULES
from zhibiao.allocation.division.rule import Rule
from zhibiao.allocation.methods.catalogue import METHOD_RULES
from zhibiao.errors import UsageError

_ALL: tuple[Rule, ...] = (*METHOD_RULES, *CLAIMS_RULES)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _ALL})


def rule_of(code: str) -> Rule:
    """The rule of that code; UsageError `rule.unknown` with the nearest one."""
    if code not in RULES:
        nearest = difflib.get_close_matches(code.casefold(), RULES, n=1)
        raise UsageError("rule.unknown", found=code, known="、".join(RULES), nearest=nearest[0] if nearest else "—")
    return RULES[code]

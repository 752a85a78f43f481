"""Words for the parts of a quota: what each part, bound and clause is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibiao.allocation.decision.bounds import CEILING_CLAIM, CEILING_TIER, FLOOR_TIER
from zhibiao.allocation.decision.decision import Share
from zhibiao.policy.plain import TRANSFERS
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words, chinese_numeral

# Which parameter's clause sets a bound.
_PARAMETER_OF: Mapping[str, str] = {
    "floor.base": "floor_delta",
    "floor.made": "floor_delta",
    "ceiling.base": "ceiling_delta",
    "ceiling.capacity": "capacity_factor",
    "ceiling.made": "ceiling_delta",
}
_OF_METHOD = frozenset({FLOOR_TIER, CEILING_TIER, CEILING_CLAIM})

# Parts that stand beside the split, by the clause on settlement.
_BESIDE = frozenset({"carry", "debt", "transfer"})


def part_name(code: str, *, rulebook: Rulebook, words: Words) -> str:
    """The name of a part of a quota by its code."""
    kind, _, rest = code.partition(".")
    if kind == "indicator":
        return words("part.indicator", name=words.name(indicator_names(rulebook)[rest]))
    if kind == "bound":
        return words("part.bound", name=words(f"bound.{rest}"))
    return words(f"part.{code}")


def indicator_names(rulebook: Rulebook) -> Mapping[str, Text]:
    """Names of the indicators by code."""
    return {rule.code: rule.name for rule in rulebook.indicators}


def part_clause(code: str, *, rulebook: Rulebook) -> str:
    """Number of the clause a part rests on, empty where the rulebook names none."""
    kind, _, rest = code.partition(".")
    if kind == "indicator":
        return next((rule.clause for rule in rulebook.indicators if rule.code == rest), "")
    if kind == "bound":
        return bound_clause(rest, rulebook=rulebook)
    if kind == "multiplier":
        return next((item.clause for item in rulebook.multipliers), "")
    if kind == "transfer" and TRANSFERS in rulebook.clause_of:
        return rulebook.clause_of[TRANSFERS]
    named = "method" if kind in ("redistribution", "pool") else "settlement" if kind in _BESIDE else kind
    return rulebook.clause_of.get(named, "")


def bound_clause(code: str, *, rulebook: Rulebook) -> str:
    """Number of the clause that sets a bound; cut ranges of tiers, and that no claim is exceeded, are of the method."""
    if code in _OF_METHOD:
        return rulebook.clause_of.get("method", "")
    parameter = rulebook.parameters.get(_PARAMETER_OF.get(code, ""))
    return parameter.clause if parameter is not None else rulebook.clause_of.get("bounds", "")


def clause_name(number: str, *, words: Words) -> str:
    """`第七条` or `clause 7`; a dash where there is none."""
    if not number:
        return words("mark.none")
    if words.lang == "zh" and number.isdigit() and 1 <= int(number) <= 99:
        number = chinese_numeral(int(number))
    return words("clause", number=number)


def clauses_used(share: Share, *, rulebook: Rulebook) -> tuple[str, ...]:
    """The clauses a quota rests on and its remedy, in the rulebook's order."""
    used = {part_clause(part.code, rulebook=rulebook) for part in share.parts}
    used |= {bound_clause(code, rulebook=rulebook) for code in (share.floor_reason, share.ceiling_reason) if code}
    used |= set(_parameter_clauses(rulebook, ("cap_t", "reserve_share", "appeal_days")))
    return tuple(number for number in rulebook.clauses if number in used)


def _parameter_clauses(rulebook: Rulebook, codes: Iterable[str]) -> Iterable[str]:
    return (rulebook.parameters[code].clause for code in codes if code in rulebook.parameters)

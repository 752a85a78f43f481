"""Which rules go without which parts of a rulebook: what a rule does not read must not stand there as if it did."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhibiao.policy.methods import METHOD_NUMBERS, METHODS
from zhibiao.policy.rulebook import Rulebook

OUTPUT_LAST_YEAR = "output_last_year"
BASE_ONLY = "base_only"
BASE_WINDOW = "base_window_days"
CARRY_UNTIL = "carry_until"
SCORE_CAP = "score_cap"
RECALL_UNUSED = "recall_unused_and_debt"
RECALL_AND_DEDUCT = "recall_and_deduct"
CARRY_AND_DEDUCT = "carry_and_deduct"
# Settlement rules that deduct an overrun by slices; the other one leaves it to the measures of a later year.
DEDUCTING = frozenset({RECALL_AND_DEDUCT, CARRY_AND_DEDUCT})
_OF_DEDUCTING = frozenset({"payback_years", "payback_most_share", "interim_share"})
_OF_CARRYING = frozenset({"carry_share", CARRY_UNTIL})

# Parameters that only some rules read, by the rule that does without them.
_DOES_WITHOUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        BASE_ONLY: frozenset({"capacity_factor"}),
        RECALL_UNUSED: _OF_DEDUCTING | _OF_CARRYING,
        RECALL_AND_DEDUCT: _OF_CARRYING,
    }
)


def scores_contribution(rulebook: Rulebook) -> bool:
    """Whether indicators are scored; where they are not, everyone scores one and indicators have no place."""
    return rulebook.method not in METHODS or METHODS[rulebook.method].has_indicators


def reads_multipliers(rulebook: Rulebook) -> bool:
    """Whether factors of tier, grade and veto act on a score that quotas depend on."""
    return rulebook.method not in METHODS or METHODS[rulebook.method].has_multipliers


def deducts_overruns(rulebook: Rulebook) -> bool:
    """Whether an overrun is deducted slice by slice; where it is not, slices have no place."""
    return rulebook.settlement_rule in DEDUCTING


def unread_parameters(rulebook: Rulebook) -> Mapping[str, str]:
    """Parameters that nothing in this rulebook reads, each with the name of the rule that goes without it."""
    rules = (rulebook.bounds_rule, rulebook.settlement_rule)
    unread = {code: rule for rule in rules for code in sorted(_DOES_WITHOUT.get(rule, frozenset()))}
    return {**dict.fromkeys(_unread_by_method(rulebook.method), rulebook.method), **unread}


def _unread_by_method(name: str) -> list[str]:
    """Numbers of other methods, and the cap on scores where there are none; nothing is known of an unknown method."""
    if name not in METHODS:
        return []
    method = METHODS[name]
    scored = [] if method.has_indicators else [SCORE_CAP]
    return [*scored, *(code for code in METHOD_NUMBERS if code not in method.numbers)]

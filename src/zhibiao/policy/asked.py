"""Which rules go without which parts of a rulebook: what a rule does not read must not stand there as if it did."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhibiao.policy.rulebook import Rulebook

OUTPUT_LAST_YEAR = "output_last_year"
GRANDFATHERING = "grandfathering"
BASE_ONLY = "base_only"
BASE_WINDOW = "base_window_days"
RECALL_UNUSED = "recall_unused_and_debt"
RECALL_AND_DEDUCT = "recall_and_deduct"
CARRY_AND_DEDUCT = "carry_and_deduct"
# Settlement rules that deduct an overrun by slices; the other one leaves it to the measures of a later year.
DEDUCTING = frozenset({RECALL_AND_DEDUCT, CARRY_AND_DEDUCT})
_OF_DEDUCTING = frozenset({"payback_years", "payback_most_share", "interim_share"})

# Parameters that only some rules read, by the rule that does without them.
_DOES_WITHOUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        GRANDFATHERING: frozenset({"score_cap", "tilt_beta"}),
        BASE_ONLY: frozenset({"capacity_factor"}),
        RECALL_UNUSED: _OF_DEDUCTING | {"carry_share"},
        RECALL_AND_DEDUCT: frozenset({"carry_share"}),
    }
)


def scores_contribution(rulebook: Rulebook) -> bool:
    """Whether quotas depend on a score; where they do not, everyone scores one and indicators have no place."""
    return rulebook.method != GRANDFATHERING


def deducts_overruns(rulebook: Rulebook) -> bool:
    """Whether an overrun is deducted slice by slice; where it is not, slices have no place."""
    return rulebook.settlement_rule in DEDUCTING


def unread_parameters(rulebook: Rulebook) -> Mapping[str, str]:
    """Parameters that nothing in this rulebook reads, each with the name of the rule that goes without it."""
    rules = (rulebook.method, rulebook.bounds_rule, rulebook.settlement_rule)
    return {code: rule for rule in rules for code in sorted(_DOES_WITHOUT.get(rule, frozenset()))}

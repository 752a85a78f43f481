"""The laws that claims rules are held to, by code; each rule says which of them hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# What a law says in words is under `law.<code>` in the labels; how it is checked, in tests/claims_axioms.py.
EQUAL_TREATMENT = "equal_treatment"
ORDER_OF_AWARDS = "order_of_awards"
ORDER_OF_LOSSES = "order_of_losses"
ESTATE_MONOTONE = "estate_monotone"
CLAIM_MONOTONE = "claim_monotone"
TRUNCATION_INVARIANT = "truncation_invariant"
MINIMAL_RIGHTS_FIRST = "minimal_rights_first"
COMPOSITION_DOWN = "composition_down"
COMPOSITION_UP = "composition_up"
CONSISTENT = "consistent"
SELF_DUAL = "self_dual"
NO_GAIN_BY_MERGING = "no_gain_by_merging"
NO_GAIN_BY_SPLITTING = "no_gain_by_splitting"

# The first five hold of every rule here.
COMMON_LAWS = (EQUAL_TREATMENT, ORDER_OF_AWARDS, ORDER_OF_LOSSES, ESTATE_MONOTONE, CLAIM_MONOTONE)
TELLING_LAWS = (
    *(TRUNCATION_INVARIANT, MINIMAL_RIGHTS_FIRST, COMPOSITION_DOWN, COMPOSITION_UP, CONSISTENT, SELF_DUAL),
    *(NO_GAIN_BY_MERGING, NO_GAIN_BY_SPLITTING),
)
CLAIMS_LAWS = (*COMMON_LAWS, *TELLING_LAWS)


def laws(*kept: str) -> Mapping[str, bool]:
    """The laws common to all claims rules, and of the telling ones those kept; the others fail."""
    return MappingProxyType({law: law in COMMON_LAWS or law in kept for law in CLAIMS_LAWS})

"""The laws that rules of weights are held to, by code; each rule says which of them hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# What a law says in words is under `law.<code>` in the labels; how it is checked, in tests/laws/test_method_laws.py.
SUMS_TO_CAP = "sums_to_cap"
CAP_MONOTONE = "cap_monotone"
ORDER_FREE = "order_free"
UNIT_FREE = "unit_free"
EQUAL_TREATMENT = "equal_treatment"
BASE_MONOTONE = "base_monotone"
CAPACITY_MONOTONE = "capacity_monotone"
CONTRIBUTION_MONOTONE = "contribution_monotone"
ACTIVITY_MONOTONE = "activity_monotone"
STANDING_MONOTONE = "standing_monotone"
MERGE_ALIKE = "merge_alike"
MERGE_ANY = "merge_any"

METHOD_LAWS = (
    *(SUMS_TO_CAP, CAP_MONOTONE, ORDER_FREE, UNIT_FREE, EQUAL_TREATMENT, BASE_MONOTONE, CAPACITY_MONOTONE),
    *(CONTRIBUTION_MONOTONE, ACTIVITY_MONOTONE, STANDING_MONOTONE, MERGE_ALIKE, MERGE_ANY),
)


def laws(**particular: bool) -> Mapping[str, bool]:
    """The laws every rule of weights keeps, since the split does, and those that are this rule's own."""
    common = dict.fromkeys((SUMS_TO_CAP, CAP_MONOTONE, ORDER_FREE, UNIT_FREE, EQUAL_TREATMENT), True)
    return MappingProxyType({**common, **particular})

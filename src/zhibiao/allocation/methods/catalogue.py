"""The rules that weigh enterprises, by code."""

from __future__ import annotations

from zhibiao.allocation.division.rule import WeightRule
from zhibiao.allocation.methods.benchmark import BENCHMARK_ACTIVITY
from zhibiao.allocation.methods.classes import CLASSES
from zhibiao.allocation.methods.pools import TWO_POOLS
from zhibiao.allocation.methods.proportional import CAPACITY, GRANDFATHERING, UNIFORM_CUT
from zhibiao.allocation.methods.shares import PERMANENT_SHARES
from zhibiao.allocation.methods.tiers import TIERS_AND_GRADES
from zhibiao.allocation.methods.tilt import BOUNDED_TILT, CONTRIBUTION_TILT

METHOD_RULES: tuple[WeightRule, ...] = (
    GRANDFATHERING,
    CAPACITY,
    UNIFORM_CUT,
    BENCHMARK_ACTIVITY,
    CONTRIBUTION_TILT,
    TWO_POOLS,
    BOUNDED_TILT,
    TIERS_AND_GRADES,
    CLASSES,
    PERMANENT_SHARES,
)

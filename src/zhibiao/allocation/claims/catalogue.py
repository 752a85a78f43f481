"""The claims rules by code."""

from __future__ import annotations

from zhibiao.allocation.rule import AwardRule

CLAIMS_RULES: tuple[AwardRule, ...] = ()

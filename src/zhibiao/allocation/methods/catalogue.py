"""The rules that weigh enterprises, by code."""

from __future__ import annotations

from zhibiao.allocation.rule import WeightRule

METHOD_RULES: tuple[WeightRule, ...] = ()

"""Allocation: base, claims, bounds, the exact split and the decision that explains every tonne."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhibiao.allocation.nested.nested_by_weight import split_nested_by_weight as split_nested_by_weight
    from zhibiao.allocation.split.bounded import split_by_weight as split_by_weight
    from zhibiao.allocation.split.bounded import split_exact as split_exact

_HOMES = MappingProxyType(
    {
        "split_by_weight": "zhibiao.allocation.split.bounded",
        "split_exact": "zhibiao.allocation.split.bounded",
        "split_nested_by_weight": "zhibiao.allocation.nested.nested_by_weight",
    }
)
__all__ = ["split_by_weight", "split_exact", "split_nested_by_weight"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Allocation: base, claims, bounds, the exact split and the decision that explains every tonne."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhibiao.allocation.nested_by_weight import split_nested_by_weight as split_nested_by_weight
    from zhibiao.allocation.split import split_by_weight as split_by_weight
    from zhibiao.allocation.split import split_exact as split_exact

__all__ = ["split_by_weight", "split_exact", "split_nested_by_weight"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from zhibiao.allocation import nested_by_weight, split

        return getattr(nested_by_weight if name == "split_nested_by_weight" else split, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

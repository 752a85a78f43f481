"""Bounds of groups that exclude each other, said in what a table counts in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from zhibiao.allocation.infeasible import Conflict, Infeasible, Relaxation
from zhibiao.allocation.split import CEILING, FLOOR
from zhibiao.errors import NoSolution
from zhibiao.terms.text import Text

_WORDS = {CEILING: Text("上限", "ceiling"), FLOOR: Text("下限", "floor")}
_MOST_NAMED = 12

Shown = Callable[[Fraction | int], str]


def conflict_of(found: Infeasible, *, unit: Fraction, shown: Shown) -> NoSolution:
    """The deepest conflict and the least changes that would do: of the cap, of groups, of claimants, of all."""
    first = found.conflicts[0]
    return NoSolution(
        "calculator.groups_in_conflict",
        whose=_whose(first),
        figure=shown(first.bound_t * unit),
        sum=shown(first.sum_t * unit),
        against="、".join(f"{one.of} {shown(one.tonnes * unit)}" for one in first.against[:_MOST_NAMED]),
        conflicts=len(found.conflicts),
        cap=_change(found.cap, unit, shown),
        groups=_change(found.groups, unit, shown),
        claimants=_change(found.enterprises, unit, shown),
        all=_change(found.combined, unit, shown),
    )


def _whose(conflict: Conflict) -> Text:
    if not conflict.group:
        return Text("总量", "The cap")
    word = _WORDS[conflict.bound]
    return Text(f"组 {conflict.group} 的{word.zh}", f"The {word.en} of the group {conflict.group}")


def _change(relaxation: Relaxation | None, unit: Fraction, shown: Shown) -> str:
    if relaxation is None:
        return "—"
    moves = [
        f"{move.of} {shown(move.from_t * unit)}→{shown(move.to_t * unit)}" for move in relaxation.moves[:_MOST_NAMED]
    ]
    return f"{shown(relaxation.total_t * unit)} ({'、'.join(moves)})"

"""Bounds of groups that exclude each other, said in what a table counts in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from zhibiao.allocation.nested.infeasible import Conflict, Infeasible, Relaxation
from zhibiao.allocation.split.bounded import CEILING
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import NoSolution
from zhibiao.terms.text import Text

_MOST_NAMED = 12

Shown = Callable[[Fraction | int], str]


def conflict_of(found: Infeasible, *, unit: Fraction, shown: Shown) -> NoSolution:
    """Both sums, the conflicts, and the least changes that would do: of the cap, of groups, of claimants, of all."""
    told = [_told(one, unit, shown) for one in found.conflicts[:_MOST_NAMED]]
    return NoSolution(
        "calculator.groups_in_conflict",
        given=shown(found.cap_t * unit),
        floors=shown(found.floors_t * unit),
        ceilings="—" if found.ceilings_t is None else shown(found.ceilings_t * unit),
        count=len(found.conflicts),
        conflicts=Text("；".join(one.zh for one in told), "; ".join(one.en for one in told)),
        cap=_change(found.cap, unit, shown),
        groups=_change(found.groups, unit, shown),
        claimants=_change(found.enterprises, unit, shown),
        all=_change(found.combined, unit, shown),
    )


def _told(conflict: Conflict, unit: Fraction, shown: Shown) -> Text:
    """One bound against those inside, in a clause."""
    is_below = conflict.bound == CEILING if conflict.group else conflict.bound_t < conflict.sum_t
    key = f"calculator.conflict.{'group' if conflict.group else 'cap'}.{'below' if is_below else 'above'}"
    against = "、".join(f"{one.of} {shown(one.tonnes * unit)}" for one in conflict.against[:_MOST_NAMED])
    facts = {
        "group": conflict.group,
        "figure": shown(conflict.bound_t * unit),
        "sum": shown(conflict.sum_t * unit),
        "against": f" ({against})" if against else "",
    }
    words = catalogue()
    return Text(words.text(key, "zh", **facts), words.text(key, "en", **facts))


def _change(relaxation: Relaxation | None, unit: Fraction, shown: Shown) -> str:
    if relaxation is None:
        return "—"
    moves = [
        f"{move.of} {shown(move.from_t * unit)}→{shown(move.to_t * unit)}" for move in relaxation.moves[:_MOST_NAMED]
    ]
    return f"{shown(relaxation.total_t * unit)} ({'、'.join(moves)})"

"""A split that has no answer: which bounds exclude each other, and the least change that would do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.allocation.nested.conflicts import CAP, Conflict, Reaches, StandingBound, reaches_of
from zhibiao.allocation.nested.nested_tree import Group, Tree, tree_of
from zhibiao.allocation.nested.relaxation import ENTERPRISES, GROUPS, Move, Relaxation, least_relaxation
from zhibiao.allocation.split.bounded import CEILING
from zhibiao.errors import BoundsInConflict

NAMED_AT_MOST = 12
TOTAL = "Σ"  # the cap, where a message lists bounds in no language

__all__ = ["Conflict", "Infeasible", "Move", "Relaxation", "StandingBound", "diagnose", "refuse_conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """Why there is no answer and what would give one.

    Args:
        cap_t: tonnes to be given out.
        floors_t: what the floors of enterprises and groups ask for in all, whatever the ceilings say.
        ceilings_t: what the ceilings allow in all, whatever the floors say; None for no end.
        conflicts: from the deepest up, at least one.
        cap, groups, enterprises: the least change where only the cap may move, only bounds of groups, or only bounds
            of enterprises; None where that alone cannot help. Each was solved again.
        combined: the least change where all of them may move; it always helps.
    """

    cap_t: int
    floors_t: int
    ceilings_t: int | None
    conflicts: tuple[Conflict, ...]
    cap: Relaxation | None
    groups: Relaxation | None
    enterprises: Relaxation | None
    combined: Relaxation


def diagnose(
    claims: Sequence[Fraction | int],
    *,
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    cap: int,
    belongs_to: Sequence[str] | None = None,
    groups: Sequence[Group] = (),
    names: Sequence[str] = (),
) -> Infeasible | None:
    """Say why a split, flat or nested, has no answer; None where it has one.

    Args: as of `split_nested`; a flat question names no groups.

    Raises:
        UsageError: as `split_nested`.

    Source: docs/maths/nested.md, "No answer".

    >>> west = Group(code="west", ceiling=50)
    >>> found = diagnose([1, 1], belongs_to=["west", "west"], groups=[west], floors=[40, 30], ceilings=[90, 90], cap=70)
    >>> [(one.group, one.bound, one.bound_t, one.sum_t) for one in found.conflicts]
    [('west', 'ceiling', 50, 70)]
    >>> found.groups
    Relaxation(total_t=20, moves=(Move(of='group.west', bound='ceiling', from_t=50, to_t=70),))
    """
    return diagnose_tree(
        tree_of(
            claims,
            belongs_to=[""] * len(claims) if belongs_to is None else belongs_to,
            groups=groups,
            floors=floors,
            ceilings=ceilings,
            cap=cap,
            names=names,
        )
    )


def diagnose_tree(tree: Tree) -> Infeasible | None:
    """The same of a question that is already checked."""
    reaches = reaches_of(tree)
    return _infeasible(tree, reaches) if reaches.conflicts else None


def refuse_conflict(tree: Tree) -> None:
    """Pass a question that has an answer.

    Raises:
        BoundsInConflict: it has none; the deepest conflict, both sums, and the least change of each kind.
    """
    found = diagnose_tree(tree)
    if found is None:
        return
    first, *others = found.conflicts
    raise BoundsInConflict(
        _code(first),
        group=first.group,
        bound_t=first.bound_t,
        sum_t=first.sum_t,
        against=_named(f"{one.of} {one.tonnes:,}" for one in first.against),
        others=_named(one.group or TOTAL for one in others),
        cap_t=found.cap_t,
        floors_t=found.floors_t,
        ceilings_t="∞" if found.ceilings_t is None else f"{found.ceilings_t:,}",
        by_cap=_worded(found.cap),
        by_groups=_worded(found.groups),
        by_enterprises=_worded(found.enterprises),
        by_all=_worded(found.combined),
    )


def _code(conflict: Conflict) -> str:
    if conflict.group:
        return "nested.ceiling_below_floors" if conflict.bound == CEILING else "nested.floor_above_ceilings"
    return "nested.cap_below_floors" if conflict.bound_t < conflict.sum_t else "nested.cap_above_ceilings"


def _infeasible(tree: Tree, reaches: Reaches) -> Infeasible:
    combined = least_relaxation(tree, movable=(CAP, GROUPS, ENTERPRISES))
    if combined is None:
        raise AssertionError("where every bound may move there is an answer")
    return Infeasible(
        cap_t=tree.cap,
        floors_t=reaches.floors_t,
        ceilings_t=reaches.ceilings_t,
        conflicts=tuple(reaches.conflicts),
        cap=least_relaxation(tree, movable=(CAP,)),
        groups=least_relaxation(tree, movable=(GROUPS,)),
        enterprises=least_relaxation(tree, movable=(ENTERPRISES,)),
        combined=combined,
    )


def _worded(relaxation: Relaxation | None) -> str:
    """A relaxation without words of any language: its total, then each bound from where to where."""
    if relaxation is None:
        return "—"
    moves = _named(f"{TOTAL if one.of == CAP else one.of} {one.from_t:,}→{one.to_t:,}" for one in relaxation.moves)
    return f"{relaxation.total_t:,} ({moves})"


def _named(items: Iterable[str]) -> str:
    named = list(items)
    more = ["…"] if len(named) > NAMED_AT_MOST else []
    return "、".join([*named[:NAMED_AT_MOST], *more]) or "—"

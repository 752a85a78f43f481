"""The nested split: a cap shared among enterprises in groups in groups, every one of them within bounds of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from zhibiao.allocation.nested.infeasible import refuse_conflict
from zhibiao.allocation.nested.nested_solve import Solved, solve
from zhibiao.allocation.nested.nested_tree import Group, Tree, tree_of
from zhibiao.allocation.split.bounded import CEILING, FLOOR

__all__ = ["Group", "GroupShare", "NestedSplit", "split_nested"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """What one group gets: its exact share, its whole tonnes and the bound it meets, `floor`, `ceiling` or empty."""

    code: str
    share: Fraction
    tonnes: int
    bound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedSplit:
    """A nested split in exact numbers.

    Args:
        shares: exact, shape (n,), summing to the cap; whoever meets no bound has its claim times the scale of the
            nearest group around it that meets one.
        tonnes: the shares in whole tonnes, shape (n,), summing to exactly the cap.
        binding: per enterprise `floor`, `ceiling`, `group.<code>.floor`, `group.<code>.ceiling` or empty.
        scales: the factor from claim to share, at the top under the empty code, and for each group that meets a bound.
        groups: in the order given.
    """

    shares: tuple[Fraction, ...]
    tonnes: tuple[int, ...]
    binding: tuple[str, ...]
    scales: Mapping[str, Fraction]
    groups: tuple[GroupShare, ...]


def split_nested(
    claims: Sequence[Fraction | int],
    *,
    belongs_to: Sequence[str],
    groups: Sequence[Group],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    cap: int,
    names: Sequence[str] = (),
) -> NestedSplit:
    """Split a cap in proportion to claims, within the bounds of enterprises and of the groups they belong to.

    One scale holds for all. A group that it would take beyond a bound of its own stays at the bound and has a scale of
    its own, so that its members are in proportion again; and so on inside it. Without groups it is `split_exact`.

    Args:
        claims: exact and >= 0, shape (n,); a claim of zero stays at its floor.
        belongs_to: per enterprise the code of its group, shape (n,); empty for a child of the top.
        groups: each with the code of the group it lies in, in any order.
        floors: least whole tonnes, shape (n,).
        ceilings: most whole tonnes, shape (n,), None for no ceiling.
        cap: whole tonnes to be given out.
        names: what enterprises are called where they are in conflict.

    Whole tonnes go from the top down: those of each node to what lies directly in it, by largest remainder; equal
    remainders in the order given, groups before enterprises.

    Raises:
        UsageError: `split.*` with a position, `nested.*` with the code of a group.
        BoundsInConflict: no shares are within all bounds; says which exclude each other and what would do.

    Source: docs/maths/nested.md.

    >>> west = Group(code="west", ceiling=50)
    >>> found = split_nested([1, 1, 2], belongs_to=["west", "west", ""], groups=[west],
    ...                      floors=[0, 0, 0], ceilings=[None, None, None], cap=120)
    >>> found.tonnes, found.binding
    ((25, 25, 70), ('group.west.ceiling', 'group.west.ceiling', ''))
    """
    tree = tree_of(claims, belongs_to=belongs_to, groups=groups, floors=floors, ceilings=ceilings, cap=cap, names=names)
    refuse_conflict(tree)
    found = solve(tree)
    shares = [Fraction(0)] * len(claims)
    for node, members in enumerate(tree.members):
        for i in members:
            shares[i] = Fraction(found.numerators[i], found.scales[node].denominator)
    return NestedSplit(
        shares=tuple(shares),
        tonnes=tuple(found.tonnes),
        binding=_binding(tree, found),
        scales=_scales(tree, found),
        groups=tuple(
            GroupShare(
                code=group.code,
                share=Fraction(found.totals[node], found.scales[node].denominator),
                tonnes=found.node_tonnes[node],
                bound=found.held[node],
            )
            for node, group in enumerate(tree.groups)
        ),
    )


def _binding(tree: Tree, found: Solved) -> tuple[str, ...]:
    binding = [""] * len(tree.claims)
    for node, members in enumerate(tree.members):
        region = found.regions[node]
        around = "" if region == tree.top else f"group.{tree.groups[region].code}.{found.held[region]}"
        p, q = found.scales[node].numerator, found.scales[node].denominator
        for i in members:
            ceiling = tree.ceilings[i]
            own = _bound_met(p * found.weights[i], q * tree.floors[i], None if ceiling is None else q * ceiling)
            binding[i] = own or around
    return tuple(binding)


def _bound_met(free_share: int, floor: int, ceiling: int | None) -> str:
    """The bound that the free share presses against; where it is neither above nor below one bound, the ceiling."""
    if free_share <= floor and not free_share == floor == ceiling:
        return FLOOR
    return CEILING if ceiling is not None and free_share >= ceiling else ""


def _scales(tree: Tree, found: Solved) -> Mapping[str, Fraction]:
    """Per unit of claim rather than per unit of whole-number weight."""
    pairs = zip(tree.claims, found.weights, strict=True)
    factor = next((Fraction(weight) / claim for claim, weight in pairs if weight), Fraction(1))
    scales = {"": found.scales[tree.top] * factor}
    scales |= {group.code: found.scales[node] * factor for node, group in enumerate(tree.groups) if found.held[node]}
    return MappingProxyType(scales)

"""What a nested split is asked with: enterprises in groups in groups, checked and put in order beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational

from zhibiao.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of enterprises or of groups (a corporate group, a zone, a sector) with bounds of its own.

    Args:
        code: what it is called; no two have the same.
        within: code of the group it belongs to; empty for a child of the top.
        floor: least whole tonnes of all its members together, >= 0.
        ceiling: most whole tonnes of them, >= floor; None for no ceiling.
    """

    code: str
    within: str = ""
    floor: int = 0
    ceiling: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A checked question. Nodes are numbered as their groups are; the top is the last node and has number `top`.

    Args:
        claims: exact and >= 0, shape (n,).
        floors: whole tonnes, shape (n,); ceilings likewise, None for no ceiling.
        cap: whole tonnes to be given out.
        names: what the enterprises are called in messages, shape (n,).
        groups: in the order given, shape (m,).
        parent: the node each group belongs to, shape (m,).
        subgroups: for every node the groups directly in it, in order, shape (m + 1,).
        members: for every node the enterprises directly in it, in order, shape (m + 1,).
        downward: all nodes, each behind the one it belongs to; the top is first.
    """

    claims: tuple[int | Fraction, ...]
    floors: tuple[int, ...]
    ceilings: tuple[int | None, ...]
    cap: int
    names: tuple[str, ...]
    groups: tuple[Group, ...]
    parent: tuple[int, ...]
    subgroups: tuple[tuple[int, ...], ...]
    members: tuple[tuple[int, ...], ...]
    downward: tuple[int, ...]

    @property
    def top(self) -> int:
        """Number of the node that has the cap."""
        return len(self.groups)


def tree_of(
    claims: Sequence[Fraction | int],
    *,
    belongs_to: Sequence[str],
    groups: Sequence[Group],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    cap: int,
    names: Sequence[str] = (),
) -> Tree:
    """Check a nested question and put it in order.

    Raises:
        UsageError: `split.empty`, `split.shape`, `split.not_a_number`, `split.not_whole`, `split.negative`,
            `split.floor_above_ceiling` with the position of an enterprise; `nested.group_twice`,
            `nested.group_nameless`, `nested.group_unknown`, `nested.group_negative`, `nested.group_bounds` or
            `nested.circle` with the code of a group.
    """
    if not claims:
        raise UsageError("split.empty")
    columns = {"belongs_to": belongs_to, "floors": floors, "ceilings": ceilings, "names": names or claims}
    for name, column in columns.items():
        if len(column) != len(claims):
            raise UsageError("split.shape", name=name, found=f"({len(column)},)", wanted=f"({len(claims)},)")
    node = _nodes(groups)
    least = tuple(_tonnes("floors", place, value) for place, value in enumerate(floors))
    most = tuple(None if value is None else _tonnes("ceilings", place, value) for place, value in enumerate(ceilings))
    for place, (low, high) in enumerate(zip(least, most, strict=True)):
        if high is not None and low > high:
            raise UsageError("split.floor_above_ceiling", position=place, floor=low, ceiling=high)
    parent = tuple(_node_of(node, group.within, group.code) for group in groups)
    subgroups = _by_node(parent, len(groups))
    labels = tuple(names) or tuple(f"#{place + 1}" for place in range(len(claims)))
    homes = [_node_of(node, code, label) for code, label in zip(belongs_to, labels, strict=True)]
    return Tree(
        claims=tuple(_exact("claims", place, value) for place, value in enumerate(claims)),
        floors=least,
        ceilings=most,
        cap=_tonnes("cap", 0, cap),
        names=labels,
        groups=tuple(groups),
        parent=parent,
        subgroups=subgroups,
        members=_by_node(homes, len(groups)),
        downward=_downward(groups, subgroups),
    )


def _nodes(groups: Sequence[Group]) -> dict[str, int]:
    """Node by code, the empty code being the top; every group's own bounds checked."""
    node = {"": len(groups)}
    for place, group in enumerate(groups):
        if not group.code:
            raise UsageError("nested.group_nameless", position=place)
        if group.code in node:
            raise UsageError("nested.group_twice", group=group.code)
        node[group.code] = place
        for bound in (group.floor, group.ceiling):
            if bound is not None and not _is_whole(bound):
                raise UsageError("nested.group_not_whole", group=group.code, found=str(bound))
            if bound is not None and bound < 0:
                raise UsageError("nested.group_negative", group=group.code, found=bound)
        if group.ceiling is not None and group.floor > group.ceiling:
            raise UsageError("nested.group_bounds", group=group.code, floor=group.floor, ceiling=group.ceiling)
    return node


def _node_of(node: dict[str, int], code: str, of: str) -> int:
    if code not in node:
        raise UsageError("nested.group_unknown", group=code, of=of)
    return node[code]


def _by_node(homes: Sequence[int], top: int) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(top + 1)]
    for place, home in enumerate(homes):
        found[home].append(place)
    return tuple(tuple(places) for places in found)


def _downward(groups: Sequence[Group], subgroups: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """Nodes from the top down; groups that cannot be reached from it stand in a circle."""
    order = [len(groups)]
    for node in order:
        order.extend(subgroups[node])
    if len(order) <= len(groups):
        reached = set(order)
        circle = [group.code for place, group in enumerate(groups) if place not in reached]
        raise UsageError("nested.circle", groups="、".join(circle[:12]))
    return tuple(order)


def _is_whole(value: object) -> bool:
    return isinstance(value, Rational) and not isinstance(value, bool) and value.denominator == 1


def _tonnes(name: str, place: int, value: int) -> int:
    if not _is_whole(value):
        raise UsageError("split.not_whole", name=name, position=place, found=str(value))
    if value < 0:
        raise UsageError("split.negative", name=name, position=place, found=str(value))
    return int(value)


def _exact(name: str, place: int, value: Fraction | int) -> Fraction | int:
    if not isinstance(value, Rational) or isinstance(value, bool):
        raise UsageError("split.not_a_number", name=name, position=place, found=str(value))
    if value < 0:
        raise UsageError("split.negative", name=name, position=place, found=str(value))
    return int(value) if value.denominator == 1 else Fraction(value.numerator, value.denominator)

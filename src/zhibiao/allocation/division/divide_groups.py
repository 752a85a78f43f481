"""A rule of weights applied to enterprises in groups in groups, each with bounds of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.allocation.division.divide import LARGEST_REMAINDER, Division, narrowed
from zhibiao.allocation.division.rule import Firms, Rule, WeightRule
from zhibiao.allocation.nested.nested import Group, GroupShare, split_nested
from zhibiao.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedDivision(Division):
    """A division that was made in groups, and what each of them got."""

    groups: tuple[GroupShare, ...]


def divide_in_groups(
    rule: Rule,
    firms: Firms,
    *,
    belongs_to: Sequence[str],
    groups: Sequence[Group],
    cap: int,
    numbers: Mapping[str, Fraction],
    floors: Sequence[int],
    ceilings: Sequence[int | None],
    rounding: str = LARGEST_REMAINDER,
) -> GroupedDivision:
    """Divide a cap by a rule of weights, within the bounds of enterprises and groups.

    Args:
        rule: of weights; a claims rule has no nested form, and is refused.
        firms: columns, in order of id, which breaks ties.
        belongs_to: the code of each one's group, empty for none.
        groups: with the code of the group each lies in.
        cap: whole units to be given out.
        numbers: the rule's parameters.
        floors: least units each, shape (n,).
        ceilings: most units each, shape (n,), None for no ceiling.
        rounding: `largest_remainder`; no other method is defined from group to group.

    Raises:
        UsageError: `rule.groups_need_weights`, `rule.groups_need_remainders`, `nested.*`.
        BoundsInConflict: no shares are within all bounds.
        NoSolution: `rule.weights_zero`, `rule.bounds_conflict`.

    Source: docs/maths/nested.md.
    """
    if not isinstance(rule, WeightRule):
        raise UsageError("rule.groups_need_weights", rule=rule.code)
    if rounding != LARGEST_REMAINDER:
        raise UsageError("rule.groups_need_remainders", rounding=rounding)
    low, high = narrowed(rule, firms, numbers, floors, ceilings)
    found = split_nested(
        rule.weights(firms, numbers),
        belongs_to=belongs_to,
        groups=groups,
        floors=low,
        ceilings=high,
        cap=cap,
        names=firms.ids,
    )
    return GroupedDivision(
        shares=found.shares,
        units=found.tonnes,
        binding=found.binding,
        scale=found.scales[""],
        groups=found.groups,
    )

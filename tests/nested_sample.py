"""Random nested problems, small and full of ties, and a slow way of its own to solve them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction

from zhibiao.allocation.nested.nested import Group, NestedSplit, split_nested


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A nested question as it is put to `split_nested`."""

    claims: list[Fraction]
    belongs_to: list[str]
    groups: list[Group]
    floors: list[int]
    ceilings: list[int | None]
    cap: int

    def solved(self) -> NestedSplit:
        return split_nested(
            self.claims,
            belongs_to=self.belongs_to,
            groups=self.groups,
            floors=self.floors,
            ceilings=self.ceilings,
            cap=self.cap,
        )

    def lies_in(self, code: str) -> list[str]:
        return [group.code for group in self.groups if group.within == code]

    def members(self, code: str) -> list[int]:
        return [place for place, home in enumerate(self.belongs_to) if home == code]

    def inside(self, code: str) -> list[int]:
        """All enterprises of a group, at any depth."""
        return self.members(code) + [place for group in self.lies_in(code) for place in self.inside(group)]


def random_problem(chance: random.Random, *, firms: int = 8, groups: int = 5) -> Problem:
    """Bounds of groups are drawn within what the members allow, often exactly at its ends; so is the cap."""
    n, m = chance.randint(1, firms), chance.randint(0, groups)
    codes = [f"G{place}" for place in range(m)]
    within = {code: chance.choice(["", *codes[:place]]) for place, code in enumerate(codes)}
    claims = [
        Fraction(chance.choice([0, 1, 1, 2, 3, chance.randint(1, 400)]), chance.choice([1, 1, 3, 8])) for _ in range(n)
    ]
    floors = [chance.choice([0, 0, 5, chance.randint(0, 60)]) for _ in range(n)]
    ceilings = [chance.choice([None, low, low + 5, low + chance.randint(0, 80)]) for low in floors]
    belongs_to = [chance.choice(["", *codes]) for _ in range(n)]
    reach: dict[str, tuple[int, int | None]] = {}
    bounds: dict[str, tuple[int, int | None]] = {}
    for code in [*reversed(codes), ""]:
        low = sum(floors[i] for i in range(n) if belongs_to[i] == code)
        most = [ceilings[i] if claims[i] else floors[i] for i in range(n) if belongs_to[i] == code]
        inside = [reach[group] for group in codes if within[group] == code]
        low += sum(least for least, _ in inside)
        most += [high for _, high in inside]
        high = None if None in most else sum(one for one in most if one is not None)
        top = low + 120 if high is None else high
        least = chance.choice([0, low, chance.randint(low, top), chance.randint(0, low)])
        ceiling = chance.choice([None, max(low, least), chance.randint(max(low, least), max(top, least) + 20)])
        if code and chance.random() < 0.75:
            ends = [end for end in (high, ceiling) if end is not None]
            bounds[code], reach[code] = (least, ceiling), (max(low, least), min(ends) if ends else None)
        else:
            bounds[code], reach[code] = (0, None), (low, high)
    low, high = reach[""]
    top = low + 200 if high is None else high
    order = codes[:]
    chance.shuffle(order)
    return Problem(
        claims=claims,
        belongs_to=belongs_to,
        groups=[Group(code=c, within=within[c], floor=bounds[c][0], ceiling=bounds[c][1]) for c in order],
        floors=floors,
        ceilings=ceilings,
        cap=chance.choice([low, top, chance.randint(low, top), chance.randint(low, top)]),
    )


UNIT = 1 << 90


def by_bisection(problem: Problem) -> tuple[list[Fraction], dict[str, Fraction], list[int]]:
    """Exact shares, exact shares of groups and whole tonnes, straight from the definition.

    Every node is solved for its share by halving an interval of scales, whole multiples of 2^-90, whether a bound
    holds it or not. A share of these small problems is a fraction with a denominator below a million, so that one
    known to 2^-60 is known exactly.
    """
    weights = [int(claim * 24) for claim in problem.claims]
    children = {code: problem.lies_in(code) for code in ["", *(group.code for group in problem.groups)]}
    members = {code: problem.members(code) for code in children}
    bound = {group.code: (group.floor, group.ceiling) for group in problem.groups}

    def clip(value: int, low: int, high: int | None) -> int:
        value = max(value, low * UNIT)
        return value if high is None else min(value, high * UNIT)

    def of_member(place: int, scale: int) -> int:
        return clip(scale * weights[place], problem.floors[place], problem.ceilings[place])

    def of_node(code: str, scale: int) -> int:
        return sum(of_member(i, scale) for i in members[code]) + sum(of_group(g, scale) for g in children[code])

    def of_group(code: str, scale: int) -> int:
        return clip(of_node(code, scale), *bound[code])

    def near(value: int) -> Fraction:
        return Fraction(value, UNIT).limit_denominator(10**6)

    shares = [Fraction(0)] * len(weights)
    tonnes = [0] * len(weights)
    group_shares: dict[str, Fraction] = {}

    def settle(code: str, share: Fraction, whole: int) -> None:
        left, right = 0, UNIT
        target = share * UNIT
        for _ in range(60):
            if of_node(code, right) >= target:
                break
            right *= 2
        while right - left > 1:
            middle = (left + right) // 2
            left, right = (middle, right) if of_node(code, middle) < target - Fraction(1, 2) else (left, middle)
        parts = [near(of_group(group, right)) for group in children[code]]
        parts += [near(of_member(i, right)) for i in members[code]]
        given = [int(part) for part in parts]
        for place in sorted(range(len(parts)), key=lambda p: (given[p] - parts[p], p))[: whole - sum(given)]:
            given[place] += 1
        for group, part, tonne in zip(children[code], parts, given, strict=False):
            group_shares[group] = part
            settle(group, part, tonne)
        for i, part, tonne in zip(
            members[code], parts[len(children[code]) :], given[len(children[code]) :], strict=True
        ):
            shares[i], tonnes[i] = part, tonne

    settle("", Fraction(problem.cap), problem.cap)
    return shares, group_shares, tonnes


def without_bounds_of_groups(problem: Problem) -> Problem:
    return replace(problem, groups=[replace(group, floor=0, ceiling=None) for group in problem.groups])

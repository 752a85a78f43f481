"""What a way through the city's year came to: total, value, bounds, jumps, high-end share and moves, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from zhibiao.procedures.rolling.other_ways import foresight, pro_rata, real
from zhibiao.procedures.rolling.regulated_case import RegulatedCase
from zhibiao.procedures.rolling.regulated_month import Rolled, by_enterprise
from zhibiao.procedures.rolling.replay_regulation import roll, roll_twice
from zhibiao.simulation.regulated import chance_of

PER_CAP = 1000
"""A year ends on its cap when it is off by no more than a thousandth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way through the year in figures.

    Args:
        total_t, cap_t: tonnes of the quota's quantity.
        value_yuan: margins of what was made, at the prices and rates of each month.
        over_quota: firms that made more than they held in the end.
        out_of_bounds: firms whose holding left a limit of the rulebook at some step.
        largest_jump: largest change of the city's daily output from month to month, as a share.
        high_end: share of high-end products by the year's catalogue, of products by weight.
        moved_t, moves: tonnes of quota moved between firms, and by how many entries.
        gave: what gave way in the plans, by kind.
        worst_gap: of the plans' certificates; None without plans.
        plans: how many there were.
        figures_not_yet_known: figures that a plan was made from too early.
    """

    total_t: int
    cap_t: int
    value_yuan: float
    over_quota: tuple[str, ...]
    out_of_bounds: tuple[str, ...]
    largest_jump: float
    high_end: float
    moved_t: int
    moves: int
    gave: Mapping[str, int]
    worst_gap: float | None
    plans: int
    figures_not_yet_known: int

    @property
    def against_cap(self) -> float:
        """The total over the cap, less one."""
        return self.total_t / self.cap_t - 1.0

    @property
    def is_on_cap(self) -> bool:
        """Whether the year ended within a thousandth of the cap."""
        return abs(self.total_t - self.cap_t) * PER_CAP <= self.cap_t

    @property
    def yuan_per_t(self) -> float:
        """Value of a tonne."""
        return self.value_yuan / self.total_t

    def plain(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "total_t": self.total_t,
            "cap_t": self.cap_t,
            "against_cap_pct": round(self.against_cap * 100, 4),
            "value_yuan": round(self.value_yuan),
            "yuan_per_t": round(self.yuan_per_t, 2),
            "over_quota": list(self.over_quota),
            "out_of_bounds": list(self.out_of_bounds),
            "largest_jump_pct": round(self.largest_jump * 100, 2),
            "high_end_pct": round(self.high_end * 100, 2),
            "moved_t": self.moved_t,
            "moves": self.moves,
            "gave": dict(self.gave),
            "worst_gap": self.worst_gap,
            "plans": self.plans,
            "figures_not_yet_known": self.figures_not_yet_known,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulatedYears:
    """All ways through one year under several draws.

    Args:
        year: the plan year.
        seeds: of the draws, the bundled city's own first.
        announced: by way, one outcome per seed, stops being announced the month before.
        hidden: the same, nobody knowing of stops; without what the city really made.
    """

    year: int
    seeds: tuple[int, ...]
    announced: Mapping[str, tuple[Outcome, ...]]
    hidden: Mapping[str, tuple[Outcome, ...]]


def regulated_years(case: RegulatedCase, *, seeds: Sequence[int]) -> RegulatedYears:
    """Take the year in every way: regulated, by its first plan, in proportion, with foresight, and as it was.

    Raises:
        NoSolution: as `replay_regulation.roll`.
    """
    chances = [chance_of(case.specification, seed=seed) for seed in seeds]
    found: dict[bool, dict[str, tuple[Outcome, ...]]] = {}
    for announced in (True, False):
        both = [roll_twice(case, one, announced=announced) for one in chances]
        found[announced] = {
            "regulated": tuple(outcome(case, one) for one, _ in both),
            "ten_days": tuple(outcome(case, other) for _, other in both),
            "first_plan": tuple(outcome(case, roll(case, one, announced=announced, revised=False)) for one in chances),
            "pro_rata": tuple(outcome(case, pro_rata(case, one, announced=announced)) for one in chances),
        }
    found[True]["foresight"] = (outcome(case, foresight(case, chances[0])),)
    found[True]["real"] = (outcome(case, real(case)),)
    return RegulatedYears(year=case.year, seeds=tuple(seeds), announced=found[True], hidden=found[False])


def outcome(case: RegulatedCase, rolled: Rolled) -> Outcome:
    """The figures of one way."""
    daily = [sum(pairs.values()) / month.days for month, pairs in sorted(rolled.made.items())]
    moved = [tonnes for moves in rolled.moves.values() for tonnes in moves.values()]
    gaps = [step.certificate.gap for step in rolled.steps]
    gave: dict[str, int] = {}
    for one in rolled.gave:
        gave[one.what] = gave.get(one.what, 0) + 1
    return Outcome(
        total_t=sum(sum(pairs.values()) for pairs in rolled.made.values()),
        cap_t=int(case.rulebook.number("cap_t", case.months[-1].last_day)),
        value_yuan=_value(case, rolled),
        over_quota=tuple(name for name in rolled.book.enterprises if rolled.book.debt(name)),
        out_of_bounds=_out_of_bounds(rolled),
        largest_jump=max((abs(later / before - 1.0) for before, later in pairwise(daily)), default=0.0),
        high_end=_high_end(case, rolled),
        moved_t=sum(tonnes for tonnes in moved if tonnes > 0),
        moves=len(moved),
        gave=gave,
        worst_gap=max(gaps, default=None),
        plans=len(rolled.steps),
        figures_not_yet_known=len(rolled.peeks),
    )


def years_plain(found: RegulatedYears) -> dict[str, Any]:
    """The answer for JSON."""
    return {
        "year": found.year,
        "fictional": True,
        "seeds": list(found.seeds),
        "announced": {way: _ways(outcomes) for way, outcomes in found.announced.items()},
        "hidden": {way: _ways(outcomes) for way, outcomes in found.hidden.items()},
    }


def _ways(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    ends = [one.against_cap * 100 for one in outcomes]
    return {
        "own": outcomes[0].plain(),
        "draws": len(outcomes),
        "within_0_1_pct": sum(one.is_on_cap for one in outcomes),
        "against_cap_pct": _spread(ends, 4),
        "value_yuan": _spread([one.value_yuan for one in outcomes], 0),
        "largest_jump_pct": _spread([one.largest_jump * 100 for one in outcomes], 2),
        "firms_over_quota": max(len(one.over_quota) for one in outcomes),
        "firms_out_of_bounds": max(len(one.out_of_bounds) for one in outcomes),
        "gave": {kind: sum(one.gave.get(kind, 0) for one in outcomes) for kind in ("supply", "total", "whole")},
        "figures_not_yet_known": sum(one.figures_not_yet_known for one in outcomes),
    }


def _spread(values: Sequence[float], digits: int) -> dict[str, float]:
    ends = (min(values), float(np.median(values)), max(values))
    return {name: round(value, digits) for name, value in zip(("least", "median", "most"), ends, strict=True)}


def _value(case: RegulatedCase, rolled: Rolled) -> float:
    """Exact until the end; a product that the firm never made by itself has no value of its own and counts nothing."""
    return float(
        sum(
            tonnes * case.yuan_per_t(month)[pair]
            for month, pairs in rolled.made.items()
            for pair, tonnes in pairs.items()
            if tonnes
        )
    )


def _out_of_bounds(rolled: Rolled) -> tuple[str, ...]:
    """Firms outside a limit at some step, or whose holding ends outside floor and ceiling."""
    found = {name for name, _ in rolled.steps_out}
    for name, (low, high) in rolled.bounds.items():
        if name in rolled.book.enterprises and not low <= rolled.book.holding(name) <= high:
            found.add(name)
    return tuple(sorted(found))


def _high_end(case: RegulatedCase, rolled: Rolled) -> float:
    """Of products, at each month's yield."""
    catalogue = case.sector.catalogue(case.year)
    counted = catalogue.fields if catalogue else frozenset[str]()
    high = whole = 0.0
    for month, pairs in rolled.made.items():
        steel = by_enterprise(case.real_month(month))
        for (name, family), tonnes in pairs.items():
            rate = case.truth.figures[name][case.sector.output][month] / steel[name] if steel.get(name) else 0.0
            whole += tonnes * rate
            high += tonnes * rate if family in counted else 0.0
    return high / whole if whole else 0.0

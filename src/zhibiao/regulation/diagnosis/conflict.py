"""A smallest set of limits that exclude each other (最小冲突集): without any one of them, the others can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from zhibiao.errors import NoSolution
from zhibiao.regulation.diagnosis.contradiction import Contradiction, contradiction_of
from zhibiao.regulation.diagnosis.frame import BoolArray, Frame, small_frame, whole_frame
from zhibiao.regulation.diagnosis.limits import KINDS, OF_COMMODITIES, Limit, Sides, sides_of
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program, program_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One limit of a conflict.

    Args:
        limit: which.
        weight: how often it counts in the contradiction, > 0; of a limit of several directions or months, the sum.
        bound: where it stands, in the problem's unit; of a ramp the most change, of a start the output it allows.
        share: what it asks for (a floor) or leaves (a ceiling) in the contradiction: weight times bound.
        is_floor: which of the two.
    """

    limit: Limit
    weight: float
    bound: float
    share: float
    is_floor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Limits that cannot be kept together, while any but one of them can (where it says so).

    Args:
        members: in order of kind and place.
        contradiction: what they say when added up with their weights, recomputed from the problem's arrays.
        is_smallest: whether each of them was shown to be needed; in the largest problems only each clause was.
    """

    members: tuple[Member, ...]
    contradiction: Contradiction
    is_smallest: bool = True

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Which limits."""
        return tuple(member.limit for member in self.members)

    @property
    def is_plain(self) -> bool:
        """Whether every limit counts once, so that floors and ceilings are plain sums of tonnes."""
        return all(abs(member.weight - 1.0) < 1e-9 for member in self.members)


class Search:
    """The conflicts of one problem, one after the other."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._program: Program = program_of(problem)
        self.sides: Sides = sides_of(problem, self._program)
        self._whole: Frame = whole_frame(problem, self._program, self.sides)

    @property
    def plan(self) -> FloatArray | None:
        """Tonnes, (P, T), that keep the limits last found to go together."""
        plan = self._whole.plan
        return None if plan is None else plan[self._program.columns.y]

    def proof(self) -> Contradiction | None:
        """A contradiction among all limits, proved; None where a plan keeps them all.

        Raises:
            NoSolution: `plan.uncertified`, the solver says that there is none and cannot show it.
        """
        weights = self._whole.weights_against(np.ones(self.sides.count, dtype=bool))
        return None if weights is None else self._proved(weights)

    def conflicts(self, *, most: int) -> Iterator[Conflict]:
        """Conflicts that share no limit, at most so many.

        Raises:
            NoSolution: `plan.uncertified`.
        """
        allowed = np.ones(self.sides.count, dtype=bool)
        for _ in range(most):
            conflict = self._first(allowed)
            if conflict is None:
                return
            yield conflict
            taken = set(conflict.limits)
            allowed &= np.array([self.sides.limits[limit] not in taken for limit in self.sides.limit.tolist()])

    def _first(self, allowed: BoolArray) -> Conflict | None:
        """By clauses, then by whose limit it is, then limit by limit, each time within what is left."""
        found = self._fewest_kinds(allowed)
        if found is None:
            return None
        clauses = self._numbers(limit.clause for limit in self.sides.limits)
        holders = self._numbers((limit.kind, limit.holder) for limit in self.sides.limits)
        frame, chosen, weights_of = found
        left = _filtered(frame, clauses[chosen], np.ones(chosen.size, dtype=bool), weights_of)
        # What the last contradiction needs is enough for one: whoever has nothing in it is put aside for good.
        chosen = chosen[left.holds & _same(holders[chosen], left.weights > 0)]
        for element in (holders, self.sides.limit):
            frame = small_frame(self.problem, self._program, self.sides, chosen)
            every = np.ones(chosen.size, dtype=bool)
            weights_of = _contradicting(frame, every)
            left = _filtered(frame, element[chosen], every, weights_of, most=_questions(frame))
            keep = left.weights > 0 if element is self.sides.limit or not left.is_smallest else left.holds
            chosen, weights_of = chosen[keep], left.weights[keep]
            if not left.is_smallest:
                break
        weights = np.zeros(self.sides.count)
        weights[chosen] = weights_of
        return self._conflict(weights, is_smallest=left.is_smallest)

    def _fewest_kinds(self, allowed: BoolArray) -> tuple[Frame, IntArray, FloatArray] | None:
        """The last kinds of `KINDS` that exclude each other, from sums of years upwards: frames grow as they must.

        What orders or ramps have no part in is a matter of far fewer columns and rows than the plan's own.
        """
        kind = np.array([KINDS.index(self.sides.limits[limit].kind) for limit in self.sides.limit.tolist()])
        for first in _WIDER:
            chosen = np.flatnonzero(allowed & (kind >= KINDS.index(first)))
            if not chosen.size:
                continue
            if first == KINDS[0]:
                weights = self._whole.weights_against(allowed)
                if weights is None:
                    return None
                self._proved(weights)
                return small_frame(self.problem, self._program, self.sides, chosen), chosen, weights[chosen]
            frame = small_frame(self.problem, self._program, self.sides, chosen)
            of_chosen = frame.weights_against(np.ones(chosen.size, dtype=bool))
            if of_chosen is not None:
                weights = np.zeros(self.sides.count)
                weights[chosen] = of_chosen
                self._proved(weights)
                return frame, chosen, of_chosen
        return None

    def _numbers(self, names: Iterable[object]) -> IntArray:
        """Number, by side, of what its limit belongs to; small numbers are tried first."""
        known: dict[object, int] = {}
        of_limit = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)
        return of_limit[self.sides.limit] if of_limit.size else of_limit

    def _proved(self, weights: FloatArray) -> Contradiction:
        found = contradiction_of(self.problem, self.sides.shaped(weights, self.problem))
        if not found.holds:
            raise _unproved(found)
        return found

    def _conflict(self, weights: FloatArray, *, is_smallest: bool) -> Conflict:
        sides = self.sides
        weights = weights / self._usual(weights)
        members = []
        used = np.flatnonzero(weights)
        for limit in np.unique(sides.limit[used]).tolist():
            of = used[sides.limit[used] == limit]
            kind = sides.limits[limit].kind
            # A step of a ramp leaves its size whichever way it goes.
            is_floor = kind != "ramp" and bool((sides.sense[of] < 0).all())
            bound = self.problem.r[sides.limits[limit].holder] if kind == "ramp" else sides.bound[of[0]]
            members.append(
                Member(
                    limit=sides.limits[limit],
                    weight=float(weights[of].sum()),
                    bound=float(bound),
                    share=float(weights[of].sum() * bound),
                    is_floor=is_floor,
                )
            )
        return Conflict(members=tuple(members), contradiction=self._proved(weights), is_smallest=is_smallest)

    def _usual(self, weights: FloatArray) -> float:
        """What the weights are measured by: the cap's, or the largest of any other limit of tonnes."""
        kind = np.array([KINDS.index(self.sides.limits[limit].kind) for limit in self.sides.limit.tolist()])
        of_cap = weights[kind >= KINDS.index("cap.high")].max(initial=0.0)
        in_tonnes = ~np.isin(kind, [KINDS.index(code) for code in OF_COMMODITIES])
        return float(of_cap or weights[in_tonnes].max(initial=0.0) or weights.max())


def _unproved(found: Contradiction | None = None) -> NoSolution:
    return NoSolution(
        "plan.uncertified",
        solver="HiGHS",
        status="Infeasible",
        violation="—",
        gap="—" if found is None else f"{found.shortfall:.1e}",
        tolerance="—" if found is None else f"{found.loose:.1e}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """Sides that are left, and weights with which they contradict each other."""

    holds: BoolArray
    weights: FloatArray
    is_smallest: bool


_WIDER = ("group.low", "season", "supply", "capacity", "stock.high", "ramp", "order")
"""Where frames begin among `KINDS`: sums of years, seasons, supplies, months, stocks, steps, orders."""
_WORK = 16_000_000


def _questions(frame: Frame) -> int:
    """How many questions a frame is worth: as many as take a minute or less."""
    return max(_WORK // frame.size, 50)


def _contradicting(frame: Frame, holds: BoolArray) -> FloatArray:
    weights = frame.weights_against(holds)
    if weights is None:
        raise _unproved()
    return weights


def _filtered(
    frame: Frame, element: IntArray, holds: BoolArray, weights: FloatArray, *, most: int | None = None
) -> _Left:
    """Take out one element after the other, in the order of their numbers, as long as a contradiction is left.

    After each that can go, only those that the new contradiction needs are kept. One that could not be taken out of a
    larger set cannot be taken out of a smaller one, so that each is asked about once; after `most` questions the rest
    stays as it is.
    """
    asked = 0
    holds = holds & _same(element, weights > 0)
    single = np.bincount(element[holds], minlength=int(element.max(initial=0)) + 1) == 1
    needed: set[int] = set()
    for one in np.unique(element[holds]).tolist():
        without = holds & (element != one)
        if one in needed or without.sum() == holds.sum():
            continue
        if most is not None and asked >= most:
            return _Left(holds=holds, weights=weights, is_smallest=False)
        asked += 1
        found = frame.weights_against(without)
        if found is None:
            if single[one]:
                alike = element[frame.as_needed_as(int(np.flatnonzero(holds & (element == one))[0]))]
                needed |= set(alike[single[alike]].tolist())
            continue
        if not found.any():
            raise _unproved()
        weights = found
        holds = without & _same(element, found > 0)
    return _Left(holds=holds, weights=weights, is_smallest=True)


def _same(element: IntArray, chosen: BoolArray) -> BoolArray:
    """The sides of all elements of which some side is chosen."""
    return np.isin(element, element[chosen])

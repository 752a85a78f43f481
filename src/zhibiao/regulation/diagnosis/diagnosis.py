"""Why a problem has no plan and what would give it one (诊断): limits in conflict, and the least change of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.regulation.diagnosis.conflict import Conflict, Search
from zhibiao.regulation.diagnosis.relaxation import EVERYTHING, RULES, Relaxation, Slack
from zhibiao.regulation.problem import FloatArray, Problem, problem_of

STEPS: Mapping[str, float] = {"t": 1.0, "kt": 0.001}
"""What changes are rounded outwards to, by the unit of weight: whole tonnes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What one clause of a conflict would have to give if nothing else moved.

    Args:
        clause: kind of limit, and the commodity where it is one of supplies or stocks (0 otherwise).
        relaxation: the least change of its limits, each tonne counting alike; None where it alone cannot help.
    """

    clause: tuple[str, int]
    relaxation: Relaxation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What was found.

    Args:
        problem: what was asked.
        conflicts: sets of limits that exclude each other, none larger than needed, no limit in two of them; none where
            a plan keeps all limits.
        plan: tonnes, (P, T), that keep all limits; None where there are conflicts.
        relaxation: the cheapest change that the rules may make, for the whole problem; None where they cannot.
        facts: the cheapest change where everything may move; asked for only where the rules cannot help.
        alternatives: for each clause of the conflicts what it would have to give alone, for the whole problem.
    """

    problem: Problem = field(repr=False)
    conflicts: tuple[Conflict, ...] = ()
    plan: FloatArray | None = field(default=None, repr=False)
    relaxation: Relaxation | None = None
    facts: Relaxation | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def is_feasible(self) -> bool:
        """Whether all limits can be kept together."""
        return not self.conflicts


def diagnose(
    problem: Any, *, unit: str = "t", weights: Mapping[str, float] = RULES, most_conflicts: int = 4
) -> Diagnosis:
    """Say which limits exclude each other and what would do.

    Args:
        problem: a `Problem`, or any object with arrays under the same names.
        unit: of weight, `t` or `kt`: changes are rounded outwards to whole tonnes.
        weights: what a tonne of change counts, by kind of limit (`limits.KINDS`); what is not named may not move.
        most_conflicts: after so many no more are looked for; the relaxation is for all of them in any case.

    Raises:
        NoSolution: `plan.uncertified`, the solver says that there is no plan and cannot prove it.

    Source: docs/maths/diagnosis.md.
    """
    asked = problem_of(problem)
    search = Search(asked)
    if search.proof() is None:
        return Diagnosis(problem=asked, plan=search.plan)
    conflicts = tuple(search.conflicts(most=most_conflicts))
    clauses = tuple(dict.fromkeys(limit.clause for conflict in conflicts for limit in conflict.limits))
    step = STEPS[unit]
    by_rules = Slack(asked, weights, step=step).least(weights)
    return Diagnosis(
        problem=asked,
        conflicts=conflicts,
        relaxation=by_rules,
        facts=None if by_rules is not None else Slack(asked, EVERYTHING, step=step).least(EVERYTHING),
        alternatives=tuple(_alone(asked, clause, step) for clause in clauses),
    )


def _alone(problem: Problem, clause: tuple[str, int], step: float) -> Alternative:
    kind = "ramp" if clause[0] == "start" else clause[0]
    least = Slack(problem, (kind,), step=step).least({(kind, clause[1]): 1.0})
    return Alternative(clause=clause, relaxation=least)

"""What may be asked of a plan beside value: fairness first, furnaces on or off, a second opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zhibiao.errors import UsageError
from zhibiao.regulation.fairness import FairPlan, lexicographic, max_min
from zhibiao.regulation.furnaces import Furnace, FurnacePlan, starts, with_furnaces
from zhibiao.regulation.plan import Solution, solve
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.second_opinion import SecondOpinion, second_opinion
from zhibiao.regulation.solver.solver import Solver
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

MAX_MIN, LEXICOGRAPHIC = "max_min", "lexicographic"
FAIR = {MAX_MIN: max_min, LEXICOGRAPHIC: lexicographic}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked.

    Args:
        fair: `max_min` or `lexicographic`; empty for value alone.
        furnaces: those that are on or off; empty where plants run between `m` and `u`.
        second_opinion: whether another solver is asked as well.
    """

    fair: str = ""
    furnaces: tuple[Furnace, ...] = ()
    second_opinion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A certified plan, with what was asked beside it; None where it was not."""

    solution: Solution
    rule: str = ""
    fair: FairPlan | None = None
    furnaces: tuple[Furnace, ...] = ()
    switched: FurnacePlan | None = None
    opinion: SecondOpinion | None = None

    def plain(self) -> dict[str, Any]:
        """Plain values of what was asked."""
        found: dict[str, Any] = {}
        problem = self.solution.problem
        if self.fair is not None:
            found["fair"] = fair_plain(self.fair, self.rule, problem.labels.plants)
        if self.switched is not None:
            names = furnace_names(self.furnaces, problem.labels.plants)
            found["furnaces"] = furnaces_plain(self.switched, self.furnaces, names)
        if self.opinion is not None:
            found["second_opinion"] = opinion_plain(self.opinion)
        return found

    def findings(self, file: str) -> tuple[Finding, ...]:
        """That the other solver does not agree."""
        opinion = self.opinion
        if opinion is None or opinion.agrees:
            return ()
        facts = {
            "solver": opinion.solver,
            "difference": f"{opinion.difference:.1e}",
            "gap": f"{opinion.certificate.gap:.1e}",
        }
        place = Place(file=file)
        return (Finding(code="plan_options.not_agreed", severity=Severity.QUERY, place=place, facts=facts),)


def chosen(problem: Problem, options: Options, *, qp: bool = False, solver: Solver | None = None) -> Chosen:
    """Solve with the options.

    Raises:
        UsageError: `plan_options.furnaces_near`, furnaces beside another aim than value; `plan.nobody_entitled`;
            `plan.no_second_solver`.
        NoSolution: as `solve`, `max_min` and `with_furnaces`.
    """
    found = _chosen(problem, options, qp=qp, solver=solver)
    if not options.second_opinion:
        return found
    return replace(found, opinion=second_opinion(found.solution))


def _chosen(problem: Problem, options: Options, *, qp: bool, solver: Solver | None) -> Chosen:
    if options.furnaces:
        if qp or options.fair:
            raise UsageError("plan_options.furnaces_near")
        switched = with_furnaces(problem, options.furnaces)
        return Chosen(solution=switched.solution, furnaces=options.furnaces, switched=switched)
    if options.fair:
        fair = FAIR[options.fair](problem, qp=qp)
        return Chosen(solution=fair.solution, rule=options.fair, fair=fair)
    return Chosen(solution=solve(problem, qp=qp, solver=solver))


def fair_plain(fair: FairPlan, rule: str, plants: tuple[str, ...]) -> dict[str, Any]:
    """Plain values of a fair plan: levels with who holds them, fulfilment (null without entitlement), what it costs."""
    return {
        "rule": rule,
        "levels": [
            {
                "fulfilment": level.fulfilment,
                "bound": level.bound,
                "plants": list(level.plants),
                "names": [name_of(plants, plant) for plant in level.plants],
            }
            for level in fair.levels
        ],
        "fulfilment": [None if np.isnan(one) else one for one in fair.fulfilment.tolist()],
        "objective_without": fair.best.objective,
        "cost": fair.cost,
    }


def furnaces_plain(found: FurnacePlan, furnaces: tuple[Furnace, ...], names: tuple[str, ...]) -> dict[str, Any]:
    """Plain values of a choice: what runs when, what it is worth, and how far it is proved."""
    return {
        "objective": found.objective,
        "starts_cost": found.solution.objective - found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "claimed_bound": found.claimed if np.isfinite(found.claimed) else None,
        "status": found.status,
        "is_proved_best": bool(found.gap <= PROVED),
        "furnaces": [
            {
                "name": name,
                "plant": furnace.plant,
                "on": on.tolist(),
                "starts": starts(furnace, on),
            }
            for name, furnace, on in zip(names, furnaces, found.on, strict=True)
        ],
    }


PROVED = 1e-6
"""A choice whose gap to the relaxed problem is within this is proved to be the best."""


def opinion_plain(opinion: SecondOpinion) -> dict[str, Any]:
    """Plain values of a second opinion."""
    return {
        "solver": opinion.solver,
        "status": opinion.status,
        "agrees": opinion.agrees,
        "difference": opinion.difference,
        "certificate": opinion.certificate.plain(),
    }


def name_of(names: tuple[str, ...], place: int) -> str:
    """What a place is called; `[place]` where nobody named it."""
    return names[place] if place < len(names) else f"[{place}]"


def furnace_names(furnaces: tuple[Furnace, ...], plants: tuple[str, ...]) -> tuple[str, ...]:
    """What furnaces are called: by name, or by plant and number."""
    return tuple(_furnace_names(furnaces, plants))


def _furnace_names(furnaces: tuple[Furnace, ...], plants: tuple[str, ...]) -> Iterator[str]:
    counted: dict[int, int] = {}
    for one in furnaces:
        counted[one.plant] = counted.get(one.plant, 0) + 1
        yield one.name or f"{name_of(plants, one.plant)} #{counted[one.plant]}"

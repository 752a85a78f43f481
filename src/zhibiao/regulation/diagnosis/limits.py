"""The limits that a person knows (限制): each by kind and place, and where it stands in the plan's matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program

KINDS = (
    "order",
    "ramp",
    "start",
    "stock.high",
    "stock.low",
    "capacity",
    "minimum",
    "supply",
    "season",
    "district.high",
    "district.low",
    "group.high",
    "group.low",
    "plant.high",
    "plant.low",
    "cap.high",
    "cap.low",
)
"""From many and small to few and large: what is tried first when a conflict can be told without it."""

OF_COMMODITIES = ("supply", "stock.low", "stock.high")
"""Those in the unit of a commodity, not in tonnes made."""

_ONE_LIMIT = {"ramp.up": "ramp", "ramp.down": "ramp", "start.up": "start", "start.down": "start"}
"""Both directions are one limit."""

NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Limit:
    """One limit.

    Args:
        kind: one of `KINDS`; `.low` is a floor, `.high` a ceiling; `cap.low` says that the cap is reached, `cap.high`
            that it is not exceeded.
        holder: whose: place of the plant, group, district, zone or commodity among theirs; 0 for the cap.
        family, month: of which product family and month, by place; -1 where it is of all.
    """

    kind: str
    holder: int
    family: int = NOWHERE
    month: int = NOWHERE

    @property
    def clause(self) -> tuple[str, int]:
        """The clause that sets it: its kind, and for supplies and stocks the commodity."""
        return self.kind, self.holder if self.kind in OF_COMMODITIES else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Every limit as inequalities of one direction over places of the matrix; those that bind nothing are left out.

    Args:
        code: of each side, `KINDS` with both directions of ramp and start told apart.
        at: its place in the arrays of that code, flat.
        place: column of the matrix, or number of columns plus row.
        sense: +1 at most, -1 at least.
        bound: in the problem's unit.
        limit: place of its limit in `limits`.
        limits: all limits, in order of `KINDS`, holder, month and family.
    """

    code: tuple[str, ...]
    at: IntArray
    place: IntArray
    sense: IntArray
    bound: FloatArray
    limit: IntArray
    limits: tuple[Limit, ...]

    @property
    def count(self) -> int:
        """How many sides."""
        return int(self.place.size)

    def shaped(self, weights: FloatArray, problem: Problem) -> dict[str, FloatArray]:
        """Weights of the sides as arrays in the problem's shapes, by code; codes without any are left out."""
        shaped: dict[str, FloatArray] = {}
        shapes = shapes_of(problem)
        for side in np.flatnonzero(weights).tolist():
            code = self.code[side]
            if code not in shaped:
                shaped[code] = np.zeros(shapes[code])
            shaped[code].ravel()[self.at[side]] = weights[side]
        return shaped


def shapes_of(problem: Problem) -> Mapping[str, tuple[int, ...]]:
    """Shape of the arrays of each code of side."""
    n, months, kinds = problem.n, problem.T, problem.S.shape[0]
    plants, each_month, stocks = (n,), (n, months), (kinds, months)
    groups, districts = (problem.glo.size,), (problem.plo.size,)
    return {
        "cap.low": (1,),
        "cap.high": (1,),
        "plant.low": plants,
        "plant.high": plants,
        "minimum": each_month,
        "capacity": each_month,
        "order": (problem.P, months),
        "group.low": groups,
        "group.high": groups,
        "district.low": districts,
        "district.high": districts,
        "season": (problem.hcap.shape[0], problem.season.size),
        "supply": stocks,
        "stock.low": stocks,
        "stock.high": stocks,
        "ramp.up": (n, max(months - 1, 0)),
        "ramp.down": (n, max(months - 1, 0)),
        "start.up": plants,
        "start.down": plants,
    }


def sides_of(problem: Problem, program: Program) -> Sides:
    """Every limit of a problem."""
    made = [_Run.of(problem, program, code) for code in shapes_of(problem)]
    kept = [run.within(program) for run in made]
    codes = tuple(run.code for run, keep in zip(made, kept, strict=True) for _ in range(int(keep.sum())))

    def joined(name: str) -> IntArray:
        return np.concatenate([getattr(run, name)[keep] for run, keep in zip(made, kept, strict=True)])

    place, sense = joined("place"), joined("sense")
    kind = np.array([KINDS.index(_ONE_LIMIT.get(code, code)) for code in codes], dtype=np.int64)
    of_each = np.stack([kind, joined("holder"), joined("month"), joined("family")], axis=1)
    of, limit = np.unique(of_each, axis=0, return_inverse=True)
    upper, lower = _bounds(program)
    return Sides(
        code=codes,
        at=joined("at"),
        place=place,
        sense=sense,
        bound=np.where(sense > 0, upper[place], lower[place]),
        limit=limit.ravel(),
        limits=tuple(Limit(kind=KINDS[k], holder=h, month=t, family=f) for k, h, t, f in of.tolist()),
    )


def _bounds(program: Program) -> tuple[FloatArray, FloatArray]:
    return np.concatenate([program.hi, program.rhi]), np.concatenate([program.lo, program.rlo])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The sides of one code, all of them."""

    code: str
    at: IntArray
    place: IntArray
    sense: IntArray
    holder: IntArray
    month: IntArray
    family: IntArray

    @classmethod
    def of(cls, problem: Problem, program: Program, code: str) -> _Run:
        place, at = _places(problem, program, code)
        shape = shapes_of(problem)[code]
        nowhere = np.full(at.size, NOWHERE)
        first = at if len(shape) == 1 else at // max(shape[1], 1)
        second = nowhere if len(shape) == 1 else at % max(shape[1], 1)
        holder, month, family = first, second, nowhere
        if code == "order":
            holder, family = problem.plant[first], problem.family[first]
        if code == "season":
            month = problem.season[second]
        if code.startswith("ramp"):
            month = nowhere
        sense = -1 if code.endswith((".low", ".down")) or code == "minimum" else 1
        return cls(
            code=code,
            at=at,
            place=place,
            sense=np.full(at.size, sense),
            holder=holder.astype(np.int64),
            month=month.astype(np.int64),
            family=family.astype(np.int64),
        )

    def within(self, program: Program) -> npt.NDArray[np.bool_]:
        """Which of them bind: what is infinite does not, nor a floor of a column at or below zero.

        Nor is it a limit that nothing is kept of what cannot be kept.
        """
        upper, lower = _bounds(program)
        bound = np.where(self.sense > 0, upper[self.place], lower[self.place])
        is_column = self.place < program.columns.count
        is_nothing = (self.sense < 0) | (self.code == "stock.high")
        return np.isfinite(bound) & ~(is_column & is_nothing & (bound <= 0))


def _places(problem: Problem, program: Program, code: str) -> tuple[IntArray, IntArray]:
    """Place of each side in the matrix, and in the arrays of its code."""
    columns = program.columns
    of_columns = {
        "plant": columns.q,
        "minimum": columns.x,
        "capacity": columns.x,
        "order": columns.y,
        "stock": columns.s,
    }
    name = code.split(".")[0]
    if name in of_columns:
        place = of_columns[name].ravel()
        return place, np.arange(place.size)
    family = {"district": "prov", "season": "heat", "supply": "commodity"}.get(name, name)
    rows = program.rows[family]
    place = columns.count + np.arange(rows.start, rows.stop)
    if name == "start" and problem.before is not None:
        return place, np.flatnonzero(np.isfinite(problem.before))
    return place, np.arange(place.size)

"""A problem as one matrix: columns y, x, q (and stocks), rows by family as the table lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter, is_
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.table import ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """max c'v - 1/2 v' diag(h) v + const, rlo <= A v <= rhi, lo <= v <= hi; A by columns.

    Args:
        columns: where y, x, q and stocks stand among the columns.
        rows: slice of the rows of each family, by code.
        indptr, indices, data: A in compressed columns.
    """

    columns: Columns
    rows: Mapping[str, slice]
    c: FloatArray
    h: FloatArray
    const: float
    lo: FloatArray
    hi: FloatArray
    rlo: FloatArray
    rhi: FloatArray
    indptr: IntArray
    indices: IntArray
    data: FloatArray


def program_of(problem: Problem, *, qp: bool = False) -> Program:
    """The matrix of a problem; `qp` adds the pull towards the entitlements."""
    columns = Columns.of(problem)
    blocks = _blocks(problem, columns)
    rows: dict[str, slice] = {}
    places, at, values = [], [], []
    start = 0
    for code, block in blocks.items():
        rows[code] = slice(start, start + block.lower.size)
        for row, column, value in block.parts:
            row, column, value = np.broadcast_arrays(row, column, value)
            places.append(row.ravel() + start)
            at.append(column.ravel())
            values.append(value.ravel())
        start += block.lower.size
    row_of, column_of, data = np.concatenate(places), np.concatenate(at), np.concatenate(values).astype(float)
    order = np.argsort(column_of * start + row_of, kind="stable")
    return Program(
        columns=columns,
        rows=rows,
        indptr=np.searchsorted(column_of[order], np.arange(columns.count + 1)).astype(np.int32),
        indices=row_of[order].astype(np.int32),
        data=data[order],
        **_costs(problem, columns, qp=qp),
        **_boxes(problem, columns),
        **_limits(blocks),
    )


def moved(program: Program, known: Problem, problem: Problem, *, qp: bool = False) -> Program:
    """The program of a problem with the matrix of a known one: costs and bounds of changed fields worked out again."""
    columns = program.columns
    before, after = _EVERY(known), _EVERY(problem)
    changed = {name for name, one, other in zip(_NAMES, before, after, strict=True) if one is not other}
    figures: dict[str, Any] = {}
    if changed & _COSTS:
        figures |= _costs(problem, columns, qp=qp)
    if changed & _BOXES:
        figures |= _boxes(problem, columns)
    if families := [family for family in ROWS if family.limits & changed]:
        rlo, rhi = program.rlo.copy(), program.rhi.copy()
        for family in families:
            block, place = family.build(problem, columns), program.rows[family.code]
            rlo[place], rhi[place] = block.lower, block.upper
        figures |= {"rlo": rlo, "rhi": rhi}
    return replace(program, **figures)


_NAMES = tuple(one.name for one in fields(Problem))
_EVERY = attrgetter(*_NAMES)
_COSTS = {"value", "kappa", "e", "e_scale", "pace"}
_BOXES = {"d", "m", "u", "qlo", "qhi", "stocks"}


def has_same_matrix(one: Problem, other: Problem) -> bool:
    """Whether two problems differ in costs and bounds alone."""
    if all(map(is_, _SAME(one), _SAME(other))):
        return True
    if (one.stocks is None) != (other.stocks is None) or (one.before is None) != (other.before is None):
        return False
    if (
        one.before is not None
        and other.before is not None
        and not _same(np.isfinite(one.before), np.isfinite(other.before))
    ):
        return False
    return all(getattr(one, name).shape == getattr(other, name).shape for name in _SIZES) and all(
        _same(getattr(one, name), getattr(other, name)) for name in _MATRIX
    )


_SIZES = ("value", "b", "glo", "plo", "hcap", "S")
_MATRIX = ("plant", "group", "prov", "zone", "season", "a")
_SAME = attrgetter(*_SIZES, *_MATRIX, "before", "stocks")


def _same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return one is other or np.array_equal(one, other)


def _blocks(problem: Problem, columns: Columns) -> dict[str, Block]:
    return {family.code: family.build(problem, columns) for family in ROWS}


def _costs(problem: Problem, columns: Columns, *, qp: bool) -> dict[str, Any]:
    c, h, const = _objective(problem, columns, qp=qp)
    return {"c": c, "h": h, "const": const}


def _boxes(problem: Problem, columns: Columns) -> dict[str, Any]:
    lo, hi = columns.bounds(problem)
    return {"lo": lo, "hi": hi}


def _limits(blocks: Mapping[str, Block]) -> dict[str, Any]:
    return {
        "rlo": np.concatenate([block.lower for block in blocks.values()]),
        "rhi": np.concatenate([block.upper for block in blocks.values()]),
    }


def _objective(problem: Problem, columns: Columns, *, qp: bool) -> tuple[FloatArray, FloatArray, float]:
    c, h = np.zeros(columns.count), np.zeros(columns.count)
    c[columns.y] = problem.value
    if not qp:
        return c, h, 0.0
    with np.errstate(divide="ignore", invalid="ignore"):  # solvers refuse what is no number
        h[columns.q] = problem.kappa / problem.pull
        c[columns.q] = problem.kappa * (problem.e / problem.pull)
        const = -0.5 * problem.kappa * float((problem.e**2 / problem.pull).sum())
    pace = problem.pace
    if pace is None:
        return c, h, const
    h[columns.x] = pace.kappa / pace.scale
    c[columns.x] = pace.kappa * (pace.aim / pace.scale)
    return c, h, const - 0.5 * pace.kappa * float((pace.aim**2 / pace.scale).sum())

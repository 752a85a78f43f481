"""Some limits and nothing else (约束框架): asked whether they can be kept together, it has a plan or weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.diagnosis.limits import Sides
from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program
from zhibiao.regulation.solver.elastic import Elastic, Matrix

BoolArray = npt.NDArray[np.bool_]

_TINY = 1e-11  # of the largest weight: what is below is rounding
_OPEN = 1e-7  # as far as HiGHS lets a limit be broken, in a tenth of a plant's usual month


def scale_of(problem: Problem) -> float:
    """What tonnes are divided by, so that a plant's usual month is about ten: solvers' tolerances are absolute."""
    months = max(problem.n * problem.T, 1)
    usual = abs(float(problem.C)) / months or float(np.abs(problem.u).max(initial=0.0))
    return usual / 10 if usual > 0 else 1.0


class Frame:
    """Identities, tonnes and stocks that are not negative, and sides that hold or not as one asks."""

    def __init__(
        self,
        matrix: Matrix,
        *,
        place: IntArray,
        sense: IntArray,
        bound: FloatArray,
        identities: BoolArray,
        nothing: BoolArray,
        scale: float,
    ) -> None:
        """`place` of each side: a column of the matrix, or the number of columns plus a row; at most one of a sense.

        Rows of `identities` are zero, columns of `nothing` too.
        """
        size = np.zeros(matrix.rows)
        np.maximum.at(size, matrix.indices, np.abs(matrix.data))
        size[size == 0] = 1.0
        self._size = np.concatenate([np.ones(matrix.columns), size])
        self._matrix = Matrix(
            rows=matrix.rows,
            indptr=matrix.indptr,
            indices=matrix.indices,
            data=matrix.data / size[matrix.indices],
        )
        self.place, self.sense = place, sense
        self._bound = bound / scale / self._size[place]
        places = matrix.columns + matrix.rows
        self._lo, self._hi = np.full(places, -np.inf), np.full(places, np.inf)
        self._lo[: matrix.columns] = 0.0
        self._hi[: matrix.columns] = np.where(nothing, 0.0, np.inf)
        # What a row of nothing adds up to is known, too: a class without plants, a stock that cannot be kept.
        at = matrix.columns + np.flatnonzero(identities | (np.bincount(matrix.indices, minlength=matrix.rows) == 0))
        self._lo[at] = self._hi[at] = 0.0
        self._scale, self._kept = scale, Elastic(self._matrix)
        # A step down to less than nothing asks for no more than that output is not negative, and has no weight.
        self._says = np.where(sense < 0, self._bound > self._lo[place], self._bound < self._hi[place])
        self._alike = _alike(self._matrix, place)
        self.plan: FloatArray | None = None

    @property
    def size(self) -> int:
        """Columns and rows."""
        return self._matrix.columns + self._matrix.rows

    def weights_against(self, holds: BoolArray) -> FloatArray | None:
        """Weights >= 0 of the sides, with which those that hold contradict each other; None where a plan keeps them.

        The plan, of the columns and in the problem's unit, is then `plan`. Nothing here is believed before it is
        proved by `contradiction`.
        """
        lo, hi = self._lo.copy(), self._hi.copy()
        holds = holds & self._says
        low, high = holds & (self.sense < 0), holds & (self.sense > 0)
        lo[self.place[low]], hi[self.place[high]] = self._bound[low], self._bound[high]
        crossed = np.flatnonzero(lo > hi + _OPEN)
        if crossed.size:
            return self._of_sides(_only(int(crossed[0]), lo.size), _only(int(crossed[0]), lo.size), holds)
        hi = np.maximum(lo, hi)
        columns = self._matrix.columns
        self._kept.bound_columns(lo[:columns], hi[:columns])
        self._kept.bound_rows(lo[columns:], hi[columns:])
        answer = self._kept.run()
        if answer.values is not None:
            self.plan = answer.values * self._scale
            return None
        if answer.ray is None:
            return np.zeros(self.place.size)
        return self._read(answer.ray, lo, hi, holds)

    def as_needed_as(self, side: int) -> IntArray:
        """Sides that are needed because this one is: asked right after `weights_against` found a plan without it.

        Where a side bounds a column of its own, and another one a column that counts alike everywhere else, the tonnes
        by which the plan breaks the first are moved to the second column. The plan then breaks that side alone.
        """
        if self.plan is None or self._alike[side] < 0:
            return np.empty(0, dtype=np.int64)
        others = np.flatnonzero((self._alike == self._alike[side]) & (self.sense == self.sense[side]))
        bound = self._bound * self._scale
        if self.sense[side] > 0:
            return others if bound[side] >= 0 else others[:0]
        short = bound[side] - self.plan[self.place[side]]
        return np.asarray(others[self.plan[self.place[others]] >= short])

    def _read(self, ray: FloatArray, lo: FloatArray, hi: FloatArray, holds: BoolArray) -> FloatArray:
        """A ray says Σ r (A v) = Σ (Aᵀr) v: what stands on the left has to be kept low, what is on the right high."""
        ray = np.where(np.abs(ray) < _TINY * np.abs(ray).max(initial=0.0), 0.0, ray)
        over = np.concatenate([-self._matrix.times(ray), ray])
        over[np.abs(over) < _TINY * np.abs(over).max(initial=0.0)] = 0.0
        least = max((over, -over), key=lambda price: _left(price, lo, hi))
        return self._of_sides(np.maximum(least, 0.0), np.maximum(-least, 0.0), holds)

    def _of_sides(self, low: FloatArray, high: FloatArray, holds: BoolArray) -> FloatArray:
        weights = np.where(self.sense < 0, low[self.place], high[self.place])
        return np.where(holds, weights / self._size[self.place], 0.0)


def _alike(matrix: Matrix, place: IntArray) -> IntArray:
    """For each side that alone bounds a column, a number that columns with the same entries share; -1 for others."""
    alike = np.full(place.size, -1)
    known: dict[bytes, int] = {}
    times = np.bincount(place, minlength=matrix.columns)
    for side in np.flatnonzero(place < matrix.columns).tolist():
        column = int(place[side])
        if times[column] == 1:
            entries = slice(int(matrix.indptr[column]), int(matrix.indptr[column + 1]))
            key = matrix.indices[entries].tobytes() + b"|" + matrix.data[entries].tobytes()
            alike[side] = known.setdefault(key, len(known))
    return alike


def _only(place: int, count: int) -> FloatArray:
    one = np.zeros(count)
    one[place] = 1.0
    return one


def _left(price: FloatArray, lo: FloatArray, hi: FloatArray) -> float:
    """What the bounds ask for at these prices: above zero, no plan keeps them all."""
    bound = np.where(price > 0, lo, hi)
    return float((price * np.where(price != 0, bound, 0.0)).sum())


def whole_frame(problem: Problem, program: Program, sides: Sides) -> Frame:
    """All limits over the plan's own matrix."""
    matrix = Matrix(rows=program.rlo.size, indptr=program.indptr, indices=program.indices, data=program.data)
    identities = np.zeros(program.rlo.size, dtype=bool)
    for code in ("link", "year"):
        identities[program.rows[code]] = True
    return Frame(
        matrix,
        place=sides.place,
        sense=sides.sense,
        bound=sides.bound,
        identities=identities,
        nothing=_without_stock(program),
        scale=scale_of(problem),
    )


def small_frame(problem: Problem, program: Program, sides: Sides, chosen: IntArray) -> Frame:
    """Only the chosen sides, over tonnes and stocks alone; those that no chosen side tells apart are one column.

    What is left of a conflict of some dozens of limits is a matrix of some dozens of columns, and each question to it
    takes a fraction of a millisecond.
    """
    places, number = np.unique(sides.place[chosen], return_inverse=True)
    at_row, at_column, data = _merged(*_spread(problem, program, *_entries(program, places)))
    columns = int(at_column.max(initial=-1)) + 1
    bounded = _as_bounds(at_row, at_column, data, rows=places.size, columns=columns)
    is_row = bounded < 0
    renumbered = np.where(is_row, columns + np.cumsum(is_row) - 1, bounded)
    inside = is_row[at_row]
    rows = int(is_row.sum())
    return Frame(
        Matrix.of(rows, columns, (renumbered[at_row[inside]] - columns, at_column[inside]), data[inside]),
        place=renumbered[number.ravel()],
        sense=sides.sense[chosen],
        bound=sides.bound[chosen],
        identities=np.zeros(rows, dtype=bool),
        nothing=np.zeros(columns, dtype=bool),
        scale=scale_of(problem),
    )


def _as_bounds(row: IntArray, column: IntArray, data: FloatArray, *, rows: int, columns: int) -> IntArray:
    """For each row the column that it bounds, where it is of that one alone and the first such; otherwise -1."""
    alone = (np.bincount(row, minlength=rows)[row] == 1) & (data == 1.0)
    first = np.full(columns, -1)
    first[column[alone][::-1]] = row[alone][::-1]
    bounded = np.full(rows, -1)
    taken = np.flatnonzero(first >= 0)
    bounded[first[taken]] = taken
    return bounded


_Entries = tuple[IntArray, IntArray, FloatArray]


def _entries(program: Program, places: IntArray) -> _Entries:
    """Entries of the plan's matrix in these places: (number of the place, column, value)."""
    count = program.columns.count
    number = np.full(count + program.rlo.size, -1)
    number[places] = np.arange(places.size)
    column_of = np.repeat(np.arange(count), np.diff(program.indptr))
    row = number[count + program.indices]
    inside = row >= 0
    alone = places[places < count]
    return (
        np.concatenate([row[inside], number[alone]]),
        np.concatenate([column_of[inside], alone]),
        np.concatenate([program.data[inside], np.ones(alone.size)]),
    )


def _spread(problem: Problem, program: Program, row: IntArray, column: IntArray, data: FloatArray) -> _Entries:
    """x and q as the sums of y that they are."""
    columns = program.columns
    y = columns.y.ravel()
    whole = np.concatenate([y, columns.x[problem.plant].ravel(), np.repeat(columns.q[problem.plant], problem.T)])
    whole = np.concatenate([whole, columns.s.ravel()])
    part = np.concatenate([y, y, y, columns.s.ravel()])
    order = np.argsort(whole, kind="stable")
    whole, part = whole[order], part[order]
    start = np.searchsorted(whole, column)
    many = np.searchsorted(whole, column, side="right") - start
    run = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    column = part[np.repeat(start, many) + run]
    is_there = ~_without_stock(program)[column]
    return np.repeat(row, many)[is_there], column[is_there], np.repeat(data, many)[is_there]


def _without_stock(program: Program) -> BoolArray:
    """The columns of stocks that cannot be kept."""
    nothing = np.zeros(program.columns.count, dtype=bool)
    stocks = program.columns.s.ravel()
    nothing[stocks] = program.hi[stocks] <= 0
    return nothing


def _merged(row: IntArray, column: IntArray, data: FloatArray) -> _Entries:
    """One column for all that have the same entries."""
    order = np.lexsort((row, column))
    row, column, data = row[order], column[order], data[order]
    ends = np.flatnonzero(np.diff(column)) + 1
    known: dict[bytes, int] = {}
    kept = [
        slice_ for slice_ in _slices(ends, row.size) if _is_new(known, row[slice_].tobytes(), data[slice_].tobytes())
    ]
    if not kept:
        return row[:0], column[:0], data[:0]
    number = np.concatenate([np.full(one.stop - one.start, place) for place, one in enumerate(kept)])
    return np.concatenate([row[one] for one in kept]), number, np.concatenate([data[one] for one in kept])


def _slices(ends: IntArray, size: int) -> Iterator[slice]:
    start = 0
    for end in [*ends.tolist(), size]:
        if end > start:
            yield slice(start, end)
        start = end


def _is_new(known: dict[bytes, int], rows: bytes, values: bytes) -> bool:
    key = rows + b"|" + values
    is_new = key not in known
    known.setdefault(key, len(known))
    return is_new

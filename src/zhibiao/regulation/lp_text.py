"""A problem as text in the LP format that solvers read, with the names of its plants, families and months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import numpy as np

from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.regulation.program import Program, program_of

_WIDTH = 100


def lp_text(problem: Problem, *, qp: bool = False) -> str:
    """The problem as its program has it, row by row and column by column.

    A name is the code of a variable or of a family of rows and what it is indexed by, `ramp(LH.S01,2025.11)`: labels
    where the problem bears distinct ones, otherwise places from 0. In labels a hyphen becomes a full stop, and what is
    neither letter, digit nor underline becomes `~` and its hexadecimal number. A row with two limits that differ is
    written twice, as `.least` and `.most`; one without any limit is left out.

    Args:
        problem: what is to be written.
        qp: with the pull towards the entitlements.
    """
    program = program_of(problem, qp=qp)
    columns = list(_columns(problem))
    lines = [
        f"\\ plan: {problem.n} plants, {problem.P} pairs, {problem.T} months",
        "maximize",
        *_wrapped(" worth:", [*_terms(program.c, columns), *_curvature(program.h, columns), *_constant(program.const)]),
        "subject to",
    ]
    for name, terms, low, high in _rows(problem, program, columns):
        lines += _limited(name, terms, low, high)
    bounds = zip(program.lo, columns, program.hi, strict=True)
    lines += ["bounds", *(f" {_number(lo)} <= {name} <= {_number(hi)}" for lo, name, hi in bounds)]
    return "\n".join([*lines, "end", ""])


def _columns(problem: Problem) -> Iterator[str]:
    of, months = _Names(problem), _Names(problem).months
    pairs = [f"{of.plants[i]},{of.families[k]}" for i, k in zip(problem.plant, problem.family, strict=True)]
    yield from _named("y", pairs, months)
    yield from _named("x", of.plants, months)
    yield from _named("q", of.plants)
    if problem.stocks is not None:
        yield from _named("s", of.commodities, months)


def _rows(problem: Problem, program: Program, columns: Sequence[str]) -> Iterator[tuple[str, list[str], float, float]]:
    """Name, terms and limits of every row, in their order."""
    names = _row_names(problem)
    column_of = np.repeat(np.arange(program.c.size), np.diff(program.indptr))
    order = np.argsort(program.indices, kind="stable")
    starts = np.searchsorted(program.indices[order], np.arange(program.rlo.size + 1))
    for code, place in program.rows.items():
        for row, name in zip(range(place.start, place.stop), _named(code, *names[code]), strict=True):
            at: IntArray = order[starts[row] : starts[row + 1]]
            # A class without any plant still has its limits, and the format wants a term.
            terms = [_term(program.data[one], columns[column_of[one]]) for one in at] or [f"0 {columns[0]}"]
            yield name, terms, float(program.rlo[row]), float(program.rhi[row])


def _row_names(problem: Problem) -> dict[str, tuple[Sequence[str], ...]]:
    """What the rows of each family are indexed by."""
    of = _Names(problem)
    known = [] if problem.before is None else np.flatnonzero(np.isfinite(problem.before)).tolist()
    return {
        "link": (of.plants, of.months),
        "year": (of.plants,),
        "cap": (),
        "group": (of.groups,),
        "prov": (of.provinces,),
        "heat": (of.zones, [of.months[month] for month in problem.season]),
        "commodity": (of.commodities, of.months),
        "ramp": (of.plants, of.months[1:]),
        "start": ([of.plants[plant] for plant in known],),
    }


class _Names:
    """Labels as they may stand in a name, or places where nobody gave labels."""

    def __init__(self, problem: Problem) -> None:
        given = problem.labels
        self.plants = _labels(given.plants, problem.n)
        self.families = _labels(given.families, int(problem.family.max(initial=-1)) + 1)
        self.months = _labels(given.months, problem.T)
        self.groups = _labels(given.groups, problem.glo.size)
        self.provinces = _labels(given.provinces, problem.plo.size)
        self.zones = _labels(given.zones, problem.hcap.shape[0])
        self.commodities = _labels(given.commodities, problem.S.shape[0])


def _labels(given: Sequence[str], count: int) -> list[str]:
    labels = list(dict.fromkeys(_escaped(label) for label in given))
    return labels if len(labels) == len(given) == count else [str(place) for place in range(count)]


def _escaped(label: str) -> str:
    return "".join(one if one.isalnum() or one == "_" else "." if one == "-" else f"~{ord(one):02X}" for one in label)


def _named(code: str, *index: Sequence[str]) -> Iterator[str]:
    if not index:
        yield code
        return
    yield from (f"{code}({','.join(place)})" for place in product(*index))


def _limited(name: str, terms: list[str], low: float, high: float) -> list[str]:
    if low == high:
        return _wrapped(f" {name}:", [*terms, f"= {_number(high)}"])
    least = _wrapped(f" {name}.least:", [*terms, f">= {_number(low)}"]) if np.isfinite(low) else []
    most = _wrapped(f" {name}.most:", [*terms, f"<= {_number(high)}"]) if np.isfinite(high) else []
    return least + most


def _terms(coefficients: FloatArray, names: Sequence[str]) -> Iterator[str]:
    yield from (_term(value, name) for value, name in zip(coefficients, names, strict=True) if value)


def _term(value: float, name: str) -> str:
    size = "" if abs(value) == 1 else f"{_number(abs(value))} "
    return f"{'-' if value < 0 else '+'} {size}{name}"


def _curvature(curvature: FloatArray, names: Sequence[str]) -> list[str]:
    """The format halves a sum of squares in brackets, as the program does."""
    squares = [f"{_term(-value, name)}^2" for value, name in zip(curvature, names, strict=True) if value]
    return ["+ [", *squares, "] / 2"] if squares else []


def _constant(value: float) -> list[str]:
    return [f"{'-' if value < 0 else '+'} {_number(abs(value))}"] if value else []


def _number(value: float) -> str:
    """The shortest digits that are read back as the same float."""
    return repr(float(value)).removesuffix(".0") if np.isfinite(value) else f"{value:+f}"


def _wrapped(head: str, parts: Iterable[str]) -> list[str]:
    lines, line = [], head
    for part in parts:
        if len(line) + 1 + len(part) > _WIDTH:
            lines.append(line)
            line = "  "
        line += f" {part}"
    return [*lines, line]

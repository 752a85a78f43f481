"""Fields held against each other by size (量级核对): tonnes among kilotonnes show as a factor of 10³."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zhibiao.regulation.naming import Mask, Naming, figure, totals
from zhibiao.regulation.problem import FloatArray, Problem
from zhibiao.terms.finding import Finding, Severity

_FACTORS = (200.0, 50_000.0)
"""What counts as another unit: t for kt is 10³, t for 万吨 10⁴. Beyond it a figure means "no limit"."""

_ALIKE = 4.0
"""Limits that are generous are so by all kinds of factors; those in another unit by about the same."""

# How a sound problem's fields stand to a plant's output over its months; only the order of magnitude matters.
_SHARE_OF_CAPACITY, _SHARE_OF_ORDERS, _SHARE_OF_STEP = 0.8, 0.7, 3.0


def out_of_scale(problem: Problem, *, file: str = "") -> tuple[Finding, ...]:
    """Figures that stand to the others as if in another unit.

    Each plant's output is taken as the median of what capacity, orders, base, entitlement and bounds say of it; the
    field that stands apart is named. A limit that is merely generous, or a plant that is merely small, is asked about
    (`QUERY`); what cannot be meant is refused (`REJECT`).

    Args:
        problem: with sound figures (`soundness.unsound` finds nothing).
        file: what it came from, for the findings.
    """
    naming = Naming(problem=problem, file=file)
    output = _output(problem)
    return (*_of_plants(naming, output), *_of_all(naming, output), *_of_use(naming, output), *_of_value(naming))


def _outputs(problem: Problem) -> dict[str, FloatArray]:
    return {
        "u": problem.u.sum(axis=1) * _SHARE_OF_CAPACITY,
        "d": problem.by_plant(problem.d).sum(axis=1) * _SHARE_OF_ORDERS,
        "b": problem.b,
        "qlo": problem.qlo,
        "qhi": problem.qhi,
        "e": problem.e,
    }


def _output(problem: Problem) -> FloatArray:
    """What most fields say of each plant's output, (n,); 0 where none says anything."""
    said = np.stack([*_outputs(problem).values()])
    said = np.sort(np.where(said > 0, said, np.inf), axis=0)
    count = np.isfinite(said).sum(axis=0)
    middle = said[np.maximum(count - 1, 0) // 2, np.arange(problem.n)]
    return np.where(count > 0, middle, 0.0)


def _apart(found: FloatArray, expected: FloatArray) -> tuple[Mask, Mask]:
    """Where figures are too small and too large by a factor that another unit would give."""
    with np.errstate(all="ignore"):
        ratio = np.where((found > 0) & (expected > 0) & np.isfinite(found), found / expected, 1.0)
    least, most = _FACTORS
    return (ratio < 1 / least) & (ratio > 1 / most), (ratio > least) & (ratio < most)


def _findings(
    naming: Naming, field: str, found: FloatArray, expected: FloatArray, by: str, *, limits: bool
) -> Iterator[Finding]:
    """Findings for one field; `limits`: a high figure only means that it binds nowhere, unless all are high alike."""
    expected = np.broadcast_to(expected, found.shape)
    small, large = _apart(found, expected)
    given = max(int((found > 0).sum()), 1)
    for bad, is_large in ((small, False), (large, True)):
        if not bad.any():
            continue
        is_whole = int(bad.sum()) * 2 > given
        ratios = found[bad] / expected[bad]
        is_unit = is_whole and _spread(ratios) < _ALIKE < 2 * _spread(expected[bad])
        is_meant = limits and not is_unit if is_large else not is_whole
        ratio = float(_middle(ratios))
        code = "plan_file.scale_large" if is_large else "plan_file.scale_small"
        severity = Severity.QUERY if is_meant else Severity.REJECT
        factor = figure(float(f"{max(ratio, 1 / ratio):.1g}"))
        yield naming.finding(
            code, field, bad, severity, found=found, expected=expected, by=by, factor=factor, given=given
        )


def _middle(figures: FloatArray) -> FloatArray:
    """The lower median down the first axis; numpy's own loads its masked arrays first, a tenth of a second."""
    place = (figures.shape[0] - 1) // 2
    return np.asarray(np.partition(figures, place, axis=0)[place])


def _spread(figures: FloatArray) -> float:
    low, high = np.quantile(figures, (0.1, 0.9))
    return float(high / low)


def _of_plants(naming: Naming, output: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    said = _outputs(problem)
    others = {name: "、".join(one for one in said if one != name) for name in said}
    for name in ("b", "qlo", "e"):
        yield from _findings(naming, name, said[name], output, others[name], limits=False)
    yield from _findings(naming, "qhi", problem.qhi, output, others["qhi"], limits=True)
    month = (output / problem.T)[:, None]
    yield from _findings(naming, "u", problem.u, month / _SHARE_OF_CAPACITY, others["u"], limits=True)
    sold = problem.by_plant(problem.d)[problem.plant]
    orders = np.where(problem.d == _largest(problem), sold, 0.0)
    yield from _findings(naming, "d", orders, month[problem.plant] / _SHARE_OF_ORDERS, others["d"], limits=True)
    yield from _findings(naming, "r", problem.r, output / problem.T / _SHARE_OF_STEP, others["u"], limits=True)


def _largest(problem: Problem) -> FloatArray:
    """The largest order of each plant and month, for each of its pairs, (P, T)."""
    return np.asarray(np.maximum.reduceat(problem.d, problem.first, axis=0))[problem.plant]


def _of_all(naming: Naming, output: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    total = np.array(output.sum())
    yield from _findings(naming, "C", np.array(float(problem.C)), total, "u、d、b、qlo、qhi、e", limits=False)
    for field, of, by in (("ghi", problem.group, "group"), ("phi", problem.prov, "prov")):
        limit: FloatArray = getattr(problem, field)
        yield from _findings(naming, field, limit, totals(of, output, limit.size), f"u、b、{by}", limits=True)
    zone = totals(problem.zone, output / problem.T, problem.hcap.shape[0])[:, None]
    yield from _findings(naming, "hcap", problem.hcap, zone, "u、b、zone", limits=True)


def _of_use(naming: Naming, output: FloatArray) -> Iterator[Finding]:
    problem = naming.problem
    pairs = np.bincount(problem.plant, minlength=problem.n)
    per_pair = (output / problem.T / pairs)[problem.plant]
    use = (problem.a @ per_pair)[:, None]
    yield from _findings(naming, "S", problem.S, use, "a × u", limits=True)
    typical = np.array([float(_middle(row[row > 0])) if (row > 0).any() else 0.0 for row in problem.a])[:, None]
    yield from _findings(naming, "a", problem.a, typical, "a", limits=False)


def _of_value(naming: Naming) -> Iterator[Finding]:
    """Values against their own median: a figure, or a month of all, that is hundreds of times the others."""
    problem = naming.problem
    size = np.abs(problem.value)
    if not (size > 0).any():
        return
    middle = float(_middle(size[size > 0]))
    months = _middle(size)
    usual = max(float(_middle(months)), middle)
    # No value means "no limit": there is nothing above which it would be let pass.
    large = (months > _FACTORS[0] * usual)[None, :] | (size > _FACTORS[0] * middle)
    if large.any():
        most = figure(middle)
        yield naming.finding("plan_file.value_large", "value", large, found=problem.value, median=most)
    # A product may earn next to nothing in a month; a plant that earns next to nothing in all of them is asked about.
    of_plant = np.maximum.reduceat(size.max(axis=1), problem.first)
    low = _apart(of_plant, np.array(middle))[0][problem.plant]
    if low.any() and not low.all():
        bad = np.zeros(size.shape, dtype=bool)
        bad[:, 0] = low
        yield naming.finding(
            "plan_file.value_small", "value", bad, Severity.QUERY, found=problem.value, median=figure(middle)
        )
    if problem.d.any() and (bad := (problem.d > 0) & (problem.u == 0)[problem.plant]).any():
        yield naming.finding("plan_file.order_in_outage", "d", bad, Severity.NOTE, found=problem.d)

"""Benchmark times activity times exposure (EU form), the activity level moved only by changes beyond a band."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

from zhibiao.allocation.division.rule import Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, exact_number
from zhibiao.allocation.methods.laws import laws
from zhibiao.errors import UsageError

BAND, STEP = Fraction(15, 100), Fraction(5, 100)


def adjusted_activity(
    historical: Number,
    recent: Number,
    adjusted_before: Number | None = None,
    *,
    band: Fraction = BAND,
    step: Fraction = STEP,
) -> Fraction:
    """The activity level an allocation rests on, moved only when output has left the band around its history.

    Within the band it is the historical level. Beyond it, it is the recent one, exactly; after that it moves again
    only when the deviation leaves the interval of the last move (15–20 %, 20–25 %, …, each without its lower end), so
    that quotas do not jitter. Whoever stopped has none.

    Args:
        historical: mean of the base years, tonnes, >= 0.
        recent: mean of the two latest years, tonnes, >= 0.
        adjusted_before: the level that the last adjustment set; None, or the historical level, where there was none.
        band: part of the historical level within which nothing moves, >= 0.
        step: width of the intervals beyond it, > 0.

    Source: docs/maths/methods.md, "Benchmark and activity"; Commission Implementing Regulation (EU) 2019/1842.

    With a history of 100: 114 is inside the band; 118 is beyond and moves it; from there 119 stays in 15–20 % and
    changes nothing, 121 is beyond 20 % and does; 112 is back inside.

    >>> [int(adjusted_activity(100, recent)) for recent in (114, 115, 118)]
    [100, 100, 118]
    >>> [int(adjusted_activity(100, recent, 118)) for recent in (119, 120, 121, 112, 84, 0)]
    [118, 118, 121, 100, 84, 0]
    """
    history, now = exact_number("historical", historical), exact_number("recent", recent)
    before = history if adjusted_before is None else exact_number("adjusted", adjusted_before)
    if now == 0:
        return now
    if history == 0:
        return now  # nothing to deviate from: any output is beyond the band
    interval = _interval(now / history - 1, band, step)
    if interval == 0:
        return history
    return before if interval == _interval(before / history - 1, band, step) else now


def preliminary_allocation(benchmarks: Column, activities: Column, exposures: Column) -> Exact:
    """Benchmark times activity times exposure, before the uniform correction factor.

    Args:
        benchmarks: allowed per tonne of product, shape (n,).
        activities: tonnes of product, shape (n,).
        exposures: part that counts, 0 to 1, shape (n,).

    >>> [float(amount) for amount in preliminary_allocation([Decimal("1.288")], [1000], [1])]
    [1288.0]
    """
    activity = exact_column("activity", activities)
    benchmark = exact_column("benchmark", benchmarks, length=len(activity))
    exposure = exact_column("exposure", exposures, length=len(activity))
    return tuple(b * a * e for b, a, e in zip(benchmark, activity, exposure, strict=True))


def adjusted_activities(
    historical: Column, recent: Column, adjusted: Sequence[Number | None], *, band: Fraction, step: Fraction
) -> Exact:
    """`adjusted_activity` for each enterprise, shape (n,)."""
    history = exact_column("base", historical)
    now = exact_column("recent", recent, length=len(history))
    if len(adjusted) != len(history):
        raise UsageError("split.shape", name="adjusted", found=f"({len(adjusted)},)", wanted=f"({len(history)},)")
    rows = zip(history, now, adjusted, strict=True)
    return tuple(adjusted_activity(base, latest, before, band=band, step=step) for base, latest, before in rows)


def _interval(deviation: Fraction, band: Fraction, step: Fraction) -> int:
    """0 within the band, then 1, 2, … upwards and -1, -2, … downwards; an interval ends with its upper bound."""
    beyond = abs(deviation) - band
    if beyond <= 0:
        return 0
    return ceil(beyond / step) if deviation > 0 else -ceil(beyond / step)


def _weigh(firms: Firms, numbers: Numbers) -> Exact:
    columns, count = firms.numbers, len(firms.ids)
    never = columns.get("adjusted", (None,) * count)
    activity = adjusted_activities(
        columns["base"], columns["recent"], never, band=numbers["band"], step=numbers["step"]
    )
    return preliminary_allocation(columns["benchmark"], activity, columns.get("exposure", (Fraction(1),) * count))


BENCHMARK_ACTIVITY = WeightRule(
    code="benchmark_activity",
    reads=("base", "recent", "benchmark"),
    may_read=("adjusted", "exposure"),
    parameters=(
        RuleParameter(code="band", unit="1", least=Decimal(0), most=Decimal(1), default=Decimal("0.15")),
        RuleParameter(code="step", unit="1", least=Decimal("0.001"), most=Decimal(1), default=Decimal("0.05")),
    ),
    source="EU ETS free allocation 2021–2030 (notes A01–A05); docs/maths/methods.md",
    laws=laws(base_monotone=False, activity_monotone=True, merge_alike=False, merge_any=False),
    weigh=_weigh,
)

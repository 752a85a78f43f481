"""Tiers and grades: a factor on the base for each, a veto, and for each tier a least and a most cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from zhibiao.allocation.division.rule import Bounds, Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, shown
from zhibiao.allocation.methods.laws import laws
from zhibiao.allocation.methods.standing import (
    GRADES,
    TIERS,
    VETO,
    flags,
    known_words,
    nobody,
    refuse_reversed,
    with_prefix,
)
from zhibiao.errors import UsageError

CODE = "tiers"
NO_CEILING = Decimal(-10)  # the default of the least cut, which sets no ceiling


def tiers_and_grades(
    bases: Column,
    tiers: Sequence[str],
    grades: Sequence[str],
    vetoed: Sequence[Number],
    *,
    factors: Mapping[str, Fraction],
) -> Exact:
    """Bases times the factor of the tier, that of the grade, and that of a veto.

    Args:
        bases: tonnes, shape (n,), >= 0.
        tiers: of `TIERS`, shape (n,).
        grades: of `GRADES`, shape (n,).
        vetoed: 1 after a grave accident, else 0, shape (n,).
        factors: for every tier, every grade and `veto`, >= 0; a better standing never less than a worse one.

    Raises:
        UsageError: `rule.word_unknown`, `rule.flag_wrong`, `rule.factors_reversed`.

    Source: docs/maths/methods.md, "Tiers and grades"; three-tier management of the plan for 2025–26.

    >>> ones = dict.fromkeys((*TIERS, *GRADES), Fraction(1))
    >>> factors = {**ones, "leading": Fraction(11, 10), "D": Fraction(9, 10), "veto": Fraction(0)}
    >>> tiers = ["leading", "normative", "leading"]
    >>> [int(one) for one in tiers_and_grades([100] * 3, tiers, ["A", "D", "A"], [0, 0, 1], factors=factors)]
    [110, 90, 0]
    """
    base = exact_column("base", bases)
    tier = known_words("tier", tiers, TIERS, length=len(base))
    grade = known_words("grade", grades, GRADES, length=len(base))
    veto = flags("vetoed", vetoed, length=len(base))
    refuse_reversed(CODE, factors, TIERS)
    refuse_reversed(CODE, factors, GRADES)
    rows = zip(base, tier, grade, veto, strict=True)
    return tuple(
        amount * factors[level] * factors[mark] * (factors[VETO] if vetoing else 1)
        for amount, level, mark, vetoing in rows
    )


def cut_ranges(
    bases: Column,
    tiers: Sequence[str],
    vetoed: Sequence[Number],
    *,
    least: Mapping[str, Fraction],
    most: Mapping[str, Fraction],
) -> Bounds:
    """Floors and ceilings in whole tonnes from the least and the most cut of each tier; None is no ceiling.

    A ceiling is rounded down and a floor up, as for other bounds; a floor that rounding lifts above the ceiling comes
    down to it. A veto goes before the range: whoever is vetoed has no floor.

    Args:
        bases: tonnes, shape (n,), >= 0.
        tiers: of `TIERS`, shape (n,).
        vetoed: 1 or 0, shape (n,).
        least: smallest cut by tier, as part of the base; negative for growth, `NO_CEILING` for any growth.
        most: largest cut by tier, >= the smallest, up to 1.

    Raises:
        UsageError: `rule.word_unknown`, `rule.flag_wrong`, `rule.cut_range` where a least cut exceeds the most.

    >>> least, most = dict.fromkeys(TIERS, Fraction(1, 10)), dict.fromkeys(TIERS, Fraction(3, 10))
    >>> cut_ranges([1005], ["leading"], [0], least=least, most=most)
    ((704,), (904,))
    """
    base = exact_column("base", bases)
    words = known_words("tier", tiers, TIERS, length=len(base))
    veto = flags("vetoed", vetoed, length=len(base))
    for tier in TIERS:
        if least[tier] > most[tier]:
            raise UsageError("rule.cut_range", tier=tier, least=shown(least[tier]), most=shown(most[tier]))
    ceilings = tuple(
        None if least[tier] <= NO_CEILING else floor((1 - least[tier]) * amount)
        for amount, tier in zip(base, words, strict=True)
    )
    rows = zip(base, words, veto, ceilings, strict=True)
    floors = tuple(0 if vetoing else _floor(amount, most[tier], ceiling) for amount, tier, vetoing, ceiling in rows)
    return floors, ceilings


def _floor(base: Fraction, most_cut: Fraction, ceiling: int | None) -> int:
    least = ceil((1 - most_cut) * base)
    return least if ceiling is None else min(least, ceiling)


def _weigh(firms: Firms, numbers: Numbers) -> Exact:
    count, factors = len(firms.ids), with_prefix(numbers, "factor")
    grades = firms.words.get("grade")
    if grades is None:
        if any(factors[grade] != 1 for grade in GRADES):
            raise UsageError("rule.column_missing", rule=CODE, column="grade")
        grades = GRADES[:1] * count  # all alike: a grade then changes nothing
    vetoed = firms.numbers.get("vetoed", nobody(count))
    return tiers_and_grades(firms.numbers["base"], firms.words["tier"], grades, vetoed, factors=factors)


def _limit(firms: Firms, numbers: Numbers) -> Bounds:
    return cut_ranges(
        firms.numbers["base"],
        firms.words["tier"],
        firms.numbers.get("vetoed", nobody(len(firms.ids))),
        least=with_prefix(numbers, "cut_least"),
        most=with_prefix(numbers, "cut_most"),
    )


def _factor(standing: str, *, default: int, most: int) -> RuleParameter:
    return RuleParameter(
        code=f"factor.{standing}", unit="1", least=Decimal(0), most=Decimal(most), default=Decimal(default)
    )


def _cut(end: str, tier: str, default: Decimal) -> RuleParameter:
    return RuleParameter(code=f"{end}.{tier}", unit="1", least=NO_CEILING, most=Decimal(1), default=default)


TIERS_AND_GRADES = WeightRule(
    code=CODE,
    reads=("base", "tier"),
    may_read=("grade", "vetoed"),
    parameters=(
        *(_factor(standing, default=1, most=10) for standing in (*TIERS, *GRADES)),
        _factor(VETO, default=0, most=1),
        *(_cut("cut_least", tier, NO_CEILING) for tier in TIERS),
        *(_cut("cut_most", tier, Decimal(1)) for tier in TIERS),
    ),
    source="Three-tier management 2025–26, environmental grades (notes P05, P06, P10); docs/maths/methods.md",
    laws=laws(base_monotone=True, standing_monotone=True, merge_alike=True, merge_any=False),
    weigh=_weigh,
    limit=_limit,
)

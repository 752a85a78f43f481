"""Two pools: most of the total by base, a part of it by value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.division.rule import Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, exact_part, shown
from zhibiao.allocation.methods.laws import laws
from zhibiao.errors import NoSolution


def two_pools(bases: Column, values: Column, *, theta: Number) -> Exact:
    """Shares of the total: `(1 - theta)` of it by base, `theta` by value; they sum to 1.

    A negative value, such as a value added below zero, is legal and counts as zero, as it does in a score.

    Args:
        bases: tonnes, shape (n,), >= 0.
        values: what the tilt pool is shared by, any one unit, shape (n,).
        theta: part of the total in the tilt pool, 0 to 1.

    Raises:
        NoSolution: `rule.pool_empty` where a pool has tonnes and nobody to share them by.

    Source: docs/maths/methods.md, "Two pools".

    >>> [str(share) for share in two_pools([300, 100], [50, 50], theta=Decimal("0.2"))]
    ['7/10', '3/10']
    """
    base = exact_column("base", bases)
    value = tuple(max(one, Fraction(0)) for one in exact_column("value", values, length=len(base), signed=True))
    part = exact_part("two_pools", "theta", theta)
    by_base, by_value = _shares("base", base, 1 - part), _shares("value", value, part)
    return tuple(one + other for one, other in zip(by_base, by_value, strict=True))


def _shares(name: str, column: Exact, part: Fraction) -> Exact:
    total = sum(column)
    if part and not total:
        raise NoSolution("rule.pool_empty", name=name, part=shown(part))
    return tuple(part * one / total if part else Fraction(0) for one in column)


def _weigh(firms: Firms, numbers: Numbers) -> Exact:
    return two_pools(firms.numbers["base"], firms.numbers["value"], theta=numbers["theta"])


TWO_POOLS = WeightRule(
    code="two_pools",
    reads=("base", "value"),
    parameters=(RuleParameter(code="theta", unit="1", least=Decimal(0), most=Decimal(1), default=Decimal("0.1")),),
    source="Blended pools, notes on the domain 2.1; docs/maths/methods.md",
    laws=laws(base_monotone=True, contribution_monotone=True, merge_alike=False, merge_any=False),
    weigh=_weigh,
)

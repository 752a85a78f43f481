"""Rules in proportion to one figure: the base as it is, compliant capacity, or the base after one cut for all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhibiao.allocation.division.rule import Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, exact_number, shown
from zhibiao.allocation.methods.laws import laws
from zhibiao.allocation.methods.standing import flags, nobody
from zhibiao.errors import UsageError


def grandfathering(bases: Column) -> Exact:
    """Weights equal to the bases: everyone keeps its share of the past.

    Args:
        bases: tonnes, shape (n,), >= 0.

    Source: docs/maths/methods.md, "Grandfathering".
    """
    return exact_column("base", bases)


def by_capacity(capacities: Column) -> Exact:
    """Weights equal to compliant capacity, whatever was made with it.

    Args:
        capacities: tonnes per year, shape (n,), >= 0.

    Source: docs/maths/methods.md, "Capacity"; the fluorite quota of Liaoning 2011 by licensed scale.
    """
    return exact_column("capacity", capacities)


def uniform_cut(bases: Column, surcharged: Sequence[Number], *, cut: Number, surcharge: Number) -> Exact:
    """Bases after one cut for all, and some points more for those on whom a condition of the rule falls.

    Args:
        bases: tonnes, shape (n,), >= 0.
        surcharged: 1 where the condition applies, else 0, shape (n,).
        cut: part of the base that is cut, 0 to 1.
        surcharge: what the condition adds to the cut; 0.05 are five percentage points.

    Raises:
        UsageError: `rule.cut_whole` where cut and surcharge together leave nothing.

    Source: docs/maths/methods.md, "Uniform cut"; Hebei 2021/22: 30 %, and five points more on three conditions.

    >>> [str(weight) for weight in uniform_cut([100, 100], [0, 1], cut=Decimal("0.3"), surcharge=Decimal("0.05"))]
    ['70', '65']
    """
    base = exact_column("base", bases)
    added = flags("surcharged", surcharged, length=len(base))
    part, more = exact_number("cut", cut), exact_number("surcharge", surcharge)
    if part + more >= 1:
        raise UsageError("rule.cut_whole", cut=shown(cut), surcharge=shown(surcharge))
    return tuple(amount * (1 - part - more * flag) for amount, flag in zip(base, added, strict=True))


def _by_base(firms: Firms, numbers: Numbers) -> Exact:  # noqa: ARG001 - one shape for every rule
    return grandfathering(firms.numbers["base"])


def _by_capacity(firms: Firms, numbers: Numbers) -> Exact:  # noqa: ARG001 - one shape for every rule
    return by_capacity(firms.numbers["capacity"])


def _after_cut(firms: Firms, numbers: Numbers) -> Exact:
    surcharged = firms.numbers.get("surcharged", nobody(len(firms.ids)))
    return uniform_cut(firms.numbers["base"], surcharged, cut=numbers["cut"], surcharge=numbers["surcharge"])


GRANDFATHERING = WeightRule(
    code="grandfathering",
    reads=("base",),
    source="A common base of cap-and-trade schemes; docs/maths/methods.md",
    laws=laws(base_monotone=True, merge_alike=True, merge_any=True),
    weigh=_by_base,
)
CAPACITY = WeightRule(
    code="capacity",
    reads=("capacity",),
    source="Liaoning fluorite quota 2011, by licensed scale (notes P21); docs/maths/methods.md",
    laws=laws(capacity_monotone=True, merge_alike=True, merge_any=True),
    weigh=_by_capacity,
)
UNIFORM_CUT = WeightRule(
    code="uniform_cut",
    reads=("base",),
    may_read=("surcharged",),
    parameters=(
        RuleParameter(code="cut", unit="1", least=Decimal(0), most=Decimal(1)),
        RuleParameter(code="surcharge", unit="1", least=Decimal(0), most=Decimal(1), default=Decimal("0.05")),
    ),
    source="Hebei heating season 2021/22 (notes P09); docs/maths/methods.md",
    laws=laws(base_monotone=True, merge_alike=True, merge_any=False),
    weigh=_after_cut,
)

"""The base tilted by the contribution score: as a power of it, or in a straight line with a limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhibiao.allocation.division.rule import Firms, Numbers, RuleParameter, WeightRule
from zhibiao.allocation.methods.columns import (
    Column,
    Exact,
    Number,
    exact_column,
    exact_decimal,
    exact_number,
    exact_part,
)
from zhibiao.allocation.methods.laws import laws
from zhibiao.contribution.method import tilt_bases
from zhibiao.errors import NoSolution


def contribution_tilt(bases: Column, scores: Column, *, beta: Decimal) -> Exact:
    """Bases times `(score / mean score)^beta`, with the mean and the tilts rounded as a decision publishes them.

    Args:
        bases: tonnes, shape (n,), >= 0.
        scores: published contribution scores, shape (n,), >= 0.
        beta: strength of the tilt, >= 0; 0 leaves the base, 1 is proportional to base times score.

    Raises:
        NoSolution: `score.no_base`, `score.all_zero`.

    Source: docs/maths/allocation.md, "The claim".

    >>> [float(weight) for weight in contribution_tilt([1500, 500], [Decimal("1.1"), Decimal("0.7")], beta=Decimal(1))]
    [1650.0, 350.0]
    """
    base = exact_column("base", bases)
    score = exact_column("score", scores, length=len(base))
    names = [str(position) for position in range(len(base))]
    found = tilt_bases(dict(zip(names, base, strict=True)), dict(zip(names, score, strict=True)), beta=beta)
    return tuple(found.claims[name] for name in names)


def bounded_tilt(bases: Column, scores: Column, *, k: Number, tau: Number) -> Exact:
    """Bases times `1 + clip(k * (score - mean) / mean, -tau, tau)`, the mean weighted by the bases.

    Args:
        bases: tonnes, shape (n,), >= 0.
        scores: contribution scores, shape (n,), >= 0.
        k: slope, >= 0: what a score one percent above the mean adds, in percent.
        tau: most that the tilt adds or takes, 0 to 1.

    Raises:
        NoSolution: `score.no_base`, `score.all_zero`.

    Source: docs/maths/methods.md, "Bounded tilt"; the shape of the allowances of China's carbon market.

    >>> scores = [Decimal("1.5"), Decimal("1.02"), Decimal("0.48")]
    >>> [float(weight) for weight in bounded_tilt([100, 100, 100], scores, k=Decimal("0.15"), tau=Decimal("0.03"))]
    [103.0, 100.3, 97.0]
    """
    base = exact_column("base", bases)
    score = exact_column("score", scores, length=len(base))
    slope, most = exact_number("k", k), exact_part("bounded_tilt", "tau", tau)
    if not sum(base):
        raise NoSolution("score.no_base", enterprises=len(base))
    mean = sum((b * s for b, s in zip(base, score, strict=True)), Fraction(0)) / sum(base)
    if slope == 0 or most == 0:
        return base
    if mean == 0:
        raise NoSolution("score.all_zero", enterprises=len(base))
    tilts = (min(max(slope * (one - mean) / mean, -most), most) for one in score)
    return tuple(amount * (1 + tilt) for amount, tilt in zip(base, tilts, strict=True))


def _by_power(firms: Firms, numbers: Numbers) -> Exact:
    beta = exact_decimal("contribution_tilt", "tilt_beta", numbers["tilt_beta"])
    return contribution_tilt(firms.numbers["base"], firms.numbers["score"], beta=beta)


def _by_line(firms: Firms, numbers: Numbers) -> Exact:
    return bounded_tilt(firms.numbers["base"], firms.numbers["score"], k=numbers["k"], tau=numbers["tau"])


CONTRIBUTION_TILT = WeightRule(
    code="contribution_tilt",
    reads=("base", "score"),
    parameters=(RuleParameter(code="tilt_beta", unit="1", least=Decimal(0), most=Decimal(10), default=Decimal(1)),),
    source="Contribution proposed for steel quotas in 2021 (notes P24); docs/maths/allocation.md",
    laws=laws(base_monotone=True, contribution_monotone=True, merge_alike=True, merge_any=False),
    weigh=_by_power,
)
BOUNDED_TILT = WeightRule(
    code="bounded_tilt",
    reads=("base", "score"),
    parameters=(
        RuleParameter(code="k", unit="1", least=Decimal(0), most=Decimal(10), default=Decimal("0.15")),
        RuleParameter(code="tau", unit="1", least=Decimal(0), most=Decimal(1), default=Decimal("0.03")),
    ),
    source="China ETS plan for steel 2025, as remembered (notes A06–A08, [mem]); docs/maths/methods.md",
    laws=laws(base_monotone=True, contribution_monotone=True, merge_alike=True, merge_any=False),
    weigh=_by_line,
)

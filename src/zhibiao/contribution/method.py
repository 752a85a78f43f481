"""From score to claim: the base-weighted mean score, the tilt, and the base tilted by it or left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.contribution.indicator import SCORE_PLACES
from zhibiao.errors import NoSolution
from zhibiao.terms.exact import power, rounded, rounded_ratio, whole_numbers

TILT_PLACES = 9
# Within these limits a power of floats is off by less than a part in 10^13: a tilt in billionths by less than 0.001.
_MOST, _STRONGEST, _DOUBT, _FLOATS_TO = 10.0, 10.0, 0.01, 10**12
METHODS = ("contribution_tilt", "grandfathering")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Claims by enterprise with the figures they come from: mean score six decimals, tilts nine, claims exact."""

    mean_score: Decimal
    tilts: Mapping[str, Decimal]
    claims: Mapping[str, Fraction]


def tilt_bases(
    bases_t: Mapping[str, int | Fraction], scores: Mapping[str, Decimal | Fraction], *, beta: Decimal
) -> Claims:
    """Claims `a = b * (S / mean)^beta`; with beta 0 the base itself.

    Args:
        bases_t: base per enterprise in tonnes, >= 0.
        scores: published score per enterprise, the same names.
        beta: strength of the tilt, >= 0.

    Raises:
        NoSolution: `score.no_base` when the bases sum to zero, `score.all_zero` when the mean score is zero and the
            tilt has a strength.

    Source: docs/maths/allocation.md, "The claim".
    """
    total_t = sum(bases_t.values())
    if total_t == 0:
        raise NoSolution("score.no_base", enterprises=len(bases_t))
    whole, unit = whole_numbers([scores[name] for name in bases_t])
    weighted = sum(base * score for base, score in zip(bases_t.values(), whole, strict=True))
    mean = rounded(Fraction(weighted) / (total_t * unit), SCORE_PLACES)
    if mean == 0 and beta > 0:
        raise NoSolution("score.all_zero", enterprises=len(bases_t))
    tilts = {name: tilt(scores[name], mean, beta=beta) for name in bases_t}
    claims = {name: base * Fraction(tilts[name]) for name, base in bases_t.items()}
    return Claims(mean_score=mean, tilts=tilts, claims=claims)


def tilt(score: Decimal | Fraction, mean: Decimal, *, beta: Decimal) -> Decimal:
    """`(S / mean)^beta` with nine decimals.

    >>> tilt(Decimal("1.1"), Decimal("1.032"), beta=Decimal(1))
    Decimal('1.065891473')
    """
    if beta == 0:
        return rounded(Fraction(1), TILT_PLACES)
    if beta == 1:
        (above, its_unit), (below, unit) = score.as_integer_ratio(), mean.as_integer_ratio()
        return rounded_ratio(above * unit, below * its_unit, TILT_PLACES)
    nearest = billionths(float(score) / float(mean), float(beta)) if max(score, mean) < _FLOATS_TO else None
    if nearest is not None:
        return Decimal(f"{nearest}E-{TILT_PLACES}")
    return rounded(power(Fraction(score) / Fraction(mean), beta), TILT_PLACES)


def billionths(ratio: float, beta: float) -> int | None:
    """The nearest whole number of billionths to `ratio ^ beta`; None wherever floats leave it in doubt.

    >>> billionths(1.44, 0.5), billionths(1.0000000005, 1.0)
    (1200000000, None)
    """
    if not 0 < ratio <= _MOST or not 0 <= beta <= _STRONGEST or (found := ratio**beta) > _MOST:
        return None
    nearest = round(found * 1e9)
    return None if abs(abs(found * 1e9 - nearest) - 0.5) < _DOUBT else nearest

"""A claims problem in whole numbers: claims and estate over one denominator, checked once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import UsageError

Number = int | float | Fraction | Decimal
Numbers = Sequence[Number] | npt.NDArray[Any]
Awards = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsProblem:
    """Claims and an estate as whole numbers of `1 / denominator`, with 0 <= estate <= sum of the claims."""

    claims: tuple[int, ...]
    estate: int
    denominator: int

    @property
    def total(self) -> int:
        """The sum of the claims."""
        return sum(self.claims)

    @property
    def deficit(self) -> int:
        """What the claims together exceed the estate by."""
        return self.total - self.estate

    def awards(self, numerators: Iterable[int], divisor: int = 1) -> Awards:
        """Exact awards from whole numbers over `divisor`, in the unit of this problem; they sum to the estate."""
        found = list(numerators)
        if len(found) != len(self.claims) or sum(found) != self.estate * divisor:
            raise AssertionError("awards sum to the estate")
        over = divisor * self.denominator
        return tuple(Fraction(numerator, over) for numerator in found)


def problem_of(claims: Numbers, estate: Number) -> ClaimsProblem:
    """Bring a question to whole numbers; floats are taken as the exact binary fractions they are.

    Args:
        claims: shape (n,), finite and >= 0; none at all is a problem too, with an estate of 0.
        estate: what there is to divide, in the unit of the claims, 0 <= estate <= sum of the claims.

    Raises:
        UsageError: `claims.shape`, `claims.not_a_number`, `claims.negative` with the first offending position (from
            0), or `claims.estate_out_of_reach` with both sums.

    >>> problem_of([0.5, Fraction(1, 3)], 0.25)
    ClaimsProblem(claims=(6, 4), estate=3, denominator=12)
    """
    exact = [_exact("claims", place, value) for place, value in enumerate(_row(claims))]
    whole_estate = _exact("estate", 0, estate.item() if isinstance(estate, np.generic) else estate)
    denominator = math.lcm(whole_estate.denominator, *{claim.denominator for claim in exact})
    whole = tuple(claim.numerator * (denominator // claim.denominator) for claim in exact)
    estate_over = whole_estate.numerator * (denominator // whole_estate.denominator)
    if estate_over > sum(whole):
        most = Fraction(sum(whole), denominator)
        raise UsageError("claims.estate_out_of_reach", estate=str(estate), claims=_shown(most))
    return ClaimsProblem(claims=whole, estate=estate_over, denominator=denominator)


def _row(values: Numbers) -> Sequence[Any]:
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            raise UsageError("claims.shape", found=str(values.shape))
        return list(values.tolist())
    if isinstance(values, str | bytes) or not isinstance(values, Sequence):
        raise UsageError("claims.shape", found=type(values).__name__)
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def _exact(name: str, place: int, value: Any) -> int | Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        raise UsageError("claims.not_a_number", name=name, position=place, found=str(value))
    if not isinstance(value, int | Fraction) and not math.isfinite(value):
        raise UsageError("claims.not_a_number", name=name, position=place, found=str(value))
    if value < 0:
        raise UsageError("claims.negative", name=name, position=place, found=str(value))
    return value if isinstance(value, int | Fraction) else Fraction(value)


def _shown(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6f}"

"""What a split is asked with: weights and bounds checked, and made exact, before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.errors import CapOutOfReach, UsageError

LARGEST_T = 2**62  # sums of tonnes have to stay inside 64 bits
NAMED_AT_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitInput:
    """A well-formed question: exact weights, whole bounds, a whole cap."""

    weights: list[int | Fraction]
    floors: list[int]
    ceilings: list[int]
    cap: int


def checked_input(
    weights: npt.ArrayLike, *, floors: npt.ArrayLike | None, ceilings: npt.ArrayLike | None, cap: int
) -> SplitInput:
    """Read arrays as exact numbers.

    Raises:
        UsageError: `split.shape`, `split.not_a_number`, `split.not_whole`, `split.negative`, `split.too_large`,
            `split.floor_above_ceiling` or `split.empty`, with the name and position of what is wrong.
    """
    exact = [_exact("weights", place, value) for place, value in enumerate(_row("weights", weights))]
    if not exact:
        raise UsageError("split.empty")
    tonnes = _whole("cap", 0, cap)
    low = [0] * len(exact) if floors is None else _bounds("floors", floors, len(exact), infinite=None)
    none = max(tonnes, *low)
    high = [none] * len(exact) if ceilings is None else _bounds("ceilings", ceilings, len(exact), infinite=none)
    for place, (least, most) in enumerate(zip(low, high, strict=True)):
        if least > most:
            raise UsageError("split.floor_above_ceiling", position=place, floor=least, ceiling=most)
    return SplitInput(weights=exact, floors=low, ceilings=high, cap=tonnes)


def refuse_out_of_reach(
    weights: Sequence[int], floors: Sequence[int], ceilings: Sequence[int], cap: int, names: Sequence[str]
) -> None:
    """Raise CapOutOfReach with both sums and the largest of the bounds that stand in the way.

    A weight of zero stays at its floor whatever the scale, so its floor counts on both sides.
    """
    reach = [high if weight else low for weight, low, high in zip(weights, floors, ceilings, strict=True)]
    least, most = sum(floors), sum(reach)
    if least <= cap <= most:
        return
    bounds = floors if cap < least else reach
    largest = sorted(range(len(bounds)), key=lambda place: (-bounds[place], place))[:NAMED_AT_MOST]
    labels = [names[place] if names else f"#{place + 1}" for place in largest if bounds[place]]
    raise CapOutOfReach(cap_t=cap, floors_t=least, ceilings_t=most, binding=labels)


def _row(name: str, values: npt.ArrayLike) -> list[Any]:
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise UsageError("split.shape", name=name, found="?", wanted="(n,)") from error
    if array.ndim != 1:
        raise UsageError("split.shape", name=name, found=str(array.shape), wanted="(n,)")
    if array.dtype == np.float16 or array.dtype == np.float32:
        array = array.astype(np.float64)
    return list(array.tolist())


def _bounds(name: str, values: npt.ArrayLike, length: int, *, infinite: int | None) -> list[int]:
    row = _row(name, values)
    if len(row) != length:
        raise UsageError("split.shape", name=name, found=f"({len(row)},)", wanted=f"({length},)")
    return [
        infinite if infinite is not None and value == math.inf else _whole(name, place, value)
        for place, value in enumerate(row)
    ]


def _exact(name: str, place: int, value: Any) -> int | Fraction:
    """A number as it is: whole numbers stay whole numbers, which are quick, and nothing is rounded."""
    if isinstance(value, bool | complex | str) or value is None:
        raise UsageError("split.not_a_number", name=name, position=place, found=str(value))
    try:
        if isinstance(value, float) and value.is_integer():
            number: int | Fraction = int(value)
        else:
            number = value if isinstance(value, int) else Fraction(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError("split.not_a_number", name=name, position=place, found=str(value)) from error
    if number < 0:
        raise UsageError("split.negative", name=name, position=place, found=str(value))
    return number


def _whole(name: str, place: int, value: Any) -> int:
    number = _exact(name, place, value)
    if not isinstance(number, int) and number.denominator != 1:
        raise UsageError("split.not_whole", name=name, position=place, found=str(value))
    if number > LARGEST_T:
        raise UsageError("split.too_large", name=name, position=place, found=str(value), largest=LARGEST_T)
    return int(number)

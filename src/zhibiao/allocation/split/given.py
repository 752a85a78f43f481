"""What a split is asked with: weights and bounds checked, and made exact, before anything is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.split.array_passes import ArrayView, FloatArray, whole_sum
from zhibiao.errors import CapOutOfReach, UsageError

LARGEST_T = 2**62  # sums of tonnes have to stay inside 64 bits
NAMED_AT_MOST = 12
_EXACT_FLOAT = 2.0**53
# Weights between these make no product or quotient with tonnes that leaves the range of floats.
_LARGEST_WEIGHT, _LEAST_WEIGHT, _WIDEST = 2.0**400, 2.0**-500, 900


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitInput:
    """A well-formed question: exact weights, whole bounds, a whole cap."""

    weights: list[int | Fraction]
    floors: list[int]
    ceilings: list[int]
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayColumns:
    """A well-formed question as arrays; the weights are those given times `2**exponent`."""

    view: ArrayView
    exponent: int
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayInput(ArrayColumns):
    """One whose cap lies between the sums of its bounds, which are `least` and `most`."""

    least: int
    most: int


def array_columns(
    weights: npt.ArrayLike, *, floors: npt.ArrayLike | None, ceilings: npt.ArrayLike | None, cap: int
) -> ArrayColumns | None:
    """The same question as arrays; None where anything is wrong with it or does not fit floats exactly.

    What is None here goes to `checked_input`, which names what is wrong.
    """
    scaled = _scaled(_floats(weights))
    if scaled is None:
        return None
    shares, exponent = scaled
    tonnes = _cap(cap)
    low = np.zeros(shares.size) if floors is None else _whole_floats(floors, shares.size)
    if tonnes is None or low is None:
        return None
    high = _ceilings(ceilings, shares.size, max(tonnes, int(low.max())))
    if high is None or not bool((low <= high).all()):
        return None
    return ArrayColumns(view=ArrayView(weights=shares, floors=low, ceilings=high), exponent=exponent, cap=tonnes)


def array_input(
    weights: npt.ArrayLike, *, floors: npt.ArrayLike | None, ceilings: npt.ArrayLike | None, cap: int
) -> ArrayInput | None:
    """Likewise, with a cap within reach.

    Raises:
        CapOutOfReach: as `refuse_out_of_reach`.
    """
    given = array_columns(weights, floors=floors, ceilings=ceilings, cap=cap)
    if given is None:
        return None
    view, cap = given.view, given.cap
    reach = view.ceilings if view.weights.min() > 0.0 else np.where(view.weights > 0.0, view.ceilings, view.floors)
    least, most = whole_sum(view.floors), whole_sum(reach)
    if not least <= cap <= most:
        _refuse(cap, least, most, view.floors if cap < least else reach)
    return ArrayInput(view=view, exponent=given.exponent, cap=cap, least=least, most=most)


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


def whole_row(name: str, values: npt.ArrayLike) -> list[int]:
    """A row of whole numbers >= 0.

    Raises:
        UsageError: `split.*` as above.
    """
    return [_whole(name, place, value) for place, value in enumerate(_row(name, values))]


def whole_or_endless(name: str, values: npt.ArrayLike) -> list[int | None]:
    """Likewise; None and infinity are None."""
    row = enumerate(_row(name, values))
    return [None if value is None or value == math.inf else _whole(name, place, value) for place, value in row]


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


def _refuse(cap: int, least: int, most: int, bounds: FloatArray) -> NoReturn:
    largest = np.argsort(-bounds, kind="stable")[:NAMED_AT_MOST].tolist()
    labels = [f"#{place + 1}" for place in largest if bounds[place]]
    raise CapOutOfReach(cap_t=cap, floors_t=least, ceilings_t=most, binding=labels)


def _floats(values: npt.ArrayLike) -> FloatArray | None:
    """A row of numbers as floats, if each is one exactly."""
    if np.ma.is_masked(values):  # what is missing is not what lies under the mask
        return None
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.ndim != 1 or not array.size or array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        return None
    if array.dtype.kind != "f" and not (array.min() >= 0 and array.max() <= _EXACT_FLOAT):
        return None
    return np.ascontiguousarray(array, dtype=np.float64)


def _scaled(weights: FloatArray | None) -> tuple[FloatArray, int] | None:
    if weights is None:
        return None
    least, largest = float(weights.min()), float(weights.max())
    if not 0.0 <= least <= largest < math.inf or not largest:
        return None
    if least < _LEAST_WEIGHT:
        least = float(weights.min(where=weights > 0.0, initial=largest))
    if least >= _LEAST_WEIGHT and largest <= _LARGEST_WEIGHT:
        return weights, 0
    exponent = -math.frexp(largest)[1]
    if math.frexp(least)[1] + exponent < -_WIDEST:
        return None
    return np.ldexp(weights, exponent), exponent


def _whole_floats(values: npt.ArrayLike, length: int) -> FloatArray | None:
    row = _floats(values)
    if row is None or row.size != length or not (row.min() >= 0.0 and row.max() <= _EXACT_FLOAT):
        return None
    return row if bool((np.floor(row) == row).all()) else None


def _ceilings(values: npt.ArrayLike | None, length: int, none: int) -> FloatArray | None:
    if values is None:
        return np.full(length, float(none)) if none <= _EXACT_FLOAT else None
    row = _floats(values)
    if row is not None and row.size and row.max() == math.inf:
        row = np.where(row == math.inf, float(none), row) if none <= _EXACT_FLOAT else None
    return None if row is None else _whole_floats(row, length)


def _cap(cap: int) -> int | None:
    try:
        return _whole("cap", 0, cap)
    except UsageError:
        return None


def _row(name: str, values: npt.ArrayLike) -> list[Any]:
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, OverflowError) as error:
        raise UsageError("split.shape", name=name, found="?", wanted="(n,)") from error
    if array.ndim != 1:
        raise UsageError("split.shape", name=name, found=str(array.shape), wanted="(n,)")
    if array.dtype == np.float16 or array.dtype == np.float32:
        array = array.astype(np.float64)
    return list(values.tolist() if isinstance(values, np.ma.MaskedArray) else array.tolist())


def _bounds(name: str, values: npt.ArrayLike, length: int, *, infinite: int | None) -> list[int]:
    row = _row(name, values)
    if len(row) != length:
        raise UsageError("split.shape", name=name, found=f"({len(row)},)", wanted=f"({length},)")
    return [
        infinite if infinite is not None and (value is None or value == math.inf) else _whole(name, place, value)
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

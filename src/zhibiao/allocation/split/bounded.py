"""The split: a cap shared in proportion to claims, each share within its bounds, exactly and in whole tonnes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from zhibiao.allocation.split.array_passes import AT_CEILING, AT_FLOOR, FREE, NumpyPasses, Passes
from zhibiao.allocation.split.array_split import split_arrays
from zhibiao.allocation.split.given import ArrayInput, SplitInput, array_input, checked_input, refuse_out_of_reach
from zhibiao.terms.apportion import largest_remainder_over, whole_weights
from zhibiao.terms.water_level import water_level

FLOOR, CEILING = "floor", "ceiling"
# Loading compiled passes takes a third of a second once per process: what NumPy needs for some millions of claimants.
COMPILED_FROM = 200_000
_CODES = MappingProxyType({FLOOR: AT_FLOOR, "": FREE, CEILING: AT_CEILING})
_WORDS = MappingProxyType({code: word for word, code in _CODES.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactSplit:
    """A split in exact numbers: `shares[i] == clip(scale * claim[i], floor[i], ceiling[i])`, summing to the cap.

    `binding` names the bound each share meets (`floor`, `ceiling` or empty); `tonnes` are the shares in whole tonnes.
    """

    scale: Fraction
    shares: tuple[Fraction, ...]
    tonnes: tuple[int, ...]
    binding: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A split as arrays.

    Args:
        tonnes: whole tonnes, shape (n,), int64, summing to exactly the cap.
        at_bound: -1 where the share meets the floor, 1 the ceiling, 0 neither; shape (n,), int8.
        scale: the exact factor from weight to share.
    """

    tonnes: npt.NDArray[np.int64]
    at_bound: npt.NDArray[np.int8]
    scale: Fraction

    @property
    def binding(self) -> tuple[str, ...]:
        """Per position `floor`, `ceiling` or empty, as words; made anew each time."""
        return tuple(_WORDS[code] for code in self.at_bound.tolist())


def split_exact(
    claims: Sequence[Fraction | int],
    *,
    floors: Sequence[int],
    ceilings: Sequence[int],
    cap: int,
    names: Sequence[str] = (),
) -> ExactSplit:
    """Split a cap in proportion to exact claims, within whole-tonne bounds.

    Whole tonnes by largest remainder; equal remainders go to the earlier position, so the caller orders by
    enterprise id. `names` are used only to say whose bounds an impossible cap runs into.

    Raises:
        CapOutOfReach: the cap lies outside [sum of floors, sum of ceilings]; a claim of zero counts with its floor
            on both sides, since no scale lifts it.

    Source: docs/maths/allocation.md, "The split".

    >>> split_exact([3, 1], floors=[0, 0], ceilings=[60, 60], cap=100).tonnes
    (60, 40)
    """
    weights = whole_weights(claims)
    found = _fill(weights, floors, ceilings, cap, names)
    return ExactSplit(
        scale=_per_claim(found.level, claims, weights),
        shares=tuple(Fraction(numerator, found.level.denominator) for numerator in found.numerators),
        tonnes=found.tonnes,
        binding=found.binding,
    )


def split_by_weight(
    weights: npt.ArrayLike,
    *,
    cap: int,
    floors: npt.ArrayLike | None = None,
    ceilings: npt.ArrayLike | None = None,
) -> Split:
    """Split a cap in proportion to weights, each share within its bounds, in whole tonnes.

    Who meets a bound keeps it; what remains is split again among the others. Floats are taken as the exact binary
    fractions they are, so that the answer is the same on every machine.

    Args:
        weights: shape (n,), no unit, whole numbers or floats, finite and >= 0.
        cap: tonnes to be given out in total.
        floors: least tonnes each, shape (n,), whole; zero when absent.
        ceilings: most tonnes each, shape (n,), whole, >= its floor; infinite ones and None mean no ceiling.

    Raises:
        UsageError: `split.*`, with the first offending position.
        CapOutOfReach: the cap lies outside what the bounds allow; carries both sums.

    >>> split_by_weight([3.0, 1.0], floors=[0, 0], ceilings=[60, 60], cap=100).tonnes.tolist()
    [60, 40]
    """
    given = array_input(weights, floors=floors, ceilings=ceilings, cap=cap)
    found = by_arrays(given, passes_for(given.view.weights.size)) if given is not None else None
    return found or by_breakpoints(checked_input(weights, floors=floors, ceilings=ceilings, cap=cap))


def passes_for(claimants: int) -> Passes:
    """Compiled passes where there are many claimants and Numba, the extra `fast`, is installed; else NumPy's."""
    if claimants >= COMPILED_FROM:
        try:
            from zhibiao.allocation.split.compiled import CompiledPasses
        except (ImportError, RuntimeError):  # not installed, not for this NumPy, or nowhere to keep what it compiles
            return NumpyPasses()
        return CompiledPasses()
    return NumpyPasses()


def by_arrays(given: ArrayInput, passes: Passes) -> Split | None:
    """Floats first, whole numbers where they decide; None where that does not settle."""
    found = split_arrays(given.view, cap=given.cap, least=given.least, most=given.most, passes=passes)
    if found is None:
        return None
    scale = found.scale * Fraction(2) ** given.exponent
    return Split(tonnes=found.tonnes, at_bound=found.at_bound, scale=scale)


def by_breakpoints(given: SplitInput) -> Split:
    """Whole numbers throughout: for what does not fit floats, and what the arrays are held against."""
    whole = whole_weights(given.weights)
    found = _fill(whole, given.floors, given.ceilings, given.cap, ())
    at_bound = np.array([_CODES[word] for word in found.binding], dtype=np.int8)
    scale = _per_claim(found.level, given.weights, whole)
    return Split(tonnes=np.array(found.tonnes, dtype=np.int64), at_bound=at_bound, scale=scale)


@dataclass(frozen=True, slots=True)
class _Filled:
    """Shares as numerators over the denominator of the level: whole numbers are many times faster than fractions."""

    level: Fraction
    numerators: list[int]
    tonnes: tuple[int, ...]
    binding: tuple[str, ...]


def _fill(
    weights: Sequence[int], floors: Sequence[int], ceilings: Sequence[int], cap: int, names: Sequence[str]
) -> _Filled:
    refuse_out_of_reach(weights, floors, ceilings, cap, names)
    level = water_level(weights, floors=floors, ceilings=ceilings, total=cap)
    p, q = level.numerator, level.denominator
    rows = [(p * weight, q * low, q * high) for weight, low, high in zip(weights, floors, ceilings, strict=True)]
    numerators = [min(max(free, low), high) for free, low, high in rows]
    binding = tuple(binding_of(free, low, high) for free, low, high in rows)
    return _Filled(level, numerators, largest_remainder_over(numerators, q, cap), binding)


def _per_claim(level: Fraction, claims: Sequence[Fraction | int], weights: Sequence[int]) -> Fraction:
    """The level per unit of claim rather than per unit of whole-number weight."""
    return next(
        (level * weight / Fraction(claim) for claim, weight in zip(claims, weights, strict=True) if weight), level
    )


def binding_of(free_share: int, floor: int, ceiling: int) -> str:
    """The bound a share meets: `floor`, `ceiling` or empty; all three over one denominator.

    Where floor and ceiling are one, the one that the free share presses against.
    """
    if free_share <= floor and not free_share == floor == ceiling:
        return FLOOR
    return CEILING if free_share >= ceiling else ""

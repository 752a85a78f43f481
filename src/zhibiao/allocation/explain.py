"""Every tonne has a reason: a quota taken apart into whole-tonne parts that sum to it exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from zhibiao.allocation.decision import Part
from zhibiao.terms.apportion import largest_remainder_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What moves one enterprise's claim away from its base, as shares of the base; they sum to its tilt less one.

    Every method names its own: an indicator, a factor, a pool, a benchmark. The values are whole numbers over one
    denominator, since whole numbers are many times faster than fractions.

    Args:
        codes: as printed among the parts, such as `indicator.value` or `multiplier`; none where nothing moves.
        numerators: one per code, negative where it takes away.
        denominator: of all of them, > 0.
    """

    codes: tuple[str, ...]
    numerators: tuple[int, ...]
    denominator: int

    @classmethod
    def of(cls, moves: Mapping[str, Fraction]) -> Moves:
        """Bring exact moves to one denominator.

        >>> Moves.of({"pool": Fraction(1, 2), "cut": Fraction(-1, 3)})
        Moves(codes=('pool', 'cut'), numerators=(3, -2), denominator=6)
        """
        denominator = lcm(*(move.denominator for move in moves.values()))
        numerators = tuple(move.numerator * (denominator // move.denominator) for move in moves.values())
        return cls(codes=tuple(moves), numerators=numerators, denominator=denominator)

    def exact(self) -> dict[str, Fraction]:
        """The moves by code."""
        values = zip(self.codes, self.numerators, strict=True)
        return {code: Fraction(numerator, self.denominator) for code, numerator in values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the explanations of one decision have in common.

    Args:
        split_t: tonnes that are split, cap less reserve.
        bases_t: sum of the bases, > 0.
        scale: the exact factor from claim to share.
    """

    split_t: int
    bases_t: int
    scale: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One enterprise's way through the split: what it came with and what it got; `binding` is empty or a bound."""

    base_t: int
    claim: Fraction
    share: Fraction
    binding: str
    quota_t: int


def parts_of(frame: Frame, outcome: Outcome, moves: Moves) -> tuple[Part, ...]:
    """The parts of one quota in whole tonnes; they sum to it exactly.

    Real-valued parts are rounded by largest remainder, negative ones too, earlier parts first where remainders are
    equal. Enterprises with equal figures get equal parts, except for the tonne that rounding gave one of them.

    Source: docs/maths/allocation.md, "The explanation".

    >>> frame = Frame(split_t=2000, bases_t=2000, scale=Fraction(1))
    >>> outcome = Outcome(base_t=1000, claim=Fraction(1250), share=Fraction(1100), binding="ceiling.base", quota_t=1100)
    >>> [(part.code, part.tonnes) for part in parts_of(frame, outcome, Moves.of({"value": Fraction(1, 4)}))]
    [('base', 1000), ('value', 250), ('redistribution', 0), ('bound.ceiling.base', -150), ('rounding', 0)]
    """
    codes, claim, share = ["base", *moves.codes, "redistribution"], outcome.claim, outcome.share
    p, q = frame.scale.numerator, frame.scale.denominator
    # Everything over q * below: the scale's denominator and one that all other figures share.
    below = lcm(moves.denominator, frame.bases_t, claim.denominator, share.denominator)
    at_scale = p * outcome.base_t
    reference = frame.split_t * outcome.base_t * (q * (below // frame.bases_t))
    per_move = at_scale * (below // moves.denominator)
    real = [reference, *(per_move * numerator for numerator in moves.numerators), at_scale * below - reference]
    if outcome.binding:
        free = p * claim.numerator * (below // claim.denominator)
        real.append(share.numerator * (q * (below // share.denominator)) - free)
        codes.append(f"bound.{outcome.binding}")
    real.append(outcome.quota_t * q * below - sum(real))
    tonnes = largest_remainder_over(real, q * below, outcome.quota_t)
    return tuple(Part(code=code, tonnes=part) for code, part in zip((*codes, "rounding"), tonnes, strict=True))

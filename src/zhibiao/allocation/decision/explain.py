"""Every tonne has a reason: a quota taken apart into whole-tonne parts that sum to it exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from zhibiao.allocation.decision.decision import Part
from zhibiao.terms.apportion import largest_remainder_over

REDISTRIBUTION = "redistribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What moves one enterprise's claim away from its base, as shares of the base.

    Every method names its own: an indicator, a factor, a pool. The values are whole numbers over one denominator,
    since whole numbers are many times faster than fractions. They sum to the tilt less one, or leave what is missing
    to the part that `rest` names, which works for a base of zero too.

    Args:
        codes: as printed among the parts, such as `indicator.value` or `multiplier`; none where nothing moves.
        numerators: one per code, negative where it takes away.
        denominator: of all of them, > 0.
        rest: code of the part that takes what is left of claim less base, `redistribution` included; empty where
            nothing is left but published decimals, which count as rounding.
    """

    codes: tuple[str, ...]
    numerators: tuple[int, ...]
    denominator: int
    rest: str = ""

    @classmethod
    def of(cls, moves: Mapping[str, Fraction]) -> Moves:
        """Bring exact moves to one denominator.

        >>> found = Moves.of({"pool": Fraction(1, 2), "cut": Fraction(-1, 3)})
        >>> found.codes, found.numerators, found.denominator
        (('pool', 'cut'), (3, -2), 6)
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
    codes, claim, share = ["base", *moves.codes], outcome.claim, outcome.share
    p, q = frame.scale.numerator, frame.scale.denominator
    # Everything over q * below: the scale's denominator and one that all other figures share.
    below = lcm(moves.denominator, frame.bases_t, claim.denominator, share.denominator)
    at_scale = p * outcome.base_t
    reference = frame.split_t * outcome.base_t * (q * (below // frame.bases_t))
    per_move = at_scale * (below // moves.denominator)
    free = p * claim.numerator * (below // claim.denominator)
    moved = [per_move * numerator for numerator in moves.numerators]
    rest = free - at_scale * below - sum(moved) if moves.rest else 0
    redistribution = at_scale * below - reference
    if moves.rest == REDISTRIBUTION:
        redistribution += rest
    elif moves.rest:
        codes.append(moves.rest)
        moved.append(rest)
    codes.append(REDISTRIBUTION)
    real = [reference, *moved, redistribution]
    if outcome.binding:
        real.append(share.numerator * (q * (below // share.denominator)) - free)
        codes.append(f"bound.{outcome.binding}")
    return _whole(codes, real, q * below, outcome.quota_t)


def _whole(codes: Sequence[str], real: Sequence[int], unit: int, quota_t: int) -> tuple[Part, ...]:
    """Parts in whole tonnes from parts over `unit`; what they leave of the quota is rounding."""
    tonnes = largest_remainder_over([*real, quota_t * unit - sum(real)], unit, quota_t)
    return tuple(Part(code=code, tonnes=part) for code, part in zip((*codes, "rounding"), tonnes, strict=True))


def parts_of_award(
    *, split_t: int, bases_t: int, floors_t: int, base_t: int, floor_t: int, share: Fraction, quota_t: int
) -> tuple[Part, ...]:
    """The parts of a quota that a claims rule gives beyond a floor; they sum to it exactly.

    Floors are given first, so that they move tonnes between the shares by base (`redistribution`); of what is left
    the rule gives everyone another share than the base would (`method`). Bounds are inside of both.

    Args:
        split_t: tonnes that are split.
        bases_t, floors_t: sums over all enterprises; the first > 0.
        share: the exact share, floor and award.

    Source: docs/maths/allocation.md, "The explanation".

    >>> found = parts_of_award(
    ...     split_t=90, bases_t=100, floors_t=40, base_t=50, floor_t=30, share=Fraction(48), quota_t=48
    ... )
    >>> [(part.code, part.tonnes) for part in found]
    [('base', 45), ('method', -7), ('redistribution', 10), ('rounding', 0)]
    """
    unit = bases_t * share.denominator
    base = split_t * base_t * share.denominator
    redistribution = floor_t * unit - floors_t * base_t * share.denominator
    method = share.numerator * bases_t - base - redistribution
    return _whole(("base", "method", REDISTRIBUTION), (base, method, redistribution), unit, quota_t)

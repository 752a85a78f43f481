"""What is taken off the cap before anything is split: amounts set aside by name, then the reserve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhibiao.errors import NoSolution, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class CapParts:
    """A cap in three parts that sum to it, in whole tonnes."""

    set_aside_t: int
    reserve_t: int
    split_t: int


def after_set_asides(cap_t: int, set_asides: Mapping[str, int], reserve_share: Decimal | Fraction | int) -> CapParts:
    """What is left to be split after set-asides and the reserve.

    Set-asides come first and are fixed amounts: research, customary use, trials, whatever the rulebook names. The
    reserve is a share of the whole cap, to the whole tonne, half to even, as a decision takes it, so that without
    set-asides the two agree.

    Args:
        cap_t: the year's cap, whole tonnes >= 0.
        set_asides: whole tonnes >= 0 by name.
        reserve_share: from 0 to 1.

    Raises:
        UsageError: `set_asides.negative`, `set_asides.share_out_of_range`.
        NoSolution: `set_asides.exceed_cap`, nothing would be left, not even zero.

    Source: New Zealand's Fisheries Act 1996, sections 20 and 21 (allowances come off the total catch, what is left is
    shared by quota); notes on the domain, 2.6.

    >>> after_set_asides(5000, {"customary": 300, "recreation": 200}, 0)
    CapParts(set_aside_t=500, reserve_t=0, split_t=4500)
    """
    share = Fraction(reserve_share)
    if not 0 <= share <= 1:
        raise UsageError("set_asides.share_out_of_range", found=str(reserve_share))
    for name, tonnes in {"cap_t": cap_t, **set_asides}.items():
        if tonnes < 0:
            raise UsageError("set_asides.negative", name=name, found=tonnes)
    set_aside_t, reserve_t = sum(set_asides.values()), round(share * cap_t)
    split_t = cap_t - set_aside_t - reserve_t
    if split_t < 0:
        raise NoSolution(
            "set_asides.exceed_cap",
            cap_t=cap_t,
            set_aside_t=set_aside_t,
            reserve_t=reserve_t,
            over_t=-split_t,
            names="、".join(f"{name} {tonnes:,}" for name, tonnes in set_asides.items()) or "—",
        )
    return CapParts(set_aside_t=set_aside_t, reserve_t=reserve_t, split_t=split_t)

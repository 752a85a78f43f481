"""How far a quota depends on one reported figure: what a misstatement would have earned, for the bureau only.

A large figure here says where an audit is worth its time. It says nothing about whether a figure is false.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.allocation.reasons.trial import Trials


@dataclass(frozen=True, slots=True, kw_only=True)
class Misstatement:
    """An enterprise as it would have stood with one of its reported figures moved.

    Args:
        field: of the return, or `high_end` for the tonnes of all products of the catalogue together.
        year: whose figures are moved.
        reported: the figure over that year as it stands.
        by: the signed share it is moved by, such as 0.01 or -0.05.
        claimant: with the figure moved wherever it counts: numerators, denominators, base.
    """

    field: str
    year: int
    reported: Decimal
    by: Decimal
    claimant: Claimant


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a misstatement of one size would have earned: `by` is the sign and size that earns most.

    `by` and `tonnes` are 0 where neither direction earns anything.
    """

    size: Decimal
    by: Decimal
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """One reported figure of one enterprise and what moving it would have earned; `gains` from the smallest size."""

    enterprise: str
    field: str
    year: int
    reported: Decimal
    quota_t: int
    gains: tuple[Gain, ...]

    def plain(self) -> dict[str, Any]:
        """The row as plain values, decimals as strings."""
        return {
            "enterprise": self.enterprise,
            "field": self.field,
            "year": self.year,
            "reported": format(self.reported, "f"),
            "quota_t": self.quota_t,
            "gains": [
                {"size": format(gain.size, "f"), "by": format(gain.by, "f"), "tonnes": gain.tonnes}
                for gain in self.gains
            ],
        }


def audit_ranking(decision: Decision, misstatements: Iterable[Misstatement]) -> tuple[Sensitivity, ...]:
    """Decide again with every misstatement, each alone, and rank the figures: where the smallest one pays most, first.

    Of a size given in both directions the one that earns more counts. Equal gains: the next size decides, then
    enterprise, field and year. Where a misstatement would have left no decision it earns nothing.

    Raises:
        KeyError: a misstatement of an enterprise that the decision does not cover.

    Source: docs/maths/allocation.md, "What a false figure would have earned".
    """
    trials = Trials(decision)
    rows: dict[tuple[str, str, int], tuple[Decimal, dict[Decimal, Gain]]] = {}
    for one in misstatements:
        key = (one.claimant.enterprise, one.field, one.year)
        _, best = rows.setdefault(key, (one.reported, {}))
        gain = _gain(trials, one)
        if gain.size not in best or gain.tonnes > best[gain.size].tonnes:
            best[gain.size] = gain
    tonnes = trials.decided.quotas_t
    found = [
        Sensitivity(
            enterprise=enterprise,
            field=field,
            year=year,
            reported=reported,
            quota_t=tonnes[trials.places[enterprise]],
            gains=tuple(best[size] for size in sorted(best)),
        )
        for (enterprise, field, year), (reported, best) in rows.items()
    ]
    return tuple(sorted(found, key=_rank))


def _gain(trials: Trials, one: Misstatement) -> Gain:
    place, size = trials.places[one.claimant.enterprise], abs(one.by)
    found = trials.with_claimant(place, one.claimant)
    tonnes = 0 if found is None else found.quotas_t[place] - trials.decided.quotas_t[place]
    return Gain(size=size, by=one.by, tonnes=tonnes) if tonnes > 0 else Gain(size=size, by=Decimal(0), tonnes=0)


def _rank(row: Sensitivity) -> tuple[list[int], str, str, int]:
    return [-gain.tonnes for gain in row.gains], row.enterprise, row.field, row.year

"""What each method names as the cause of a claim that differs from its base."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhibiao.allocation.decision.explain import Moves
from zhibiao.allocation.decision.method_claims import BOUNDED_TILT
from zhibiao.allocation.decision.tilt_moves import line_moves, tilt_moves
from zhibiao.allocation.division.rule import Numbers
from zhibiao.contribution.method import METHODS as BY_TILT
from zhibiao.contribution.method import Claims
from zhibiao.contribution.scoring import Score
from zhibiao.policy.methods import TWO_POOLS
from zhibiao.policy.rulebook import Rulebook

METHOD, POOL = "method", "pool"


def moves_by_method(
    rulebook: Rulebook,
    numbers: Numbers,
    *,
    bases_t: Mapping[str, int],
    scores: Mapping[str, Score],
    claims: Claims,
    beta: Decimal,
) -> dict[str, Moves]:
    """Moves by enterprise: indicators and multiplier under a tilt, the pool under two pools, else the method as such.

    Args:
        numbers: parameters of the method.
        beta: strength of a contribution tilt, 0 where nothing is tilted.

    Source: docs/maths/allocation.md, "The explanation".
    """
    if rulebook.method in BY_TILT:
        return tilt_moves(bases_t, scores, rulebook.indicators, beta=beta, mean_score=claims.mean_score)
    if rulebook.method == BOUNDED_TILT:
        return line_moves(
            bases_t,
            scores,
            rulebook.indicators,
            slope=numbers["k"],
            limit=numbers["tau"],
            mean_score=claims.mean_score,
        )
    rest = POOL if rulebook.method == TWO_POOLS else METHOD
    return dict.fromkeys(bases_t, Moves(codes=(), numerators=(), denominator=1, rest=rest))

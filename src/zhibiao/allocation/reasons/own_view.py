"""What one enterprise may see of a decision: its own figures, and aggregates of at least three enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from zhibiao.allocation.decision.decision import Claimant, Decision, Share
from zhibiao.allocation.reasons.own_moves import OwnMove, own_moves
from zhibiao.allocation.reasons.own_plan import OwnPlan, own_plan

LEAST_FIRMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """One enterprise's side of a decision; nothing of another enterprise can be reached from here.

    Args:
        plan_year: the year the quota is for.
        as_of: the last month counted as made, empty for the year's first allocation.
        claimant: this enterprise's inputs.
        share: this enterprise's outcome.
        enterprises: how many enterprises the decision covers.
        cap_t: the year's cap, which is public.
        reserve_t: the part kept back.
        mean_score: the base-weighted mean score; None where fewer than three enterprises make it.
        references: reference of each indicator; None where it is a mean of fewer than three enterprises.
        month: the month that a regulation is for; empty for an allocation.
        moves: what a regulation moves of this enterprise.
        plan: its own months of the plan behind a regulation.
    """

    plan_year: int
    as_of: str
    claimant: Claimant
    share: Share
    enterprises: int
    cap_t: int
    reserve_t: int
    mean_score: Decimal | None
    references: Mapping[str, Decimal | None]
    month: str = ""
    moves: tuple[OwnMove, ...] = ()
    plan: OwnPlan | None = None


def own_view(decision: Decision, enterprise: str, *, fixed_references: frozenset[str] = frozenset()) -> OwnView:
    """Cut one enterprise's view out of a decision; KeyError when the decision does not cover it.

    Args:
        decision: the whole decision.
        enterprise: whose view.
        fixed_references: indicators whose reference is a figure of the rulebook, not a mean of enterprises.

    A mean counts as an aggregate only when at least three enterprises reported the indicator.
    """
    claimants = {claimant.enterprise: claimant for claimant in decision.claimants}
    shares = {share.enterprise: share for share in decision.shares}
    share = shares[enterprise]
    return OwnView(
        plan_year=decision.plan_year,
        as_of=decision.as_of,
        claimant=claimants[enterprise],
        share=share,
        enterprises=len(decision.shares),
        cap_t=decision.cap_t,
        reserve_t=decision.reserve_t,
        mean_score=decision.mean_score if len(decision.shares) >= LEAST_FIRMS else None,
        references={
            result.indicator: result.reference
            if result.indicator in fixed_references or _is_reported_by_enough(decision, result.indicator)
            else None
            for result in share.indicators
        },
        month=decision.month,
        moves=own_moves(decision, enterprise),
        plan=own_plan(decision, enterprise),
    )


def _is_reported_by_enough(decision: Decision, indicator: str) -> bool:
    reporting = (
        share.enterprise
        for share in decision.shares
        if any(result.indicator == indicator and result.value is not None for result in share.indicators)
    )
    return len(list(islice(reporting, LEAST_FIRMS))) == LEAST_FIRMS

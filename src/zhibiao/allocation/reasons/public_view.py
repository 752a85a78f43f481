"""What the public may see of a decision and of a month: totals, counts, and sums of at least three enterprises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.own_view import LEAST_FIRMS
from zhibiao.assessment.high_end.account import HighEndAccount
from zhibiao.assessment.monthly import MonthAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of one decision in whole tonnes; `given_t` is the sum of all quotas."""

    decision: str
    cap_t: int
    reserve_t: int
    given_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a regulation moves in all: tonnes from `down` enterprises to `up` enterprises."""

    tonnes: int
    up: int
    down: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicView:
    """The public's side of a decision; no figure and no name of a single enterprise can be reached from here.

    Args:
        totals: of the decision.
        last: of the decision before; None where there is none.
        enterprises: how many it covers.
        at_ceiling, at_floor: how many meet a bound.
        moved: None for an allocation, and where fewer than three give or get: such a sum could be one's own.
    """

    totals: Totals
    last: Totals | None
    enterprises: int
    at_ceiling: int
    at_floor: int
    moved: Moved | None


def public_view(decision: Decision, last: Decision | None = None) -> PublicView | None:
    """Cut the public's view out of a decision; None where it covers fewer than three enterprises."""
    if len(decision.shares) < LEAST_FIRMS:
        return None
    compared = last if last is not None and len(last.shares) >= LEAST_FIRMS else None
    return PublicView(
        totals=totals_of(decision),
        last=None if compared is None else totals_of(compared),
        enterprises=len(decision.shares),
        at_ceiling=sum(share.binding.startswith("ceiling") for share in decision.shares),
        at_floor=sum(share.binding.startswith("floor") for share in decision.shares),
        moved=_moved(decision),
    )


def totals_of(decision: Decision) -> Totals:
    """The sums of a decision."""
    given = sum(share.quota_t for share in decision.shares)
    return Totals(decision=decision.id, cap_t=decision.cap_t, reserve_t=decision.reserve_t, given_t=given)


def public_month(assessment: MonthAssessment) -> MonthAssessment | None:
    """The month without enterprises: what is left can print none of their figures or names.

    None where fewer than three enterprises make the total. Of the high-end accounts only those of at least three
    enterprises stay.
    """
    made = [item for item in assessment.enterprises if item.standing and item.standing.to_date.now is not None]
    if len(made) < LEAST_FIRMS:
        return None
    total = assessment.total
    return replace(
        assessment,
        total=None if total is None else replace(total, estimated_t=0, estimated_for=()),
        pool_t=0,
        enterprises=(),
        chain=(),
        high_end=tuple(_of_many(one) for one in assessment.high_end if len(one.card.firms) >= LEAST_FIRMS),
        high_end_outlook=None,
        late=(),
        findings=(),
        growth=(),
        months_by_vintage=(),
        sources=(),
    )


def _of_many(account: HighEndAccount) -> HighEndAccount:
    return replace(account, card=replace(account.card, firms=(), left_out=()), firms=(), axes=())


def _moved(decision: Decision) -> Moved | None:
    plan: Any = decision.plan
    if not decision.is_regulation or plan is None:
        return None
    moves = [one["target_t"] - one["holding_t"] for one in plan["enterprises"]]
    up, down = sum(one > 0 for one in moves), sum(one < 0 for one in moves)
    if min(up, down) < LEAST_FIRMS:
        return None
    return Moved(tonnes=sum(one for one in moves if one > 0), up=up, down=down)

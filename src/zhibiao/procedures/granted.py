"""What a kept decision gives out, read from its body: what approving pledges and issuing books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhibiao.ledger.book import Book
from zhibiao.ledger.grant import Grant
from zhibiao.policy.plain import REGULATION
from zhibiao.procedures.ports import Person, StoredDecision


def grant_of(decision: StoredDecision, person: Person, *, proposal: str = "") -> Grant:
    """What a decision gives out, in the name of the person who acts and of the entry that put it forward."""
    body = decision.body
    return Grant(
        decision=decision.id,
        basis=decision.sha256,
        cap_t=body["cap_t"],
        reserve_t=body["reserve_t"],
        quotas_t={share["enterprise"]: share["quota_t"] for share in body["shares"]},
        actor=person.id,
        proposal=proposal,
        carried_t=_beside(body, "carried_t"),
        deducted_t=_beside(body, "deducted_t"),
        reason=f"regulation.month §{body['rulebook'][REGULATION]['clause']}" if body.get("kind") == REGULATION else "",
    )


def largest_change_t(book: Book, grant: Grant) -> int:
    """The most that one enterprise's holding changes by; what decides whether the decision has to wait."""
    return max((abs(quota_t - book.holding(name)) for name, quota_t in grant.quotas_t.items()), default=0)


def _beside(body: Mapping[str, Any], field: str) -> dict[str, int]:
    """What a decision counts beside its split, by enterprise that has any of it."""
    return {one["enterprise"]: one[field] for one in body.get("claimants", ()) if one.get(field)}

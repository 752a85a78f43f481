"""Which decision stood before another one, and which allocation a regulation moves quota of."""

from __future__ import annotations

from zhibiao.allocation.decision.decision import REGULATION
from zhibiao.errors import NotFound
from zhibiao.procedures.ports import DecisionState, Store, StoredDecision


def last_decision(store: Store, stored: StoredDecision) -> StoredDecision | None:
    """The last decision of the sector issued before this one, of its plan year or else of the year before; or None.

    A decision that is not issued yet comes after all that are.
    """
    body, own = stored.body, issued_at(stored)
    earlier = [
        item
        for year in (body["plan_year"] - 1, body["plan_year"])
        for item in store.decisions(sector=body["sector"], plan_year=year)
        if item.state is DecisionState.ISSUED and item.id != stored.id and (not own or issued_at(item) < own)
    ]
    return max(earlier, key=lambda item: (item.body["plan_year"], issued_at(item)), default=None)


def allocation_behind(store: Store, stored: StoredDecision) -> StoredDecision:
    """The allocation whose quota a regulation moves; of an allocation itself.

    Raises:
        NotFound: `decision.not_found`.
    """
    if stored.body.get("kind") != REGULATION:
        return stored
    name = stored.body["allocation"]["decision"]
    found = store.decision(name)
    if found is None:
        raise NotFound("decision.not_found", decision=name)
    return found


def issued_at(item: StoredDecision) -> str:
    """The instant of issue as text that sorts; empty where it was not issued."""
    return max((signature.at for signature in item.signatures if signature.act == "issue"), default="")

"""One enterprise's own months of the plan behind a regulation, and how far they move where it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao.allocation.decision.decision import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMonth:
    """A month to come.

    Args:
        month: as `2025-04`.
        tonnes: planned.
        change: tonnes more or less than it is compared with; None where the regulation tells none.
    """

    month: str
    tonnes: int
    change: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlan:
    """What a plan expects of one enterprise; an expectation, not an order to produce.

    Args:
        made_t: tonnes of the year made before the plan's first month.
        months: to come, in order.
        against: what changes are measured against, `off_plan` (the plan before) or `off_pace` (an even pace); empty
            where no change is told.
        within: per cent of a month up to which a change is not told; empty where none is.
    """

    made_t: int
    months: tuple[OwnMonth, ...]
    against: str = ""
    within: str = ""

    @property
    def rest_t(self) -> int:
        """Tonnes of the months to come."""
        return sum(one.tonnes for one in self.months)


def own_plan(decision: Decision, enterprise: str) -> OwnPlan | None:
    """The months that a regulation's plan has for one enterprise; None of an allocation, or where it plans nothing."""
    plan: Any = decision.plan or {}
    row = next((one for one in plan.get("enterprises", ()) if one["enterprise"] == enterprise), None)
    if row is None:
        return None
    moves: Any = decision.moves or ()
    moved = next((one for one in moves if one["kind"] == "rephase" and one["enterprise"] == enterprise), None)
    changes = {} if moved is None else {one["month"]: one["tonnes"] for one in moved["months"]}
    reason: Any = moved["reasons"][0] if moved and moved["reasons"] else {"code": "", "facts": {}}
    return OwnPlan(
        made_t=row["made_t"],
        months=tuple(
            OwnMonth(month=month, tonnes=tonnes, change=changes.get(month))
            for month, tonnes in zip(plan["inputs"]["months"], row["month_t"], strict=True)
        ),
        against=reason["code"].rpartition(".")[2],
        within=str(reason["facts"].get("share", "")),
    )

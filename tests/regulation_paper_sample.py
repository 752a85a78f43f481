"""The sample sector's decision as a regulation of April, with a plan worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zhibiao.allocation.reasons.dossier import Dossier

MOVES = {"LH-S01": -3_000, "LH-S02": 2_000, "LH-S03": 1_000, "LH-S04": 0}
MONTHS = {"LH-S01": 180_111, "LH-S02": 70_222, "LH-S03": 42_333, "LH-S04": 31_444}
_GIVES = {"code": "city_plan.move.gives", "facts": {"worth": "251.50", "cap": "300.25", "pull": "-6.00"}}
_GAINS = {"code": "city_plan.move.gains", "facts": {"worth": "330.75", "cap": "300.25", "pull": "2.00"}}
_HELD = {
    "code": "city_plan.less.floor",
    "facts": {"bound": "floor.base", "limit_t": 399_997, "clause": "4", "price": "48.75", "worth": "251.50"},
}
_OFF = {"code": "city_plan.move.off_plan", "facts": {"count": 1, "most": 9_876, "share": "2"}}


def regulated(dossier: Dossier) -> Dossier:
    """The dossier with its decision as a regulation: one gives to two, one stays, one month of LH-S02 moves."""
    assert dossier.decision is not None
    moves: list[dict[str, Any]] = [
        {"kind": "recall", "enterprise": "LH-S01", "tonnes": 3_000, "reasons": [_GIVES]},
        {"kind": "grant", "enterprise": "LH-S02", "tonnes": 2_000, "reasons": [_GAINS]},
        {"kind": "grant", "enterprise": "LH-S03", "tonnes": 1_000, "reasons": [_GAINS]},
        {
            **{"kind": "rephase", "enterprise": "LH-S02", "tonnes": 0, "reasons": [_OFF]},
            "months": [{"month": "2025-05", "tonnes": -9_876}],
        },
    ]
    plan: dict[str, Any] = {
        "inputs": {"months": ["2025-04", "2025-05"]},
        "enterprises": [_planned(share.enterprise, share.quota_t) for share in dossier.decision.shares],
        "prices": {"cap": "300.25", "commodities": {"coke": ["0", "12.50"], "ore": ["0", "0"]}},
        "certificate": {"objective": "2001/2", "dual_bound": "4003/4", "gap": "1/4002", "broken": []},
        "solver": "HiGHS",
    }
    made: Any = {"kind": "regulation", "month": "2025-04", "allocation": {"decision": "steel-2025-0", "sha256": ""}}
    clauses = {**dossier.rulebook.clause_of, "regulation": "5"}
    return replace(
        dossier,
        decision=replace(dossier.decision, **made, moves=moves, plan=plan),
        rulebook=replace(dossier.rulebook, clause_of=clauses),
    )


def _planned(name: str, quota_t: int) -> dict[str, Any]:
    month = MONTHS[name]
    worth = "330.75" if MOVES[name] > 0 else "251.50"
    return {
        "enterprise": name,
        "made_t": 1_000,
        "holding_t": quota_t - MOVES[name],
        "target_t": quota_t,
        "month_t": [month, month + 1],
        "year_t": 1_000 + 2 * month + 1,
        "prices": {"worth": worth, "pull": "0"},
        "more": [_GAINS],
        "less": [_HELD],
    }

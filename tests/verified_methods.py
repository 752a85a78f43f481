"""Six firms under any method, and the verifier's answer to everything that follows from the claimants."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from method_sample import firm
from zhibiao.allocation.decision.decision import Claimant, Decision
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.verification.verify import (
    DECISION,
    SHAPES,
    Audit,
    Difference,
    check_bounds,
    check_claims,
    check_names,
    check_parts,
    check_quotas,
    check_rules,
    check_scores,
    check_shape,
)

CHAPTERS = (check_rules, check_names, check_bounds, check_scores, check_claims, check_quotas, check_parts)


def differences(decision: Decision | Mapping[str, Any]) -> tuple[list[Difference], int]:
    """The verifier's answer to everything that follows from the claimants."""
    plain = decision.plain() if isinstance(decision, Decision) else decision
    body = json.loads(canonical_bytes(plain))
    audit = Audit()
    audit.attempt(lambda _: check_shape(DECISION, body, SHAPES[DECISION]))
    sector = {"id": body["sector"], "quantity": body["quantity"]}
    book: dict[str, Any] = {DECISION: body, "rulebook.json": body["rulebook"], "sector.json": sector}
    for chapter in CHAPTERS:
        audit.attempt(chapter, book)
    return audit.differences, sum(audit.counts.values())


def six() -> list[Claimant]:
    """Six firms that differ in everything a method reads; their bases are 1500, 500, 320, 200, 0 and 80."""
    return [
        firm("A", 1700, 1600, 1200, capacity_t=1900, value=(1750, 10), energy=(3, 10), tier="leading", grade="A"),
        firm("B", 300, 450, 750, capacity_t=700, value=(300, 10), energy=(7, 10), tier="nonconforming", grade="D"),
        firm("C", 330, 330, 300, capacity_t=400, value=(420, 10), energy=(4, 10), grade="C", is_vetoed=True),
        firm("D", 220, 240, 140, capacity_t=260, value=(-20, 10), energy=(6, 10), tier="nonconforming"),
        firm("E", 0, 0, 0, capacity_t=90, value=(15, 10), energy=(5, 10)),
        firm("F", 80, 80, 80, capacity_t=40, value=(90, 10), energy=(5, 10), tier="leading", grade="A", made_t=50),
    ]


WIDE = {"cap_t": "2200", "reserve_share": "0.02", "floor_delta": "0.45", "ceiling_delta": "0.3"}

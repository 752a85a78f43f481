"""Acts upon one appeal for tests that need no book."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhibiao.allocation.appeals.deeds import (
    Accepted,
    Act,
    Added,
    Asked,
    CarriedOut,
    Claim,
    Decided,
    Deed,
    Filed,
    Follows,
    Ground,
    Heard,
    Outcome,
    Withdrawn,
)

NAME = "steel-2025-1a2b3c4d-A"
WORDS = "去年十二月的增加值漏报"


def filed(**changes: Any) -> Filed:
    """An appeal of A against a decision of 2025."""
    plain: dict[str, Any] = {
        "appeal": NAME,
        "decision": "steel-2025-1a2b3c4d",
        "decision_sha256": "1a" * 32,
        "enterprise": "A",
        "last_day": dt.date(2025, 2, 11),
        "grounds": (Ground.FIGURE,),
        "statement": WORDS,
    }
    return Filed(**(plain | changes))


def claim(field: str, period: str, value: str, unit: str = "t") -> Claim:
    """A figure claimed otherwise."""
    return Claim(field=field, period=period, value=value, unit=unit)


def each(name: str = NAME) -> dict[str, Deed]:
    """One deed of each kind upon an appeal."""
    return {
        "added": Added(appeal=name, statement=WORDS),
        "accepted": Accepted(appeal=name),
        "asked": Asked(appeal=name, question="请提供完税证明", by=dt.date(2025, 2, 20)),
        "heard": Heard(appeal=name, on=dt.date(2025, 2, 18), record="企业说明了漏报的原因"),
        "decided": decided(name=name),
        "carried_out": CarriedOut(appeal=name, decision="steel-2025-03-5e6f7a8b", decision_sha256="5e" * 32),
        "withdrawn": Withdrawn(appeal=name, reason="核对以后没有异议"),
    }


def decided(outcome: Outcome = Outcome.UPHELD, *, name: str = NAME, **changes: Any) -> Decided:
    """An outcome with its reasons."""
    follows = () if outcome is Outcome.DISMISSED else (Follows.FILE_AGAIN,)
    plain: dict[str, Any] = {"outcome": outcome, "reasons": "审计报告证实漏报", "follows": follows}
    return Decided(appeal=name, **(plain | changes))


def acts(*deeds: Deed) -> list[Act]:
    """Deeds as they stand on record, a day apart."""
    return [
        Act(number=number, at=f"2025-02-{number:02d}T02:00:00Z", person="he", deed=deed)
        for number, deed in enumerate(deeds, start=1)
    ]

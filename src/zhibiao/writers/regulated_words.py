"""What papers of the city say of a month's regulation in one sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import Decision
from zhibiao.terms.period import Month
from zhibiao.writers.wording import Words, figure


def regulated_sentence(decision: Decision, words: Words) -> str:
    """What a regulation moves between how many enterprises, and the price of the cap."""
    plan: Any = decision.plan
    moves = [one["target_t"] - one["holding_t"] for one in plan["enterprises"]]
    return words(
        "text.regulated",
        month=words.month(Month.parse(decision.month)),
        moved=words.mass(sum(tonnes for tonnes in moves if tonnes > 0)),
        up=sum(tonnes > 0 for tonnes in moves),
        down=sum(tonnes < 0 for tonnes in moves),
        price=figure(Decimal(plan["prices"]["cap"]), 2),
    )

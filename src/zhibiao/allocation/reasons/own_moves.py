"""One enterprise's side of a regulation's moves: its own tonnes and reasons, and nothing of any other enterprise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import Decision

GROUP, DISTRICT, OTHER = "regulate.own.group", "regulate.own.district", "regulate.own.other"
"""What stands in the place of a reason that speaks of sums over others."""
_SUMS = {"group": GROUP, "district": DISTRICT}
_OWN_FACTS = frozenset(
    {
        *("bound", "limit_t", "holding_t", "entitlement_t", "entitled_t", "made_t", "month_share", "year_share"),
        *("clause", "price", "worth", "cap", "pull", "off_pct", "months", "by", "families", "family", "commodity"),
        *("use", "count", "most", "share"),
    }
)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReason:
    """A reason by code, with figures of the enterprise itself and of the whole city."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMove:
    """A move as the enterprise sees it.

    Args:
        kind: `recall`, `grant`, `transfer` within its group, or `rephase`.
        tonnes: of quota that it gets, or with a minus gives; 0 where months move.
        months: tonnes more or less by month, of what it plans.
        reasons: why.
    """

    kind: str
    tonnes: int
    months: tuple[tuple[str, int], ...]
    reasons: tuple[OwnReason, ...]


def own_moves(decision: Decision, enterprise: str) -> tuple[OwnMove, ...]:
    """What a regulation moves of one enterprise; nothing of an allocation, and of a transfer not with whom."""
    moves: Any = decision.moves or []
    return tuple(found for one in moves for found in _own(one, enterprise))


def _own(move: Mapping[str, Any], enterprise: str) -> Iterator[OwnMove]:
    kind, tonnes = move["kind"], move["tonnes"]
    if kind == "transfer":
        # The giver's reason stands first, the taker's behind it.
        for side, sign, place in (("giver", -1, 0), ("taker", 1, 1)):
            if move[side] == enterprise:
                reasons = move["reasons"][place : place + 1]
                yield OwnMove(kind=kind, tonnes=sign * tonnes, months=(), reasons=tuple(map(_reason, reasons)))
    elif move.get("enterprise") == enterprise:
        yield OwnMove(
            kind=kind,
            tonnes=-tonnes if kind == "recall" else tonnes,
            months=tuple((one["month"], one["tonnes"]) for one in move.get("months", ())),
            reasons=tuple(map(_reason, move["reasons"])),
        )


def _reason(reason: Mapping[str, Any]) -> OwnReason:
    code, facts = str(reason["code"]), reason["facts"]
    if (sums := _SUMS.get(code.rpartition(".")[2])) is not None:
        return OwnReason(code=sums, facts={})
    if not facts.keys() <= _OWN_FACTS:
        return OwnReason(code=OTHER, facts={})
    return OwnReason(code=code, facts=reason_facts(facts))


def reason_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A reason's facts as words are made of them, figures as numbers.

    >>> reason_facts({"worth": "12.50", "months": "2025-06、2025-07"})
    {'worth': Decimal('12.50'), 'months': '2025-06、2025-07'}
    """
    return {name: _figure(value) for name, value in facts.items()}


def _figure(value: Any) -> Any:
    """A figure as a number again: decisions keep decimals as text."""
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value

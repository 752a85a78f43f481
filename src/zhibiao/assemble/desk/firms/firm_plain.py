"""What one enterprise's notice says, as plain values for programs: the same facts in the same figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import IndicatorResult
from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.allocation.reasons.recourse import Recourse
from zhibiao.terms.text import Text
from zhibiao.writers.quota_words import bound_clause, part_clause


def notice_plain(facts: NoticeFacts) -> dict[str, Any]:
    """The quota, its parts with the clause of each, score, bounds, what would change it, and the marks.

    A reference or mean that fewer than three enterprises make is None.
    """
    view, share, book = facts.view, facts.view.share, facts.rulebook
    return {
        "decision": facts.marks.decision_id,
        "is_issued": facts.is_issued,
        "issued_on": facts.issued_on.isoformat() if facts.issued_on else None,
        "number": facts.number,
        "plan_year": view.plan_year,
        "as_of": view.as_of,
        "quota_t": share.quota_t,
        "base_t": share.base_t,
        "made_t": view.claimant.made_t,
        "score": _number(share.score),
        "mean_score": _number(view.mean_score),
        "multiplier": _number(share.multiplier),
        "tilt": _number(share.tilt),
        "claim": _number(share.claim),
        "parts": [
            {"code": part.code, "tonnes": part.tonnes, "clause": part_clause(part.code, rulebook=book)}
            for part in share.parts
        ],
        "floor": _bound(share.floor_t, share.floor_reason, facts),
        "ceiling": _bound(share.ceiling_t, share.ceiling_reason, facts),
        "binding": share.binding,
        "binding_clause": bound_clause(share.binding, rulebook=book) if share.binding else "",
        "indicators": [_indicator(result, facts) for result in share.indicators],
        "sources": [{"return": name, "sha256": sha256} for name, sha256 in view.claimant.sources],
        "since_last": facts.since_last.plain() if facts.since_last else None,
        "what_would_change_it": [_step(one) for one in facts.recourse],
        "marks": facts.marks.plain(),
    }


def _bound(tonnes: int, reason: str, facts: NoticeFacts) -> dict[str, Any]:
    return {"tonnes": tonnes, "reason": reason, "clause": bound_clause(reason, rulebook=facts.rulebook)}


def _indicator(result: IndicatorResult, facts: NoticeFacts) -> dict[str, Any]:
    parts = {part.code: part.tonnes for part in facts.view.share.parts}
    rule = next(rule for rule in facts.rulebook.indicators if rule.code == result.indicator)
    return {
        "indicator": result.indicator,
        "name": _text(rule.name),
        "value": _number(result.value),
        "reference": _number(facts.view.references[result.indicator]),
        "score": _number(result.score),
        "weight": _number(result.weight),
        "treatment": result.treatment,
        "tonnes": parts.get(f"indicator.{result.indicator}"),
        "clause": rule.clause,
    }


def _step(one: Recourse) -> dict[str, Any]:
    effect = one.one_per_cent
    return {
        "indicator": one.indicator,
        "is_actionable": one.is_actionable,
        "before": _number(one.before),
        "change": one.change,
        "after": _number(one.after),
        "quota_t": one.quota_t,
        "obstacle": one.obstacle,
        "one_per_cent_t": None if effect is None else effect.change_t,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}

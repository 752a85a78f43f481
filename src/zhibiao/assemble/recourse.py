"""What would change the quotas of a decision in a book, and what has changed since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.against_last import Change, against_last
from zhibiao.allocation.reasons.recourse import Recourse, recourse_behind
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.errors import NotFound
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import IndicatorRule
from zhibiao.procedures.last_decision import allocation_behind, last_decision
from zhibiao.terms.text import Language, Text
from zhibiao.writers.indicator_figure import numerator_unit, unit_of
from zhibiao.writers.quota_words import part_name
from zhibiao.writers.wording import Words, figure, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSteps:
    """One enterprise of a decision: its quota, its steps by indicator, and its change since the decision before."""

    enterprise: str
    name: Text
    quota_t: int
    steps: tuple[Recourse, ...]
    since_last: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSteps:
    """The steps of every enterprise asked for."""

    decision: Decision
    firms: tuple[FirmSteps, ...]

    def plain(self) -> dict[str, Any]:
        """As plain values, decimals as strings; `unit` is the one that `change` counts in."""
        rules = {rule.code: rule for rule in _rules(self.decision)}
        words = Words(catalogue(), "en")
        return {
            "decision": self.decision.id,
            "enterprises": [
                {
                    "enterprise": firm.enterprise,
                    "name": {"zh": firm.name.zh, "en": firm.name.en},
                    "quota_t": firm.quota_t,
                    "since_last": firm.since_last.plain() if firm.since_last else None,
                    "indicators": [_step_plain(one, rules[one.indicator], words) for one in firm.steps],
                }
                for firm in self.firms
            ],
        }


def steps_of(opened: OpenBook, decision_id: str, *, enterprise: str = "") -> DecisionSteps:
    """What would change it, for one enterprise or for all; NotFound `recourse.not_covered`, `decision.not_found`."""
    stored = opened.decision(decision_id)
    decision, last = decision_of_plain(stored.body), last_decision(opened.store, stored)
    quotas = {share.enterprise: share.quota_t for share in decision.shares}
    if enterprise and enterprise not in quotas:
        raise NotFound("recourse.not_covered", decision=decision_id, enterprise=enterprise, known="、".join(quotas))
    asked = [enterprise] if enterprise else list(quotas)
    changes = against_last(decision, decision_of_plain(last.body)) if last else ()
    since = {change.enterprise: change for change in changes}
    behind = allocation_behind(opened.store, stored)
    steps = recourse_behind(decision, None if behind is stored else decision_of_plain(behind.body), asked)
    city = opened.city
    return DecisionSteps(
        decision=decision,
        firms=tuple(
            FirmSteps(
                enterprise=name,
                name=city.name_of(name),
                quota_t=quotas[name],
                steps=steps[name],
                since_last=since.get(name),
            )
            for name in asked
        ),
    )


def step_rows(found: DecisionSteps, firm: FirmSteps, lang: Language) -> Iterator[tuple[str, ...]]:
    """Rows for people: indicator, value, what 1 % earns, the least step or what stands in the way, value then."""
    words, rules = Words(catalogue(), lang), {rule.code: rule for rule in _rules(found.decision)}
    for one in firm.steps:
        rule, effect = rules[one.indicator], one.one_per_cent
        unit, none = unit_of(rule, dictionary=dictionary(), words=words), words("mark.none")
        name = words.name(rule.name)
        counted = numerator_unit(rule, dictionary=dictionary(), words=words)
        yield (
            name if one.is_actionable else words.label("cli.recourse.not_actionable", name=name),
            unit.shown(one.before, absent=words("mark.missing")) + f" {unit.label}",
            none if effect is None else signed(effect.change_t),
            f"{signed(one.change)} {counted}" if one.change is not None else _obstacle(one.obstacle, words),
            unit.shown(one.after, absent=none),
        )


def change_words(found: DecisionSteps, change: Change, lang: Language) -> dict[str, str]:
    """The words of a change since the last decision: which one, how many tonnes, and the parts that are not zero."""
    words, rulebook = Words(catalogue(), lang), rulebook_of(found.decision.rulebook)  # type: ignore[arg-type]
    parts = [
        f"{part_name(part.code, rulebook=rulebook, words=words)} {signed(part.tonnes)}"
        for part in change.parts
        if part.tonnes
    ]
    return {"last": change.last_id, "change": signed(change.change_t), "parts": words.joined(parts) or figure(0, 0)}


def _obstacle(code: str, words: Words) -> str:
    return (
        words.label(code)
        if code.startswith("recourse.")
        else words.label("recourse.bound", bound=words.label(f"bound.{code}"))
    )


def _rules(decision: Decision) -> tuple[IndicatorRule, ...]:
    return rulebook_of(decision.rulebook).indicators  # type: ignore[arg-type]


def _step_plain(one: Recourse, rule: IndicatorRule, words: Words) -> dict[str, Any]:
    effect = one.one_per_cent
    return {
        "indicator": one.indicator,
        "is_actionable": one.is_actionable,
        "before": None if one.before is None else format(one.before, "f"),
        "change": one.change,
        "unit": numerator_unit(rule, dictionary=dictionary(), words=words),
        "after": None if one.after is None else format(one.after, "f"),
        "quota_t": one.quota_t,
        "obstacle": one.obstacle,
        "one_per_cent": effect
        and {"after": format(effect.after, "f"), "change_t": effect.change_t, "bound": effect.bound},
    }

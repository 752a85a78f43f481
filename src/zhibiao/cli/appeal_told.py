"""What the verbs of appeals say: to people in tables, to programs as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Act, Added, Asked, CarriedOut, Decided, Filed, Heard, Withdrawn
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.cli.show import line, table
from zhibiao.procedures.appeals.file import Appealable
from zhibiao.register.plain import plain_of
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Language
from zhibiao.writers.appeal_words import (
    claim_name,
    claimed_value,
    figure_name,
    period_name,
    unit_name,
    used_value,
    value_name,
)
from zhibiao.writers.wording import Words, figure, signed


def figures_plain(found: Appealable) -> dict[str, Any]:
    """An issued decision as one enterprise may appeal against it."""
    return {
        "decision": found.stored.id,
        "enterprise": found.enterprise,
        "issued_on": found.issued_on.isoformat(),
        "last_day": found.last_day.isoformat(),
        "figures": [
            {"figure": one.name, "value": plain_of(one.value), "unit": one.unit, "indicators": list(one.indicators)}
            for one in found.inputs
        ],
    }


def appeal_plain(desk: AppealsOf, appeal: Appeal) -> dict[str, Any]:
    """One appeal in short, with what its claims would give."""
    due, rerun = desk.due(appeal), desk.rerun(appeal)
    return {
        "appeal": appeal.id,
        "decision": appeal.filed.decision,
        "enterprise": appeal.enterprise,
        "stage": appeal.stage.value,
        "mover": appeal.mover.value,
        "due": due.isoformat() if due else "",
        "last_day": appeal.filed.last_day.isoformat(),
        "outcome": appeal.outcome.outcome.value if appeal.outcome else "",
        "rerun": rerun
        and {
            "sha256": appeal.rerun,
            "issued_t": rerun.issued.quota_t,
            "claimed_t": rerun.claimed.quota_t if rerun.claimed else None,
            "change_t": rerun.change_t,
        },
    }


def whole_plain(desk: AppealsOf, appeal: Appeal) -> dict[str, Any]:
    """One appeal with every act; what it would do to others only for whoever sees all of them."""
    rerun = desk.rerun(appeal)
    acts = [{"at": act.at, "person": act.person, **_deed_plain(act)} for act in appeal.acts]
    effect = {"effect": [plain_of(one) for one in desk.effect(appeal)]} if desk.viewer.sees_all else {}
    return {**appeal_plain(desk, appeal), "rerun": rerun and rerun.plain(), "acts": acts, **effect}


def _deed_plain(act: Act) -> dict[str, Any]:
    return {"deed": type(act.deed).__name__.lower(), **plain_of(act.deed)}


def said_line(key: str, lang: Language, **facts: object) -> None:
    """One line of these verbs."""
    line(catalogue().text(f"cli.appeal.{key}", lang, **facts))


def show_figures(found: Appealable, lang: Language) -> None:
    """Own figures with their names."""
    words = Words(catalogue(), lang)
    title = _text("figures", lang, decision=found.stored.id, last=words.day(found.last_day))
    rows = [
        (
            one.name,
            f"{figure_name(one.field, dictionary(), words)} {period_name(one.period, words)}",
            value_name(one.value, one.field, words),
            unit_name(one.unit, words),
        )
        for one in found.inputs
    ]
    table(title, _heads(lang, "figure", "name", "value", "unit"), rows, words=2)


def show_list(desk: AppealsOf, appeals: Sequence[Appeal], lang: Language) -> None:
    """One row an appeal."""
    if not appeals:
        said_line("none", lang)
        return
    words = Words(catalogue(), lang)
    rows = [
        (
            one.id,
            words.name(desk.opened.city.name_of(one.enterprise)),
            stage_words(one, words),
            words.label(f"appeal.mover.{one.mover.value}"),
            due.isoformat() if (due := desk.due(one)) else "—",
        )
        for one in appeals
    ]
    table(_text("list", lang), _heads(lang, "appeal", "enterprise", "stage", "mover", "due"), rows, words=5)


def show_done(desk: AppealsOf, appeal: Appeal, lang: Language) -> None:
    """What an act led to."""
    words = Words(catalogue(), lang)
    if len(appeal.acts) == 1:
        said_line("filed", lang, appeal=appeal.id, last=words.day(appeal.filed.last_day))
    else:
        said_line("done", lang, appeal=appeal.id, stage=stage_words(appeal, words))
    if isinstance(appeal.acts[-1].deed, Filed | Added):
        _show_rerun(desk, appeal, lang)


def show_whole(desk: AppealsOf, appeal: Appeal, lang: Language) -> None:
    """Everything of one appeal."""
    words = Words(catalogue(), lang)
    said_line("done", lang, appeal=appeal.id, stage=stage_words(appeal, words))
    said_line("statement", lang, statement=appeal.filed.statement)
    inputs = desk.appealable(appeal.filed.decision, appeal.enterprise).inputs
    for claim in appeal.claims:
        line(
            f"  {claim_name(claim, dictionary(), words)}: {used_value(claim, inputs, words)}"
            f" → {claimed_value(claim, words)} {unit_name(claim.unit, words)}".rstrip()
        )
    _show_rerun(desk, appeal, lang)
    acts = [
        (local_text(act.at), act.person, words.label(f"appeal.act.{type(act.deed).__name__.lower()}"), told(act, words))
        for act in appeal.acts
    ]
    table(_text("acts", lang), _heads(lang, "at", "person", "act", "text"), acts, words=4)
    if desk.viewer.sees_all and appeal.rerun:
        effect = [
            (one.enterprise, figure(one.issued_t, 0), figure(one.claimed_t, 0), signed(one.change_t))
            for one in desk.effect(appeal)
        ]
        table(_text("effect", lang), _heads(lang, "enterprise", "issued", "claimed", "change"), effect, words=1)


def told(act: Act, words: Words) -> str:
    """What an act said, in one cell."""
    match act.deed:
        case Filed() | Added():
            return act.deed.statement
        case Asked():
            return f"{act.deed.question} ({act.deed.by.isoformat()})"
        case Heard():
            return f"{act.deed.on.isoformat()} {act.deed.record}"
        case Decided():
            outcome = words.label(f"appeal.outcome.{act.deed.outcome.value}")
            return f"{outcome}: {act.deed.reasons}"
        case CarriedOut():
            return act.deed.decision
        case Withdrawn():
            return act.deed.reason
        case _:
            return ""


def stage_words(appeal: Appeal, words: Words) -> str:
    """The stage, and of a decided one its outcome."""
    stage = words.name(appeal.stage.words)
    if appeal.outcome is None:
        return stage
    return words.joined([stage, words.label(f"appeal.outcome.{appeal.outcome.outcome.value}")])


def _show_rerun(desk: AppealsOf, appeal: Appeal, lang: Language) -> None:
    rerun = desk.rerun(appeal)
    if rerun is None:
        return
    if rerun.claimed is None:
        said_line("rerun_none", lang)
        return
    quotas = {"issued": figure(rerun.issued.quota_t, 0), "claimed": figure(rerun.claimed.quota_t, 0)}
    said_line("rerun", lang, change=signed(rerun.change_t or 0), **quotas)


def _heads(lang: Language, *names: str) -> list[str]:
    return [_text(f"head.{name}", lang) for name in names]


def _text(key: str, lang: Language, **facts: object) -> str:
    return catalogue().text(f"cli.appeal.{key}", lang, **facts)

"""One enterprise's quota on its page: score, parts as a waterfall, bounds, change since the last decision, clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhibiao.allocation.decision.decision import IndicatorResult
from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.policy.clause import clause_text
from zhibiao.policy.rulebook import Direction
from zhibiao.web.charts.bars import Step, waterfall
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.indicator_figure import unit_of
from zhibiao.writers.quota_words import bound_clause, clause_name, clauses_used, part_clause, part_name
from zhibiao.writers.wording import figure, signed


def parts_chart(facts: NoticeFacts, words: DeskWords) -> Chart:
    """The parts from the base to the quota, those of no tonnes left out; its table has them all."""
    w, share = words.figures, facts.view.share
    shown = [part for part in share.parts if part.tonnes or part.code == "base"]
    names = {part.code: part_name(part.code, rulebook=facts.rulebook, words=w) for part in share.parts}
    base, moved = shown[0], sorted(shown[1:], key=lambda part: -abs(part.tonnes))
    steps = [Step(name=names[base.code], value=base.tonnes, label=figure(base.tonnes, 0), is_level=True)]
    steps += [Step(name=names[one.code], value=one.tonnes, label=signed(one.tonnes)) for one in shown[1:]]
    quota = words("firm.quota_of", year=facts.view.plan_year)
    steps.append(Step(name=quota, value=share.quota_t, label=figure(share.quota_t, 0), is_level=True))
    most = words("firm.waterfall_most", name=names[moved[0].code], tonnes=signed(moved[0].tonnes)) if moved else ""
    told = {"base": figure(base.tonnes, 0), "quota": figure(share.quota_t, 0)}
    heard = words.figures.joined([f"{names[one.code]} {signed(one.tonnes)}" for one in shown[1:]])
    return Chart(
        name="parts",
        title=words("firm.waterfall_title", **told, most=most),
        summary=words("firm.waterfall_heard", **told, parts=heard or words("none")),
        unit=words("unit.t"),
        option=_picture(steps),
        table=_parts_table(facts, words),
        size="tall",
    )


def _picture(steps: Sequence[Step]) -> dict[str, Any]:
    """Laid down, for names are long; labels beside the bars need room, and figures at the axis give way on a phone."""
    option = waterfall(steps, upright=False, from_zero=False)
    axis = {**option["xAxis"], "axisLabel": {**option["xAxis"].get("axisLabel", {}), "hideOverlap": True}}
    return {**option, "grid": {**option["grid"], "right": 72}, "xAxis": axis}


def _parts_table(facts: NoticeFacts, words: DeskWords) -> Table:
    w, book, share = words.figures, facts.rulebook, facts.view.share
    rows = tuple(
        (
            part_name(part.code, rulebook=book, words=w),
            part.tonnes,
            _clause(part_clause(part.code, rulebook=book), words),
        )
        for part in share.parts
    )
    columns = (
        Column(head=words("firm.part")),
        Column(head=words("firm.tonnes"), kind="tonnes"),
        Column(head=words("firm.clause")),
    )
    return Table(
        name="parts",
        title=words("firm.parts_table"),
        columns=columns,
        rows=(*rows, (words("firm.quota"), share.quota_t, "")),
        note=words("firm.parts_note"),
        source=words("firm.of_decision", decision=facts.marks.decision_id),
        total=True,
    )


def bounds_table(facts: NoticeFacts, words: DeskWords) -> Table:
    """Floor and ceiling with the clause of each, and which of them binds."""
    share, w = facts.view.share, words.figures

    def row(kind: str, tonnes: int, reason: str) -> tuple[Value | Cell, ...]:
        binds = words("firm.binds") if share.binding == reason else words("firm.binds_not")
        clause = _clause(bound_clause(reason, rulebook=facts.rulebook), words)
        return words(f"firm.{kind}"), tonnes, w(f"bound.{reason}"), clause, binds

    columns = (
        Column(head=words("firm.bound")),
        Column(head=words("firm.tonnes"), kind="tonnes"),
        Column(head=words("firm.bound_by")),
        Column(head=words("firm.clause")),
        Column(head=words("firm.binding")),
    )
    rows = (row("floor", share.floor_t, share.floor_reason), row("ceiling", share.ceiling_t, share.ceiling_reason))
    beside = facts.view.claimant.beside_t
    note = words("firm.beside", given=figure(share.quota_t - beside, 0), beside=signed(beside)) if beside else ""
    return Table(name="bounds", title=words("firm.bounds_table"), columns=columns, rows=rows, note=note)


def score_table(facts: NoticeFacts, words: DeskWords) -> Table:
    """Each indicator: own value, reference where at least three make it, score before and after weight, tonnes."""
    rows = tuple(_indicator(result, facts, words) for result in facts.view.share.indicators)
    mean, share = facts.view.mean_score, facts.view.share
    told = words("firm.mean_withheld") if mean is None else words("firm.mean", mean=figure(mean, 4))
    cap = facts.rulebook.parameters.get("score_cap")
    clip = words("firm.clip", cap=figure(cap.at(facts.rulebook.effective), 2)) if cap else ""
    factor = words("firm.multiplier", factor=figure(share.multiplier, 2), score=figure(share.score, 4))
    columns = (
        Column(head=words("firm.indicator")),
        Column(head=words("firm.unit")),
        Column(head=words("firm.own"), kind="decimal"),
        Column(head=words("firm.reference"), kind="decimal"),
        Column(head=words("firm.item"), kind="decimal"),
        Column(head=words("firm.weight"), kind="decimal"),
        Column(head=words("firm.weighted"), kind="decimal"),
        Column(head=words("firm.contribution"), kind="tonnes"),
        Column(head=words("firm.clause")),
    )
    return Table(
        name="score",
        title=words("firm.score_table", score=figure(share.score, 4)),
        columns=columns,
        rows=rows,
        note=words.figures.running([one for one in (clip, factor, told, _treated(facts, words)) if one]),
        source=words("firm.of_decision", decision=facts.marks.decision_id),
    )


def _indicator(result: IndicatorResult, facts: NoticeFacts, words: DeskWords) -> tuple[Value | Cell, ...]:
    w = words.figures
    rule = next(rule for rule in facts.rulebook.indicators if rule.code == result.indicator)
    unit = unit_of(rule, dictionary=facts.dictionary, words=w)
    tonnes = {part.code: part.tonnes for part in facts.view.share.parts}.get(f"indicator.{result.indicator}")
    less = w("less_is_better") if rule.direction is Direction.COST else ""
    return (
        words.name(rule.name) + less,
        unit.label,
        unit.shown(result.value, absent=w("mark.missing")),
        unit.shown(facts.view.references[result.indicator], absent=w("mark.withheld")),
        figure(result.score, 4),
        result.weight,
        figure(result.score * result.weight, 4),
        tonnes,
        _clause(rule.clause, words),
    )


def _treated(facts: NoticeFacts, words: DeskWords) -> str:
    w, names = words.figures, {rule.code: rule.name for rule in facts.rulebook.indicators}
    said = [
        w("notice.treated", name=words.name(names[one.indicator]), how=w(f"treatment.{one.treatment}"))
        for one in facts.view.share.indicators
        if one.treatment
    ]
    withheld = any(value is None for value in facts.view.references.values())
    return w.running([*said, *([w("notice.withheld")] if withheld else [])])


def change_table(facts: NoticeFacts, words: DeskWords) -> Table | None:
    """The parts beside those of the decision before; None where there was none."""
    since = facts.since_last
    if since is None:
        return None
    w, book = words.figures, facts.rulebook
    now = {part.code: part.tonnes for part in facts.view.share.parts}
    rows: list[tuple[Value | Cell, ...]] = [
        (
            part_name(one.code, rulebook=book, words=w),
            now.get(one.code, 0) - one.tonnes,
            now.get(one.code, 0),
            one.tonnes,
        )
        for one in since.parts
        if one.tonnes or now.get(one.code)
    ]
    rows.append((words("firm.quota"), since.before_t, since.after_t, since.change_t))
    columns = (
        Column(head=words("firm.part")),
        Column(head=words("firm.before"), kind="tonnes"),
        Column(head=words("firm.now"), kind="tonnes"),
        Column(head=words("firm.change"), kind="tonnes"),
    )
    title = words("firm.change_table", last=since.last_id, change=signed(since.change_t))
    return Table(name="change", title=title, columns=columns, rows=tuple(rows), total=True)


def clauses_of(facts: NoticeFacts, words: DeskWords) -> Sequence[tuple[str, str, str]]:
    """The clauses that the quota rests on: number, name and text."""
    return [
        (number, clause_name(number, words=words.figures), words.name(clause_text(facts.rulebook, number)))
        for number in clauses_used(facts.view.share, rulebook=facts.rulebook)
    ]


def _clause(number: str, words: DeskWords) -> Cell:
    return Cell(value=clause_name(number, words=words.figures), href=f"#clause-{number}" if number else "")

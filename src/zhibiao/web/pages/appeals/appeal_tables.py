"""Tables and chart of appeals: claims beside what was decided, the re-run step by step, acts, effect on everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from zhibiao.allocation.appeals.appeal import Appeal, Stage
from zhibiao.allocation.appeals.deeds import Added, Asked, CarriedOut, Decided, Filed, Heard, Outcome, Withdrawn
from zhibiao.allocation.appeals.inputs import OwnInput
from zhibiao.allocation.appeals.rerun import Moved, Rerun
from zhibiao.allocation.appeals.window import local_day
from zhibiao.allocation.decision.decision import Share
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.resources import dictionary
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import instant_of
from zhibiao.web.charts.bars import Step, waterfall
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.appeal_outcome import parts_beside
from zhibiao.writers.appeal_words import claim_name, claimed_value, unit_name, used_value
from zhibiao.writers.quota_words import clause_name, part_clause, part_name
from zhibiao.writers.wording import figure, signed

_COLOURS = {Stage.FILED: "orange", Stage.ACCEPTED: "blue", Stage.ASKED: "orange", Stage.CARRIED_OUT: "green"}
_OUTCOMES = {Outcome.UPHELD: "green", Outcome.PARTLY: "green", Outcome.DISMISSED: ""}


def stage_name(appeal: Appeal, words: DeskWords) -> str:
    """The stage, and of a decided one its outcome."""
    stage = words.name(appeal.stage.words)
    if appeal.outcome is None:
        return stage
    return words.figures.joined([stage, words.label(f"appeal.outcome.{appeal.outcome.outcome.value}")])


def stage_colour(appeal: Appeal) -> str:
    """Orange where somebody has to move first, blue while it is examined, green where something was granted."""
    if appeal.stage is Stage.DECIDED and appeal.outcome is not None:
        return _OUTCOMES[appeal.outcome.outcome]
    return _COLOURS.get(appeal.stage, "")


def days_left(due: dt.date | None, now: dt.datetime, words: DeskWords) -> str:
    """How many days until a day, or since."""
    if due is None:
        return words("none")
    days = (due - local_day(now)).days
    key = "left" if days > 0 else "today" if days == 0 else "over"
    return words(f"appeals.days_{key}_one") if abs(days) == 1 else words(f"appeals.days_{key}", days=abs(days))


def list_table(appeals: AppealsOf, shown: Sequence[Appeal], words: DeskWords, filters: Mapping[str, str]) -> Table:
    """One row an appeal, with its state, whose move it is and how long that may take."""
    now, city = appeals.opened.clock.now(), appeals.opened.city
    rows = []
    for one in shown:
        due, rerun = appeals.due(one), appeals.rerun(one)
        rows.append(
            (
                Cell(value=words.name(city.name_of(one.enterprise)), href=f"/appeals/{one.id}"),
                Cell(value=one.filed.decision),
                local_day(instant_of(one.acts[0].at)),
                Cell(value=stage_name(one, words), mark=stage_colour(one) or "none"),
                words.label(f"appeal.mover.{one.mover.value}"),
                due,
                days_left(due, now, words),
                rerun.change_t if rerun else None,
            )
        )
    kinds = {"filed": "day", "due": "day", "change": "tonnes"}
    heads = ("enterprise", "decision", "filed", "stage", "mover", "due", "left", "change")
    columns = tuple(
        Column(head=words(f"appeals.head.{head}"), kind=kinds.get(head, "text"))  # type: ignore[arg-type]
        for head in heads
    )
    return Table(name="appeals", title=words("appeals.list"), columns=columns, rows=tuple(rows), filters=filters)


def own_parts_table(share: Share, rulebook: Rulebook, decision: str, words: DeskWords) -> Table:
    """The parts of an issued quota, each with its clause."""
    w = words.figures
    rows = [
        (
            part_name(part.code, rulebook=rulebook, words=w),
            part.tonnes,
            clause_name(part_clause(part.code, rulebook=rulebook), words=w),
        )
        for part in share.parts
        if part.tonnes or part.code == "base"
    ]
    columns = (
        Column(head=words("appeals.part")),
        Column(head=words("appeals.tonnes"), kind="tonnes"),
        Column(head=words("appeals.clause")),
    )
    return Table(
        name="parts",
        title=words("appeals.parts"),
        columns=columns,
        rows=(*rows, (words("appeals.quota"), share.quota_t, "")),
        source=decision,
        total=True,
    )


def claims_table(appeal: Appeal, inputs: tuple[OwnInput, ...], words: DeskWords) -> Table:
    """What is claimed beside what the decision used."""
    w = words.figures
    rows = tuple(
        (
            claim_name(one, dictionary(), w),
            Cell(value=used_value(one, inputs, w)),
            Cell(value=claimed_value(one, w)),
            unit_name(one.unit, w),
        )
        for one in appeal.claims
    )
    heads = (("figure", "text"), ("used", "decimal"), ("claimed", "decimal"), ("unit", "text"))
    columns = tuple(Column(head=words(f"appeals.head.{head}"), kind=kind) for head, kind in heads)  # type: ignore[arg-type]
    return Table(name="claims", title=words("appeals.claims"), columns=columns, rows=rows)


def rerun_chart(rerun: Rerun, rulebook: Rulebook, words: DeskWords) -> Chart | None:
    """From the issued quota, part by part, to what the claims would give; None where there would be no decision."""
    if rerun.claimed is None or rerun.change_t is None:
        return None
    w = words.figures
    moved = [(code, now - was) for code, was, now in parts_beside(rerun) if now != was]
    names = {code: part_name(code, rulebook=rulebook, words=w) for code, _ in moved}
    told = {"issued": figure(rerun.issued.quota_t, 0), "claimed": figure(rerun.claimed.quota_t, 0)}
    steps = [Step(name=words("appeals.issued"), value=rerun.issued.quota_t, label=told["issued"], is_level=True)]
    steps += [Step(name=names[code], value=change, label=signed(change)) for code, change in moved]
    steps.append(Step(name=words("appeals.claimed"), value=rerun.claimed.quota_t, label=told["claimed"], is_level=True))
    way = "same" if rerun.change_t == 0 else "more" if rerun.change_t > 0 else "less"
    heard = w.joined([f"{names[code]} {signed(change)}" for code, change in moved]) or words("none")
    option = waterfall(steps, upright=False, from_zero=False)
    option["xAxis"]["axisLabel"] = {**option["xAxis"]["axisLabel"], "hideOverlap": True}
    return Chart(
        name="rerun",
        title=words(f"appeals.rerun_{way}", change=figure(abs(rerun.change_t), 0)),
        summary=words("appeals.rerun_heard", parts=heard, **told),
        unit=words("unit.t"),
        option=option,
        table=rerun_table(rerun, rulebook, words),
        size="tall" if len(steps) > 8 else "wide",
    )


def rerun_table(rerun: Rerun, rulebook: Rulebook, words: DeskWords) -> Table:
    """Every part as issued and as run again."""
    w = words.figures
    rows = [
        (part_name(code, rulebook=rulebook, words=w), was, now, now - was)
        for code, was, now in parts_beside(rerun)
        if was or now
    ]
    claimed = rerun.claimed.quota_t if rerun.claimed else None
    heads = ("issued", "claimed", "change")
    columns = (
        Column(head=words("appeals.part")),
        *(Column(head=words(f"appeals.{head}"), kind="tonnes") for head in heads),
    )
    return Table(
        name="rerun",
        title=words("appeals.rerun_table"),
        columns=columns,
        rows=(*rows, (words("appeals.quota"), rerun.issued.quota_t, claimed, rerun.change_t)),
        source=rerun.decision,
        total=True,
    )


def effect_table(moved: Sequence[Moved], city: City, words: DeskWords) -> Table:
    """What the claims would do to everybody; the sum stays what it was."""
    rows = [(words.name(city.name_of(one.enterprise)), one.issued_t, one.claimed_t, one.change_t) for one in moved]
    total = tuple(
        sum(each) for each in zip(*((one.issued_t, one.claimed_t, one.change_t) for one in moved), strict=True)
    )
    heads = ("issued", "claimed", "change")
    columns = (
        Column(head=words("appeals.head.enterprise")),
        *(Column(head=words(f"appeals.{head}"), kind="tonnes") for head in heads),
    )
    return Table(
        name="effect",
        title=words("appeals.effect"),
        columns=columns,
        rows=(*rows, (words("appeals.total"), *total)),
        total=True,
    )


def acts_table(appeal: Appeal, people: Mapping[str, str], words: DeskWords) -> Table:
    """Every act with its instant and person."""
    rows = tuple(
        (
            Cell(value=instant_of(act.at)),
            words.label(f"appeal.act.{type(act.deed).__name__.lower()}"),
            people.get(act.person, act.person),
            _told(act.deed, words),
        )
        for act in appeal.acts
    )
    heads = (("at", "instant"), ("act", "text"), ("person", "text"), ("text", "text"))
    columns = tuple(Column(head=words(f"appeals.head.{head}"), kind=kind) for head, kind in heads)  # type: ignore[arg-type]
    return Table(name="acts", title=words("appeals.acts"), columns=columns, rows=rows)


def _told(deed: object, words: DeskWords) -> str:
    w = words.figures
    match deed:
        case Filed() | Added():
            count = len(deed.evidence)
            return deed.statement + (words("appeals.with_files", count=count) if count else "")
        case Asked():
            return words("appeals.asked_by", question=deed.question, by=w.day(deed.by))
        case Heard():
            return words("appeals.heard_on", record=deed.record, on=w.day(deed.on))
        case Decided():
            follows = w("mark.semicolon").join(words.label(f"appeal.follows.{one.value}") for one in deed.follows)
            outcome = words.label(f"appeal.outcome.{deed.outcome.value}")
            return words("appeals.decided", outcome=outcome, reasons=deed.reasons) + (
                words("appeals.decided_follows", follows=follows) if follows else ""
            )
        case CarriedOut():
            return deed.decision
        case Withdrawn():
            return deed.reason
        case _:
            return ""

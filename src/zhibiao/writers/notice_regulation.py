"""The notice's section on a month's regulation: what it moves of one enterprise, why, and its own planned months."""

from __future__ import annotations

from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.allocation.reasons.own_moves import OwnMove
from zhibiao.allocation.reasons.own_plan import OwnPlan
from zhibiao.regulation.city.words import worded
from zhibiao.terms.period import Month
from zhibiao.writers.quota_words import clause_name
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed

PLAN_TABLE = 2
"""Number of the table of planned months, after the parts of the quota."""


def lay_regulation(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    """The section, after what the paper holds so far."""
    paper.heading(words("notice.regulation"))
    month, clause = words.month(Month.parse(facts.view.month)), facts.rulebook.clause_of["regulation"]
    moved_t = sum(one.tonnes for one in facts.view.moves)
    total = words("notice.regulated" if moved_t else "notice.not_regulated", month=month, tonnes=signed(moved_t))
    paper.body(total + words("notice.regulated_by", clause=clause_name(clause, words=words)))
    for one in facts.view.moves:
        paper.body(_move(one, facts, words))
    plan = facts.view.plan
    if plan is not None:
        made, rest = figure(plan.made_t, 0), figure(plan.rest_t, 0)
        year = figure(plan.made_t + plan.rest_t, 0)
        paper.body(words("notice.plan", number=PLAN_TABLE, made=made, rest=rest, year=year))
        paper.table(_plan_table(plan, words))


def _move(move: OwnMove, facts: NoticeFacts, words: Words) -> str:
    names = {product.field: product.name for product in facts.sector.products}
    said = words(f"notice.move.{move.kind}", tonnes=figure(abs(move.tonnes), 0), direction=_direction(move, words))
    reasons = [words.finding(one.code, worded(one.facts, names)).rstrip("。.") for one in move.reasons]
    if not move.months:
        months = []
    elif facts.view.plan is not None:
        months = [words("notice.move.table", number=PLAN_TABLE)]
    else:
        months = [words("notice.move.month", month=month, tonnes=signed(tonnes)) for month, tonnes in move.months]
    return words("notice.move", move=said, reasons=words("notice.move.join").join([*reasons, *months]))


def _direction(move: OwnMove, words: Words) -> str:
    return words("notice.move.out" if move.tonnes < 0 else "notice.move.in")


def _plan_table(plan: OwnPlan, words: Words) -> Table:
    """Months and tonnes, and beside each its change where the regulation tells one."""
    none = words("mark.none")

    def beside(change: int | None) -> tuple[str, ...]:
        return ((none if change is None else signed(change)),) if plan.against else ()

    rows = [(words.month(Month.parse(one.month)), figure(one.tonnes, 0), *beside(one.change)) for one in plan.months]
    heads = [words("head.month"), words("notice.plan_planned")]
    heads += [words(f"notice.plan_{plan.against}")] if plan.against else []
    return Table(
        title=words("notice.plan_table", number=PLAN_TABLE),
        unit=words("unit.line", unit=words("unit.mass_t")),
        head=tuple(heads),
        rows=(*rows, (words("total"), figure(plan.rest_t, 0), *(("",) if plan.against else ()))),
        widths=(4, 3, 3) if plan.against else (4, 3),
        figures=frozenset({1, 2} if plan.against else {1}),
        total=True,
        note=words("notice.plan_within", share=plan.within) if plan.within else "",
        is_small=True,
    )

"""The notice (通知书) one enterprise gets: its quota, every part of it, the bounds, the clauses and the remedy."""

from __future__ import annotations

import datetime as dt

from zhibiao.allocation.decision.decision import IndicatorResult
from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.allocation.reasons.effect import Effect
from zhibiao.allocation.reasons.recourse import Recourse
from zhibiao.policy.clause import clause_text
from zhibiao.policy.rulebook import Direction, IndicatorRule
from zhibiao.terms.exact import plain_decimal
from zhibiao.terms.period import Month
from zhibiao.writers.colophon import act_lines, foot_line, mark_lines, paper_number
from zhibiao.writers.indicator_figure import numerator_unit, unit_of
from zhibiao.writers.notice_regulation import lay_regulation
from zhibiao.writers.quota_words import bound_clause, clause_name, clauses_used, part_clause, part_name
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_base import PaperBase
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed


def write_notice(facts: NoticeFacts, words: Words, *, base: PaperBase | None = None) -> bytes:
    """The notice as a .docx; the same facts give the same bytes."""
    paper = WordPaper(words.lang, base)
    _head(paper, facts, words)
    _result(paper, facts, words)
    _parts(paper, facts, words)
    if facts.view.month:
        lay_regulation(paper, facts, words)
    if facts.view.share.indicators:
        _score(paper, facts, words)
    _bounds(paper, facts, words)
    if _steps(facts):
        _effects(paper, facts, words)
    _basis(paper, facts, words)
    _remedy(paper, facts, words)
    paper.signature(words.name(facts.authority), words.day(facts.dated))
    _end(paper, facts, words)
    title = _title(facts, words)
    return paper.save(
        at=dt.datetime.combine(facts.dated, dt.time(), dt.UTC),
        title=f"{title} {words.name(facts.name)}",
        author=words.name(facts.authority),
        subject=facts.marks.decision_id,
        draft=not facts.is_issued,
    )


def _title(facts: NoticeFacts, words: Words) -> str:
    key = "notice.title_regulation" if facts.view.month else "notice.title"
    return words(key, year=facts.view.plan_year, quantity=words.name(facts.sector.quantity_name))


def _head(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    if not facts.is_issued:
        paper.stamp(words("draft"))
    paper.issuer(words.name(facts.authority))
    paper.number(paper_number(facts.number, city=facts.city, year=facts.view.plan_year, words=words))
    paper.title(_title(facts, words))
    paper.addressee(words("notice.addressee", name=words.name(facts.name)))
    book = facts.rulebook
    month = facts.view.month
    opening = ("notice.opening_regulation" if month else "notice.opening") + ("" if facts.is_issued else "_draft")
    paper.body(
        words(
            opening,
            title=words.name(book.title),
            year=facts.view.plan_year,
            quantity=words.name(facts.sector.quantity_name),
            month=words.month(Month.parse(month)) if month else "",
        )
    )


def _result(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    view, share = facts.view, facts.view.share
    paper.heading(words("notice.result"))
    paper.body(
        words(
            "notice.quota",
            year=view.plan_year,
            quantity=words.name(facts.sector.quantity_name),
            tonnes=figure(share.quota_t, 0),
            mass=words.mass(share.quota_t),
        ),
        strong=words("notice.tonnes", tonnes=figure(share.quota_t, 0)),
    )
    if view.as_of:
        paper.body(
            words(
                "notice.made",
                month=words.month(Month.parse(view.as_of)),
                made=figure(view.claimant.made_t, 0),
                left=figure(share.quota_t - view.claimant.made_t, 0),
            )
        )
    paper.body(
        words(
            "notice.city",
            year=view.plan_year,
            quantity=words.name(facts.sector.quantity_name),
            cap=words.mass(view.cap_t),
            reserve=words.mass(view.reserve_t),
            count=view.enterprises,
        )
    )


def _parts(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    share = facts.view.share
    paper.heading(words("notice.parts"))
    years = words.joined(
        [
            words("notice.history", year=year, tonnes=figure(tonnes, 0))
            for year, tonnes in sorted(facts.view.claimant.history_t.items())
        ]
    )
    paper.body(
        words(
            "notice.base",
            base=figure(share.base_t, 0),
            history=years,
            capacity=figure(facts.view.claimant.capacity_t, 0),
            clause=clause_name(part_clause("base", rulebook=facts.rulebook), words=words),
        )
    )
    if share.claim is not None:
        paper.body(
            words(
                "notice.claim",
                rule=words.label(f"rule.{facts.rulebook.method}"),
                claim=figure(share.claim, 0),
                tilt=figure(share.tilt, 4),
                clause=clause_name(part_clause("method", rulebook=facts.rulebook), words=words),
            )
        )
    has_tilts = any(part.code.startswith("indicator.") for part in facts.view.share.parts)
    paper.body(words("notice.parts_sum" if has_tilts else "notice.parts_sum.base"))
    if facts.since_last is None:
        paper.body(words("notice.no_last"))
    paper.table(_parts_table(facts, words))


def _parts_table(facts: NoticeFacts, words: Words) -> Table:
    """The parts with their clauses, and beside each its change since the decision before, where there was one."""
    since = facts.since_last
    tonnes = {part.code: part.tonnes for part in facts.view.share.parts}
    changes = {part.code: part.tonnes for part in since.parts} if since else {}
    unit = words("unit.line", unit=words("unit.mass_t"))
    if since and since.before_t is not None:
        unit = words("notice.since_last", unit=unit, last=since.last_id, before=figure(since.before_t, 0))

    def row(code: str) -> tuple[str, ...]:
        part = tonnes.get(code, 0)
        beside = (signed(changes[code]),) if changes else ()
        clause = clause_name(part_clause(code, rulebook=facts.rulebook), words=words)
        name = part_name(code, rulebook=facts.rulebook, words=words)
        return (name, figure(part, 0) if code == "base" else signed(part), *beside, clause)

    shown = [code for code in {**tonnes, **changes} if tonnes.get(code) or changes.get(code) or code == "base"]
    total = (
        words("total"),
        figure(sum(tonnes.values()), 0),
        *((signed(sum(changes.values())),) if changes else ()),
        "",
    )
    heads = ("part", "tonnes", *(("since_last",) if changes else ()), "clause")
    return Table(
        title=words("notice.parts_table", number=1),
        unit=unit,
        head=tuple(words(f"head.{key}") for key in heads),
        rows=(*(row(code) for code in shown), total),
        widths=(5, 2.2, 2.2, 1.6) if changes else (6, 2.5, 2.5),
        figures=frozenset({1, 2} if changes else {1}),
        total=True,
    )


def _score(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    share = facts.view.share
    paper.heading(words("notice.score"))
    mean = facts.view.mean_score
    paper.body(
        words(
            ("notice.score_text" if mean is not None else "notice.score_text_alone")
            + ("" if share.claim is None else "_only"),
            score=figure(share.score, 4),
            mean="" if mean is None else figure(mean, 4),
            multiplier=figure(share.multiplier, 2),
            tilt=figure(share.tilt, 4),
        )
    )
    rules = {rule.code: rule for rule in facts.rulebook.indicators}
    tonnes = {part.code: part.tonnes for part in share.parts}
    rows = tuple(
        _indicator_row(rules[result.indicator], result, tonnes.get(f"indicator.{result.indicator}"), facts, words)
        for result in share.indicators
    )
    paper.table(
        Table(
            title=words("notice.score_table", number=_score_table(facts)),
            head=tuple(
                words(f"head.{key}") for key in ("indicator", "unit", "own", "reference", "item", "weight", "part_t")
            ),
            rows=rows,
            widths=(34, 28, 19, 19, 19, 15, 22),
            figures=frozenset({2, 3, 4, 5, 6}),
            note=_treatments(facts, words),
            is_small=True,
        )
    )


def _indicator_row(
    rule: IndicatorRule, result: IndicatorResult, tonnes: int | None, facts: NoticeFacts, words: Words
) -> tuple[str, ...]:
    unit = unit_of(rule, dictionary=facts.dictionary, words=words)
    return (
        words.name(rule.name) + (words("less_is_better") if rule.direction is Direction.COST else ""),
        unit.label,
        unit.shown(result.value, absent=words("mark.missing")),
        unit.shown(facts.view.references[rule.code], absent=words("mark.withheld")),
        figure(result.score, 4),
        figure(result.weight, 2),
        words("mark.none") if tonnes is None else signed(tonnes),
    )


def _treatments(facts: NoticeFacts, words: Words) -> str:
    rules = {rule.code: rule for rule in facts.rulebook.indicators}
    notes = [words("notice.score_note")]
    notes += [
        words(
            "notice.treated", name=words.name(rules[result.indicator].name), how=words(f"treatment.{result.treatment}")
        )
        for result in facts.view.share.indicators
        if result.treatment
    ]
    if any(value is None for value in facts.view.references.values()):
        notes.append(words("notice.withheld"))
    return "".join(notes) if words.lang == "zh" else " ".join(notes)


def _bounds(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    share, book = facts.view.share, facts.rulebook
    paper.heading(words("notice.bounds"))

    def bound(code: str, tonnes: int) -> dict[str, str]:
        clause = clause_name(bound_clause(code, rulebook=book), words=words)
        return {"tonnes": figure(tonnes, 0), "reason": words(f"bound.{code}"), "clause": clause}

    paper.body(words("notice.floor", **bound(share.floor_reason, share.floor_t)))
    paper.body(words("notice.ceiling", **bound(share.ceiling_reason, share.ceiling_t)))
    beside_t = facts.view.claimant.beside_t
    if beside_t:
        paper.body(words("notice.beside", given=figure(share.quota_t - beside_t, 0), beside=signed(beside_t)))
    if facts.view.claimant.owed_t:
        paper.body(_owed(facts, words))
    if not share.binding:
        paper.body(words("notice.no_bound_beside" if beside_t else "notice.no_bound"))
        return
    number = bound_clause(share.binding, rulebook=book)
    text = clause_text(book, number) if number in book.clauses else None
    paper.body(
        words(
            "notice.binds",
            bound=words(f"bound.{share.binding}"),
            clause=clause_name(number, words=words),
            text="" if text is None else words.name(text),
        )
    )


def _steps(facts: NoticeFacts) -> list[Recourse]:
    """The indicators that the enterprise can act on and has a figure for."""
    return [
        one for one in facts.recourse if one.is_actionable and (one.one_per_cent is not None or one.change is not None)
    ]


def _owed(facts: NoticeFacts, words: Words) -> str:
    """What is owed for earlier years, what this year pays back of it, and what remains."""
    claimant = facts.view.claimant
    return words(
        "notice.owed",
        owed=figure(claimant.owed_t, 0),
        paid=figure(claimant.deducted_t, 0),
        left=figure(claimant.owed_t - claimant.deducted_t, 0),
        clause=clause_name(facts.rulebook.clause_of.get("settlement", ""), words=words),
    )


def _effects(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    """What one per cent on each indicator would have done, and the least step; or what holds the quota."""
    rules = {rule.code: rule for rule in facts.rulebook.indicators}
    paper.heading(words("notice.effects"))

    def row(one: Recourse) -> tuple[str, ...]:
        rule, effect, none = rules[one.indicator], one.one_per_cent, words("mark.none")
        unit = unit_of(rule, dictionary=facts.dictionary, words=words)
        return (
            words.name(rule.name),
            unit.label,
            unit.shown(one.before, absent=none),
            unit.shown(effect.after if effect else None, absent=none),
            _gained(effect, words) if effect else none,
            _least_step(one, numerator_unit(rule, dictionary=facts.dictionary, words=words), words),
        )

    paper.table(
        Table(
            title=words("notice.effect_table", number=_score_table(facts) + 1),
            head=tuple(words(f"head.{key}") for key in ("indicator", "unit", "own", "better", "effect_t", "one_tonne")),
            rows=tuple(row(one) for one in _steps(facts)),
            widths=(31, 25, 18, 20, 30, 36),
            figures=frozenset({2, 3, 4, 5}),
            note=words("notice.effect_note"),
            is_small=True,
        )
    )


def _gained(effect: Effect, words: Words) -> str:
    if effect.change_t:
        return signed(effect.change_t)
    return words("notice.held", bound=words(f"bound.{effect.bound}")) if effect.bound else words("notice.no_effect")


def _least_step(one: Recourse, unit: str, words: Words) -> str:
    if one.change is not None:
        return words("notice.step", change=signed(one.change), unit=unit)
    if one.obstacle.startswith("recourse."):
        return words(f"notice.step.{one.obstacle}")
    return words(f"bound.{one.obstacle}")


def _basis(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    book = facts.rulebook
    paper.heading(words("notice.basis"))
    paper.body(
        words(
            "notice.rulebook",
            title=words.name(book.title),
            issued=words.day(book.issued),
            expires=words.day(book.expires),
            table=_clause_table(facts),
        )
    )
    rows = tuple(
        (clause_name(number, words=words).capitalize(), words.name(clause_text(book, number)))
        for number in clauses_used(facts.view.share, rulebook=book)
    )
    paper.table(
        Table(
            title=words("notice.clause_table", number=_clause_table(facts)),
            head=(words("head.clause_number"), words("head.clause_text")),
            rows=rows,
            widths=(18, 138),
            figures=frozenset(),
            may_break=True,
            is_small=True,
        )
    )


def _score_table(facts: NoticeFacts) -> int:
    """Parts come first, then the planned months of a regulation."""
    return 2 + (facts.view.plan is not None)


def _clause_table(facts: NoticeFacts) -> int:
    """Scores and effects have tables where there are indicators."""
    return _score_table(facts) + bool(facts.view.share.indicators) + bool(_steps(facts))


def _remedy(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    book = facts.rulebook
    paper.heading(words("notice.remedy"))
    days = int(book.number("appeal_days", max(facts.dated, book.effective)))
    clause = clause_name(book.parameters["appeal_days"].clause, words=words)
    authority = words.name(facts.authority)
    if facts.issued_on is None:
        paper.body(words("notice.appeal_draft", days=days, authority=authority, clause=clause))
        return
    last = facts.issued_on + dt.timedelta(days=days)
    paper.body(
        words(
            "notice.appeal",
            days=days,
            authority=authority,
            clause=clause,
            issued=words.day(facts.issued_on),
            last=words.day(last),
        )
    )
    paper.body(words("notice.appeal_desk", decision=facts.marks.decision_id))
    paper.body(words("notice.rights"))


def _end(paper: WordPaper, facts: NoticeFacts, words: Words) -> None:
    lines = act_lines(facts.acts, words=words)
    if facts.view.claimant.sources:
        own = f"{facts.enterprise}/"
        cited = [f"{name.removeprefix(own)} ({sha256[:8]})" for name, sha256 in facts.view.claimant.sources]
        lines.append(words("notice.sources", enterprise=facts.enterprise, sources=words.joined(cited)))
    lines.append(words("notice.parameters", parameters=words.joined(_parameters(facts, words))))
    lines += mark_lines(facts.marks, words=words)
    lines.append(words.name(facts.note))
    paper.marks(lines)
    paper.foot(foot_line(facts.marks, words=words))


def _parameters(facts: NoticeFacts, words: Words) -> list[str]:
    """The numbers of policy of the clauses that the quota rests on: code, value in force, clause."""
    day = max(facts.dated, facts.rulebook.effective)
    used = clauses_used(facts.view.share, rulebook=facts.rulebook)
    return [
        words(
            "notice.parameter",
            code=one.code,
            value=plain_decimal(one.at(day)),
            clause=clause_name(one.clause, words=words),
        )
        for one in facts.rulebook.parameters.values()
        if one.clause in used
    ]

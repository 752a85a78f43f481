"""The decision as an official paper (方案): what is decided and on which clauses; a bureau's copy and a public one."""

from __future__ import annotations

import datetime as dt

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.public_view import Moved, PublicView, Totals, public_view, totals_of
from zhibiao.policy.clause import clause_text
from zhibiao.policy.plain import TRANSFERS
from zhibiao.terms.period import Month
from zhibiao.writers.colophon import foot_line, mark_lines, paper_number
from zhibiao.writers.decision_annex import parts_table, quota_table
from zhibiao.writers.quota_words import clause_name, clauses_used, part_clause
from zhibiao.writers.regulated_words import regulated_sentence
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_base import PaperBase
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed

_CLAUSES, _ACTS = 2, 3


def write_decision(dossier: Dossier, words: Words, *, base: PaperBase | None = None) -> bytes:
    """The bureau's copy as a .docx, with every enterprise's quota and parts; the same dossier gives the same bytes.

    Raises:
        LookupError: there is no decision.
    """
    decision = _decision(dossier)
    paper = WordPaper(words.lang, base)
    title = _head(paper, dossier, decision, words, copy="bureau")
    last = None if dossier.last is None else totals_of(dossier.last)
    high = sum(share.binding.startswith("ceiling") for share in decision.shares)
    low = sum(share.binding.startswith("floor") for share in decision.shares)
    counts = words("decision.bounds", high=high, low=low)
    told = [counts, *([regulated_sentence(decision, words)] if decision.is_regulation else [])]
    _body(paper, dossier, decision, words, totals=totals_of(decision), last=last, count=len(decision.shares), told=told)
    paper.body(words("decision.withheld_bureau"))
    attached = [words("decision.quota_table_name"), words("decision.parts_table_name")]
    paper.attachments(words("bulletin.attached"), attached)
    _sign(paper, dossier, words)
    paper.page_break()
    paper.table(quota_table(dossier, decision, words))
    paper.table(parts_table(dossier, decision, words))
    return _saved(paper, dossier, words, title=title)


def write_public_decision(dossier: Dossier, words: Words, *, base: PaperBase | None = None) -> bytes:
    """The public copy as a .docx: totals, rules, counts; no enterprise is named in it.

    Raises:
        LookupError: there is no decision, or it covers fewer than three enterprises.
    """
    decision = _decision(dossier)
    view = public_view(decision, dossier.last)
    if view is None:
        raise LookupError("a decision over fewer than three enterprises has no public copy")
    paper = WordPaper(words.lang, base)
    title = _head(paper, dossier, decision, words, copy="public")
    told = [words("decision.bounds", high=view.at_ceiling, low=view.at_floor), *_moved_told(view, decision, words)]
    _body(paper, dossier, decision, words, totals=view.totals, last=view.last, count=view.enterprises, told=told)
    paper.body(words("decision.withheld_public"))
    _sign(paper, dossier, words)
    return _saved(paper, dossier, words, title=title)


def _decision(dossier: Dossier) -> Decision:
    if dossier.decision is None:
        raise LookupError("a decision paper needs a decision")
    return dossier.decision


def _head(paper: WordPaper, dossier: Dossier, decision: Decision, words: Words, *, copy: str) -> str:
    if not dossier.is_issued:
        paper.stamp(words("draft"))
    paper.issuer(words.name(dossier.city.authority))
    paper.number(paper_number(dossier.number, city=dossier.city.name, year=decision.plan_year, words=words))
    title = words(
        "decision.title_regulation" if decision.is_regulation else "decision.title",
        city=words.name(dossier.city.name),
        year=decision.plan_year,
        month=words.month(Month.parse(decision.month)) if decision.month else "",
        quantity=words.name(dossier.sector.quantity_name),
    )
    paper.title(title, words(f"decision.copy_{copy}"))
    return title


def _body(
    paper: WordPaper,
    dossier: Dossier,
    decision: Decision,
    words: Words,
    *,
    totals: Totals,
    last: Totals | None,
    count: int,
    told: list[str],
) -> None:
    """Basis, what is decided, how it is carried out, remedy and clauses: alike in both copies."""
    book = dossier.rulebook
    paper.heading(words("decision.basis"))
    facts = {"title": words.name(book.title), "issued": words.day(book.issued), "expires": words.day(book.expires)}
    paper.body(words("decision.basis_text", **facts, table=_CLAUSES))
    paper.heading(words("decision.decided"))
    paper.body(
        words(
            "decision.totals" if dossier.is_issued else "decision.totals_draft",
            year=decision.plan_year,
            quantity=words.name(dossier.sector.quantity_name),
            cap=words.mass(totals.cap_t),
            reserve=words.mass(totals.reserve_t),
            given=words.mass(totals.given_t),
            count=count,
            rule=words.label(f"rule.{book.method}"),
            clause=clause_name(part_clause("method", rulebook=book), words=words),
        )
    )
    paper.body(words.running(told))
    paper.table(_totals_table(totals, last, words))
    paper.heading(words("decision.carried_out"))
    paper.items(_carried_out(dossier, words))
    paper.heading(words("notice.remedy"))
    for sentence in _remedy(dossier, words):
        paper.body(sentence)
    paper.heading(words("decision.clauses"))
    paper.table(_clause_table(dossier, decision, words))


def _totals_table(totals: Totals, last: Totals | None, words: Words) -> Table:
    """Cap, reserve, what is given out and what is left, in whole tonnes, beside the decision before."""

    def row(key: str, tonnes: int, before: int | None) -> tuple[str, ...]:
        beside = () if last is None or before is None else (signed(tonnes - before),)
        return (words(f"decision.{key}"), figure(tonnes, 0), *beside)

    def left(of: Totals) -> int:
        return of.cap_t - of.reserve_t - of.given_t

    rows = [
        row("cap", totals.cap_t, None if last is None else last.cap_t),
        row("reserve", totals.reserve_t, None if last is None else last.reserve_t),
        row("given", totals.given_t, None if last is None else last.given_t),
    ]
    if left(totals) or (last is not None and left(last)):
        rows.append(row("left", left(totals), None if last is None else left(last)))
    heads = ["total_item", "tonnes", *(["since_last"] if last else [])]
    unit = words("unit.line", unit=words("unit.mass_t"))
    return Table(
        title=words("decision.totals_table", number=1),
        unit=unit if last is None else words("decision.since", unit=unit, last=last.decision),
        head=tuple(words(f"head.{key}") for key in heads),
        rows=tuple(rows),
        widths=(6, 3, 3) if last else (6, 4),
        figures=frozenset({1, 2} if last else {1}),
    )


def _carried_out(dossier: Dossier, words: Words) -> list[str]:
    """How it goes on, by the clauses that the rulebook has for it."""
    book = dossier.rulebook
    told = [
        (key, book.clause_of[part])
        for key, part in (("settled", "settlement"), ("regulated", "regulation"), ("passed_on", TRANSFERS))
        if part in book.clause_of
    ]
    lines = [words(f"decision.{key}", clause=clause_name(clause, words=words)) for key, clause in told]
    return [words("decision.noticed"), *lines]


def _remedy(dossier: Dossier, words: Words) -> list[str]:
    book = dossier.rulebook
    days = int(book.number("appeal_days", max(dossier.issued_on or dossier.dated, book.effective)))
    facts: dict[str, object] = {
        "days": days,
        "authority": words.name(dossier.city.authority),
        "clause": clause_name(book.parameters["appeal_days"].clause, words=words),
    }
    if dossier.issued_on is None:
        return [words("decision.appeal_draft", **facts)]
    last = dossier.issued_on + dt.timedelta(days=days)
    facts |= {"issued": words.day(dossier.issued_on), "last": words.day(last)}
    return [words("decision.appeal", **facts), words("decision.rights")]


def _clause_table(dossier: Dossier, decision: Decision, words: Words) -> Table:
    """The clauses that any quota rests on; which quota rests on which is not said."""
    book = dossier.rulebook
    used = {number for share in decision.shares for number in clauses_used(share, rulebook=book)}
    used |= {book.clause_of[part] for part in ("settlement", "regulation", TRANSFERS) if part in book.clause_of}
    return Table(
        title=words("notice.clause_table", number=_CLAUSES),
        head=(words("head.clause_number"), words("head.clause_text")),
        rows=tuple(
            (clause_name(number, words=words).capitalize(), words.name(clause_text(book, number)))
            for number in book.clauses
            if number in used
        ),
        widths=(18, 138),
        figures=frozenset(),
        may_break=True,
        is_small=True,
    )


def _moved_told(view: PublicView, decision: Decision, words: Words) -> list[str]:
    if not decision.is_regulation:
        return []
    moved: Moved | None = view.moved
    if moved is None:
        return [words("decision.moved_withheld")]
    return [words("decision.moved", mass=words.mass(moved.tonnes), up=moved.up, down=moved.down)]


def _sign(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    """Who drafted, approved and issued, each with the day; then issuing body and date, and the marks."""
    none = words("mark.none")
    paper.table(
        Table(
            title=words("decision.acts_table", number=_ACTS),
            head=tuple(words(f"decision.head_{key}") for key in ("act", "person", "day")),
            rows=tuple(
                (words(f"act.{act.act}"), act.person, words.day(act.day) if act.day else none) for act in dossier.acts
            ),
            widths=(3, 4, 4),
            figures=frozenset(),
            note="" if dossier.is_issued else words("decision.unsigned"),
        )
    )
    paper.signature(words.name(dossier.city.authority), words.day(dossier.issued_on or dossier.dated))
    paper.marks([*mark_lines(dossier.marks, words=words), words.name(dossier.city.note)])


def _saved(paper: WordPaper, dossier: Dossier, words: Words, *, title: str) -> bytes:
    paper.foot(foot_line(dossier.marks, words=words))
    return paper.save(
        at=dt.datetime.combine(dossier.issued_on or dossier.dated, dt.time(), dt.UTC),
        title=title,
        author=words.name(dossier.city.authority),
        subject=dossier.marks.decision_id,
        draft=not dossier.is_issued,
    )

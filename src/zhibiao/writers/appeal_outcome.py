"""The paper of an appeal's outcome (申诉处理决定书): claims, what they would give, outcome, reasons, remedies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhibiao.allocation.appeals.deeds import Accepted, Added, Asked, Heard
from zhibiao.allocation.appeals.outcome import OutcomeFacts
from zhibiao.allocation.appeals.rerun import Rerun
from zhibiao.allocation.appeals.window import day_of_act
from zhibiao.writers.appeal_words import claim_name, claimed_value, unit_name, used_value
from zhibiao.writers.colophon import foot_line, mark_lines
from zhibiao.writers.printable import printable
from zhibiao.writers.quota_words import part_name
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed


def write_appeal_outcome(facts: OutcomeFacts, words: Words) -> bytes:
    """The paper as a .docx; the same facts give the same bytes."""
    paper = WordPaper(words.lang)
    title = words("appeal.title")
    _head(paper, facts, words, title)
    _case(paper, facts, words)
    if facts.rerun is not None:
        _again(paper, facts, facts.rerun, words)
    if handled := list(_handled(facts, words)):
        paper.heading(words("appeal.handled"))
        for line in handled:
            paper.body(line)
    _outcome(paper, facts, words)
    _remedy(paper, facts, words)
    paper.signature(words.name(facts.authority), words.day(facts.decided_on))
    _end(paper, facts, words)
    return paper.save(
        at=dt.datetime.combine(facts.decided_on, dt.time(), dt.UTC),
        title=f"{title} {words.name(facts.name)}",
        author=words.name(facts.authority),
        subject=facts.appeal.id,
    )


def _head(paper: WordPaper, facts: OutcomeFacts, words: Words, title: str) -> None:
    paper.issuer(words.name(facts.authority))
    paper.number(words("appeal.number", appeal=facts.appeal.id))
    paper.title(title)
    paper.addressee(words("notice.addressee", name=words.name(facts.name)))
    paper.body(
        words(
            "appeal.opening",
            filed=words.day(facts.filed_on),
            decision=facts.appeal.filed.decision,
            year=facts.plan_year,
            quantity=words.name(facts.quantity),
        )
    )


def _case(paper: WordPaper, facts: OutcomeFacts, words: Words) -> None:
    appeal = facts.appeal
    grounds = words.joined([words.label(f"appeal.ground.{one.value}") for one in appeal.grounds])
    paper.heading(words("appeal.case"))
    paper.body(words("appeal.grounds", grounds=grounds))
    paper.body(words("appeal.statement", statement=printable(appeal.filed.statement)))
    if appeal.evidence:
        paper.body(words("appeal.evidence", count=len(appeal.evidence)))
    if not appeal.claims:
        return
    rows = tuple(
        (
            printable(claim_name(claim, facts.dictionary, words)),
            used_value(claim, facts.inputs, words),
            printable(claimed_value(claim, words)),
            unit_name(claim.unit, words),
        )
        for claim in appeal.claims
    )
    heads = tuple(words(f"appeal.head.{head}") for head in ("figure", "used", "claimed", "unit"))
    paper.table(
        Table(
            title=words("appeal.claims_table", number=1),
            head=heads,
            rows=rows,
            widths=(5, 3, 3, 2),
            figures=frozenset({1, 2}),
            is_small=True,
        )
    )


def _again(paper: WordPaper, facts: OutcomeFacts, rerun: Rerun, words: Words) -> None:
    paper.heading(words("appeal.again"))
    if rerun.claimed is None:
        paper.body(words("appeal.again_none"))
        return
    quotas = {"claimed": figure(rerun.claimed.quota_t, 0), "issued": figure(rerun.issued.quota_t, 0)}
    paper.body(words("appeal.again_text", change=signed(rerun.change_t or 0), **quotas))
    rows = [
        (part_name(code, rulebook=facts.rulebook, words=words), figure(was, 0), figure(now, 0), signed(now - was))
        for code, was, now in parts_beside(rerun)
        if was or now
    ]
    total = (words("total"), quotas["issued"], quotas["claimed"], signed(rerun.change_t or 0))
    heads = ("appeal.head.issued", "appeal.head.again", "appeal.head.change")
    paper.table(
        Table(
            title=words("appeal.parts_table", number=2),
            unit=words("unit.line", unit=words("unit.mass_t")),
            head=(words("head.part"), *(words(head) for head in heads)),
            rows=(*rows, total),
            widths=(6, 3, 3, 3),
            figures=frozenset({1, 2, 3}),
            total=True,
        )
    )


def parts_beside(rerun: Rerun) -> tuple[tuple[str, int, int], ...]:
    """Every part with its tonnes as issued and as run again; both columns sum to their quotas."""
    was = {part.code: part.tonnes for part in rerun.issued.parts}
    now = {part.code: part.tonnes for part in rerun.claimed.parts} if rerun.claimed else {}
    return tuple((code, was.get(code, 0), now.get(code, 0)) for code in {**was, **now})


def _handled(facts: OutcomeFacts, words: Words) -> Iterator[str]:
    for act in facts.appeal.acts:
        day = words.day(day_of_act(act.at))
        match act.deed:
            case Accepted():
                yield words("appeal.accepted", day=day)
            case Asked():
                yield words("appeal.asked", day=day, text=printable(act.deed.question))
            case Added():
                yield words("appeal.added", day=day, text=printable(act.deed.statement))
            case Heard():
                yield words("appeal.heard", day=words.day(act.deed.on), text=printable(act.deed.record))


def _outcome(paper: WordPaper, facts: OutcomeFacts, words: Words) -> None:
    decided = facts.outcome
    outcome = words.label(f"appeal.outcome.{decided.outcome.value}")
    paper.heading(words("appeal.outcome"))
    paper.body(words("appeal.outcome_text", outcome=outcome), strong=outcome)
    paper.body(words("appeal.reasons", reasons=printable(decided.reasons)))
    paper.heading(words("appeal.follows"))
    if not decided.follows:
        paper.body(words("appeal.follows_none"))
        return
    follows = words("mark.semicolon").join(words.label(f"appeal.follows.{one.value}") for one in decided.follows)
    paper.body(words("appeal.follows_text", follows=words.sentence(follows)))


def _remedy(paper: WordPaper, facts: OutcomeFacts, words: Words) -> None:
    found = facts.remedies
    paper.heading(words("appeal.remedy"))
    paper.body(
        words(
            "appeal.remedy_text",
            days=found.reconsideration.value,
            months=found.litigation.value,
            review_source=words.name(found.reconsideration.source),
            suit_source=words.name(found.litigation.source),
            day=words.day(facts.decided_on),
            review=words.day(found.reconsider_until),
            suit=words.day(found.sue_until),
        )
    )


def _end(paper: WordPaper, facts: OutcomeFacts, words: Words) -> None:
    lines = [words("appeal.acts", decider=facts.decider, day=words.day(facts.decided_on))]
    lines += mark_lines(facts.marks, words=words)
    if facts.rerun is not None:
        lines.append(words("appeal.rerun_mark", value=facts.appeal.rerun))
    paper.marks([*lines, words.name(facts.note)])
    paper.foot(foot_line(facts.marks, words=words))

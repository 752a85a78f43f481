"""The list of bases put out for answers (基数公示), as an official Word paper."""

from __future__ import annotations

import datetime as dt

from zhibiao.allocation.decision.reconciliation import BaseStatement
from zhibiao.policy.clause import clause_text
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.enterprise import City
from zhibiao.writers.quota_words import clause_name
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure


def write_base_list(
    statement: BaseStatement, rulebook: Rulebook, city: City, words: Words, *, quantity: str, code_version: str
) -> bytes:
    """Every enterprise's base and score, the clause they follow, and until when and how to answer.

    Base and score are public in the window; the figures they come from stay with the enterprise.

    Args:
        statement: as put out.
        rulebook: it rests on.
        city: names of authority and enterprises.
        words: the language of the paper.
        quantity: name of what is made, in that language.
        code_version: of the program, for the marks.
    """
    paper = WordPaper(words.lang)
    authority = words.name(city.authority)
    title = words("base_list.title", year=statement.plan_year, quantity=quantity)
    clause = rulebook.clause_of["base"]
    paper.issuer(authority)
    paper.title(title)
    paper.addressee(words("base_list.addressee"))
    paper.body(
        words(
            "base_list.text",
            rulebook=words.name(rulebook.title),
            clause=clause_name(clause, words=words),
            wording=words.name(clause_text(rulebook, clause)).rstrip("。."),
            closes=words.day(statement.closes),
            authority=authority,
        )
    )
    paper.table(_table(statement, city, words))
    paper.body(words("base_list.silence"))
    paper.signature(authority, words.day(statement.opens))
    marks = [words("marks.rulebook_id", value=rulebook.id), words("marks.code_version", value=code_version)]
    paper.marks(
        [
            words("mark.gap").join(marks),
            words("base_list.sha256", value=statement.sha256),
            words("marks.rulebook_sha256", value=statement.rulebook_sha256),
            words.name(city.note),
        ]
    )
    paper.foot(f"{statement.id} · {words('foot.rulebook', value=statement.rulebook_sha256[:12])}")
    at = dt.datetime.combine(statement.opens, dt.time(), dt.UTC)
    return paper.save(at=at, title=title, author=authority, subject=statement.id)


def _table(statement: BaseStatement, city: City, words: Words) -> Table:
    has_scores = any(row.score for row in statement.rows)
    keys = ("id", "name", "base", *(("score",) if has_scores else ()))

    def scored(score: str) -> tuple[str, ...]:
        return (score,) if has_scores else ()

    rows = [
        (row.enterprise, words.name(city[row.enterprise].name), figure(row.base_t, 0), *scored(row.score))
        for row in statement.rows
    ]
    total = ("", words("base_list.total"), figure(sum(row.base_t for row in statement.rows), 0))
    return Table(
        title=words("base_list.table"),
        head=tuple(words(f"base_list.head.{key}") for key in keys),
        rows=(*rows, (*total, *scored(""))),
        widths=(24, 76, 32, 24)[: len(keys)],
        figures=frozenset({2, 3}) if has_scores else frozenset({2}),
        total=True,
        may_break=True,
    )

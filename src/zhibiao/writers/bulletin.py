"""The bulletin (月度运行分析): what the city reads about a sector's month, as an official Word paper."""

from __future__ import annotations

import datetime as dt

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.writers.asks import asks, late_asks
from zhibiao.writers.bulletin_figures import (
    chain_table,
    enterprise_table,
    main_table,
    quota_table,
)
from zhibiao.writers.bulletin_words import (
    decision_sentences,
    definition_sentences,
    forecast_sentences,
    output_sentences,
    pace_sentences,
    problem_sentences,
    profit_sentences,
    upgrade_sentences,
)
from zhibiao.writers.charts import draw_compact_glide_path_png, draw_high_end_png
from zhibiao.writers.colophon import act_lines, foot_line, mark_lines
from zhibiao.writers.growth_words import growth_sentences
from zhibiao.writers.high_end_words import path_sentences, target_by_moving_sentences
from zhibiao.writers.pace_notes import asked_table
from zhibiao.writers.register.month import RegisterSection, lay_section, section_mark
from zhibiao.writers.summary import headline, high_end_accounts, high_end_sentence
from zhibiao.writers.warning_words import warning_counts
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_base import PaperBase
from zhibiao.writers.wording import Words

_GLIDE_MM, _HIGH_END_MM = 112, 112
_FIRST_REGISTER_TABLE = 6
_MOVERS = 1  # enterprises named in running text, each way; all of them stand in the annex


def write_bulletin(
    dossier: Dossier, words: Words, *, register: RegisterSection | None = None, base: PaperBase | None = None
) -> bytes:
    """The bulletin as a .docx; the same dossier and register give the same bytes.

    Args:
        dossier: of the sector's month.
        words: of the paper's language.
        register: the month of the register, where the book has one.
        base: a bureau's own page and styles; those that come along where None.
    """
    paper = WordPaper(words.lang, base)
    title = _head(paper, dossier, words)
    _overall(paper, dossier, words)
    _features(paper, dossier, words)
    _enterprises(paper, dossier, words)
    _quotas(paper, dossier, words)
    _high_end(paper, dossier, words)
    _ahead(paper, dossier, words)
    if register is not None:
        lay_section(paper, register.month, words, number=_FIRST_REGISTER_TABLE)
    _problems(paper, dossier, words)
    attached = [words("bulletin.annex"), words("bulletin.brief")]
    paper.attachments(words("bulletin.attached"), attached)
    paper.signature(words.name(dossier.city.authority), words.day(dossier.dated))
    paper.marks(
        [
            *act_lines(dossier.acts, words=words),
            *mark_lines(dossier.marks, words=words),
            *([section_mark(register.marks, words)] if register is not None else []),
            words.name(dossier.city.note),
        ]
    )
    paper.foot(foot_line(dossier.marks, words=words))
    return paper.save(
        at=dt.datetime.combine(dossier.dated, dt.time(), dt.UTC),
        title=title,
        author=words.name(dossier.city.authority),
        subject=dossier.marks.decision_id,
        draft=not dossier.is_issued,
    )


def _head(paper: WordPaper, dossier: Dossier, words: Words) -> str:
    if not dossier.is_issued:
        paper.stamp(words("draft"))
    paper.issuer(words.name(dossier.city.authority))
    month = dossier.assessment.month
    paper.number(words("bulletin.issue", year=month.year, number=month.month))
    title = words(
        "bulletin.title",
        city=words.name(dossier.city.name),
        month=words.month(dossier.assessment.month),
        sector=words.name(dossier.sector.name),
    )
    paper.title(title)
    return title


def _overall(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    paper.heading(words("bulletin.overall"))
    line = headline(dossier.assessment, words)
    paper.body(line, strong=_head_of(line, words))
    paper.table(main_table(dossier.assessment, words, number=1))


def _features(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    assessment = dossier.assessment
    paper.heading(words("bulletin.features"))
    for key, sentences in (
        ("bulletin.output", output_sentences(assessment, words)),
        ("bulletin.growth", growth_sentences(assessment, words, most=_MOVERS)),
        ("bulletin.profit", profit_sentences(assessment, words)),
    ):
        if sentences:
            paper.run_in(words(key), words.running(sentences))
    if len(assessment.chain) > 1:
        paper.table(chain_table(assessment, words, number=2))


def _enterprises(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    paper.heading(words("bulletin.enterprises"))
    paper.table(enterprise_table(dossier.assessment, words, number=3))


def _quotas(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    assessment = dossier.assessment
    paper.heading(words("bulletin.quotas"))
    for sentences in (decision_sentences(dossier, words), pace_sentences(assessment, words)):
        if sentences:
            paper.body(words.running(sentences))
    glide = assessment.total.glide if assessment.total else None
    if glide is not None:
        picture = draw_compact_glide_path_png(glide, words)
        name = words(
            "bulletin.glide", city=words.name(dossier.city.name), quantity=words.name(assessment.quantity_name)
        )
        paper.picture(
            picture.content,
            width_mm=_GLIDE_MM,
            title=words("bulletin.figure", number=1, name=name),
            alt=headline(assessment, words),
        )
    paper.table(quota_table(assessment, words, number=4))


def _high_end(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    paper.heading(words("bulletin.high_end"))
    accounts = high_end_accounts(dossier.assessment)
    if not accounts:
        paper.body(words("bulletin.no_high_end"))
        return
    account, *others = accounts
    paper.body(words.running([high_end_sentence(account, words), *upgrade_sentences(account, words)]))
    picture = draw_high_end_png(
        account, words, source=words("chart.source", authority=words.name(dossier.city.authority))
    )
    paper.picture(
        picture.content,
        width_mm=_HIGH_END_MM,
        title=words("bulletin.figure", number=2, name=words("bulletin.high_end_figure")),
        alt=high_end_sentence(account, words),
        note=words.joined_notes(definition_sentences(account, dossier, words)),
    )
    told = [high_end_sentence(one, words) for one in others]
    outlook = dossier.assessment.high_end_outlook
    if outlook is not None and outlook.path.target is not None:
        told += path_sentences(outlook, words, month=dossier.assessment.month)
        told += target_by_moving_sentences(outlook, words)
    if told:
        paper.body(words.running(told))


def _ahead(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    """The forecast's grounds, what is asked of whom, and early warnings; where every firm stands is in the annex."""
    assessment = dossier.assessment
    paper.heading(words("bulletin.ahead"))
    asked = asked_table(assessment, words, number=5)
    sentences = forecast_sentences(assessment, words)
    told = late_asks(assessment, words) if asked else asks(assessment, words)
    if sentences or told:
        paper.body(words.running([*sentences, *told]))
    if asked is not None:
        paper.table(asked)
    warned = warning_counts(assessment, words) or words("text.no_warnings")
    paper.body(warned, strong=_head_of(warned, words))


def _problems(paper: WordPaper, dossier: Dossier, words: Words) -> None:
    paper.heading(words("bulletin.problems"))
    problems = problem_sentences(dossier, words)
    if problems:
        paper.items(problems)
    else:
        paper.body(words("bulletin.no_problems"))


def _head_of(line: str, words: Words) -> str:
    return line.partition("：" if words.lang == "zh" else ":")[0]

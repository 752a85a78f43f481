"""The meeting pack (会议材料): what a month's meeting decides first, then what it hears; one page an item, by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.standing import Standing
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.pack import Decision as Wanted
from zhibiao.writers.bulletin_figures import quota_table, signed_bulk
from zhibiao.writers.bulletin_words import pace_sentences, problem_sentences
from zhibiao.writers.charts import draw_compact_glide_path_png
from zhibiao.writers.colophon import foot_line, mark_lines
from zhibiao.writers.meeting_proposals import changes_table, compared_table
from zhibiao.writers.pace_notes import asked_table
from zhibiao.writers.register.pack import decision_table
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.summary import expected_t, headline, high_end_accounts, high_end_sentence
from zhibiao.writers.warning_words import warning_sentences
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_base import PaperBase
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure

_GLIDE_MM = 112


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterItems:
    """What the register asks of the meeting: items held up or overdue, and the state that this was told from."""

    wanted: tuple[Wanted, ...]
    marks: RegisterMarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a meeting pack is written from.

    Args:
        dossier: of the sector's month.
        pending: decisions drafted or approved and not issued yet, in the order in which they were drafted.
        register: None where the book has no register.
    """

    dossier: Dossier
    pending: tuple[Decision, ...]
    register: RegisterItems | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One item: key of its words, what is wanted of the meeting (decide, settle, hear), the point, and its page."""

    key: str
    kind: str
    point: str
    lay: Callable[[], None]


def write_meeting_pack(meeting: Meeting, words: Words, *, base: PaperBase | None = None) -> bytes:
    """The pack as a .docx; the same meeting gives the same bytes."""
    dossier = meeting.dossier
    paper = WordPaper(words.lang, base)
    paper.stamp(words("meeting.internal"))
    paper.issuer(words.name(dossier.city.authority))
    paper.number(words.day(dossier.dated))
    title = words(
        "meeting.title",
        city=words.name(dossier.city.name),
        month=words.month(dossier.assessment.month),
        sector=words.name(dossier.sector.name),
    )
    paper.title(title)
    items = _agenda(meeting, paper, words)
    paper.body(headline(dossier.assessment, words))
    paper.table(_agenda_table(items, words))
    marks = [*mark_lines(dossier.marks, words=words)]
    if meeting.register is not None:
        marks.append(RegisterWords(words).marks(meeting.register.marks)[0])
    paper.marks([*marks, words.name(dossier.city.note)])
    for item in items:
        paper.page_break()
        paper.heading(words(f"meeting.{item.key}"))
        paper.body(words(f"meeting.please_{item.kind}") + item.point, strong=words(f"meeting.please_{item.kind}"))
        item.lay()
    paper.foot(foot_line(dossier.marks, words=words))
    return paper.save(
        at=dt.datetime.combine(dossier.dated, dt.time(), dt.UTC),
        title=title,
        author=words.name(dossier.city.authority),
        subject=dossier.marks.decision_id,
    )


_KINDS = ("decide", "settle", "hear")


def _agenda(meeting: Meeting, paper: WordPaper, words: Words) -> list[_Item]:
    """The items: what needs a decision first, then what has to be settled, then what is reported."""
    assessment = meeting.dossier.assessment
    verdicts = (assessment.verdict, *(one.verdict for one in assessment.enterprises))
    is_calm = all(verdict.colour is Colour.GREEN for verdict in verdicts)
    found = [
        _Item(
            key="course",
            kind="hear" if is_calm else "decide",
            point=words("meeting.course_point", **_colours(meeting)),
            lay=lambda: _lay_course(meeting, paper, words),
        ),
        _Item(
            key="month",
            kind="hear",
            point=words("meeting.month_point"),
            lay=lambda: _lay_month(meeting, paper, words),
        ),
        _Item(
            key="watch",
            kind="hear",
            point=words("meeting.watch_point"),
            lay=lambda: _lay_watch(meeting, paper, words),
        ),
    ]
    if meeting.pending:
        names = words.joined([one.id for one in meeting.pending])
        point = words("meeting.pending_point", count=len(meeting.pending), names=names)
        found.insert(
            0, _Item(key="pending", kind="decide", point=point, lay=lambda: _lay_pending(meeting, paper, words))
        )
    if meeting.register is not None and meeting.register.wanted:
        wanted = meeting.register.wanted
        point = words("meeting.register_point", count=len(wanted), held=sum(one.block is not None for one in wanted))
        found.append(_Item(key="register", kind="settle", point=point, lay=lambda: _lay_register(wanted, paper, words)))
    return sorted(found, key=lambda one: _KINDS.index(one.kind))


def _colours(meeting: Meeting) -> dict[str, int]:
    counts = dict.fromkeys(("red", "orange", "blue", "green"), 0)
    for item in meeting.dossier.assessment.enterprises:
        counts[item.verdict.colour.value] += 1
    return counts


def _agenda_table(items: Sequence[_Item], words: Words) -> Table:
    return Table(
        title=words("meeting.agenda"),
        head=tuple(words(f"meeting.head_{key}") for key in ("number", "item", "kind", "point")),
        rows=tuple(
            (str(number), words(f"meeting.{item.key}"), words(f"meeting.kind_{item.kind}"), item.point)
            for number, item in enumerate(items, start=1)
        ),
        widths=(11, 38, 25, 82),
        figures=frozenset(),
    )


def _lay_pending(meeting: Meeting, paper: WordPaper, words: Words) -> None:
    """Each proposal beside what is in force: sums first, then every enterprise that it changes."""
    in_force = meeting.dossier.decision if meeting.dossier.is_issued else None
    paper.table(compared_table(in_force, meeting.pending, words, number=1))
    for number, one in enumerate(meeting.pending, start=2):
        paper.table(changes_table(in_force, one, meeting.dossier.city, words, number=number))


def _lay_course(meeting: Meeting, paper: WordPaper, words: Words) -> None:
    assessment = meeting.dossier.assessment
    options = None if assessment.total is None else _options_table(assessment.total, words)
    if options is not None:
        paper.table(options)
    asked = asked_table(assessment, words, number=2 if options else 1)
    if asked is not None:
        paper.table(asked)
    if options is None and asked is None:
        paper.body(words("meeting.nothing_asked"))


def _options_table(total: Standing, words: Words) -> Table | None:
    """What the rest of the year comes to: as it goes, on the cap, on last year's level; None after December."""
    pace = total.pace
    if pace is None or not pace.days_left:
        return None
    goes = (total.forecast_t_per_day, expected_t(total))
    options = (
        ("goes", *goes),
        ("cap", total.required_t_per_day if total.quota_t is not None else None, total.quota_t),
        # Where the cap is last year's level, one course is both.
        ("level", total.required_for_level_t_per_day, total.level_t if total.level_t != total.quota_t else None),
    )

    def against(tonnes: int, goal: int | None) -> str:
        return words("mark.none") if goal is None else signed_bulk(tonnes - goal, words)

    rows = tuple(
        (
            words(f"meeting.option_{key}"),
            figure(max(0, rate), 0),
            words.bulk(year_t),
            against(year_t, total.quota_t),
            against(year_t, total.level_t),
        )
        for key, rate, year_t in options
        if rate is not None and year_t is not None
    )
    return Table(
        title=words("meeting.options_table", number=1),
        head=tuple(words(f"meeting.head_{key}") for key in ("option", "daily", "year", "to_cap", "to_level")),
        rows=rows,
        widths=(52, 26, 26, 26, 26),
        figures=frozenset({1, 2, 3, 4}),
        note=words("meeting.options_note"),
    )


def _lay_register(wanted: Sequence[Wanted], paper: WordPaper, words: Words) -> None:
    paper.table(decision_table(wanted, RegisterWords(words), number=1))


def _lay_month(meeting: Meeting, paper: WordPaper, words: Words) -> None:
    assessment = meeting.dossier.assessment
    accounts = high_end_accounts(assessment)
    told = [*pace_sentences(assessment, words), *(high_end_sentence(one, words) for one in accounts[-1:])]
    paper.body(words.running(told) or headline(assessment, words))
    glide = assessment.total.glide if assessment.total else None
    if glide is not None:
        name = words("bulletin.glide", city=words.name(glide.label), quantity=words.name(assessment.quantity_name))
        paper.picture(
            draw_compact_glide_path_png(glide, words).content,
            width_mm=_GLIDE_MM,
            title=words("bulletin.figure", number=1, name=name),
            alt=headline(assessment, words),
        )


def _lay_watch(meeting: Meeting, paper: WordPaper, words: Words) -> None:
    """Quotas and warnings of each enterprise, early warnings with names, what is wrong with the figures."""
    assessment = meeting.dossier.assessment
    paper.table(quota_table(assessment, words, number=1))
    warnings = warning_sentences(assessment, words)
    paper.items([*warnings, *problem_sentences(meeting.dossier, words)] or [words("bulletin.no_problems")])

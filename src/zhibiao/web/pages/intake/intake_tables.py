"""The tables of *Intake*: enterprises of a month, months of an enterprise, and the files that came last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from starlette.requests import Request

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.intake.intake_answer import Handed, files_handed_in
from zhibiao.assemble.desk.intake.intake_filings import FirmMonth, filings_of, month_of_firms, today_of
from zhibiao.procedures.query import Question, standing_questions
from zhibiao.terms.access import Viewer
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import desk_of
from zhibiao.web.frame.tables import Cell, Column, Row, Rows, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.intake.intake_words import OUTCOME_COLOURS, STATE_COLOURS

_RECENT, _MONTHS_BACK = 12, 12


def questions_of(request: Request, opened: OpenBook) -> tuple[Question, ...]:
    """Everything that stands open in the book; who may see what of it is the page's to say."""
    return desk_of(request).remembered(opened, ("query", "standing"), lambda: standing_questions(opened.store))


def month_of(request: Request, opened: OpenBook, own: Sequence[Enterprise], month: Month) -> tuple[FirmMonth, ...]:
    """How enterprises stand with a month."""
    desk, today = desk_of(request), today_of(opened)
    filings = desk.remembered(opened, ("intake", "filings"), lambda: filings_of(opened))
    questions = questions_of(request, opened)
    key = ("intake", "month", month, today, frozenset(one.id for one in own))
    return desk.remembered(opened, key, lambda: month_of_firms(own, filings, questions, month=month, today=today))


def filings_table(
    firms: Sequence[FirmMonth], viewer: Viewer, words: DeskWords, filters: dict[str, str], month: Month
) -> Table:

    def row(one: FirmMonth) -> Row:
        name = Cell(value=words.name(one.enterprise.name), href=f"/enterprises/{one.enterprise.id}")
        return (name, *_row(one, viewer, words))

    return Table(
        name="filings",
        title=words("intake.filings"),
        columns=(Column(head=words("intake.enterprise")), *_columns(words)),
        rows=Rows(firms, row),
        note=words("intake.late_note"),
        as_of=words.figures.month(month),
        filters=filters,
    )


def own_months(
    request: Request, opened: OpenBook, firm: Enterprise, last: Month, viewer: Viewer, words: DeskWords
) -> Table:
    """The months of one enterprise up to one of them, latest first."""
    rows = []
    for back in range(_MONTHS_BACK):
        month = last.shift(-back)
        (own,) = month_of(request, opened, [firm], month)
        rows.append((Cell(value=words.figures.month(month)), *_row(own, viewer, words)))
    return Table(
        name="filings",
        title=words("intake.own_months", enterprise=words.name(firm.name)),
        columns=(Column(head=words("filter.month")), *_columns(words)),
        rows=tuple(rows),
        note=words("intake.late_note"),
    )


def _columns(words: DeskWords) -> tuple[Column, ...]:
    return (
        Column(head=words("intake.state")),
        Column(head=words("intake.received"), kind="instant"),
        Column(head=words("intake.days_late"), kind="count"),
        Column(head=words("intake.version"), kind="count"),
        Column(head=words("intake.questions"), kind="count"),
        Column(head=words("intake.file")),
    )


def _row(one: FirmMonth, viewer: Viewer, words: DeskWords) -> tuple[Cell, ...]:
    last = one.last
    is_open = last is not None and last.submission > 0 and all(map(viewer.sees, last.owners))
    firm = one.enterprise
    return (
        Cell(value=words(f"intake.state.{one.state}"), mark=STATE_COLOURS[one.state]),
        Cell(value=one.received_at),
        Cell(value=one.days_late or None),
        Cell(value=one.version or None),
        Cell(value=one.questions or None, href=f"/queries?enterprise={firm.id}" if one.questions else ""),
        Cell(
            value=(last.file if is_open else words("intake.by_the_bureau")) if last and last.submission else None,
            href=f"/intake/{last.submission}" if last and is_open else "",
        ),
    )


def brought_by(uploader: str, opened: OpenBook, words: DeskWords) -> str:
    """A person's name by the settings; the account that somebody had at the time, where it is nobody's any more."""
    known = next((one.name for one in opened.folder.settings.people if one.id == uploader), "")
    return known or words("intake.by_account", account=uploader)


def recent_files(request: Request, opened: OpenBook, viewer: Viewer, words: DeskWords) -> Table:
    """The last files that the viewer may open, newest first."""
    everything = desk_of(request).remembered(opened, ("intake", "files"), lambda: files_handed_in(opened))
    own = (one for one in everything if viewer.sees_all or (one.owners and all(map(viewer.sees, one.owners))))
    columns = (
        Column(head=words("intake.number")),
        Column(head=words("intake.file")),
        Column(head=words("intake.outcome")),
        Column(head=words("intake.received"), kind="instant"),
        Column(head=words("intake.by")),
        Column(head=words("intake.returns"), kind="count"),
    )
    return Table(
        name="recent",
        title=words("intake.recent"),
        columns=columns,
        rows=tuple(_recent_row(one, opened, words) for one in islice(own, _RECENT)),
    )


def _recent_row(one: Handed, opened: OpenBook, words: DeskWords) -> tuple[Cell, ...]:
    return (
        Cell(value=str(one.number), href=f"/intake/{one.number}"),
        Cell(value=one.name, href=f"/intake/{one.number}"),
        Cell(value=words(f"intake.outcome.{one.outcome}"), mark=OUTCOME_COLOURS[one.outcome]),
        Cell(value=one.received_at),
        Cell(value=brought_by(one.uploader, opened, words)),
        Cell(value=one.returns),
    )

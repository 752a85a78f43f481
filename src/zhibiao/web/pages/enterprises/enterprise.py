"""One enterprise: where it stands, its quota with every reason, what would change it, its returns and its account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.firm import FirmView, firm_view
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import NotFound
from zhibiao.procedures.query import standing_questions
from zhibiao.terms.text import Language
from zhibiao.web.charts.glide_path import glide_path_chart
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.filters import Choice, month_choice
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.enterprises.enterprise_entries import entries_table
from zhibiao.web.pages.enterprises.enterprise_pace import forecast_table, pace_table, tiles
from zhibiao.web.pages.enterprises.enterprise_quota import (
    bounds_table,
    change_table,
    clauses_of,
    parts_chart,
    score_table,
)
from zhibiao.web.pages.enterprises.enterprise_recourse import TrialPart, recourse_table, trial_part
from zhibiao.web.pages.enterprises.enterprise_returns import returns_table
from zhibiao.writers.wording import Words

router = page.router()

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/enterprises/{enterprise}/notice.docx")
def notice(request: Request, enterprise: str, month: str = "") -> Response:
    """The notice as publishing writes it, in Chinese."""
    return _notice(request, enterprise, month, "zh")


@router.get("/enterprises/{enterprise}/notice.en.docx")
def notice_in_english(request: Request, enterprise: str, month: str = "") -> Response:
    """The same in English."""
    return _notice(request, enterprise, month, "en")


@router.get("/enterprises/{enterprise}")
def one_enterprise(request: Request, enterprise: str, month: str = "") -> Response:
    """One enterprise at the end of a month; by default the last one filed."""
    caller, words = caller_of(request), DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        view, months = _view(request, opened, enterprise, month, words)
        tables, charts = _figures(opened, view, caller, words)
        facts = view.notice
        return page.show(
            request,
            "enterprise.html",
            opened,
            title=words.name(view.firm.name),
            tables=tables,
            charts=charts,
            marks={"decision": facts.marks.decision_id, "rulebook": facts.marks.rulebook_sha256} if facts else {},
            choices=[months] if months else [],
            view=view,
            line=view.line,
            tiles=tiles(view, words),
            reasons=_reasons(view, words),
            asks=_asks(view, words),
            questions=_questions(opened, view),
            clauses=clauses_of(facts, words) if facts else (),
            trial=_trial(request, opened, view, caller, words),
            notice_paths=_notice_paths(view),
            issued=_issued(facts, words),
            appeal=_appeal(facts, caller),
        )


def _view(
    request: Request, opened: OpenBook, enterprise: str, month: str, words: DeskWords
) -> tuple[FirmView, Choice | None]:
    desk, viewer = desk_of(request), caller_of(request).viewer
    of, months = None, None
    if enterprise in opened.city.enterprises:
        try:
            of, months = month_choice(opened, opened.city[enterprise].sector, month, words)
        except NotFound:
            # Nobody of the sector has filed yet: the page says so, with what is known from the list.
            of = None
    return firm_view(desk, opened, enterprise, viewer=viewer, month=of), months


def _figures(
    opened: OpenBook, view: FirmView, caller: Caller, words: DeskWords
) -> tuple[Sequence[Table], Sequence[Chart]]:
    tables: list[Table] = []
    charts: list[Chart] = []
    if view.month is not None:
        tables.append(returns_table(opened, view, caller, words))
    standing = view.line.standing if view.line else None
    if standing is not None:
        tables.append(pace_table(standing, words))
        if standing.glide is not None:
            charts.append(glide_path_chart(standing.glide, words, is_enterprise=True))
        if standing.year_end is not None and standing.year_end.quantiles_t:
            tables.append(forecast_table(standing, words))
    if view.notice is not None:
        facts = view.notice
        charts.append(parts_chart(facts, words))
        tables += [bounds_table(facts, words), score_table(facts, words), recourse_table(facts, words)]
        if (change := change_table(facts, words)) is not None:
            tables.append(change)
    if view.entries:
        tables.append(entries_table(view, caller, words))
    return tables, charts


def _trial(request: Request, opened: OpenBook, view: FirmView, caller: Caller, words: DeskWords) -> TrialPart | None:
    if view.notice is None or not view.notice.recourse:
        return None
    return trial_part(request, opened, view, caller.viewer, words)


def _reasons(view: FirmView, words: DeskWords) -> list[str]:
    found = view.line.verdict.reasons if view.line else ()
    return [words.figures.sentence(words.label(one.code, **one.facts)) for one in found]


def _asks(view: FirmView, words: DeskWords) -> list[str]:
    """What the month's colour asks of the enterprise itself."""
    found = view.line.verdict.asks if view.line else ()
    own = [one for one in found if one.party.value == "enterprise"]
    return [words.figures.sentence(words.label(one.code, **one.facts)) for one in own]


def _questions(opened: OpenBook, view: FirmView) -> list[dict[str, Any]]:
    return [
        finding_plain(one.kept.finding, with_facts=False)
        for one in standing_questions(opened.store)
        if one.kept.enterprise == view.firm.id
    ]


def _notice_paths(view: FirmView) -> list[tuple[str, str]]:
    if view.notice is None or view.month is None:
        return []
    own = f"/enterprises/{view.firm.id}/notice"
    return [("docx", f"{own}.docx?month={view.month}"), ("en.docx", f"{own}.en.docx?month={view.month}")]


def _appeal(facts: NoticeFacts | None, caller: Caller) -> str:
    """Where the enterprise's own officer appeals against what the notice says, once it is issued."""
    person = caller.viewer.person
    if facts is None or not facts.is_issued or person is None or person.enterprise != facts.enterprise:
        return ""
    return way_to(caller, "/appeals/new", decision=facts.marks.decision_id, enterprise=facts.enterprise)


def _issued(facts: NoticeFacts | None, words: DeskWords) -> str:
    if facts is None:
        return ""
    if facts.issued_on is None:
        return words("firm.not_issued")
    return words("firm.issued", day=words.figures.day(facts.issued_on), number=facts.number)


def _notice(request: Request, enterprise: str, month: str, lang: Language) -> Response:
    from zhibiao.writers.notice import write_notice  # Word is needed by nobody who only reads pages

    # A notice is of the book as it stands.
    with desk_of(request).book() as opened:
        view, _ = _view(request, opened, enterprise, month, DeskWords(lang))
    if view.notice is None:
        raise NotFound("firm.no_notice", enterprise=enterprise)
    content = write_notice(view.notice, Words(catalogue(), lang))
    end = ".docx" if lang == "zh" else ".en.docx"
    return attachment(content, name=f"{enterprise}-{view.notice.marks.decision_id}{end}", media_type=DOCX)

"""*This month*: where the city stands against cap and floor, what needs a decision, and who is at risk."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firm import assessment_of
from zhibiao.assemble.desk.month import Waiting, waiting_answers, waiting_elsewhere, waiting_in_book, waiting_promises
from zhibiao.assemble.desk.months import months_with_returns
from zhibiao.assemble.resources import sector_of
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.period import Month
from zhibiao.web.charts.glide_path import glide_path_chart
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.doors.home import home_of
from zhibiao.web.frame import page
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.filters import month_choice, sector_choice
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.first_steps import first_steps
from zhibiao.web.pages.month.month_tables import risks_of, standings_table, warnings_table
from zhibiao.web.pages.month.month_to_do import Task, asked_of_firms, filed_of, to_do
from zhibiao.writers.summary import headline
from zhibiao.writers.tiles import tiles_of
from zhibiao.writers.warning_words import warning_sentences

router = page.router()


@router.get("/")
def this_month(request: Request, sector: str = "", month: str = "") -> Response:
    """The first page: one sector and month; whoever does not work on all figures is led to their own first page."""
    caller = caller_of(request)
    if not caller.viewer.sees_all:
        return RedirectResponse(home_of(caller.viewer), status_code=303)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        if not month and not months_with_returns(opened, name):
            about = words("first.month_title", sector=words.name(sector_of(name).name))
            return first_steps(request, opened, sector=name, title=about)
        of, months = month_choice(opened, name, month, words)
        assessed = assessment(request, opened, of, name)
        said = warning_sentences(assessed, words.figures)
        return page.show(
            request,
            "this_month.html",
            opened,
            title=words("this_month.title", month=words.figures.month(of), sector=words.name(assessed.sector_name)),
            tables=[standings_table(assessed, caller, words), warnings_table(assessed, caller, words)],
            charts=_charts(assessed, words),
            marks={"rulebook": assessed.rulebook_sha256},
            choices=[sectors, months],
            assessed=assessed,
            headline=headline(assessed, words.figures),
            tiles=tiles_of(assessed, words.figures),
            filed=filed_of(assessed, words),
            to_do=_to_do(request, opened, assessed, caller, words),
            asked=asked_of_firms(assessed, caller, words),
            risks=risks_of(assessed, caller, words),
            warnings=said,
        )


def assessment(request: Request, opened: OpenBook, month: Month, sector: str) -> MonthAssessment:
    """A month's assessment, computed once for a state of the book."""
    return assessment_of(desk_of(request), opened, sector, month)


def _charts(assessed: MonthAssessment, words: DeskWords) -> list[Chart]:
    glide = assessed.total.glide if assessed.total else None
    return [glide_path_chart(glide, words)] if glide else []


def _waiting(desk: Desk, book: OpenBook, seen: MonthAssessment) -> tuple[Waiting, ...]:
    """What waits in the book as it stands, of the month that is looked at."""
    return waiting_in_book(book, assessment_of(desk, book, seen.sector, seen.month))


def _to_do(
    request: Request, opened: OpenBook, assessed: MonthAssessment, caller: Caller, words: DeskWords
) -> list[Task]:
    desk = desk_of(request)
    today = desk.clock.now().astimezone(LOCAL).date()
    key = ("month.waiting", assessed.sector, assessed.month)
    waiting = desk.remembered_lately(opened, key, lambda book: _waiting(desk, book, assessed))
    promised = desk.remembered(opened, ("month.promised", today), lambda: waiting_promises(opened, today=today))
    answers = waiting_answers(opened, assessed, caller.person)
    of = assessed.sector, assessed.plan_year
    elsewhere = desk.remembered(opened, ("month.elsewhere", *of), lambda: waiting_elsewhere(opened, *of))
    return to_do(assessed, (*waiting, *answers, *elsewhere, *promised), caller, words)

"""*Monthly regulation*: the rest of the year planned again, what it moves of this month's quotas, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.months import years_of
from zhibiao.assemble.regulate import regulate
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound, UsageError, ZhibiaoError
from zhibiao.procedures.regulation.regulate import Regulated
from zhibiao.terms.period import Month, months_of
from zhibiao.web.doors.caller import caller_of, desk_of, long_book_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice, sector_choice
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.compare import told
from zhibiao.web.pages.decisions.regulation_plan import holdings_table, moved_t, moves_table, plan_findings, proof
from zhibiao.writers.wording import figure

router = page.router()


@router.get("/regulations/new")
def new(request: Request, sector: str = "", month: str = "") -> Response:
    """What a regulation of the open month would move; nothing of it is kept."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with long_book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        of, months = _month_choice(opened, name, month, words)
        key = ("regulate", name, of, caller.person.id)  # a decision names who drafts it
        found, refused = None, None
        try:
            found = desk_of(request).remembered(
                opened, key, lambda: regulate(opened, of, name, person=caller.person.id, keeps=False)
            )
        except ZhibiaoError as error:
            refused = error
        body = found.decision.body if found else {}
        return page.show(
            request,
            "decision_regulation.html",
            opened,
            title=words("regulation.title", month=words.figures.month(of), sector=words.name(sector_of(name).name)),
            tables=[moves_table(body, opened.city, words), holdings_table(body, opened.city, words)] if found else [],
            marks={"rulebook": opened.rulebook(name, of.year).source_sha256} if found else {},
            choices=[sectors, months],
            sector=name,
            month=str(of),
            found=found,
            refused=told(refused, words) if refused else None,
            moved=words.figures.mass(moved_t(body)) if found else "",
            gain=_gain(found, words) if found else "",
            proof=proof(body, words) if found else [],
            findings=plan_findings(body, opened.city, words) if found else [],
            doubts=[words.finding(one.code, dict(one.facts)) for one in found.findings] if found else [],
        )


@router.post("/regulations")
def put_forward(request: Request, sector: Annotated[str, Form()], month: Annotated[str, Form()]) -> Response:
    """Put the month's moves forward, to be approved by another person."""
    person = caller_of(request).person
    with long_book_of(request) as opened:
        found = regulate(opened, _month(month), sector, person=person.id, keeps=True)
    return RedirectResponse(f"/decisions/{found.decision.id}?said=drafted", status_code=303)


def _month_choice(opened: OpenBook, sector: str, asked: str, words: DeskWords) -> tuple[Month, Choice]:
    """The month asked for, or the one after the last that was closed in the latest year that is open."""
    years = years_of(opened, sector)
    if not years:
        raise NotFound("rulebook.missing", sector=sector, year="—", known="—")
    books = [opened.store.book(sector=sector, plan_year=year) for year in years]
    open_months = [book.open_month for book in books if book.open_month]
    chosen = _month(asked) if asked else Month.parse(open_months[0]) if open_months else Month(years[0], 1)
    options = tuple((str(one), words.figures.month(one)) for one in months_of(chosen.year))
    return chosen, Choice(name="month", label=words("filter.month"), options=options, chosen=str(chosen))


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text[:20]) from None


def _gain(found: Regulated, words: DeskWords) -> str:
    """What the moves bring against holdings left as they are."""
    if found.gain is None:
        return words("regulation.gain_unknown")
    scale = 10_000 if words.lang == "zh" else 1_000
    key = "regulation.gain_less" if found.gain.yuan < 0 else "regulation.gain"
    return words(key, yuan=figure(abs(found.gain.yuan) / scale, 2))

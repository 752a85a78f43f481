"""*Appeals*: those a viewer may read with whose move it is, what may still be appealed, and the form to file one."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.allocation.appeals.deeds import Ground
from zhibiao.allocation.appeals.inputs import WORDS, OwnInput
from zhibiao.allocation.appeals.terms import ACCEPT, DECIDE, LITIGATION, RECONSIDERATION
from zhibiao.allocation.appeals.window import is_over, local_day
from zhibiao.assemble.appeals import AppealsOf, appeal_terms
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.appeals import windows_open
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.errors import ActRefused, NotAllowed, NotFound, ZhibiaoError
from zhibiao.policy.clause import clause_text
from zhibiao.procedures.appeals.acting import File
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.appeals.file import Appealable
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeal_tables import days_left, list_table, own_parts_table
from zhibiao.web.pages.decisions.compare import told
from zhibiao.writers.appeal_words import figure_name, period_name, unit_name, value_name
from zhibiao.writers.quota_words import clause_name, indicator_names

router = page.router()
UNITS = {
    "t": ("t", "10kt"),
    "yuan": ("yuan", "10kyuan", "100Myuan"),
    "tce": ("tce", "10ktce"),
    "kWh": ("kWh", "10MWh"),
    "m3": ("m3", "10km3"),
}
"""The units that a claim may be written in, by the one used inside; others in that alone."""
_STATES = ("open", "ended", "all")


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The form as sent: its fields are named by the enterprise's own figures; its files are let go of at the end."""
    form = await request.form()
    try:
        yield form
    finally:
        await form.close()


SentForm = Annotated[FormData, Depends(form_of)]


def appeals_of(opened: OpenBook, caller: Caller) -> AppealsOf:
    """The appeals of the book as this caller meets them."""
    return AppealsOf(opened, caller.person)


def address_to_appeal(decision: str, enterprise: str) -> str:
    """Where an enterprise appeals against a decision; its words are the label `desk.appeals.appeal`."""
    return f"/appeals/new?{urlencode({'decision': decision, 'enterprise': enterprise})}"


@router.get("/appeals")
def appeals(request: Request, state: str = "") -> Response:
    """The list: open ones, ended ones, or all; before it what this officer's enterprise may still appeal against."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        of = appeals_of(opened, caller)
        seen = of.seen()
        chosen = state if state in _STATES else "open" if any(one.is_open for one in seen) else "all"
        shown = [one for one in seen if chosen == "all" or one.is_open == (chosen == "open")]
        options = tuple((one, words(f"appeals.state.{one}")) for one in _STATES)
        choice = Choice(name="state", label=words("appeals.state"), options=options, chosen=chosen)
        now = opened.clock.now()
        windows = [
            {
                "window": one,
                "sector": words.name(sector_of(one.sector).quantity_name),
                "left": days_left(one.last_day, now, words),
                "address": address_to_appeal(one.decision, one.enterprise),
            }
            for one in windows_open(desk_of(request), of)
        ]
        return page.show(
            request,
            "appeals.html",
            opened,
            title=words("appeals.title"),
            tables=[list_table(of, shown, words, {choice.label: dict(options)[chosen]})],
            choices=[choice] if seen else [],
            windows=windows,
            is_officer=bool(caller.person.enterprise),
        )


@router.get("/appeals/new")
def appeal_form(request: Request, decision: str, enterprise: str) -> Response:
    """The form: the quota with its parts, the last day, and every own figure that the decision used."""
    return _form(request, decision, enterprise)


@router.post("/appeals")
def file_appeal(request: Request, form: SentForm) -> Response:
    """File an appeal; what cannot be taken is said on the form, with everything that was typed."""
    caller, decision, enterprise = caller_of(request), text_of(form, "decision"), text_of(form, "enterprise")
    with book_of(request) as opened:
        of = appeals_of(opened, caller)
        try:
            found = of.appealable(decision, enterprise)
            filed = of.file(
                decision_id=decision,
                enterprise=enterprise,
                grounds=[Ground(one) for one in texts_of(form, "ground") if one in set(Ground)],
                statement=text_of(form, "statement"),
                said=said_in(form, found.inputs),
                evidence=files_in(form),
            )
        except NotAllowed:
            raise
        except (ActRefused, NotFound) as refusal:
            error: ZhibiaoError = refusal
        else:
            return RedirectResponse(f"/appeals/{filed.id}?said=filed", status_code=303)
    return _form(request, decision, enterprise, typed=form, refused=error)


def _form(
    request: Request,
    decision: str,
    enterprise: str,
    *,
    typed: FormData | None = None,
    refused: ZhibiaoError | None = None,
) -> Response:
    caller = caller_of(request)
    words, typed = DeskWords(caller.lang), typed or FormData()
    with book_of(request) as opened:
        of = appeals_of(opened, caller)
        found = of.appealable(decision, enterprise)
        share = next(one for one in found.decision.shares if one.enterprise == enterprise)
        quantity = words.name(sector_of(found.decision.sector).quantity_name)
        response = page.show(
            request,
            "appeal_new.html",
            opened,
            title=words("appeals.new_title", year=found.decision.plan_year, quantity=quantity),
            tables=[own_parts_table(share, found.rulebook, decision, words)],
            marks={"rulebook": found.decision.rulebook_sha256, "decision": decision},
            found=found,
            firm=words.name(opened.city.name_of(enterprise)),
            quota=share.quota_t,
            left=days_left(found.last_day, opened.clock.now(), words),
            is_over=is_over(found.last_day, now=opened.clock.now()),
            grounds=[(one.value, words.label(f"appeal.ground.{one.value}")) for one in Ground],
            course=course_of(words, local_day(opened.clock.now())),
            figures=figure_rows(found, typed, words),
            clauses=clause_rows(found, words),
            typed=typed,
            chosen={"ground": set(texts_of(typed, "ground")), "clause": set(texts_of(typed, "clause"))},
            refused=told(refused, words) if refused else None,
            sources=[
                name for one in found.decision.claimants if one.enterprise == enterprise for name, _ in one.sources
            ],
        )
    if refused is not None:
        response.status_code = refused.http_status
    return response


def course_of(words: DeskWords, day: dt.date) -> list[str]:
    """What happens to an appeal, step by step, with the days that each may take."""
    terms = appeal_terms()
    days = {code: terms.at(code, day).value for code in (ACCEPT, DECIDE, RECONSIDERATION, LITIGATION)}
    return [
        words("appeals.course_file"),
        words("appeals.course_accept", days=days[ACCEPT]),
        words("appeals.course_hear"),
        words("appeals.course_decide", days=days[DECIDE]),
        words("appeals.course_remedy", days=days[RECONSIDERATION], months=days[LITIGATION]),
    ]


def figure_rows(found: Appealable, typed: FormData, words: DeskWords) -> list[dict[str, object]]:
    """Every own figure with its value as decided, what it enters, and how a claim may be written."""
    w = words.figures
    names = indicator_names(found.rulebook)
    return [
        {
            "name": one.name,
            "label": f"{figure_name(one.field, dictionary(), w)} {period_name(one.period, w)}",
            "value": value_name(one.value, one.field, w),
            "unit": unit_name(one.unit, w),
            "enters": w.joined([words.name(names[code]) for code in one.indicators]),
            "words": [(word, value_name(word, one.field, w)) for word in WORDS.get(one.field, ())],
            "units": [(unit, words(f"appeals.unit.{unit}")) for unit in UNITS.get(one.unit, ())],
            "typed": text_of(typed, f"value:{one.name}"),
            "typed_unit": text_of(typed, f"unit:{one.name}"),
        }
        for one in found.inputs
    ]


def clause_rows(found: Appealable, words: DeskWords) -> list[tuple[str, str, str]]:
    """The clauses of the rulebook in order of number: number, name and text."""
    book = found.rulebook
    return [
        (number, clause_name(number, words=words.figures), words.name(clause_text(book, number)))
        for number in sorted(book.clauses, key=_clause_place)
    ]


def _clause_place(number: str) -> tuple[tuple[int, str], ...]:
    """Ten behind two: each part by its figure, a part that is none before them."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in number.split("."))


def said_in(form: FormData, inputs: Sequence[OwnInput]) -> list[Said]:
    """The claims that the form holds: figures that were filled in, and clauses that were ticked."""
    figures = [
        Said(figure=one.name, text=text, unit=text_of(form, f"unit:{one.name}"))
        for one in inputs
        if (text := text_of(form, f"value:{one.name}"))
    ]
    return [*figures, *(Said(clause=one, note=text_of(form, "clause_note")) for one in texts_of(form, "clause"))]


def files_in(form: FormData) -> list[File]:
    """The documents that came along, by name and bytes."""
    found = [one for one in form.getlist("evidence") if isinstance(one, UploadFile) and one.filename]
    return [(one.filename or "", one.file.read()) for one in found]


def text_of(form: FormData, name: str) -> str:
    """One field, "" where it is missing."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> list[str]:
    """Every value of a field that may stand several times."""
    return [value for value in form.getlist(name) if isinstance(value, str) and value]

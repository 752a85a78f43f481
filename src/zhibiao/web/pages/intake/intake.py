"""*Intake*: who has filed for a month and who is late, and where files are handed in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.intake.intake import Uploaded, hand_in
from zhibiao.assemble.desk.intake.intake_filings import (
    FilingState,
    FirmMonth,
    expected,
    filing_sectors,
    last_due,
    today_of,
)
from zhibiao.assemble.desk.months import months_with_returns
from zhibiao.assemble.resources import sectors
from zhibiao.assessment.case import sector_name
from zhibiao.errors import InputRefused, NotFound, UsageError
from zhibiao.procedures.rights import FILES
from zhibiao.terms.access import Viewer
from zhibiao.terms.finding import Outcome
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.intake.intake_answer import refused_answer, several_answers
from zhibiao.web.pages.intake.intake_tables import filings_table, month_of, own_months, recent_files
from zhibiao.web.pages.intake.intake_words import STATE_COLOURS

MOST_FILES = 20
FILE_BYTES = 20 << 20
_MOST_KEY = 80
_STATUS = {Outcome.REJECT_FILE: 422, Outcome.DENY: 403, Outcome.CONFLICT: 422}

router = page.router()


@router.get("/intake")
def intake(request: Request, sector: str = "", month: str = "", state: str = "") -> Response:
    """Who has filed, and the form to file with."""
    caller = caller_of(request)
    words, viewer = DeskWords(caller.lang), caller.viewer
    with book_of(request) as opened:
        if not filing_sectors(opened.city) and not sector:
            return page.show(request, "intake_none.html", opened, title=words("place.intake"))
        choice = _sectors(opened, viewer, sector, words)
        months = _months(opened, choice.chosen, month, words)
        states = _states(state, words)
        of = Month.parse(months.chosen)
        own = [one for one in expected(opened.city, choice.chosen, of) if viewer.sees(one.id)]
        firms = month_of(request, opened, own, of)
        chosen = [one for one in firms if state in ("", one.state.value)]
        only = firms[0].enterprise if len(firms) == 1 and not viewer.sees_all else None
        filters = {one.label: dict(one.options)[one.chosen] for one in (choice, months, states)}
        return page.show(
            request,
            "intake.html",
            opened,
            title=words("intake.title", month=words.figures.month(of), sector=dict(choice.options)[choice.chosen]),
            tables=[
                own_months(request, opened, only, of, viewer, words)
                if only
                else filings_table(chosen, viewer, words, filters, of),
                recent_files(request, opened, viewer, words),
            ],
            choices=[months] if only else [choice, months, states],
            is_own=only is not None,
            firm=firms[0] if only else None,
            firm_colour=STATE_COLOURS[firms[0].state] if only else "",
            counted=counted(firms),
            due=firms[0].due if firms else None,
            may_file=caller.viewer.person is not None and bool(FILES & set(caller.person.roles)),
            key=secrets.token_urlsafe(16),
            forms=_own_firms(opened, viewer, words),
            form_months=_form_months(opened, words),
            many=MOST_FILES,
            most_mib=FILE_BYTES >> 20,
            flags=_flags(request, opened, choice.chosen, of, firms) if viewer.sees_all else (),
        )


@router.post("/intake")
def file_returns(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    key: Annotated[str, Form()] = "",
    act: Annotated[str, Form()] = "file",
) -> Response:
    """Take files in, or only check them; what is refused is answered at once, the rest on a page of its own."""
    caller = caller_of(request)
    uploaded = _uploaded(files or [])
    if len(key) > _MOST_KEY:
        raise UsageError("intake.key_too_long", most=_MOST_KEY)
    results = hand_in(
        desk_of(request),
        uploaded,
        person=caller.person,
        key=key,
        # The bureau's own address says nothing of how an enterprise gathers its figures.
        origin=caller.address if caller.person.enterprise else "",
        is_dry_run=act != "file",
    )
    if len(results) > 1:
        return several_answers(request, uploaded, results)
    (result,) = results
    if result.submission and not result.is_dry_run and result.outcome not in _STATUS:
        return RedirectResponse(f"/intake/{result.submission}?said=filed", status_code=303)
    return refused_answer(request, uploaded[0], result, status=_STATUS.get(result.outcome, 200))


def _uploaded(files: Sequence[UploadFile]) -> list[Uploaded]:
    """What was sent, held against the limits before anything is read."""
    chosen = [one for one in files if one.filename or one.size]
    if not chosen:
        raise UsageError("intake.none_chosen")
    if len(chosen) > MOST_FILES:
        raise UsageError("intake.too_many_files", count=len(chosen), most=MOST_FILES)
    for one in chosen:
        if (one.size or 0) > FILE_BYTES:
            raise InputRefused("file.too_large", limit=FILE_BYTES, actual=one.size)
    return [Uploaded(name=one.filename or "", content=one.file.read()) for one in chosen]


def counted(firms: Sequence[FirmMonth]) -> dict[str, int]:
    """How many enterprises are due, have filed, are asked something, are late, and by how many days at most."""
    filed = [one for one in firms if one.filings]
    late = [one for one in firms if one.state is FilingState.LATE]
    asked = (FilingState.ASKED, FilingState.HELD, FilingState.UNUSABLE)
    return {
        "expected": len(firms),
        "filed": len(filed),
        "asked": sum(one.state in asked for one in firms),
        "missing": len(firms) - len(filed),
        "late": len(late),
        "days": max((one.days_late for one in late), default=0),
    }


def one_address(opened: OpenBook, firms: Sequence[FirmMonth]) -> tuple[tuple[str, int], ...]:
    """Addresses from which many enterprises filed, with their number, as intake found it when the files came."""
    numbers = {one.submission for firm in firms for one in firm.filings if one.origin and one.submission}
    found: dict[str, int] = {}
    for number in sorted(numbers):
        kept = opened.store.submissions.find(number)
        for one in kept.findings if kept else ():
            if one.finding.code == "qual.one_address_many_firms":
                found[str(one.finding.facts["origin"])] = int(str(one.finding.facts["count"]))
    return tuple(found.items())


def _flags(
    request: Request, opened: OpenBook, sector: str, month: Month, firms: Sequence[FirmMonth]
) -> tuple[tuple[str, int], ...]:
    """For whoever sees all firms of the sector."""
    key = ("one address", sector, month)
    return desk_of(request).remembered(opened, key, lambda: one_address(opened, firms))


def _sectors(opened: OpenBook, viewer: Viewer, asked: str, words: DeskWords) -> Choice:
    own = [one for one in filing_sectors(opened.city) if any(map(viewer.sees, _ids(opened, one)))]
    first = "steel" if "steel" in own else next(iter(own), "")
    chosen = asked or first
    if chosen not in own:
        raise NotFound("auth.not_found")
    options = tuple((name, words.name(sector_name(sectors(), name))) for name in own)
    return Choice(name="sector", label=words("filter.sector"), options=options, chosen=chosen)


def _ids(opened: OpenBook, sector: str) -> list[str]:
    return [one.id for one in opened.city.of_sector(sector)]


def _months(opened: OpenBook, sector: str, asked: str, words: DeskWords) -> Choice:
    """Every month that anyone filed for, and the one to be filed next."""
    known = {last_due(today_of(opened)), *months_with_returns(opened, sector)}
    try:
        chosen = Month.parse(asked) if asked else last_due(today_of(opened))
    except ValueError:
        raise UsageError("desk.month_unreadable", text=asked) from None
    options = tuple((str(one), words.figures.month(one)) for one in sorted({*known, chosen}, reverse=True))
    return Choice(name="month", label=words("filter.month"), options=options, chosen=str(chosen))


def _states(asked: str, words: DeskWords) -> Choice:
    options = (("", words("intake.state.all")), *((one.value, words(f"intake.state.{one}")) for one in FilingState))
    if asked not in dict(options):
        raise NotFound("intake.state_unknown", state=asked, known="、".join(FilingState))
    return Choice(name="state", label=words("intake.state"), options=options, chosen=asked)


def _own_firms(opened: OpenBook, viewer: Viewer, words: DeskWords) -> tuple[tuple[str, str], ...]:
    """The enterprises for which the viewer may take a blank form, by id and shown name."""
    found = []
    for sector in filing_sectors(opened.city):
        found += [
            (one.id, f"{one.id} {words.name(one.name)}") for one in opened.city.of_sector(sector) if viewer.sees(one.id)
        ]
    return tuple(found)


def _form_months(opened: OpenBook, words: DeskWords) -> tuple[tuple[str, str], ...]:
    """This month's form, those of the six before, and January with February as one."""
    now = last_due(today_of(opened)).next()
    found = [(str(month), words.figures.month(month)) for month in (now.shift(-back) for back in range(7))]
    both = f"{now.year}-01..02"
    return (*found, (both, words("intake.both_months", year=now.year)))

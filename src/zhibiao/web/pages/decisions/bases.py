"""*Bases*: put out before a year's first allocation, answered by each enterprise, upheld by an approver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.allocation.decision.reconciliation import Act, Stand
from zhibiao.assemble import bases as acts
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.bases import (
    BaseLine,
    BasesOfYear,
    answers_of,
    bases_of_year,
    check_listed,
    letter_of,
    lines_for,
    list_content,
)
from zhibiao.assemble.desk.decisions.decisions import draft_blockers
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import ActRefused, InputRefused, NotAllowed, UsageError, ZhibiaoError
from zhibiao.procedures.ports import Role
from zhibiao.web.api.frame.uploads import as_files
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.filters import Choice, sector_choice
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeals import SentForm, files_in, text_of
from zhibiao.web.pages.decisions.bases_tables import answers_table, lines_table, stand_name, statements_table
from zhibiao.web.pages.decisions.compare import told, year_choice

router = page.router()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SAID = frozenset({"stated", "confirm", "dispute", "uphold"})


@router.get("/bases")
def bases(
    request: Request, sector: str = "", year: str = "", stand: str = "", enterprise: str = "", said: str = ""
) -> Response:
    """The list of a sector and year as far as the caller sees it, and the answers of one enterprise."""
    return _page(request, sector, year, stand=stand, enterprise=enterprise, said=said)


@router.post("/bases")
def state(request: Request, sector: Annotated[str, Form()], year: Annotated[str, Form()]) -> Response:
    """Put the bases of a year out, with their list as a paper."""
    try:
        with book_of(request) as opened:
            acts.state(opened, sector, _year(year), person=caller_of(request).person.id)
    except NotAllowed:
        raise
    except (ActRefused, InputRefused) as error:
        return _page(request, sector, year, refused=error)
    return RedirectResponse(f"/bases?{urlencode({'sector': sector, 'year': year, 'said': 'stated'})}", status_code=303)


@router.post("/bases/{sector}/{year}/{enterprise}/confirm")
def confirm(request: Request, sector: str, year: str, enterprise: str, form: SentForm) -> Response:
    """An enterprise agrees with its base, or withdraws its dispute."""
    return _answered(request, sector, year, enterprise, Act.CONFIRM, form)


@router.post("/bases/{sector}/{year}/{enterprise}/dispute")
def dispute(request: Request, sector: str, year: str, enterprise: str, form: SentForm) -> Response:
    """An enterprise disputes its base, with a reason and a letter."""
    return _answered(request, sector, year, enterprise, Act.DISPUTE, form)


@router.post("/bases/{sector}/{year}/{enterprise}/uphold")
def uphold(request: Request, sector: str, year: str, enterprise: str, form: SentForm) -> Response:
    """An approver upholds a disputed base, with a reason."""
    return _answered(request, sector, year, enterprise, Act.UPHOLD, form)


@router.get("/bases/{sector}/{year}/papers/{name}")
def base_list(request: Request, sector: str, year: str, name: str) -> Response:
    """The list of bases as it was put out: it names every enterprise."""
    with book_of(request) as opened:
        content = list_content(opened, bases_of_year(opened, sector, _year(year)), name)
    return attachment(content, name=name, media_type=WORD)


@router.get("/bases/{sector}/{year}/{enterprise}/documents/{sha256}")
def letter(request: Request, sector: str, year: str, enterprise: str, sha256: str) -> Response:
    """The letter that an answer came with, to keep; never shown in the page, whatever it says it is."""
    with book_of(request) as opened:
        name, content = letter_of(opened, bases_of_year(opened, sector, _year(year)), enterprise, sha256)
    return attachment(content, name=name, media_type="application/octet-stream")


def _answered(request: Request, sector: str, year: str, enterprise: str, act: Act, form: FormData) -> Response:
    files = [one for one in files_in(form) if one[0]]
    try:
        with as_files(files[:1]) as paths, book_of(request) as opened:
            check_listed(bases_of_year(opened, sector, _year(year)), enterprise)
            acts.answer(
                opened,
                sector,
                _year(year),
                enterprise,
                act,
                person=caller_of(request).person.id,
                reason=text_of(form, "reason"),
                document=paths[0] if paths else None,
            )
    except NotAllowed:
        raise
    except (ActRefused, InputRefused) as error:
        return _page(request, sector, year, enterprise=enterprise, refused=error, typed=text_of(form, "reason"))
    asked = urlencode({"sector": sector, "year": year, "enterprise": enterprise, "said": act.value})
    return RedirectResponse(f"/bases?{asked}#answer", status_code=303)


def _page(
    request: Request,
    sector: str,
    year: str,
    *,
    stand: str = "",
    enterprise: str = "",
    said: str = "",
    refused: ZhibiaoError | None = None,
    typed: str = "",
) -> Response:
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector or _own_sector(opened, caller), words)
        of_year, years = year_choice(opened, name, year, words)
        of = bases_of_year(opened, name, of_year)
        lines = lines_for(desk_of(request), opened, of, caller.viewer)
        choices = [sectors, years, *_row_choices(opened, lines, words, stand=stand, enterprise=enterprise)]
        shown = [one for one in lines if all(_fits(one, choice) for choice in choices)]
        chosen = shown[0] if len(shown) == 1 and (enterprise or len(lines) == 1) else None
        tables = [lines_table(opened, of, shown, words, choices)] if lines else []
        if of.statements and caller.viewer.sees_all:
            tables.append(statements_table(opened, of, words))
        if chosen:
            tables.append(answers_table(of, answers_of(of, chosen.row.enterprise), caller, words))
        response = page.show(
            request,
            "bases.html",
            opened,
            title=words("bases.title", year=of_year, quantity=words.name(sector_of(name).quantity_name)),
            tables=tables,
            marks={"rulebook": of.rulebook.source_sha256},
            choices=choices,
            of=of,
            sector=name,
            year=of_year,
            lines=lines,
            chosen=chosen,
            firm=words.name(opened.city.name_of(chosen.row.enterprise)) if chosen else "",
            stand=stand_name(chosen.stand, words) if chosen else "",
            may=_may(caller, of, chosen),
            counts=_counts(lines, words) if caller.viewer.sees_all and lines else "",
            colour=_colour(lines),
            blocked=[told(one, words) for one in draft_blockers(opened, name, of_year)]
            if caller.viewer.sees_all and of.is_due and of.found
            else [],
            said=said if said in _SAID else "",
            refused=told(refused, words) if refused else None,
            typed=typed,
        )
    if refused is not None:
        response.status_code = refused.http_status
    return response


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise UsageError("desk.year_unreadable", text=text[:20])
    return int(text)


def _own_sector(opened: OpenBook, caller: Caller) -> str:
    """The sector of an officer's enterprise; nothing for others."""
    own = caller.person.enterprise
    return opened.city[own].sector if own in opened.city.enterprises else ""


def _row_choices(
    opened: OpenBook, lines: Sequence[BaseLine], words: DeskWords, *, stand: str, enterprise: str
) -> list[Choice]:
    """By stand and by enterprise, where there is more than one row to choose from."""
    if len(lines) < 2:
        return []
    every = ("", words("bases.every"))
    stands = tuple((one.value, stand_name(one, words)) for one in Stand)
    firms = tuple((one.row.enterprise, words.name(opened.city.name_of(one.row.enterprise))) for one in lines)
    return [
        Choice(
            name=name, label=words(f"bases.head.{name}"), options=(every, *known), chosen=asked * (asked in dict(known))
        )
        for name, known, asked in (("stand", stands, stand), ("enterprise", firms, enterprise))
    ]


def _fits(line: BaseLine, choice: Choice) -> bool:
    own = {"stand": line.stand.value, "enterprise": line.row.enterprise}
    return choice.chosen in ("", own.get(choice.name, choice.chosen))


def _counts(lines: Sequence[BaseLine], words: DeskWords) -> str:
    """How many stand where, for whoever sees all."""
    numbers = {one: sum(line.stand is one for line in lines) for one in Stand}
    parts = [words("bases.count", stand=stand_name(one, words), count=count) for one, count in numbers.items() if count]
    return words.figures.joined(parts)


def _colour(lines: Sequence[BaseLine]) -> str:
    """Red while a base is disputed, orange while one is open, green when all are settled."""
    stands = {one.stand for one in lines}
    return "red" if Stand.DISPUTED in stands else "orange" if Stand.OPEN in stands else "green"


def _may(caller: Caller, of: BasesOfYear, chosen: BaseLine | None) -> frozenset[str]:
    """The acts that the page offers this caller; each checks again."""
    roles, found = set(caller.person.roles), set()
    if not of.is_due:
        return frozenset()
    if Role.ANALYST in roles:
        found.add("state")
    if chosen is None:
        return frozenset(found)
    is_own = Role.OFFICER in roles and caller.person.enterprise == chosen.row.enterprise
    if is_own or Role.ANALYST in roles:
        found |= {"confirm"} if chosen.stand is not Stand.CONFIRMED else set()
        found |= {"dispute"} if of.today <= chosen.closes and chosen.stand is not Stand.DISPUTED else set()
    if Role.APPROVER in roles and chosen.stand is Stand.DISPUTED:
        found.add("uphold")
    return frozenset(found)

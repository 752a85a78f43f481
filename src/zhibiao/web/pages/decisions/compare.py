"""*A draft and what else it could be*: what it rests on, rules side by side, and sliders with every tonne moving."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.decisions.decisions import draft_blockers, has_allocation
from zhibiao.assemble.desk.decisions.sliders import (
    METHOD,
    SLIDERS,
    Ground,
    Slider,
    Trial,
    dropped,
    ground_of,
    positions_of,
    rulebook_lines,
    trial_plain,
    try_positions,
)
from zhibiao.assemble.desk.months import latest_month, months_with_returns
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue, sector_of
from zhibiao.errors import InputRefused, NoSolution, NotFound, UsageError, ZhibiaoError
from zhibiao.terms.access import Reach
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of, long_book_of
from zhibiao.web.doors.guard import rights
from zhibiao.web.doors.problems import problem_plain
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice, sector_choice
from zhibiao.web.frame.render import render
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions import compare_rules, compare_strip

router = page.router()
NONE = "none"
"""In the address: the year's first allocation, which counts no month as made."""


@router.get("/decisions/new")
def new(
    request: Request,
    sector: str = "",
    year: str = "",
    as_of: str = "",
    rules: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """What a draft would rest on, what other rules and numbers would give, and the button that drafts."""
    words = DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector, words)
        of_year, years = year_choice(opened, name, year, words)
        month, months = _month_choice(opened, name, of_year, as_of, words)
        ground, refused = _ground(request, opened, name, of_year, month)
        blocked = [*([refused] if refused else []), *draft_blockers(opened, name, of_year)]
        asked = {one: request.query_params[one] for one in (METHOD, *_CODES) if request.query_params.get(one)}
        compared = compare_rules.compared(request, opened, name, of_year, month) if ground else None
        tables, charts = compare_rules.shown(compared, rules or [], words) if compared else ([], [])
        return page.show(
            request,
            "compare.html",
            opened,
            title=words("compare.title", year=of_year, sector=words.name(sector_of(name).name)),
            tables=[*([_inputs(ground, words)] if ground else []), *tables],
            charts=charts,
            marks={"rulebook": opened.rulebook(name, of_year).source_sha256},
            choices=[sectors, years, months],
            ground=ground,
            is_later=has_allocation(opened, name, of_year),
            blocked=[told(one, words) for one in blocked],
            may_draft=_may_draft(request),
            compared=compared,
            rules=compare_rules.choices(compared, rules or [], words) if compared else [],
            not_run=compare_rules.findings(compared) if compared else [],
            **(slider_values(ground, tried_at(ground, asked), asked, words) if ground else {}),
        )


@router.get("/decisions/sliders")
def sliders(request: Request, sector: str, year: str, as_of: str = "") -> Response:
    """What one position of the sliders gives: a part of a page, or JSON where that is asked for."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    asked = {one: request.query_params.get(one, "") for one in (METHOD, *_CODES)}
    with book_of(request) as opened:
        name, _ = sector_choice(opened, sector, words)
        of_year, _ = year_choice(opened, name, year, words)
        month, _ = _month_choice(opened, name, of_year, as_of, words)
        ground = ground_at(request, opened, name, of_year, month)
    tried = tried_at(ground, asked)
    status = tried.error.http_status if tried.error else 200
    if "application/json" in request.headers.get("accept", ""):
        return _as_json(tried, ground, request.url.path)
    values = slider_values(ground, tried, asked, words)
    answer = render(request, "compare_tried.html", status=status, ground=ground, **values)
    kept = {"sector": name, "year": of_year, "as_of": str(month or NONE), **{k: v for k, v in asked.items() if v}}
    answer.headers["hx-replace-url"] = f"/decisions/new?{urlencode(kept)}"
    return answer


@router.post("/decisions")
def draft(
    request: Request, sector: Annotated[str, Form()], year: Annotated[int, Form()], as_of: Annotated[str, Form()] = ""
) -> Response:
    """Draft by the rulebook in force, and put it forward."""
    person = caller_of(request).person
    with long_book_of(request) as opened:
        month = _month(as_of)
        drafted = opened.allocate(year, sector, person=person.id, as_of=month)
    return RedirectResponse(f"/decisions/{drafted.id}?said=drafted", status_code=303)


_CODES = tuple(slider.code for slider in SLIDERS)


def ground_at(request: Request, opened: OpenBook, sector: str, year: int, as_of: Month | None) -> Ground:
    """What positions are tried on, collected once for a state of the book."""
    key = ("sliders", sector, year, as_of)
    return desk_of(request).remembered(opened, key, lambda: ground_of(opened, sector, year, as_of))


def year_choice(opened: OpenBook, sector: str, asked: str, words: DeskWords) -> tuple[int, Choice]:
    """The plan year asked for, or the last that has a rulebook; NotFound `rulebook.missing`."""
    known = sorted((str(year) for name, year in opened.rulebooks if name == sector), reverse=True)
    if not known or (asked and asked not in known):
        named = "、".join(f"{sector} {one}" for one in known)
        raise NotFound("rulebook.missing", sector=sector, year=asked[:10] or "—", known=named or "—")
    chosen = asked or known[0]
    options = tuple((one, one) for one in known)
    return int(chosen), Choice(name="year", label=words("decisions.filter.year"), options=options, chosen=chosen)


def told(error: ZhibiaoError, words: DeskWords) -> dict[str, object]:
    """An error in words for a page that goes on without what it refuses."""
    texts, lang = catalogue(), words.lang
    findings = error.findings if isinstance(error, (InputRefused, NoSolution)) else ()
    return {
        "code": error.code,
        "what": texts.what(error.code, lang, error.facts),
        "hint": texts.hint(error.code, lang, error.facts),
        "findings": [finding_plain(one) for one in findings],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a position of the sliders gives, or why it gives nothing."""

    trial: Trial | None = None
    error: ZhibiaoError | None = None


def tried_at(ground: Ground, asked: Mapping[str, str]) -> Tried:
    """Try what a form sends."""
    try:
        return Tried(trial=try_positions(ground, positions_of(ground, asked)))
    except (InputRefused, NoSolution, UsageError) as error:
        return Tried(error=error)


def slider_values(ground: Ground, tried: Tried, asked: Mapping[str, str], words: DeskWords) -> dict[str, Any]:
    """What the form and its answer need."""
    trial, error = tried.trial, tried.error
    method = trial.positions.method if trial else asked.get(METHOD) or ground.rulebook.method
    return {
        "sliders": [_slider(ground, trial, asked, one) for one in SLIDERS if one.method in ("", *ground.methods)],
        "methods": [(name, words.label(f"rule.{name}")) for name in ground.methods],
        "method": method,
        "trial": trial,
        "strips": compare_strip.strips(trial) if trial else [],
        "left_out": max(len(trial.rows) - compare_strip.MOST, 0) if trial else 0,
        "figures": compare_strip.figures(trial, words) if trial else [],
        "lines": rulebook_lines(ground, trial.positions) if trial else "",
        "dropped": dropped(ground, trial.positions) if trial else (),
        "refused": told(error, words) if error else None,
    }


def _slider(ground: Ground, trial: Trial | None, asked: Mapping[str, str], one: Slider) -> dict[str, Any]:
    now = ground.number(one.code)
    stands = trial.positions.numbers.get(one.code, now) if trial else None
    text = asked.get(one.code, "") or f"{(now if stands is None else stands).normalize():f}"
    return {
        "code": one.code,
        "method": one.method,
        "now": f"{now.normalize():f}",
        "value": text,
        "least": one.least,
        "most": one.most,
        "end": max(one.end, now),
        "step": one.step,
    }


def _as_json(tried: Tried, ground: Ground, path: str) -> Response:
    if tried.trial is None:
        error = tried.error or NoSolution("allocate.no_claimants")
        body = json.dumps(problem_plain(error, status=error.http_status, instance=path), ensure_ascii=False)
        return Response(body, status_code=error.http_status, media_type="application/problem+json")
    plain = trial_plain(tried.trial) | {"rulebook_lines": rulebook_lines(ground, tried.trial.positions)}
    return Response(json.dumps(plain, ensure_ascii=False), media_type="application/json")


def _ground(
    request: Request, opened: OpenBook, sector: str, year: int, as_of: Month | None
) -> tuple[Ground | None, ZhibiaoError | None]:
    try:
        return ground_at(request, opened, sector, year, as_of), None
    except ZhibiaoError as error:
        return None, error


def _month_choice(
    opened: OpenBook, sector: str, year: int, asked: str, words: DeskWords
) -> tuple[Month | None, Choice]:
    """The last month counted as made: of a year that is allotted already the latest that is due, else none."""
    known = [month for month in months_with_returns(opened, sector) if month.year == year]
    latest = latest_month(opened, sector)
    due = next((month for month in known if latest is None or month <= latest), None)
    default = due if has_allocation(opened, sector, year) else None
    chosen = _month(asked) if asked else default
    options = ((NONE, words("compare.first")), *((str(one), words.figures.month(one)) for one in known))
    label = words("compare.as_of")
    return chosen, Choice(name="as_of", label=label, options=options, chosen=str(chosen) if chosen else NONE)


def _month(text: str) -> Month | None:
    if text in ("", NONE):
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text[:20]) from None


def _may_draft(request: Request) -> bool:
    right = rights().get(("POST", "/decisions"))
    return right is not None and right.of(caller_of(request).viewer) is not Reach.NONE


def _inputs(ground: Ground, words: DeskWords) -> Table:
    """What each enterprise comes with, and how many returns stand behind it."""
    columns = (
        Column(head=words("decisions.enterprise")),
        Column(head=words("compare.base"), kind="tonnes"),
        Column(head=words("compare.capacity"), kind="tonnes"),
        Column(head=words("compare.made"), kind="tonnes"),
        Column(head=words("compare.score"), kind="score"),
        Column(head=words("compare.beside"), kind="tonnes"),
        Column(head=words("compare.returns"), kind="count"),
    )
    rows = tuple(
        (
            Cell(value=ground.names[one.enterprise], href=f"/enterprises/{one.enterprise}"),
            ground.bases[one.enterprise],
            one.capacity_t,
            one.made_t if ground.as_of else None,
            ground.scores[one.enterprise].score,
            one.beside_t or None,
            len(one.sources),
        )
        for one in ground.claimants
    )
    return Table(
        name="inputs", title=words("compare.inputs"), columns=columns, rows=rows, note=words("compare.inputs_note")
    )

"""*One appeal*: what is claimed and what it would give, what was said and done, and the acts of both sides."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Form
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Follows, Outcome
from zhibiao.allocation.appeals.window import is_over, local_day
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.desk.appeals import acts_upon, carrying
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.errors import UsageError
from zhibiao.procedures.appeals.file import appealable
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.doors.recent import check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeal_tables import (
    acts_table,
    claims_table,
    days_left,
    effect_table,
    rerun_chart,
    stage_colour,
    stage_name,
)
from zhibiao.web.pages.appeals.appeals import (
    SentForm,
    appeals_of,
    clause_rows,
    figure_rows,
    files_in,
    said_in,
    text_of,
    texts_of,
)
from zhibiao.writers.wording import figure, signed

router = page.router()
SAID = frozenset({"filed", "added", "withdrawn", "accepted", "asked", "heard", "decided", "carried-out"})
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/appeals/{appeal}")
def appeal_page(request: Request, appeal: str, said: str = "") -> Response:
    """One appeal; its enterprise sees its own side alone, the bureau also what the claims would do to everybody."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        of = appeals_of(opened, caller)
        one = of.one(appeal)
        found = appealable(opened.store, dictionary(), one.filed.decision, one.enterprise)
        rerun, acts = of.rerun(one), acts_upon(of, one)
        people = {person.id: person.name for person in opened.folder.settings.people}
        tables = [acts_table(one, people, words)]
        if one.claims:
            tables.append(claims_table(one, found.inputs, words))
        if of.viewer.sees_all and (moved := of.effect(one)) and one.rerun:
            tables.append(effect_table(moved, opened.city, words))
        chart = rerun_chart(rerun, found.rulebook, words) if rerun else None
        firm = words.name(opened.city.name_of(one.enterprise))
        return page.show(
            request,
            "appeal.html",
            opened,
            title=words("appeals.one_title", name=firm, year=found.decision.plan_year),
            tables=tables,
            charts=[chart] if chart else [],
            marks={"rulebook": found.decision.rulebook_sha256, "decision": one.filed.decision},
            one=one,
            quantity=words.name(sector_of(found.decision.sector).quantity_name),
            tiles=_tiles(of, one, words),
            stage=stage_name(one, words),
            colour=stage_colour(one),
            grounds=words.figures.joined([words.label(f"appeal.ground.{ground.value}") for ground in one.grounds]),
            rerun=rerun,
            acts=acts,
            carrying=carrying(of, one) if "carry-out" in acts else (),
            outcomes=[(each.value, words.label(f"appeal.outcome.{each.value}")) for each in Outcome],
            follows=[(each.value, words.label(f"appeal.follows.{each.value}")) for each in Follows],
            figures=figure_rows(found, FormData(), words) if "add" in acts else [],
            clauses=clause_rows(found, words) if "add" in acts else [],
            may_claim=not is_over(one.filed.last_day, now=opened.clock.now()),
            today=local_day(opened.clock.now()).isoformat(),
            said=said if said in SAID else "",
        )


@router.post("/appeals/{appeal}/add")
def add(request: Request, appeal: str, form: SentForm) -> Response:
    """Add words, documents and claims."""
    with book_of(request) as opened:
        of = appeals_of(opened, caller_of(request))
        one = of.one(appeal)
        inputs = of.appealable(one.filed.decision, one.enterprise).inputs
        of.add(appeal, statement=text_of(form, "statement"), said=said_in(form, inputs), evidence=files_in(form))
    return _back(appeal, "added")


@router.post("/appeals/{appeal}/withdraw")
def withdraw(request: Request, appeal: str, reason: Annotated[str, Form()] = "") -> Response:
    """Take an own appeal back."""
    with book_of(request) as opened:
        appeals_of(opened, caller_of(request)).withdraw(appeal, reason=reason)
    return _back(appeal, "withdrawn")


@router.post("/appeals/{appeal}/accept")
def accept(request: Request, appeal: str) -> Response:
    """Take an appeal up."""
    with book_of(request) as opened:
        appeals_of(opened, caller_of(request)).accept(appeal)
    return _back(appeal, "accepted")


@router.post("/appeals/{appeal}/ask")
def ask(
    request: Request, appeal: str, question: Annotated[str, Form()] = "", by: Annotated[str, Form()] = ""
) -> Response:
    """Ask the enterprise for more."""
    with book_of(request) as opened:
        appeals_of(opened, caller_of(request)).ask(appeal, question=question, by=_day(by))
    return _back(appeal, "asked")


@router.post("/appeals/{appeal}/hear")
def hear(request: Request, appeal: str, form: SentForm) -> Response:
    """Put a hearing on record."""
    on, record = _day(text_of(form, "on")), text_of(form, "record")
    with book_of(request) as opened:
        appeals_of(opened, caller_of(request)).hear(appeal, on=on, record=record, evidence=files_in(form))
    return _back(appeal, "heard")


@router.post("/appeals/{appeal}/decide")
def decide(request: Request, appeal: str, form: SentForm) -> Response:
    """Give the outcome, as somebody who had no hand in the decision."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    outcome = text_of(form, "outcome")
    if outcome not in set(Outcome):
        raise UsageError("appeal.no_outcome")
    with book_of(request) as opened:
        appeals_of(opened, caller).decide(
            appeal,
            outcome=Outcome(outcome),
            reasons=text_of(form, "reasons"),
            follows=[Follows(one) for one in texts_of(form, "follows") if one in set(Follows)],
        )
    return _back(appeal, "decided")


@router.post("/appeals/{appeal}/carry-out")
def carry_out(request: Request, appeal: str, decision: Annotated[str, Form()] = "") -> Response:
    """Name the decision that carried the outcome out."""
    with book_of(request) as opened:
        appeals_of(opened, caller_of(request)).carry_out(appeal, decision_id=decision)
    return _back(appeal, "carried-out")


@router.get("/appeals/{appeal}/evidence/{sha256}")
def evidence(request: Request, appeal: str, sha256: str) -> Response:
    """A document of an appeal, to keep; never shown in the page, whatever it says it is."""
    with book_of(request) as opened:
        of = appeals_of(opened, caller_of(request))
        name, content = of.evidence(of.one(appeal), sha256)
    return attachment(content, name=name, media_type="application/octet-stream")


@router.get("/appeals/{appeal}/outcome.docx")
def outcome_paper(request: Request, appeal: str) -> Response:
    """The paper of the outcome in the page's language."""
    caller = caller_of(request)
    with book_of(request) as opened:
        of = appeals_of(opened, caller)
        content = of.paper(of.one(appeal), caller.lang)
    return attachment(content, name=f"{appeal}.docx", media_type=WORD)


def _tiles(of: AppealsOf, one: Appeal, words: DeskWords) -> list[dict[str, str]]:
    due, rerun, w = of.due(one), of.rerun(one), words.figures
    left = days_left(due, of.opened.clock.now(), words) if due else ""
    tiles = [
        {"name": words("appeals.head.mover"), "figure": words.label(f"appeal.mover.{one.mover.value}"), "below": ""},
        {"name": words("appeals.head.due"), "figure": w.day(due) if due else words("none"), "below": left},
    ]
    if rerun is None:
        return tiles
    tiles.append({"name": words("appeals.issued"), "figure": figure(rerun.issued.quota_t, 0), "below": words("unit.t")})
    if rerun.claimed is None or rerun.change_t is None:
        return [
            *tiles,
            {"name": words("appeals.claimed"), "figure": words("none"), "below": words("appeals.no_decision")},
        ]
    change = words("appeals.change_of", change=signed(rerun.change_t))
    return [*tiles, {"name": words("appeals.claimed"), "figure": figure(rerun.claimed.quota_t, 0), "below": change}]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError("appeal.day_unreadable", text=text[:20]) from None


def _back(appeal: str, said: str) -> Response:
    return RedirectResponse(f"/appeals/{appeal}?said={said}", status_code=303)

"""*One decision*: every quota with its parts, what it rests on, and the acts upon it by two persons."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.decisions.decisions import (
    Progress,
    Reading,
    Stage,
    acts_of,
    check_read,
    drafters_of,
    read_decision,
)
from zhibiao.assemble.desk.months import months_with_returns
from zhibiao.assemble.papers import publish
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import UsageError
from zhibiao.procedures.ports import Role
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of, long_book_of
from zhibiao.web.doors.recent import check_recent
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.tables import shown
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.decisions.compare import told
from zhibiao.web.pages.decisions.decision_tables import (
    beside_tables,
    firm_chart,
    last_table,
    parts_table,
    quotas_table,
    sources_table,
)
from zhibiao.web.pages.decisions.decisions import kind_name, person_name, stage_name
from zhibiao.web.pages.decisions.regulation_plan import moves_table, plan_findings, proof

router = page.router()
SAID = frozenset({"drafted", "approved", "issued", "withdrawn", "published"})
ZIP = "application/zip"


@router.get("/decisions/{decision}")
def decision_page(request: Request, decision: str, firm: str = "", said: str = "") -> Response:
    """The decision, laid open; the waterfall is of the firm that the address names, or of the first."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        reading = read_decision(desk_of(request), opened, decision)
        progress, body = reading.progress, reading.progress.stored.body
        enterprises = [share.enterprise for share in reading.decision.shares]
        chosen = firm if firm in enterprises else enterprises[0]
        tables = [quotas_table(reading, opened.city, words), parts_table(reading, opened.city, words)]
        tables += [*beside_tables(reading, opened.city, words), last_table(reading, opened.city, words)]
        tables.append(sources_table(reading, opened.city, words))
        if progress.is_regulation:
            tables.append(moves_table(body, opened.city, words))
        return page.show(
            request,
            "decision.html",
            opened,
            title=words(
                "decision.title",
                sector=words.name(sector_of(body["sector"]).name),
                year=body["plan_year"],
                kind=kind_name(progress, words),
            ),
            tables=tables,
            charts=[firm_chart(reading, opened.city, chosen, words)],
            marks={"rulebook": body["rulebook_sha256"], "decision": decision},
            reading=reading,
            stored=progress.stored,
            state=stage_name(progress, words),
            course=_course(opened, progress, words),
            next=_next(opened, reading, words),
            acts=acts_of(progress, caller.person),
            is_own=caller.person.id in drafters_of(progress.stored) and Role.APPROVER in caller.person.roles,
            in_the_way=[told(one, words) for one in reading.in_the_way],
            said=said if said in SAID else "",
            months=_months(opened, body["sector"], body["plan_year"], words),
            chosen=chosen,
            firms=[(one, words.name(opened.city.name_of(one))) for one in enterprises],
            proof=proof(body, words) if progress.is_regulation else [],
            plan_findings=plan_findings(body, opened.city, words) if progress.is_regulation else [],
            may_take=Role.AUDITOR in caller.person.roles or acts_on_books(caller.person.roles),
        )


@router.post("/decisions/{decision}/approve")
def approve(request: Request, decision: str, read: Annotated[str, Form()] = "") -> Response:
    """Approve what was read, as another person than the one who drafted it."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened, opened.store.transaction():
        check_read(opened, decision, read=read, person=caller.person.id, act="approve")
        opened.approve(decision, person=caller.person.id)
    return _back(decision, "approved")


@router.post("/decisions/{decision}/issue")
def issue(request: Request, decision: str, read: Annotated[str, Form()] = "") -> Response:
    """Issue what was read: its quotas become entries of the book."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened, opened.store.transaction():
        check_read(opened, decision, read=read, person=caller.person.id, act="issue")
        opened.issue(decision, person=caller.person.id)
    return _back(decision, "issued")


@router.post("/decisions/{decision}/withdraw")
def withdraw(request: Request, decision: str, reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Withdraw a decision that still stands, for a reason in words."""
    caller = caller_of(request)
    check_recent(caller, desk_of(request).clock)
    with book_of(request) as opened:
        opened.decision(decision)  # a transfer has its own page
        opened.withdraw(decision, reason=reason, person=caller.person.id)
    return _back(decision, "withdrawn")


@router.post("/decisions/{decision}/papers")
def papers(request: Request, decision: str, month: Annotated[str, Form()]) -> Response:
    """Write the papers of a month of the decision's sector and year."""
    with book_of(request) as opened:
        body = opened.decision(decision).body
    of = _month_of(month, body["plan_year"])
    with desk_of(request).long_work.turn((body["sector"], of)), book_of(request) as opened:
        publish(opened, of, body["sector"])
    return _back(decision, "published")


@router.get("/decisions/{decision}/export.zip")
def export(request: Request, decision: str) -> Response:
    """The decision with everything it rests on, for an auditor without this program."""
    with long_book_of(request) as opened:
        content = opened.export(decision, person=caller_of(request).person.id)
    return attachment(content, name=f"{decision}.zip", media_type=ZIP)


def acts_on_books(roles: tuple[Role, ...]) -> bool:
    """Whether somebody keeps books: analysts and approvers."""
    return bool({Role.ANALYST, Role.APPROVER} & set(roles))


def _back(decision: str, said: str) -> Response:
    return RedirectResponse(f"/decisions/{decision}?said={said}", status_code=303)


def _month_of(text: str, year: int) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        raise UsageError("desk.month_unreadable", text=text[:20]) from None
    if month.year != year:
        raise UsageError("allocate.month_outside_year", month=str(month), plan_year=year)
    return month


def _months(opened: OpenBook, sector: str, year: int, words: DeskWords) -> list[tuple[str, str]]:
    known = [one for one in months_with_returns(opened, sector) if one.year == year]
    return [(str(one), words.figures.month(one)) for one in known]


_STEPS = ("draft", "approve", "wait", "issue")
_NEXT = {Stage.DRAFT: "approve", Stage.WAITING: "wait", Stage.APPROVED: "issue"}


def _course(opened: OpenBook, progress: Progress, words: DeskWords) -> list[dict[str, str]]:
    """The way of a decision, step by step: what is done and by whom, what comes next, and when."""
    signed, steps = progress.acts, []
    for step in _STEPS:
        if step == "wait" and not progress.not_before:
            continue
        detail, state = "", ""
        if step in signed:
            at = shown(instant_of(signed[step].at), "instant", words)
            detail, state = words("decisions.signed", person=person_name(opened, signed[step].person), at=at), "done"
        elif step == "wait":
            detail = words("decision.until", until=shown(instant_of(progress.not_before), "instant", words))
            state = "done" if progress.stage is Stage.APPROVED else ""
        if _NEXT.get(progress.stage) == step:
            state = "next"
        steps.append({"name": words(f"decision.step.{step}"), "detail": detail, "state": state})
    if progress.stage is Stage.WITHDRAWN:
        at = shown(instant_of(signed["withdraw"].at), "instant", words)
        detail = words("decisions.signed", person=person_name(opened, signed["withdraw"].person), at=at)
        steps = [one for one in steps if one["state"] == "done"]
        steps.append({"name": words("decision.step.withdraw"), "detail": detail, "state": "done"})
    return steps


def _next(opened: OpenBook, reading: Reading, words: DeskWords) -> str:
    """Whose move it is, and what."""
    progress = reading.progress
    people = opened.folder.settings.people
    drafters = drafters_of(progress.stored)
    others = [one.name for one in people if Role.APPROVER in one.roles and one.id not in drafters]
    named = words.figures.joined(others) or words("decision.nobody")
    until = shown(instant_of(progress.not_before), "instant", words) if progress.not_before else ""
    if reading.in_the_way and progress.stage in _NEXT:
        return words("decision.next.blocked", drafter=person_name(opened, progress.stored.body["drafted_by"]))
    return words(f"decision.next.{progress.stage.value}", people=named, until=until)

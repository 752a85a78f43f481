"""Decisions (方案): drafted, compared, approved by a second person, issued, withdrawn; and what they rest on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.audit_ranking import rank
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.recourse import steps_of
from zhibiao.errors import Conflict
from zhibiao.procedures.ports import DecisionState, StoredDecision
from zhibiao.terms.access import Viewer
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Asked, Body, ListAsked, MaybeMonth, Name, StrictYear, Words
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.route import if_match
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of, long_book_of
from zhibiao.web.frame.downloads import attachment

subject = Subject("decisions")

DecisionId = Annotated[str, Path(max_length=80, examples=["steel-2025-1a2b3c4d"])]
_CHANGED = Text("它的状态或内容", "its state or its content")


class DecisionRow(BaseModel):
    """A decision in short; enterprises see those that are issued and hold something of theirs."""

    id: str
    sha256: str
    sector: str
    plan_year: int
    month: str = Field(description="The month a regulation is for; empty for an allocation.")
    as_of: str
    state: Literal["draft", "approved", "issued", "withdrawn"]
    cap_t: int
    reserve_t: int
    rulebook_sha256: str
    drafted_at: str
    issued_at: str


class DecisionsAsked(ListAsked):
    """Of the list of decisions."""

    sector: str = ""
    year: int | None = Field(None, ge=1990, le=2100)
    state: Literal["", "draft", "approved", "issued", "withdrawn"] = ""
    sort: Literal["drafted_at", "-drafted_at", "id", "-id"] = "-drafted_at"


class Signed(BaseModel):
    """Who did what to a decision, and when (UTC)."""

    decision: str
    act: str
    person: str
    at: str


class OneDecision(Plain):
    """A decision as it is kept: state, signatures, and the canonical body that its hash is of."""

    id: str
    sha256: str
    state: str
    signatures: list[Signed]
    decision: Plain


class Draft(Body):
    """What to draft."""

    year: StrictYear = Field(examples=[2025])
    sector: Name = Field("steel", examples=["steel"])
    as_of: MaybeMonth = Field("", description="Count what was made up to this month as the least anyone can get.")


class Comparison(Body):
    """Which rules to hold against each other."""

    year: StrictYear = Field(examples=[2025])
    sector: Name = Field("steel", examples=["steel"])
    rules: Words = Field(examples=["proportional,cea,two_pools:theta=0.2"])
    as_of: MaybeMonth = ""


class Withdrawal(Body):
    """Why it is withdrawn."""

    reason: Words = Field(examples=["基数有误，重新拟定"])


class Approved(Plain):
    """An approval; as `zhibiao approve --json` prints it."""

    decision: str
    sha256: str
    person: str
    at: str
    not_before: str = Field(description="The instant from which it may be issued; empty where it need not wait.")


class StepsAsked(Asked):
    """Of what would change quotas."""

    enterprise: str = Field("", max_length=60, description="Only this one.")


@subject.lists("/decisions", DecisionRow)
def list_decisions(request: Request, asked: Annotated[DecisionsAsked, Query()]) -> Response:
    """The decisions that the caller may see."""
    viewer = caller_of(request).viewer
    with book_of(request) as opened:
        seen = [
            one
            for one in opened.store.decisions()
            if is_seen(viewer, one)
            and asked.sector in ("", one.body["sector"])
            and asked.year in (None, one.body["plan_year"])
            and asked.state in ("", one.state.value)
        ]
        keys: dict[str, Any] = {"drafted_at": lambda one: _at(one, "draft"), "id": lambda one: one.id}
        return listed(request, opened, asked, seen, row=_row, keys=keys, ident=lambda one: one.id)


@subject.reads("/decisions/{decision}", OneDecision)
def show_decision(request: Request, decision: DecisionId) -> Response:
    """One decision whole; its `ETag` is what `If-Match` of an act upon it takes."""
    with book_of(request) as opened:
        found = opened.decision(decision)
        marks = opened.marks(decision=found.id, rulebook_sha256=found.body["rulebook_sha256"])
        return answer(plain(found), marks, headers={"etag": f'"{tag(found)}"'})


@subject.acts("/decisions", OneDecision, status=201)
def draft_decision(request: Request, body: Draft) -> Response:
    """Draft the quotas of a plan year."""
    as_of = Month.parse(body.as_of) if body.as_of else None
    with long_book_of(request) as opened:
        draft = opened.allocate(body.year, body.sector, person=caller_of(request).person.id, as_of=as_of)
        marks = opened.marks(decision=draft.id, rulebook_sha256=draft.body["rulebook_sha256"])
        headers = {"location": f"{request.url.path}/{draft.id}", "etag": f'"{tag(draft)}"'}
        return answer(plain(draft), marks, status=201, headers=headers)


@subject.acts("/decisions/{decision}/approve", Approved, is_grave=True)
def approve_decision(request: Request, decision: DecisionId) -> Response:
    """Approve a draft, as another person than who drafted it; `If-Match` says which state was read."""
    with book_of(request) as opened:
        check_fresh(request, opened, decision)
        approval = opened.approve(decision, person=caller_of(request).person.id)
        return answer(approval.plain(), opened.marks(decision=decision))


@subject.acts("/decisions/{decision}/issue", Plain, is_grave=True)
def issue_decision(request: Request, decision: DecisionId) -> Response:
    """Issue an approved decision into the ledger."""
    with book_of(request) as opened:
        check_fresh(request, opened, decision)
        issued = opened.issue(decision, person=caller_of(request).person.id)
        return answer(issued.plain(), opened.marks(decision=decision))


@subject.acts("/decisions/{decision}/withdraw", Plain, is_grave=True)
def withdraw_decision(request: Request, decision: DecisionId, body: Withdrawal) -> Response:
    """Withdraw a decision that is not issued, for a reason that is kept."""
    with book_of(request) as opened:
        opened.decision(decision)
        check_fresh(request, opened, decision)
        done = opened.withdraw(decision, reason=body.reason, person=caller_of(request).person.id)
        return answer(done.plain(), opened.marks())


@subject.acts("/comparisons", Plain, is_writing=False)
def compare_rules(request: Request, body: Comparison) -> Response:
    """Run several rules on what a draft would rest on; the book stays as it is."""
    as_of = Month.parse(body.as_of) if body.as_of else None
    with long_book_of(request) as opened:
        found = opened.compare(body.year, body.sector, rules=body.rules, as_of=as_of)
        findings = [finding_plain(one) for one in found.comparison.findings]
        return answer(found.plain() | {"findings": findings}, opened.marks())


@subject.reads("/decisions/{decision}/recourse", Plain)
def show_recourse(request: Request, decision: DecisionId, asked: Annotated[StepsAsked, Query()]) -> Response:
    """For each indicator: what 1 % earns, and the least step to one more tonne."""
    with book_of(request) as opened:
        key = ("api", "recourse", decision, asked.enterprise)
        found = desk_of(request).remembered(
            opened, key, lambda: steps_of(opened, decision, enterprise=asked.enterprise)
        )
        marks = opened.marks(decision=decision, rulebook_sha256=found.decision.rulebook_sha256)
        return answer(found.plain(), marks)


@subject.reads("/decisions/{decision}/audit", Plain)
def rank_for_audit(request: Request, decision: DecisionId) -> Response:
    """Rank the reported figures behind a decision by how far quotas depend on them."""
    with book_of(request) as opened:
        ranking = rank(opened, decision, person=caller_of(request).person.id)
        return answer(ranking.plain(), opened.marks(decision=decision))


@subject.files("/decisions/{decision}/export", "application/zip")
def export_decision(request: Request, decision: DecisionId) -> Response:
    """One decision with inputs, rulebook, entries and a verify.py that needs only Python, as a zip."""
    with book_of(request) as opened:
        content = opened.export(decision, person=caller_of(request).person.id)
        return attachment(content, name=f"{decision}.zip", media_type="application/zip")


def check_fresh(request: Request, opened: OpenBook, decision: str) -> None:
    """Refuse an act upon a state that has moved on; Conflict `flow.stale` where `If-Match` names another one."""
    believed = if_match(request)
    if not believed:
        return
    found = opened.decision(decision)
    if believed not in (found.sha256, tag(found)):
        raise Conflict("flow.stale", decision=decision, changed=_CHANGED)


def tag(one: StoredDecision) -> str:
    """What an act may cite: the decision's hash, its state, and how often it was signed."""
    return f"{one.sha256}-{one.state.value}-{len(one.signatures)}"


def is_seen(viewer: Viewer, one: StoredDecision) -> bool:
    """Whether a decision is shown: everything to the bureau, to enterprises what was issued to them."""
    if viewer.sees_all:
        return True
    covers = any(viewer.sees(share["enterprise"]) for share in one.body["shares"])
    return one.state is DecisionState.ISSUED and covers


def plain(one: StoredDecision) -> dict[str, Any]:
    """A decision as kept: body, hash, state and signatures; as `zhibiao allocate --json` prints it."""
    return {
        "id": one.id,
        "sha256": one.sha256,
        "state": one.state.value,
        "signatures": [{name: getattr(signed, name) for name in signed.__slots__} for signed in one.signatures],
        "decision": one.body,
    }


def _row(one: StoredDecision) -> DecisionRow:
    body = one.body
    return DecisionRow(
        id=one.id,
        sha256=one.sha256,
        sector=body["sector"],
        plan_year=body["plan_year"],
        month=body.get("month", ""),
        as_of=body.get("as_of", ""),
        state=one.state.value,
        cap_t=body["cap_t"],
        reserve_t=body["reserve_t"],
        rulebook_sha256=body["rulebook_sha256"],
        drafted_at=_at(one, "draft"),
        issued_at=_at(one, "issue"),
    )


def _at(one: StoredDecision, act: str) -> str:
    return next((signed.at for signed in reversed(one.signatures) if signed.act == act), "")

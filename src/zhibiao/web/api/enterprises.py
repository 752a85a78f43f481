"""Enterprises: the list, one of them as it may see itself, its entries and its statement of account."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.firm import firm_view
from zhibiao.assemble.desk.firms.own_entries import own_entries
from zhibiao.assemble.heads import export_own
from zhibiao.errors import NotFound
from zhibiao.terms.period import Month
from zhibiao.web.api.frame.answers import Plain, Words, answer
from zhibiao.web.api.frame.asked import Asked, ListAsked, MaybeMonth, Year
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.marks import marks_of

subject = Subject("enterprises")

EnterpriseId = Annotated[str, Path(max_length=60, description="Id of an enterprise, such as LH-S01.")]


class EnterpriseRow(BaseModel):
    """One enterprise as the city's list has it."""

    id: str
    name: Words
    kind: str
    credit_code: str
    sector: str
    group: str
    zone: str
    route: str
    tier: str
    grade: str
    until: str = Field(description="The month from which it is dissolved or merged; empty otherwise.")
    facilities: int


class EnterprisesAsked(ListAsked):
    """Of the list of enterprises."""

    sector: str = ""
    group: str = ""
    sort: Literal["id", "-id", "name", "-name", "sector", "-sector", "group", "-group"] = "id"


class OneAsked(Asked):
    """Of one enterprise."""

    month: MaybeMonth = Field("", description="The month it is seen at; the last with returns without it.")


class Firm(Plain):
    """One enterprise in a month: where it stands, its quota with every part and reason, what would change it."""

    enterprise: str
    name: Words
    sector: str
    month: str | None
    quota_missing: str = Field(description="Why there is no quota: none, draft, rulebook, area; empty where there is.")


class OwnEntryRow(BaseModel):
    """An entry from the enterprise's side: its own postings, and its balances after it in tonnes."""

    seq: int
    id: str
    recorded_at: str
    kind: str
    month: str
    reason: str
    basis: str
    postings: list[tuple[str, int]]
    available_t: int
    used_t: int
    holding_t: int
    debt_t: int


class OwnEntriesAsked(ListAsked):
    """Of an enterprise's entries."""

    year: Year = Field(description="The plan year.")
    sort: Literal["seq", "-seq"] = "seq"


@subject.lists("/enterprises", EnterpriseRow)
def list_enterprises(request: Request, asked: Annotated[EnterprisesAsked, Query()]) -> Response:
    """The enterprises whose figures the caller may see."""
    viewer = caller_of(request).viewer
    with book_of(request) as opened:
        seen = [
            one
            for one in opened.city
            if viewer.sees(one.id) and asked.sector in ("", one.sector) and asked.group in ("", one.group)
        ]
        rows = [_row(one) for one in seen]
        keys: dict[str, Any] = {
            "id": lambda row: row.id,
            "name": lambda row: row.name.zh,
            "sector": lambda row: row.sector,
            "group": lambda row: row.group,
        }
        return listed(request, opened, asked, rows, row=lambda row: row, keys=keys, ident=lambda row: row.id)


@subject.reads("/enterprises/{enterprise}", Firm)
def show_enterprise(request: Request, enterprise: EnterpriseId, asked: Annotated[OneAsked, Query()]) -> Response:
    """One enterprise in a month, with every reason for its quota."""
    month = Month.parse(asked.month) if asked.month else None
    with book_of(request) as opened:
        check_known(opened, enterprise)
        view = firm_view(desk_of(request), opened, enterprise, viewer=caller_of(request).viewer, month=month)
        plain = view.plain()
        marks = {"decision": plain["quota"]["decision"]} if plain["quota"] else {}
        return answer(plain, marks_of(request, opened, **marks))


@subject.lists("/enterprises/{enterprise}/entries", OwnEntryRow)
def list_own_entries(
    request: Request, enterprise: EnterpriseId, asked: Annotated[OwnEntriesAsked, Query()]
) -> Response:
    """The entries of a plan year that touch one enterprise's accounts, nothing of the other side of them."""
    with book_of(request) as opened:
        check_known(opened, enterprise)
        entries = own_entries(opened.store, opened.city[enterprise], asked.year)
        return listed(
            request,
            opened,
            asked,
            entries,
            row=lambda one: OwnEntryRow(**one.plain()),
            keys={"seq": lambda one: one.seq},
            ident=lambda one: one.seq,
        )


@subject.files("/enterprises/{enterprise}/statement", "application/zip", is_tagged=False)
def export_statement(request: Request, enterprise: EnterpriseId) -> Response:
    """Its entries and balances under the head handed out last, with a proof that needs only Python."""
    with book_of(request) as opened:
        check_known(opened, enterprise)
        own = export_own(opened, enterprise, person=caller_of(request).person.id, head=None)
        return attachment(own.content, name=f"own-{enterprise}.zip", media_type="application/zip")


def check_known(opened: OpenBook, enterprise: str) -> None:
    """Refuse an id that the list does not have, in the words of what is another's; NotFound `auth.not_found`."""
    if enterprise not in opened.city.enterprises:
        raise NotFound("auth.not_found")


def _row(one: Any) -> EnterpriseRow:
    return EnterpriseRow(
        id=one.id,
        name=Words(zh=one.name.zh, en=one.name.en),
        kind=one.kind,
        credit_code=one.credit_code,
        sector=one.sector,
        group=one.group,
        zone=one.zone,
        route=one.route,
        tier=one.tier,
        grade=one.grade,
        until=str(one.until or ""),
        facilities=len(one.facilities),
    )

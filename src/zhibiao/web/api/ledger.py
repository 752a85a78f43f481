"""The ledger (台账): entries, balances, heads; nothing here changes an entry, since nothing may."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.heads import show
from zhibiao.assemble.resources import sector_of
from zhibiao.errors import NotFound, UsageError
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.head import SignedHead
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import ListAsked
from zhibiao.web.api.frame.listing import listed
from zhibiao.web.api.frame.subject import Subject
from zhibiao.web.doors.caller import book_of, desk_of

subject = Subject("ledger")


class EntryRow(BaseModel):
    """One entry: a double posting, linked to the one before by hash."""

    seq: int
    id: str
    kind: str
    sector: str
    plan_year: int
    month: str
    recorded_at: str
    actor: str
    reason: str
    basis: str
    corrects: str
    proposal: str
    postings: list[tuple[str, int]]
    previous: str
    hash: str


class EntriesAsked(ListAsked):
    """Of the list of entries."""

    sector: str = ""
    year: int | None = Field(None, ge=0, le=2100)
    enterprise: str = ""
    kind: str = ""
    month: str = ""
    sort: Literal["seq", "-seq"] = "-seq"


class Holding(BaseModel):
    """What one enterprise has in a year's book, in tonnes."""

    enterprise: str
    available_t: int
    used_t: int
    holding_t: int
    debt_t: int
    owed_t: int
    charged_t: int


class YearBook(BaseModel):
    """A year's book of one sector: the parts of the cap sum to it."""

    sector: str
    plan_year: int
    cap_t: int
    pool_t: int
    reserve_t: int
    open_month: str
    closed_months: list[str]
    is_closed: bool
    holdings: list[Holding]


class HeadRow(BaseModel):
    """A head that was handed out."""

    number: int
    sha256: str
    body: str
    signature: str
    public_key: str


class HeadsAsked(ListAsked):
    """Of the list of heads."""

    sort: Literal["number", "-number"] = "-number"


class ShownHead(Plain):
    """A head nobody has been given, and what lies behind its blinded hashes."""

    head: Plain
    opening: Plain


MOST_ENTRIES = 50_000
"""A longer ledger is listed by sector and plan year only."""


@subject.lists("/entries", EntryRow)
def list_entries(request: Request, asked: Annotated[EntriesAsked, Query()]) -> Response:
    """Entries of the ledger, the last first."""
    with book_of(request) as opened:
        if not (asked.sector and asked.year) and opened.store.length() > MOST_ENTRIES:
            raise UsageError("ledger.too_many_entries", count=opened.store.length(), most=MOST_ENTRIES)
        key = ("entries", asked.sector, asked.year)
        entries = desk_of(request).remembered(
            opened,
            key,
            lambda: opened.store.entries(sector=asked.sector, plan_year=asked.year or 0),
            extent=opened.store.tail(),
        )
        seen = [one for one in entries if _fits(one, asked)]
        keys = {"seq": lambda one: one.seq}
        return listed(request, opened, asked, seen, row=_row, keys=keys, ident=lambda one: one.seq)


@subject.reads("/entries/{seq}", EntryRow)
def show_entry(request: Request, seq: Annotated[int, Path(ge=0, le=10**12)]) -> Response:
    """One entry by its place in the ledger."""
    with book_of(request) as opened:
        found = opened.store.entry(seq)
        if found is None:
            raise NotFound("auth.not_found")
        return answer(_row(found).model_dump(), opened.marks())


@subject.reads("/books/{sector}/{year}", YearBook)
def show_year(
    request: Request, sector: Annotated[str, Path(max_length=40)], year: Annotated[int, Path(ge=1990, le=2100)]
) -> Response:
    """Balances of a year, by enterprise."""
    sector_of(sector)
    with book_of(request) as opened:
        book = opened.store.book(sector=sector, plan_year=year)
        holdings = [
            Holding(
                enterprise=name,
                available_t=book.available(name),
                used_t=book.used(name),
                holding_t=book.holding(name),
                debt_t=book.debt(name),
                owed_t=book.owed(name),
                charged_t=book.charged(name),
            )
            for name in book.enterprises
        ]
        facts = YearBook(
            sector=sector,
            plan_year=year,
            cap_t=book.cap,
            pool_t=book.pool,
            reserve_t=book.reserve,
            open_month=book.open_month,
            closed_months=list(book.closed_months),
            is_closed=book.is_closed,
            holdings=holdings,
        )
        return answer(facts.model_dump(), opened.marks())


@subject.lists("/heads", HeadRow)
def list_heads(request: Request, asked: Annotated[HeadsAsked, Query()]) -> Response:
    """The heads that were handed out, with signature and key."""
    with book_of(request) as opened:
        heads = opened.store.proofs.heads()
        keys = {"number": lambda one: one.number}
        return listed(request, opened, asked, heads, row=_head, keys=keys, ident=lambda one: one.number)


@subject.reads("/heads/{period}", ShownHead, is_tagged=False)
def show_head(
    request: Request,
    period: Annotated[str, Path(pattern=r"^(now|[0-9]{4}(-(0[1-9]|1[0-2]))?)$", examples=["now", "2025-03"])],
) -> Response:
    """The head of the book as it stands now, or at the close of a month or year; nothing is kept."""
    with book_of(request) as opened:
        shown = show(opened, "" if period == "now" else period)
        return answer({"head": dict(shown.document), "opening": dict(shown.opening)}, opened.marks())


def _fits(one: Entry, asked: EntriesAsked) -> bool:
    draft = one.draft
    if asked.kind not in ("", draft.kind.value) or asked.month not in ("", draft.month):
        return False
    if asked.sector not in ("", draft.sector) or asked.year not in (None, draft.plan_year):
        return False
    names = {posting.account.partition(":")[2] for posting in draft.postings}
    return not asked.enterprise or asked.enterprise in names


def _row(one: Entry) -> EntryRow:
    draft: Any = one.draft
    named = {name: getattr(draft, name) for name in ("id", "sector", "plan_year", "month", "actor", "reason", "basis")}
    return EntryRow(
        seq=one.seq,
        kind=draft.kind.value,
        recorded_at=one.recorded_at,
        corrects=draft.corrects,
        proposal=draft.proposal,
        postings=[(posting.account, posting.tonnes) for posting in draft.postings],
        previous=one.previous,
        hash=one.hash,
        **named,
    )


def _head(one: SignedHead) -> HeadRow:
    return HeadRow(**{name: getattr(one, name) for name in HeadRow.model_fields})

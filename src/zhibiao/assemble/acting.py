"""A bureau at work on a book whose clock is set: allot a year by two persons, close what is complete."""

from __future__ import annotations

import datetime as dt

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import InputRefused
from zhibiao.procedures.ports import StoredDecision
from zhibiao.terms.finding import Finding
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month


def allot(
    opened: OpenBook,
    clock: SetClock,
    year: int,
    sector: str,
    *,
    analyst: str,
    approver: str,
    as_of: Month | None = None,
) -> StoredDecision:
    """Draft, approve and issue a year's quotas, an hour apart or after the wait; InputRefused while there are gaps."""
    draft = opened.allocate(year, sector, person=analyst, as_of=as_of)
    clock.instant += dt.timedelta(hours=1)
    waits_until = opened.approve(draft.id, person=approver).not_before
    clock.instant += dt.timedelta(hours=1)
    if waits_until:
        clock.instant = max(clock.instant, instant_of(waits_until))
    opened.issue(draft.id, person=approver)
    return opened.decision(draft.id)


def close_complete_months(opened: OpenBook, year: int, sector: str, *, person: str) -> tuple[int, tuple[Finding, ...]]:
    """Close month after month until one is not complete; how many were closed, and what the next one lacks."""
    closed = 0
    while month := opened.store.book(sector=sector, plan_year=year).open_month:
        try:
            opened.close_month(Month.parse(month), sector, person=person)
        except InputRefused as refused:
            if refused.code != "close.blocked":
                raise
            return closed, refused.findings
        closed += 1
    return closed, ()

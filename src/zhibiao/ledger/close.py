"""The entry that closes a month, or a year: it moves nothing, and nothing is booked there after it."""

from __future__ import annotations

from zhibiao.ledger.entry import Draft, EntryKind


def close_draft(sector: str, plan_year: int, *, month: str = "", basis: str, actor: str) -> Draft:
    """Close `month`, or without one the whole plan year."""
    period = month or f"{plan_year:04d}"
    return Draft(
        id=f"close:{sector}:{period}",
        kind=EntryKind.CLOSE,
        sector=sector,
        plan_year=plan_year,
        postings=(),
        reason="close.month" if month else "close.year",
        basis=basis,
        actor=actor,
        month=month,
    )

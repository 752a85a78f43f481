"""Postings that can be counted: the k-th batch is the same whenever it is made, and fits behind those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.store.book_store import BookStore

SECTOR, YEAR = "steel", 2025
FIRMS = ("A", "B", "C", "D")
START = dt.datetime(2025, 1, 6, 1, tzinfo=dt.UTC)
QUOTA_T = 10_000_000


def draft(draft_id: str, kind: EntryKind, *moved: tuple[str, int], actor: str = "li", **more: str) -> Draft:
    """A draft of the book, by its postings as pairs."""
    postings = tuple(Posting(account=name, tonnes=tonnes) for name, tonnes in moved)
    fields = {"reason": "harness", "basis": "", "actor": actor, **more}
    return Draft(id=draft_id, kind=kind, sector=SECTOR, plan_year=YEAR, postings=postings, **fields)


def open_year(store: BookStore) -> None:
    """A decision that gives every firm its quota: proposed, approved and issued with its grants."""
    proposal = draft("propose:first", EntryKind.PROPOSE, actor="wang")
    store.append([proposal], at=START)
    store.append([draft("approve:first", EntryKind.APPROVE, proposal=proposal.id)], at=START)
    cap_t = QUOTA_T * len(FIRMS)
    cited = {"proposal": proposal.id}
    grants = [
        draft(f"grant:{firm}", EntryKind.GRANT, ("pool", -QUOTA_T), (f"available:{firm}", QUOTA_T), **cited)
        for firm in FIRMS
    ]
    cap = draft("cap:first", EntryKind.CAP, ("cap", -cap_t), ("pool", cap_t), **cited)
    store.append([draft("issue:first", EntryKind.ISSUE, **cited), cap, *grants], at=START)


# Entries of the opening: put forward, approved, issued, the cap, and one grant for each firm.
OPENING = 4 + len(FIRMS)


def batch(number: int) -> Sequence[Draft]:
    """The drafts that one act posts together, all or none; `number` counts from 0."""
    firm, other = FIRMS[number % 4], FIRMS[(number + 1) % 4]
    tonnes = 1 + number * 7 % 90
    use = draft(f"use:{number}", EntryKind.USE, (f"available:{firm}", -tonnes), (f"used:{firm}", tonnes))
    if number % 4 == 0:
        return [use]
    if number % 4 == 1:
        over = draft(f"overrun:{number}", EntryKind.OVERRUN, ("overrun", -tonnes), (f"debt:{firm}", tonnes))
        return [
            use,
            over,
            draft(f"charge:{number}", EntryKind.CHARGE, ("charges", -tonnes), (f"charge:{firm}", tonnes)),
        ]
    if number % 4 == 2:
        back = [(one.account, -one.tonnes) for one in use.postings]
        return [use, draft(f"correct:{number}", EntryKind.CORRECT, *back, corrects=use.id)]
    freed = ((f"pledged:{firm}", -tonnes), ("pledges", tonnes))
    proposal = draft(
        f"propose:{number}", EntryKind.PROPOSE, ("pledges", -tonnes), (f"pledged:{firm}", tonnes), actor="wang"
    )
    given = ((f"available:{firm}", -tonnes), (f"available:{other}", tonnes))
    return [proposal, draft(f"transfer:{number}", EntryKind.TRANSFER, *given, *freed, proposal=proposal.id)]


def instant_of_batch(number: int) -> dt.datetime:
    """When the batch is posted."""
    return START + dt.timedelta(minutes=number + 1)

"""Looking for entries: what is looked for, whether one fits, and one page of what was found."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.ledger.accounts import enterprise_of
from zhibiao.ledger.entry import Entry, EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What entries are looked for; an empty value stands for any.

    Args:
        sector: whose book.
        plan_year: of which year; 0 are the books of capacity, None is any.
        kind: what the entry does.
        month: the month it is booked in, `YYYY-MM`.
        enterprise: one whose accounts it touches.
        text: part of its id, of what it rests on or corrects, of its reason's code, or of the person's id.
    """

    sector: str = ""
    plan_year: int | None = None
    kind: EntryKind | None = None
    month: str = ""
    enterprise: str = ""
    text: str = ""

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is one of those."""
        draft = entry.draft
        return (
            self.sector in ("", draft.sector)
            and self.plan_year in (None, draft.plan_year)
            and self.kind in (None, draft.kind)
            and self.month in ("", draft.month)
            and (not self.enterprise or any(self.enterprise == enterprise_of(one.account) for one in draft.postings))
            and (not self.text or any(self.text.lower() in one.lower() for one in _texts(entry)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Entries that fit, the last first.

    Args:
        entries: of this page.
        before: where the next page begins: it holds entries with a lower number; 0 where there are none.
        is_cut: whether the search ended here only because it had looked through enough, not because the page is full.
    """

    entries: tuple[Entry, ...]
    before: int
    is_cut: bool = False


def _texts(entry: Entry) -> tuple[str, ...]:
    draft = entry.draft
    return (draft.id, draft.basis, draft.corrects, draft.proposal, draft.reason, draft.actor)

"""Made-up furnaces, plans and entries of capacity for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from zhibiao.ledger.capacity import accounts as names
from zhibiao.ledger.capacity.accounts import Furnace, Project, furnace_account, pledge_account, project_account
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting

DOCUMENT = "d" * 64
PLAN = "e" * 64
START = dt.datetime(2024, 1, 8, 1, 0, tzinfo=dt.UTC)
IRON, STEEL = "pig_iron_t", "crude_steel_t"


def furnace(facility: str, enterprise: str = "A", *, quantity: str = IRON, kind: str = "blast_furnace") -> Furnace:
    return Furnace(quantity=quantity, kind=kind, facility=facility, enterprise=enterprise)


def project(number: str = "P", enterprise: str = "A", *, quantity: str = IRON, ratio: str = "5/4") -> Project:
    return Project(quantity=quantity, ratio=Fraction(ratio), project=number, enterprise=enterprise)


def postings(*moved: tuple[str, int]) -> tuple[Posting, ...]:
    return tuple(Posting(account=name, tonnes=tonnes) for name, tonnes in moved)


def opened(one: Furnace, tonnes: int) -> tuple[Posting, ...]:
    return postings(
        (names.class_account(names.OPENED, one.quantity), -tonnes), (furnace_account(names.RUNNING, one), tonnes)
    )


def shifted(one: Furnace, source: str, target: str, tonnes: int) -> tuple[Posting, ...]:
    return postings((furnace_account(source, one), -tonnes), (furnace_account(target, one), tonnes))


def reduced(account: str, quantity: str, tonnes: int) -> tuple[Posting, ...]:
    return postings((account, -tonnes), (names.class_account(names.CUT, quantity), tonnes))


def pledged(one: Furnace, to: Project, tonnes: int) -> tuple[Posting, ...]:
    source = names.class_account(names.PLEDGES, one.quantity)
    return postings((source, -tonnes), (pledge_account(one, to), tonnes))


def given(one: Furnace, to: Project, tonnes: int) -> tuple[Posting, ...]:
    freed = ((pledge_account(one, to), -tonnes), (names.class_account(names.PLEDGES, one.quantity), tonnes))
    source, target = furnace_account(names.DISMANTLED, one), project_account(to)
    return postings((source, -tonnes), (target, tonnes), *freed)


def built(of: Project, new: Furnace, retired_t: int, built_t: int) -> tuple[Posting, ...]:
    cut = ((names.class_account(names.CUT, of.quantity), retired_t - built_t),) if retired_t != built_t else ()
    return postings((project_account(of), -retired_t), (furnace_account(names.RUNNING, new), built_t), *cut)


def barred(one: Furnace, tonnes: int) -> tuple[Posting, ...]:
    source = names.class_account(names.BARS, one.quantity)
    return postings((source, -tonnes), (furnace_account(names.BARRED, one), tonnes))


def draft(id_: str, kind: EntryKind, moved: Sequence[Posting] = (), **more: str) -> Draft:
    fields = {"month": "2024-01", "actor": "wang", "basis": DOCUMENT, "reason": "x", **more}
    return Draft(id=id_, kind=kind, sector="steel", plan_year=0, postings=tuple(moved), **fields)


def by_two(id_: str, kind: EntryKind, moved: Sequence[Posting], **more: str) -> tuple[Draft, Draft, Draft]:
    """What takes two persons: put forward by wang, carried out by li."""
    cited = {"proposal": f"propose:{id_}", "actor": "li", "basis": PLAN}
    return (
        draft(f"propose:{id_}", EntryKind.PROPOSE, month="", basis=PLAN),
        draft(f"issue:{id_}", EntryKind.ISSUE, month="", **cited),
        draft(id_, kind, moved, **cited, **more),
    )


def entry_after(book: CapacityBook, one: Draft, *, at: str = "2024-01-08T01:00:00Z") -> Entry:
    last = book.entries[-1] if book.entries else None
    return link(one, seq=last.seq + 1 if last else 1, previous=last.hash if last else GENESIS, recorded_at=at)


def grown(drafts: Iterable[Draft], book: CapacityBook | None = None) -> CapacityBook:
    """The book after these drafts, an hour apart where an act begins."""
    book = book or CapacityBook.empty("steel")
    for one in drafts:
        book = book.append(entry_after(book, one))
    return book

"""Entries that several acts make: a furnace from one state to another, and what it promised into a project."""

from __future__ import annotations

from collections.abc import Iterator

from zhibiao.errors import ActRefused, UsageError
from zhibiao.ledger.capacity.accounts import (
    DISMANTLED,
    PLEDGED,
    PLEDGES,
    RUNNING,
    SEALED,
    Furnace,
    Project,
    account_of,
    class_account,
    furnace_account,
    project_account,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.capacity.plan import Move
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_WORDS = {
    RUNNING: Text("运行", "running"),
    SEALED: Text("封存", "sealed"),
    DISMANTLED: Text("拆除", "dismantled"),
}


def find_furnace(book: CapacityBook, facility: str) -> Furnace:
    """The furnace of that id; UsageError `capacity.no_such_facility`."""
    if facility not in book.furnaces:
        raise UsageError("capacity.no_such_facility", facility=facility, known="、".join(book.furnaces) or "—")
    return book.furnaces[facility]


def given_moves(book: CapacityBook, furnace: Furnace, month: Month) -> Iterator[Move]:
    """What a dismantled furnace promised goes into the projects it was promised to."""
    for name, tonnes in sorted(book.balances.items()):
        account = account_of(name)
        if account and account.role == PLEDGED and account.furnace == furnace and tonnes and account.project:
            yield given_move(furnace, account.project, name, tonnes, month)


def given_move(furnace: Furnace, project: Project, pledge: str, tonnes: int, month: Month) -> Move:
    """Dismantled capacity goes into the project it was promised to, and the promise ends."""
    moved = ((furnace_account(DISMANTLED, furnace), -tonnes), (project_account(project), tonnes))
    freed = ((pledge, -tonnes), (class_account(PLEDGES, furnace.quantity), tonnes))
    return Move(kind=EntryKind.SWAP_OUT, postings=(*moved, *freed), month=str(month))


def shift(book: CapacityBook, kind: EntryKind, furnace: Furnace, source: str, target: str, month: Month) -> Move:
    """The whole furnace goes from one state to another; ActRefused `capacity.wrong_state` when it is in none such."""
    state = book.state_of(furnace.facility)
    if state != source:
        facts = {"facility": furnace.facility, "state": _WORDS.get(state, "—"), "needed": _WORDS[source]}
        raise ActRefused("capacity.wrong_state", place=None, **facts)
    tonnes = book.standing_t(furnace.facility)
    postings = ((furnace_account(source, furnace), -tonnes), (furnace_account(target, furnace), tonnes))
    return Move(kind=kind, postings=postings, month=str(month))


def source_of(book: CapacityBook, subject: str, quantity: str) -> str:
    """The account of a furnace as it stands, or of a project.

    Raises:
        UsageError: `capacity.project_ambiguous`, `capacity.no_such_facility`.
    """
    if subject in book.furnaces:
        return furnace_account(book.state_of(subject) or RUNNING, book.furnaces[subject])
    names = [
        name
        for name, tonnes in sorted(book.balances.items())
        if tonnes and (account := account_of(name)) and not account.furnace and account.project
        if account.project.project == subject and quantity in ("", account.quantity)
    ]
    if len(names) > 1:
        raise UsageError("capacity.project_ambiguous", project=subject, accounts="、".join(names))
    if not names:
        raise UsageError("capacity.no_such_facility", facility=subject, known="、".join(book.furnaces) or "—")
    return names[0]

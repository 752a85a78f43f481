"""What a book of capacity says of a month: balances by class and by furnace, and when each furnace ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhibiao.ledger.capacity.accounts import (
    BARRED,
    CUT,
    DISMANTLED,
    OPENED,
    PLEDGED,
    PROJECT,
    RUNNING,
    SEALED,
    STATES,
    Furnace,
    account_of,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassStanding:
    """Tonnes per year of one class at a month's end; running + sealed + dismantled + in projects + cut = opened.

    `pledged_t` and `barred_t` are part of what runs, is sealed or dismantled.
    """

    quantity: str
    opened_t: int
    running_t: int
    sealed_t: int
    dismantled_t: int
    project_t: int
    cut_t: int
    pledged_t: int
    barred_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnaceStanding:
    """One furnace at a month's end: its state (empty when nothing of it is left), tonnes per year, last entry."""

    furnace: Furnace
    state: str
    tonnes: int
    pledged_t: int
    barred_t: int
    last: Entry


def balances_at(entries: Iterable[Entry], month: str = "") -> Counter[str]:
    """Balances after what took effect until a month, `YYYY-MM`; after everything without one.

    A furnace's entries follow one another by month, so that these are what stood then.
    """
    found: Counter[str] = Counter()
    for entry in entries:
        if not month or entry.draft.month <= month:
            for posting in entry.draft.postings:
                found[posting.account] += posting.tonnes
    return found


def class_standings(balances: Mapping[str, int]) -> tuple[ClassStanding, ...]:
    """Every class that was opened, in order of its code."""
    sums: dict[str, Counter[str]] = {}
    for name, tonnes in balances.items():
        if account := account_of(name):
            sums.setdefault(account.quantity, Counter())[account.role] += tonnes
    return tuple(
        ClassStanding(
            quantity=quantity,
            opened_t=-of[OPENED],
            running_t=of[RUNNING],
            sealed_t=of[SEALED],
            dismantled_t=of[DISMANTLED],
            project_t=of[PROJECT],
            cut_t=of[CUT],
            pledged_t=of[PLEDGED],
            barred_t=of[BARRED],
        )
        for quantity, of in sorted(sums.items())
    )


def furnace_standings(book: CapacityBook, month: str = "") -> tuple[FurnaceStanding, ...]:
    """Every furnace that was there until a month, by enterprise and id; after everything without a month."""
    last: dict[str, Entry] = {}
    found: dict[str, FurnaceStanding] = {}
    balances = balances_at(book.entries, month)
    for entry in book.entries:
        if not month or entry.draft.month <= month:
            for posting in entry.draft.postings:
                account = account_of(posting.account)
                if account and account.furnace:
                    last[account.furnace.facility] = entry
    noted: dict[str, Counter[str]] = {PLEDGED: Counter(), BARRED: Counter()}
    for name, tonnes in balances.items():
        account = account_of(name)
        if account and account.role in noted and account.furnace:
            noted[account.role][account.furnace.facility] += tonnes
    for name, tonnes in sorted(balances.items()):
        account = account_of(name)
        if not account or not account.furnace or account.role not in STATES:
            continue
        furnace = account.furnace
        # A furnace that was handed over stands with whoever has it; one of which nothing is left, with its last owner.
        if tonnes <= 0 and (furnace.facility in found or book.furnaces.get(furnace.facility) != furnace):
            continue
        found[furnace.facility] = FurnaceStanding(
            furnace=furnace,
            state=account.role if tonnes > 0 else "",
            tonnes=tonnes,
            pledged_t=noted[PLEDGED][furnace.facility],
            barred_t=noted[BARRED][furnace.facility],
            last=last[furnace.facility],
        )
    return tuple(sorted(found.values(), key=lambda one: (one.furnace.enterprise, one.furnace.facility)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KindStanding:
    """Furnaces of one kind and state: how many, and their tonnes per year."""

    quantity: str
    kind: str
    state: str
    count: int
    tonnes: int


def kind_standings(furnaces: Iterable[FurnaceStanding]) -> tuple[KindStanding, ...]:
    """How many furnaces of each kind run, are sealed or dismantled; those of which nothing is left are not counted."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for one in furnaces:
        if one.state:
            found.setdefault((one.furnace.quantity, one.furnace.kind, one.state), []).append(one.tonnes)
    return tuple(
        KindStanding(quantity=quantity, kind=kind, state=state, count=len(tonnes), tonnes=sum(tonnes))
        for (quantity, kind, state), tonnes in sorted(found.items())
    )


def running_changes(book: CapacityBook) -> dict[str, dict[str, int]]:
    """By furnace and month: by how many tonnes per year what runs of it changed, where it did."""
    found: dict[str, Counter[str]] = {}
    for entry in book.entries:
        for posting in entry.draft.postings:
            account = account_of(posting.account)
            if account and account.furnace and account.role == RUNNING:
                found.setdefault(account.furnace.facility, Counter())[entry.draft.month] += posting.tonnes
    return {facility: {month: t for month, t in changes.items() if t} for facility, changes in found.items()}

"""What the capacity accounts say of a month: classes, months, furnaces, projects, plans, and a target for reduction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao.ledger.capacity.accounts import PROJECT, account_of
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.capacity.views import (
    ClassStanding,
    FurnaceStanding,
    KindStanding,
    balances_at,
    class_standings,
    furnace_standings,
    kind_standings,
)
from zhibiao.procedures.capacity.plan import PLANNED, CapacityStore, Plan, plans
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What ran of a class at a month's end and now, held against a target.

    Args:
        quantity: the class.
        since: the month it is counted from.
        before_t: what ran then.
        now_t: what runs now.
        target_t: by how much it is to go down.
    """

    quantity: str
    since: Month
    before_t: int
    now_t: int
    target_t: int

    def plain(self) -> dict[str, Any]:
        """The figures, with what was reduced and what is still to be."""
        reduced_t = self.before_t - self.now_t
        return {
            "quantity": self.quantity,
            "since": str(self.since),
            "before_t": self.before_t,
            "now_t": self.now_t,
            "target_t": self.target_t,
            "reduced_t": reduced_t,
            "short_t": max(self.target_t - reduced_t, 0),
            "is_met": reduced_t >= self.target_t,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One sector's capacity accounts at a month's end.

    Args:
        sector: which.
        as_of: the month; None for everything recorded.
        classes: by class.
        months: by month, from the first asked for, with the classes at its end.
        furnaces: one by one, with the documents behind the last change.
        projects: what is in replacement projects, by account.
        standing: plans that were put forward and neither carried out nor withdrawn.
        reductions: held against a target, where one was given.
    """

    sector: str
    as_of: Month | None
    classes: tuple[ClassStanding, ...]
    months: tuple[tuple[Month, tuple[ClassStanding, ...]], ...]
    furnaces: tuple[tuple[FurnaceStanding, tuple[str, ...]], ...]
    projects: tuple[dict[str, Any], ...]
    standing: tuple[Plan, ...]
    reductions: tuple[Reduction, ...]

    def plain(self) -> dict[str, Any]:
        """The overview as plain values."""
        return {
            "sector": self.sector,
            "as_of": str(self.as_of or ""),
            "classes": [_fields(one) for one in self.classes],
            "kinds": [_fields(one) for one in kind_standings(one for one, _ in self.furnaces)],
            "months": [
                {"month": str(month), "classes": [_fields(one) for one in classes]} for month, classes in self.months
            ],
            "furnaces": [_furnace_plain(one, documents) for one, documents in self.furnaces],
            "projects": list(self.projects),
            "standing": [
                {"id": plan.id, "act": plan.act, "person": plan.person, "at": plan.at} for plan in self.standing
            ],
            "reductions": [one.plain() for one in self.reductions],
        }


def overview(
    store: CapacityStore,
    sector: str,
    *,
    as_of: Month | None = None,
    since: Month | None = None,
    target_t: int | None = None,
    quantity: str = "",
) -> Overview:
    """The accounts of a sector at a month's end.

    Args:
        store: the book's memory.
        sector: which.
        as_of: the month; everything recorded when None.
        since: the first month of the series, and the one that a target is counted from.
        target_t: by how much what runs is to go down since then, class by class.
        quantity: only this class; all when empty.
    """
    book = store.capacity(sector=sector)
    month = str(as_of or "")
    classes = _of_class(class_standings(balances_at(book.entries, month)), quantity)
    months = tuple(_months(book, since, as_of, quantity)) if since else ()
    documents = _documents(store)
    return Overview(
        sector=sector,
        as_of=as_of,
        classes=classes,
        months=months,
        furnaces=tuple(
            (one, documents.get(one.last.draft.basis, ()))
            for one in furnace_standings(book, month)
            if quantity in ("", one.furnace.quantity)
        ),
        projects=tuple(_projects(book, month, quantity)),
        standing=tuple(
            plan
            for plan in plans(store)
            if plan.sector == sector
            if (proposal := book.proposals.get(f"propose:{plan.id}")) and proposal.is_standing
        ),
        reductions=_reductions(classes, months, target_t),
    )


def _months(
    book: CapacityBook, since: Month, as_of: Month | None, quantity: str
) -> list[tuple[Month, tuple[ClassStanding, ...]]]:
    last = as_of or max((Month.parse(one.draft.month) for one in book.entries if one.draft.month), default=since)
    found, month = [], since
    while month <= last:
        found.append((month, _of_class(class_standings(balances_at(book.entries, str(month))), quantity)))
        month = month.next()
    return found


def _reductions(
    classes: tuple[ClassStanding, ...],
    months: tuple[tuple[Month, tuple[ClassStanding, ...]], ...],
    target_t: int | None,
) -> tuple[Reduction, ...]:
    if target_t is None or not months:
        return ()
    since, at_first = months[0]
    before = {one.quantity: one.running_t for one in at_first}
    return tuple(
        Reduction(
            quantity=one.quantity,
            since=since,
            before_t=before.get(one.quantity, 0),
            now_t=one.running_t,
            target_t=target_t,
        )
        for one in classes
    )


def _projects(book: CapacityBook, month: str, quantity: str) -> list[dict[str, Any]]:
    found = []
    for name, tonnes in sorted(balances_at(book.entries, month).items()):
        account = account_of(name)
        if account and account.role == PROJECT and account.project and quantity in ("", account.quantity):
            of = account.project
            facts = {"project": of.project, "enterprise": of.enterprise, "quantity": of.quantity}
            found.append({**facts, "ratio": str(of.ratio), "tonnes": tonnes})
    return found


def _documents(store: CapacityStore) -> dict[str, tuple[str, ...]]:
    """By what an entry rests on: the names of the documents behind it."""
    named = {file.sha256: (file.name,) for file in store.files() if file.outcome != PLANNED}
    return named | {plan.sha256: tuple(one["name"] for one in plan.documents) for plan in plans(store)}


def _of_class(standings: tuple[ClassStanding, ...], quantity: str) -> tuple[ClassStanding, ...]:
    return tuple(one for one in standings if quantity in ("", one.quantity))


def _fields(one: ClassStanding | KindStanding) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _furnace_plain(one: FurnaceStanding, documents: tuple[str, ...]) -> dict[str, Any]:
    furnace, last = one.furnace, one.last
    return {
        **{name: getattr(furnace, name) for name in furnace.__slots__},
        "state": one.state,
        "tonnes": one.tonnes,
        "pledged_t": one.pledged_t,
        "barred_t": one.barred_t,
        "last": {
            "id": last.draft.id,
            "kind": last.draft.kind.value,
            "month": last.draft.month,
            "reason": last.draft.reason,
            "actor": last.draft.actor,
            "recorded_at": last.recorded_at,
            "basis": last.draft.basis,
            "documents": list(documents),
        },
    }

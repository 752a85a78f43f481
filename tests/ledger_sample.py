"""Made-up drafts, books and stores for tests of the ledger and of the acts that write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import apsw

from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.ledger.proposals import OF_DECISION
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.ports import Store
from zhibiao.procedures.put_forward import put_forward
from zhibiao.store.book_store import BookStore
from zhibiao.store.schema import upgrade
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.citation import Place
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision
from zhibiao.terms.period import Period

START = dt.datetime(2024, 1, 8, 1, 0, tzinfo=dt.UTC)
RULEBOOK = "b" * 64
ANALYST = Person(id="wang", name="王分析", roles=(Role.ANALYST,))
APPROVER = Person(id="li", name="李审批", roles=(Role.APPROVER,))
BOTH = Person(id="zhao", name="赵双职", roles=(Role.ANALYST, Role.APPROVER))
AUDITOR = Person(id="sun", name="孙审计", roles=(Role.AUDITOR,))


class HandClock:
    """A clock a test moves by hand."""

    def __init__(self, instant: dt.datetime = START) -> None:
        self.instant = instant

    def now(self) -> dt.datetime:
        return self.instant

    def tick(self, *, days: int = 1) -> None:
        self.instant += dt.timedelta(days=days)


def memory_store(source: BookStore | None = None) -> BookStore:
    """A store without a disk, empty or a copy; for tests that make hundreds of them."""
    database = SqliteDatabase.memory(database_of(source) if source else None)
    upgrade(database, recorded_at="2024-01-08T01:00:00Z")
    return BookStore(database)


def database_of(store: BookStore) -> SqliteDatabase:
    """The database behind a store on SQLite, for tests that tamper with it."""
    database = store._database
    assert isinstance(database, SqliteDatabase)
    return database


class Unscrupulous(apsw.Connection):
    """A book's file in the hands of somebody who drops the guards, and puts them back before going."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._guards = self.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in self._guards:
            self.execute(f"DROP TRIGGER {name}")

    def close(self, force: bool = False) -> None:
        for _, made in self._guards:
            self.execute(made)
        super().close(force)


def unguarded(path: Path) -> apsw.Connection:
    """The file of a book without its guards until it is closed.

    By the library the store uses: of two in one process, each would let go of the other's locks.
    """
    return Unscrupulous(path)


def draft(draft_id: str, kind: EntryKind, source: str = "", target: str = "", tonnes: int = 0, **changes: Any) -> Draft:
    """A draft that moves tonnes from one account to another; what a decision gives cites that of `steps_of`."""
    postings = (Posting(account=source, tonnes=-tonnes), Posting(account=target, tonnes=tonnes)) if source else ()
    plain: dict[str, Any] = {
        "id": draft_id,
        "kind": kind,
        "sector": "steel",
        "plan_year": 2024,
        "postings": postings,
        "reason": "test",
        "basis": "",
        "actor": "li",
        "proposal": "propose:first" if kind in OF_DECISION else "",
    }
    return Draft(**(plain | changes))


def turn_back(entry_id: str, of: Draft, **changes: Any) -> Draft:
    """The correction of a draft."""
    postings = tuple(Posting(account=one.account, tonnes=-one.tonnes) for one in of.postings)
    return draft(entry_id, EntryKind.CORRECT, postings=postings, corrects=of.id, **changes)


def chained(drafts: Iterable[Draft]) -> tuple[Entry, ...]:
    """Drafts linked into a chain from genesis."""
    entries: list[Entry] = []
    for seq, one in enumerate(drafts, start=1):
        previous = entries[-1].hash if entries else GENESIS
        entries.append(link(one, seq=seq, previous=previous, recorded_at="2024-01-08T01:00:00Z"))
    return tuple(entries)


def book_of(*drafts: Draft) -> Book:
    """The book these drafts fold into."""
    return Book.of("steel", 2024, chained(drafts))


def steps_of(subject: str = "first", *, takes_t: int = 0, **changes: Any) -> tuple[Draft, ...]:
    """A proposal by Wang, approved and issued by Li; what follows cites it as `propose:<subject>`."""
    pledge = (Posting(account="pledges", tonnes=-takes_t), Posting(account="pledged", tonnes=takes_t))
    back = tuple(Posting(account=one.account, tonnes=-one.tonnes) for one in pledge)
    about = {"proposal": f"propose:{subject}", **changes}
    return (
        draft(f"propose:{subject}", EntryKind.PROPOSE, actor="wang", **changes),
        draft(f"approve:{subject}", EntryKind.APPROVE, postings=pledge if takes_t else (), **about),
        draft(f"issue:{subject}", EntryKind.ISSUE, postings=back if takes_t else (), **about),
    )


def opening(cap_t: int = 1000, **quotas_t: int) -> tuple[Draft, ...]:
    """A cap, and a grant per enterprise, after the decision that gives them was issued."""
    grants = (
        draft(f"grant:{name}", EntryKind.GRANT, "pool", f"available:{name}", quota_t)
        for name, quota_t in quotas_t.items()
    )
    return (*steps_of(), draft("cap", EntryKind.CAP, "cap", "pool", cap_t), *grants)


def make_decision(
    quotas_t: Mapping[str, int],
    *,
    cap_t: int,
    reserve_t: int = 0,
    head: str = GENESIS,
    year: int = 2024,
    sector: str = "steel",
    drafted_by: str = "wang",
    note: str = "",
) -> StoredDecision:
    """A drafted decision with the keys that issuing and closing read."""
    body: dict[str, Any] = {
        "sector": sector,
        "plan_year": year,
        "as_of": note,
        "cap_t": cap_t,
        "reserve_t": reserve_t,
        "rulebook": {"settlement": {"rule": "recall_unused_and_debt", "clause": "10"}},
        "rulebook_sha256": RULEBOOK,
        "ledger_head": head,
        "drafted_by": drafted_by,
        "shares": [{"enterprise": name, "quota_t": quota_t} for name, quota_t in quotas_t.items()],
    }
    sha256 = content_hash(body)
    decision_id = f"{sector}-{year}-{sha256[:8]}"
    signature = Signature(decision=decision_id, act="draft", person=drafted_by, at="2024-01-08T01:00:00Z")
    return StoredDecision(id=decision_id, sha256=sha256, body=body, state=DecisionState.DRAFT, signatures=(signature,))


def keep_decision(store: Store, decision: StoredDecision, at: dt.datetime = START) -> None:
    """Keep a decision and put it forward, as drafting does."""
    with store.transaction():
        put_forward(store, decision, at=at)


def make_return(
    enterprise: str,
    period: str,
    tonnes: int | str | None,
    *,
    version: int = 1,
    received_at: dt.datetime = START,
    field: str = "crude_steel_t",
) -> Return:
    """A return with one figure, or with none."""
    place = Place(file=f"{period}.xlsx", sheet=enterprise, cell="D20")
    facts = () if tonnes is None else (Fact(field=field, scope=Scope.PERIOD, value=Decimal(tonnes), place=place),)
    return Return(
        enterprise=enterprise,
        period=Period.parse(period),
        version=version,
        received_at=received_at,
        provenance="monitoring",
        file_sha256="",
        facts=facts,
    )


def file_year(store: Store, tonnes: Mapping[str, int], *, months: Iterable[int] = range(1, 13)) -> None:
    """The same monthly output of each enterprise, filed month by month."""
    for month in months:
        for enterprise, made_t in tonnes.items():
            store.add_return(make_return(enterprise, f"2024-{month:02d}", made_t))

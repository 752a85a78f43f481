"""The ledger as the desk shows it: a year's book with its law and its course, and what an entry rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from zhibiao.assemble import heads
from zhibiao.assemble.book import OpenBook
from zhibiao.errors import UsageError
from zhibiao.ledger.accounts import AVAILABLE, CAP, POOL, RESERVE, USED, role_of
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.seal import cited_seal
from zhibiao.procedures.heads import HeadChecked

_HASH_DIGITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A year's book at one moment, in whole tonnes; held (available and used), pool and reserve sum to the cap.

    `period` is the month or year whose close it was, empty for the book as it stands.
    """

    period: str
    seq: int
    cap_t: int
    available_t: int
    used_t: int
    pool_t: int
    reserve_t: int

    @property
    def sum_t(self) -> int:
        """What the accounts hold together."""
        return self.available_t + self.used_t + self.pool_t + self.reserve_t

    @property
    def holds(self) -> bool:
        """Whether that is the cap."""
        return self.sum_t == self.cap_t


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one enterprise has in a year's book, in whole tonnes; `holding_t` is available and used."""

    enterprise: str
    available_t: int
    used_t: int
    holding_t: int
    debt_t: int
    owed_t: int
    charged_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A close of a month or of the year, and the seal that it cites; empty for a close from before there were seals."""

    period: str
    seq: int
    recorded_at: str
    actor: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBook:
    """One sector and plan year.

    Args:
        now: as it stands.
        course: at every close, in order, and at the end as it stands where something moved since.
        accounts: by enterprise, those that only owe something among them.
        closes: in order.
        entries: how many it has.
        standing: how many proposals wait.
        open_month: the first month not closed; empty once all are.
        is_closed: whether the year is.
    """

    sector: str
    year: int
    now: Moment
    course: tuple[Moment, ...]
    accounts: tuple[Account, ...]
    closes: tuple[Close, ...]
    entries: int
    standing: int
    open_month: str
    is_closed: bool


def years_in_book(opened: OpenBook, sector: str) -> tuple[int, ...]:
    """The plan years that a sector has a rulebook for, the latest first."""
    ruled = {year for name, year in opened.rulebooks if name == sector}
    return tuple(sorted(ruled, reverse=True))


def year_book(opened: OpenBook, sector: str, year: int) -> YearBook:
    """A year's book, folded once for a state of the ledger; BookBroken where it does not hold."""
    book = opened.store.book(sector=sector, plan_year=year)
    entries = book.entries
    course = moments_of(entries)
    return YearBook(
        sector=sector,
        year=year,
        now=_now(book, entries),
        course=course,
        accounts=_accounts(book),
        closes=tuple(_close(entry) for entry in entries if entry.draft.kind is EntryKind.CLOSE),
        entries=len(entries),
        standing=len(book.standing),
        open_month=book.open_month,
        is_closed=book.is_closed,
    )


def moments_of(entries: Iterable[Entry]) -> tuple[Moment, ...]:
    """The book at every close, and as it stands where tonnes of it moved since the last one."""
    found: list[Moment] = []
    balances: Counter[str] = Counter()
    seq, moved = 0, False
    for entry in entries:
        draft, seq = entry.draft, entry.seq
        for posting in draft.postings:
            balances[role_of(posting.account)] += posting.tonnes
        moved = moved or any(role_of(one.account) in _OF_LAW for one in draft.postings)
        if draft.kind is EntryKind.CLOSE:
            found.append(_moment(balances, period=draft.month or f"{draft.plan_year:04d}", seq=seq))
            moved = False
    if moved:
        found.append(_moment(balances, period="", seq=seq))
    return tuple(found)


_OF_LAW = frozenset({AVAILABLE, USED, POOL, RESERVE, CAP})


def _moment(balances: Counter[str], *, period: str, seq: int) -> Moment:
    return Moment(
        period=period,
        seq=seq,
        cap_t=-balances[CAP],
        available_t=balances[AVAILABLE],
        used_t=balances[USED],
        pool_t=balances[POOL],
        reserve_t=balances[RESERVE],
    )


def _now(book: Book, entries: tuple[Entry, ...]) -> Moment:
    """The law of the book from its own balances, enterprise by enterprise: another sum than the course is made of."""
    return Moment(
        period="",
        seq=entries[-1].seq if entries else 0,
        cap_t=book.cap,
        available_t=sum(book.available(one) for one in book.enterprises),
        used_t=sum(book.used(one) for one in book.enterprises),
        pool_t=book.pool,
        reserve_t=book.reserve,
    )


def _accounts(book: Book) -> tuple[Account, ...]:
    return tuple(
        Account(
            enterprise=one,
            available_t=book.available(one),
            used_t=book.used(one),
            holding_t=book.holding(one),
            debt_t=book.debt(one),
            owed_t=book.owed(one),
            charged_t=book.charged(one),
        )
        for one in sorted({*book.enterprises, *book.debtors})
    )


def _close(entry: Entry) -> Close:
    draft = entry.draft
    return Close(
        period=draft.month or f"{draft.plan_year:04d}",
        seq=entry.seq,
        recorded_at=entry.recorded_at,
        actor=draft.actor,
        seal=cited_seal(draft.basis),
    )


class BasisKind(StrEnum):
    """What an entry rests on."""

    DECISION = "decision"
    RETURN = "return"
    ENTRY = "entry"
    SEAL = "seal"
    CLAUSE = "clause"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an entry rests on.

    Args:
        kind: of what it cites.
        name: the decision's id, the return's reference, the other entry's number, the file's name, the clause.
        cited: as the entry cites it.
    """

    kind: BasisKind
    name: str
    cited: str


def basis_of(opened: OpenBook, cited: str) -> Basis:
    """What a citation leads to; it is looked up by hash or id, and nothing else is read."""
    kind, name = _looked_up(opened, cited)
    return Basis(kind=kind, name=name, cited=cited)


def _looked_up(opened: OpenBook, cited: str) -> tuple[BasisKind, str]:
    if seal := cited_seal(cited):
        return BasisKind.SEAL, seal
    clause, _, rulebook = cited.rpartition(" ")
    if clause and _is_hash(rulebook):
        return BasisKind.CLAUSE, clause
    if _is_hash(cited):
        decision = opened.store.decision_of_hash(cited)
        if decision:
            return BasisKind.DECISION, decision
        names = opened.store.names_of_file(cited)
        return (BasisKind.FILE, names[0]) if names else (BasisKind.OTHER, cited)
    if cited.count("/") == 2:
        return BasisKind.RETURN, cited
    entry = opened.store.entry_named(cited) if cited else None
    return (BasisKind.ENTRY, str(entry.seq)) if entry else (BasisKind.OTHER, cited)


def _is_hash(text: str) -> bool:
    return len(text) == _HASH_DIGITS and set(text) <= set("0123456789abcdef")


def check_kept_head(
    opened: OpenBook, document: bytes, *, signature: bytes, public_key: bytes, name: str
) -> tuple[HeadChecked, bool]:
    """Hold a head that somebody kept against the book, as `zhibiao head check` does; whether it bears a signature.

    Args:
        opened: the book.
        document: the head's file, byte for byte.
        signature: its file `.sig`; empty where there is none.
        public_key: the key one trusts; empty where there is none, and the signature is then not looked at.
        name: of the file, for what is said about it.

    Raises:
        UsageError: `head.unreadable`, `head.key_unreadable`.
        BookBroken: the first difference.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "head.json"
        files = {path: document, path.with_suffix(".sig"): signature, path.with_suffix(".pem"): public_key}
        for file, content in files.items():
            if content or file == path:
                file.write_bytes(content)
        try:
            return heads.check(opened, path)
        except UsageError as error:
            if error.code != "head.unreadable":
                raise
            raise UsageError("head.unreadable", file=name, reason=error.facts["reason"]) from error

"""A long chain as the acts of many sectors and years would write it, by the ledger's own drafts and guards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from zhibiao.ledger.accounts import AVAILABLE, DEBT, OVERRUN, USED, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.close import close_draft
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.ledger.settlement import roll_over_drafts, unused_drafts
from zhibiao.ledger.steps import (
    approve_draft,
    issue_draft,
    propose_decision_draft,
    propose_transfer_draft,
    standing_proposal,
    transfer_draft,
)

SECTORS, FIRMS, FIRST_YEAR = 10, 24, 2016
QUOTA_T, RULES = 400_000, "f" * 64


class City:
    """The books of the year that is being written, and the end of the chain; `firms` gives those of a sector."""

    def __init__(self, seed: int, *, firms: Callable[[str], Sequence[str]] | None = None) -> None:
        self.firms = firms or firms_of
        self.chance = random.Random(seed)
        self.seq, self.head = 0, GENESIS
        self.books: dict[str, Book] = {}

    def take(self, sector: str, drafts: Iterable[Draft], *, at: str) -> Iterator[Entry]:
        """Link drafts into the chain, each after the book's guards have let it pass."""
        for draft in drafts:
            self.seq += 1
            entry = link(draft, seq=self.seq, previous=self.head, recorded_at=at)
            self.books[sector] = self.books[sector].append(entry)
            self.head = entry.hash
            yield entry


def long_chain(count: int, *, years: int = 10, seed: int = 1) -> Iterator[Entry]:
    """So many entries of ten sectors with 24 enterprises each, over so many years; of the last year what still fits.

    Only the books of one year and the one before are held, so that a chain of any length can be made.
    """
    city = City(seed)
    daily = -(-count // (SECTORS * years * FIRMS * 12))
    sectors = [f"sector-{number:02d}" for number in range(SECTORS)]
    entries = (entry for year in range(years + 1) for entry in whole_year(city, sectors, FIRST_YEAR + year, daily))
    yield from islice(entries, count)


def whole_year(city: City, sectors: Sequence[str], year: int, daily: int) -> Iterator[Entry]:
    """A year of sectors, each firm with so many bookings a month; what the year before left owing comes first."""
    last = dict(city.books)
    for sector in sectors:
        city.books[sector] = Book.empty(sector, year)
        if sector in last:
            yield from rolled_over(city, last[sector], sector, at=f"{year}-01-05T01:00:00Z")
        yield from _decide(city, sector, year)
    for month in (f"{year}-{number:02d}" for number in range(1, 13)):
        for sector in sectors:
            yield from _month(city, sector, month, daily)
    for sector in sectors:
        book = city.books[sector]
        unused = unused_drafts(book, clause="10", basis=RULES, reason="recall.unused", pays_debts=True, actor="zhao")
        closing = close_draft(sector, year, basis="", actor="zhao")
        yield from city.take(sector, [*unused, closing], at=f"{year}-12-30T01:00:00Z")


def rolled_over(city: City, last: Book, sector: str, *, at: str) -> Iterator[Entry]:
    """Move what a closed year leaves owing into the book of the next one."""
    this = city.books[sector]
    drafts = [*roll_over_drafts(last, this, surcharges_t={}, clause="10", basis=RULES, actor="zhao")]
    for draft in drafts:
        city.books[sector] = last if draft.plan_year == last.plan_year else this
        yield from city.take(sector, [draft], at=at)
        last, this = (city.books[sector], this) if draft.plan_year == last.plan_year else (last, city.books[sector])
    city.books[sector] = this


def _decide(city: City, sector: str, year: int) -> Iterator[Entry]:
    """One decision through its two phases, with its grants."""
    name, basis, at = f"{sector}-{year}", f"{year:064x}", f"{year}-01-12T01:00:00Z"
    quotas = dict.fromkeys(city.firms(sector), QUOTA_T)
    cap_t = QUOTA_T * len(quotas) + 100_000
    yield from city.take(sector, [propose_decision_draft(city.books[sector], name, basis=basis, actor="wang")], at=at)
    for make in (approve_draft, issue_draft):
        book = city.books[sector]
        proposal = standing_proposal(book, basis)
        assert proposal is not None
        step = approve_draft(book, proposal, takes_t=0, actor="li") if make is approve_draft else None
        yield from city.take(sector, [step or issue_draft(book, proposal, actor="li")], at=at)
    grant = Grant(
        decision=name,
        basis=basis,
        cap_t=cap_t,
        reserve_t=50_000,
        quotas_t=quotas,
        actor="li",
        proposal=f"propose:{name}",
    )
    yield from city.take(sector, grant_drafts(city.books[sector], grant), at=at)


def _month(city: City, sector: str, month: str, daily: int) -> Iterator[Entry]:
    """Production day by day, one booking in twenty turned back and booked again, a transfer, and the close."""
    at, year = f"{month}-28T01:00:00Z", int(month[:4])
    firms = city.firms(sector)
    for firm in firms:
        for day in range(daily):
            used = _booked(
                EntryKind.USE, f"{firm}:{month}:{day}", sector, year, month, firm, 1 + city.chance.randrange(40)
            )
            yield from city.take(sector, [used, *_again(city, used)], at=at)
    giver, taker = city.chance.sample(firms, 2)
    yield from _transfer(city, sector, month, giver, taker, at=at)
    if month.endswith("12"):
        over = _booked(EntryKind.OVERRUN, f"{firms[0]}:{month}", sector, year, month, firms[0], 500)
        yield from city.take(sector, [over], at=at)
    yield from city.take(sector, [close_draft(sector, year, month=month, basis="", actor="zhao")], at=at)


def _booked(kind: EntryKind, name: str, sector: str, year: int, month: str, firm: str, tonnes: int) -> Draft:
    source, target = (AVAILABLE, USED) if kind is EntryKind.USE else (OVERRUN, DEBT)
    postings = (
        Posting(account=account(source, firm if source == AVAILABLE else ""), tonnes=-tonnes),
        Posting(account=account(target, firm), tonnes=tonnes),
    )
    return Draft(
        id=f"{kind}:{name}",
        kind=kind,
        sector=sector,
        plan_year=year,
        postings=postings,
        reason="use.month",
        basis=f"{firm}/{month}/v1",
        actor="zhao",
        month=month,
    )


def _again(city: City, used: Draft) -> Iterator[Draft]:
    if city.chance.randrange(20):
        return
    back = tuple(Posting(account=one.account, tonnes=-one.tonnes) for one in used.postings)
    plain = {name: getattr(used, name) for name in used.__slots__}
    yield Draft(
        **{**plain, "id": f"correct:{used.id}", "kind": EntryKind.CORRECT, "postings": back, "corrects": used.id}
    )
    yield Draft(**{**plain, "id": f"{used.id}:2"})


def _transfer(city: City, sector: str, month: str, giver: str, taker: str, *, at: str) -> Iterator[Entry]:
    subject, basis = f"transfer-{sector}-{month}", "a" * 64
    book = city.books[sector]
    yield from city.take(sector, [propose_transfer_draft(book, subject, giver, 25, basis=basis, actor="wang")], at=at)
    proposal = standing_proposal(city.books[sector], basis)
    assert proposal is not None
    draft = transfer_draft(city.books[sector], proposal, taker, reason="transfer.within_group", actor="li")
    yield from city.take(sector, [draft], at=at)


def firms_of(sector: str) -> list[str]:
    """The enterprises of a sector."""
    return [f"{sector}-{number:02d}" for number in range(FIRMS)]

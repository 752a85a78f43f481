"""The small city's year 2025 under a rulebook that settles by slices: closed, rolled over, carried and paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import small_book
from ledger_sample import ANALYST, APPROVER, HandClock, steps_of
from settlement_sample import NUMBERS, SLICES
from small_book import DATA, SmallBook
from zhibiao.ledger.grant import Grant, grant_drafts
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_hash
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.roll_over import roll_over
from zhibiao.procedures.settling import settled_for
from zhibiao.procedures.transfer import confirm_transfer, propose_transfer
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month

GROUP = ("TB-4", "TB-5")


def build_settled_book(
    path: Path, *, begin: Callable[[BookStore], None] = lambda _: None, carry_until: int = 0
) -> SmallBook:
    """Take the city through 2025 and roll it over; TB-4 gives TB-5 of its group a thousand tonnes in October.

    `begin` may write to the empty book first; `carry_until` is the month by which carried tonnes have to be used.
    """
    clock = HandClock(dt.datetime(2025, 1, 12, 2, 0, tzinfo=dt.UTC))
    dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
    book = SmallBook(
        store=BookStore.create(path, at=clock.now()),
        city=_city(),
        sector=read_sector(DATA / "sectors" / "steel.yaml", dictionary),
        dictionary=dictionary,
        rulebook=_rulebook(carry_until),
        clock=clock,
    )
    begin(book.store)
    for year in (2023, 2024):
        small_book._file(book, small_book._periods(year, 12))
    small_book._decide(book, None)
    for period in small_book._periods(2025, 12):
        clock.tick(days=30)
        small_book._file(book, [period])
        if period.last == Month(2025, 10):
            _transfer(book)
        close_month(book.store, clock, "steel", "crude_steel_t", period.last, ANALYST)
    clock.tick(days=20)
    close_year(book.store, clock, "steel", "crude_steel_t", 2025, APPROVER)
    roll_over(book.store, clock, "steel", 2025, ANALYST)
    _carry_into_the_next_year(book)
    return book


def _transfer(book: SmallBook) -> None:
    giver, taker = GROUP
    proposal = propose_transfer(
        book.store,
        book.clock,
        book.city,
        year=2025,
        giver=giver,
        taker=taker,
        tonnes=1000,
        document="letter.pdf",
        content=b"letter",
        person=ANALYST,
    )
    confirm_transfer(book.store, book.clock, book.city, proposal.id, APPROVER)


def _carry_into_the_next_year(book: SmallBook) -> None:
    """What a decision of 2026 would book besides its quotas: carried tonnes, and the first instalments."""
    settled = settled_for(book.store, "steel", 2026)
    carried = {name: one.carried_t for name, one in settled.items() if one.carried_t}
    grant = Grant(
        decision="steel-2026-by-hand",
        basis="9" * 64,
        cap_t=1_000_000,
        reserve_t=0,
        quotas_t=carried,
        actor="li",
        proposal="propose:steel-2026-by-hand",
        carried_t=carried,
        deducted_t={name: one.deducted_t for name, one in settled.items() if one.deducted_t},
    )
    steps = steps_of(grant.decision, plan_year=2026, basis=grant.basis)
    grants = grant_drafts(book.store.book(sector="steel", plan_year=2026), grant)
    book.store.append([*steps, *grants], at=book.clock.now())


def _city() -> City:
    city = small_book._city()
    firms = {one.id: replace(one, group="TB-G" if one.id in GROUP else "") for one in city}
    return replace(city, enterprises=firms)


def _rulebook(carry_until: int = 0) -> Rulebook:
    plain = small_book._rulebook(cap_t=6_500_000)
    settling = {
        code: Parameter(
            code=code,
            unit={"payback_years": "year", "carry_until": "month"}.get(code, "1"),
            clause="10",
            values=((plain.effective, Decimal(value)),),
        )
        for code, value in (NUMBERS | ({"carry_until": str(carry_until)} if carry_until else {})).items()
    }
    rulebook = replace(
        plain,
        parameters={**plain.parameters, **settling},
        settlement_rule="carry_and_deduct",
        deduction=SLICES,
        clause_of={**plain.clause_of, "deduction": "10"},
    )
    return replace(rulebook, source_sha256=rulebook_hash(rulebook))

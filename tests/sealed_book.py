"""A small book: three enterprises, two months closed under seals, something behind them; and a key to sign with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ledger_sample import START, draft, make_return, opening
from zhibiao.assemble.signing_key import SigningKey
from zhibiao.ledger.entry import Draft, EntryKind
from zhibiao.store.book_store import BookStore

SECRET = "5a" * 32
CITY = "liaohe"


def sealed_book(where: Path | str, *, secret: str = SECRET, second_t: int = 300) -> BookStore:
    """The book; `second_t` is what B, a competitor of A, is granted between two entries of A."""
    store = BookStore.create(where, at=START, secret=secret)
    store.append(opening(1000, A=400, B=second_t, C=100), at=START)
    for month in (1, 2):
        made = {"A": 30, "B": 20 + month}
        for enterprise, tonnes in made.items():
            store.add_return(make_return(enterprise, f"2024-{month:02d}", tonnes))
        store.append([_use(enterprise, month, tonnes) for enterprise, tonnes in made.items()], at=_day(month))
        store.close_month(sector="steel", month=f"2024-{month:02d}", person="li", at=_day(month))
    store.append([_use("A", 3, 31)], at=_day(3))
    store.add_return(make_return("A", "2024-03", 31))
    return store


def _use(enterprise: str, month: int, tonnes: int) -> Draft:
    period = f"2024-{month:02d}"
    return draft(
        f"use:steel:{period}:{enterprise}:v1",
        EntryKind.USE,
        f"available:{enterprise}",
        f"used:{enterprise}",
        tonnes,
        month=period,
        basis=f"{enterprise}/{period}/v1",
    )


def _day(month: int) -> dt.datetime:
    return START + dt.timedelta(days=31 * month)


def signing_key(seed: int = 1) -> SigningKey:
    """A key that is the same every day."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))

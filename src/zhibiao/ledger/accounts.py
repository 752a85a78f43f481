"""The accounts of a book by name, and which kind of entry moves tonnes between which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhibiao.ledger.entry import EntryKind

CAP = "cap"
POOL = "pool"
RESERVE = "reserve"
OVERRUN = "overrun"
AVAILABLE = "available"
USED = "used"
DEBT = "debt"
OWED = "owed"
CHARGE = "charge"
CHARGES = "charges"
PLEDGED = "pledged"
PLEDGES = "pledges"

OF_CITY = frozenset({CAP, POOL, RESERVE, OVERRUN, CHARGES, PLEDGED, PLEDGES})
OF_ENTERPRISE = frozenset({AVAILABLE, USED, DEBT, OWED, CHARGE, PLEDGED})
# These hold minus what they gave, and stand outside the rule that nothing is negative.
SOURCES = frozenset({CAP, OVERRUN, CHARGES, PLEDGES})


@dataclass(frozen=True, slots=True)
class Flow:
    """From which account to which a kind moves tonnes; `is_two_way` when it may also move them back."""

    source: str
    target: str
    is_two_way: bool = False


FLOWS: Mapping[EntryKind, Flow] = MappingProxyType(
    {
        EntryKind.CAP: Flow(CAP, POOL, is_two_way=True),
        EntryKind.RESERVE: Flow(POOL, RESERVE),
        EntryKind.RELEASE: Flow(RESERVE, POOL),
        EntryKind.GRANT: Flow(POOL, AVAILABLE),
        EntryKind.ADJUST: Flow(POOL, AVAILABLE, is_two_way=True),
        EntryKind.USE: Flow(AVAILABLE, USED),
        EntryKind.OVERRUN: Flow(OVERRUN, DEBT),
        EntryKind.RECALL: Flow(AVAILABLE, POOL),
        EntryKind.CARRY: Flow(POOL, AVAILABLE),
        EntryKind.DEDUCT: Flow(AVAILABLE, POOL),
        EntryKind.PAYBACK: Flow(OWED, OVERRUN),
        EntryKind.DEBT_OUT: Flow(DEBT, OVERRUN),
        EntryKind.DEBT_IN: Flow(OVERRUN, OWED),
        EntryKind.SURCHARGE: Flow(OVERRUN, OWED),
        EntryKind.OWED_OUT: Flow(OWED, OVERRUN),
        EntryKind.OWED_IN: Flow(OVERRUN, OWED),
        EntryKind.EXPIRE: Flow(AVAILABLE, POOL),
        EntryKind.TRANSFER: Flow(AVAILABLE, AVAILABLE),
        EntryKind.CHARGE: Flow(CHARGES, CHARGE),
        EntryKind.CREDIT: Flow(CHARGE, CHARGES),
    }
)


def account(role: str, enterprise: str = "") -> str:
    """The name of an account.

    >>> account("available", "LH-S03"), account("pool")
    ('available:LH-S03', 'pool')
    """
    return f"{role}:{enterprise}" if enterprise else role


def role_of(name: str) -> str:
    """What kind of account that is, the enterprise left out."""
    return name.partition(":")[0]


def enterprise_of(name: str) -> str:
    """Whose account that is; empty for an account of the city."""
    return name.partition(":")[2]


def is_account(name: str) -> bool:
    """Whether a book has such an account: a city's own, or an enterprise's with its id."""
    role, colon, enterprise = name.partition(":")
    return (role in OF_CITY and not colon) or (role in OF_ENTERPRISE and enterprise != "")

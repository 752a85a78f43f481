"""An enterprise's own statement (本企业对账单): its entries and balances, and the salted leaf under which all stand.

A plain chain of hashes would tell one enterprise what another got: between two of its own entries stands the hash of a
competitor's, and tonnes can be guessed one after the other until that hash fits. So nothing of the chain is in a
statement, and what ties it to the book is hashed together with a salt that only the book can make.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibiao.ledger.accounts import enterprise_of
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.merkle import audit_path, leaf_hash, root_hash
from zhibiao.terms.canonical import Plain, canonical_bytes, content_hash

FORMAT = "zhibiao-statement/1"
# The city's own accounts stand under the empty name, before every enterprise.
CITY = ""
_NO_ENTRIES = b'"entries":[]'
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All of one enterprise's entries up to a point of the chain, and the balances they sum to.

    Args:
        book: the book's public id.
        enterprise: whose; empty for the city's own accounts.
        of_entries: how many entries the chain had then.
        own: the entries that touch its accounts, in order.
        balances: tonnes by sector, plan year and account, own accounts only.
    """

    book: str
    enterprise: str
    of_entries: int
    own: tuple[Entry, ...]
    balances: tuple[tuple[str, int, str, int], ...]

    @property
    def entries(self) -> Iterator[Mapping[str, Any]]:
        """Own entries as plain values, without the hash of the one before.

        Foreign postings are left out, but for the partner's in a transfer.
        """
        return (_seen_by(self.enterprise, entry) for entry in self.own)

    def plain(self) -> dict[str, Any]:
        """What is hashed, and what the enterprise gets."""
        return {**self._frame(), "entries": [dict(entry) for entry in self.entries]}

    def _frame(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "book": self.book,
            "enterprise": self.enterprise,
            "of_entries": self.of_entries,
            "count": len(self.own),
            "entries": [],
            "balances": [list(balance) for balance in self.balances],
        }

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical bytes of `plain()`, taken entry by entry: the city's has a million of them."""
        before, after = canonical_bytes(self._frame()).split(_NO_ENTRIES)
        digest = hashlib.sha256(before + _NO_ENTRIES[:-1])
        comma = b""
        for entry in self.entries:
            digest.update(comma + _entry_bytes(entry))
            comma = b","
        digest.update(b"]" + after)
        return digest.hexdigest()

    def leaf(self, secret: str) -> bytes:
        """The leaf of the tree: the statement's hash behind its salt."""
        return leaf_hash(bytes.fromhex(self.salt(secret)) + bytes.fromhex(self.sha256))

    def salt(self, secret: str) -> str:
        """The salt of this statement, 32 bytes in hexadecimal."""
        return salt_of(secret, "statement", self.enterprise, self.of_entries)


def _entry_bytes(plain: Mapping[str, Any]) -> bytes:
    """The canonical bytes of an entry, quickly: a text in NFC as a whole is in NFC in each of its parts."""
    text = _encode(plain)
    return text.encode() if unicodedata.is_normalized("NFC", text) else canonical_bytes(plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProof:
    """Where a statement stands under the root: its leaf's place among `count`, its salt, and the hashes on the way."""

    enterprise: str
    salt: str
    index: int
    count: int
    path: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """The proof as plain values."""
        return {
            "enterprise": self.enterprise,
            "salt": self.salt,
            "index": self.index,
            "count": self.count,
            "path": list(self.path),
        }


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of everybody who ever stood in a book, the city's first, then by id; shown to nobody whole.

    Leaves are made once and kept, since the root and every proof rest on all of them.
    """

    of: Mapping[str, Statement]
    _leaves: dict[str, list[bytes]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def root(self, secret: str) -> str:
        """The root over all leaves, in hexadecimal."""
        return root_hash(self.leaves(secret)).hex()

    def proof(self, enterprise: str, secret: str) -> OwnProof:
        """The proof of one enterprise's statement; KeyError when it never stood in the book."""
        statement = self.of[enterprise]
        index = list(self.of).index(enterprise)
        path = audit_path(self.leaves(secret), index)
        return OwnProof(
            enterprise=enterprise,
            salt=statement.salt(secret),
            index=index,
            count=len(self.of),
            path=tuple(node.hex() for node in path),
        )

    def leaves(self, secret: str) -> list[bytes]:
        """The leaf of every statement, in order."""
        if secret not in self._leaves:
            self._leaves[secret] = [statement.leaf(secret) for statement in self.of.values()]
        return self._leaves[secret]


def statements_of(entries: Iterable[Entry], *, book: str) -> Statements:
    """Everybody's statement after these entries, which are all of the store from the first on.

    Args:
        entries: in commit order.
        book: the book's public id.
    """
    own: dict[str, list[Entry]] = {CITY: []}
    balances: dict[str, dict[tuple[str, int, str], int]] = {CITY: {}}
    count = 0
    for entry in entries:
        count += 1
        draft = entry.draft
        owners = [enterprise_of(posting.account) for posting in draft.postings]
        for owner in dict.fromkeys(owners or (CITY,)):
            own.setdefault(owner, []).append(entry)
        for owner, posting in zip(owners, draft.postings, strict=True):
            sums = balances.setdefault(owner, {})
            key = (draft.sector, draft.plan_year, posting.account)
            sums[key] = sums.get(key, 0) + posting.tonnes
    return Statements(
        {
            owner: Statement(
                book=book,
                enterprise=owner,
                of_entries=count,
                own=tuple(own[owner]),
                balances=tuple((*key, tonnes) for key, tonnes in sorted(balances[owner].items())),
            )
            for owner in sorted(own)
        }
    )


def _seen_by(owner: str, entry: Entry) -> Mapping[str, Any]:
    """An entry as one owner sees it; between two enterprises alone, both sides."""
    owners = [enterprise_of(posting.account) for posting in entry.draft.postings]
    is_between_two = len(owners) == len(set(owners)) == 2 and CITY not in owners
    plain = entry.plain()
    del plain["previous"]
    if not is_between_two:
        plain["postings"] = [
            posting for whose, posting in zip(owners, plain["postings"], strict=True) if whose == owner
        ]
    return plain


def salt_of(secret: str, *label: Plain) -> str:
    """A salt that only the holder of the book's secret can make, another one for every label; in hexadecimal."""
    return hmac.new(bytes.fromhex(secret), canonical_bytes(label), hashlib.sha256).hexdigest()


def blinded(salt: str, sha256: str) -> str:
    """A hash behind a salt: whoever has the salt can hold it against the hash, nobody else learns anything of it."""
    return leaf_hash(bytes.fromhex(salt) + bytes.fromhex(sha256)).hex()


def book_id(secret: str) -> str:
    """The public id of a book: a hash of its secret, so that no two books are taken for one another."""
    return content_hash(["zhibiao-book", secret])

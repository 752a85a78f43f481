"""An enterprise's own statement (本企业对账单): its entries and balances, and the salted leaf under which all stand.

A plain chain of hashes would tell one enterprise what another got: between two of its own entries stands the hash of a
competitor's, and tonnes can be guessed one after the other until that hash fits. So nothing of the chain is in a
statement, and what ties it to the book is hashed together with a salt that only the book can make.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.ledger.accounts import enterprise_of
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.merkle import audit_path, leaf_hash, root_hash
from zhibiao.terms.canonical import Plain, canonical_bytes, content_hash

FORMAT = "zhibiao-statement/1"
# The city's own accounts stand under the empty name, before every enterprise.
CITY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All of one enterprise's entries up to a point of the chain, and the balances they sum to.

    Args:
        book: the book's public id.
        enterprise: whose; empty for the city's own accounts.
        of_entries: how many entries the chain had then.
        entries: own entries as plain values, without the hash of the one before; foreign postings are left out, but
            for the partner's in a transfer.
        balances: tonnes by sector, plan year and account, own accounts only.
    """

    book: str
    enterprise: str
    of_entries: int
    entries: tuple[Mapping[str, Any], ...]
    balances: tuple[tuple[str, int, str, int], ...]

    def plain(self) -> dict[str, Any]:
        """What is hashed, and what the enterprise gets."""
        return {
            "format": FORMAT,
            "book": self.book,
            "enterprise": self.enterprise,
            "of_entries": self.of_entries,
            "count": len(self.entries),
            "entries": [dict(entry) for entry in self.entries],
            "balances": [list(balance) for balance in self.balances],
        }

    def leaf(self, secret: str) -> bytes:
        """The leaf of the tree: the statement's hash behind its salt."""
        return leaf_hash(bytes.fromhex(self.salt(secret)) + bytes.fromhex(content_hash(self.plain())))

    def salt(self, secret: str) -> str:
        """The salt of this statement, 32 bytes in hexadecimal."""
        return salt_of(secret, "statement", self.enterprise, self.of_entries)


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
    """The statements of everybody who ever stood in a book, the city's first, then by id; shown to nobody whole."""

    of: Mapping[str, Statement]

    def root(self, secret: str) -> str:
        """The root over all leaves, in hexadecimal."""
        return root_hash(self._leaves(secret)).hex()

    def proof(self, enterprise: str, secret: str) -> OwnProof:
        """The proof of one enterprise's statement; KeyError when it never stood in the book."""
        statement = self.of[enterprise]
        index = list(self.of).index(enterprise)
        path = audit_path(self._leaves(secret), index)
        return OwnProof(
            enterprise=enterprise,
            salt=statement.salt(secret),
            index=index,
            count=len(self.of),
            path=tuple(node.hex() for node in path),
        )

    def _leaves(self, secret: str) -> list[bytes]:
        return [statement.leaf(secret) for statement in self.of.values()]


def statements_of(entries: Iterable[Entry], *, book: str) -> Statements:
    """Everybody's statement after these entries, which are all of the store from the first on.

    Args:
        entries: in commit order.
        book: the book's public id.
    """
    own: dict[str, list[Mapping[str, Any]]] = {CITY: []}
    balances: dict[str, dict[tuple[str, int, str], int]] = {CITY: {}}
    count = 0
    for entry in entries:
        count += 1
        draft = entry.draft
        for owner in {enterprise_of(posting.account) for posting in draft.postings} or {CITY}:
            own.setdefault(owner, []).append(_seen_by(owner, entry))
            sums = balances.setdefault(owner, {})
            for posting in draft.postings:
                if enterprise_of(posting.account) == owner:
                    key = (draft.sector, draft.plan_year, posting.account)
                    sums[key] = sums.get(key, 0) + posting.tonnes
    return Statements(
        {
            owner: Statement(
                book=book,
                enterprise=owner,
                of_entries=count,
                entries=tuple(own[owner]),
                balances=tuple((*key, tonnes) for key, tonnes in sorted(balances[owner].items())),
            )
            for owner in sorted(own)
        }
    )


def _seen_by(owner: str, entry: Entry) -> Mapping[str, Any]:
    """An entry as one owner sees it; between two enterprises alone, both sides."""
    owners = {enterprise_of(posting.account) for posting in entry.draft.postings}
    is_between_two = len(owners) == 2 and CITY not in owners
    plain = entry.plain()
    del plain["previous"]
    plain["postings"] = [
        posting for posting in plain["postings"] if is_between_two or enterprise_of(posting[0]) == owner
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

"""What an enterprise cannot learn: nothing in its packages lets it confirm a guess of a competitor's tonnes.

The attacker is as strong as can be: it knows everything of the book but one figure, has a package from before and one
from behind the entry that holds it, and tries every value. Against a plain chain of hashes it succeeds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import product

import pytest

from ledger_sample import ANALYST, APPROVER, START, HandClock, draft, make_return, memory_store, opening
from sealed_book import CITY, SECRET, signing_key
from zhibiao.ledger.chain import link
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.merkle import leaf_hash, node_hash
from zhibiao.ledger.statement import book_id, statements_of
from zhibiao.procedures.heads import hand_out_head
from zhibiao.procedures.own_proof import export_own, last_head
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.verification.verify import unpack

TRUTH = 17
GUESSES = range(1, 31)
HASH = re.compile(rb"[0-9a-f]{64}")
Package = dict[str, bytes]


def _book(second_t: int) -> BookStore:
    """A's entry, one of its competitor B with `second_t` tonnes, A's again; B also files a return with that figure."""
    store = memory_store()
    store.proofs.keep_secret(SECRET)
    store.append(opening(1000, A=400, B=300), at=START)
    return store if not second_t else _continue(store, second_t)


def _continue(store: BookStore, second_t: int) -> BookStore:
    store.add_return(make_return("B", "2024-01", second_t))
    store.append([draft("adjust:B", EntryKind.ADJUST, "pool", "available:B", second_t)], at=START)
    return store


def _package(store: BookStore) -> Package:
    hand_out_head(store, HandClock(), city=CITY, signer=signing_key(), person=APPROVER)
    own = export_own(store, enterprise="A", head=last_head(store), reader=ANALYST, companions={})
    return unpack(own.content)


def _packages(second_t: int) -> list[Package]:
    """What A downloads before B's entry, right behind it, and when it has a later entry of its own."""
    store = _book(0)
    found = [_package(store)]
    _continue(store, second_t)
    found.append(_package(store))
    store.append([draft("adjust:A", EntryKind.ADJUST, "pool", "available:A", 3)], at=START)
    return [*found, _package(store)]


def _values_in(packages: list[Package]) -> set[str]:
    return {found.decode() for package in packages for data in package.values() for found in HASH.findall(data)}


def _salts_in(packages: list[Package]) -> set[str]:
    return {json.loads(package["proof.json"])["salt"] for package in packages} | {"00" * 32}


def _candidates(second_t: int, salts: set[str]) -> Iterator[str]:
    """Every hash that would stand somewhere if B had got that many tonnes, plain and behind each salt that A knows."""
    store = _book(second_t)
    entries = store.entries()
    plain = [entry.hash for entry in entries]
    plain += [state.digest for state in store.proofs.states().values()]
    for count in (len(entries), len(entries) - 1):
        statements = statements_of(entries[:count], book=book_id(SECRET))
        plain += [content_hash(statement.plain()) for statement in statements.of.values()]
    leaves = [leaf_hash(bytes.fromhex(value)) for value in plain]
    leaves += [leaf_hash(bytes.fromhex(salt) + bytes.fromhex(value)) for salt, value in product(salts, plain)]
    yield from plain
    yield from (leaf.hex() for leaf in leaves)
    yield from (node_hash(one, other).hex() for one, other in product(leaves, leaves[-6:]))
    yield from (hashlib.sha256(value.encode()).hexdigest() for value in plain)


def _confirmed(packages: list[Package]) -> list[int]:
    """Guesses that A can tell from wrong ones: some value fits this guess and not every other one."""
    known, salts = _values_in(packages), _salts_in(packages)
    fitting = {guess: known & set(_candidates(guess, salts)) for guess in GUESSES}
    always = set.intersection(*fitting.values())
    return [guess for guess, values in fitting.items() if values - always]


def test_nothing_in_the_packages_confirms_a_guess() -> None:
    packages = _packages(TRUTH)
    assert len(_values_in(packages)) > 30
    assert [] == _confirmed(packages)


def test_the_attack_works_where_the_salt_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attacker against the same packages made with a salt that is none."""
    for module in ("head", "statement"):
        monkeypatch.setattr(f"zhibiao.ledger.{module}.salt_of", lambda *_: "00" * 32)
    assert [TRUTH] == _confirmed(_packages(TRUTH))


def test_the_attack_works_against_the_plain_chain() -> None:
    """Between two own entries with their links stands one entry of a competitor: its tonnes are found by trying."""
    store = _book(TRUTH)
    (behind,) = store.append([draft("adjust:A", EntryKind.ADJUST, "pool", "available:A", 3)], at=START)
    before = store.entries()[-3]
    assert "grant:B" == before.draft.id
    known = {"seq": before.seq + 1, "previous": before.hash, "recorded_at": "2024-01-08T01:00:00Z"}

    def fits(guess: int) -> bool:
        guessed = draft("adjust:B", EntryKind.ADJUST, "pool", "available:B", guess)
        return link(guessed, **known).hash == behind.previous  # type: ignore[arg-type]

    assert [TRUTH] == [guess for guess in range(1, 600) if fits(guess)]


def test_packages_differ_in_salted_hashes_alone() -> None:
    """Two cities that differ in B's tonnes give A the same statement, the same salt, and other hashes: nothing else."""
    for one, other in zip(_packages(TRUTH), _packages(TRUTH + 1), strict=True):
        assert one["statement.json"] == other["statement.json"]
        proofs = [json.loads(package["proof.json"]) | {"path": []} for package in (one, other)]
        assert proofs[0] == proofs[1]
        assert HASH.sub(b"#", one["head.json"]) == HASH.sub(b"#", other["head.json"])

"""Own statements: own postings and nothing of others, salted leaves, a root that anybody with the book can make."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from ledger_sample import chained, draft, opening, turn_back
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.ledger.merkle import leaf_hash, node_hash
from zhibiao.ledger.statement import CITY, Statements, book_id, salt_of, statements_of
from zhibiao.terms.canonical import content_hash

SECRET = "5a" * 32
TRANSFER = draft("t", EntryKind.TRANSFER, "available:A", "available:B", 40, basis="proposal/wang/" + "0" * 64)
DRAFTS: tuple[Draft, ...] = (
    *opening(1000, A=400, B=300),
    TRANSFER,
    turn_back("turned", TRANSFER),
    draft("use", EntryKind.USE, "available:A", "used:A", 70),
    draft("over", EntryKind.OVERRUN, "overrun", "debt:C", 5),
)


def _made(*drafts: Draft) -> Statements:
    return statements_of(chained(drafts), book="b" * 64)


def test_everybody_who_stood_in_the_book_and_the_city() -> None:
    statements = _made(*DRAFTS)
    assert [CITY, "A", "B", "C"] == list(statements.of)
    assert {len(DRAFTS)} == {one.of_entries for one in statements.of.values()}
    assert [CITY] == list(_made().of)


def test_an_enterprise_sees_its_own_postings_and_its_partner_in_a_transfer() -> None:
    own = _made(*DRAFTS).of["A"]
    assert [
        ("grant:A", [["available:A", 400]]),
        ("t", [["available:A", -40], ["available:B", 40]]),
        ("turned", [["available:A", 40], ["available:B", -40]]),
        ("use", [["available:A", -70], ["used:A", 70]]),
    ] == [(entry["id"], entry["postings"]) for entry in own.entries]
    assert (("steel", 2024, "available:A", 330), ("steel", 2024, "used:A", 70)) == own.balances


def test_nothing_of_the_chain_and_of_others_is_in_it() -> None:
    entries = chained(DRAFTS)
    statements = statements_of(entries, book="b" * 64)
    text = json.dumps(statements.of["A"].plain())
    assert not [entry.seq for entry in entries if entry.hash in text]
    assert "grant:B" not in text
    assert "debt:C" not in text
    assert "previous" not in text
    assert "300" not in text


def test_every_other_field_of_an_entry_travels_along() -> None:
    (entry,) = chained([draft("use", EntryKind.USE, "available:A", "used:A", 70)])
    (own,) = statements_of([entry], book="b" * 64).of["A"].entries
    assert entry.plain().keys() - {"previous"} == own.keys()


def test_three_enterprises_in_one_entry_see_only_themselves() -> None:
    shared = draft(
        "x", EntryKind.ADJUST, postings=tuple(Posting(account=f"available:{name}", tonnes=1) for name in "ABC")
    )
    statements = _made(shared)
    assert [[["available:B", 1]]] == [entry["postings"] for entry in statements.of["B"].entries]
    beside_the_city = draft(
        "y",
        EntryKind.ADJUST,
        postings=tuple(Posting(account=name, tonnes=1) for name in ("pool", "available:A", "available:B")),
    )
    assert [[["available:B", 1]]] == [entry["postings"] for entry in _made(beside_the_city).of["B"].entries]


def test_capacity_that_is_handed_over_is_seen_from_both_sides_and_a_swap_from_ones_own() -> None:
    handed = draft(
        "h", EntryKind.HAND_OVER, "running/pig_iron_t/blast_furnace/BF1:A", "running/pig_iron_t/blast_furnace/BF1:B", 9
    )
    names = ("dismantled/pig_iron_t/blast_furnace/BF2:A", "project/pig_iron_t/5-4/P1:B", "project/pig_iron_t/1-1/P2:B")
    swapped = draft("s", EntryKind.SWAP_OUT, postings=tuple(Posting(account=name, tonnes=1) for name in names))
    both, own = _made(handed, swapped).of["B"].entries
    assert [names[0].replace("BF2:A", "BF1:A").replace("dismantled", "running"), -9] == both["postings"][0]
    assert [[names[1], 1], [names[2], 1]] == own["postings"]


def test_the_citys_statement_has_its_own_accounts_and_what_moves_nothing() -> None:
    city = _made(*DRAFTS).of[CITY]
    accounts: list[Any] = [account for _, _, account, _ in city.balances]
    assert ["cap", "overrun", "pool"] == accounts
    assert {"propose:first", "cap", "grant:A", "over"} <= {entry["id"] for entry in city.entries}
    assert "t" not in {entry["id"] for entry in city.entries}


def test_the_salt_and_the_leaf_worked_out_by_hand() -> None:
    statement = _made(*DRAFTS).of["A"]
    label = f'["statement","A",{len(DRAFTS)}]'.encode()
    salt = hmac.new(bytes.fromhex(SECRET), label, hashlib.sha256).digest()
    assert salt.hex() == statement.salt(SECRET) == salt_of(SECRET, "statement", "A", len(DRAFTS))
    text = json.dumps(statement.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(b"\x00" + salt + hashlib.sha256(text.encode()).digest()).digest() == statement.leaf(SECRET)


def test_proofs_lead_to_the_root() -> None:
    statements = _made(*DRAFTS)
    city, a, b, c = (statements.of[name].leaf(SECRET) for name in (CITY, "A", "B", "C"))
    assert node_hash(node_hash(city, a), node_hash(b, c)).hex() == statements.root(SECRET)
    proof = statements.proof("B", SECRET)
    assert (2, 4, (c.hex(), node_hash(city, a).hex())) == (proof.index, proof.count, proof.path)
    with pytest.raises(KeyError):
        statements.proof("Z", SECRET)


@pytest.mark.parametrize("reason", ["test", "é", "e\u0301", "\u0338x", '"entries":[]', "吨\n"])
def test_the_hash_taken_entry_by_entry_is_that_of_the_whole(reason: str) -> None:
    drafts = [draft(f"u{place}", EntryKind.USE, "available:A", "used:A", 1, reason=reason) for place in range(3)]
    for statement in _made(*opening(10, A=5), *drafts).of.values():
        assert content_hash(statement.plain()) == statement.sha256


def test_secrets_make_other_salts_roots_and_books() -> None:
    statements = _made(*DRAFTS)
    assert statements.root(SECRET) == _made(*DRAFTS).root(SECRET)
    assert statements.root(SECRET) != statements.root("5b" * 32)
    assert book_id(SECRET) != book_id("5b" * 32)
    assert salt_of(SECRET, "chain", 1) != salt_of(SECRET, "chain", 2) != salt_of(SECRET, "table", 2)
    assert leaf_hash(b"") != leaf_hash(b"\x00")

"""Heads: handed out once per state, and whatever happens to the book afterwards is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, START, HandClock, draft, opening, unguarded
from sealed_book import CITY, SECRET, sealed_book, signing_key
from zhibiao.assemble.signing_key import is_signed
from zhibiao.errors import ActRefused, BookBroken, NotFound
from zhibiao.ledger.close import close_draft
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.head import SignedHead, read_head
from zhibiao.ledger.statement import book_id, salt_of
from zhibiao.procedures.heads import check_head, hand_out_head, show_head
from zhibiao.store.book_store import BookStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = sealed_book(tmp_path / "book.sqlite")
    yield made
    made.close()


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BookStore, str]]:
    """A book and its head, for those who only look."""
    made = sealed_book(tmp_path_factory.mktemp("handed") / "book.sqlite")
    yield made, _hand_out(made).body
    made.close()


def _hand_out(store: BookStore, period: str = "", *, seed: int = 1) -> SignedHead:
    return hand_out_head(store, HandClock(), city=CITY, signer=signing_key(seed), person=APPROVER, period=period)


def _broken(store: BookStore, head: SignedHead) -> BookBroken:
    with pytest.raises(BookBroken) as broken:
        check_head(store, head.body.encode())
    return broken.value


def test_a_head_is_signed_kept_and_held_by_the_book(store: BookStore) -> None:
    head = _hand_out(store)
    assert is_signed(head.body.encode(), bytes.fromhex(head.signature), head.public_key.encode())
    assert (head,) == tuple(store.proofs.heads())
    checked = check_head(store, head.body.encode())
    assert (1, len(store.entries()), 0, True) == (
        checked.number,
        checked.entries,
        checked.later_entries,
        checked.is_kept,
    )
    store.check()


def test_the_document_says_what_the_book_is(store: BookStore) -> None:
    document = read_head(_hand_out(store).body.encode())
    assert (CITY, book_id(SECRET), 1, "0" * 64) == tuple(
        document[name] for name in ("city", "book", "number", "previous")
    )
    assert [("steel", "2024-01"), ("steel", "2024-02")] == [
        (close["sector"], close["period"]) for close in document["closings"]
    ]
    assert (5, 5, 2, 0) == tuple(document["tables"][name]["rows"] for name in ("returns", "facts", "seals", "heads"))
    assert 4 == document["statements"]["count"]


def test_no_hash_that_could_be_guessed_behind_stands_in_it_unsalted(store: BookStore) -> None:
    body = _hand_out(store).body
    assert [] == [entry.seq for entry in store.entries() if entry.hash in body]
    states = store.proofs.states()
    assert [] == [name for name, state in states.items() if state.rows and state.digest in body]
    shown = show_head(store, HandClock(), city=CITY)
    assert store.head() == shown.opening["chain"]["hash"]
    assert salt_of(SECRET, "chain", len(store.entries())) == shown.opening["chain"]["salt"]


def test_the_head_of_a_month_is_that_of_its_close(store: BookStore) -> None:
    head = _hand_out(store, "2024-01")
    document = json.loads(head.body)
    assert ("2024-01", 2, 2, 0) == (
        document["period"],
        *(document["tables"][name]["rows"] for name in ("returns", "facts", "seals")),
    )
    closing = next(entry for entry in store.entries() if entry.draft.kind is EntryKind.CLOSE)
    assert closing.seq == document["entries"]
    assert len(store.entries()) - closing.seq == check_head(store, head.body.encode()).later_entries


def test_the_same_state_is_the_same_head(store: BookStore) -> None:
    first = _hand_out(store)
    assert first == _hand_out(store)
    month = _hand_out(store, "2024-02")
    assert (2, first.sha256) == (month.number, json.loads(month.body)["previous"])
    assert (first, month) == (_hand_out(store), _hand_out(store, "2024-02"))
    assert 3 == _hand_out(store, seed=2).number
    store.append([draft("more", EntryKind.CAP, "cap", "pool", 5)], at=START)
    assert 4 == _hand_out(store).number
    for head in store.proofs.heads():
        check_head(store, head.body.encode())


def test_who_may_and_of_what(store: BookStore) -> None:
    for period, error in (("2024-03", NotFound), ("2024", NotFound)):
        with pytest.raises(error, match=r"head\.close_unknown"):
            _hand_out(store, period)
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        hand_out_head(store, HandClock(), city=CITY, signer=signing_key(), person=ANALYST)
    assert () == tuple(store.proofs.heads())


def test_a_close_from_before_there_were_seals_has_no_head(tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "old.sqlite", at=START, secret=SECRET)
    store.append([close_draft("steel", 2024, month="2024-01", basis="a" * 64, actor="li")], at=START)
    with pytest.raises(ActRefused, match=r"head\.close_unsealed"):
        _hand_out(store, "2024-01")
    check_head(store, _hand_out(store).body.encode())
    store.close()


def test_a_book_that_grows_still_holds_its_heads(store: BookStore) -> None:
    heads = [_hand_out(store, period) for period in ("2024-01", "2024-02", "")]
    store.append([draft("more", EntryKind.CAP, "cap", "pool", 5)], at=START)
    for head, later in zip(heads, (5, 2, 1), strict=True):
        assert later == check_head(store, head.body.encode()).later_entries


def test_a_cut_tail_is_found(store: BookStore, tmp_path: Path) -> None:
    head = _hand_out(store)
    kept = len(store.entries())
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)")
    console.close()
    cut = BookStore.open(tmp_path / "book.sqlite", at=START)
    cut.check()  # by itself the book looks whole
    broken = _broken(cut, head)
    cut.close()
    assert ("head.truncated", "entries", kept, kept - 1) == (
        broken.code,
        *(broken.facts[name] for name in ("table", "expected", "found")),
    )


def test_a_table_cut_behind_its_last_seal_is_found(store: BookStore, tmp_path: Path) -> None:
    head = _hand_out(store)
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("DELETE FROM facts WHERE return_number = 5")
    console.execute("DELETE FROM returns WHERE number = 5")
    console.close()
    cut = BookStore.open(tmp_path / "book.sqlite", at=START)
    cut.check()
    broken = _broken(cut, head)
    cut.close()
    assert ("head.truncated", "facts") == (broken.code, broken.facts["table"])


def test_a_table_changed_behind_its_last_seal_is_found(store: BookStore, tmp_path: Path) -> None:
    head = _hand_out(store)
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("UPDATE facts SET value = '32' WHERE return_number = 5")
    console.close()
    changed = BookStore.open(tmp_path / "book.sqlite", at=START)
    changed.check()
    broken = _broken(changed, head)
    changed.close()
    assert ("head.table_differs", "facts") == (broken.code, broken.facts["table"])


def test_an_edited_entry_is_named_itself(store: BookStore, tmp_path: Path) -> None:
    head = _hand_out(store)
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute("UPDATE entries SET body = replace(body, '-400', '-399') WHERE seq = 5")
    console.close()
    edited = BookStore.open(tmp_path / "book.sqlite", at=START)
    broken = _broken(edited, head)
    edited.close()
    assert ("chain.entry_edited", 5) == (broken.code, broken.facts["seq"])


def test_a_chain_written_anew_is_found_and_where(store: BookStore, tmp_path: Path) -> None:
    """The same secret and the same acts, but for one: whole in itself, and not what was handed out."""
    closes = [entry.seq for entry in store.entries() if entry.draft.kind is EntryKind.CLOSE]
    head = _hand_out(store)
    early = sealed_book(tmp_path / "early.sqlite", second_t=301)
    early.check()
    broken = _broken(early, head)
    assert ("head.entry_differs", 1, closes[0]) == (broken.code, broken.facts["first"], broken.facts["last"])
    early.close()
    late = sealed_book(tmp_path / "late.sqlite")
    month = _hand_out(store, "2024-02")
    check_head(late, month.body.encode())
    assert not check_head(late, month.body.encode()).is_kept
    late.append([draft("other", EntryKind.CAP, "cap", "pool", 5)], at=START)
    store.append([draft("more", EntryKind.CAP, "cap", "pool", 5)], at=START)
    broken = _broken(late, _hand_out(store))
    assert ("head.entry_differs", closes[1] + 1, len(store.entries())) == (
        broken.code,
        broken.facts["first"],
        broken.facts["last"],
    )
    late.close()


def test_the_head_of_another_book_is_told(store: BookStore, tmp_path: Path) -> None:
    other = sealed_book(tmp_path / "other.sqlite", secret="5b" * 32)
    assert "head.other_book" == _broken(other, _hand_out(store)).code
    other.close()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("chain",), "0" * 64, "head.entry_differs"),
        (("entries",), 11, "head.entry_differs"),
        (("closings", 0, "chain"), "0" * 64, "head.entry_differs"),
        (("closings", 0, "period"), "2023-01", "head.entry_differs"),
        (("closings", 0, "seq"), 1, "head.entry_differs"),
        (("statements", "root"), "0" * 64, "head.statements_differ"),
        (("statements", "count"), 5, "head.statements_differ"),
        (("tables", "facts", "digest"), "0" * 64, "head.table_differs"),
        (("tables", "facts", "rows"), 4, "head.table_differs"),
        (("tables", "facts", "rows"), 40, "head.truncated"),
        (("book",), "0" * 64, "head.other_book"),
    ],
)
def test_a_forged_head_is_held_by_no_book(
    handed: tuple[BookStore, str], path: tuple[str | int, ...], value: object, code: str
) -> None:
    store, text = handed
    document = json.loads(text)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if path == ("entries",):
        document["closings"] = document["closings"][:1]
        body = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with pytest.raises(BookBroken) as broken:
        check_head(store, body.encode())
    assert code == broken.value.code


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body[:-1],
        lambda body: body + "\n",
        lambda body: body.replace('"entries":', '"entries": '),
        lambda body: body.replace("zhibiao-head/1", "zhibiao-head/2"),
        lambda body: body.replace('"number":1', '"number":"1"'),
        lambda body: body.replace('"number":1', '"number":-1'),
        lambda body: body.replace('"period":""', '"period":"","more":1'),
        lambda body: body.replace('"seq":', '"seq":9'),
        lambda _: "[]",
        lambda _: "7",
        lambda _: '{"format":"zhibiao-head/1"}',
        lambda body: body.replace('"city":"liaohe"', '"city":null'),
    ],
)
def test_what_is_no_head_is_said(handed: tuple[BookStore, str], spoil: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_head(handed[0], spoil(handed[1]).encode())


def test_an_empty_book_has_a_head(tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "empty.sqlite", at=START, secret=SECRET)
    head = _hand_out(store)
    assert 0 == check_head(store, head.body.encode()).entries
    store.append(opening(10, A=5), at=START)
    assert len(opening(10, A=5)) == check_head(store, head.body.encode()).later_entries
    store.close()

"""Rows that nothing covers yet: nothing in them is wrong, and the verifier says that they came, table by table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_sample import APPROVER, START, HandClock, opening, unguarded
from sealed_book import CITY, sealed_book, signing_key
from zhibiao.cli.tell import verified
from zhibiao.procedures.heads import check_head, hand_out_head
from zhibiao.procedures.verify import VerifyResult, verify_book
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City
from zhibiao.terms.text import Language, Text
from zhibiao.verification import verify as verifier


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = sealed_book(tmp_path / "book.sqlite")
    yield made
    made.close()


def _verify(store: BookStore, head: str = "") -> VerifyResult:
    name = Text("辽河", "Liaohe")
    city = City(id=CITY, name=name, authority=name, note=name, enterprises={})
    held = check_head(store, head.encode()) if head else None
    return verify_book(store, city=city, verifier=verifier, held=held, looks_up=False)


def _hand_out(store: BookStore, period: str = "") -> str:
    return hand_out_head(store, HandClock(), city=CITY, signer=signing_key(), person=APPROVER, period=period).body


def test_what_stands_behind_the_last_seal_is_told_by_table(store: BookStore) -> None:
    since = _verify(store).since_seal
    # After the close of February: production of March booked, and the return it rests on.
    assert (1, {"returns": 1, "facts": 1}) == (since.entries, since.rows)
    store.close_month(sector="steel", month="2024-03", person="li", at=START)
    since = _verify(store).since_seal
    assert (0, {}) == (since.entries, since.rows)


def test_a_book_without_seals_is_covered_by_nothing(tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "new.sqlite", at=START)
    store.append(opening(10, A=5), at=START)
    since = _verify(store).since_seal
    assert (len(opening(10, A=5)), ["migrations"]) == (since.entries, list(since.rows))
    store.close()


def test_what_came_after_a_head_is_told_and_is_no_failure(store: BookStore) -> None:
    month, now = _hand_out(store, "2024-02"), _hand_out(store)
    assert _verify(store).since_head is None
    since = _verify(store, month).since_head
    assert since is not None
    assert (1, {"facts": 1, "heads": 2, "returns": 1, "seals": 1}) == (since.entries, dict(since.rows))
    latest = _verify(store, now).plain()["since_head"]
    assert {"number": 2, "period": "", "entries": 0, "rows": {"heads": 1}} == latest


def test_a_row_added_behind_every_seal_and_head_is_told(store: BookStore, tmp_path: Path) -> None:
    """Whole in itself and in its place: no hash, no seal and no head finds it, so it has to be said that it came."""
    head, before = _hand_out(store), store.proofs.states()
    known = _verify(store, head)
    assert known.since_head is not None
    store.close()
    console = unguarded(tmp_path / "book.sqlite")
    console.execute(
        "INSERT INTO returns SELECT max(number) + 1, 'C', period, version, received_at, provenance,"
        " file_sha256 FROM returns WHERE number = (SELECT max(number) FROM returns)"
    )
    console.close()
    again = BookStore.open(tmp_path / "book.sqlite", at=START)
    found = _verify(again, head)
    assert before["returns"].rows + 1 == again.proofs.states()["returns"].rows
    again.close()
    assert found.since_head is not None
    assert {"heads": 1, "returns": 1} == dict(found.since_head.rows)
    assert known.since_seal.rows["returns"] + 1 == found.since_seal.rows["returns"]


@pytest.mark.parametrize(
    ("lang", "of_head", "of_seal"),
    [
        (
            "en",
            "come since head 1, so unseen by whoever keeps it: ledger entries 1, figures of returns 1",
            "behind the last seal",
        ),
        ("zh", "第 1 份首页存证之后新增", "最近一次封存之后新增"),
    ],
)
def test_people_are_told(
    store: BookStore, capsys: pytest.CaptureFixture[str], lang: Language, of_head: str, of_seal: str
) -> None:
    verified(_verify(store, _hand_out(store, "2024-02")), lang)
    said = capsys.readouterr().out
    assert of_head in said
    assert of_seal in said
    assert {"en": "returns 1", "zh": "月报 1"}[lang] in said

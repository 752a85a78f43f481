"""Many files one after the other: each is answered as it would be alone, and the past is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import returns_sample as sample
from filing_sample import FIRMS, MARCH, MEASURES, START, Clock, FilingDesk
from ledger_sample import memory_store
from zhibiao.monthly.filed import FileRead
from zhibiao.procedures.intake import Handed, take_in_each
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City

CHANGED = {"workforce_persons": (8_050, None, 8_000, None)}


def read_each(items: Iterable[tuple[bytes, str]], *, dictionary: Dictionary, city: City) -> Iterator[FileRead]:
    """Two files ahead, as a pool of workers reads."""
    ahead: list[FileRead] = []
    for content, name in items:
        ahead.append(read_returns(content, name=name, dictionary=dictionary, city=city))
        if len(ahead) > 2:
            yield ahead.pop(0)
    yield from ahead


def files() -> list[Handed]:
    contents = [
        *(sample.good(firm, month) for month in ("2025-02", "2025-03") for firm in FIRMS),
        sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]),
        sample.good(),
        b"no return",
        sample.workbook([sample.filing(sample.ARC, MARCH, sales_t=(None, None, None, None))]),
    ]
    return [Handed(content=content, name=f"{place}.xlsx", uploader="zhou") for place, content in enumerate(contents)]


def test_each_is_answered_as_it_would_be_alone() -> None:
    together, alone = memory_store(), FilingDesk()
    answers = list(take_in_each(together, Clock(), files(), read_each=read_each, measures=MEASURES))
    due = [alone.take(one.content, name=one.name) for one in files()]
    assert [one.plain() for one in due] == [one.plain() for one in answers]
    assert list(alone.store.returns()) == list(together.returns())
    assert alone.store.proofs.states() == together.proofs.states()
    together.check()


def test_what_others_file_meanwhile_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    store = BookStore.create(path, at=START)
    other = FilingDesk(store=BookStore.open(path, at=START))
    handed = files()
    answers = take_in_each(store, Clock(), handed, read_each=read_each, measures=MEASURES)
    first = next(answers)
    changed = sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)])
    other.take(changed)
    rest = list(answers)
    assert first.returns
    # The file of the firm's March that was read before the other came in is the version after it.
    assert ["TT-1/2025-03/v2"] == [item.reference for item in rest[2].returns]
    store.check()
    for one in (store, other.store):
        one.close()


def test_a_failure_keeps_what_was_answered_and_nothing_of_the_file_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    store = memory_store()
    answers = take_in_each(store, Clock(), files(), read_each=read_each, measures=MEASURES)
    next(answers)
    before = store.proofs.states(), store.returns()

    def fails(*_: object) -> None:
        raise RuntimeError("no more room")

    monkeypatch.setattr(store.submissions, "add", fails)
    with pytest.raises(RuntimeError, match="no more room"):
        next(answers)
    assert before == (store.proofs.states(), store.returns())
    store.check()


def test_the_past_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all returns anew for each file would be a work that grows with the square of the files."""
    store = memory_store()
    asked: list[int] = []
    behind = store.returns_behind

    def counted(known: int) -> object:
        found = behind(known)
        asked.append(len(found))
        return found

    monkeypatch.setattr(store, "returns_behind", counted)
    monkeypatch.setattr(store, "returns", None)
    monkeypatch.setattr(store, "files", None)
    one_each = [one for one in files() if one.name in ("0.xlsx", "1.xlsx", "2.xlsx", "3.xlsx")]
    assert 4 == len(list(take_in_each(store, Clock(), one_each, read_each=read_each, measures=MEASURES)))
    assert [0, 1, 1, 1] == asked

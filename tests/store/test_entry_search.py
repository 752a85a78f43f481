"""Entries found by the database: every filter finds what looking at each entry finds, page by page, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_sample import START, draft, opening, turn_back
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.search import EntryFilter
from zhibiao.store import entry_search
from zhibiao.store.book_store import BookStore

FILTERS = (
    EntryFilter(),
    EntryFilter(sector="steel"),
    EntryFilter(sector="magnesia"),
    EntryFilter(plan_year=2025),
    EntryFilter(sector="steel", plan_year=2024),
    EntryFilter(sector="steel", plan_year=2023),
    EntryFilter(kind=EntryKind.USE),
    EntryFilter(kind=EntryKind.CARRY),
    EntryFilter(month="2024-02"),
    EntryFilter(enterprise="A"),
    EntryFilter(enterprise="A_"),
    EntryFilter(enterprise="A1"),
    EntryFilter(text="USE:a1"),
    EntryFilter(text="50%"),
    EntryFilter(text="kind"),
    EntryFilter(text='"'),
    EntryFilter(text="核销"),
    EntryFilter(sector="steel", plan_year=2024, kind=EntryKind.USE, enterprise="A1", month="2024-01", text="use:"),
)


def _drafts() -> tuple[Draft, ...]:
    """Two sectors and two years, ids that hold wildcards and quotes, and one use that was turned back."""
    steel = opening(10_000, A=900, A1=800, **{"A_": 700})
    uses = [
        draft(f"use:{name}:{month}", EntryKind.USE, f"available:{name}", f"used:{name}", 10 + month)
        for month in (1, 2)
        for name in ("A", "A1", "A_")
    ]
    dated = [replace(one, month=f"2024-{int(one.id[-1]):02d}") for one in uses]
    odd = draft('50% "核销"', EntryKind.USE, "available:A", "used:A", 1, month="2024-03")
    others = [
        replace(one, id=f"{sector}:{year}:{one.id}", sector=sector, plan_year=year, proposal=proposal)
        for sector, year in (("steel", 2025), ("magnesia", 2025))
        for one in opening(500, A=100)
        for proposal in [one.proposal and f"{sector}:{year}:{one.proposal}"]
    ]
    return (*steel, *dated, odd, turn_back("back", odd, month="2024-03"), *others)


@pytest.fixture
def store(where: Path | str) -> Iterator[BookStore]:
    made = BookStore.create(where, at=START)
    made.append(_drafts(), at=START)
    yield made
    made.close()


def _walked(store: BookStore, wanted: EntryFilter, *, most: int) -> list[int]:
    """The numbers on every page, one page after the other."""
    seen, before, pages = [], 0, 0
    while pages == 0 or before:
        page = store.find_entries(wanted, before=before, most=most)
        assert len(page.entries) <= most
        seen += [entry.seq for entry in page.entries]
        before, pages = page.before, pages + 1
        assert pages < 1_000
    return seen


def _looked_at(store: BookStore, wanted: EntryFilter) -> list[int]:
    return [entry.seq for entry in reversed(store.entries()) if wanted.fits(entry)]


@pytest.mark.parametrize("looked", [3, 100_000])
@pytest.mark.parametrize("most", [1, 4, 50])
def test_pages_hold_what_fits_and_nothing_twice(
    store: BookStore, monkeypatch: pytest.MonkeyPatch, most: int, looked: int
) -> None:
    monkeypatch.setitem(entry_search.find_entries.__kwdefaults__, "looked", looked)
    for wanted in FILTERS:
        assert _looked_at(store, wanted) == _walked(store, wanted, most=most), wanted


def test_filters_tell_apart_what_they_should(store: BookStore) -> None:
    found = {wanted: len(_looked_at(store, wanted)) for wanted in FILTERS}
    assert 0 == found[EntryFilter(kind=EntryKind.CARRY)] == found[EntryFilter(sector="steel", plan_year=2023)]
    # An underscore and a per cent sign are signs like others, and the keys of an entry's body are none of its texts.
    assert 3 == found[EntryFilter(enterprise="A_")] == found[EntryFilter(enterprise="A1")]
    assert 0 == found[EntryFilter(text="kind")]
    assert 2 == found[EntryFilter(text="50%")]
    assert 1 == found[FILTERS[-1]]


def test_a_search_that_is_cut_says_so(store: BookStore) -> None:
    rare = EntryFilter(sector="steel", plan_year=2024, kind=EntryKind.CAP)
    page = entry_search.find_entries(store._database, rare, before=0, most=5, looked=4)
    assert ((), True) == (page.entries, page.is_cut)
    assert page.before > 0
    whole = store.find_entries(rare, most=5)
    assert (1, 0, False) == (len(whole.entries), whole.before, whole.is_cut)


def test_one_entry_by_number_by_id_and_what_turned_it_back(store: BookStore) -> None:
    entries: dict[str, Entry] = {entry.draft.id: entry for entry in store.entries()}
    odd, back = entries['50% "核销"'], entries["back"]
    assert odd == store.entry(odd.seq) == store.entry_named(odd.draft.id)
    assert back == store.correction_of(odd)
    assert store.correction_of(entries["use:A:1"]) is None
    assert store.entry(10**12) is None
    assert store.entry_named("none") is None
    assert "" == store.decision_of_hash("0" * 64)
    assert () == store.names_of_file("0" * 64)

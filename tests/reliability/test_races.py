"""A few clients at once on both stores, and that the judge sees what it must: each seeded bug, each kind of dip."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.reliability.batches import START, draft
from benchmarks.reliability.races import HOLDERS, QUOTA_T, Told, dips, faults, main, open_year, race, transfer

from effort import examples
from ledger_sample import chained
from zhibiao.ledger.entry import EntryKind
from zhibiao.store.book_store import BookStore


def test_nobody_dips_and_nobody_is_told_a_failure(where: Path | str) -> None:
    clients, transfers = (8, 25) if isinstance(where, str) else (4, 50)
    outcome = race(where, clients=clients, transfers=transfers * min(examples(1), 10))
    assert () == outcome.faults, outcome.told()
    assert outcome.writes >= 2 * clients * transfers


@pytest.mark.parametrize("bug", ["unlocked", "frozen"])
def test_postgresql_without_its_order_is_seen(postgres_url: str, bug: str) -> None:
    assert race(postgres_url, clients=4, transfers=25, bug=bug).faults


def test_sqlite_that_takes_its_lock_late_is_seen(tmp_path: Path) -> None:
    assert race(tmp_path / "book.sqlite", clients=4, transfers=25, bug="deferred").faults


def test_a_dip_that_has_mended_itself_is_seen() -> None:
    """Only between two entries did H01 hold less than nothing; at the end all is as it should be."""
    first, second = HOLDERS[1:3]
    grants = [
        draft(f"grant:{one}", EntryKind.GRANT, ("pool", -QUOTA_T), (f"available:{one}", QUOTA_T)) for one in HOLDERS
    ]
    whole = QUOTA_T * len(HOLDERS)
    cap = draft("cap", EntryKind.CAP, ("cap", -whole), ("pool", whole))
    over = transfer("a", first, second, QUOTA_T + 1)[1]
    back = transfer("b", second, first, QUOTA_T + 1)[1]
    freely = [draft(one.id, one.kind, *((p.account, p.tonnes) for p in one.postings[:2])) for one in (over, back)]
    assert [] == list(dips(chained([cap, *grants])))
    (told,) = dips(chained([cap, *grants, *freely]))
    assert told.startswith(f"after {2 + len(HOLDERS)}: {first} has -1")
    (lost,) = dips(chained([cap, *grants, draft("x", EntryKind.USE, ("available:H01", -5), ("used:H01", 5))]))
    assert lost.endswith(f"held {whole - 5} of {whole}")


def test_a_receipt_that_is_not_kept_is_seen(tmp_path: Path) -> None:
    with closing(BookStore.create(tmp_path / "book.sqlite", at=START)) as store:
        opening = open_year(store)
        kept = [[entry.seq, entry.hash, entry.draft.id] for entry in store.entries()][:1]
        assert [] == list(faults(store, [Told(receipts=[])], opening=opening))
        lost = [[opening + 1, "0" * 64, "propose:x"]]
        assert 2 == len(list(faults(store, [Told(receipts=lost)], opening=opening)))
        assert 1 == len(list(faults(store, [Told(receipts=kept)], opening=opening)))
        assert 1 == len(list(faults(store, [Told(failures=["busy"])], opening=opening)))


def test_a_race_that_proves_nothing_is_no_success() -> None:
    assert 1 == main(["--sqlite", "0", "0", "--postgresql", "0", "0"])
    assert 1 == main(["--sqlite", "1", "1", "--postgresql", "0", "0"])

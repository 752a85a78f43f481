"""The measure of postings per second: pairs of batches, and a run that is too slow fails."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from benchmarks.reliability.rate import AT, Rate, bare_postgresql, measure, on_sqlite, verdict

from postgres import fresh_schema
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Row
from zhibiao.store.rows import row_of_entry


def test_the_ratio_is_that_of_the_middle_pair() -> None:
    rate = Rate(kind="sqlite", size=100, posting_s=(1.0, 2.0, 4.0), bare_s=(0.5, 1.8, 1.0))
    assert 0.5 == rate.ratio
    assert "sqlite: 300 postings, 50/s; bare inserts 100/s; ratio 0.50" == rate.told()


def test_both_write_the_same_rows(tmp_path: Path) -> None:
    rows: list[Row] = []
    rate = measure("sqlite", tmp_path / "book.sqlite", rows.append, batches=2, size=5)
    assert (15, 2, 2) == (len(rows), len(rate.posting_s), len(rate.bare_s))
    with closing(BookStore.open(tmp_path / "book.sqlite", at=AT)) as store:
        assert rows == [row_of_entry(entry) for entry in store.entries()]


def test_a_posting_costs_little_more_than_its_row(postgres: str) -> None:
    """Far below what is promised, since tests share their machine; the promise itself is measured by a long run."""
    with fresh_schema(postgres) as url, fresh_schema(postgres) as other, bare_postgresql(other) as bare:
        rates = [measure("postgresql", url, bare, batches=3, size=40), on_sqlite(batches=3, size=40)]
    assert [] == [rate.told() for rate in rates if rate.ratio < 0.1]


def test_a_rate_below_its_floor_is_no_success() -> None:
    slow, fast = (Rate(kind="sqlite", size=1, posting_s=(1.0,), bare_s=(bare,)) for bare in (0.4, 0.9))
    assert (0, 1) == (verdict([fast], least=0.5), verdict([fast, slow], least=0.5))

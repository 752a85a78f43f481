"""A few rounds of the harness of backups under load, and that it tells a run that proves nothing from one that does."""

from pathlib import Path

import pytest
from benchmarks.reliability.backups import Taken, Tally, judge, main, one_book, shortfalls

from effort import examples


def test_backups_under_load_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    count = min(examples(3), 50)
    assert 0 == main(count), capsys.readouterr().out
    assert f"held against the live book: {count}" in capsys.readouterr().out


def test_a_run_that_did_too_little_is_no_success() -> None:
    worked = Tally(backups=2, posted=400, sizes=[10, 20], naive_caught=1)
    assert [] == list(shortfalls(worked, 2))
    idle = Tally(backups=2, posted=3, sizes=[10, 10], naive_caught=0)
    assert 3 == len(list(shortfalls(idle, 2)))


def test_a_backup_of_another_history_is_told(tmp_path: Path) -> None:
    """The judge sees a backup that misses what was acknowledged, and one that is of no state of the live book."""
    tally = Tally()
    one_book(tmp_path, 1, tally)
    assert (1, []) == (tally.backups, tally.faults)
    zip_file = next(tmp_path.glob("*.zip"))
    entries = tally.sizes[0]
    of_another = Taken(zip=zip_file, naive=zip_file, acknowledged=entries + 1, head="f" * 64, entries=entries)
    told = " ".join(judge(of_another, ["e" * 64] * (entries + 5), tmp_path / "again"))
    for words in ("were acknowledged before it was begun", "is not that of entry", "chain.head_differs"):
        assert words in told

"""A few rounds of the harness of backups under load, and that it tells a run that proves nothing from one that does."""

from pathlib import Path

import pytest
from benchmarks.reliability.backups import Taken, Tally, judge, main, one_book, shortfalls

from effort import examples


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_backups_under_load_are_whole(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    count = min(examples(3), 50)
    server = request.getfixturevalue("postgres") if kind == "PostgreSQL" else ""
    code = main(count, server=server)
    told = capsys.readouterr().out
    assert (0, True) == (code, f"{kind}: backups taken under load" in told), told
    assert f"held against the live book: {count}" in told


def test_a_run_that_did_too_little_is_no_success() -> None:
    worked = Tally(backups=2, posted=10, sizes=[10, 20], copies_caught=["incomplete"], loose_caught=["chain"])
    assert [] == list(shortfalls(worked, 2))
    idle = Tally(backups=2, posted=3, sizes=[10, 10])
    assert (4, 3) == (len(list(shortfalls(idle, 2))), len(list(shortfalls(idle, 2, has_copies=False))))


def test_a_backup_of_another_history_is_told(tmp_path: Path) -> None:
    """The judge sees a backup that misses what was acknowledged, and one that is of no state of the live book."""
    tally = Tally()
    one_book(tmp_path, 1, tally)
    assert (1, []) == (tally.backups, tally.faults)
    zip_file, entries = tmp_path / "0.zip", tally.sizes[0]
    of_another = Taken(
        zip=zip_file, copy=None, loose=zip_file, acknowledged=entries + 1, head="f" * 64, entries=entries
    )
    told = " ".join(judge(of_another, ["e" * 64] * (entries + 5), tmp_path / "again"))
    for words in ("were acknowledged before it was begun", "is not that of entry", "chain.head_differs"):
        assert words in told

"""A slice of the interrupted upgrades on both databases, and the migrations that must be found out."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.reliability.golden_books import FOLDER
from benchmarks.reliability.migrations import BUGS, OUTSIDE, REWRITES, SCHEMAS, Between, main, missing

from zhibiao.store.schema import migrations


def test_there_is_a_golden_book_of_every_schema_but_the_newest() -> None:
    """That one's can be made until the next one lands, and not later."""
    landed = [step.number for step in migrations("sqlite")]
    assert set(landed[:-1]) <= set(SCHEMAS) <= set(landed)
    assert [f"book-{number:04d}.sql" for number in SCHEMAS] == sorted(path.name for path in FOLDER.glob("*.sql"))


def test_old_books_are_upgraded_whole_or_not_at_all() -> None:
    done = main(every=6)
    assert (5, 5) == (done["upgraded"], done["carried on into the next year and verified"])


def test_on_postgresql_as_well(postgres: str) -> None:
    done = main(schemas=(1,), every=9, server=postgres)
    assert (1, 1) == (done["upgraded"], done["carried on into the next year and verified"])


@pytest.mark.parametrize(
    ("bug", "words"), [(REWRITES, "the rows of returns are not what they were"), (OUTSIDE, "neither old nor new")]
)
def test_a_seeded_mistake_is_found(bug: str, words: str) -> None:
    assert bug in BUGS
    with pytest.raises(Between, match=words):
        main(schemas=(2,), every=2, ways=("error",), bug=bug)


def test_work_below_the_floor_is_told() -> None:
    idle = Counter({"upgraded": 3, "carried on into the next year and verified": 3, "entries on top": 140})
    told = " ".join(missing(idle, SCHEMAS, every=1, ways=("error", "kill")))
    for words in (
        "interrupted by kill, then old: 0 of 50",
        "interrupted by error, then new: 0 of 5",
        "resumed: 0 of 100",
    ):
        assert words in told

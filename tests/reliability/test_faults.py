"""A slice of the faults, and the two mistakes they have to find."""

from __future__ import annotations

import pytest
from benchmarks.reliability.faults import HALF, KINDS, SWALLOWED, Between, main


def test_a_fault_leaves_the_book_as_before_or_as_after() -> None:
    done = main(2, names=("migrate", "append: transfer", "issue", "roll over"))
    assert all(4 <= done[kind] for kind in KINDS)


def test_a_new_book_meets_every_failing_read_write_and_sync() -> None:
    done = main(40, names=("new book",))
    assert 40 == done["write"]


@pytest.mark.parametrize(
    ("bug", "message"), [(SWALLOWED, "said it was done, and it is not"), (HALF, "between before and after")]
)
def test_a_seeded_mistake_is_found(bug: str, message: str) -> None:
    with pytest.raises(Between, match=message):
        main(4, bug=bug, names=("append: transfer",))

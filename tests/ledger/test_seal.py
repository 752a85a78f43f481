"""Seals: one byte form of rows, digests that are taken up again, and the row at which a table parts from its seal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.ledger.seal import EMPTY, RunningDigest, Seal, TableState, cited_seal, first_difference, row_bytes, seal_of

ROWS = [(number, f"row {number}", None) for number in range(1, 11)]
VALUES = st.tuples(st.integers(-(2**63), 2**63 - 1) | st.text() | st.none() | st.binary(), st.text())


def test_a_digest_worked_out_by_hand() -> None:
    """printf '\\0' (32 times) and '[1,"吨",null]' through sha256sum, then that and '[2,"x",null]'."""
    first = hashlib.sha256(bytes(32) + '[1,"吨",null]'.encode()).digest()
    second = hashlib.sha256(first + b'[2,"x",null]').hexdigest()
    assert TableState(rows=2, digest=second) == RunningDigest().add([(1, "吨", None), (2, "x", None)])
    assert TableState(rows=0, digest=EMPTY) == RunningDigest().add([])


def test_texts_count_as_they_are_kept() -> None:
    """Two ways to write é are two texts to an auditor who compares bytes."""
    assert row_bytes(("é",)) != row_bytes(("e\u0301",))
    assert row_bytes(("1",)) != row_bytes((1,))
    assert row_bytes((b"\x00",)) == row_bytes((memoryview(b"\x00"),))
    for value in (1.0, True):
        with pytest.raises(TypeError):
            row_bytes((value,))


@given(rows=st.lists(VALUES, max_size=12), cut=st.integers(0, 12))
def test_a_digest_is_taken_up_where_it_was_left(rows: list[tuple[object, ...]], cut: int) -> None:
    whole, first = RunningDigest(), RunningDigest()
    whole.add(rows)
    first.add(rows[:cut])
    second = RunningDigest(first.state)
    second.add(rows[cut:])
    assert whole.state == second.state
    assert whole.marks == first.marks + second.marks


def test_a_seal_is_read_back() -> None:
    tables = {"files": TableState(rows=2, digest="a" * 64)}
    seal = Seal(sector="steel", plan_year=2025, month="2025-03", returns=("A/2025-03/v1",), tables=tables)
    assert seal == seal_of(seal.plain())
    assert seal.sha256 == cited_seal(seal.basis)
    assert "" == cited_seal("a" * 64)
    with pytest.raises(ValueError, match="version"):
        seal_of(seal.plain() | {"version": 2})
    for state in ({"rows": -1, "digest": EMPTY}, {"rows": "1", "digest": EMPTY}, {"rows": 1, "digest": "aa"}):
        with pytest.raises(ValueError, match="no state"):
            seal_of(seal.plain() | {"tables": {"files": state}})


def _sealed(rows: list[tuple[object, ...]], *ends: int) -> tuple[list[TableState], bytes]:
    states = [RunningDigest().add(rows[:end]) for end in ends]
    whole = RunningDigest()
    whole.add(rows[: ends[-1]])
    return states, bytes(whole.marks)


CHANGES: dict[str, Callable[[int], list[tuple[object, ...]]]] = {
    "edited": lambda place: [*ROWS[:place], (*ROWS[place][:1], "other", None), *ROWS[place + 1 :]],
    "removed": lambda place: [*ROWS[:place], *ROWS[place + 1 :]],
    "inserted": lambda place: [*ROWS[:place], (99, "new", None), *ROWS[place:]],
    "cut": lambda place: ROWS[:place],
}


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("change", CHANGES)
def test_the_first_row_that_differs_is_named(change: str, place: int) -> None:
    states, marks = _sealed(ROWS, 3, 3, 8)
    differs = first_difference("t", CHANGES[change](place), states, marks)
    assert differs is not None
    assert (place + 1, place + 1) == (differs.row, differs.last)
    assert (1 if place < 3 else 3) == differs.seal
    # Without marks, or with marks that were edited to agree, the rows since the seal before are named.
    for lost in (b"", _sealed(CHANGES[change](place) + [(0,)] * 9, 8)[1]):
        differs = first_difference("t", CHANGES[change](place), states, lost)
        assert differs is not None
        assert differs.row <= place + 1 <= differs.last


def test_what_came_after_the_last_seal_is_nobodys_business() -> None:
    states, marks = _sealed(ROWS, 3, 8)
    for rows in (ROWS[:8], ROWS, [*ROWS[:8], (77, "later", None)]):
        assert first_difference("t", rows, states, marks) is None


@given(rows=st.lists(VALUES, min_size=1, max_size=12), data=st.data())
def test_every_change_is_found(rows: list[tuple[object, ...]], data: st.DataObject) -> None:
    states, marks = _sealed(rows, data.draw(st.integers(0, len(rows))), len(rows))
    place = data.draw(st.integers(0, len(rows) - 1))
    changed = [*rows[:place], data.draw(VALUES.filter(lambda row: row_bytes(row) != row_bytes(rows[place])))]
    differs = first_difference("t", [*changed, *rows[place + 1 :]], states, marks)
    assert differs is not None
    assert place + 1 == differs.row

"""A slice of the power cuts, the setting that loses acknowledged batches, and the disk that is put together."""

from __future__ import annotations

from random import Random

import pytest
from benchmarks.reliability.kill import Lost
from benchmarks.reliability.power_cut import NORMAL, main
from benchmarks.reliability.recording import Deed, disk_after


def test_a_power_cut_loses_nothing_acknowledged() -> None:
    done = main(300, seed=3)
    assert 300 == sum(count for name, count in done.items() if name.startswith("cuts"))


def test_with_normal_syncing_acknowledged_batches_are_lost() -> None:
    with pytest.raises(Lost, match="acknowledged") as found:
        main(300, seed=3, bug=NORMAL)
    assert "seed 3, book" in found.value.__notes__[0]


def disks(*deeds: Deed, name: str = "a") -> set[bytes | None]:
    """What a file may hold after a cut, over many of them."""
    return {disk_after(deeds, Random(seed)).get(name) for seed in range(300)}


def test_what_was_synced_is_there_and_the_rest_in_any_part() -> None:
    new, first = Deed("create", "a"), Deed("write", "a", 0, b"1" * 512)
    folder = (Deed("create", "a-wal"), Deed("sync", "a-wal"))
    synced = (new, first, Deed("sync", "a"))
    assert {None, b"1" * 512} == disks(*synced)
    assert {b"1" * 512} == disks(*synced, *folder)
    torn = disks(*synced, *folder, Deed("write", "a", 0, b"2" * 1024))
    assert {bytes(a + b) for a in (b"1" * 512, b"2" * 512) for b in (b"", b"2" * 512)} == torn
    assert {b"1" * 512, b"", None} == disks(new, first, Deed("sync", "a"), Deed("truncate", "a", 0))
    assert {b"1" * 512, None} == disks(*synced, *folder, Deed("delete", "a"))
    assert {None} == disks(*synced, *folder, Deed("delete", "a", 1))


def test_an_old_file_and_a_new_one_of_its_name_are_never_mixed() -> None:
    old = (Deed("create", "a"), Deed("write", "a", 0, b"11"), Deed("sync", "a"))
    again = (Deed("delete", "a"), Deed("create", "a"), Deed("write", "a", 1, b"2"))
    assert {b"11", b"\0002", b"", None} == disks(*old, Deed("create", "b-wal"), Deed("sync", "b-wal"), *again)

"""The reading room: whatever reading does to a worker, the file gets its finding and the room goes on."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import returns_sample as sample
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.returns.return_file import read_returns

HOSTILE = {job: f"hostile_readers:{job}_by_name" for job in ("read", "copy")}
LISTS = {"dictionary": sample.DICTIONARY, "city": sample.CITY}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers need a POSIX system")


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(workers=2, seconds=1.0, memory_bytes=256 << 20, functions=HOSTILE) as opened:
        yield opened


def _codes(file: FileRead) -> list[str]:
    return [finding.code for finding in file.findings]


def _worker_of(file: FileRead) -> int:
    return int(file.name.split()[-2])


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until_gone(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while _is_there(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not _is_there(process)


def test_a_worker_reads_what_this_process_reads() -> None:
    content = sample.good()
    with ReadingRoom(workers=1) as room:
        assert read_returns(content, name="../a.xlsx", **LISTS) == room.read(content, name="../a.xlsx", **LISTS)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("spins.xlsx", "file.took_too_long"),
        ("allocates.xlsx", "file.needs_too_much_memory"),
        ("dies.xlsx", "file.reader_failed"),
        ("raises.xlsx", "file.reader_failed"),
        ("forges.xlsx", "file.reader_failed"),
        ("floods.xlsx", "file.needs_too_much_memory"),
    ],
)
def test_what_a_reader_does_becomes_a_finding(room: ReadingRoom, name: str, code: str) -> None:
    started = time.monotonic()
    file = room.read(b"", name=f"../{name}" if name[0] == "x" else name, **LISTS)
    assert ([code], name, ()) == (_codes(file), file.name, file.returns)
    assert time.monotonic() - started < 8
    assert [] == _codes(room.read(b"", name="good.xlsx", **LISTS))


def test_without_the_limit_the_allocation_would_have_passed() -> None:
    """The harness proves that it can fail: the same reader under a wide limit gives another answer."""
    with ReadingRoom(workers=1, memory_bytes=8 << 30, functions=HOSTILE) as wide:
        assert ["file.reader_failed"] == _codes(wide.read(b"", name="allocates.xlsx", **LISTS))  # an int is no FileRead


def test_results_come_in_order_and_good_files_beside_bad_ones(room: ReadingRoom) -> None:
    names = ["a", "sleeps", "b", "dies", "c", "d", "raises", "e"]
    files = list(room.read_each([(b"x" * 10, name) for name in names], **LISTS))
    assert names == [file.name.split()[0] for file in files]
    assert ["sleeps", "dies", "raises"] == [file.name for file in files if file.findings]


def test_workers_stay_for_many_files(room: ReadingRoom) -> None:
    files = list(room.read_each([(b"", f"{number}") for number in range(40)], **LISTS))
    assert len({_worker_of(file) for file in files}) <= 2


def test_files_are_taken_only_a_little_ahead(room: ReadingRoom) -> None:
    taken = itertools.count()
    results = room.read_each(((b"", str(next(taken))) for _ in range(100)), **LISTS)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert next(taken) <= 5
    assert [] == _codes(room.read(b"", name="again", **LISTS))


def test_a_large_file_passes_whole() -> None:
    with ReadingRoom(workers=1, seconds=30, functions=HOSTILE) as room:
        assert "30000000" == room.read(b"x" * 30_000_000, name="large", **LISTS).name.split()[-1]


def test_a_file_too_large_to_be_handed_over_is_answered_so() -> None:
    with ReadingRoom(workers=1, seconds=30, memory_bytes=20 << 20, functions=HOSTILE) as room:
        assert ["file.needs_too_much_memory"] == _codes(room.read(b"x" * 30_000_000, name="large", **LISTS))
        assert [] == _codes(room.read(b"", name="small", **LISTS))


def test_closing_leaves_no_process() -> None:
    with ReadingRoom(workers=1, functions=HOSTILE) as room:
        worker = _worker_of(room.read(b"", name="a", **LISTS))
        assert _is_there(worker)
    assert not _is_there(worker)
    room.close()


def test_a_hanging_worker_is_gone_after_its_time(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with ReadingRoom(workers=1, seconds=0.5, functions=HOSTILE) as room:
        assert ["file.took_too_long"] == _codes(room.read(str(note).encode(), name="sleeps", **LISTS))
        assert not _is_there(int(note.read_text(encoding="ascii")))


_PARENT = """
import sys
import returns_sample as sample
from zhibiao.assemble.reading_room import ReadingRoom
room = ReadingRoom(workers=1, seconds=0.5, functions={"read": "hostile_readers:read_by_name"})
print(room.read(b"", name="a", dictionary=sample.DICTIONARY, city=sample.CITY).name.split()[-2], flush=True)
room.read(sys.argv[1].encode(), name=sys.argv[2], dictionary=sample.DICTIONARY, city=sample.CITY)
sys.stdin.read()
"""


@pytest.mark.parametrize("act", ["rests", "sleeps"])
def test_a_worker_ends_when_its_parent_is_killed(tmp_path: Path, act: str) -> None:
    note = tmp_path / "pid"
    command = [sys.executable, "-c", _PARENT, str(note), act]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        if act == "sleeps":
            until = time.monotonic() + 20
            while not note.exists() and time.monotonic() < until:
                time.sleep(0.01)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert _wait_until_gone(worker, 10)


def test_a_worker_holds_no_file_of_its_parent(tmp_path: Path) -> None:
    with (tmp_path / "store").open("w", encoding="utf-8") as store, ReadingRoom(workers=1, functions=HOSTILE) as room:
        worker = _worker_of(room.read(b"", name="a", **LISTS))
        folder = Path(f"/proc/{worker}/fd")
        if not folder.is_dir():
            pytest.skip("the system does not tell which files a process holds")
        held = {str(link.resolve()) for link in folder.iterdir()}
        assert store.name not in held
        assert 4 == len(list(folder.iterdir()))

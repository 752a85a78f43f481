"""A file asked for is whole or is not there, and what stood there before stays until then."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from zhibiao.assemble.out_file import write_out
from zhibiao.errors import UsageError
from zhibiao.terms.text import Text


@pytest.mark.parametrize("before", [b"before", None])
def test_a_full_disk_leaves_what_stood_there(
    before: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "decision.zip"
    if before is not None:
        target.write_bytes(before)
    whole = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        whole(path, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(UsageError) as raised:
        write_out(target, b"after")
    assert ("file.not_written", Text("磁盘已满", "the disk is full")) == (
        raised.value.code,
        raised.value.facts["reason"],
    )
    assert ([] if before is None else [target]) == list(tmp_path.iterdir())
    assert before == (target.read_bytes() if target.exists() else None)


def test_it_is_the_file_asked_for(tmp_path: Path) -> None:
    write_out(tmp_path / "new" / "folder" / "a", b"1")
    assert b"1" == (tmp_path / "new" / "folder" / "a").read_bytes()
    kept = tmp_path / "kept"
    kept.write_bytes(b"0")
    kept.chmod(0o640)
    (tmp_path / "link").symlink_to(kept)
    write_out(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert b"2" == kept.read_bytes()
    assert 0o640 == stat.S_IMODE(kept.stat().st_mode)


def test_a_pipe_keeps_its_name(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_out(pipe, b"bytes")
        assert b"bytes" == os.read(reader, 10)
    finally:
        os.close(reader)
    assert pipe.is_fifo()

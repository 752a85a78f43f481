"""The end of every call: exit codes, and an output that takes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

VERB = (sys.executable, "-c", "from zhibiao.cli.main import main; main()", "rules")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("how", [(), ("--json",)])
def test_a_full_disk_is_said_without_a_trace(how: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([*VERB, *how], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert 1 == done.returncode
    assert "磁盘已满" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the output")
def test_a_closed_output_is_no_fault() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *VERB], stderr=subprocess.PIPE, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)

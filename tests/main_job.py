"""What the tests of the main job share: one demo book, made once by the command a user types, and copies of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ZHIBIAO = Path(sys.executable).parent / "zhibiao"


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program as a user runs it; warnings are errors there too."""
    environment = {**os.environ, "PYTHONWARNINGS": "error", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(ZHIBIAO), *arguments], capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=300
    )


def answer(*arguments: str, code: int = 0) -> dict[str, Any]:
    """The JSON document of a verb, after the exit code was held against `code`; never a trace."""
    done = run(*arguments, "--json")
    assert "Traceback" not in done.stderr, done.stderr
    assert (code, True) == (done.returncode, done.stdout.startswith("{")), done.stdout + done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["ok"] is (code == 0)
    return document


def copy_of(book: Path, place: Path) -> Path:
    """A copy of a book to act on."""
    return Path(shutil.copytree(book, place / "book"))

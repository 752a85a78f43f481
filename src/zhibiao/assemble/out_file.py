"""A file written where a person asked for it, whole or not at all, or a refusal that says why it could not be."""

from __future__ import annotations

import tempfile
from pathlib import Path

from zhibiao.errors import UsageError


def write_out(path: Path, content: bytes) -> None:
    """Write a file, making the folders above it; what stood there stays until the new one is whole.

    Raises:
        UsageError: `file.not_written`, where the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            # A pipe or a terminal takes bytes and keeps its name.
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        raise UsageError("file.not_written", file=str(path), reason=error.strerror or str(error)) from error


def _replace(path: Path, content: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        draft.write_bytes(content)
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)

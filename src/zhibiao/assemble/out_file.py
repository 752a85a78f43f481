"""A file written where a person asked for it, or a refusal that says why it could not be."""

from __future__ import annotations

from pathlib import Path

from zhibiao.errors import UsageError


def write_out(path: Path, content: bytes) -> None:
    """Write a file, making the folders above it.

    Raises:
        UsageError: `file.not_written`, where the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("file.not_written", file=str(path), reason=error.strerror or str(error)) from error

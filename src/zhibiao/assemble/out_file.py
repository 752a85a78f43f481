"""A file written where a person asked for it, whole or not at all, or a refusal that says why it could not be."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from zhibiao.assemble.why_unread import why_unwritten
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
        raise UsageError("file.not_written", file=str(path), reason=why_unwritten(error)) from error


def is_replaced(
    target: Path, *, inputs: Sequence[Path], is_ours: Callable[[bytes], bool], most: int, code: str
) -> bool:
    """Whether an earlier output of the same kind stands there, which a new one may replace.

    Args:
        target: where the output is to go.
        inputs: what it is made of, which is never replaced.
        is_ours: whether bytes are an output of that kind.
        most: bytes; a larger file is none.
        code: of the refusal.

    Raises:
        UsageError: `code`, something else stands there.
    """
    try:
        if not target.exists():
            return False
        is_small = target.is_file() and target.stat().st_size <= most
        is_input = any(one.exists() and target.samefile(one) for one in inputs)
        if is_small and not is_input and is_ours(target.read_bytes()):
            return True
    except (OSError, zipfile.BadZipFile):
        pass
    raise UsageError(code, file=str(target))


def _replace(path: Path, content: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        draft.write_bytes(content)
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)

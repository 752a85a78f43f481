"""Files and folders that are on the disk, whole, before they bear their name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp, mkstemp

from zhibiao.errors import ActRefused, ZhibiaoError


@contextmanager
def drafted_file(target: Path) -> Iterator[Path]:
    """An empty file beside the target, for its owner alone, taken away at the end unless it was put in place.

    Raises:
        ActRefused: `snapshot.target_exists`.
        ZhibiaoError: `snapshot.cannot_write`.
    """
    with _writing(target):
        refuse_existing(target)
        _make_folder(target.parent)
        handle, name = mkstemp(prefix=f".{target.name}-", dir=target.parent)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def drafted_folder(target: Path) -> Iterator[Path]:
    """The same for a folder."""
    with _writing(target):
        refuse_existing(target)
        _make_folder(target.parent)
        draft = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def put_in_place(draft: Path, target: Path) -> None:
    """Sync a file or a whole folder, give it its name in one step, and sync that too.

    After a power cut the target is either absent or whole. ActRefused `snapshot.target_exists` when something came to
    stand there meanwhile.
    """
    sync_tree(draft)
    refuse_existing(target)
    draft.rename(target)
    try:
        _sync(target.parent)
    except OSError:
        target.rename(draft)
        raise


def sync_tree(root: Path) -> None:
    """Sync a file, or every file of a folder and then the folders that name them, deepest first."""
    if root.is_dir():
        for path in sorted(root.iterdir()):
            sync_tree(path)
    _sync(root)


def refuse_existing(target: Path) -> None:
    """ActRefused `snapshot.target_exists` unless there is nothing, or an empty folder."""
    if target.is_symlink() or (target.exists() and not (target.is_dir() and not any(target.iterdir()))):
        raise ActRefused("snapshot.target_exists", name=target.name)


def _make_folder(path: Path) -> None:
    if not path.exists():
        _make_folder(path.parent)
        path.mkdir(exist_ok=True)
        _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such call for folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ZhibiaoError("snapshot.cannot_write", name=target.name, reason=error.strerror or str(error)) from error

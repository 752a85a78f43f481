"""The folder of a demo: made anew where an earlier demo stood, and nobody else's files touched."""

from __future__ import annotations

import shutil
from pathlib import Path

from zhibiao.errors import ActRefused
from zhibiao.store.access.access_store import FILE as ACCESS
from zhibiao.store.book_folder import CITY, DATABASE, OUT, RULEBOOKS, SETTINGS

MARK = ".zhibiao-demo"
"""An empty file that tells a demo's book from one in which somebody works."""

_FILES = (DATABASE, ACCESS)
_BESIDE = (f"{name}-{tail}" for name in _FILES for tail in ("wal", "shm"))
_OWN = frozenset({MARK, CITY, *_FILES, OUT, RULEBOOKS, SETTINGS, *_BESIDE})
_SHOWN = 3


def clear_demo_folder(root: Path) -> None:
    """Take away what an earlier demo left, so that a book can be made there.

    Raises:
        ActRefused: `demo.folder_in_use`, the folder holds anything that no demo made, or is no folder.
    """
    if not root.exists():
        return
    found = sorted(path.name for path in root.iterdir()) if root.is_dir() else [root.name]
    foreign = [name for name in found if name not in _OWN] if MARK in found else found
    if foreign or not root.is_dir():
        shown = "、".join(foreign[:_SHOWN]) + (" …" if len(foreign) > _SHOWN else "")
        raise ActRefused("demo.folder_in_use", folder=root.name, found=shown)
    # The mark goes last: a clearing that was broken off is recognised and taken up again.
    for name in sorted(found, key=lambda one: one == MARK):
        path = root / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def mark_demo_folder(root: Path) -> None:
    """Say that this book is a demo's, which a later demo may replace."""
    (root / MARK).touch()

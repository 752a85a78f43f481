"""Where what is read in pages is written: never over what is read, and folders made for it are said."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibiao.assemble.page_list import Document, shown_path
from zhibiao.errors import UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


def clean_path(folder: Path, page: str) -> Path:
    """The file of a page's cleaned text."""
    return folder / f"{page}.txt"


def refuse_overwriting(
    pages: Sequence[Document], *, clean_dir: Path | None, out: Path | None, read: Iterable[Path] = ()
) -> None:
    """Refuse a call that would write over a page that it reads, or twice to one place.

    Args:
        pages: what is read.
        clean_dir: folder of the cleaned texts.
        out: file of the records.
        read: other files that are read: the index, tables of words.

    Raises:
        UsageError: `texts.would_overwrite`, `texts.same_output`.
    """
    kept = {identity: path for path in (*read, *(page.path for page in pages)) for identity in _identities(path)}
    written: dict[object, Path] = {}
    cleaned = [clean_path(clean_dir, page.doc) for page in pages] if clean_dir else []
    for target in (*cleaned, *([out] if out else [])):
        place, file = Place(file=shown_path(target)), shown_path(target)
        for identity in _identities(target):
            if identity in kept:
                raise UsageError("texts.would_overwrite", place=place, file=file, page=shown_path(kept[identity]))
            if identity in written:
                first = shown_path(written[identity])
                raise UsageError("texts.same_output", place=place, file=file, first=first, second=file)
        written |= dict.fromkeys(_identities(target), target)


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders that were not there when the work began and are made when the first file is written to them."""

    missing: tuple[Path, ...]

    @classmethod
    def missing_of(cls, *folders: Path | None) -> Folders:
        """Those of the folders that are not there."""
        return cls(tuple(dict.fromkeys(one for one in folders if one is not None and not one.exists())))

    def made(self) -> tuple[Finding, ...]:
        """A note for each that is there by now."""
        shown = [shown_path(folder) for folder in self.missing if folder.exists()]
        return tuple(
            Finding(code="texts.folder_made", severity=Severity.NOTE, place=Place(file=one), facts={"file": one})
            for one in shown
        )


def _identities(path: Path) -> tuple[object, ...]:
    """What tells that two paths are one file: where it leads, and the file itself by whatever name (hard links)."""
    try:
        found = path.stat()
    except OSError:
        return (os.path.normcase(os.path.realpath(path)),)
    return os.path.normcase(os.path.realpath(path)), (found.st_dev, found.st_ino)

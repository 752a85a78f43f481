"""A folder that papers are put into together: all files of a publication, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from zhibiao.errors import ActRefused


class PaperFolder:
    """Publications under one folder, each in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Write all files beside the place and move them there in one step; what stood there before gives way.

        Raises:
            ActRefused: `publish.not_written` when the disk refuses; what stood there before is still there.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=f".{folder}-", dir=self.root) as draft:
                self._put(Path(draft), folder, files)
        except OSError as error:
            raise ActRefused("publish.not_written", folder=folder, reason=error.strerror or str(error)) from error

    def folders(self) -> tuple[str, ...]:
        """The publications there are, by name."""
        if not self.root.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.root.iterdir() if path.is_dir() and path.name[0] != "."))

    def read(self, folder: str, name: str) -> bytes | None:
        """A file of a publication; None where it is not there, is no plain file, or lies outside the folder."""
        place = (self.root / folder).resolve()
        path = (place / name).resolve()
        if place.parent != self.root.resolve() or not path.is_relative_to(place) or not path.is_file():
            return None
        return path.read_bytes()

    def _put(self, draft: Path, folder: str, files: Mapping[str, bytes]) -> None:
        fresh, former = draft / "new", draft / "old"
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        place = self.root / folder
        if place.exists():
            place.rename(former)
        try:
            fresh.rename(place)
        except OSError:
            if former.exists():
                former.rename(place)
            raise
        shutil.rmtree(former, ignore_errors=True)

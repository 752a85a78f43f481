"""`zhibiao.toml` written anew while others read it: whole or not at all, with the version before kept beside it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from zhibiao.errors import ActRefused
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import BookSettings


class SettingsFile:
    """One book folder's settings; one at a time may change them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> BookSettings:
        """What it says now; InputRefused as `settings_of` raises it."""
        return settings_of(self._path)

    def change(self, make: Callable[[BookSettings], BookSettings], *, at: dt.datetime) -> BookSettings:
        """Write what `make` gives for what stands there now; the old file stays as `zhibiao.toml.<instant>`.

        Raises:
            ActRefused: `settings.cannot_write`.
        """
        old = self._path.read_bytes()
        changed = make(self.read())
        kept = self._path.with_name(f"{self._path.name}.{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%fZ}")
        mode = self._path.stat().st_mode & 0o777
        try:
            _write(kept, old, mode)
            _write(self._path, settings_text(changed).encode(), mode)
        except OSError as error:
            raise ActRefused("settings.cannot_write", reason=error.strerror or str(error)) from error
        return changed


def _write(path: Path, content: bytes, mode: int) -> None:
    """Beside its place, onto the disk, then into its place in one step."""
    number, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft = Path(name)
        draft.chmod(mode)
        draft.replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""Files opened for reading where they are files: a pipe or device is refused at once instead of waited for."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def opened(path: Path) -> BinaryIO:
    """The file, open for reading.

    Raises:
        OSError: it cannot be opened; `EISDIR` for a folder, `ENOTSUP` for a pipe, a socket or a device.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(number).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(number, "rb")
    os.close(number)
    kind = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENOTSUP
    raise OSError(kind, os.strerror(kind))

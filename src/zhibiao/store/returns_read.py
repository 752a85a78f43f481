"""The returns of a book as read from its database: once for all who have the book open in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from zhibiao.monthly.returns import Return


class ReturnsRead:
    """Committed returns by number, for stores on several threads; nothing kept here ever changes."""

    def __init__(self) -> None:
        self._kept: list[Return] = []
        self._lock = threading.Lock()

    def behind(self, known: int, read: Callable[[int], Sequence[Return]]) -> Sequence[Return]:
        """The returns behind so many, in order: those kept, and what `read` finds behind them in the database.

        A store that knows more than is kept here, since it wrote it, gets what it lacks and leaves the rest to others.
        """
        with self._lock:
            if known > len(self._kept):
                return read(known)
            # One reads and the others wait: they want the very same.
            self._kept += read(len(self._kept))
            return self._kept[known:]

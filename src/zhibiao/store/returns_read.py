"""The returns of a book as read from its database: once for all who have the book open in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence

from zhibiao.monthly.returns import Return
from zhibiao.terms.period import Month


class ReturnsIndex:
    """The returns that a store has read, by enterprise, and the last months that they are of."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._count = 0
        self._of: dict[str, list[Return]] = {}
        self._months: dict[str, set[Month]] = {}
        # One object for each month: sets of them are joined without being compared.
        self._month: dict[Month, Month] = {}
        self._joined: dict[tuple[str, ...], frozenset[Month]] = {}

    def read_on(self, returns: Sequence[Return]) -> None:
        """Take in what is new among all returns in order; all of them where some were taken back."""
        if len(returns) < self._count:
            self._forget()
        if len(returns) > self._count:
            self._joined.clear()
        for item in returns[self._count :]:
            self._of.setdefault(item.enterprise, []).append(item)
            last = item.period.last
            self._months.setdefault(item.enterprise, set()).add(self._month.setdefault(last, last))
        self._count = len(returns)

    def of(self, enterprise: str) -> Sequence[Return]:
        """All versions of one enterprise, in order of receipt."""
        return tuple(self._of.get(enterprise, ()))

    def months(self, enterprises: Iterable[str]) -> frozenset[Month]:
        """The last months of all periods for which any of them has filed."""
        names = tuple(enterprises)
        if names not in self._joined:
            self._joined[names] = frozenset().union(*(self._months.get(one, ()) for one in names))
        return self._joined[names]


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

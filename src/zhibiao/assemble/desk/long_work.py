"""Acts that take seconds wait their turn before they borrow the book, so that quick pages always find one free."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from zhibiao.errors import Conflict, TooMany

PATIENCE_S = 60.0


class LongWork:
    """Places for long acts, and one turn for acts that write the same files.

    Args:
        most: how many may be at work at once.
        patience_s: how long one waits for a place.
    """

    def __init__(self, most: int, *, patience_s: float = PATIENCE_S) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._patience_s = patience_s
        self._turn = threading.Lock()
        self._asked: set[Hashable] = set()
        self._lock = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for one act; TooMany `desk.busy` where none becomes free in time."""
        if not self._places.acquire(timeout=self._patience_s):
            raise TooMany("desk.busy", seconds=10)
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """The one turn of all, and a place with it.

        Raises:
            Conflict: `paper.busy` while the same, by its key, is at work or waits.
            TooMany: `desk.busy` where the turn does not come in time.
        """
        with self._lock:
            if key in self._asked:
                raise Conflict("paper.busy", seconds=10)
            self._asked.add(key)
        try:
            if not self._turn.acquire(timeout=self._patience_s):
                raise TooMany("desk.busy", seconds=10)
            try:
                with self.place():
                    yield
            finally:
                self._turn.release()
        finally:
            with self._lock:
                self._asked.discard(key)

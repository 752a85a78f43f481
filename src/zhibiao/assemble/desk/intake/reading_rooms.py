"""Reading rooms that stand ready for the desk: each reads for one request at a time, others wait their turn."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.errors import ActRefused

ROOMS = 2
PATIENCE_SECONDS = 30.0
_WORKERS = 2


class ReadingRooms:
    """A few rooms lent out one by one; their workers stay, so that the next file need not wait for them to start.

    Args:
        most: rooms at once.
        patience_seconds: how long a request waits for a room.
    """

    def __init__(self, most: int = ROOMS, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._most, self._patience_seconds = most, patience_seconds
        self._free: queue.LifoQueue[ReadingRoom] = queue.LifoQueue()
        for _ in range(most):
            self._free.put(ReadingRoom(workers=_WORKERS))

    @contextmanager
    def lent(self, *, patience_seconds: float | None = None) -> Iterator[ReadingRoom]:
        """A room for one piece of work; ActRefused `intake.busy` where none becomes free in time."""
        patience = self._patience_seconds if patience_seconds is None else patience_seconds
        try:
            room = self._free.get(timeout=patience)
        except queue.Empty:
            raise ActRefused("intake.busy", seconds=int(patience)) from None
        try:
            yield room
        finally:
            self._free.put(room)

    def close(self) -> None:
        """End all workers; no request may be at work."""
        for _ in range(self._most):
            room = self._free.get()
            room.close()
            self._free.put(room)

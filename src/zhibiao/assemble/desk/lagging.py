"""Pages that may show what was computed of the book as it stood a moment ago, while it is computed anew behind them."""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import structlog

_log = structlog.get_logger("zhibiao.desk")

PATIENCE_S = 1.0
"""What takes no longer than this to compute is computed while its reader waits."""


@dataclass(slots=True)
class Lent:
    """One borrowing of the book: whether its page may lag behind, and the instant it then stands for."""

    may_lag: bool
    stands_for: dt.datetime | None = None

    def lag(self, instant: dt.datetime) -> None:
        """Note that a value of that instant was used; of several the oldest counts."""
        self.stands_for = instant if self.stands_for is None else min(self.stands_for, instant)


class Renewals:
    """One thread that computes anew, in the order in which it was asked; what waits already is not put in twice."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._queue: queue.SimpleQueue[Hashable | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, key: Hashable, renew: Callable[[], object]) -> None:
        """Have something computed anew."""
        with self._lock:
            if key in self._waiting:
                return
            self._waiting[key] = renew
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="renewals", daemon=True)
                self._thread.start()
        self._queue.put(key)

    def close(self) -> None:
        """Finish what is at work and leave the rest."""
        with self._lock:
            self._waiting.clear()
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _work(self) -> None:
        while (key := self._queue.get()) is not None:
            renew = self._waiting.get(key)
            try:
                if renew is not None:
                    renew()
            except Exception as error:  # noqa: BLE001 - whoever asks next computes it in the open, and is told
                if self._thread is not None:  # else everything is being closed
                    _log.error("renewal_failed", key=repr(key), exc_info=error)
            finally:
                with self._lock:
                    self._waiting.pop(key, None)

"""What was computed of the book, kept for the state it was computed of; each thing is computed by one at a time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 512
_NOTED_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A value, the state that it was made of, and when its making began, by a running clock.

    `seconds` is how long it takes to make it with everything that it is made of, remembered or not.
    """

    state: Hashable
    value: Any
    begun: float
    seconds: float


class _Thread(threading.local):
    """What the value that is being made on a thread was spared: seconds by the key of what had been made before."""

    spared: dict[Hashable, float] | None = None


class Memo:
    """A bounded memory for many threads, with one value for each key; the longest unused goes first.

    >>> memo = Memo()
    >>> memo.get("a", lambda: 3, state=1), memo.get("a", lambda: 4, state=1), memo.get("a", lambda: 5, state=2)
    (3, 3, 5)
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._thread = _Thread()

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._kept)

    def last(self, key: Hashable) -> Made | None:
        """What was made last under that key, of whatever state."""
        with self._lock:
            return self._kept.get(key)

    def get(self, key: Hashable, make: Callable[[], T], *, state: Hashable = None) -> T:
        """What was made of that state, or made now while others who want the same wait; what fails is not kept."""
        with self._lock:
            if (kept := self._of(key, state)) is not None:
                return self._taken(key, kept)  # type: ignore[no-any-return]
            making = self._making.setdefault((key, state), threading.Lock())
        with making:
            with self._lock:
                if (kept := self._of(key, state)) is not None:
                    return self._taken(key, kept)  # type: ignore[no-any-return]
            outer, spared = self._thread.spared, dict[Hashable, float]()
            self._thread.spared = spared
            try:
                begun = time.monotonic()
                value = make()
                seconds = time.monotonic() - begun + sum(spared.values())
                self._keep(key, Made(state=state, value=value, begun=begun, seconds=seconds))
            finally:
                self._thread.spared = None if outer is None else outer | spared
                with self._lock:
                    self._making.pop((key, state), None)
        return value

    def _taken(self, key: Hashable, kept: Made) -> Any:
        if kept.seconds > _NOTED_S and self._thread.spared is not None:
            self._thread.spared[key] = kept.seconds
        return kept.value

    def _of(self, key: Hashable, state: Hashable) -> Made | None:
        kept = self._kept.get(key)
        if kept is None or kept.state != state:
            return None
        self._kept.move_to_end(key)
        return kept

    def _keep(self, key: Hashable, made: Made) -> None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.begun <= made.begun:
                # Else somebody was overtaken who had begun with an earlier state.
                self._kept[key] = made
                self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A value, the state that it was made of, and when its making began and how long it took, by a running clock."""

    state: Hashable
    value: Any
    begun: float
    seconds: float


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
                return kept.value  # type: ignore[no-any-return]
            making = self._making.setdefault((key, state), threading.Lock())
        with making:
            with self._lock:
                if (kept := self._of(key, state)) is not None:
                    return kept.value  # type: ignore[no-any-return]
            try:
                begun = time.monotonic()
                value = make()
                self._keep(key, Made(state=state, value=value, begun=begun, seconds=time.monotonic() - begun))
            finally:
                with self._lock:
                    self._making.pop((key, state), None)
        return value

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

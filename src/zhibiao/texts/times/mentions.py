"""The expressions of time of a page, found by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from zhibiao.texts.times.stretch import TimeMention

_FARTHEST = 200


@dataclass(frozen=True, slots=True)
class Mentions:
    """Expressions of time in the order of the text, not overlapping."""

    all: tuple[TimeMention, ...]

    def between(self, start: int, end: int) -> tuple[TimeMention, ...]:
        """Those that stand between two places, wholly or in part."""
        return self.all[bisect_left(self.all, start + 1, key=_end) : bisect_left(self.all, end, key=_start)]

    def before(self, floor: int, ceiling: int) -> Iterator[TimeMention]:
        """Those from one place to another, the last first; of very many the last two hundred."""
        last = bisect_right(self.all, ceiling, key=_end)
        for one in islice(reversed(self.all[max(0, last - _FARTHEST) : last]), _FARTHEST):
            if one.start < floor:
                return
            yield one

    def after(self, place: int) -> Iterator[TimeMention]:
        """Those behind a place, in order."""
        return islice(self.all, bisect_left(self.all, place, key=_start), None)


def _start(one: TimeMention) -> int:
    return one.start


def _end(one: TimeMention) -> int:
    return one.end

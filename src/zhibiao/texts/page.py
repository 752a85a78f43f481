"""A page laid open for reading: the clean text with its layout, numbers, times, parties and the words known."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice, takewhile

from zhibiao.texts.layout import Layout
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the readers of figures, actions, projects and agreements share; made once for each text.

    `published` is the date of publication, where it is known: relative years resolve by it.
    """

    layout: Layout
    lexicon: Lexicon
    published: dt.date | None
    quantities: tuple[Quantity, ...]

    @property
    def text(self) -> str:
        """The clean text."""
        return self.layout.text

    def within(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The numbers that stand wholly between two places."""
        first = bisect_left(self.quantities, start, key=lambda one: one.start)
        inside = takewhile(lambda one: one.start < end, islice(self.quantities, first, None))
        return tuple(one for one in inside if one.end <= end)

"""A page laid open for reading: the clean text with its layout, numbers, times, parties and the words known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
        return tuple(one for one in self.quantities if start <= one.start and one.end <= end)

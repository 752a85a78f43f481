"""A cleaned text in which every character knows its place in the raw one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A character that did not survive the page: its place in the clean text, and what it was where that is certain."""

    at: int
    restored: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The article, one paragraph a line, with the raw text it came from.

    `origin[i]` is the place in `raw` of the clean character `i`; it never falls from one character to the next. A
    character that the cleaning put in (a line's end, a restored one) bears the place of what it stands for.
    """

    raw: str
    text: str
    origin: Sequence[int]
    lost: tuple[Lost, ...] = ()
    published: str | None = None
    """The date of publication that the page itself states (YYYY-MM-DD), None where it does not."""

    def __post_init__(self) -> None:
        if len(self.origin) != len(self.text):
            raise ValueError(f"{len(self.text)} characters, {len(self.origin)} places")

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the clean characters from `start` to `end` (exclusive, not empty) stand in the raw text, dirt between
        them included.

        >>> Cleaned(raw="产(ch\u01cen)量", text="产量", origin=(0, 7)).raw_span(0, 2)
        (0, 8)
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters from {start} to {end} among {len(self.text)}")
        return self.origin[start], self.origin[end - 1] + 1

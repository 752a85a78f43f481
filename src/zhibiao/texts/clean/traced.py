"""A text in which every character carries its place in the raw one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOST_EMPTY = 12
"""No table of a text leaves more cells empty beside each other."""

Edit = tuple[int, int, str]
"""What stands from the first place to the second (exclusive) gives way to a text."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Characters and, for each, its place in the raw text; places never fall from one character to the next."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, raw: str) -> Traced:
        """A raw text as it stands."""
        return cls(raw, range(len(raw)))

    def part(self, start: int, end: int) -> Traced:
        """What stands from `start` to `end` (exclusive)."""
        return Traced(self.text[start:end], self.places[start:end])

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """The text after edits in its order, none overlapping another.

        A character put in bears the place of the one it stands for: of its fellow where lengths are equal, else of the
        first one that went; before the text's own characters where none went.

        >>> Traced.of("6 . 5").edited([(1, 4, ".")])
        Traced(text='6.5', places=[0, 1, 4])
        """
        texts: list[str] = []
        places: list[int] = []
        done = 0
        for start, end, new in edits:
            texts += (self.text[done:start], new)
            places += self.places[done:start]
            places += self._places_of(start, end, len(new))
            done = end
        if not texts:
            return self
        texts.append(self.text[done:])
        places += self.places[done:]
        return Traced("".join(texts), places)

    def _places_of(self, start: int, end: int, count: int) -> Iterable[int]:
        if count == end - start:
            return self.places[start:end]
        if start < len(self.places):
            return (self.places[start],) * count
        return (self.places[-1] if self.places else 0,) * count

    def without(self, spans: Iterable[tuple[int, int]]) -> Traced:
        """The text without some spans, given in its order."""
        return self.edited((start, end, "") for start, end in spans)

    def stripped(self) -> Traced:
        """The text without blanks at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def lines(self) -> list[Traced]:
        """The lines, without their ends."""
        parts = []
        start = 0
        for text in self.text.split("\n"):
            parts.append(self.part(start, start + len(text)))
            start += len(text) + 1
        return parts


def joined(parts: Iterable[Traced], between: str) -> Traced:
    """Parts in the order of the raw text, with a text between each two that bears the place where the first ends.

    >>> joined([Traced("a", [0]), Traced("b", [4])], " | ").text
    'a | b'
    """
    return in_places(enumerate(part for part in parts if part.text), between)


def in_places(parts: Iterable[tuple[int, Traced]], between: str) -> Traced:
    """Numbered parts, the text between two of them as often as their numbers are apart: empty cells stay.

    >>> in_places([(0, Traced("a", [0])), (2, Traced("b", [4]))], "|").text
    'a||b'
    """
    texts: list[str] = []
    places: list[int] = []
    last = 0
    for number, part in parts:
        if not part.text:
            continue
        if texts:
            gap = between * max(1, min(number - last, _MOST_EMPTY))
            texts.append(gap)
            places += (places[-1],) * len(gap)
        texts.append(part.text)
        places += part.places
        last = number
    return Traced("".join(texts), places)

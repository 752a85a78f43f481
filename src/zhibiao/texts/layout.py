"""How a clean text is laid out: lines with their part in the whole, sentences, clauses."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What part a line plays."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"  # one of a list
    ROW = "row"  # of a table, cells joined by ` | `
    MARGIN = "margin"  # document number, addressee, signature, date, byline


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the clean text: from `start` to `end` (exclusive, its line's end left out).

    `level` counts headings from 1 (the outermost); 0 for what is no heading. `under` holds the numbers of the headings
    that it stands under, outermost first, the title left out. `table` is the number of the row with which its table
    begins, -1 for a line that is no row.
    """

    start: int
    end: int
    role: Role
    level: int = 0
    under: tuple[int, ...] = ()
    table: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What ends with a full stop, a question or exclamation mark, or the line; `line` is its line's number."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What stands between commas, semicolons or colons, outside brackets and quotation marks, without these marks."""

    start: int
    end: int
    sentence: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIn:
    """A heading inside a paragraph (`一是拉长产业链。`): what stands from its `end` to `until` stands under it."""

    start: int
    end: int
    until: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person says in an interview, from `start` to `until`; the speaker stands before `end`."""

    start: int
    end: int
    until: int
    is_question: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A text with its lines, sentences and clauses, each in the order of the text."""

    text: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]
    run_ins: tuple[RunIn, ...] = ()
    turns: tuple[Turn, ...] = ()

    def line_at(self, place: int) -> int:
        """The number of the line that holds a place, or the last before it."""
        return max(0, bisect_right(self.lines, place, key=_start) - 1)

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a place, or the last before it."""
        return max(0, bisect_right(self.sentences, place, key=_start) - 1)

    def clause_at(self, place: int) -> int:
        """The number of the clause that holds a place, or the last before it."""
        return max(0, bisect_right(self.clauses, place, key=_start) - 1)

    def headings_over(self, place: int) -> tuple[tuple[int, int], ...]:
        """Where the headings stand under which a place stands, outermost first, the title left out."""
        if not self.lines:
            return ()
        lines = [self.lines[number] for number in self.lines[self.line_at(place)].under]
        inside = [one for one in self.run_ins if one.end <= place < one.until]
        return (*((line.start, line.end) for line in lines), *((one.start, one.end) for one in inside))

    def turn_at(self, place: int) -> Turn | None:
        """Whose turn it is at a place, None outside an interview."""
        number = bisect_right(self.turns, place, key=_start) - 1
        return self.turns[number] if number >= 0 and place < self.turns[number].until else None


def _start(one: Line | Sentence | Clause | Turn) -> int:
    return one.start

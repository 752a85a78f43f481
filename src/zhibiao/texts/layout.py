"""How a clean text is laid out: lines with their part in the whole, sentences, clauses."""

from __future__ import annotations

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
    that it stands under, outermost first, the title left out.
    """

    start: int
    end: int
    role: Role
    level: int = 0
    under: tuple[int, ...] = ()


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
class Layout:
    """A text with its lines, sentences and clauses, each in the order of the text."""

    text: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]

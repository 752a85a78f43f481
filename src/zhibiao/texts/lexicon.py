"""The words that reading knows: tables in which an analyst adds a term as a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One row: a word or, in a table of patterns, a regular expression; what it is; and what it stands for."""

    word: str
    sense: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables by name. Patterns and indexes are made once each; patterns have the longest word first, so that 百分点
    is found before 百分.
    """

    tables: Mapping[str, tuple[Term, ...]]
    _patterns: dict[tuple[str, tuple[str, ...]], re.Pattern[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _terms: dict[tuple[str, tuple[str, ...]], tuple[Term, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _indexes: dict[tuple[str, tuple[str, ...]], dict[str, Term]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _made: dict[Callable[[Lexicon], object], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, make: Callable[[Lexicon], Made]) -> Made:
        """What a function makes of the tables, made at the first asking: a grammar compiled for all pages."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    def terms(self, table: str, *senses: str) -> tuple[Term, ...]:
        """The rows of a table, of some senses or of all; an unknown table is a KeyError."""
        key = (table, senses)
        if key not in self._terms:
            self._terms[key] = tuple(term for term in self.tables[table] if not senses or term.sense in senses)
        return self._terms[key]

    def by_word(self, table: str, *senses: str) -> Mapping[str, Term]:
        """The rows of a table by their word."""
        key = (table, senses)
        if key not in self._indexes:
            self._indexes[key] = {term.word: term for term in self.terms(table, *senses)}
        return self._indexes[key]

    def pattern(self, table: str, *senses: str) -> re.Pattern[str]:
        """Any word of a table, of some senses or of all, longest first; matches nothing where there are none."""
        key = (table, senses)
        if key not in self._patterns:
            self._patterns[key] = any_of(term.word for term in self.terms(table, *senses))
        return self._patterns[key]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that matches any of the words as they stand, the longest that fits.

    >>> any_of(["百分", "百分点"]).match("百分点").group()
    '百分点'
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

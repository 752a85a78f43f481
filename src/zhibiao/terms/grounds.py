"""Grounds (说明代码): the short list of reasons a firm may give beside an unusual figure, and what each explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground: its code on the form, its words, and the codes of findings that need no question once it is given."""

    code: str
    name: Text
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds by code; an unknown code is a KeyError."""

    by_code: Mapping[str, Ground]

    def __getitem__(self, code: str) -> Ground:
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[Ground]:
        return iter(self.by_code.values())


NO_GROUNDS = Grounds({})

CORRECTION = "04"
"""The ground that makes a negative month lawful: it takes back what earlier months reported too much."""
STOPS = ("01", "02")
"""Maintenance, and stop or curtailment: the grounds on which a plant made less, or nothing."""

"""A rulebook printed as the official measures: from a file of one's own, or from a book."""

from __future__ import annotations

from pathlib import Path

from zhibiao import __version__
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.text import Language, Text
from zhibiao.writers.measures import write_measures
from zhibiao.writers.wording import Words


def measures_of_file(path: Path, lang: Language) -> tuple[Rulebook, bytes]:
    """Read and review a rulebook, and print it; RulebookRefused with every mistake in it."""
    rulebook = read_rulebook(path, dictionary=dictionary())
    return rulebook, _printed(rulebook, lang, note=None)


def measures_of_book(opened: OpenBook, sector: str, year: int, lang: Language) -> tuple[Rulebook, bytes]:
    """Print a book's rulebook of a sector and plan year; NotFound `rulebook.missing`."""
    rulebook = opened.rulebook(sector, year)
    return rulebook, _printed(rulebook, lang, note=opened.city.note)


def _printed(rulebook: Rulebook, lang: Language, *, note: Text | None) -> bytes:
    words = Words(catalogue(), lang)
    return write_measures(rulebook, words, dictionary=dictionary(), note=note, code_version=__version__)

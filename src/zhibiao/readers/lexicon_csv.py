"""Lexicon tables (`data/lexicon/*.csv`, columns word, sense, value): the bundled ones and those an analyst adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from zhibiao.errors import InputRefused
from zhibiao.readers.table import Row, TableReader
from zhibiao.terms.citation import Place
from zhibiao.texts.lexicon import Lexicon, Term

COLUMNS = ("word", "sense")

_MOST_CLOSED = 14
_OPEN = ("units", "units_en")  # what a unit is written as is up to whoever adds it
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")

Tables = Mapping[str, tuple[Term, ...]]


def read_lexicon(more: Iterable[Path] = ()) -> Lexicon:
    """The bundled tables, and after them the rows of every further folder, table by table of the same file name.

    The bundled tables say what may be added: their names, the senses of each, and which senses need a value.

    Raises:
        InputRefused: `lexicon.*` for a row or table that no rule could use, or what `TableReader` refuses: a file that
            is not UTF-8 or lacks a column; each with its place.
    """
    with as_file(files("zhibiao").joinpath("data", "lexicon")) as folder:
        bundled = {path.stem: tuple(map(_term, _rows(TableReader(path)))) for path in sorted(folder.glob("*.csv"))}
    tables = dict(bundled)
    for folder in more:
        for name, terms in _added(folder, bundled):
            tables[name] = (*tables[name], *terms)
    return Lexicon(tables)


def _added(folder: Path, bundled: Tables) -> Iterator[tuple[str, tuple[Term, ...]]]:
    found = sorted(folder.glob("*.csv"))
    if not found:
        raise _refused("lexicon.no_tables", folder, bundled)
    for path in found:
        if path.stem not in bundled:
            raise _refused("lexicon.table_unknown", path, bundled)
        if not path.is_file():
            raise _refused("lexicon.no_file", path, bundled)
        yield path.stem, _checked(path, bundled[path.stem])


def _checked(path: Path, known: tuple[Term, ...]) -> tuple[Term, ...]:
    """The rows of an added table; refused with all rows that say nothing a rule could use."""
    table = TableReader(path)
    valued = {term.sense for term in known} - {term.sense for term in known if not term.value}
    senses = ", ".join(dict.fromkeys(term.sense for term in known))
    values = () if path.stem in _OPEN else _values(known)
    terms = []
    for row in _rows(table):
        terms.append(term := _term(row))
        facts: dict[str, Any] = {"file": path.name, "word": term.word, "sense": term.sense, "known": senses}
        if not term.word:
            table.note("lexicon.word_empty", row=row.number, column="word", **facts)
        elif term.sense not in {one.sense for one in known}:
            table.note("lexicon.sense_unknown", row=row.number, column="sense", **facts)
        elif term.sense in valued and not term.value:
            table.note("lexicon.value_missing", row=row.number, column="value", **facts)
        elif values and term.value and term.value not in values:
            facts |= {"value": term.value, "known": ", ".join(values)}
            table.note("lexicon.value_unknown", row=row.number, column="value", **facts)
        elif term.sense in valued and _are_numbers(known, term.sense) and not _NUMBER.fullmatch(term.value):
            table.note("lexicon.value_no_number", row=row.number, column="value", **facts, value=term.value)
    table.close()
    return tuple(terms)


def _values(known: Iterable[Term]) -> tuple[str, ...]:
    """The words of a table that are its rules' own (`yoy`, `>=`, `keep`); nothing for tables whose values are open."""
    values = tuple(dict.fromkeys(term.value for term in known if term.value))
    return values if len(values) <= _MOST_CLOSED and all(map(str.isascii, values)) else ()


def _are_numbers(known: Iterable[Term], sense: str) -> bool:
    return all(_NUMBER.fullmatch(term.value) for term in known if term.sense == sense)


def _rows(table: TableReader) -> Iterator[Row]:
    yield from table.rows(COLUMNS, optional=("value",))
    table.close()


def _term(row: Row) -> Term:
    return Term(word=row["word"], sense=row["sense"], value=row.cells.get("value", ""))


def _refused(code: str, path: Path, bundled: Tables) -> InputRefused:
    place = Place(file=path.name)
    facts: dict[str, Any] = {"file": path.name, "table": path.stem, "known": ", ".join(bundled)}
    return InputRefused(code, place=place, **facts)

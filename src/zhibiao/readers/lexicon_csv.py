"""Lexicon tables (`data/lexicon/*.csv`, columns word, sense, value): the bundled ones and those an analyst adds."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from zhibiao.readers.table import TableReader
from zhibiao.texts.lexicon import Lexicon, Term

COLUMNS = ("word", "sense")


def read_lexicon(more: Iterable[Path] = ()) -> Lexicon:
    """The bundled tables, and after them the rows of every further folder, table by table of the same file name.

    Raises:
        InputRefused: what `TableReader` refuses: a file that is not UTF-8 or lacks a column, with its place.
    """
    tables: dict[str, tuple[Term, ...]] = {}
    with as_file(files("zhibiao").joinpath("data", "lexicon")) as bundled:
        for folder in (bundled, *more):
            for path in sorted(folder.glob("*.csv")):
                tables[path.stem] = (*tables.get(path.stem, ()), *_terms(path))
    return Lexicon(tables)


def _terms(path: Path) -> tuple[Term, ...]:
    table = TableReader(path)
    terms = tuple(
        Term(word=row["word"], sense=row["sense"], value=row.cells.get("value", ""))
        for row in table.rows(COLUMNS, optional=("value",))
    )
    table.close()
    return terms

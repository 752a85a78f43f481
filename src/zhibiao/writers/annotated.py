"""The answer to a file: a first sheet with every finding, then the sender's sheets with what is in question marked.

The sheets are built anew from values: no formula, link, name, macro or picture of the sender comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from zhibiao.terms.text import Language
from zhibiao.writers.annotated_marks import Marks, marks_of
from zhibiao.writers.annotated_sheet import write_copy
from zhibiao.writers.annotated_summary import write_summary
from zhibiao.writers.answered import Answered, CopiedSheet, Texts, Value

MOST_CELLS = 400_000
"""Cells that an answer holds over all sheets; what lies behind them is left out, and the first sheet says so."""

_MOST_SHEETS = 200
_CREATED = dt.datetime(2021, 1, 1)  # noqa: DTZ001 — a fixed stamp without a zone: workbooks know none
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_LONGEST_NAME = 31


def annotated(answered: Answered, sheets: Sequence[CopiedSheet], *, texts: Texts, lang: Language) -> bytes:
    """The bytes of an .xlsx: the first sheet alone where nothing of the file could be opened.

    The same answer gives the same bytes. Cells far away and cells beyond `MOST_CELLS` are left out.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {
        **{"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        "nan_inf_to_errors": False,
    }
    book = Workbook(buffer, options)
    title = texts.text("annotated.sheet", lang)
    book.set_properties({"title": title, "author": "", "created": _CREATED})
    kept = list(sheets[:_MOST_SHEETS])
    names = names_of(kept, first=title, unnamed=texts.text("annotated.table", lang))
    marks = [marks_of(sheet.name, sheet.rows, answered.findings) for sheet in kept]
    summary = book.add_worksheet(title)
    left_out = _write_copies(book, kept, names, marks, texts, lang)
    write_summary(
        book,
        summary,
        answered,
        links=_links(names, marks),
        texts=texts,
        lang=lang,
        left_out=left_out or len(sheets) > len(kept),
    )
    summary.activate()
    book.close()
    return buffer.getvalue()


def _write_copies(
    book: Any, kept: list[CopiedSheet], names: list[str], marks: list[Marks], texts: Texts, lang: Language
) -> bool:
    """Write the sheets as far as the cells last; whether anything had to be left out."""
    left, is_cut = MOST_CELLS, False
    shapes: dict[tuple[object, ...], Any] = {}
    for sheet, name, marked in zip(kept, names, marks, strict=True):
        rows, left = _within(sheet.rows, left)
        is_cut = is_cut or sheet.is_cut or len(rows) < len(sheet.rows)
        page = book.add_worksheet(name)
        write_copy(book, page, sheet, rows, marked, shapes=shapes, texts=texts, lang=lang)
        if not sheet.is_visible and not marked:
            page.hide()
    return is_cut


def _within(rows: tuple[tuple[Value, ...], ...], left: int) -> tuple[tuple[tuple[Value, ...], ...], int]:
    for number, row in enumerate(rows):
        if len(row) > left:
            return rows[:number], 0
        left -= len(row)
    return rows, left


def names_of(sheets: Sequence[CopiedSheet], *, first: str, unnamed: str) -> list[str]:
    """Names that a workbook takes and that stay apart, each as near to the sender's as may be.

    >>> [names_of([CopiedSheet(name=name, rows=()) for name in ("a/b", "A_B", "")], first="x", unnamed="t")]
    [['a_b', 'A_B~2', 't']]
    """
    taken, names = {first.casefold(), "history"}, []
    for sheet in sheets:
        plain = "".join(letter if letter.isprintable() else "_" for letter in sheet.name.translate(_FORBIDDEN))
        name = plain.strip().strip("'")[:_LONGEST_NAME] or unnamed
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{name.split('~')[0][: _LONGEST_NAME - 5]}~{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _links(names: Sequence[str], marks: Sequence[Marks]) -> dict[int, tuple[str, str]]:
    """By number of the finding, the sheet and cell that it can be followed to."""
    links: dict[int, tuple[str, str]] = {}
    for name, marked in zip(names, marks, strict=True):
        for number, cell in marked.first_cells.items():
            links.setdefault(number, (name, cell))
        for number in marked.of_sheet:
            links.setdefault(number, (name, "A1"))
    return links

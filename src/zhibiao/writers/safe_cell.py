"""The one way in which text from outside enters a table: words stay words, numbers stay numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from zhibiao.terms.cell_text import as_cell_text, is_formula_like
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity

MOST_CHARACTERS = 32_767
"""What a cell of a workbook holds; the format refuses more."""

_SHOWN = 60


def csv_row(cells: Sequence[object]) -> list[str]:
    """The cells of one row as a .csv holds them: numbers bare, words that look like formulas behind an apostrophe.

    >>> csv_row(("=1+1", -500, None, "-500"))
    ["'=1+1", '-500', '', '-500']
    """
    return [_csv_cell(cell) for cell in cells]


def _csv_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return str(cell.numerator) if cell.denominator == 1 else f"{rounded(cell, 6).normalize():f}"
    return as_cell_text(cell) if isinstance(cell, str) else str(cell)


def plain_text(text: str) -> str:
    """A text that a workbook can hold: no halves of characters, no more than a cell takes."""
    return text.encode("utf-8", "replace").decode("utf-8")[:MOST_CHARACTERS]


def write_text(sheet: Any, row: int, column: int, text: str, shape: Any, quoted: Any) -> None:
    """Write a text as a text; one that looks like a formula is marked, so that it stays a text when typed over."""
    kept = plain_text(text)
    is_odd = is_formula_like(kept) or kept.startswith(("+", "-"))
    sheet.write_string(row, column, kept, quoted if is_odd else shape)


def escaped(cells: Iterable[tuple[Place, object]]) -> tuple[Finding, ...]:
    """A note for every text that leaves as a word though it reads like a formula, at its place."""
    return tuple(
        Finding(
            code="export.formula_escaped",
            severity=Severity.NOTE,
            place=place,
            facts={"cell": place.cell or str(place.row or place.line or ""), "text": cell[:_SHOWN]},
        )
        for place, cell in cells
        if isinstance(cell, str) and is_formula_like(cell)
    )

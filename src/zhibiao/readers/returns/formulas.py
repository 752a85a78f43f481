"""Simple sums recomputed, to tell a stored result that no longer fits its formula."""

from __future__ import annotations

import re
from decimal import Decimal

from zhibiao.readers.grids.grid import Grid, cell_of
from zhibiao.readers.returns.numbers import read_number

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_SUM = re.compile(rf"SUM\(({_CELL}):({_CELL})\)")
_PLUS = re.compile(rf"{_CELL}(?:[+-]{_CELL})+")
_TERM = re.compile(rf"([+-]?)({_CELL})")
_MOST_CELLS = 500


def recomputed(formula: str, grid: Grid) -> Decimal | None:
    """The result of `SUM(A1:A9)` or `A1+B2-C3` from the grid's own values; None for any other formula.

    Blanks count as zero here, as they do in a spreadsheet; a text among the cells gives None.
    """
    text = formula.replace(" ", "").replace("$", "").upper()
    if match := _SUM.fullmatch(text):
        (top, left), (bottom, right) = cell_of(match[1]), cell_of(match[2])
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return _total([(1, cell) for cell in cells], grid) if len(cells) <= _MOST_CELLS else None
    if _PLUS.fullmatch(text):
        return _total([(-1 if sign == "-" else 1, cell_of(cell)) for sign, cell in _TERM.findall(text)], grid)
    return None


def _total(terms: list[tuple[int, tuple[int, int]]], grid: Grid) -> Decimal | None:
    total = Decimal(0)
    for sign, cell in terms:
        raw = grid.at(*cell)
        if raw is None:
            continue
        if isinstance(raw, str | bool):
            return None
        value = read_number(raw).value
        if value is None:
            return None
        total += sign * value
    return total

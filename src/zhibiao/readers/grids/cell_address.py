"""Cells in A1 notation, and formulas moved from one cell to another."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
# A reference of a formula: neither within a word or a quoted text nor the name of a function.
_IN_FORMULA = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![A-Za-z0-9_.$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![A-Za-z0-9_(.])"""
)
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


def address(row: int, column: int) -> str:
    """A1 notation of a cell counted from 0.

    >>> address(9, 27)
    'AB10'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def cell_of(reference: str, fallback: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """Row and column, from 0, of a cell in A1 notation; the fallback where it is none.

    >>> cell_of("AB10")
    (9, 27)
    """
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, column_of(match[1])) if match else fallback


def column_of(letters: str) -> int:
    """A column by its letters, from 0.

    >>> column_of("AB")
    27
    """
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def range_of(reference: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """First and last cell of a range such as "A1:B3"; None where it is none.

    >>> range_of("B3:A1")
    ((0, 0), (2, 1))
    """
    ends = [cell_of(end, (-1, -1)) for end in reference.split(":")]
    if len(ends) > 2 or (-1, -1) in ends:
        return None
    rows, columns = [end[0] for end in ends], [end[1] for end in ends]
    return (min(rows), min(columns)), (max(rows), max(columns))


def moved(formula: str, *, rows: int, columns: int) -> str:
    """A formula as it reads in a cell so many rows below and columns right of its own.

    >>> moved('SUM(B2:B9)*$C$1&"B2"', rows=1, columns=2)
    'SUM(D3:D10)*$C$1&"B2"'
    """

    def shift(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        column = column_of(match[3]) + (0 if match[2] else columns)
        row = int(match[5]) - 1 + (0 if match[4] else rows)
        if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
            return "#REF!"
        letters = address(0, column)[:-1]
        return f"{match[2]}{letters}{match[4]}{row + 1}"

    return _IN_FORMULA.sub(shift, formula)

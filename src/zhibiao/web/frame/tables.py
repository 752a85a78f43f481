"""A table of a page as a value: shown as HTML, and taken away as .csv or .xlsx with what it was filtered by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, overload

from zhibiao.terms.exact import rounded
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import figure

Kind = Literal[
    "text", "tonnes", "mass", "money", "percent", "count", "decimal", "score", "day", "instant", "month", "code"
]
Value = str | int | Decimal | Fraction | Text | Month | dt.date | dt.datetime | None

_NUMBERS = frozenset({"tonnes", "mass", "money", "percent", "count", "decimal", "score"})
_UNITS: dict[Kind, str] = {"tonnes": "t", "mass": "mass", "money": "money", "percent": "percent"}
_TAKEN_UNITS: dict[Kind, str] = {"tonnes": "t", "mass": "t", "money": "yuan"}
_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head without the unit, which follows from `kind` or stands in `unit`.

    `tonnes` are whole tonnes; `mass` is shown in 万吨 or kt and taken away in tonnes; `money` likewise in 亿元 or
    million yuan and in yuan; a `percent` is a ratio (0.163 is 16.3 %).
    """

    head: str
    kind: Kind = "text"
    unit: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells stand flush right."""
        return self.kind in _NUMBERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value with where it leads: `href` is the page of its source; `mark` a colour word for its state; `meter` a
    length beside it, 0 to 1; `says` stands on the page in place of a value that only a file needs."""

    value: Value
    href: str = ""
    mark: str = ""
    note: str = ""
    meter: float | None = None
    says: str = ""


Row = tuple[Value | Cell, ...]


class Rows(Sequence[Row]):
    """Rows that are made when they are shown: of a long table a page makes its hundred, a file all of them.

    Args:
        items: what the rows are of.
        make: one row.
        sums: rows behind them, made already.
    """

    def __init__(self, items: Sequence[Any], make: Callable[[Any], Row], *, sums: Sequence[Row] = ()) -> None:
        self._items, self._make, self._sums = items, make, tuple(sums)

    def __len__(self) -> int:
        return len(self._items) + len(self._sums)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        place = range(len(self))[at]
        return self._make(self._items[place]) if place < len(self._items) else self._sums[place - len(self._items)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table.

    Args:
        name: in addresses and file names, ASCII.
        title: what it says.
        columns: of the table.
        rows: cells by column, plain values or `Cell`s.
        note: under it.
        source: where its figures come from.
        as_of: the month or day they stand for.
        filters: what was asked for, by its words.
        total: whether the last row is the sum.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    note: str = ""
    source: str = ""
    as_of: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    total: bool = False


def cell_of(item: Value | Cell) -> Cell:
    """A cell, whichever way it was written."""
    return item if isinstance(item, Cell) else Cell(value=item)


def head_shown(column: Column, words: DeskWords, *, is_taken: bool = False) -> str:
    """A column's head with its unit; files that are taken away carry tonnes, yuan and bare ratios."""
    named = _TAKEN_UNITS if is_taken else _UNITS
    unit = column.unit or (words(f"unit.{named[column.kind]}") if column.kind in named else "")
    return words("head_with_unit", head=column.head, unit=unit) if unit else column.head


def shown(value: Value, kind: Kind, words: DeskWords) -> str:
    """A value as the page prints it; what is not there is a dash, never a nought."""
    if value is None or value == "":
        return words("none")
    if isinstance(value, Text):
        return words.name(value)
    if isinstance(value, Month):
        return words.figures.month(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return words.figures.day(value)
    if isinstance(value, str):
        return value
    return _number_shown(value, kind, words)


def _number_shown(value: int | Decimal | Fraction, kind: Kind, words: DeskWords) -> str:
    if kind == "mass":
        return words.figures.bulk(value)
    if kind == "money":
        return words.figures.purse(value)
    if kind == "percent":
        return figure(Fraction(value) * 100, 1)
    if kind == "score":
        return figure(value, 3)
    if kind == "decimal":
        return figure(value, 2)
    return figure(value, 0)


def taken(value: Value, words: DeskWords) -> object:
    """A value as a file holds it: numbers whole and bare, names in the page's language."""
    if isinstance(value, Text):
        return words.name(value)
    if isinstance(value, (Month, dt.date)):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else rounded(value, 6)
    return value

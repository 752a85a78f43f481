"""Rows of a list that add up others: told apart by their label, and held against what they may add up."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.readers.grids.grid import Cell
from zhibiao.readers.returns.firms import words
from zhibiao.readers.returns.headings import FIGURES, FIRMS, Column
from zhibiao.readers.returns.list_fields import ListFields
from zhibiao.readers.returns.totals import figures_of, is_total, misses, tell_mismatch
from zhibiao.readers.wording import bare_name
from zhibiao.terms.dictionary import Field


def total_label(fields: ListFields, row: int) -> tuple[str, int]:
    """What names the row a total, and its column; "" for a row that is none."""
    for kind in (*FIRMS, Column.FIELD):
        place = fields.columns.get(kind)
        text = words(fields.grid.at(row, place)) if place is not None else ""
        if place is not None and text and is_total(text) and fields.names.field(text)[0] is None:
            return text, place
    return "", 0


def check_totals(fields: ListFields, totals: Sequence[tuple[int, str]], data: Sequence[int], body: int) -> None:
    """Hold each total against what it may add up: of its own field, or of the rows above in one unit.

    `totals` are rows and their labels, `data` the rows that are none, `body` is the first row of the table.
    """
    before = body
    for row, label in totals:
        own_field = fields.at(row)
        above = [line for line in data if line < row]
        if own_field is not None:
            above = [line for line in above if fields.at(line) is own_field]
        for kind in FIGURES:
            if kind in fields.columns:
                _check_total(fields, (row, fields.columns[kind]), label, above, before)
        before = row


def _check_total(fields: ListFields, cell: Cell, label: str, above: list[int], before: int) -> None:
    total = figures_of([fields.grid.at(*cell)])
    if not total or len({_unit_words(fields, line) for line in above}) != 1:
        return
    since = [line for line in above if line >= before]
    codes = {found.code for line in since if (found := fields.at(line))}
    lowest = [line for line in since if not ((found := fields.at(line)) and _has_parts(fields, found, codes))]
    column = cell[1]
    sums = [figures_of(fields.grid.at(line, column) for line in lines) for lines in (above, since, lowest)]
    against = misses(total[0], *sums)
    if against is not None:
        tell_mismatch(fields.own, cell, label, total[0], against)


def _unit_words(fields: ListFields, row: int) -> str:
    if Column.UNIT in fields.columns:
        return words(fields.grid.at(row, fields.columns[Column.UNIT]))
    return bare_name(words(fields.grid.at(row, fields.columns[Column.FIELD])))[1]


def _has_parts(fields: ListFields, found: Field, codes: set[str]) -> bool:
    return any(part.part_of == found.code and part.code in codes for part in fields.names.by_code.values())

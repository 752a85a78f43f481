"""A split as a file: .csv for programs, .xlsx with a sheet of claimants and one of groups."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.writers.safe_cell import csv_row
from zhibiao.writers.workbook import Cell, Column, Kind, Sheet, write_workbook

COLUMNS = ("id", "share", "quota", "binding")


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    """One claimant or group: exact share and quota in what the table counts in, and the bound met, by code."""

    id: str
    share: Fraction
    quota: Fraction
    binding: str


def split_csv(rows: Sequence[SplitRow]) -> bytes:
    """Columns `id,share,quota,binding`; UTF-8 with its mark, so that spreadsheets show Chinese.

    Shares are rounded to six decimals, quotas exact. An id that a spreadsheet would run as a formula is marked by `'`.

    >>> row = SplitRow(id="A", share=Fraction(100, 3), quota=Fraction(33), binding="")
    >>> split_csv([row]).decode("utf-8-sig").splitlines()
    ['id,share,quota,binding', 'A,33.333333,33,']
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(csv_row((row.id, row.share, row.quota, row.binding)) for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def split_workbook(
    rows: Sequence[SplitRow],
    *,
    groups: Sequence[SplitRow],
    words: Mapping[str, str],
    title: str,
    note: str,
    at: dt.datetime,
    author: str,
) -> bytes:
    """Claimants with their sum, and groups where there are any.

    Args:
        rows: in the order of the input.
        groups: may be empty.
        words: heads `id`, `group`, `share`, `quota`, `binding`; names of sheets `sheet`, `sheet.groups`; `sum`.
        title: over the table.
        note: under the title.
        at: when the workbook counts as made.
        author: its property.
    """
    sheets = [_sheet(rows, words=words, name="sheet", head="id", title=title, note=note, total=words["sum"])]
    if groups:
        sheets.append(_sheet(groups, words=words, name="sheet.groups", head="group", title=title, note=note))
    return write_workbook(sheets, title=title, author=author, at=at, foot=note)


def _sheet(
    rows: Sequence[SplitRow], *, words: Mapping[str, str], name: str, head: str, title: str, note: str, total: str = ""
) -> Sheet:
    kind: Kind = "whole" if all(row.quota.denominator == 1 for row in rows) else "figure"
    columns = (
        Column(head=words[head]),
        Column(head=words["share"], kind="figure", total=bool(total)),
        Column(head=words["quota"], kind=kind, total=bool(total)),
        Column(head=words["binding"]),
    )
    cells = tuple(_cells(row, kind) for row in rows)
    return Sheet(name=words[name], title=title, columns=columns, rows=cells, note=note, frozen=1, total=total)


def _cells(row: SplitRow, kind: Kind) -> tuple[Cell, ...]:
    return row.id, row.share, row.quota.numerator if kind == "whole" else row.quota, row.binding

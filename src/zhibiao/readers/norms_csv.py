"""Norms of consumption and yield (`coefficients.csv`): one row per sector, route and ratio, each with its source."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhibiao.readers.table import Row, TableReader
from zhibiao.sectors.norm import Norm, Norms

_NUMBERS = ("low", "usual", "high", "deviation")
_COLUMNS = ("sector", "route", "code", *_NUMBERS, "unit", "source")


def read_norms(path: Path, sector: str) -> Norms:
    """Read the norms of one sector, by code and route.

    Raises:
        InputRefused: `norms.out_of_order` for bounds that do not enclose the usual value or a deviation that is not
            positive, `dictionary.doubled` for a ratio and route that stand twice, `norms.number_missing` and
            `norms.source_missing`, each with its row; and what `TableReader` refuses.
    """
    table = TableReader(path)
    norms: dict[tuple[str, str], Norm] = {}
    rows: dict[tuple[str, str], int] = {}
    for row in table.rows(_COLUMNS):
        if row["sector"] != sector:
            continue
        key = (row["code"], row["route"])
        if key in rows:
            table.note("dictionary.doubled", row=row.number, column="code", text=row["code"], first=rows[key])
        rows[key] = row.number
        norm = _norm(table, row)
        if norm is not None:
            norms[key] = norm
    table.close()
    return norms


def _norm(table: TableReader, row: Row) -> Norm | None:
    low, usual, high, deviation = (table.number(row, column) for column in _NUMBERS)
    if low is None or usual is None or high is None or deviation is None:
        table.note("norms.number_missing", row=row.number, column="usual", text=row["code"])
        return None
    if not (low <= usual <= high and deviation > 0):
        table.note("norms.out_of_order", row=row.number, column="usual", text=row["code"])
    if not row["source"]:
        table.note("norms.source_missing", row=row.number, column="source", text=row["code"])
    numbers: dict[str, Decimal] = {"low": low, "usual": usual, "high": high, "deviation": deviation}
    return Norm(code=row["code"], route=row["route"], unit=row["unit"], source=row["source"], **numbers)

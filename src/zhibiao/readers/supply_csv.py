"""The supply list (`supply.csv`): a row per commodity and month, amounts in the commodity's own unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhibiao.market.supply import UNIT_OF, Supplied, SupplyList
from zhibiao.readers.table import Row, TableReader
from zhibiao.terms.period import Month

COLUMNS = ("commodity", "month", "outside_limit", "opening_stock", "lowest_stock", "unit")


def read_supply(path: Path, content: bytes | None = None) -> SupplyList:
    """Read the list from a file, or from its bytes where they are given; an empty cell is not stated.

    Raises:
        InputRefused: with each row `supply.commodity_unknown`, `supply.unit_wrong`, `supply.negative`,
            `dictionary.doubled`; and what `TableReader` refuses.
    """
    table = TableReader(path, content=content)
    found: dict[tuple[str, Month], Supplied] = {}
    rows: dict[tuple[str, Month], int] = {}
    for row in table.rows(COLUMNS, optional=("source",)):
        month = table.month(row, "month")
        supplied = _supplied(table, row)
        if month is None or supplied is None:
            continue
        key = (row["commodity"], month)
        if key in rows:
            text = f"{key[0]} {month}"
            table.note("dictionary.doubled", row=row.number, column="month", text=text, first=rows[key])
        rows[key], found[key] = row.number, supplied
    table.close()
    return SupplyList(rows=found)


def _supplied(table: TableReader, row: Row) -> Supplied | None:
    commodity = row["commodity"]
    if commodity not in UNIT_OF:
        known = "、".join(UNIT_OF)
        table.note("supply.commodity_unknown", row=row.number, column="commodity", text=commodity, known=known)
        return None
    if row["unit"] != UNIT_OF[commodity]:
        wanted = UNIT_OF[commodity]
        table.note("supply.unit_wrong", row=row.number, column="unit", text=row["unit"], of=commodity, unit=wanted)
        return None
    return Supplied(
        outside_limit=_amount(table, row, "outside_limit"),
        opening_stock=_amount(table, row, "opening_stock"),
        lowest_stock=_amount(table, row, "lowest_stock"),
        source=row.cells.get("source", ""),
    )


def _amount(table: TableReader, row: Row, column: str) -> Decimal | None:
    value = table.number(row, column)
    if value is not None and value < 0:
        table.note("supply.negative", row=row.number, column=column, text=row[column])
        return None
    return value

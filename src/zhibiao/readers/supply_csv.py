"""The supply list (`supply.csv`): a row per commodity and month, amounts in the commodity's own unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median

from zhibiao.market.supply import UNIT_OF, Supplied, SupplyList
from zhibiao.readers.table import Row, TableReader
from zhibiao.terms.period import Month

COLUMNS = ("commodity", "month", "outside_limit", "opening_stock", "lowest_stock", "unit")
_AMOUNTS = COLUMNS[2:5]
_APART = 300  # times the usual amount: a slip of unit, which is a thousand, and no change of supply


def read_supply(path: Path, content: bytes | None = None) -> SupplyList:
    """Read the list from a file, or from its bytes where they are given; an empty cell is not stated.

    Raises:
        InputRefused: with each row `supply.commodity_unknown`, `supply.unit_wrong`, `supply.negative`,
            `supply.factor_suspected`, `dictionary.doubled`; and what `TableReader` refuses.
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
    _check_scale(table, found, rows)
    table.close()
    return SupplyList(rows=found)


def _check_scale(
    table: TableReader, found: Mapping[tuple[str, Month], Supplied], rows: Mapping[tuple[str, Month], int]
) -> None:
    """Each amount beside the median of its commodity and column; a month without any (0) is none of them."""
    for commodity in dict.fromkeys(name for name, _ in found):
        for column in _AMOUNTS:
            amounts = {key: getattr(one, column) for key, one in found.items() if key[0] == commodity}
            given = {key: amount for key, amount in amounts.items() if amount}
            usual = median(given.values()) if given else Decimal(0)
            for key, amount in given.items():
                if not usual / _APART < amount < usual * _APART:
                    table.note(
                        "supply.factor_suspected",
                        row=rows[key],
                        column=column,
                        text=f"{amount:,}",
                        of=commodity,
                        usual=f"{usual:,.0f}",
                    )


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

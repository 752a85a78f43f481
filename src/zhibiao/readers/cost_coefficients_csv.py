"""Coefficients of cost (`cost_coefficients.csv`): one row per coefficient, route and product, each with its source."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from zhibiao.market.coefficients import UNITS, Coefficients, Key
from zhibiao.readers.table import Row, TableReader
from zhibiao.sectors.sector import Coefficient

_COLUMNS = ("code", "route", "product", "value", "unit", "source")


def read_cost_coefficients(path: Path, *, products: Collection[str]) -> Coefficients:
    """Read the coefficients; `products` are the product fields that rows may be about.

    Raises:
        InputRefused: with each row `coefficients.code_unknown`, `coefficients.product_unknown`,
            `coefficients.unit_wrong`, `coefficients.value_missing` (absent or negative), `norms.source_missing`,
            `dictionary.doubled`; and what `TableReader` refuses.
    """
    table = TableReader(path)
    found: dict[Key, Coefficient] = {}
    rows: dict[Key, int] = {}
    for row in table.rows(_COLUMNS):
        key = (row["code"], row["route"], row["product"])
        if key in rows:
            table.note("dictionary.doubled", row=row.number, column="code", text=row["code"], first=rows[key])
        rows[key] = row.number
        coefficient = _coefficient(table, row, products)
        if coefficient is not None:
            found[key] = coefficient
    table.close()
    return Coefficients(rows=found)


def _coefficient(table: TableReader, row: Row, products: Collection[str]) -> Coefficient | None:
    if row["code"] not in UNITS:
        table.note("coefficients.code_unknown", row=row.number, column="code", text=row["code"], known="、".join(UNITS))
        return None
    if row["product"] and row["product"] not in products:
        table.note("coefficients.product_unknown", row=row.number, column="product", text=row["product"])
    if row["unit"] != UNITS[row["code"]]:
        wanted = UNITS[row["code"]]
        table.note(
            "coefficients.unit_wrong", row=row.number, column="unit", text=row["unit"], of=row["code"], unit=wanted
        )
    if not row["source"]:
        table.note("norms.source_missing", row=row.number, column="source", text=row["code"])
    value = table.number(row, "value")
    if value is None or value < 0:
        table.note("coefficients.value_missing", row=row.number, column="value", text=row["code"])
        return None
    return Coefficient(value=value, unit=row["unit"], source=row["source"])

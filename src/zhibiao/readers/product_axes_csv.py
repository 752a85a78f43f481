"""Grade, use and statistical classes of products (`axes.csv`, `product_axes.csv`): one row each, with its source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from zhibiao.readers.table import Row, TableReader
from zhibiao.sectors.axes import Axis, AxisValue, Placing, ProductAxes
from zhibiao.terms.text import Text

AXES, PRODUCT_AXES = "axes.csv", "product_axes.csv"
_VALUES = ("sector", "axis", "code", "zh", "en", "source")
_PLACINGS = ("sector", "field", "grade", "use", "classes", "source")


def read_product_axes(folder: Path, sector: str, fields: Collection[str]) -> ProductAxes:
    """Read the axes of one sector from the two tables in `folder`; without them there are none.

    Args:
        sector: its id.
        fields: the fields of its products; a row for another one is refused.

    Raises:
        InputRefused: `axes.axis_unknown`, `axes.code_unknown`, `axes.product_unknown`, `axes.source_missing` and
            `dictionary.doubled`, each with its row; and what `TableReader` refuses.
    """
    if not (folder / AXES).exists() or not (folder / PRODUCT_AXES).exists():
        return ProductAxes(values={}, placings={})
    values = _values(TableReader(folder / AXES), sector)
    return ProductAxes(values=values, placings=_placings(TableReader(folder / PRODUCT_AXES), sector, fields, values))


def _values(table: TableReader, sector: str) -> dict[Axis, tuple[AxisValue, ...]]:
    found: dict[Axis, tuple[AxisValue, ...]] = {}
    rows: dict[tuple[str, str], int] = {}
    for row in table.rows(_VALUES):
        if row["sector"] != sector:
            continue
        if row["axis"] not in list(Axis):
            table.note("axes.axis_unknown", row=row.number, column="axis", text=row["axis"], known="、".join(Axis))
            continue
        _note_common(table, row, key=(row["axis"], row["code"]), column="code", rows=rows)
        value = AxisValue(code=row["code"], name=Text(row["zh"], row["en"]), source=row["source"])
        axis = Axis(row["axis"])
        found[axis] = (*found.get(axis, ()), value)
    table.close()
    return found


def _placings(
    table: TableReader, sector: str, fields: Collection[str], values: Mapping[Axis, tuple[AxisValue, ...]]
) -> dict[str, Placing]:
    codes = {axis: [value.code for value in values.get(axis, ())] for axis in Axis}
    found: dict[str, Placing] = {}
    rows: dict[tuple[str, str], int] = {}
    for row in table.rows(_PLACINGS):
        if row["sector"] != sector:
            continue
        if row["field"] not in fields:
            table.note("axes.product_unknown", row=row.number, column="field", text=row["field"], sector=sector)
        _note_common(table, row, key=("field", row["field"]), column="field", rows=rows)
        classes = tuple(row["classes"].split())
        asked = ((Axis.GRADE, row["grade"]), (Axis.USE, row["use"]), *((Axis.CLASS, code) for code in classes))
        for axis, code in asked:
            if code not in codes[axis]:
                column = "classes" if axis is Axis.CLASS else axis.value
                table.note("axes.code_unknown", row=row.number, column=column, text=code, known="、".join(codes[axis]))
        found[row["field"]] = Placing(grade=row["grade"], use=row["use"], classes=classes, source=row["source"])
    table.close()
    return found


def _note_common(
    table: TableReader, row: Row, *, key: tuple[str, str], column: str, rows: dict[tuple[str, str], int]
) -> None:
    """What every row is asked: a source, and to stand once."""
    if not row["source"]:
        table.note("axes.source_missing", row=row.number, column="source", text=row[column])
    if key in rows:
        table.note("dictionary.doubled", row=row.number, column=column, text=row[column], first=rows[key])
    rows[key] = row.number

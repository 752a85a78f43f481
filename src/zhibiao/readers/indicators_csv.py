"""The indicators that progress is computed from (`indicators.csv`): one row each, held against the data dictionary."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from zhibiao.readers.table import Row, TableReader
from zhibiao.register.indicators import How, Indicator, Indicators
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.text import Text

_COLUMNS = ("code", "name_zh", "name_en", "synonyms", "sector", "how", "above", "below", "unit", "adds")
_FIELDS = {How.SUM: ("above",), How.RATIO: ("above", "below"), How.HIGH_END: (), How.CAPACITY: ("above",)}


def read_indicators(path: Path, dictionary: Dictionary, *, catalogued: Collection[str]) -> Indicators:
    """Read all indicators, in the order of the file.

    Args:
        path: the table.
        dictionary: the fields that returns have.
        catalogued: sectors with a catalogue of high-end products.

    Raises:
        InputRefused: `table.refused` with every missing name, unknown way of computing, field that the sector does
            not file, unit or `adds` that is not its field's, and name that two indicators bear.
    """
    table = TableReader(path)
    indicators: dict[str, Indicator] = {}
    rows: dict[str, int] = {}
    for row in table.rows(_COLUMNS):
        one = _indicator(table, row)
        if one is not None:
            _check(table, row, one, dictionary, catalogued)
            _refuse_doubles(table, row, one, rows)
            indicators[one.code] = one
    table.close()
    return Indicators(indicators)


def _indicator(table: TableReader, row: Row) -> Indicator | None:
    empty = [column for column in ("code", "name_zh", "name_en", "sector", "unit") if not row[column]]
    for column in empty:
        table.note("indicators.cell_missing", row=row.number, column=column)
    if row["how"] not in set(How):
        table.note("indicators.how_unknown", row=row.number, column="how", text=row["how"], known=", ".join(How))
        return None
    return (
        None
        if empty
        else Indicator(
            code=row["code"],
            name=Text(row["name_zh"], row["name_en"]),
            synonyms=tuple(name.strip() for name in row["synonyms"].split(";") if name.strip()),
            sector=row["sector"],
            how=How(row["how"]),
            above=row["above"],
            below=row["below"],
            unit=row["unit"],
            adds=row["adds"] == "yes",
        )
    )


def _check(table: TableReader, row: Row, one: Indicator, dictionary: Dictionary, catalogued: Collection[str]) -> None:
    if row["adds"] not in ("yes", "no"):
        table.note("indicators.adds_unclear", row=row.number, column="adds", text=row["adds"])
    for column in _FIELDS[one.how]:
        if row[column] not in dictionary or (
            one.how is not How.CAPACITY and one.sector not in dictionary[row[column]].sectors
        ):
            table.note("indicators.field_unknown", row=row.number, column=column, text=row[column], sector=one.sector)
            return
    if one.how is How.HIGH_END and one.sector not in catalogued:
        table.note("indicators.no_catalogue", row=row.number, column="sector", sector=one.sector)
    if one.how is How.SUM:
        field = dictionary[one.above]
        if (field.unit.symbol, field.kind is Kind.FLOW) != (one.unit, one.adds):
            adds = "yes" if field.kind is Kind.FLOW else "no"
            table.note("indicators.not_its_field", row=row.number, column="unit", unit=field.unit.symbol, adds=adds)
    elif one.adds:
        table.note("indicators.ratio_adds", row=row.number, column="adds")


def _refuse_doubles(table: TableReader, row: Row, one: Indicator, rows: dict[str, int]) -> None:
    for name in sorted({one.code, *one.names}):
        if name in rows:
            table.note("dictionary.doubled", row=row.number, column="synonyms", text=name, first=rows[name])
        rows.setdefault(name, row.number)

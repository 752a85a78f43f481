"""The data dictionary (`return.csv`): one row per field of a return."""

from __future__ import annotations

from pathlib import Path

from zhibiao.readers.table import Row, TableReader
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.quantity import UNITS, Unit
from zhibiao.terms.text import Text

_COLUMNS = (
    *("code", "row_code", "name_zh", "name_en", "unit", "form_unit", "kind", "sectors", "required"),
    *("synonyms", "part_of", "description_zh", "description_en", "block"),
)


def read_dictionary(path: Path) -> Dictionary:
    """Read all fields, in the order of the form.

    Raises:
        InputRefused: every unknown unit or kind, unit that does not fit, doubled code, name or synonym and
            unknown total, at once, each with its row and column.
    """
    table = TableReader(path)
    rows = list(table.rows(_COLUMNS))
    fields = [field for row in rows if (field := _field(table, row)) is not None]
    _refuse_doubles(table, rows)
    _refuse_lost_parts(table, rows)
    table.close()
    return Dictionary({field.code: field for field in fields})


def _field(table: TableReader, row: Row) -> Field | None:
    for column in ("code", "row_code", "name_zh", "sectors"):
        if not row[column]:
            table.note("dictionary.cell_missing", row=row.number, column=column)
    inner, form, kind = _unit(table, row, "unit"), _unit(table, row, "form_unit"), _kind(table, row)
    if row["required"] not in ("yes", "no"):
        table.note("dictionary.required_unclear", row=row.number, column="required", text=row["required"])
    if row["block"] not in ("main", "supplement"):
        table.note("dictionary.block_unknown", row=row.number, column="block", text=row["block"])
    if inner is None or form is None or kind is None:
        return None
    if inner.dimension != form.dimension:
        table.note(
            "dictionary.units_differ", row=row.number, column="form_unit", unit=row["unit"], form=row["form_unit"]
        )
    return Field(
        code=row["code"],
        row_code=row["row_code"],
        name=Text(row["name_zh"], row["name_en"]),
        unit=inner,
        form_unit=form,
        kind=kind,
        sectors=tuple(row["sectors"].split()),
        required=row["required"] == "yes",
        synonyms=tuple(name for name in row["synonyms"].split(";") if name),
        part_of=row["part_of"],
        description=Text(row["description_zh"], row["description_en"]),
        is_supplement=row["block"] == "supplement",
    )


def _unit(table: TableReader, row: Row, column: str) -> Unit | None:
    if row[column] in UNITS and row[column]:
        return UNITS[row[column]]
    table.note("dictionary.unit_unknown", row=row.number, column=column, text=row[column])
    return None


def _kind(table: TableReader, row: Row) -> Kind | None:
    if row["kind"] in set(Kind):
        return Kind(row["kind"])
    table.note("dictionary.kind_unknown", row=row.number, column="kind", text=row["kind"], known="、".join(Kind))
    return None


def _refuse_doubles(table: TableReader, rows: list[Row]) -> None:
    """A code, a row code and each name that a form may print lead to one field only."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        names = [("name", name) for name in {row["name_zh"], *row["synonyms"].split(";")} if name]
        for space, value in (("code", row["code"]), ("row_code", row["row_code"]), *names):
            if (space, value) in seen:
                first = seen[space, value]
                table.note("dictionary.doubled", row=row.number, column=space, text=value, first=first)
            seen.setdefault((space, value), row.number)


def _refuse_lost_parts(table: TableReader, rows: list[Row]) -> None:
    codes = {row["code"] for row in rows}
    for row in rows:
        if row["part_of"] and (row["part_of"] not in codes or row["part_of"] == row["code"]):
            table.note("dictionary.total_unknown", row=row.number, column="part_of", text=row["part_of"])

"""Tables of what is known of coming months (`known.csv`): outages, plans and orders, each from when it was known."""

from __future__ import annotations

from pathlib import Path

from zhibiao.forecast.known import KnownFact, KnownKind
from zhibiao.readers.table import Row, TableReader

_COLUMNS = ("series", "month", "kind", "value", "known_from")


def read_known(path: Path) -> tuple[KnownFact, ...]:
    """Read the facts in file order; days for outages, the unit of the series for plans and orders.

    Raises:
        InputRefused: every wrong column, name, month, kind and number, at once.
    """
    table = TableReader(path)
    facts = [_fact(table, row) for row in table.rows(_COLUMNS)]
    table.close()
    return tuple(fact for fact in facts if fact is not None)


def _fact(table: TableReader, row: Row) -> KnownFact | None:
    kind = KnownKind(row["kind"]) if row["kind"] in set(KnownKind) else None
    if kind is None:
        table.note("known.kind_unknown", row=row.number, column="kind", text=row["kind"], known=", ".join(KnownKind))
    if not row["series"]:
        table.note("known.series_missing", row=row.number, column="series")
    value, month, known_from = table.number(row, "value"), table.month(row, "month"), table.month(row, "known_from")
    if value is None and not row["value"]:
        table.note("known.value_missing", row=row.number, column="value")
    if value is not None and value < 0:
        table.note("known.value_negative", row=row.number, column="value", text=row["value"])
        return None
    if kind is None or value is None or month is None or known_from is None:
        return None
    return KnownFact(series=row["series"], month=month, kind=kind, value=float(value), known_from=known_from)

"""Base rates of early warnings (`base_rates.csv`): how often each was right when it was tried."""

from __future__ import annotations

from pathlib import Path

from zhibiao.assessment.warnings.base_rates import BaseRate, BaseRates
from zhibiao.readers.table import Row, TableReader

COLUMNS = ("code", "right", "cases", "tried_on", "seeds", "measured_on", "tolerances")
_COUNTS = ("right", "cases", "seeds")


def read_base_rates(path: Path) -> BaseRates:
    """Read the file that `benchmarks/warnings.py` writes.

    Raises:
        InputRefused: `warnings.count_broken` for a count that is no whole number or a warning right more often than
            given, `dictionary.doubled` for a code that stands twice, each with its row; and what `TableReader` refuses.
    """
    table = TableReader(path)
    rates: dict[str, BaseRate] = {}
    rows: dict[str, int] = {}
    for row in table.rows(COLUMNS):
        if row["code"] in rows:
            table.note("dictionary.doubled", row=row.number, column="code", text=row["code"], first=rows[row["code"]])
        rows[row["code"]] = row.number
        rate = _rate(table, row)
        if rate is not None:
            rates[rate.code] = rate
    table.close()
    return BaseRates(rates)


def _rate(table: TableReader, row: Row) -> BaseRate | None:
    counts = {name: table.number(row, name) for name in _COUNTS}
    for name, value in counts.items():
        if value is None or value < 0 or value != value.to_integral_value():
            table.note("warnings.count_broken", row=row.number, column=name, text=row[name])
            return None
    right, cases, seeds = (int(value) for value in counts.values() if value is not None)
    if right > cases:
        table.note("warnings.count_broken", row=row.number, column="right", text=row["right"])
        return None
    return BaseRate(
        code=row["code"],
        right=right,
        cases=cases,
        tried_on=row["tried_on"],
        seeds=seeds,
        measured_on=row["measured_on"],
        tolerances=row["tolerances"],
    )

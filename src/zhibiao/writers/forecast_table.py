"""A forecast as a file: one row per series and total, for programs and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from zhibiao.writers.safe_cell import csv_row

QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
COLUMNS = ("series", "year", "known_to", "made", "last_year", *QUANTILES, "mean", "cap_shift", "doubt", "is_total")


def forecast_csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The columns of `COLUMNS`, then one per member; UTF-8 with its mark, what is not known blank.

    >>> row = {"series": "A", "year": 2021, "p50": 10.5, "is_total": False, "members": {"last_year": 9.0}}
    >>> forecast_csv([row]).decode("utf-8-sig").splitlines()[1]
    'A,2021,,,,,,,10.5,,,,,,,False,9.0'
    """
    members = list(dict.fromkeys(name for row in rows for name in _members(row)))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *members))
    for row in rows:
        said = _members(row)
        writer.writerow(csv_row([*(row.get(column) for column in COLUMNS), *(said.get(name) for name in members)]))
    return buffer.getvalue().encode("utf-8-sig")


def _members(row: Mapping[str, object]) -> Mapping[str, object]:
    members = row.get("members")
    return members if isinstance(members, Mapping) else {}

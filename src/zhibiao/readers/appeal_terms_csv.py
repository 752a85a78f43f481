"""The times of appeals from their table: one row for each value and the day from which it holds."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from zhibiao.allocation.appeals.terms import CODES, Term, Terms
from zhibiao.terms.text import Text

COLUMNS = ("code", "effective", "value", "unit", "source_zh", "source_en")


def read_appeal_terms(path: Path) -> Terms:
    """The terms by code in order of date; ValueError on a row that says nothing, and where a term is missing."""
    found: dict[str, list[Term]] = {code: [] for code in CODES}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are {', '.join(COLUMNS)}")
        for row in reader:
            if CODES.get(row["code"]) != row["unit"]:
                raise ValueError(f"{path.name}: {row['code']} in {row['unit']}")
            found[row["code"]].append(_term(row))
    if missing := [code for code, terms in found.items() if not terms]:
        raise ValueError(f"{path.name}: no {', '.join(missing)}")
    return Terms({code: tuple(sorted(terms, key=lambda one: one.effective)) for code, terms in found.items()})


def _term(row: dict[str, str]) -> Term:
    value = int(row["value"])
    if value < 1:
        raise ValueError(f"{row['code']}: {value}")
    source = Text(row["source_zh"], row["source_en"])
    return Term(value=value, effective=dt.date.fromisoformat(row["effective"]), source=source)

"""The columns that a table of claimants may have: what each is called, counts in and may hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from zhibiao.readers.table import TableReader
from zhibiao.terms.text import Text

Number = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnKind:
    """One column that a table of claimants may have.

    Args:
        code: as rules name it.
        unit: `t` for amounts of what is given out, empty for words.
        is_signed: whether it may be negative.
        values: what a cell may hold, words or numbers; empty for anything.
        most: the largest number it may hold; None for any.
        headings: what the column may be called.
        meaning: in a few words.
    """

    code: str
    unit: str
    is_signed: bool
    values: tuple[str, ...]
    most: Fraction | None
    headings: tuple[str, ...]
    meaning: Text

    @property
    def is_number(self) -> bool:
        """Whether its cells hold numbers."""
        return bool(self.unit)

    def allows(self, value: Number | str) -> bool:
        """Whether a cell may hold that."""
        if self.most is not None and not isinstance(value, str) and value > self.most:
            return False
        return not self.values or str(value) in self.values

    @property
    def allowed(self) -> str:
        """What a cell may hold, for people."""
        return f"0–{self.most}" if self.most is not None else "、".join(self.values)


def read_column_kinds(path: Path) -> dict[str, ColumnKind]:
    """The columns by code, from `data/dictionary/claims.csv`."""
    table = TableReader(path)
    rows = list(table.rows(("code", "unit", "signed", "values", "headings", "zh", "en")))
    table.close()
    return {
        row["code"]: ColumnKind(
            code=row["code"],
            unit=row["unit"],
            is_signed=row["signed"] == "yes",
            values=() if ".." in row["values"] else tuple(row["values"].split()),
            most=Fraction(row["values"].partition("..")[2]) if ".." in row["values"] else None,
            headings=(row["code"], *row["headings"].split(";")),
            meaning=Text(row["zh"], row["en"]),
        )
        for row in rows
    }

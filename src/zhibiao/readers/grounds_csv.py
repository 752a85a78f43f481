"""The grounds a firm may state (`grounds.csv`): one row per code."""

from __future__ import annotations

from pathlib import Path

from zhibiao.readers.table import TableReader
from zhibiao.terms.grounds import Ground, Grounds
from zhibiao.terms.text import Text

_COLUMNS = ("code", "zh", "en", "covers")


def read_grounds(path: Path) -> Grounds:
    """Read all grounds, in the order of the list.

    Raises:
        InputRefused: `dictionary.doubled` for a code that stands twice, with its row.
    """
    table = TableReader(path)
    grounds: dict[str, Ground] = {}
    for row in table.rows(_COLUMNS):
        if row["code"] in grounds:
            first = list(grounds).index(row["code"]) + 2
            table.note("dictionary.doubled", row=row.number, column="code", text=row["code"], first=first)
        grounds[row["code"]] = Ground(
            code=row["code"], name=Text(row["zh"], row["en"]), covers=frozenset(row["covers"].split())
        )
    table.close()
    return Grounds(grounds)

"""The rule of the quarterly score (`scoring.csv`): one row for each outcome, with the clause in both languages."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from zhibiao.readers.table import TableReader
from zhibiao.register.follow_up.scoring import Clause, Outcome, Scoring
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.text import Text

_COLUMNS = ("code", "points", "zh", "en")


def read_scoring(path: Path) -> Scoring:
    """Read a rule of scoring.

    Raises:
        InputRefused: `table.refused` with every unknown, doubled and missing outcome, points that are no number,
            clauses without words, and points by which evidence would lower a score.
    """
    table = TableReader(path)
    clauses: dict[Outcome, Clause] = {}
    for row in table.rows(_COLUMNS):
        points = table.number(row, "points")
        if row["code"] not in set(Outcome):
            table.note("scoring.unknown", row=row.number, column="code", text=row["code"], known=", ".join(Outcome))
        elif row["code"] in clauses:
            table.note("scoring.doubled", row=row.number, column="code", text=row["code"])
        elif not row["zh"] or not row["en"]:
            table.note("scoring.no_clause", row=row.number, column="zh" if not row["zh"] else "en", outcome=row["code"])
        else:
            text = Text(row["zh"], row["en"])
            clauses[Outcome(row["code"])] = Clause(points=Fraction(points or 0), text=text)
            if not row["points"]:
                table.note("table.number_broken", row=row.number, column="points", text="")
    if lacking := [outcome for outcome in Outcome if outcome not in clauses]:
        table.note("scoring.lacking", outcomes=", ".join(lacking))
    else:
        for better, worse in Scoring(clauses=clauses).breaks:
            table.note("scoring.not_monotone", column="points", better=better.value, worse=worse.value)
    table.close()
    return Scoring(clauses=clauses, sha256=sha256_hex(path.read_bytes()))

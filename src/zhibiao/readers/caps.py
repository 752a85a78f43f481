"""Tables of caps (`caps.csv`): scope, year, rule, value, known_from, and where each was published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from zhibiao.policy.cap_rule import Bound, CapKind, CapRule
from zhibiao.readers.table import Row, TableReader

_COLUMNS = ("scope", "year", "rule", "value", "known_from")
_OPTIONAL = ("bound",)


def read_caps(path: Path, *, unit_t: Decimal = Decimal(1)) -> tuple[CapRule, ...]:
    """Read the rules in file order; absolute values are converted once, to the unit the series is kept in.

    A column `bound` may say cap, floor or level; without it, or where it is blank, a rule is a cap.

    Args:
        path: the CSV file.
        unit_t: tonnes per unit of absolute values, 10 000 for 万吨; 1 keeps the unit of the series.

    Raises:
        InputRefused: every wrong column, year, rule, number and month, at once.
    """
    table = TableReader(path)
    rules = [_rule(table, row, unit_t=unit_t) for row in table.rows(_COLUMNS, optional=_OPTIONAL)]
    _refuse_doubles(table, rules)
    table.close()
    return tuple(rule for rule in rules if rule is not None)


def _rule(table: TableReader, row: Row, *, unit_t: Decimal) -> CapRule | None:
    year = int(row["year"]) if row["year"].isascii() and row["year"].isdigit() and len(row["year"]) == 4 else None
    if year is None:
        table.note("caps.year_broken", row=row.number, column="year", text=row["year"])
    kind = CapKind(row["rule"]) if row["rule"] in set(CapKind) else None
    if kind is None:
        table.note("caps.rule_unknown", row=row.number, column="rule", text=row["rule"], known=", ".join(CapKind))
    bound = _bound(table, row)
    if not row["scope"]:
        table.note("caps.scope_missing", row=row.number, column="scope")
    value, known_from = table.number(row, "value"), table.month(row, "known_from")
    if value is None and kind is not CapKind.LAST_YEAR and not row["value"]:
        table.note("caps.value_missing", row=row.number, column="value")
    if value is not None and value < 0:
        table.note("caps.value_negative", row=row.number, column="value", text=row["value"])
    if year is None or kind is None or bound is None or known_from is None:
        return None
    value = Decimal(1) if value is None else value
    return CapRule(
        scope=row["scope"],
        year=year,
        kind=kind,
        value=value * unit_t if kind is CapKind.ABSOLUTE else value,
        known_from=known_from,
        bound=bound,
    )


def _bound(table: TableReader, row: Row) -> Bound | None:
    text = row.cells.get("bound", "") or Bound.CAP
    if text in set(Bound):
        return Bound(text)
    table.note("caps.bound_unknown", row=row.number, column="bound", text=text, known=", ".join(Bound))
    return None


def _refuse_doubles(table: TableReader, rules: list[CapRule | None]) -> None:
    """Two rows for one scope that were known from the same month contradict each other."""
    seen: dict[tuple[object, ...], int] = {}
    for number, rule in enumerate(rules, start=2):
        if rule is None:
            continue
        key = (rule.scope, rule.year, rule.known_from, rule.bound)
        if key in seen:
            table.note("caps.row_doubled", row=number, column="scope", text=rule.scope, first=seen[key])
        seen.setdefault(key, number)

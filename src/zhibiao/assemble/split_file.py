"""A calculation written as a file, .csv or .xlsx by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from zhibiao import __version__
from zhibiao.allocation.division.divide_groups import GroupedDivision
from zhibiao.assemble.calculator import Calculation, shown
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Language
from zhibiao.writers.safe_cell import escaped
from zhibiao.writers.split_table import SplitRow, split_csv, split_workbook

KINDS = (".csv", ".xlsx")
_FIRST_ROW = 4  # of claimants in the workbook, below title, note and heads
# A calculation has no date of its own, and the same one gives the same bytes.
_NO_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def write_split(calculation: Calculation, path: Path, lang: Language) -> tuple[Finding, ...]:
    """Write claimants, and groups where there are any; a note for every id that looks like a formula.

    Raises:
        UsageError: `calculator.out_kind_unknown`, another name; `calculator.out_unusable`, it cannot be written.
    """
    if path.suffix.lower() not in KINDS:
        raise UsageError("calculator.out_kind_unknown", file=path.name)
    rows = tuple(_rows(calculation))
    content = split_csv(rows) if path.suffix.lower() == ".csv" else _workbook(calculation, rows, lang)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError("calculator.out_unusable", file=str(path), reason=error.strerror) from error
    is_text = path.suffix.lower() == ".csv"
    places = (
        Place(file=path.name, row=number + 2) if is_text else Place(file=path.name, cell=f"A{number + _FIRST_ROW}")
        for number in range(len(rows))
    )
    return escaped(zip(places, (row.id for row in rows), strict=True))


def _workbook(calculation: Calculation, rows: tuple[SplitRow, ...], lang: Language) -> bytes:
    def words(key: str, **facts: object) -> str:
        return catalogue().text(key, lang, **facts)

    rule = words(f"rule.{calculation.rule.code}")
    rounding = words(f"rounding.{calculation.rounding}")
    return split_workbook(
        rows,
        groups=tuple(_groups(calculation)),
        words={
            **{name: words(f"calculator.head.{name}") for name in ("id", "group", "share", "quota", "binding")},
            **{name: words(f"calculator.{name}") for name in ("sheet", "sheet.groups", "sum")},
        },
        title=words("calculator.title", rule=rule, cap=shown(calculation.cap * calculation.unit)),
        note=words("calculator.rounding", rounding=rounding, unit=shown(calculation.unit)),
        at=_NO_DATE,
        author=f"zhibiao {__version__}",
    )


def _rows(calculation: Calculation) -> Iterator[SplitRow]:
    division, unit = calculation.division, calculation.unit
    for name, position in zip(calculation.ids, calculation.positions, strict=True):
        share, units = division.shares[position] * unit, Fraction(division.units[position]) * unit
        yield SplitRow(id=name, share=share, quota=units, binding=division.binding[position])


def _groups(calculation: Calculation) -> Iterator[SplitRow]:
    division, unit = calculation.division, calculation.unit
    if isinstance(division, GroupedDivision):
        for group in division.groups:
            yield SplitRow(id=group.code, share=group.share * unit, quota=group.tonnes * unit, binding=group.bound)

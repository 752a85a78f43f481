"""The cross-check ranking as a workbook for the bureau: enterprises, the reasons in words, and every estimate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Cell, Column, Kind, Sheet, write_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """One enterprise: its row as plain values, and its name."""

    row: Mapping[str, Any]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """One reason of one enterprise, in words."""

    rank: int
    enterprise: str
    name: str
    code: str
    what: str
    why: str
    settles: str
    points: float
    base_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateLine:
    """What one witness says, t; `rate` in its inner unit per tonne."""

    enterprise: str
    name: str
    witness: str
    basis: str
    rate: float
    tonnes: float
    deviation_t: float
    periods: int


def write_cross_check_table(
    rows: Sequence[RowLine],
    reasons: Sequence[ReasonLine],
    estimates: Sequence[EstimateLine],
    words: Words,
    *,
    month: str,
    sector: str,
    author: Text,
    at: dt.datetime,
) -> bytes:
    """Three sheets in the order of the ranking; the same arguments give the same bytes.

    Args:
        rows, reasons, estimates: lines of the three sheets.
        month: looked at, `YYYY-MM`.
        sector: its name.
        author: the authority.
        at: when it counts as made.
    """
    title, note = words("cross_check.title", month=month, sector=sector), words("cross_check.note")
    sheets = [
        _sheet("rows", _ROWS, [_row_cells(line) for line in rows], words, title=title, note=note),
        _sheet("reasons", _REASONS, [_reason_cells(line) for line in reasons], words, title=title, note=note),
        _sheet("estimates", _ESTIMATES, [_estimate_cells(line) for line in estimates], words, title=title, note=note),
    ]
    return write_workbook(sheets, title=title, author=words.name(author), at=at, foot=f"{month} {sector}")


_ROWS: Mapping[str, Kind] = {
    "rank": "whole",
    "enterprise": "text",
    "name": "text",
    "points": "points",
    "reported": "whole",
    "estimate": "whole",
    "low": "whole",
    "high": "whole",
    "gap": "whole",
    "deviations": "points",
    "conflict": "text",
    "reasons": "whole",
}
_REASONS: Mapping[str, Kind] = {
    "rank": "whole",
    "enterprise": "text",
    "name": "text",
    "code": "text",
    "what": "text",
    "why": "text",
    "settles": "text",
    "points": "points",
    "base_rate": "ratio",
}
_ESTIMATES: Mapping[str, Kind] = {
    "enterprise": "text",
    "name": "text",
    "witness": "text",
    "basis": "text",
    "rate": "figure",
    "tonnes": "whole",
    "deviation": "whole",
    "periods": "whole",
}


def _sheet(
    key: str, heads: Mapping[str, Kind], rows: Sequence[tuple[Cell, ...]], words: Words, *, title: str, note: str
) -> Sheet:
    columns = tuple(Column(head=words(f"cross_check.head.{head}"), kind=kind) for head, kind in heads.items())
    name = words(f"cross_check.sheet.{key}")
    return Sheet(name=name, title=title, note=note, columns=columns, rows=tuple(rows), frozen=3)


def _row_cells(line: RowLine) -> tuple[Cell, ...]:
    row, found = line.row, line.row["combined"] or {}
    conflict = found.get("conflict")
    return (
        row["rank"],
        row["enterprise"],
        line.name,
        Decimal(str(row["points"])),
        row["reported_t"],
        *(found.get(key) for key in ("tonnes", "low_t", "high_t", "gap_t")),
        None if found.get("gap_deviations") is None else Decimal(str(found["gap_deviations"])),
        "" if conflict is None else f"{conflict:.2g}",
        len(row["reasons"]),
    )


def _reason_cells(line: ReasonLine) -> tuple[Cell, ...]:
    base = None if line.base_rate is None else Decimal(str(line.base_rate))
    words = (line.enterprise, line.name, line.code, line.what, line.why, line.settles)
    return (line.rank, *words, Decimal(f"{line.points:.2f}"), base)


def _estimate_cells(line: EstimateLine) -> tuple[Cell, ...]:
    rate = Decimal(f"{line.rate:.4f}")
    words = (line.enterprise, line.name, line.witness, line.basis)
    return (*words, rate, round(line.tonnes), round(line.deviation_t), line.periods)

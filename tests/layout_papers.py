"""One set of returns written down in every layout: form, list, collected table, text table and document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import returns_sample as sample
from zhibiao.monthly.filed import FileRead, Sighted
from zhibiao.monthly.form import period_label
from zhibiao.monthly.standing import unit_words
from zhibiao.readers.grids.grid import Cell, Grid, Structure, Value
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.return_sheets import Lists, read_sheets
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import Unit

MARCH = Period.parse("2025-03")
Four = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One field's figures in a unit: month, year to date, and both of last year."""

    field: Field
    unit: Unit
    figures: Four


@dataclass(frozen=True, slots=True)
class Filed:
    """One firm's rows."""

    firm: Enterprise
    rows: tuple[Row, ...]


def form_cells(filed: Filed, period: Period = MARCH) -> list[list[Value]]:
    """The statistical form without row codes: the sender's own table, whose units are its own statement."""
    head: list[list[Value]] = [
        [f"填报单位：{filed.firm.name.zh}", None, f"统一社会信用代码：{filed.firm.credit_code}"],
        [period_label(period)],
        ["指标名称", "计量单位", "本月", "1—本月累计", "上年同期本月", "上年同期累计"],
    ]
    return head + [[row.field.name.zh, unit_words(row.unit).zh, *_floats(row.figures)] for row in filed.rows]


LIST_HEADINGS: list[Value] = [
    *("统一社会信用代码", "企业名称", "报告期", "指标名称", "计量单位", "本月", "累计", "上年同月", "上年同期累计"),
]


def list_cells(papers: Sequence[Filed], period: Period = MARCH) -> list[list[Value]]:
    """A list below a title."""
    rows: list[list[Value]] = [["重点企业月报汇总"], list(LIST_HEADINGS)]
    for filed in papers:
        for row in filed.rows:
            key: list[Value] = [filed.firm.credit_code, filed.firm.name.zh, period_label(period), row.field.name.zh]
            rows.append([*key, unit_words(row.unit).zh, *_floats(row.figures)])
    return rows


def collected_cells(papers: Sequence[Filed], period: Period = MARCH) -> tuple[list[list[Value]], dict[Cell, Cell]]:
    """Firms down, fields across in pairs of month and year to date under a merged heading; and the merges."""
    rows = papers[0].rows
    upper: list[Value] = ["统一社会信用代码", "企业名称"]
    lower: list[Value] = [None, None]
    merged: dict[Cell, Cell] = {(2, 0): (1, 0), (2, 1): (1, 1)}
    for number, row in enumerate(rows):
        upper += [f"{row.field.name.zh}({unit_words(row.unit).zh})", None]
        lower += ["其中：当月", "累计"]
        merged[1, 3 + 2 * number] = 1, 2 + 2 * number
    body: list[list[Value]] = []
    for filed in papers:
        cells: list[Value] = [filed.firm.credit_code, filed.firm.name.zh]
        for row in filed.rows:
            cells += _floats(row.figures[:2])
        body.append(cells)
    return [[f"{period_label(period)}汇总表"], upper, lower, *body], merged


def beside_cells(papers: Sequence[Filed], period: Period = MARCH) -> tuple[list[list[Value]], dict[Cell, Cell]]:
    """Fields down, firms across by code, in pairs of month and year to date under a merged heading; and the merges."""
    upper: list[Value] = ["指标名称", "计量单位"]
    lower: list[Value] = [None, None]
    merged: dict[Cell, Cell] = {(2, 0): (1, 0), (2, 1): (1, 1)}
    for number, filed in enumerate(papers):
        upper += [filed.firm.credit_code, None]
        lower += ["本月", "累计"]
        merged[1, 3 + 2 * number] = 1, 2 + 2 * number
    body: list[list[Value]] = []
    for number, row in enumerate(papers[0].rows):
        cells: list[Value] = [row.field.name.zh, unit_words(row.unit).zh]
        for filed in papers:
            cells += _floats(filed.rows[number].figures[:2])
        body.append(cells)
    return [[f"{period_label(period)}汇总表"], upper, lower, *body], merged


def typed_once(rows: Sequence[Sequence[Value]], columns: int = 3, body: int = 2) -> list[list[Value]]:
    """A list whose first columns are left blank where they repeat the row above."""
    return [
        [None] * columns + list(row[columns:])
        if number > body and list(row[:columns]) == list(rows[number - 1][:columns])
        else list(row)
        for number, row in enumerate(rows)
    ]


def text_of(rows: Sequence[Sequence[Value]], delimiter: str = ",") -> bytes:
    """Cells as a text table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue().encode()


def document_of(papers: Sequence[Filed], period: Period = MARCH) -> bytes:
    """The returns as JSON; numbers by their own text."""
    keys = ("value", "year_to_date", "last_year", "last_year_to_date")
    returns = [
        {
            "enterprise": filed.firm.id,
            "period": str(period),
            "figures": [
                {
                    "field": row.field.code,
                    "unit": row.unit.symbol,
                    **{key: float(value) for key, value in zip(keys, row.figures, strict=True) if value is not None},
                }
                for row in filed.rows
            ],
        }
        for filed in papers
    ]
    return json.dumps({"returns": returns}).encode()


def grid(rows: Sequence[Sequence[Value]], merged: Mapping[Cell, Cell] | None = None, **told: object) -> Grid:
    """Cells as one sheet."""
    name = str(told.pop("name", "汇总"))
    structure = Structure(**told)  # type: ignore[arg-type]
    cells = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
    return Grid(name=name, is_visible=True, rows=cells, merged_from=merged or {}, structure=structure)


def read(*grids: Grid, city: City = sample.CITY) -> FileRead:
    """The returns of some sheets."""
    return read_sheets(grids, Lists.of(sample.DICTIONARY, city), Remarks("a.xlsx"))


def told(result: FileRead) -> list[tuple[str, str, str]]:
    """Every finding: its code, severity and place within the file."""
    findings = [*result.findings, *(finding for one in result.returns for finding in one.findings)]
    return [
        (finding.code, finding.severity.name, finding.place.cell or str(finding.place.row or finding.place.clause))
        for finding in findings
    ]


def figures_of(one: Sighted) -> dict[tuple[str, str], Decimal]:
    """This year's figures of a return."""
    assert one.filed is not None, one.findings
    return {(fact.field, fact.scope.value): fact.value for fact in one.filed.facts}


def steel_row(code: str, *figures: float | None, unit: str = "") -> Row:
    """A row in the form's unit unless another is named; figures left out are blank."""
    from zhibiao.terms.quantity import UNITS

    field = sample.DICTIONARY[code]
    padded = [None if one is None else Decimal(str(one)) for one in (*figures, *(None,) * (4 - len(figures)))]
    return Row(field, UNITS[unit] if unit else field.form_unit, (padded[0], padded[1], padded[2], padded[3]))


def is_flow(field: Field) -> bool:
    """Whether months of the field add up."""
    return field.kind is Kind.FLOW


def _floats(values: Sequence[Decimal | None]) -> list[Value]:
    return [None if value is None else float(value) for value in values]

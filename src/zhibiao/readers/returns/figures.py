"""The figures in the cells of a table: read one by one, with everything odd about them noted where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zhibiao.monthly.returns import Fact
from zhibiao.monthly.standing import plain, unit_words
from zhibiao.readers.grids.grid import Cell, Grid, Value, address
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.formulas import recomputed
from zhibiao.readers.returns.headings import PRINTED, SCOPES, Column
from zhibiao.readers.returns.numbers import TYPED, Reading, read_number, spelled_out, split_unit
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Field
from zhibiao.terms.finding import Severity
from zhibiao.terms.quantity import UNITS, Unit
from zhibiao.terms.text import Text

_BLANK = Reading()
_ONE, _PERCENT = UNITS["1"], UNITS["%"]
_SHARE = _ONE.dimension
_TRUTHS = ("true", "false")  # as a document writes them
_YES_OR_NO = (
    Text("是非值", "a yes/no value"),
    Text("是非值不是数量，也不等于 1 或 0。", "A yes/no value is no quantity, neither 1 nor 0."),
)
_DATE = (
    Text("日期或时间", "a date or time"),
    Text("电子表格会把 3-1 之类自动变成日期。", "Spreadsheets turn entries such as 3-1 into dates."),
)


@dataclass(slots=True)
class Figures:
    """Reads the figures of one grid; `columns` are those in which figures stand, so that a note merged across the
    page fills none of them."""

    grid: Grid
    columns: frozenset[int]
    percent: frozenset[Cell] = frozenset()
    odd: frozenset[Cell] = frozenset()

    @classmethod
    def of(cls, grid: Grid, columns: frozenset[int]) -> Figures:
        """Cells about which the sheet tells more than their value are looked at twice; all others once."""
        structure = grid.structure
        percent: frozenset[Cell] = getattr(structure, "percent", frozenset())
        odd = percent.union(structure.errors, structure.without_result, structure.formulas, grid.merged_from)
        return cls(grid, columns, percent, odd)

    def read(self, row: int, column: int, field: Field, kind: Column, remarks: Remarks) -> Reading:
        """The figure of one cell."""
        cell = row, column
        if cell not in self.odd:
            cells = self.grid.rows[row]
            raw = cells[column] if column < len(cells) else None
            if raw is None or raw == "":
                return _BLANK
            reading = read_number(raw)
            if remarks.is_text and reading.remarks == TYPED:  # every figure of a text table is a text
                return Reading(value=reading.value)
            return self._noted(reading, raw, cell, field, kind, remarks) if reading.remarks else reading
        return self._read_odd(cell, field, kind, remarks)

    def _read_odd(self, cell: Cell, field: Field, kind: Column, remarks: Remarks) -> Reading:
        structure = self.grid.structure
        spot = self._spot(cell, field, kind, remarks)
        name = field.name
        if cell in structure.errors:
            text = structure.errors[cell]
            remarks.quarantine("sheet.error_value", spot, text=text, name=name, column=PRINTED[kind])
            return Reading(remarks=(("sheet.error_value", Severity.QUARANTINE),))
        if cell in structure.without_result:
            formula = f"={structure.formulas[cell]}"
            remarks.quarantine("sheet.formula_without_value", spot, formula=formula, name=name, column=PRINTED[kind])
            return Reading(remarks=(("sheet.formula_without_value", Severity.QUARANTINE),))
        raw = self._raw(cell)
        reading = read_number(raw)
        if cell in self.percent and isinstance(raw, float | int) and reading.value is not None:
            reading = Reading(value=reading.value, remarks=(*reading.remarks, ("num.percent", Severity.NOTE)))
        if cell in structure.formulas and reading.value is not None:
            _check_formula(self.grid, cell, reading.value, spot, remarks)
        source = self.grid.merged_from.get(cell, cell)
        if source != cell and raw is not None and raw == self.grid.at(*source):
            remarks.quarantine("sheet.merged_filled", spot, first=address(*source))
        return self._noted(reading, raw, cell, field, kind, remarks) if reading.remarks else reading

    def _raw(self, cell: Cell) -> Value:
        """The cell's value; a merge that begins outside the figures, such as a note across the page, fills nothing."""
        return self.grid.at(*cell) if self.grid.merged_from.get(cell, cell)[1] in self.columns else None

    def _noted(self, reading: Reading, raw: Value, cell: Cell, field: Field, kind: Column, remarks: Remarks) -> Reading:
        reading = noted_share(reading, field)
        kept = tuple(one for one in reading.remarks if not (remarks.is_text and one in TYPED))
        told = Reading(value=reading.value, is_none=reading.is_none, remarks=kept)
        tell(told, raw, self._spot(cell, field, kind, remarks), field, kind, remarks)
        return told

    def _spot(self, cell: Cell, field: Field, kind: Column, remarks: Remarks) -> Place:
        return remarks.spot(*cell, kind.value if remarks.is_text else field.code)

    def facts(
        self,
        readings: Mapping[Column, Reading],
        cells: Mapping[Column, Cell],
        unit: Unit,
        field: Field,
        remarks: Remarks,
        known: Place | None = None,
    ) -> tuple[list[Fact], list[Fact]]:
        """The facts of this year and of last year in one row; doubts about unit and magnitude are told on the way.

        `known` is the place of the month's figure, where it has been made already.
        """
        this_year: list[Fact] = []
        last_year: list[Fact] = []
        for kind, reading in readings.items():
            if reading.value is None:
                continue
            place = known if known is not None and kind is Column.VALUE else remarks.spot(*cells[kind], field.code)
            own = unit
            if reading.remarks or field.unit.dimension == _SHARE:
                text = self.grid.text(*cells[kind])
                own = counted_in(reading, unit, field, kind, place, text, remarks)
            target = this_year if kind in (Column.VALUE, Column.TO_DATE) else last_year
            value = in_inner_unit(reading.value, own, field)
            target.append(Fact(field=field.code, scope=SCOPES[kind], value=value, place=place))
        return this_year, last_year


def noted_share(reading: Reading, field: Field) -> Reading:
    """The reading; a percentage in a field that is no share is refused."""
    if field.unit.dimension != _SHARE and any(code == "num.percent" for code, _ in reading.remarks):
        return Reading(remarks=(("num.bad_grammar", Severity.QUARANTINE),))
    return reading


def tell(reading: Reading, raw: object, place: Place, field: Field, kind: Column, remarks: Remarks) -> None:
    """Tell everything odd about a figure; one that holds a unit is shown in its two halves."""
    text = raw.strip() if isinstance(raw, str) else raw
    for code, severity in reading.remarks:
        about: dict[str, Any] = {"text": text, "name": field.name, "column": PRINTED[kind]}
        if code == "num.unit_in_cell":
            about["figure"], about["unit"] = split_unit(str(text))
        elif code == "num.bad_grammar":
            about["meant"] = _meant(raw)
        elif code == "num.bad_type":
            about["kind"], about["how"] = _YES_OR_NO if isinstance(raw, bool) or text in _TRUTHS else _DATE
        remarks.add(code, severity, place, value=_shown(reading.value, is_percent=code == "num.percent"), **about)


def _meant(raw: object) -> Text:
    """What a refused figure may have meant, for its firm to confirm: a percentage, or a number spelled out."""
    if isinstance(raw, float | int):  # refused for its format alone
        share = f"{plain(Decimal(repr(raw)) * 100):,f}%"
        return Text(
            f"：单元格是百分比格式，即 {share}，而该项不是比率",
            f": the cell is formatted as a percentage, {share}, and this field is no share",
        )
    text = str(raw).strip()
    if text.endswith(("%", "％")):
        return Text("：这是百分数，而该项不是比率", ": it is a percentage, and this field is no share")
    value = spelled_out(text)
    if value is None:
        return Text("")
    return Text(
        f"；如果是 {value:,f}，请照此写出全部数字", f"; if {value:,f} is meant, write it out in full to confirm it"
    )


def counted_in(
    reading: Reading, unit: Unit, field: Field, kind: Column, place: Place, text: str, remarks: Remarks
) -> Unit:
    """The unit in which a figure counts; a magnitude written twice or a share meant as a percentage is told."""
    assert reading.value is not None
    codes = dict(reading.remarks)
    if "num.suffix" in codes and unit_words(unit).zh[0] in "万亿":
        words: dict[str, Any] = {"figure": f"{reading.value:,f}", "unit": unit_words(unit), "column": PRINTED[kind]}
        remarks.quarantine("num.unit_in_cell", place, text=text.strip(), name=field.name, **words)
    if field.unit.dimension != _SHARE:
        return unit
    if "num.percent" in codes:
        _ask_percent(reading.value, place, field, remarks, most=Decimal("1.5"))
        return _ONE
    if unit == _PERCENT and 0 < reading.value <= 1:
        _ask_percent(reading.value / 100, place, field, remarks, most=Decimal(0), other=reading.value)
    elif unit == _ONE:
        _ask_percent(reading.value, place, field, remarks, most=Decimal(1))
    return unit


def _ask_percent(
    share: Decimal, place: Place, field: Field, remarks: Remarks, *, most: Decimal, other: Decimal | None = None
) -> None:
    """Ask which was meant where a share above `most` may be a percentage, or a percentage a share."""
    if share > most:
        shown = [f"{plain(one * 100):,f}%" for one in (share, share / 100 if other is None else other)]
        facts: dict[str, Any] = {"name": field.name, "stated": shown[0], "other": shown[1]}
        remarks.doubt("unit.percent_suspected", place, **facts)


def _shown(value: Decimal | None, *, is_percent: bool) -> str:
    if value is None:
        return ""
    return f"{plain(value * 100):f}%" if is_percent else f"{value:,f}"


def is_refused(reading: Reading) -> bool:
    """Whether something stands in the cell that is no figure."""
    return reading.value is None and any(severity >= Severity.QUARANTINE for _, severity in reading.remarks)


def _check_formula(grid: Grid, cell: Cell, value: Decimal, spot: Place, remarks: Remarks) -> None:
    formula = grid.structure.formulas[cell]
    again = recomputed(formula, grid)
    if again is not None and abs(again - value) > max(abs(value), Decimal(1)) * Decimal("1e-9"):
        remarks.query("sheet.formula_stale", spot, formula=f"={formula}", stored=f"{value:,f}", again=f"{again:,f}")
    else:
        remarks.note("sheet.formula_value", spot, formula=f"={formula}", value=f"{value:,f}")


@lru_cache(maxsize=1024)
def _factor(source: str, target: str) -> Decimal:
    """How many of the target one of the source is; all sizes are powers of ten, so that it is exact."""
    return (UNITS[source].size / UNITS[target].size).normalize()


def in_inner_unit(value: Decimal, unit: Unit, field: Field) -> Decimal:
    """A figure of that unit in the field's own, in its plain form."""
    return plain(value * _factor(unit.symbol, field.unit.symbol))

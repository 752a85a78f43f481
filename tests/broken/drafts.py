"""Returns before they are written down: what each cell will hold, whatever sheet, table or document it goes into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import firms
import returns_sample as sample
from zhibiao.monthly.form import form_value, period_label
from zhibiao.monthly.standing import unit_words
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Period

MONTH, TO_DATE, LAST_MONTH, LAST_TO_DATE = range(4)

Change = Callable[["Draft"], object]


@dataclass(slots=True)
class Line:
    """One field's row: its printed name and unit, and four cells as typed; a number is a Decimal."""

    field: str
    name: object
    unit: object
    row_code: str
    cells: list[object]
    grounds: str = ""

    @property
    def is_blank(self) -> bool:
        return all(cell is None for cell in self.cells)


@dataclass(slots=True)
class Block:
    """One firm's return of one period."""

    firm: Enterprise
    period: Period
    code: object
    name: object
    label: object
    lines: list[Line]

    def line(self, code: str) -> Line:
        return next(line for line in self.lines if line.field == code)


@dataclass(slots=True)
class Draft:
    """One file's returns, and the dictionary by which they are printed."""

    blocks: list[Block]
    dictionary: Dictionary
    grounds: str = ""

    @property
    def first(self) -> Block:
        return self.blocks[0]

    def line(self, code: str) -> Line:
        return self.first.line(code)


def good(firm: Enterprise = sample.STEEL, period: str = "2025-03") -> Draft:
    """A return without a fault."""
    return Draft(blocks=[block(firm, Period.parse(period))], dictionary=sample.DICTIONARY)


def block(firm: Enterprise, period: Period) -> Block:
    """A firm's return without a fault."""
    figures = firms.figures(firm, period)
    fields = sample.DICTIONARY.of_form(firm.sector)
    return Block(
        firm=firm,
        period=period,
        code=firm.credit_code,
        name=firm.name.zh,
        label=period_label(period),
        lines=[_line(one, figures.get(one.code, (None,) * 4)) for one in fields],
    )


def _line(of: Field, amounts: tuple[int | None, ...]) -> Line:
    cells: list[object] = [None if amount is None else form_value(amount, of) for amount in amounts]
    return Line(of.code, of.name.zh, unit_words(of.form_unit).zh, of.row_code, cells)


def put(code: str, value: object, column: int = MONTH) -> Change:
    """A cell overwritten, all else as it was."""

    def change(draft: Draft) -> None:
        draft.line(code).cells[column] = value

    return change


def typed(code: str, how: Callable[[str], object], column: int = MONTH) -> Change:
    """The right figure of a cell, typed in another way."""

    def change(draft: Draft) -> None:
        cells = draft.line(code).cells
        cells[column] = how(f"{cells[column]:f}")

    return change


def made(**factors: Decimal | float | int) -> Change:
    """The month's figures of some fields multiplied, and their years to date carried on."""

    def change(draft: Draft) -> None:
        for code, factor in factors.items():
            set_month(draft.line(code), _number(draft.line(code).cells[MONTH]) * Decimal(str(factor)))

    return change


def files(**amounts: Decimal | float | int) -> Change:
    """The month's figures of some fields replaced, in the unit of the line, and their years to date carried on."""

    def change(draft: Draft) -> None:
        for code, amount in amounts.items():
            set_month(draft.line(code), Decimal(str(amount)))

    return change


def set_month(line: Line, value: Decimal) -> None:
    """Replace the month and carry the difference into the year to date."""
    before = line.cells[MONTH]
    line.cells[MONTH] = value
    if isinstance(line.cells[TO_DATE], Decimal):
        line.cells[TO_DATE] = _number(line.cells[TO_DATE]) + value - (_number(before) if before is not None else 0)


def all_made(factor: Decimal | float | int, *, but: tuple[str, ...] = ()) -> Change:
    """Every flow of the month multiplied, as by a new furnace or a stop."""

    def change(draft: Draft) -> None:
        for line in draft.first.lines:
            if draft.dictionary[line.field].kind is Kind.FLOW and not line.is_blank and line.field not in but:
                set_month(line, _number(line.cells[MONTH]) * Decimal(str(factor)))

    return change


def named(name: object) -> Change:
    return lambda draft: setattr(draft.first, "name", name)


def coded(code: object) -> Change:
    return lambda draft: setattr(draft.first, "code", code)


def dated(label: object) -> Change:
    return lambda draft: setattr(draft.first, "label", label)


def in_unit(code: str, unit: object) -> Change:
    """Another word in the unit's cell, the figures as they were."""
    return lambda draft: setattr(draft.line(code), "unit", unit)


def called(code: str, name: object) -> Change:
    """Another word in the name's cell."""
    return lambda draft: setattr(draft.line(code), "name", name)


def stating(ground: str) -> Change:
    """A ground (说明代码) given for the whole return."""
    return lambda draft: setattr(draft, "grounds", ground)


def repeated(code: str, factor: Decimal | float | int = 1) -> Change:
    """The line once more, its month's figure multiplied; it stands where a line was left blank."""

    def change(draft: Draft) -> None:
        lines = draft.first.lines
        at = next(place for place, line in enumerate(lines) if line.field == code)
        free = next(place for place in range(at + 1, len(lines)) if lines[place].is_blank)
        again = replace(lines[at], cells=list(lines[at].cells))
        again.cells[MONTH] = _number(again.cells[MONTH]) * Decimal(str(factor))
        lines[free] = again

    return change


def both(*changes: Change) -> Change:
    """Several changes one after another."""

    def change(draft: Draft) -> None:
        for one in changes:
            one(draft)

    return change


def in_tonnes(draft: Draft) -> None:
    """Everything filed in 万吨 filed in 吨 instead."""
    for one in draft.blocks:
        for line in one.lines:
            if line.unit == "万吨":
                line.unit = "吨"
                line.cells = [cell * 10_000 if isinstance(cell, Decimal) else cell for cell in line.cells]


def _number(value: object) -> Decimal:
    assert isinstance(value, Decimal), value
    return value

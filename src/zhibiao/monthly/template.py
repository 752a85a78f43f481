"""The return template: the official form with what the record already knows, for a firm to fill in and check itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from zhibiao.monthly.form import Cell, Filing, FormSheet, Look, Row, form_value, period_label
from zhibiao.monthly.relations import Ref, Relation, row_codes
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import unit_words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language

COLUMNS = 8
COLUMN_OF = {Scope.PERIOD: 3, Scope.YEAR_TO_DATE: 4}
"""Columns of the form, from 0, in which the two scopes of this year stand."""
LAST_YEAR = {Scope.PERIOD: 5, Scope.YEAR_TO_DATE: 6}
GROUND_COLUMN = 7
MOST_SHEET_NAME = 31

_HEADS = ("name", "unit", "row_code", "period", "to_date", "last_period", "last_to_date", "grounds")
_MARKS = {"zh": ("甲", "乙", "丙", "1", "2", "3", "4", "5"), "en": ("A", "B", "C", "1", "2", "3", "4", "5")}
_SHOWN = {Look.TONNES: Look.SHOWN_TONNES, Look.MONEY: Look.SHOWN_MONEY, Look.WHOLE: Look.SHOWN_WHOLE}
_LOOKS = {
    **{"mass": Look.TONNES, "volume": Look.TONNES, "energy": Look.WHOLE, "people": Look.WHOLE},
    **{"money": Look.MONEY, "electricity": Look.MONEY, "number": Look.MONEY, "days": Look.MONEY},
}
_CLOSED = {Kind.FLOW: (), Kind.STOCK: (1, 3), Kind.LEVEL: (1, 3), Kind.PLAN: (1, 2, 3)}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


class Words(Protocol):
    """The labels of the template in its language."""

    def __call__(self, key: str, **facts: object) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A form ready to be filled in.

    Args:
        sheet: the form, eight columns wide.
        lang: of its words.
        fields: in the order of the form, supplementary ones last.
        rows: the row of each field, from 0.
        figures: what is already filled in, in the form's units.
        relations: what the sheet of checks works out.
        due: the last day to file.
    """

    sheet: FormSheet
    lang: Language
    fields: tuple[Field, ...]
    rows: Mapping[str, int]
    figures: Mapping[Ref, Decimal]
    relations: tuple[Relation, ...]
    due: dt.date

    @property
    def required(self) -> tuple[Ref, ...]:
        """The figures without which a return is not used."""
        return tuple(Ref(field.code) for field in self.fields if field.required)

    def open_columns(self, field: Field) -> tuple[int, ...]:
        """The columns of a field's row that are open to input."""
        cells = self.sheet.rows[self.rows[field.code]].cells
        return tuple(column for column in range(3, 7) if (cell := cells[column]) is not None and cell.look in _SHOWN)


def template_of(
    filing: Filing,
    fields: Sequence[Field],
    relations: Sequence[Relation],
    *,
    lang: Language,
    words: Words,
    approval: str = "",
    valid_until: str = "",
    grounds: Mapping[str, str] | None = None,
) -> Template:
    """Lay the form out; figures that the filing brings for last year are shown and closed, everything else is open.

    Args:
        filing: whose form for which period; its figures of this year are filled in and stay open.
        fields: of the firm's sector, supplementary ones last.
        relations: of these fields.
        lang: of the form; figures and units are the same in both.
        words: labels by key.
        approval, valid_until: of the authority's form, where it has them.
        grounds: codes already stated, by field.
    """
    head = tuple(_head(filing, lang, words, approval, valid_until))
    body = tuple(_body(filing, fields, lang, words, grounds or {}))
    foot = tuple(_foot(filing, fields, relations, words))
    rows = (*head, *body, *foot)
    return Template(
        sheet=FormSheet(
            name=sheet_name(filing.enterprise),
            enterprise=filing.enterprise,
            credit_code=filing.credit_code,
            period=filing.period,
            rows=rows,
            header=(len(head) - 2, len(head) - 1),
        ),
        lang=lang,
        fields=tuple(fields),
        rows={row.field: number for number, row in enumerate(rows) if row.field},
        figures=dict(_figures(filing, fields)),
        relations=tuple(relations),
        due=due_on(filing.period),
    )


def sheet_name(enterprise: str) -> str:
    """An id as a sheet may be called.

    >>> sheet_name("LH/S:01")
    'LH_S_01'
    """
    return enterprise.translate(_FORBIDDEN)[:MOST_SHEET_NAME] or "_"


def due_on(period: Period) -> dt.date:
    """The last day to file: the eighth of the month after; January may wait for February, till the eighth of March."""
    after = period.end if period.start.month > 1 else period.start.shift(2)
    return dt.date(after.year, after.month, 8)


def printed_period(period: Period, lang: Language) -> str:
    """The period in the form's head, in a wording that the readers take without a remark.

    >>> printed_period(Period.parse("2025-01..02"), "en")
    'Period: 2025-01..02 (2025年1—2月)'
    """
    return period_label(period) if lang == "zh" else f"Period: {period} ({period_label(period)})"


def _head(filing: Filing, lang: Language, words: Words, approval: str, valid_until: str) -> Iterator[Row]:
    issuer, name = filing.authority.in_(lang), filing.name.in_(lang)
    yield _pair(words("form.number"), words("form.issuer", issuer=issuer))
    yield _line(words("form.title", sector=words(f"form.sector.{filing.sector}")), Look.TITLE, height=28)
    yield _pair(words("form.approval", approval=approval), words("form.valid_until", until=valid_until))
    yield _pair(words("form.reporter", name=name), words("form.credit_code", code=filing.credit_code))
    yield _pair(printed_period(filing.period, lang), words("form.units"))
    yield Row(cells=tuple(Cell(words(f"form.head.{head}"), Look.HEADING) for head in _HEADS), height=32)
    yield Row(cells=tuple(Cell(mark, Look.HEADING) for mark in _MARKS[lang]))


def _body(
    filing: Filing, fields: Sequence[Field], lang: Language, words: Words, grounds: Mapping[str, str]
) -> Iterator[Row]:
    before = False
    for field in fields:
        if field.is_supplement and not before:
            yield Row(cells=(Cell(words("form.supplement"), Look.BLOCK), *(Cell(None, Look.BLOCK),) * (COLUMNS - 1)))
        before = field.is_supplement
        yield _field_row(filing, field, lang, words, grounds.get(field.code))


def _field_row(filing: Filing, field: Field, lang: Language, words: Words, ground: str | None) -> Row:
    """A stock or an average has no total over months: its second and fourth columns stay closed; so does last year's
    of a plan, which nobody needs any more."""
    look = _LOOKS[field.unit.dimension]
    amounts = filing.figures.get(field.code, (None, None, None, None))
    values = [_figure(amount, field, place, look) for place, amount in enumerate(amounts)]
    name = field.name.in_(lang)
    unit = unit_words(field.form_unit).in_(lang)
    return Row(
        cells=(
            Cell(words("form.part", name=name), Look.PART) if field.part_of else Cell(name, Look.NAME),
            Cell(unit, Look.UNIT),
            Cell(field.row_code, Look.UNIT),
            *values,
            Cell(ground, Look.GROUND),
        ),
        field=field.code,
    )


def _figure(amount: int | None, field: Field, place: int, look: Look) -> Cell:
    if place in _CLOSED[field.kind]:
        return Cell(None, Look.NONE)
    if amount is None:
        return Cell(None, look)
    return Cell(form_value(amount, field), _SHOWN[look] if place > 1 else look)


def _foot(filing: Filing, fields: Sequence[Field], relations: Sequence[Relation], words: Words) -> Iterator[Row]:
    """Lines run on over empty cells: merged ones would put words where a reader of the table looks for figures."""
    yield _run_on(words("form.foot.people"), Look.PLAIN, height=24)
    due = due_on(filing.period)
    for key in ("scope", "due", "blanks", "grounds"):
        yield _run_on(words(f"form.foot.{key}", year=due.year, month=due.month, day=due.day), Look.NOTE)

    printed = words("form.semicolon").join(_printed(fields, relations, words))
    yield _run_on(words("form.foot.relations", relations=printed), Look.NOTE)
    yield _run_on(words("form.foot.checks"), Look.NOTE)


def _printed(fields: Sequence[Field], relations: Sequence[Relation], words: Words) -> Iterator[str]:
    """The relations of the month in row codes; that of the year to date holds for every flow and is said once."""
    by_code = {field.code: field for field in fields}
    yield words("form.to_date_relation")
    for one in relations:
        if one.left[0].ref.scope is Scope.PERIOD:
            left, right = (row_codes(side, by_code, with_column=False) for side in (one.left, one.right))
            before = f"{words('checks.carried')}+" if one.carried is not None else ""
            yield f"{left}{one.sense}{before}{right}"


def _figures(filing: Filing, fields: Sequence[Field]) -> Iterator[tuple[Ref, Decimal]]:
    for field in fields:
        amounts = filing.figures.get(field.code, (None, None, None, None))
        for scope, amount in zip(Scope, amounts[:2], strict=True):
            if amount is not None:
                yield Ref(field.code, scope), form_value(amount, field)


def _pair(left: str, right: str) -> Row:
    cells: list[Cell | None] = [None] * COLUMNS
    cells[0], cells[3] = Cell(left), Cell(right, Look.RIGHT)
    return Row(cells=tuple(cells), merges=((0, 2), (3, COLUMNS - 1)))


def _line(text: str, look: Look, *, height: float | None = None) -> Row:
    return Row(cells=(Cell(text, look), *(None,) * (COLUMNS - 1)), merges=((0, COLUMNS - 1),), height=height)


def _run_on(text: str, look: Look, *, height: float | None = None) -> Row:
    return Row(cells=(Cell(text, look), *(None,) * (COLUMNS - 1)), height=height)

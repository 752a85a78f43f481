"""The sheet of checks (审核): every relation in row codes with live formulas and the mark it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from zhibiao.monthly.relations import Mark, Ref, Relation, Sense, Term, judge, row_codes
from zhibiao.monthly.template import COLUMN_OF, Template, Words
from zhibiao.terms.dictionary import Field
from zhibiao.writers.workbook import letter_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (5, 25, 36, 13, 13, 13, 12, 11, 7)
_HEADS = ("number", "relation", "meaning", "carried", "left", "right", "difference", "tolerance", "mark")
_TITLE, _NOTE, _SUMMARY, _HEAD, _FIRST = 0, 1, 2, 3, 4
_MARK_COLUMN = 8
_FAILING = '{sheet}!${letter}${row}="✗"'


class _Shapes:
    """The formats of the sheet."""

    def __init__(self, book: Workbook, lang: str) -> None:
        face, head = ("宋体", "黑体") if lang == "zh" else ("Calibri", "Calibri")
        base = {"font_name": face, "font_size": 10, "valign": "vcenter"}
        cell = {**base, "bottom": 4, "bottom_color": "#B8C0CA"}
        add = book.add_format
        bold = {"bold": lang != "zh"}
        self.title = add({**base, **bold, "font_name": head, "font_size": 16})
        self.note = add({**base, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self.summary = add({**base, **bold, "font_name": head, "font_size": 11})
        self.head = add(
            {
                **base,
                **bold,
                "font_name": head,
                "border": 1,
                "bg_color": "#E4E9F0",
                "align": "center",
                "text_wrap": True,
            }
        )
        self.text = add({**cell, "text_wrap": True})
        self.middle = add({**cell, "align": "center"})
        self.whole = add({**cell, "num_format": "#,##0", "align": "right"})
        self.number = add({**cell, "num_format": "#,##0.00##", "align": "right"})
        self.mark = add({**cell, "align": "center", "font_size": 12, "bold": True})
        self.good = add({"font_color": "#1E7B34"})
        self.bad = add({"font_color": "#9C1C0E", "bg_color": "#FFD6D1"})


def write_checks(
    book: Workbook, sheet: Worksheet, template: Template, words: Words
) -> list[tuple[str, tuple[Ref, ...]]]:
    """Write the sheet; per relation the formula that is true where it fails, and the figures it is about."""
    shapes = _Shapes(book, template.lang)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    last = _FIRST + len(template.relations)
    _write_top(sheet, template, words, shapes, last=last)
    _write_required(sheet, template, words, shapes)
    failing = []
    for number, relation in enumerate(template.relations, start=1):
        _write_relation(sheet, _FIRST + number, number + 1, relation, template, words, shapes)
        formula = _FAILING.format(
            sheet=quoted(words("sheet.checks")), letter=letter_of(_MARK_COLUMN), row=_FIRST + number + 1
        )
        failing.append((formula, relation.refs))
    _finish(sheet, shapes, last=last)
    return failing


def quoted(name: str) -> str:
    """The name of a sheet as formulas cite it.

    >>> quoted("审核")
    "'审核'"
    """
    return "'" + name.replace("'", "''") + "'"


def _write_top(sheet: Worksheet, template: Template, words: Words, shapes: _Shapes, *, last: int) -> None:
    sheet.merge_range(_TITLE, 0, _TITLE, _MARK_COLUMN, words("checks.title"), shapes.title)
    sheet.set_row(_TITLE, 28)
    sheet.merge_range(_NOTE, 0, _NOTE, _MARK_COLUMN, words("checks.note"), shapes.note)
    sheet.set_row(_NOTE, 44)
    marks = f"{letter_of(_MARK_COLUMN)}{_FIRST + 1}:{letter_of(_MARK_COLUMN)}{last + 1}"
    counted = [judge(one, template.figures).mark for one in template.relations] + [_required_mark(template)]
    parts = [f'"{words("checks.summary")}"']
    shown = words("checks.summary")
    for mark in (Mark.HOLDS, Mark.FAILS, Mark.OPEN):
        parts.append(f'" {mark} "&COUNTIF({marks},"{mark}")')
        shown += f" {mark} {counted.count(mark)}"
    sheet.merge_range(_SUMMARY, 0, _SUMMARY, _MARK_COLUMN, "", shapes.summary)
    sheet.write_formula(_SUMMARY, 0, "=" + "&".join(parts), shapes.summary, shown)
    sheet.set_row(_SUMMARY, 24)
    for column, head in enumerate(_HEADS):
        sheet.write_string(_HEAD, column, words(f"checks.head.{head}"), shapes.head)
    sheet.set_row(_HEAD, 32)


def _required_mark(template: Template) -> Mark:
    return Mark.HOLDS if all(ref in template.figures for ref in template.required) else Mark.FAILS


def _write_required(sheet: Worksheet, template: Template, words: Words, shapes: _Shapes) -> None:
    """First of all: how many of the figures that must be filed are there."""
    required, row = template.required, _FIRST
    count = f"COUNT({','.join(_cell(ref, template) for ref in required)})"
    filled = sum(ref in template.figures for ref in required)
    sheet.write_string(row, 0, "1", shapes.middle)
    sheet.write_string(row, 1, words("checks.required"), shapes.text)
    sheet.write_string(row, 2, words("checks.meaning.required"), shapes.text)
    sheet.write_blank(row, 3, None, shapes.number)
    sheet.write_formula(row, 4, f"={count}", shapes.whole, filled)
    sheet.write_number(row, 5, len(required), shapes.whole)
    sheet.write_formula(row, 6, f"=E{row + 1}-F{row + 1}", shapes.whole, filled - len(required))
    sheet.write_number(row, 7, 0, shapes.whole)
    sheet.write_formula(row, 8, f'=IF(G{row + 1}=0,"✓","✗")', shapes.mark, _required_mark(template).value)
    sheet.set_row(row, 28 if template.lang == "en" else 20)


def _write_relation(
    sheet: Worksheet, row: int, number: int, relation: Relation, template: Template, words: Words, shapes: _Shapes
) -> None:
    judged, line = judge(relation, template.figures), row + 1
    is_open = _open(relation, template)
    fields = {field.code: field for field in template.fields}
    text = f"{row_codes(relation.left, fields)}{relation.sense}{_right_text(relation, fields, words)}"
    sheet.write_string(row, 0, str(number), shapes.middle)
    sheet.write_string(row, 1, text, shapes.text)
    sheet.write_string(row, 2, _meaning(relation, fields, template, words), shapes.text)
    if relation.carried is None:
        sheet.write_blank(row, 3, None, shapes.number)
    else:
        sheet.write_number(row, 3, relation.carried, shapes.number)
    left, right = _sum(relation.left, template), _sum(relation.right, template)
    right = f"D{line}+{right}" if relation.carried is not None else right
    _formula(sheet, row, 4, f'=IF({is_open},"",{left})', shapes.number, judged.left)
    _formula(sheet, row, 5, f'=IF({is_open},"",{right})', shapes.number, judged.right)
    _formula(sheet, row, 6, f'=IF(E{line}="","",ROUND(E{line}-F{line},8))', shapes.number, judged.difference)
    _formula(sheet, row, 7, f'=IF(E{line}="","",{_tolerance(relation, template)})', shapes.number, judged.tolerance)
    mark = f'=IF(E{line}="","—",{_verdict(relation, template, line)})'
    sheet.write_formula(row, 8, mark, shapes.mark, judged.mark.value)
    sheet.set_row(row, 28 if template.lang == "en" else 20)


def _formula(sheet: Worksheet, row: int, column: int, text: str, shape: Format, value: Decimal | None) -> None:
    sheet.write_formula(row, column, text, shape, "" if value is None else value)


def _right_text(relation: Relation, fields: Mapping[str, Field], words: Words) -> str:
    right = row_codes(relation.right, fields)
    return right if relation.carried is None else f"{words('checks.carried')}+{right}"


def _meaning(relation: Relation, fields: Mapping[str, Field], template: Template, words: Words) -> str:
    names = [fields[ref.field].name.in_(template.lang) for ref in relation.refs]
    return words(f"checks.meaning.{relation.code}", first=names[0], second=names[-1])


def _cell(ref: Ref, template: Template) -> str:
    return f"{quoted(template.sheet.name)}!{letter_of(COLUMN_OF[ref.scope])}{template.rows[ref.field] + 1}"


def _sum(terms: Sequence[Term], template: Template) -> str:
    """Blanks and words count as nothing in N()."""
    parts = []
    for term in terms:
        factor = "" if abs(term.factor) == 1 else f"{abs(term.factor).normalize():f}*"
        parts.append(f"{'-' if term.factor < 0 else '+'}{factor}N({_cell(term.ref, template)})")
    return "".join(parts).removeprefix("+")


def _open(relation: Relation, template: Template) -> str:
    needs = ",".join(_cell(ref, template) for ref in relation.needs)
    lacking = f"COUNT({needs})<{len(relation.needs)}"
    return f"OR({lacking},N({_cell(relation.when, template)})<=0)" if relation.when else lacking


def _tolerance(relation: Relation, template: Template) -> str:
    scales = [f"ABS({'+'.join(f'N({_cell(ref, template)})' for ref in refs)})" for refs in relation.scales]
    if not scales or not relation.share:
        return f"{relation.least:f}"
    return f"MAX({relation.least:f},{relation.share.normalize():f}*MAX({','.join(scales)}))"


def _verdict(relation: Relation, template: Template, line: int) -> str:
    apart = {Sense.EQUALS: f"ABS(G{line})", Sense.AT_MOST: f"G{line}", Sense.AT_LEAST: f"-G{line}"}[relation.sense]
    otherwise = '"✗"'
    if relation.may_lack:
        cells = ",".join(_cell(term.ref, template) for term in relation.right)
        otherwise = f'IF(AND(COUNT({cells})<{len(relation.right)},G{line}>0),"—","✗")'
    return f'IF({apart}<=H{line},"✓",{otherwise})'


def _finish(sheet: Worksheet, shapes: _Shapes, *, last: int) -> None:
    for mark, shape in (("✓", shapes.good), ("✗", shapes.bad)):
        rule = {"type": "cell", "criteria": "==", "value": f'"{mark}"', "format": shape}
        sheet.conditional_format(_FIRST, _MARK_COLUMN, last, _MARK_COLUMN, rule)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.autofilter(_HEAD, 0, last, _MARK_COLUMN)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, last, _MARK_COLUMN)

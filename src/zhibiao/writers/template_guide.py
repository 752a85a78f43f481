"""The sheet that explains (填报说明): how to fill in, what every field means, the grounds, the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhibiao.monthly.standing import unit_words
from zhibiao.monthly.template import Template, Words
from zhibiao.terms.dictionary import Field
from zhibiao.terms.grounds import Grounds

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (7, 32, 13, 58, 8)
_LINES = ("month", "to_date", "last_year", "blank", "negative", "grounds", "checks", "correction", "due")
_LAST = len(_WIDTHS) - 1
_LINE_HEIGHT = 16
_WIDE, _MEANING = 130, 66  # characters that fit on a line over all columns, and in the column of meanings


def write_guide(book: Workbook, sheet: Worksheet, template: Template, words: Words, grounds: Grounds) -> None:
    """Three parts one below the other, in the form's language."""
    face, head = ("宋体", "黑体") if template.lang == "zh" else ("Calibri", "Calibri")
    base = {"font_name": face, "font_size": 10, "valign": "vcenter", "text_wrap": True}
    bold = {"bold": template.lang != "zh", "font_name": head}
    title = book.add_format({**base, **bold, "font_size": 16})
    part = book.add_format({**base, **bold, "font_size": 12, "bottom": 1})
    heading = book.add_format({**base, **bold, "border": 1, "bg_color": "#E4E9F0", "align": "center"})
    line = book.add_format({**base, "valign": "top"})
    cell = book.add_format({**base, "bottom": 4, "bottom_color": "#B8C0CA"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _wide(sheet, 0, words("guide.title"), title, 28)
    row = _wide(sheet, row, words("guide.part.how"), part, 24)
    due = template.due
    for number, key in enumerate(_LINES, start=1):
        text = f"{number}. " + words(f"guide.{key}", year=due.year, month=due.month, day=due.day)
        row = _wide(sheet, row, text, line, _height(text, _WIDE))
    row = _wide(sheet, row + 1, words("guide.part.fields"), part, 24)
    row = _table(
        sheet, row, [words(f"guide.head.{one}") for one in ("row", "name", "unit", "meaning", "must")], heading
    )
    for field in template.fields:
        row = _cells(sheet, row, _field(field, template, words), cell)
    row = _wide(sheet, row + 1, words("guide.part.grounds"), part, 24)
    row = _table(
        sheet, row, [words("guide.head.ground"), words("guide.head.words"), "", words("guide.head.when"), ""], heading
    )
    for ground in grounds:
        said = ground.name.in_(template.lang)
        row = _cells(sheet, row, (ground.code, said, "", words(f"guide.ground.{ground.code}"), ""), cell)
    _finish(sheet, last=row - 1)


def _field(field: Field, template: Template, words: Words) -> tuple[str, ...]:
    lang = template.lang
    said = [field.description.in_(lang), words(f"guide.kind.{field.kind.value}")]
    if field.part_of:
        whole = next(one for one in template.fields if one.code == field.part_of)
        said.append(words("guide.part_of", name=whole.name.in_(lang)))
    if field.synonyms and lang == "zh":
        said.append(words("guide.also", names="、".join(field.synonyms)))
    meaning = words("guide.stop").join(one for one in said if one)
    must = "guide.must" if field.required else "guide.extra" if field.is_supplement else "guide.if_any"
    unit = unit_words(field.form_unit).in_(lang)
    return (field.row_code, field.name.in_(lang), unit, meaning, words(must))


def _wide(sheet: Worksheet, row: int, text: str, shape: Format, height: float) -> int:
    sheet.merge_range(row, 0, row, _LAST, text, shape)
    sheet.set_row(row, height)
    return row + 1


def _table(sheet: Worksheet, row: int, heads: Sequence[str], shape: Format) -> int:
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, shape)
    sheet.set_row(row, 22)
    return row + 1


def _cells(sheet: Worksheet, row: int, texts: Sequence[str], shape: Format) -> int:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, shape)
    sheet.set_row(row, max(_height(texts[3], _MEANING), _height(texts[1], 38)))
    return row + 1


def _height(text: str, width: int) -> float:
    """Lines that a text takes; a Chinese character is two wide."""
    wide = sum(2 if ord(character) > 0x2E7F else 1 for character in text)
    return _LINE_HEIGHT * max(1, -(-wide // width)) + 2


def _finish(sheet: Worksheet, *, last: int) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.print_area(0, 0, last, _LAST)

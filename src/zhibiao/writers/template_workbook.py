"""The template as a workbook: form, checks that work themselves out, guide, and a hidden sheet for machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhibiao.monthly.form import META_SHEET, TEMPLATE, TEMPLATE_VERSION, Cell, Look
from zhibiao.monthly.template import COLUMN_OF, COLUMNS, GROUND_COLUMN, Template, Words
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.grounds import Grounds
from zhibiao.writers.return_form import FORMATS, META_FIELDS, META_HEAD, write_cell
from zhibiao.writers.template_checks import write_checks
from zhibiao.writers.template_guide import write_guide
from zhibiao.writers.template_input import guard_inputs
from zhibiao.writers.workbook import letter_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {"zh": (36, 11, 6, 15, 15, 15, 15, 11), "en": (46, 10, 6, 14, 14, 14, 14, 9)}
_CREATED = dt.datetime(2021, 1, 1)  # noqa: DTZ001 — a fixed stamp without a zone: workbooks know none
_SHOWN = {"locked": True, "bg_color": "#F2F2F2", "font_color": "#404040"}
_MORE: Mapping[Look, dict[str, Any]] = {
    Look.PART: {**FORMATS[Look.PART], "indent": 2},
    Look.BLOCK: {**FORMATS[Look.NAME], "font_name": "黑体", "bg_color": "#E4E9F0", "indent": 0},
    Look.GROUND: {**FORMATS[Look.WHOLE], "num_format": "@", "align": "center", "indent": 0},
    Look.SHOWN_TONNES: {**FORMATS[Look.TONNES], **_SHOWN},
    Look.SHOWN_MONEY: {**FORMATS[Look.MONEY], **_SHOWN},
    Look.SHOWN_WHOLE: {**FORMATS[Look.WHOLE], **_SHOWN},
}
_LATIN = {"宋体": "Calibri", "黑体": "Calibri"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What stands beside the form: words by key, whose it is, the grounds, and the dictionary with its hash."""

    words: Words
    enterprise: Enterprise
    grounds: Grounds
    dictionary: Dictionary
    dictionary_sha256: str


def template_workbook(template: Template, companions: Companions) -> bytes:
    """The bytes of an .xlsx; the same template gives the same bytes, without links or macros."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    words = companions.words
    book.set_properties({"title": words("form.file_title"), "author": "", "created": _CREATED})
    book.set_calc_mode("auto")
    formats = {look: book.add_format(_spoken(shape, template)) for look, shape in {**FORMATS, **_MORE}.items()}
    form = book.add_worksheet(template.sheet.name)
    checks = book.add_worksheet(words("sheet.checks"))
    guide = book.add_worksheet(words("sheet.guide"))
    _write_form(form, template, formats)
    places = write_checks(book, checks, template, words)
    guard_inputs(book, form, template, companions, failing=places)
    write_guide(book, guide, template, words, companions.grounds)
    _write_meta(book, template, companions)
    for sheet in (form, checks, guide):
        _set_footer(sheet, words)
    form.activate()
    book.close()
    return buffer.getvalue()


def _spoken(shape: Mapping[str, Any], template: Template) -> dict[str, Any]:
    """The same shape in a face that has the language's letters, titles bold where no black face sets them off."""
    if template.lang == "zh":
        return dict(shape)
    name = str(shape.get("font_name", "宋体"))
    return {**shape, "font_name": _LATIN[name], **({"bold": True} if name == "黑体" else {})}


def _write_form(sheet: Worksheet, template: Template, formats: Mapping[Look, Format]) -> None:
    rows, header = template.sheet.rows, template.sheet.header
    for column, width in enumerate(_WIDTHS[template.lang]):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        sheet.set_row(number, row.height or 18)
        for column, cell in enumerate(row.cells):
            if cell is not None:
                write_cell(sheet, number, column, cell, formats[cell.look])
        for first, last in row.merges:
            cell = row.cells[first] or Cell(None)
            sheet.merge_range(number, first, number, last, cell.value, formats[cell.look])
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(*header)
    sheet.print_area(0, 0, len(rows) - 1, COLUMNS - 1)
    sheet.freeze_panes(header[1] + 1, 3)
    sheet.hide_gridlines(2)


def _set_footer(sheet: Worksheet, words: Words) -> None:
    sheet.set_footer(f"&C&9{words('form.page')}")


def _write_meta(book: Workbook, template: Template, companions: Companions) -> None:
    """Machines know by it whose form of which version this is; readers do not need it."""
    meta = book.add_worksheet(META_SHEET)
    meta.hide()
    for number, values in enumerate(_meta_rows(template, companions)):
        for column, value in enumerate(values):
            meta.write_string(number, column, value)


def _meta_rows(template: Template, companions: Companions) -> Iterator[tuple[str, ...]]:
    sheet = template.sheet
    yield ("template", TEMPLATE)
    yield ("version", TEMPLATE_VERSION)
    yield ("dictionary_sha256", companions.dictionary_sha256)
    yield ("lang", template.lang)
    yield ("name", companions.enterprise.name.zh)
    yield ("sector", companions.enterprise.sector)
    yield ("route", companions.enterprise.route)
    for quantity in sorted({facility.counts_for for facility in companions.enterprise.facilities}):
        yield ("capacity", quantity, str(companions.enterprise.capacity_t(quantity, sheet.period.last)))
    yield META_HEAD
    yield (sheet.name, sheet.enterprise, sheet.credit_code, str(sheet.period))
    yield (*META_FIELDS, "row", "period", "year_to_date", "grounds")
    for field in template.fields:
        row = template.rows[field.code]
        cells = [f"{letter_of(column)}{row + 1}" for column in (*COLUMN_OF.values(), GROUND_COLUMN)]
        yield (field.row_code, field.code, str(row + 1), *cells)

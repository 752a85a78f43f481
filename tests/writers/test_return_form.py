"""The return workbook: same bytes for the same sheets, exact numbers, print set-up, and a hidden sheet for machines."""

import zipfile
from decimal import Decimal
from io import BytesIO

import openpyxl

from city_sample import city, dictionary
from zhibiao.monthly.form import FormSheet, form_sheet
from zhibiao.monthly.returns import Scope
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.simulation.filings import filing_of
from zhibiao.terms.period import Period
from zhibiao.writers.return_form import return_workbook

PERIOD = Period.parse("2025-03")


def _sheets(*enterprises: str) -> list[FormSheet]:
    register = city().register
    return [form_sheet(filing_of(city(), register[name], PERIOD, dictionary()), dictionary()) for name in enterprises]


def _book(*enterprises: str) -> bytes:
    return return_workbook(_sheets(*enterprises), dictionary=dictionary(), title="测试")


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert _book("LH-S01", "LH-M03") == _book("LH-S01", "LH-M03")


def test_no_part_of_the_file_carries_a_date_of_its_own() -> None:
    with zipfile.ZipFile(BytesIO(_book("LH-S01"))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {part.date_time for part in archive.infolist()}
        core = archive.read("docProps/core.xml").decode()
    assert 2 == core.count("2021-01-01T00:00:00Z")


def test_numbers_are_stored_without_a_binary_tail() -> None:
    sheets = _sheets("LH-S01", "LH-S09", "LH-M07", "LH-O01", "LH-C03", "LH-D02")
    content = return_workbook(sheets, dictionary=dictionary(), title="")
    book = openpyxl.load_workbook(BytesIO(content))
    compared = 0
    for sheet in sheets:
        page = book[sheet.name]
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row.cells, start=1):
                if cell is not None and isinstance(cell.value, Decimal):
                    assert cell.value == Decimal(str(page.cell(number, column).value))
                    compared += 1
    assert compared > 400


def test_what_is_written_reads_back_with_no_finding() -> None:
    for enterprise in ("LH-S01", "LH-M03", "LH-O02", "LH-C04", "LH-D01"):
        read = read_returns(_book(enterprise), name="x.xlsx", dictionary=dictionary(), city=city().register)
        assert () == read.findings
        (sighted,) = read.returns
        assert () == sighted.findings
        filed = sighted.filed
        assert filed is not None
        assert (enterprise, PERIOD) == (filed.enterprise, filed.period)
        for field in dictionary().of_form(city().register[enterprise].sector):
            assert city().figures[enterprise][field.code][PERIOD.last] == filed.value(field.code, Scope.PERIOD)


def test_the_sheet_prints_on_one_a4_page_with_its_header_repeated() -> None:
    page = openpyxl.load_workbook(BytesIO(_book("LH-S01")))["LH-S01"]
    assert 9 == int(page.page_setup.paperSize)
    assert page.sheet_properties.pageSetUpPr.fitToPage  # on one page each way, which is the format's default
    assert (None, None) == (page.page_setup.fitToWidth, page.page_setup.fitToHeight)
    assert "$6:$7" == page.print_title_rows
    assert "D8" == page.freeze_panes


def test_only_figures_are_open_to_input() -> None:
    page = openpyxl.load_workbook(BytesIO(_book("LH-S01")))["LH-S01"]
    assert page.protection.sheet
    assert page["A8"].protection.locked
    assert not page["D8"].protection.locked
    (rule,) = page.data_validations.dataValidation
    assert "数值有误" == rule.errorTitle


def test_the_hidden_sheet_names_template_sheets_and_fields() -> None:
    book = openpyxl.load_workbook(BytesIO(_book("LH-S01", "LH-D04")))
    meta = book["_meta"]
    assert "hidden" == meta.sheet_state
    rows = [tuple(value for value in row if value is not None) for row in meta.iter_rows(values_only=True)]
    assert [("template", "liao-101"), ("version", "1"), ("sheet", "enterprise", "credit_code", "period")] == rows[:3]
    assert ("LH-S01", "LH-S01", city().register["LH-S01"].credit_code, "2025-03") == rows[3]
    assert ("LH-D04", "LH-D04", city().register["LH-D04"].credit_code, "2025-03") == rows[4]
    assert ("row_code", "field_code") == rows[5]
    assert [(field.row_code, field.code) for field in dictionary() if not field.is_supplement] == rows[6:]

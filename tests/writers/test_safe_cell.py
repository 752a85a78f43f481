"""Cells from outside: words stay words in every table this program writes, numbers stay numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from click.testing import CliRunner

from returns_sample import CITY, DICTIONARY, STEEL, filing
from terms.test_cell_text import HARMLESS, NASTY
from zhibiao.assemble.template import Asked, Desk, collected_of, workbook_of
from zhibiao.cli.main import zhibiao
from zhibiao.monthly.form import form_sheet
from zhibiao.monthly.returns import Record
from zhibiao.terms.cell_text import from_cell_text
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text
from zhibiao.writers.return_form import return_workbook
from zhibiao.writers.safe_cell import MOST_CHARACTERS, csv_row, escaped, plain_text
from zhibiao.writers.split_table import SplitRow, split_csv
from zhibiao.writers.workbook import Column, Sheet, write_workbook

MARCH = Period.parse("2025-03")
WRITERS = Path(__file__).parents[2] / "src" / "zhibiao" / "writers"


def test_numbers_are_bare_and_words_are_marked() -> None:
    row = ("=1+1", -500, Decimal("-0.5"), Fraction(-1, 3), None, "-500", "甲")
    assert ["'=1+1", "-500", "-0.5", "-0.333333", "", "-500", "甲"] == csv_row(row)


@pytest.mark.parametrize("text", NASTY)
def test_a_split_as_text_runs_nothing(text: str) -> None:
    content = split_csv([SplitRow(id=text, share=Fraction(-1), quota=Fraction(-500), binding="")])
    (_, row) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert ["'" + text, "-1", "-500", ""] == row


@pytest.mark.parametrize("text", [text for text in NASTY if text.isprintable()])
def test_a_workbook_holds_words_as_words(text: str) -> None:
    sheet = Sheet(
        name="表", title=text, columns=(Column(head=text), Column(head="n", kind="whole")), rows=((text, -500),)
    )
    content = write_workbook([sheet], title="t", author="a", at=dt.datetime(2025, 4, 1, tzinfo=dt.UTC), foot="")
    page = openpyxl.load_workbook(io.BytesIO(content))["表"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    assert [text] == [cell.value for cell in cells if cell.row == 4 and cell.column == 1]
    assert ["n"] == [cell.data_type for cell in cells if cell.value == -500]


@pytest.mark.parametrize("text", [text for text in NASTY if text.isprintable()])
def test_forms_and_templates_hold_names_as_words(text: str) -> None:
    """Names of firms and authorities come from a city's list, which is a file from outside as well."""
    firm, authority = replace(STEEL, name=Text(text)), Text(text)
    city = replace(CITY, name=Text(text), authority=authority, enterprises={firm.id: firm})
    given = replace(filing(firm, MARCH), authority=authority)
    desk = Desk(city=city, record=Record.of(()))
    contents = [
        return_workbook([form_sheet(given, DICTIONARY)], dictionary=DICTIONARY, title=text),
        workbook_of(desk, firm, MARCH, "zh"),
        collected_of(desk, Asked(enterprise="", sector="", period=MARCH, lang="zh")),
    ]
    for content in contents:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        # The sheet of checks alone has formulas, all of them its own.
        formulas = [one for xml in sheets for one in re.findall(rb"<f>([^<]*)</f>", xml)]
        assert not any(escape(text).encode() in one for one in formulas)
        assert sum(b"<f>" in xml for xml in sheets) <= 1


def test_ids_in_a_split_read_back_as_they_were() -> None:
    for text in NASTY:
        content = split_csv([SplitRow(id=text, share=Fraction(1), quota=Fraction(1), binding="")])
        (_, row) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert text == from_cell_text(row[0])


@pytest.mark.parametrize(("name", "place"), [("out.csv", {"row": 3}), ("out.xlsx", {"cell": "A5"})])
def test_a_split_says_which_ids_left_as_words(tmp_path: Path, name: str, place: dict[str, object]) -> None:
    claims, out = tmp_path / "claims.csv", tmp_path / name
    claims.write_text("id,claim\nA,100\n=1+1,200\n", encoding="utf-8")
    asked = ["split", "--input", str(claims), "--cap", "90", "--rule", "cea", "--out", str(out), "--json"]
    done = CliRunner().invoke(zhibiao, asked)
    assert 0 == done.exit_code, done.output
    (note,) = [one for one in json.loads(done.stdout)["result"]["notes"] if one["code"] == "export.formula_escaped"]
    assert place.items() <= note["place"].items()
    if name.endswith("xlsx"):
        assert "=1+1" == openpyxl.load_workbook(out).worksheets[0]["A5"].value


def test_every_table_is_written_through_the_one_place() -> None:
    """A writer that calls a spreadsheet's guessing `write`, or writes rows bare, would open the way again."""
    for path in sorted(WRITERS.glob("*.py")):
        code = path.read_text("utf-8")
        assert not re.search(r"(?:sheet|page|worksheet|meta)\.write(?:_row|_column)?\(", code), path.name
        assert code.count("csv.writer(") <= code.count("csv_row("), path.name
        opened = len(re.findall(r"\bWorkbook\(", code.replace("def return_workbook(", "")))
        if opened and "BytesIO" in code:
            assert '"strings_to_formulas": False' in code, path.name


def test_what_was_marked_is_told_with_its_place() -> None:
    cells = [
        (Place(file="a.csv", row=2), "=1+1"),
        (Place(file="a.csv", row=3), "甲"),
        (Place(file="a.csv", row=4), -500),
    ]
    (finding,) = escaped(cells)
    assert ("export.formula_escaped", Severity.NOTE, 2) == (finding.code, finding.severity, finding.place.row)
    assert () == escaped([(Place(), text) for text in HARMLESS])


def test_text_that_no_cell_can_hold_is_cut_and_mended() -> None:
    assert MOST_CHARACTERS == len(plain_text("x" * 40_000))
    assert "a?b" == plain_text("a\ud800b")

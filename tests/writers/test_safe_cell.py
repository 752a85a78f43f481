"""Cells from outside: words stay words in every table this program writes, numbers stay numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from terms.test_cell_text import HARMLESS, NASTY
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Severity
from zhibiao.writers.safe_cell import MOST_CHARACTERS, csv_row, escaped, plain_text
from zhibiao.writers.split_table import SplitRow, split_csv
from zhibiao.writers.workbook import Column, Sheet, write_workbook


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

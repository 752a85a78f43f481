"""Text tables as grids: delimiters told by the header, titles above, lines that stay where they are."""

from __future__ import annotations

import pytest

import layout_papers as papers
import returns_sample as sample
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.names import Names
from zhibiao.readers.returns.return_csv import read_csv
from zhibiao.readers.returns.text_table import text_grid

TABLE = sample.csv_table(sample.STEEL, "2025-03")


def read(text: str | bytes) -> FileRead:
    content = text if isinstance(text, bytes) else text.encode()
    return read_csv(content, name="a.csv", dictionary=sample.DICTIONARY, city=sample.CITY)


@pytest.mark.parametrize(("delimiter", "shown"), [(";", ";"), ("\t", "TAB"), ("|", "|")])
def test_tx_023_the_header_tells_the_delimiter_also_below_titles(delimiter: str, shown: str) -> None:
    text = "辽河市，重点企业,月报,汇总,表\n\n" + TABLE.replace(",", delimiter)
    result = read(text)
    (finding,) = result.returns[0].findings if not result.findings else result.findings
    assert ("csv.delimiter", 3, shown) == (finding.code, finding.place.row, finding.facts["delimiter"])
    assert 37 == len(papers.figures_of(result.returns[0]))


def test_rows_stay_at_their_lines() -> None:
    text = 'a,"b\nc",d\n\nx,y\n'
    remarks = Remarks("a.csv", is_text=True)
    grid = text_grid(text.encode(), Names.of(sample.DICTIONARY), remarks)
    assert grid is not None
    assert ((), ("a", "b\nc", "d"), (), ("x", "y")) == grid.rows


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending(ending: str) -> None:
    result = read(TABLE.replace("\n", ending))
    assert [] == papers.told(result)


def test_the_mark_against_formulas_is_taken_off() -> None:
    rows = papers.list_cells([papers.Filed(sample.STEEL, (papers.steel_row("crude_steel_t", 1, 2, 3, 4),))])
    rows[2][3] = "'=粗钢产量"
    (finding,) = read(papers.text_of(rows)).returns[0].findings
    assert ("sheet.field_unknown", "=粗钢产量") == (finding.code, finding.facts["name"])


def test_a_table_of_something_else_is_no_return() -> None:
    assert [("sheet.no_return", "REJECT")] == [one[:2] for one in papers.told(read("a,b,c\n1,2,3\n"))]
    assert ("sheet.no_return", "REJECT") in [one[:2] for one in papers.told(read(TABLE.split("\n")[0] + "\n"))]

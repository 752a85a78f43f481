"""Tables of Word papers: three-line rules, a head that repeats, figures right and words left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from zhibiao.writers.word_style import WIDTH_MM, give_style
from zhibiao.writers.wording import head_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as words: every cell is text already.

    Args:
        title: above the table.
        unit: right above the table, where one unit holds for all of it.
        head: column heads.
        rows: cells, each row as long as the head.
        widths: relative widths of the columns.
        figures: the columns that hold figures, from 0; they stand right.
        total: the last row is a sum.
        note: under the table.
        is_small: set in a smaller size, for tables with many columns.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    figures: frozenset[int]
    unit: str = ""
    total: bool = False
    note: str = ""
    is_small: bool = False

    def __post_init__(self) -> None:
        lengths = {len(self.head), len(self.widths), *(len(row) for row in self.rows)}
        if len(lengths) != 1:
            raise ValueError(f"{self.title}: rows and head differ in length: {sorted(lengths)}")


# A table shorter than this stays on one page.
_KEPT_TOGETHER = 14


def lay_table(document: Any, table: Table) -> None:
    """Lay the table over the full width of the type area."""
    made = document.add_table(rows=0, cols=len(table.head))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _set_rules(made)
    widths = [WIDTH_MM * width / sum(table.widths) for width in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    size = "Small" if table.is_small else "Table"
    head = ["\n".join(head_lines(text)) for text in table.head]
    _lay_row(made, head, widths=widths, styles=[f"{size} Head"] * len(head), keep=True)
    _repeat(made.rows[0])
    for column in table.figures:
        made.rows[0].cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles = [f"{size} Figure" if column in table.figures else f"{size} Text" for column in range(len(table.head))]
    for position, row in enumerate(table.rows, start=1):
        keep = len(table.rows) <= _KEPT_TOGETHER and position < len(table.rows)
        _lay_row(made, row, widths=widths, styles=styles, keep=keep)
    if table.total:
        _underline_before(made.rows[-1])


def _lay_row(made: Any, cells: Sequence[str], *, widths: Sequence[float], styles: Sequence[str], keep: bool) -> None:
    row = made.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, width, style in zip(row.cells, cells, widths, styles, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = give_style(cell.paragraphs[0], style)
        paragraph.add_run(text)
        paragraph.paragraph_format.keep_with_next = keep


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        _cell_rule(cell, "bottom", size=6)


def _underline_before(row: Any) -> None:
    for cell in row.cells:
        _cell_rule(cell, "top", size=6)
        for run in cell.paragraphs[0].runs:
            run.font.bold = True


def _set_rules(made: Any) -> None:
    rule = 'w:val="single" w:space="0" w:color="000000"'
    inner = 'w:val="single" w:sz="2" w:space="0" w:color="BBBBBB"'
    properties = made._tbl.tblPr
    properties.append(
        parse_xml(
            f'<w:tblBorders {nsdecls("w")}><w:top {rule} w:sz="12"/><w:bottom {rule} w:sz="12"/>'
            f"<w:insideH {inner}/></w:tblBorders>"
        )
    )
    properties.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="20" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
            f'<w:bottom w:w="20" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        )
    )


def _cell_rule(cell: Any, side: str, *, size: int) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        # The schema wants borders before the vertical alignment.
        properties.insert_element_before(borders, "w:shd", "w:vAlign")
    borders.append(parse_xml(f'<w:{side} {nsdecls("w")} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'))

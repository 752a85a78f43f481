"""Tables of Word papers: three-line rules, a head that repeats, figures right and words left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zhibiao.writers.word_style import WIDTH_MM
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
        may_break: may run over a page; a short table stays on one otherwise.
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
    may_break: bool = False
    is_small: bool = False

    def __post_init__(self) -> None:
        lengths = {len(self.head), len(self.widths), *(len(row) for row in self.rows)}
        if len(lengths) != 1:
            raise ValueError(f"{self.title}: rows and head differ in length: {sorted(lengths)}")


# A table shorter than this stays on one page.
_KEPT_TOGETHER = 14


def lay_table(document: Any, table: Table) -> None:
    """Lay the table over the full width of the type area, after what the document holds so far."""
    document.element.body.insert_element_before(parse_xml(_table_xml(table)), "w:sectPr")


def _table_xml(table: Table) -> str:
    """The table as one piece of XML: cell by cell through the library it took most of the time of a paper."""
    size = "Small" if table.is_small else "Table"
    widths = [_twips(WIDTH_MM * width / sum(table.widths)) for width in table.widths]
    styles = [f"{size}Figure" if column in table.figures else f"{size}Text" for column in range(len(table.head))]
    head = ["\n".join(head_lines(text)) for text in table.head]
    is_short = len(table.rows) <= _KEPT_TOGETHER and not table.may_break
    last = len(table.rows) - 1
    rows = [
        _row_xml(head, widths=widths, styles=[f"{size}Head"] * len(head), right=table.figures, rule="bottom", keep=True)
    ]
    rows += [
        _row_xml(
            row,
            widths=widths,
            styles=styles,
            rule="top" if table.total and position == last else "",
            # The last row stays with the note under it.
            keep=bool(table.note) if position == last else is_short,
        )
        for position, row in enumerate(table.rows)
    ]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl {nsdecls('w')}>{_PROPERTIES}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row_xml(
    cells: Sequence[str],
    *,
    widths: Sequence[int],
    styles: Sequence[str],
    rule: str,
    keep: bool,
    right: frozenset[int] = frozenset(),
) -> str:
    is_head = rule == "bottom"
    made = [
        _cell_xml(
            text,
            width=width,
            style=style,
            rule=rule,
            shape=("<w:keepNext/>" if keep else "") + ('<w:jc w:val="right"/>' if column in right else ""),
            is_bold=rule == "top",
        )
        for column, (text, width, style) in enumerate(zip(cells, widths, styles, strict=True))
    ]
    header = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(made)}</w:tr>"


def _cell_xml(text: str, *, width: int, style: str, rule: str, shape: str, is_bold: bool) -> str:
    border = f'<w:tcBorders><w:{rule} {_BLACK} w:sz="6"/></w:tcBorders>' if rule else ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{shape}</w:pPr><w:r>{bold}{lines}</w:r></w:p></w:tc>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)


_BLACK = 'w:val="single" w:space="0" w:color="000000"'
_PROPERTIES = (
    f'<w:tblPr><w:tblW w:w="{_twips(WIDTH_MM)}" w:type="dxa"/><w:jc w:val="center"/>'
    f'<w:tblBorders><w:top {_BLACK} w:sz="12"/><w:bottom {_BLACK} w:sz="12"/>'
    '<w:insideH w:val="single" w:space="0" w:color="BBBBBB" w:sz="2"/></w:tblBorders>'
    '<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)

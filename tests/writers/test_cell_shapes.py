"""Shapes from looks: whatever a look says, only properties of the closed set leave."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from zhibiao.terms.look import Look
from zhibiao.writers.cell_shapes import shape_of

_EVIL = '"/><f>1</f>'
_words = st.sampled_from(["", "thin", "center", "#FFF0B8", _EVIL, "\x00", "#fff", "red"])


@given(_words, _words, _words, st.integers(-5, 300), st.tuples(_words, _words, _words, _words))
def test_colours_lines_and_alignments_are_of_the_closed_set(
    colour: str, across: str, upright: str, indent: int, edges: tuple[str, str, str, str]
) -> None:
    shape = shape_of(
        Look(colour=colour, fill=colour, edge_colour=colour, across=across, upright=upright, indent=indent, edges=edges)
    )
    said = {key: value for key, value in shape.items() if key != "font_name"}
    for key, value in said.items():
        if "color" in key:
            assert re.fullmatch("#[0-9A-F]{6}", str(value))
        elif isinstance(value, str):
            assert re.fullmatch("[a-z_]+", value)
        else:
            assert 0 <= float(str(int(str(value)) if not isinstance(value, bool) else 1)) <= 96


@pytest.mark.parametrize("text", [_EVIL, "&<>'", "宋体"])
def test_names_and_codes_stay_text(text: str) -> None:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    page.write_number(0, 0, 1, book.add_format(shape_of(Look(font=text, number_format=text, size=11))))
    book.close()
    with zipfile.ZipFile(buffer) as archive:
        assert b"<f>" not in archive.read("xl/styles.xml")

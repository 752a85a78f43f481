"""A sheet means the same however its XML is cut, and whether its plain rows are taken by pattern or parsed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import hand_made_files as made
from effort import examples
from zhibiao.readers.grids import xlsx_rows
from zhibiao.readers.grids.grid import Grid, read_grids
from zhibiao.readers.grids.guarded_xml import Unreadable

_STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs>'
_TEXTS = "<si><t>粗钢</t></si><si><t/></si><si><t>a_x000A_b</t></si>"
_COLUMNS = st.sampled_from(["A", "B", "C", "E", "Z", "AA", "AB"])
_INSIDE = st.sampled_from(
    [
        *("><v>1</v></c>", "><v>-1.5E-3</v></c>", "><v>1_0</v></c>", "><v></v></c>", "><v>+7</v></c>", "/>", "></c>"),
        *(' t="n"><v>12345.600000000002</v></c>', ' t="s"><v>0</v></c>', ' t="s"><v>1</v></c>', ' t="s"><v>2</v></c>'),
        *(' t="s"><v>9</v></c>', ' t="b"><v>1</v></c>', ' t="b"><v>0</v></c>', ' t="e"><v>#N/A</v></c>'),
        *(
            ' t="str"><v>x y</v></c>',
            ' t="str"><v>a&amp;b</v></c>',
            ' t="str"><v>_x0041_</v></c>',
            ' t="q"><v>1</v></c>',
        ),
        *(' t="inlineStr"><is><t>企业</t></is></c>', ' t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'),
        *("><f>A1+B1</f><v>3</v></c>", "><!-- c --><v>4</v></c>", "><v>5</v><!-- </row> --></c>", "><v>6</c>"),
    ]
)


@st.composite
def _rows(draw: st.DrawFn) -> str:
    made_rows = []
    for number in (
        draw(st.lists(st.integers(1, 12), max_size=8)) if draw(st.booleans()) else range(1, draw(st.integers(1, 9)))
    ):
        style = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="99"'])
        cells = draw(st.lists(st.tuples(_COLUMNS, style, _INSIDE), max_size=5))
        cells = sorted(cells, key=lambda cell: (len(cell[0]), cell[0])) if draw(st.booleans()) else cells
        said = draw(st.sampled_from(["", ' spans="1:5"', ' hidden="1"', ' ht="0" customHeight="1"', ' x="1"']))
        inside = "".join(f'<c r="{column}{number}"{style}{rest}' for column, style, rest in cells)
        made_rows.append(f'<row r="{number}"{said}>{inside}</row>' + draw(st.sampled_from(["", "\n", " <!-- -->"])))
    return "".join(made_rows)


def _read(rows: str, *, before: str = "") -> Grid | str:
    content = made.zipped(made.parts(made.sheet(rows, before=before), styles=_STYLES, texts=_TEXTS))
    try:
        return next(read_grids(content))
    except Unreadable:
        return "unreadable"


@given(rows=_rows(), chunk=st.integers(1, 400))
@example(rows='<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', chunk=1)
@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_plain_rows_mean_what_the_parser_reads(monkeypatch: pytest.MonkeyPatch, rows: str, chunk: int) -> None:
    parsed = _read(rows, before="<!-- everything is the parser's -->")
    monkeypatch.setattr(xlsx_rows, "_CHUNK", chunk)
    assert parsed == _read(rows)


def test_a_pattern_that_takes_too_much_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law can fail: a row within a comment counts as one where ends of rows are trusted everywhere."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>2</v></c></row> -->'
    assert isinstance(parsed := _read(rows, before="<!-- -->"), Grid)
    assert 1 == len(parsed.rows)
    loose = xlsx_rows._ROW.pattern.replace(r"\s*<row", r"\s*(?:<!--)?\s*<row", 1) + "(?:-->)?"
    monkeypatch.setattr(xlsx_rows, "_ROW", xlsx_rows.re.compile(loose, xlsx_rows.re.ASCII))
    monkeypatch.setattr(xlsx_rows, "_is_doubtful", lambda _: False)
    assert parsed != _read(rows)

"""Text in tables: nothing from outside becomes a formula, and what was marked reads back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.terms.cell_text import as_cell_text, from_cell_text, is_formula_like

NASTY = (
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "=cmd|' /C calc'!A0",
    "+SUM(A1)",
    "-SUM(A1)",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    "＋1",
    "－cmd",
    "＠x",
    "\x00=1",
    "-500 and more",
)
HARMLESS = ("-500", "+12.5", "-", "—", "A=B", "甲企业", "", "3月", "'quoted", "a@b", "'")


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_marked(text: str) -> None:
    assert is_formula_like(text)
    assert "'" + text == as_cell_text(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert text == as_cell_text(text) == from_cell_text(text)


@given(st.text() | st.sampled_from(NASTY).flatmap(lambda text: st.integers(0, 3).map(lambda n: "'" * n + text)))
def test_reading_takes_off_what_writing_put_on(text: str) -> None:
    assert text == from_cell_text(as_cell_text(text))


@given(st.text())
def test_what_leaves_never_begins_like_a_formula(text: str) -> None:
    assert not is_formula_like(as_cell_text(text))

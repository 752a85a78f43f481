"""The grammar of figures: what is read, how, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.readers.returns.numbers import read_number
from zhibiao.terms.finding import Severity


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        (12.3, "12.3", []),
        (0, "0", []),
        (1234567.89, "1234567.89", []),
        (12345.600000000002, "12345.6", ["num.float_tail"]),
        (0.1 + 0.2, "0.3", ["num.float_tail"]),
        ("12345.6", "12345.6", ["num.text"]),
        (" 12 ", "12", ["num.text"]),
        ("１２３．５", "123.5", ["num.fullwidth", "num.text"]),
        ("－１，２３４", "-1234", ["num.fullwidth", "num.thousands"]),
        ("\u300012.5\u3000", "12.5", ["text.trimmed", "num.text"]),
        ("1,234,567.5", "1234567.5", ["num.thousands"]),
        ("1 234.5", "1234.5", ["num.thousands"]),
        ("(350.2)", "-350.2", ["num.sign_mark"]),
        ("△350.2", "-350.2", ["num.sign_mark"]),
        ("-350.2", "-350.2", ["num.text"]),
        ("1.2万", "12000", ["num.suffix"]),
        ("0.5亿", "50000000", ["num.suffix"]),
        ("16.3%", "0.163", ["num.percent"]),
    ],
)
def test_what_is_read(cell: object, value: str, codes: list[str]) -> None:
    reading = read_number(cell)
    assert Decimal(value) == reading.value
    assert codes == [code for code, _ in reading.remarks]
    assert all(severity is Severity.NOTE for _, severity in reading.remarks)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1_000", "num.bad_grammar"),
        ("1.2E5", "num.bad_grammar"),
        ("1.234,56", "num.bad_grammar"),
        ("12,34", "num.bad_grammar"),
        ("①", "num.bad_grammar"),
        ("12²", "num.bad_grammar"),
        ("٣", "num.bad_grammar"),
        ("--5", "num.bad_grammar"),
        ("12.", "num.bad_grammar"),
        ("停产", "num.bad_grammar"),
        ("12.5万吨", "num.unit_in_cell"),
        ("12.5 吨", "num.unit_in_cell"),
        ("nan", "num.not_finite"),
        ("-Infinity", "num.not_finite"),
        (float("nan"), "num.not_finite"),
        ("1" + "0" * 30, "num.out_of_range"),
        (1e30, "num.out_of_range"),
        (True, "num.bad_type"),
        (dt.date(2025, 3, 1), "num.bad_type"),
        ("#REF!", "sheet.error_value"),
    ],
)
def test_what_is_refused(cell: object, code: str) -> None:
    reading = read_number(cell)
    assert reading.value is None
    assert not reading.is_none
    assert [(code, Severity.QUARANTINE)] == list(reading.remarks)


@pytest.mark.parametrize("cell", ["—", "-", "/", "…", "——", " － "])
def test_a_mark_for_none_is_neither_zero_nor_blank(cell: str) -> None:
    reading = read_number(cell)
    assert (None, True) == (reading.value, reading.is_none)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000"])
def test_a_blank_is_missing(cell: object) -> None:
    reading = read_number(cell)
    assert (None, False, ()) == (reading.value, reading.is_none, reading.remarks)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False))
def test_what_is_printed_plainly_comes_back_exactly(value: Decimal) -> None:
    assert value == read_number(f"{value:,.3f}").value
    assert value == read_number(f"{value:.3f}").value


@given(st.text(max_size=12))
def test_any_text_has_an_answer_and_only_digits_make_a_number(text: str) -> None:
    reading = read_number(text)
    if reading.value is not None:
        assert any(character in "0123456789０１２３４５６７８９" for character in text)

"""Whatever stands in a table of prices: it is read or refused by name, and what is read is a price."""

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from price_files import HEADER, TITLE, bureau, sheet, text
from zhibiao.assemble.market_prices import desk, read_prices
from zhibiao.errors import InputRefused
from zhibiao.procedures.market.prices import market_prices, prices_plain
from zhibiao.procedures.market.shocks import shocks_of

_GOODS = ("coke", "焦炭", "焦炭（准一级冶金焦）", "螺纹钢（", "usd", "一、", "合计", "moonstone", "")
_PERIODS = ("2025-03", "2025-03-11", "2025-03-21", "2025-04-02", "2025M03", "2025-13", "2200-12", "1900-01", "三月", "")
_PRICES = ("1290", "1,290.5", "7.1", "0", "-5", "1e9", "24.8%", "NaN", "…", "-", "=A1", "1.3万", "0.0000001", "")
_UNITS = ("元/吨", "吨", "usd/t", "元/美元", "万元/吨", "袋", "")
_CHANGES = ("", "5", "-1290", "1290", "-100%", "3.5%", "x", "1e15", "-")
_PLAIN = ("good", "period", "price", "unit", "change", "change_pct")
_PLAUSIBLE = st.tuples(*map(st.sampled_from, (_GOODS, _PERIODS, _PRICES, _UNITS, _CHANGES, _CHANGES)))
_CELL = st.one_of(
    st.sampled_from([*_GOODS, *_PERIODS, *_PRICES, *_UNITS]),
    st.text(max_size=8),
    st.floats(),
    st.integers(-(10**12), 10**12),
    st.none(),
    st.dates(),
)
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=6), max_size=8)
_WORKBOOK = sheet(bureau())


def _holds(content: bytes, name: str) -> None:
    try:
        read = read_prices(content, name=name)
    except InputRefused as refused:
        if not refused.findings:
            raise AssertionError("refused without a word") from refused
        return
    assert all(point.price > 0 for series in read.series for point in series.points)
    prices = market_prices([read], desk())
    assert all(value > 0 for value in prices.priced.table.prices.values())
    prices_plain(prices)
    shocks_of(prices, desk())


@settings(max_examples=examples(60))
@given(rows=st.lists(_PLAUSIBLE, min_size=1, max_size=12))
def test_any_plain_table_is_read_or_refused(rows: list[tuple[str, ...]]) -> None:
    _holds(text([_PLAIN, *rows]), "a.csv")


@settings(max_examples=examples(60))
@given(rows=_ROWS, head=st.sampled_from([(), ((TITLE,), HEADER), (("good", "period", "price", "unit"),)]))
def test_any_table_is_read_or_refused(rows: list[list[object]], head: tuple[tuple[str, ...], ...]) -> None:
    _holds(text([*head, *rows]), "a.csv")


@settings(max_examples=examples(40))
@given(content=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.xlsx", "a.html", "a"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    _holds(content, name)
    _holds(b"<html><table><tr><td>" + content, name)


@settings(max_examples=examples(15))
@given(place=st.integers(0, 6000), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int) -> None:
    at = place % len(_WORKBOOK)
    _holds(_WORKBOOK[:at] + bytes([byte]) + _WORKBOOK[at + 1 :], "a.xlsx")

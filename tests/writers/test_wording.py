"""Phrases follow the sign of a figure; figures have the decimals of papers."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.period import Month
from zhibiao.writers.wording import Words, chinese_numeral, figure, percent, signed


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (1234567, 0, "1,234,567"),
        (Fraction(5, 1000), 2, "0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal("-1234.5"), 0, "−1,235"),
        (-0.25, 1, "−0.3"),
    ],
)
def test_figures(value: float, decimals: int, expected: str) -> None:
    assert expected == figure(value, decimals)


def test_signed_figures_and_percentages() -> None:
    assert ("+1,200", "−1,200", "0") == (signed(1200), signed(-1200), signed(0))
    assert "16.3%" == percent(Fraction(163, 1000))


def test_tonnes_and_money_in_the_units_of_each_language(catalogue: Catalogue) -> None:
    zh, en = Words(catalogue, "zh"), Words(catalogue, "en")
    assert ("2,705.00万吨", "27,050.0 kt") == (zh.mass(27_050_000), en.mass(27_050_000))
    assert ("12.35亿元", "1,235 million yuan") == (zh.money(1_234_567_890), en.money(1_234_567_890))
    assert "7.41万吨" == zh.rate(Fraction(27_050_000, 365))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (1045, 1000, "同比增长4.5%"),
        (955, 1000, "同比下降4.5%"),
        (10004, 10000, "与上年同期持平"),
        (10005, 10000, "同比增长0.1%"),
        (9996, 10000, "与上年同期持平"),
        (None, 1000, "无同期数可比"),
        (1000, None, "无同期数可比"),
        (1000, 0, "无同期数可比"),
        (200_000_000, -100_000_000, "同比扭亏为盈"),
        (-200_000_000, 100_000_000, "同比由盈转亏"),
        (-100_000_000, -300_000_000, "同比减亏2.00亿元"),
        (-300_000_000, -100_000_000, "同比增亏2.00亿元"),
    ],
)
def test_growth_is_worded_by_its_sign(now: int | None, before: int | None, expected: str, catalogue: Catalogue) -> None:
    assert expected == Words(catalogue, "zh").growth(now, before)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Fraction(163, 1000), Fraction(96, 1000), "提高6.7个百分点"),
        (Fraction(96, 1000), Fraction(163, 1000), "下降6.7个百分点"),
        (Fraction(1000, 10000), Fraction(1004, 10000), "与上年同期持平"),
    ],
)
def test_shares_move_in_points(now: Fraction, before: Fraction, expected: str, catalogue: Catalogue) -> None:
    assert expected == Words(catalogue, "zh").points(now, before)


def test_dates_and_months(catalogue: Catalogue) -> None:
    zh, en = Words(catalogue, "zh"), Words(catalogue, "en")
    assert ("2025年4月10日", "10 April 2025") == (zh.day(dt.date(2025, 4, 10)), en.day(dt.date(2025, 4, 10)))
    assert ("1—3月", "January–March") == (zh.since_january(Month(2025, 3)), en.since_january(Month(2025, 3)))
    assert "1月" == zh.since_january(Month(2025, 1))


def test_numerals_of_headings() -> None:
    shown = [chinese_numeral(number) for number in (1, 9, 10, 11, 19, 20, 99)]
    assert ["一", "九", "十", "十一", "十九", "二十", "九十九"] == shown
    with pytest.raises(ValueError, match="1 to 99"):
        chinese_numeral(100)

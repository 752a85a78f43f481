"""Laws of reading numbers: what is written in any form is read back exactly, and no text is too much."""

import time
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.quantities import quantities

LEXICON = read_lexicon()
UNITS = ("万吨", "亿元", "%", "个百分点", "家", "座", "元/吨", "千瓦时", "万亿元", "吨标准煤", "微克/立方米", "倍")
FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
DIGITS = "零一二三四五六七八九"

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(999999), places=2)
units = st.sampled_from(UNITS)


def plain(value: Decimal) -> str:
    """Digits without needless noughts."""
    return f"{value.normalize():f}"


def chinese(number: int) -> str:
    """A whole number below ten thousand as it is said."""
    said, gap = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + word
        gap = not digit
    return said


@settings(max_examples=examples(60), deadline=None)
@given(amounts, units, st.sampled_from(("plain", "full", "parted")), st.sampled_from(("产量为", "增长", "共有")))
def test_digits_are_read_back(value: Decimal, unit: str, form: str, lead: str) -> None:
    forms = {"plain": plain(value), "full": plain(value).translate(FULL), "parted": f"{value.normalize():,f}"}
    text = f"全市{lead}{forms[form]}{unit}。"
    (one,) = quantities(text, LEXICON)
    assert (value, unit.removeprefix("个"), None) == (one.value, one.unit, one.bar)
    assert forms[form] + unit == text[one.start : one.end]
    assert forms[form] == text[one.number_start : one.number_end]


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(min_value=11, max_value=9999), st.sampled_from(("万吨", "亿元", "家", "台")))
def test_numerals_are_read_back(number: int, unit: str) -> None:
    text = f"全市共有{chinese(number)}{unit}。"
    (one,) = quantities(text, LEXICON)
    assert (Decimal(number), unit) == (one.value, one.unit)
    assert chinese(number) + unit == text[one.start : one.end]


@settings(max_examples=examples(40), deadline=None)
@given(amounts, amounts, st.sampled_from(("至", "到", "-", "~", "—")), st.sampled_from(("万吨", "亿元", "%")))
def test_ranges_are_read_back(first: Decimal, second: Decimal, link: str, unit: str) -> None:
    low, high = sorted((first, second))
    if low == high:
        return
    (one,) = quantities(f"规模为{plain(low)}{link}{plain(high)}{unit}。", LEXICON)
    assert (low, high, unit) == (one.value, one.value_max, one.unit)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(
        alphabet="0123456789.,，、百千万亿一二三四五十分之点成半第前由从到至-~+:% "
        "年月日万吨亿元个家座(（)）“”《》|\n超约余以上内",
        max_size=80,
    )
)
def test_any_text_gives_places_in_order(text: str) -> None:
    found = quantities(text, LEXICON)
    for one in found:
        assert 0 <= one.start <= one.number_start < one.number_end <= one.end <= len(text)
    for this, following in pairwise(found):
        assert this.number_end <= following.number_start


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    for piece in ("1", "1,", "一", "万", "第", "由1%到", "1-", "(", "“", "1 | ", "百分之", "超"):
        started = time.process_time()
        quantities(piece * (40_000 // len(piece)), LEXICON)
        assert time.process_time() - started < 4

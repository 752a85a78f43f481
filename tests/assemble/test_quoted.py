"""Where a page says what is quoted: in its own words or in the cleaned ones, and nowhere for what it does not say."""

import pytest

from zhibiao.assemble.register.quoted import source_of
from zhibiao.readers.page_file import page_of

PAGE = "新聞\n\n2025-02-27,遼河市與集團(tuán)簽訂2025年合作協(xié)議。會(huì)議(yì)要求年內建成廢鋼基地。\n".encode()


@pytest.mark.parametrize(
    ("raw", "quote"),
    [
        ("集團(tuán)簽訂2025年合作協(xié)議", "集团签订2025年合作协议"),
        ("集團(tuán)簽訂2025年合作協(xié)議", "集團(tuán)簽訂2025年合作協(xié)議"),
        ("年內建成廢鋼基地", "年内建成废钢基地"),
    ],
)
def test_the_place_of_quoted_words(raw: str, quote: str) -> None:
    found = source_of("page.txt", PAGE, quote=quote)
    assert found is not None
    assert (raw, quote) == (page_of(PAGE).text[found.raw_start : found.raw_end], found.quote)
    assert 0 < found.start < found.end


@pytest.mark.parametrize(
    ("content", "quote"), [(PAGE, "不在页上"), (PAGE, ""), (b"%PDF-1.7\n\x00\x01", "协议"), (b"", "x")]
)
def test_what_no_page_says_has_no_place(content: bytes, quote: str) -> None:
    assert source_of("page.txt", content, quote=quote) is None

"""Pages from bytes: encodings, HTML with places, what is refused and how."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from effort import examples
from zhibiao.errors import InputRefused
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import MOST_BYTES, page_of, read_page
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon

TEXT = "今年以来,青岭市钢铁企业生产平稳,一季度粗钢产量达到128.6万吨,同比增长2.1%,高于全国水平。"
TRADITIONAL = "今年以來,青嶺市鋼鐵企業生產平穩,一季度粗鋼產量達到128.6萬噸,同比增長2.1%,高於全國水平。"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="big5"><title>x</title>
<meta name="PubDate" content="2024-04-20 10:00">
<style>p {{}}</style></head><body><nav><a href="/">首页</a></nav><h1>青岭市一季度粗钢产量增长</h1>
<div>来源:青岭日报 时间:2024-04-20</div><div id="content"><p>&nbsp;&nbsp;{TEXT}</p>
<p>菱镁行业<b>产值</b>增长5.2%&#12290;</p>
<table><tr><td><p>粗钢</p></td><td>万吨</td><td>128.6</td></tr></table><p style="display:none">隐藏的一句话。</p>
<script>var a = "<p>脚本。</p>";</script></div><footer>版权所有</footer></body></html>"""


@cache
def lexicon() -> Lexicon:
    return read_lexicon()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk", "gb2312"])
def test_simplified_text_in_every_encoding(encoding: str) -> None:
    assert TEXT == page_of(TEXT.encode(encoding)).text


@pytest.mark.parametrize("encoding", ["big5", "gbk", "utf-8"])
def test_traditional_text_in_every_encoding(encoding: str) -> None:
    assert TRADITIONAL == page_of(TRADITIONAL.encode(encoding)).text


def test_text_read_as_latin_1_is_undone() -> None:
    assert TEXT == page_of(TEXT.encode().decode("latin-1").encode()).text


def test_a_page_gives_its_article_with_places_whatever_it_says_of_its_encoding() -> None:
    page = page_of(PAGE.encode("gb18030"), name="a.html")
    one = clean(page.text, lexicon(), page.source)
    assert (True, "2024-04-20", "gb18030") == (page.is_html, page.published, page.encoding)
    assert [
        "青岭市一季度粗钢产量增长",
        TEXT,
        "菱镁行业产值增长5.2%。",
        "粗钢 | 万吨 | 128.6",
    ] == one.text.split("\n")
    at = one.text.index("128.6")
    assert page.text[slice(*one.raw_span(at, at + 5))] == "128.6"
    assert page.text[one.origin[one.text.index("%。") + 1]] == "&"


def test_a_few_bytes_lost_are_noted_and_marked() -> None:
    content = TEXT.encode() * 20
    page = page_of(content[:9] + b"\xff" + content[9:], name="a.txt")
    assert ["texts.bytes_lost"] == [finding.code for finding in page.findings]
    assert "\ufffd" in page.text


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("texts.empty", b""),
        ("texts.empty", b" \r\n\t"),
        ("texts.binary_pdf", b"%PDF-1.7\n%\xe2\xe3"),
        ("texts.binary_docx", b"PK\x03\x04\x14\x00word/document.xml"),
        ("texts.binary_xlsx", b"PK\x03\x04\x14\x00xl/workbook.xml"),
        ("texts.binary_ole2", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)),
        ("texts.binary_image", b"\x89PNG\r\n\x1a\n" + bytes(20)),
        ("texts.binary_other", bytes(range(256)) * 20),
        ("texts.html_tags", b"<html><body>" + b"<p>x" * 300_000),
        ("texts.html_entities", b"<html><body>" + b"&amp;" * 600_000),
        ("texts.html_nested", b"<html><body>" + b"<div>" * 2_000),
        ("texts.too_large", b"a" * (MOST_BYTES + 1)),
    ],
)
def test_what_is_no_page_is_refused_with_its_place(code: str, content: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        page_of(content, name="a.txt")
    assert (code, "a.txt") == (refused.value.code, refused.value.findings[0].place.file)


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("gbk"))
    assert TEXT == read_page(path).text


@pytest.mark.parametrize(
    "broken", ["<p", "<!--", "<a href='", "</div></div>", "<script>", "&#x110000;", "<td><td><tr>"]
)
def test_broken_markup_is_read(broken: str) -> None:
    page = page_of(f"<html><body><p>{TEXT}</p>{broken}".encode())
    assert page.source is not None
    assert TEXT in page.source.text


def test_mutated_pages_are_read_or_refused() -> None:
    dice = random.Random(8)
    contents = [PAGE.encode("gb18030"), PAGE.encode(), TRADITIONAL.encode("big5"), TEXT.encode("utf-16")]
    for _ in range(examples(100)):
        content = bytearray(dice.choice(contents))
        for _ in range(dice.randrange(1, 12)):
            at = dice.randrange(len(content))
            content[at : at + dice.randrange(3)] = bytes(dice.randrange(256) for _ in range(dice.randrange(4)))
        try:
            page = page_of(bytes(content))
        except InputRefused:
            continue
        one = clean(page.text, lexicon(), page.source)
        assert all(0 <= place < len(page.text) for place in one.origin)


def test_a_page_of_links_leaves_nothing() -> None:
    links = page_of("<html><body><ul><li><a>首页</a></li><li><a>油价上调</a></li></ul></body></html>".encode())
    assert "" == clean(links.text, lexicon(), links.source).text


JAPANESE = "今年上半期、鉄鋼業の粗鋼生産量は前年同期比5%増加し、4,500万トンに達した。製鉄所の設備投資も拡大している。"
KOREAN = "올해 상반기 철강 산업의 조강 생산량은 전년 동기 대비 5% 증가하여 4,500만 톤에 달했다. " * 2
RUSSIAN = "В первом полугодии производство стали выросло на 5% и составило 4,5 млн тонн. Завод построит новую печь."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        (KOREAN, "cp949"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
    ],
)
@pytest.mark.parametrize("is_html", [False, True])
def test_other_encodings_are_not_taken_for_chinese(text: str, encoding: str, is_html: bool) -> None:
    page = f"<html><head><title>x</title></head><body><p>{text}</p></body></html>" if is_html else text
    with pytest.raises(InputRefused) as refused:
        page_of(page.encode(encoding), name="a.txt")
    assert refused.value.code in ("texts.implausible", "texts.undecodable")


@pytest.mark.parametrize(
    "text",
    [
        "The company’s output rose 5% – “a record” – it said. The plant won’t change its £5m café in Düsseldorf.",
        "La société a augmenté sa production d'acier de 5 %; l'usine a été créée à Liège, près de la frontière.",
    ],
)
def test_western_pages_are_read_with_their_accents(text: str) -> None:
    page = page_of(text.encode("cp1252"), name="a.txt")
    assert (text, ["texts.read_as_western"]) == (page.text, [one.code for one in page.findings])


def test_a_short_text_of_rare_characters_is_read_and_told() -> None:
    page = page_of("崱擭忋敿婜".encode("gb18030"), name="a.txt")
    assert ["texts.encoding_doubtful"] == [one.code for one in page.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Angang (鞍钢) and Bensteel (本钢) merged, Baotou 包头 said.",
        "名单:龚翯、尹璟瑄、逄淼、亓昊旻、禤燚、郗喆、綦赟、仝堃、咎骞、璩琬、厍珉、佘焱。以上同志任职的决定自公布之日起生效。",
        "鞍山 海城 营口 大石桥 岫岩 菱镁 滑石 砂矿",
    ],
)
def test_rare_names_in_chinese_encodings_are_read(text: str) -> None:
    page = page_of(text.encode("gb18030"), name="a.txt")
    assert (text, "gb18030") == (page.text, page.encoding)


def test_labelled_pages_are_read_alike_in_every_chinese_encoding(shared_data: Path) -> None:
    from opencc import OpenCC

    traditional = OpenCC("s2t").convert
    for path in sorted((shared_data / "extraction" / "docs").glob("*.txt")):
        text = read_page(path).text.replace("\ufffd", "")
        for encoding, words in (("gb18030", text), ("gb18030", traditional(text)), ("big5hkscs", traditional(text))):
            kept = words.encode(encoding, "ignore")
            page = page_of(kept, name=path.name)
            assert (kept.decode(encoding), []) == (page.text, [one.code for one in page.findings])

"""Two published texts, read, taken and accepted: the city's figures and the signed agreement stand in the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.procedures.register.review import accept
from zhibiao.procedures.register.take_texts import ReadText, take_texts
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.register.candidate import candidate_of
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.register import Commitment
from zhibiao.terms.canonical import sha256_hex
from zhibiao.texts.clean import clean
from zhibiao.texts.reading import read
from zhibiao.texts.statement import Change, Comparator, Polarity

RESULT, TARGET, COUNTED, TASK = (
    CommitmentKind.RESULT,
    CommitmentKind.TARGET,
    CommitmentKind.COUNTED,
    CommitmentKind.TASK,
)
CITY_FIGURES = [
    # words of the raw text, kind, value, base, reached, unit, change, comparator, polarity, period
    ("铁矿产业产值增长4.7%", RESULT, "4.7", "", "", "%", "yoy", "=", "increase", "2024"),
    ("废钢产值同比增长48.1%", RESULT, "48.1", "", "", "%", "yoy", "=", "increase", "2024"),
    ("钢铁高端产品占比由9.6%提升到16.3%", RESULT, "", "9.6", "16.3", "%", "from_to", "=", "increase", "2024"),
    ("菱镁高端产品占比由18%提升到25%", RESULT, "", "18", "25", "%", "from_to", "=", "increase", "2024"),
    ("菱镁行业产值增长4.5%", RESULT, "4.5", "", "", "%", "yoy", "=", "increase", "2024"),
    ("电子信息产业增加值增长9%", RESULT, "9", "", "", "%", "yoy", "=", "increase", "2024"),
    ("24项重点任务", RESULT, "24", "", "", "项", "level", "=", "", "2024"),
    ("文体旅项目30个", RESULT, "30", "", "", "个", "level", "=", "", "2024"),
    ("总投资152.94亿元", RESULT, "152.94", "", "", "亿元", "level", "=", "", "2024"),
    ("300项文体旅活动", RESULT, "300", "", "", "项", "level", "=", "", "2024"),
    ("达到去年同期水平", TARGET, "0", "", "", "%", "yoy", "=", "keep", "2025"),
    ("培育数字化车间、智能工厂、应用场景110个以上", COUNTED, "110", "", "", "个", "level", ">=", "", "2025"),
    ("12条特色街区", COUNTED, "12", "", "", "条", "level", "=", "", "2025"),
    ("300余场特色文体旅活动", COUNTED, "300", "", "", "场", "level", ">=", "", "2025"),
    ("230个城建项目全面开工", COUNTED, "230", "", "", "个", "level", "=", "", "2025"),
]
CITY_TASKS = [
    "建立企业生产经营月度研判机制和大宗商品月度调节机制",
    "统筹向生产能力强、产品附加值高的企业分配粗钢指标",
    "提高铁精矿产量",
    "加快资源利用产业园建设",
    "推进鞍钢新能源汽车用电工钢等项目竣工投产",
    "深入开展菱镁行业专项整治",
    "推动菱镁转型升级示范园区全面开工",
    "加快建设跨境电商综试区、大宗商品交易中心",
]


@pytest.fixture(scope="module")
def texts(shared_data: Path) -> Path:
    folder = shared_data.parent / "extraction" / "docs"
    if not (folder / "000.txt").is_file():
        pytest.skip("the labelled texts are not here: shared/extraction stands beside the public data sets")
    return folder


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    folder = tmp_path_factory.mktemp("real") / "book"
    new_book_from(folder)
    book = open_book(folder)
    yield book
    book.store.close()


def _accepted(opened: OpenBook, path: Path, published: str) -> tuple[Commitment, ...]:
    """Everything that was read in a page, accepted as it was read."""
    content = path.read_bytes()
    page = page_of(content, name=path.name)
    lexicon = read_lexicon(())
    cleaned = clean(page.text, lexicon, page.source)
    reading = read(cleaned, published=dt.date.fromisoformat(published) if published else None, lexicon=lexicon)
    document = sha256_hex(content)
    found = tuple(
        candidate_of(one, cleaned, document=document, name=path.name, published=published) for one in reading.statements
    )
    act = opened.store, opened.clock, opened.person("lin")
    text = ReadText(name=path.name, content=content, candidates=found, published=published)
    (taken,) = take_texts(*act, [text])
    return accept(*act, taken.new)


@pytest.fixture(scope="module")
def interview(opened: OpenBook, texts: Path) -> tuple[Commitment, ...]:
    return _accepted(opened, texts / "002.txt", "2025-03-10")


@pytest.fixture(scope="module")
def signing(opened: OpenBook, texts: Path) -> tuple[Commitment, ...]:
    return _accepted(opened, texts / "000.txt", "")


def _raw(opened: OpenBook, one: Commitment) -> list[str]:
    """What the kept page says at each of an item's places."""
    pages = [opened.store.file_content(source.document).decode() for source in one.sources]
    return [page[source.raw_start : source.raw_end] for page, source in zip(pages, one.sources, strict=True)]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _bears(terms: Terms, value: str, base: str, reached: str, unit: str) -> bool:
    figure = terms.figure
    return figure is not None and (_number(value), _number(base), _number(reached), unit) == (
        figure.value,
        figure.base,
        figure.reached,
        figure.unit,
    )


@pytest.mark.parametrize("expected", CITY_FIGURES, ids=lambda one: one[0])
def test_the_city_figure_stands_with_the_place_that_says_it(
    opened: OpenBook, interview: tuple[Commitment, ...], expected: tuple[str, ...]
) -> None:
    words, kind, value, base, reached, unit, change, comparator, polarity, period = expected
    one = next(
        one
        for one in interview
        if _bears(one.terms, value, base, reached, unit) and any(words in raw for raw in _raw(opened, one))
    )
    figure = one.terms.figure
    assert figure is not None
    assert (kind, Change(change), Comparator(comparator)) == (one.terms.kind, figure.change, figure.comparator)
    assert (Polarity(polarity) if polarity else None) == one.terms.polarity
    assert period == one.terms.period
    assert ("鞍山市" if kind is not RESULT else one.terms.lead) == one.terms.lead


@pytest.mark.parametrize("words", CITY_TASKS)
def test_the_city_task_stands_with_its_year_and_the_place_that_says_it(
    opened: OpenBook, interview: tuple[Commitment, ...], words: str
) -> None:
    one = next(one for one in interview if one.terms.kind is TASK and any(words in raw for raw in _raw(opened, one)))
    assert ("2025", dt.date(2025, 12, 31), "鞍山市") == (one.terms.period, one.terms.due, one.terms.lead)
    assert one.terms.figure is None


def test_counted_goals_know_how_many_items_they_promise(interview: tuple[Commitment, ...]) -> None:
    assert [12, 110, 230, 300] == sorted(one.terms.items or 0 for one in interview if one.terms.kind is COUNTED)


def test_the_agreement_stands_with_both_parties(opened: OpenBook, signing: tuple[Commitment, ...]) -> None:
    (one,) = (one for one in signing if one.terms.kind is CommitmentKind.AGREEMENT)
    assert ("本溪市人民政府", "本钢集团有限公司") == one.terms.parties
    assert "2025年合作协议" in one.terms.title
    said = _raw(opened, one)
    # The page writes traditional characters with bracketed pinyin; the kept span is the page's own words.
    assert any("簽訂2025年合作協(xié)議" in raw for raw in said)
    assert any("《本溪市人民政府 本鋼集團(tuán)有限公司2025年合作協(xié)議》" in raw for raw in said)


def test_nothing_owed_is_made_of_a_figure_of_the_past(interview: tuple[Commitment, ...]) -> None:
    assert {True} == {one.terms.due is None for one in interview if one.terms.kind is RESULT}

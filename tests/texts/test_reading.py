"""A whole page read: language, date, who wins, confidence, findings. All names are fictional."""

from __future__ import annotations

import datetime as dt
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.clean import clean
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.reading import Reading, language_of, read
from zhibiao.texts.statement import StatementKind

PAGE = """清源市上半年菱镁产值增长6.5%
今年上半年,清源市菱镁产业产值同比增长6.5%,菱镁高端产品占比由20%提升到26%。
下一步,我市将建设菱镁检测中心,培育数字化车间30个以上。"""
DAY = dt.date(2024, 8, 14)


@cache
def _lexicon() -> Lexicon:
    return read_lexicon()


def _read(text: str, published: dt.date | None = DAY) -> Reading:
    return read(clean(text, _lexicon()), published=published, lexicon=_lexicon())


def test_a_page_gives_results_targets_and_tasks() -> None:
    found = [(one.kind.value, one.period, one.actors) for one in _read(PAGE).statements]
    assert ("result", "2024-01..2024-06", ()) in found
    assert ("task", "清源市") in [(kind, ";".join(actors)) for kind, _, actors in found]
    targets = [one for one in _read(PAGE).statements if one.kind is StatementKind.TARGET]
    assert [30] == [one.figure.value for one in targets if one.figure]


def test_the_headline_is_no_second_statement() -> None:
    growth = [
        one for one in _read(PAGE).statements if one.figure and one.figure.value and float(one.figure.value) == 6.5
    ]
    assert 1 == len(growth)
    assert growth[0].repeats


def test_without_a_date_relative_years_stay_open_and_are_told() -> None:
    reading = _read(PAGE, published=None)
    assert {None} == {one.period for one in reading.statements}
    assert ["texts.date_unknown"] == [finding.code for finding in reading.findings]


def test_a_known_time_raises_confidence() -> None:
    dated, undated = _read(PAGE), _read(PAGE, published=None)
    assert sum(one.confidence for one in dated.statements) > sum(one.confidence for one in undated.statements)
    assert all(0 < one.confidence < 1 for one in dated.statements)


@pytest.mark.parametrize("text", ["", "\n \n", "首页 | 新闻 | 联系我们"])
def test_nothing_gives_nothing(text: str) -> None:
    reading = _read(text)
    assert () == reading.statements


def test_empty_text_is_told() -> None:
    assert ["texts.nothing_left"] == [finding.code for finding in _read("").findings]


def test_a_study_visit_holds_no_figure() -> None:
    text = "3月5日,考察组一行到甲公司参观学习。赵明介绍了情况,大家一致认为,要学习先进经验,增强活力。"
    assert () == tuple(one for one in _read(text).statements if one.figure)


def test_english_pages_have_their_own_reading() -> None:
    reading = _read(
        "Steel output in Qingyuan rose by 3.2% year on year to 4.5m tonnes in the first half of 2024.\nMore."
    )
    assert ("en", 2) == (reading.language, len(reading.statements))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("粗钢产量1000万吨", "zh"),
        ("粗钢产量(crude steel)", "zh"),
        ("Crude steel (粗钢) output rose again", "en"),
        ("", "zh"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language == language_of(text)


def test_a_paragraph_that_nobody_wrote_is_cut_and_told() -> None:
    start = time.process_time()
    reading = _read("清源市情况\n" + "增长5%," * 60_000 + "增长5%。\n上半年,镁砂产量增长6.5%。")
    assert time.process_time() - start < 6
    assert {"texts.line_too_long", "texts.too_many_numbers"} == {finding.code for finding in reading.findings}
    last = reading.statements[-1]
    assert 6.5 == float(last.figure.value) if last.figure and last.figure.value else None
    assert last.start > 300_000


@pytest.mark.parametrize("piece", ["一", "市", "由", "(", " | 5", "协会将", "2024年", "年底前,"])
def test_hostile_pages_take_no_longer_than_their_length(piece: str) -> None:
    start = time.process_time()
    _read(piece * (60_000 // len(piece)))
    assert time.process_time() - start < 3


def test_a_long_page_of_short_paragraphs_is_read_whole() -> None:
    reading = _read("清源市情况\n" + "上半年,镁砂产量增长6.5%。\n高端产品占比达到25%。\n" * 400)
    assert () == tuple(finding.code for finding in reading.findings)


@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from([*PAGE, "增长", "5%", "(", "“", "万吨", "2024年", "牵头单位:", "项目", "将", "\n", " | "]))
)
def test_any_page_is_read_without_harm(pieces: list[str]) -> None:
    text = "".join(pieces)
    cleaned = clean(text, _lexicon())
    for one in read(cleaned, published=DAY, lexicon=_lexicon()).statements:
        assert 0 <= one.start < one.end <= len(cleaned.text)
        assert 0 < one.confidence <= 1
        assert one.subject
        cleaned.raw_span(one.start, one.end)

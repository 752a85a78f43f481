"""Sentences of our own with the figures that they state: each construction of the schema in several dresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.figures import figures
from zhibiao.texts.laying import lay_out
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.page import Page
from zhibiao.texts.parties import parties_of
from zhibiao.texts.quantities import quantities
from zhibiao.texts.statement import Comparator, Statement
from zhibiao.texts.times import times_of

_SENTENCES = Path(__file__).with_name("sentences.txt")


@cache
def _lexicon() -> Lexicon:
    return read_lexicon()


def read(text: str, published: str = "2025-06-10") -> list[Statement]:
    """The figures of a text."""
    page = Page(
        layout=lay_out(text, _lexicon()),
        lexicon=_lexicon(),
        published=dt.date.fromisoformat(published),
        quantities=quantities(text, _lexicon()),
    )
    return figures(page, times_of(page), parties_of(page))


def told(one: Statement) -> str:
    """A statement in a line: kind, subject, number with unit, change, comparator and polarity where there are any."""
    figure = one.figure
    assert figure is not None
    numbers = (figure.value, figure.value_max, figure.base, figure.reached)
    amount = "/".join(str(number) for number in numbers if number is not None) + (figure.unit or "")
    words = [one.kind.value, one.subject, amount, figure.change.value]
    if figure.comparator is not Comparator.EQUAL:
        words.append(figure.comparator.value)
    return " ".join([*words, one.polarity.value] if one.polarity else words)


def _cases() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    published, sentence, expected = "", "", []
    for line in _SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            expected.append(line.strip())
            continue
        if sentence:
            yield published, sentence, tuple(expected)
        (published, sentence), expected = line.split(" ", 1), []
    yield published, sentence, tuple(expected)


@pytest.mark.parametrize(("published", "sentence", "expected"), list(_cases()))
def test_a_sentence_states_its_figures(published: str, sentence: str, expected: tuple[str, ...]) -> None:
    assert expected == tuple(told(one) for one in read(sentence, published))


def test_there_are_sentences_enough() -> None:
    assert 120 <= sum(1 for _ in _cases())


def test_a_list_that_aims_began_is_ahead() -> None:
    text = "发展目标\n今后三年,力争实现以下目标:\n——规模以上企业达到60家。\n——研发投入强度达到2%。"
    assert ["target 规模以上企业 60家 level", "target 研发投入强度 2% share"] == [told(one) for one in read(text)]


def test_those_of_a_size_are_of_what_the_line_before_counted() -> None:
    text = "签约项目30个。\n按投资规模分,10亿元以上的4个,1亿元至10亿元的26个。"
    expected = ["签约项目", "投资10亿元以上签约项目", "投资1亿元至10亿元签约项目"]
    assert expected == [one.subject for one in read(text)]


def test_a_firm_keeps_its_name_in_a_target_and_an_office_does_not() -> None:
    of_firm, of_office = read("恒远钢铁集团力争全年粗钢产量达到800万吨。"), read("市工信局力争全年技改投资达到80亿元。")
    assert ["恒远钢铁集团粗钢产量", "技改投资"] == [one.subject for one in (*of_firm, *of_office)]


def test_a_line_that_no_person_writes_is_read_in_part() -> None:
    assert 300 == len(read("产量增长" + "1%、" * 2000))


@pytest.mark.parametrize(
    ("title", "kind"), [("“十四五”工业发展规划中期评估", "result"), ("“十四五”工业发展规划", "target")]
)
def test_the_appraisal_of_a_plan_tells_results(title: str, kind: str) -> None:
    text = f"云川省{title}\n主要指标中,研发经费投入强度1.7%。\n"
    assert [kind] == [one.kind.value for one in read(text, "2023-06-10")]

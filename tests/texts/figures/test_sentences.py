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

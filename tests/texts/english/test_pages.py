"""Own English pages read whole: every record that they hold, and none beside."""

import datetime as dt  # noqa: I001
from pathlib import Path

import pytest

from tests.texts.english.test_sentences import LEXICON, written
from zhibiao.texts.english import read_english
from zhibiao.texts.statement import Statement

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


def _page(path: Path) -> tuple[dt.date, str, list[str]]:
    day, _, rest = path.read_text(encoding="utf-8").partition("\n")
    text, _, records = rest.partition("\n---\n")
    return dt.date.fromisoformat(day), text, records.splitlines()


def _read(path: Path) -> tuple[str, list[Statement]]:
    published, text, _ = _page(path)
    return text, read_english(text, published=published, lexicon=LEXICON)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert _page(path)[2] == [written(one) for one in _read(path)[1]]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_spans_hold_what_was_read(path: Path) -> None:
    text, found = _read(path)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        assert one.end - one.start <= 300
        assert 0 < one.confidence <= 1
        assert one.because


def test_headline_is_told_once() -> None:
    text = "Steel exports rise 5% in May\nSteel exports rose 5% to 3 Mt in May 2024, customs said."
    found = read_english(text, published=dt.date(2024, 6, 10), lexicon=LEXICON)
    assert ["5 %", "3 Mt"] == [written(one).split(" | ")[2] for one in found]
    assert ((0, 28),) == found[0].repeats


def test_a_page_of_numbers_without_words_does_not_hang() -> None:
    assert read_english("1% " * 400, published=None, lexicon=LEXICON)

"""A table of expressions of time, each with the date of publication and the period that it must mean."""

import csv
import datetime as dt
import time
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.laying import lay_out
from zhibiao.texts.page import Page
from zhibiao.texts.quantities import quantities
from zhibiao.texts.times import Times, times_of

LEXICON = read_lexicon()
TABLE = Path(__file__).with_name("expressions.csv")
ROWS = [tuple(row.values()) for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())]


def times(text: str, published: str = "") -> Times:
    """The times of a text."""
    day = dt.date.fromisoformat(published) if published else None
    page = Page(layout=lay_out(text, LEXICON), lexicon=LEXICON, published=day, quantities=quantities(text, LEXICON))
    return times_of(page)


def marked(text: str) -> tuple[str, int, int]:
    """The text without its braces, and where they stood; `\\n` in the table is the end of a line."""
    text = text.replace("\\n", "\n")
    start, end = text.index("{"), text.index("}") - 1
    return text.replace("{", "").replace("}", ""), start, end


def test_table_is_long_enough() -> None:
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("published", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_expression(published: str, text: str, expected: str) -> None:
    plain, start, end = marked(text)
    assert (expected or None) == times(plain, published).period_of(start, end)


@pytest.mark.parametrize(("published", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_expression_in_half_width(published: str, text: str, expected: str) -> None:
    plain, start, end = marked(text.replace("，", ","))
    assert (expected or None) == times(plain, published).period_of(start, end)


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    for piece in (
        "1",
        "2024年",
        "1月",
        "1-",
        "至",
        "一",
        "2024-",
        "到2025年",
        "上",
        "截至",
        "年底前,",
        "前",
        "由2024年",
    ):
        started = time.process_time()
        found = times(piece * (20_000 // len(piece)), "2024-08-14")
        found.period_of(19_000, 19_010)
        found.is_ahead(19_000, 19_010)
        assert time.process_time() - started < 4

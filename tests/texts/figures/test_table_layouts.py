"""Tables of the usual layouts, each cell read with what the headings of its row and column say (`tables.txt`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.figures.cells import shown_in
from zhibiao.texts.figures.columns import Part, column_of
from zhibiao.texts.reading import read
from zhibiao.texts.statement import Change, Comparator, Statement

_TABLES = Path(__file__).with_name("tables.txt")


def told(statement: Statement) -> str:
    """A statement with a number on one line."""
    figure = statement.figure
    assert figure is not None
    value = f"{figure.value}-{figure.value_max}" if figure.value_max is not None else f"{figure.value}"
    polarity = statement.polarity.value if statement.polarity else "-"
    words = (statement.kind.value, statement.subject, value, figure.unit, figure.change.value, figure.comparator.value)
    return " ".join(str(word) for word in (*words, polarity, statement.period))


def read_table(text: str, published: dt.date) -> list[str]:
    """The figures of a page as lines."""
    cleaned = Cleaned(raw=text, text=text, origin=tuple(range(len(text))))
    found = read(cleaned, published=published, lexicon=read_lexicon()).statements
    return [told(one) for one in found if one.figure is not None]


def cases() -> Iterator[tuple[dt.date, str, list[str]]]:
    for part in _TABLES.read_text(encoding="utf-8").split("# ")[1:]:
        day, *lines = part.rstrip("\n").split("\n")
        page = [line for line in lines if line and not line.startswith("> ")]
        yield dt.date.fromisoformat(day), "\n".join(page), [line[2:] for line in lines if line.startswith("> ")]


@pytest.mark.parametrize(("published", "page", "expected"), list(cases()), ids=lambda one: str(one)[:24])
def test_each_cell_is_read_with_its_headings(published: dt.date, page: str, expected: list[str]) -> None:
    assert expected == read_table(page, published)


def test_there_are_as_many_layouts_as_are_usual() -> None:
    assert 25 <= len(list(cases()))


@pytest.mark.parametrize(
    ("cell", "value", "unit", "comparator"),
    [
        ("152", "152", None, Comparator.EQUAL),
        ("-3.6", "-3.6", None, Comparator.EQUAL),
        ("220户以上", "220", "户", Comparator.AT_LEAST),
        ("≤545", "545", None, Comparator.AT_MOST),
        ("95左右", "95", None, Comparator.ABOUT),
        ("1,234.5", "1234.5", None, Comparator.EQUAL),
    ],
)
def test_a_cell_that_is_a_number(cell: str, value: str, unit: str | None, comparator: Comparator) -> None:
    shown = shown_in(cell, read_lexicon())
    assert shown is not None
    assert (value, unit, comparator) == (str(shown.value), shown.unit, shown.comparator)


@pytest.mark.parametrize("cell", ["", "—", "万吨", "市工信局", "淘汰反射窑42座", "6月底前", "2号高炉", "HRB400"])
def test_a_cell_that_is_no_number(cell: str) -> None:
    assert shown_in(cell, read_lexicon()) is None


def test_a_serial_number_or_a_unit_is_no_column_of_figures() -> None:
    assert [Part.IDLE, Part.UNIT, Part.SPEC, Part.RANK] == [
        column_of(label, ()).part for label in ("序号", "计量单位", "规格", "全省排名")
    ]


def test_a_column_against_a_base() -> None:
    labels = ("同比增长(%)", "环比(%)", "比年初", "高于全省", "1-5月")
    expected = [Change.YOY, Change.MOM, Change.DELTA, Change.GAP, None]
    assert expected == [column_of(label, ()).change for label in labels]

"""The papers of a month as readers meet them: their text, the figures in it, and every figure that may stand there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

from docx import Document

from zhibiao.writers.wording import figure

_FIGURE = re.compile(r"(?<![\w.,/:-])[+−]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![\w,]|\.\d)")
_MARKS = re.compile(r"[0-9a-f]{8,}|zhibiao \d[\d.]*")
_DECIMALS = (0, 1, 2, 3, 4)
_DIVISORS = (1, 1_000, 10_000, 10**6, 10**8)
_TIMES = (1, 100, 1_000)
Number = int | Decimal | Fraction | float


def text_of(content: bytes) -> str:
    """Paragraphs and cells of a Word paper."""
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def text_of_page(content: bytes) -> str:
    """What a page says outside its style; words of its picture too."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []
            self._in_style = False

        def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
            self._in_style = tag == "style"

        def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
            self._in_style = False

        def handle_data(self, data: str) -> None:
            if not self._in_style:
                self.found.append(data)

    words = Words()
    words.feed(content.decode())
    return "\n".join(words.found)


def figures_in(text: str) -> list[str]:
    """Every figure with thousands marks or decimals, without its sign; marks and versions are none."""
    return [match[1] for match in _FIGURE.finditer(_MARKS.sub(" ", text))]


def printed_forms(values: Iterable[Number]) -> set[str]:
    """Each value in every form that papers print: in its own unit and the larger ones, as a share in per cent."""
    return {
        figure(abs(Fraction(value)) * times / divisor, decimals)
        for value in values
        for divisor in _DIVISORS
        for times in _TIMES
        for decimals in _DECIMALS
    }


def numbers_of(value: object, seen: set[int] | None = None) -> Iterator[Number]:
    """Every number of a value, whatever it is made of, properties included."""
    seen = set() if seen is None else seen
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | Decimal | Fraction | float):
        yield value
        return
    if isinstance(value, str):
        if re.fullmatch(r"-?\d+(\.\d+)?", value):
            yield Decimal(value)
        return
    if id(value) in seen:
        return
    seen.add(id(value))
    for inner in _inside(value):
        yield from numbers_of(inner, seen)


def _inside(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value)]
        names += [name for name, item in vars(type(value)).items() if isinstance(item, property)]
        for name in names:
            try:
                yield getattr(value, name)
            except (TypeError, ValueError, LookupError, ZeroDivisionError):
                continue
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value

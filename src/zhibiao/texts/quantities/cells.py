"""The unit of a number that fills a cell of a table: its column's head or the line over the table states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities.candidates import Candidate
from zhibiao.texts.quantities.units import Unit, unit_at

BAR = " | "
_SIGN = re.compile(r"[+-]?")
_IN_BRACKETS = re.compile(r"\(([^()]{1,12})\)")
_STATED = re.compile(r"单位 ?[::]? ?([^\s|()、,，;；。]{1,8})")
_CODE = re.compile(r"序号|编号|代码|名次|排名|页|电话")


def in_cells(text: str, found: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """The numbers, those without a unit that fill a cell of a table given the unit of its column."""
    units = dict(_columns(text, lexicon))
    if not units:
        return found
    return [_in_unit(one, units.get(one.start)) for one in found]


def _in_unit(one: Candidate, unit: Unit | None) -> Candidate:
    return one if unit is None or one.unit else replace(one, unit=unit.written, sense=unit.sense)


def _columns(text: str, lexicon: Lexicon) -> Iterator[tuple[int, Unit]]:
    """For every cell that may hold a bare number: where its first digit stands, and the unit of its column."""
    heads: list[str] = []
    stated, start = "", 0
    for line in text.split("\n"):
        cells = line.split(BAR)
        if len(cells) < 2:
            heads = []
            found = _STATED.search(line)
            stated = found.group(1) if found else (stated if len(line) < 30 else "")
        elif not heads:
            heads = cells
        else:
            yield from _row(cells, heads, stated, start, lexicon)
        start += len(line) + 1


def _row(cells: list[str], heads: list[str], stated: str, start: int, lexicon: Lexicon) -> Iterator[tuple[int, Unit]]:
    for index, cell in enumerate(cells):
        head = heads[index] if index < len(heads) else ""
        unit = _unit(head, stated, lexicon) if index and not _CODE.search(head) else None
        sign = _SIGN.match(cell)
        if unit and sign and re.fullmatch(r"[+-]?[\d,.]+", cell):
            yield start + sign.end(), unit
        start += len(cell) + len(BAR)


def _unit(head: str, stated: str, lexicon: Lexicon) -> Unit | None:
    """The unit in a head: in brackets, at its end (增速%), or that of the whole table; a change is in per cent."""
    inside = [words.strip("±+-") for words in _IN_BRACKETS.findall(head)]
    for words in (*inside, "%" if "%" in head else "", stated):
        unit = unit_at(words, 0, "", lexicon) if words else None
        if unit is not None and unit.sense and unit.end == len(words):
            return unit
    return None

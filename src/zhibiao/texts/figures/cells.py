"""A cell of a table that is a number and nothing else: its value with sign, its unit, how it binds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities.numerals import half_width
from zhibiao.texts.quantities.units import unit_at
from zhibiao.texts.statement import Comparator, Polarity

_LONGEST = 40
_TIMES = frozenset(("年", "月", "日", "月份", "季度", "个季度", "号", "期", "天"))
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LEAD = re.compile(
    r"(?P<least>≥|>=?|不低于|不少于|不小于|高于|大于|至少|超过|突破|超)|(?P<most>≤|<=?|不超过|不高于|不大于|低于|小于|少于)"
    r"|(?P<about>约|近|~|≈)|(?P<keep>控制在|达到|达|为|至)|(?P<aim>力争|预期|预计|目标|完成|计划|争取)"
    r"|(?P<up>增长|提高|上升|增加|新增|上涨|增|涨|↑|▲|\+)|(?P<down>下降|降低|减少|下跌|回落|降|减|跌|↓|▼)"
)
_NUMBER = re.compile(rf"(?P<sign>[-−－–—]?)(?P<low>{_FIGURE})")
_RANGE = re.compile(rf" ?(?:[-~—–]{{1,2}}|至|到) ?(?P<high>{_FIGURE})")
_TAIL = re.compile(
    r" ?(?:(?P<least>及?以上|余|多|\+)|(?P<most>及?以下|以内|之内|内)|(?P<about>左右|上下)"
    r"|(?P<note>[*#])|(?P<up>↑|▲)|(?P<down>↓|▼))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a cell shows: the number as written, with its sign, and what stands beside it in the cell."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: str | None = None
    comparator: Comparator = Comparator.EQUAL
    way: Polarity | None = None
    is_aimed: bool = False


def shown_in(cell: str, lexicon: Lexicon) -> Shown | None:
    """The number that fills a cell, None where the cell holds none, several, or words beside it.

    >>> from zhibiao.readers.lexicon_csv import read_lexicon
    >>> shown = shown_in("220户以上", read_lexicon())
    >>> shown.value, shown.unit, shown.comparator.value
    (Decimal('220'), '户', '>=')
    """
    text = half_width(cell)
    if len(text) > _LONGEST:
        return None
    at, said = _leads(text, len(text) - len(text.lstrip()))
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    unit, at = _unit(text, number.end(), lexicon)
    pair = _RANGE.match(text, at)
    if pair is not None:
        unit, at = _unit(text, pair.end(), lexicon)
    while tail := _TAIL.match(text, at):
        said.add(str(tail.lastgroup))
        at = tail.end()
    if text[at:].strip() or unit in _TIMES:
        return None
    value = Decimal(number["low"].replace(",", ""))
    return Shown(
        start=number.start(),
        end=len(text.rstrip()),
        value=-value if number["sign"] else value,
        value_max=Decimal(pair["high"].replace(",", "")) if pair else None,
        unit=unit,
        comparator=Comparator.RANGE if pair else _binding(said),
        way=Polarity.INCREASE if "up" in said else Polarity.DECREASE if "down" in said else None,
        is_aimed="aim" in said,
    )


def _leads(text: str, at: int) -> tuple[int, set[str]]:
    said: set[str] = set()
    while lead := _LEAD.match(text, at):
        said.add(str(lead.lastgroup) if lead.group() != "+" else "sign")
        at = lead.end()
    return at, said


def _unit(text: str, at: int, lexicon: Lexicon) -> tuple[str | None, int]:
    unit = unit_at(text, at, "", lexicon)
    return (unit.written, unit.end) if unit is not None and unit.written and not unit.more else (None, at)


def _binding(said: set[str]) -> Comparator:
    if "least" in said:
        return Comparator.AT_LEAST
    if "most" in said:
        return Comparator.AT_MOST
    return Comparator.ABOUT if "about" in said else Comparator.EQUAL

"""Words of papers: labels in one language, and phrases whose wording follows the sign of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from zhibiao.terms.exact import printed
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language, Text

Number = int | Decimal | Fraction | float

# Growth that rounds to 0.0 per cent is level with last year.
LEVEL_BELOW = Fraction(5, 10000)
_NUMERALS = "〇一二三四五六七八九"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Texts(Protocol):
    """Where labels and messages come from; `readers.catalogue_csv.Catalogue` is one."""

    def text(self, key: str, lang: Language, **facts: object) -> str:
        """A label by key, its blanks filled."""
        ...

    def what(self, code: str, lang: Language, facts: Mapping[str, object]) -> str:
        """What a finding says."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one paper: every label, figure and phrase of it in one language.

    Chinese papers count in 万吨 and 亿元 with two decimals, English ones in kt with one and million yuan with none:
    the same precision.
    """

    texts: Texts
    lang: Language

    def __call__(self, key: str, **facts: object) -> str:
        """The label `paper.<key>`."""
        return self.texts.text(f"paper.{key}", self.lang, **facts)

    def sentence(self, text: str) -> str:
        """A clause as a sentence of its own: capital letter, full stop."""
        return self("sentence", text=text[:1].upper() + text[1:])

    def label(self, key: str, **facts: object) -> str:
        """A label of another room, such as a verdict or a reason, by its whole key."""
        return self.texts.text(key, self.lang, **facts)

    def finding(self, code: str, facts: Mapping[str, object]) -> str:
        """What a finding says."""
        return self.texts.what(code, self.lang, facts)

    def name(self, text: Text) -> str:
        """A name in the paper's language."""
        return text.in_(self.lang)

    def bulk(self, tonnes: Number) -> str:
        """Tonnes in the unit of papers, without the unit: 万吨 or kt."""
        return figure(_exact(tonnes) / 10_000, 2) if self.lang == "zh" else figure(_exact(tonnes) / 1_000, 1)

    def mass(self, tonnes: Number) -> str:
        """Tonnes in the unit of papers, with the unit."""
        return self("unit.mass", figure=self.bulk(tonnes))

    def rate(self, tonnes_per_day: Number) -> str:
        """A daily rate with its unit: 万吨 (the text says 日均) or kt/day."""
        return self("unit.rate", figure=self.bulk(tonnes_per_day))

    def purse(self, yuan: Number) -> str:
        """Yuan in the unit of papers, without the unit: 亿元 or million yuan."""
        return figure(_exact(yuan) / 10**8, 2) if self.lang == "zh" else figure(_exact(yuan) / 10**6, 0)

    def money(self, yuan: Number) -> str:
        """Yuan in the unit of papers, with the unit."""
        return self("unit.money", figure=self.purse(yuan))

    def growth(self, now: Number | None, before: Number | None) -> str:
        """How a figure grew against a year ago, worded by its sign; says so where there is nothing to compare.

        Losses have no growth rate: they are worded as turned, widened or narrowed.
        """
        if now is None or before is None or not before:
            return self("growth.unknown")
        if now < 0 or before < 0:
            return self._turned(_exact(now), _exact(before))
        rate = _exact(now) / _exact(before) - 1
        if abs(rate) < LEVEL_BELOW:
            return self("growth.level")
        return self("growth.up" if rate > 0 else "growth.down", percent=figure(abs(rate) * 100, 1))

    def points(self, now: Number, before: Number, *, decimals: int = 1) -> str:
        """How a share moved, in percentage points between the shares as printed, worded by the sign."""
        moved = Decimal(figure(_exact(now) * 100, decimals)) - Decimal(figure(_exact(before) * 100, decimals))
        if not moved:
            return self("points.level")
        return self("points.up" if moved > 0 else "points.down", points=figure(abs(moved), decimals))

    def change(self, rate: Number) -> str:
        """A rate of growth for a table: signed, in per cent, one decimal."""
        return signed(_exact(rate) * 100, 1) + "%"

    def signed_points(self, points: Number) -> str:
        """Percentage points with their sign and two decimals, as terms that are to add up are printed."""
        return self("points.signed", points=signed(points, 2))

    def day(self, day: dt.date) -> str:
        """A date: `2025年4月10日` or `10 April 2025`."""
        return self("date.day", year=day.year, month=self._month_name(day.month), day=day.day)

    def month(self, month: Month) -> str:
        """A month: `2025年3月` or `March 2025`."""
        return self("date.month", year=month.year, month=self._month_name(month.month))

    def since_january(self, month: Month) -> str:
        """January to a month: `1—3月` or `January–March`; the first month stands alone."""
        if month.month == 1:
            return self("date.january")
        return self("date.to", month=self._month_name(month.month))

    def purse_or_none(self, yuan: Number | None) -> str:
        """Money for a table, a dash where it is not known."""
        return self("mark.none") if yuan is None else self.purse(yuan)

    def running(self, sentences: list[str]) -> str:
        """Sentences as one paragraph."""
        return ("" if self.lang == "zh" else " ").join(sentences)

    def joined_notes(self, notes: list[str]) -> str:
        """Notes under a table, as one."""
        return self("table.note", text=self.running(notes)) if notes else ""

    def joined(self, items: list[str]) -> str:
        """A list in running text."""
        return self("mark.comma").join(items)

    def _month_name(self, month: int) -> str:
        return str(month) if self.lang == "zh" else _MONTHS[month - 1]

    def _turned(self, now: Fraction, before: Fraction) -> str:
        if before < 0 <= now:
            return self("growth.out_of_loss")
        if now < 0 <= before:
            return self("growth.into_loss")
        if now == before:
            return self("growth.level")
        key = "growth.loss_narrowed" if now > before else "growth.loss_widened"
        return self(key, amount=self.money(abs(now - before)))


def figure(value: Number, decimals: int) -> str:
    """A figure with thousands marks, so many decimals and a true minus; halves away from zero, never `−0`.

    >>> figure(Fraction(12345675, 1000), 2), figure(Decimal("-0.004"), 2)
    ('12,345.68', '0.00')
    """
    rounded = printed(_exact(value), decimals)
    return f"−{-rounded:,}" if rounded < 0 else f"{abs(rounded):,}"


def signed(value: Number, decimals: int = 0) -> str:
    """The same with a plus sign before a positive figure.

    >>> signed(1200), signed(-3), signed(0)
    ('+1,200', '−3', '0')
    """
    text = figure(value, decimals)
    if text.startswith("−"):
        return text
    return f"+{text}" if any(digit not in "0.," for digit in text) else text


def head_lines(head: str) -> list[str]:
    """A column's head as lines: the name and, below it, the unit in brackets.

    >>> head_lines("产量（万吨）")
    ['产量', '（万吨）']
    """
    for bracket in ("（", " ("):
        name, found, unit = head.rpartition(bracket)
        if found and name:
            return [name, bracket.strip() + unit]
    return [head]


def percent(ratio: Number, decimals: int = 1) -> str:
    """A ratio in per cent."""
    return figure(_exact(ratio) * 100, decimals) + "%"


def chinese_numeral(number: int) -> str:
    """One to ninety-nine as headings write them.

    >>> chinese_numeral(3), chinese_numeral(10), chinese_numeral(12), chinese_numeral(21)
    ('三', '十', '十二', '二十一')
    """
    if not 1 <= number <= 99:
        raise ValueError(f"headings are numbered 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return head + (_NUMERALS[ones] if ones else "")


def _exact(value: Number) -> Fraction:
    return Fraction(value)

"""The date of publication that a page states of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from zhibiao.texts.clean.lines import Line

_NUMERIC = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+((?:19|20)\d\d)\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")
_SAID = re.compile(r"发布|发表|发稿|时间|日期|更新|publish|posted|updated|date", re.IGNORECASE)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}


def published(lines: Iterable[Line]) -> str | None:
    """The date in the page's own fields, one with a word of publishing before others; None where there is none.

    >>> date_in("Published: Friday, 04 November 2016")
    '2016-11-04'
    """
    bare = None
    for line in lines:
        date = date_in(line.text)
        if date and _SAID.search(line.text):
            return date
        bare = bare or date
    return bare


def date_in(text: str) -> str | None:
    """The first date in a text, written YYYY-MM-DD."""
    if found := _NUMERIC.search(text):
        return _date(found.group(1), int(found.group(2)), found.group(3))
    if found := _DAY_FIRST.search(text):
        return _date(found.group(3), _MONTHS.get(found.group(2)[:3].lower(), 0), found.group(1))
    if found := _MONTH_FIRST.search(text):
        return _date(found.group(3), _MONTHS.get(found.group(1)[:3].lower(), 0), found.group(2))
    return None


def _date(year: str, month: int, day: str) -> str | None:
    try:
        return dt.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None

"""The words of a printed form: headings, labels, periods and names, folded so that spelling habits do not matter."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from zhibiao.terms.period import Month, Period

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u3000\ufeff]+")
_FOLD = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("—–―－~～至到", "-")
    | {"〔": "(", "〕": ")", "【": "(", "】": ")", "﹣": "-"}
)
_DASHES = re.compile(r"-+")
_PREFIX = re.compile(r"(?:其中[:,、]?|#|[*·•-]|\(?\d{1,2}[.)、]|\(?[一二三四五六七八九十]{1,3}[)、.])")
_YEAR_MONTH = re.compile(r"(\d{4})年(\d{1,2})(?:月?-(\d{1,2}))?月(?!\d*日)(?:份)?")
_ISO_LIKE = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})([-/.])(\d{1,2})(?!\d|[-/.]\d)")
_DAY_OR_MONTH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_OTHER_DATES = ("有效期", "批准", "备案", "制定", "报出", "填表日期", "文号", "印发")

FIRST_YEAR = 1990
"""Years before this one are slips of the key: no return of this kind is so old."""


@lru_cache(maxsize=4096)  # the sheets of a workbook repeat the same few hundred words
def fold(text: str) -> str:
    """Half-width, without blanks, dashes alike, brackets alike; letters keep their case.

    >>> fold("１ — 本月　累计（万吨）")
    '1-本月累计(万吨)'
    """
    return _DASHES.sub("-", _SPACES.sub("", text.translate(_FOLD)))


@lru_cache(maxsize=4096)
def bare_name(text: str) -> tuple[str, str]:
    """A row's name without numbering, `其中:` and a unit in brackets; and that unit, or "".

    >>> bare_name("  其中：粗钢产量（万吨）")
    ('粗钢产量', '万吨')
    """
    name = fold(text)
    while (match := _PREFIX.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    match = re.fullmatch(r"(.+?)\(([^()]*)\)", name)
    return (match[1], match[2]) if match else (name, "")


def nearest(name: str, known: Collection[str]) -> str:
    """The known wording most like this one, capitals or not, or "" when none is near."""
    folded = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period as read: the period or None, the text, and the code of what is odd about it ("" for the usual form)."""

    period: Period | None
    text: str
    code: str = ""


def spans_in(text: str) -> list[Span]:
    """The periods a text names: `2025年3月`, `2025年1—2月`, `2025-03`; dates of days and of documents are passed over.

    >>> [str(span.period) for span in spans_in("2025 年 1 — 2 月")]
    ['2025-01..02']
    """
    folded = fold(text)
    if any(word in folded for word in _OTHER_DATES):
        return []
    found = [_span(match[1], match[2], match[3], match[0], "") for match in _YEAR_MONTH.finditer(folded)]
    if not found:
        found = [_span(match[1], match[3], None, match[0], "period.parsed") for match in _ISO_LIKE.finditer(folded)]
    found += [Span(period=None, text=match[0], code="period.ambiguous") for match in _DAY_OR_MONTH.finditer(folded)]
    return found


def span_of_date(date: dt.date) -> Span:
    """The month of a cell that holds a date."""
    return _span(str(date.year), str(date.month), None, date.isoformat(), "period.parsed")


def span_of_serial(value: float) -> Span | None:
    """The month of a spreadsheet's day number between 2000 and 2100, or None for any other number."""
    if value != int(value) or not 36526 <= value < 73051:
        return None
    return span_of_date(dt.date(1899, 12, 30) + dt.timedelta(days=int(value)))


def _span(year: str, first: str, last: str | None, text: str, code: str) -> Span:
    """A single month, or January with February; every other run is refused, as no month may be divided out of it."""
    start, end = int(first), int(last or first)
    if int(year) < FIRST_YEAR or not (1 <= start <= end <= 12):
        return Span(period=None, text=text, code="period.invalid")
    if end != start and (start, end) != (1, 2):
        return Span(period=None, text=text, code="period.not_a_month")
    return Span(period=Period(Month(int(year), start), Month(int(year), end).next()), text=text, code=code)

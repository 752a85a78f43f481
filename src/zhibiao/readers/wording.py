"""The words of a printed form: headings, labels, periods and names, folded so that spelling habits do not matter."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from zhibiao.terms.period import Month, Period

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u200b-\u200f\u202f\u2060\u3000\ufeff]+")
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
_TWO_DIGIT_YEAR = re.compile(r"(?<!\d)\d{2}年\d{1,2}月(?!\d*日)")
_RUN_TOGETHER = re.compile(r"(?:(?:报告期|所属期|期间|月份|年月|时间):?)?((?:19|20)\d{2})(0[1-9]|1[0-2])月?")
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:(?P<a>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,/-]*(?P<year>(?:19|20)\d{2})"
    r"|(?P<later>(?:19|20)\d{2})[.,/-]*(?P<b>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE_DATE = re.compile(r"((?:19|20)\d{2})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)\d{1,2}日?(?:T?\d{1,2}:\d{2}.*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.]((?:19|20)\d{2})")
_UNSURE = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{2}[-/.年]\d{1,2}月?|\d{1,2}[-/.]\d{2}|[A-Za-z]{3,9}[-/.']?\d{2}"
)
_DIGITS = "零一二三四五六七八九"
_ZEROS = str.maketrans("〇○", "零零")
_CHINESE = re.compile(r"([一二][零〇○一二三四五六七八九]{3})年(十[一二]?|[一二三四五六七八九])月")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!\d{1,2}月)")
_MONTHS = re.compile(r"(?:(1)月?-)?(\d{1,2})月(?!\d*日)")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_OTHER_DATES = ("有效期", "批准", "备案", "制定", "报出", "填表日期", "文号", "印发")

FIRST_YEAR = 1990
"""Years before this one are slips of the key: no return of this kind is so old."""

LAST_YEAR = 2099
"""Years after this one are slips of the key as well."""


def composed(text: str) -> str:
    """The text in composed characters (NFC), half-width kana made full: what two ways of typing one word share.

    >>> composed("Cafe\u0301 \uff76\uff9e")
    'Café ガ'
    """
    wide = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return unicodedata.normalize("NFC", wide)


@lru_cache(maxsize=1 << 15)  # the sheets of a workbook repeat the same few hundred words, lists a few thousand names
def fold(text: str) -> str:
    """Half-width, without blanks, dashes alike, brackets alike; letters keep their case.

    >>> fold("１ — 本月　累计（万吨）")
    '1-本月累计(万吨)'
    """
    text = text if text.isascii() else composed(text)
    return _DASHES.sub("-", _SPACES.sub("", text.translate(_FOLD)))


@lru_cache(maxsize=1 << 15)
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
    """The periods a text names: `2025年3月`, `2025年1—2月`, `2025-03`, `Mar 2025`; other dates are passed over.

    >>> [str(span.period) for span in spans_in("2025 年 1 — 2 月")]
    ['2025-01..02']
    """
    folded = _in_figures(fold(text))
    if any(word in folded for word in _OTHER_DATES):
        return []
    code = "" if folded == fold(text) else "period.parsed"
    as_filed = [match[0] for match in _CHINESE.finditer(fold(text))] if code else []
    found = [_span(match[1], match[2], match[3], match[0], code) for match in _YEAR_MONTH.finditer(folded)]
    if len(found) == len(as_filed):
        found = [replace(span, text=told) for span, told in zip(found, as_filed, strict=True)]
    if not found:
        found = [_span(match[1], match[3], None, match[0], "period.parsed") for match in _ISO_LIKE.finditer(folded)]
    if not found and (match := _RUN_TOGETHER.fullmatch(folded)):
        found = [_span(match[1], match[2], None, match[0], "period.parsed")]
    found += [_english(match) for match in _ENGLISH.finditer(folded)]
    unsure = [*_DAY_OR_MONTH.finditer(folded), *_TWO_DIGIT_YEAR.finditer(folded)]
    return found + [Span(period=None, text=match[0], code="period.ambiguous") for match in unsure]


def _in_figures(text: str) -> str:
    """`二〇二五年三月` written in figures; other texts as they are."""
    return _CHINESE.sub(_figures_of, text)


def _figures_of(match: re.Match[str]) -> str:
    year = "".join(str(_DIGITS.index(digit) % 10) for digit in match[1].translate(_ZEROS))
    tens, has_ten, ones = match[2].rpartition("十")
    month = (_DIGITS.index(tens) if tens else bool(has_ten)) * 10 + (_DIGITS.index(ones) if ones else 0)
    return f"{year}年{month}月"


def _english(match: re.Match[str]) -> Span:
    month = _ENGLISH_MONTHS.index((match["a"] or match["b"]).lower()) + 1
    return _span(match["year"] or match["later"], str(month), None, match[0], "period.parsed")


def span_of_cell(value: object) -> Span:
    """The period of a cell that should hold one; what may be two different months is not guessed at.

    >>> str(span_of_cell("2025/3/31").period), span_of_cell("25年3月").code
    ('2025-03', 'period.ambiguous')
    """
    if isinstance(value, dt.date):
        return span_of_date(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return span_of_number(value) or Span(period=None, text=f"{value:g}", code="period.invalid")
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return Span(period=None, text="", code="period.missing")
    try:
        period = Period.parse(text)
    except ValueError:
        return _span_of_text(text)
    if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        return Span(period=None, text=text, code="period.invalid")
    return Span(period=period, text=text)


def _span_of_text(text: str) -> Span:
    folded = fold(text)
    if match := _WHOLE_DATE.fullmatch(folded):
        return _span(match[1], match[2], None, text, "period.parsed")
    if match := _MONTH_YEAR.fullmatch(folded):
        return _span(match[2], match[1], None, text, "period.parsed")
    if re.fullmatch(r"\d{5}", folded) and (serial := span_of_serial(int(folded))):
        return Span(period=serial.period, text=text, code="period.parsed")
    spans = spans_in(text)
    if len(spans) == 1:
        return Span(period=spans[0].period, text=text, code=spans[0].code)
    code = "period.ambiguous" if spans or _UNSURE.fullmatch(folded) else "period.invalid"
    return Span(period=None, text=text, code=code)


def years_in(text: str) -> list[int]:
    """The years that a title names without a month: `2025年重点企业月报`.

    >>> years_in("2025年重点企业月报"), years_in("2025年3月")
    ([2025], [])
    """
    folded = fold(text)
    return [] if any(word in folded for word in _OTHER_DATES) else [int(match[1]) for match in _YEAR.finditer(folded)]


def months_in(text: str) -> tuple[int, int] | None:
    """The run of months in a wording without a year: `3月` is (3, 3), `1—2月` is (1, 2); None for none or several."""
    found = [(int(match[1] or match[2]), int(match[2])) for match in _MONTHS.finditer(fold(text))]
    return found[0] if len(found) == 1 else None


def span_of_months(year: int, months: tuple[int, int], text: str) -> Span:
    """The period of a year and a run of months that stand apart from each other."""
    return _span(str(year), str(months[0]), str(months[1]), text, "period.parsed")


def span_of_number(value: float) -> Span | None:
    """The month of a spreadsheet's day number, or of a number such as 202503; None for any other."""
    if value == int(value) and _RUN_TOGETHER.fullmatch(str(int(value))):
        year, month = divmod(int(value), 100)
        return _span(str(year), str(month), None, str(int(value)), "period.parsed")
    return span_of_serial(value)


def span_of_date(date: dt.date) -> Span:
    """The month of a cell that holds a date."""
    return _span(str(date.year), str(date.month), None, date.isoformat(), "period.parsed")


def span_of_serial(value: float) -> Span | None:
    """The month of a spreadsheet's day number between 2000 and 2100, or None for any other number."""
    if value != int(value) or not 36526 <= value < 73051:
        return None
    day = span_of_date(dt.date(1899, 12, 30) + dt.timedelta(days=int(value)))
    return replace(day, text=str(int(value)))


def _span(year: str, first: str, last: str | None, text: str, code: str) -> Span:
    """A single month, or January with February; every other run is refused, as no month may be divided out of it."""
    start, end = int(first), int(last or first)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or not (1 <= start <= end <= 12):
        return Span(period=None, text=text, code="period.invalid")
    if end != start and (start, end) != (1, 2):
        return Span(period=None, text=text, code="period.not_a_month")
    return Span(period=Period(Month(int(year), start), Month(int(year), end).next()), text=text, code=code)

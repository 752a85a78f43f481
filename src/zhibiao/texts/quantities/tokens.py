"""Where numbers stand in a text: digits, Chinese numerals, percentages in words, fractions, halves and ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.texts.quantities.numerals import chinese, plain

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = r"[零一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
_NUMBER = re.compile(
    rf"(?P<hundredths>[百千]分之(?:{_DIGITS}|{_CHINESE}))"
    r"|(?P<fraction>[二三四五六七八九十]分之[一二两三四五六七八九])"
    r"|(?P<slash>(?<=[近约超占到过达的])[1-9]/[2-9](?![\d/.年月日页期]))"
    r"|(?P<half>过半数?|半数|一大半|大半|一半|折半|减半)"
    r"|(?P<first>首位|榜首|首名|头名|第一位|第一名|(?<=[之居])[首冠](?![位次批府都军]))"
    rf"|(?P<ordinal>第(?:{_DIGITS}|[零一二三四五六七八九十百]+))"
    r"|(?P<fore>前(?:\d+|[一二三四五六七八九十百]+)[名位强]"
    r"|(?<=[居列入国省市业界身球位])前(?:\d+|[一二三四五六七八九十]+)(?![\d个月季年天周日期批次届项家条]))"
    rf"|(?P<digits>(?:(?<=[为是比额润])-)?{_DIGITS})"
    rf"|(?P<chinese>{_CHINESE})"
)
_TAIL = re.compile(r"(?:万亿|亿|万)$")
_MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
_SIXTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A number as it stands: `scale` is the 万 or 亿 that its numeral ends with, left out of `value`."""

    start: int
    end: int
    value: Decimal
    form: str
    scale: str = ""
    unit: str | None = None


def tokens(text: str) -> Iterator[Token]:
    """The numbers of a half-width text, in order."""
    for match in _NUMBER.finditer(text):
        token = _FORMS[str(match.lastgroup)](match)
        if token is not None:
            yield token


def _made(match: re.Match[str], value: Decimal | None, *, scale: str = "", unit: str | None = None) -> Token | None:
    if value is None:
        return None
    form = str(match.lastgroup)
    return Token(start=match.start(), end=match.end(), value=value, form=form, scale=scale, unit=unit)


def _number(words: str) -> Decimal | None:
    return plain(words) if words[:1].isdigit() else chinese(words)


def _hundredths(match: re.Match[str]) -> Token | None:
    unit = "%" if match.group().startswith("百") else "‰"
    return _made(match, _number(match.group()[3:]), unit=unit)


def _fraction(match: re.Match[str]) -> Token | None:
    below, _, above = match.group().partition("分之")
    low, high = chinese(below), chinese(above)
    share = None if low is None or high is None or not low else (high * 100 / low).quantize(_SIXTH).normalize()
    return _made(match, share, unit="%")


def _slash(match: re.Match[str]) -> Token | None:
    above, _, below = match.group().partition("/")
    return _made(match, (Decimal(above) * 100 / Decimal(below)).quantize(_SIXTH).normalize(), unit="%")


def _half(match: re.Match[str]) -> Token | None:
    return _made(match, Decimal(50), unit="%")


def _first(match: re.Match[str]) -> Token | None:
    return _made(match, Decimal(1), unit="位")


def _ordinal(match: re.Match[str]) -> Token | None:
    return _made(match, _number(match.group()[1:]), unit="位")


def _fore(match: re.Match[str]) -> Token | None:
    return _made(match, _number(match.group()[1:].rstrip("名位强")), unit="位")


def _digits(match: re.Match[str]) -> Token | None:
    return _made(match, plain(match.group()))


def _chinese(match: re.Match[str]) -> Token | None:
    numeral = match.group()
    tail = _TAIL.search(numeral)
    value = chinese(numeral)
    if value is None or tail is None:
        return _made(match, value)
    return _made(match, value / _MYRIADS[tail.group()], scale=tail.group())


_FORMS = {
    "hundredths": _hundredths,
    "fraction": _fraction,
    "slash": _slash,
    "half": _half,
    "first": _first,
    "ordinal": _ordinal,
    "fore": _fore,
    "digits": _digits,
    "chinese": _chinese,
}

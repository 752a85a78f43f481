"""When: the words of time of an English text, resolved by the date of publication, with what each is to its clause."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.texts.english.months import (
    day,
    half_of_month,
    last_month_of,
    month,
    months,
    third_of_month,
    year_or_month_before,
)
from zhibiao.texts.english.words import phrases
from zhibiao.texts.lexicon import Lexicon

Found = re.Match[str]
Years = Callable[[Found, bool], int | None]

_YEAR = r"(?:19|20)\d\d"
_RELATIVE = r"this year|last year|next year|the current year|the previous year"
_OF_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?P<year>{_YEAR}|{_RELATIVE})|'s)?(?!\d)"
_COUNTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"couple of": 2, "few": 3}
_BEFORE = re.compile(
    r"(?P<base>(?:after|compared (?:with|to)|versus|vs\.?|than|over|against|relative to|up on|down on|since|on)\s+"
    r"(?:the\s+|that\s+(?:in|of)\s+|those\s+(?:in|of)\s+)?(?:same\s+(?:period|month|time)\s+(?:of|in)\s+|"
    r"(?:levels?|figures?|average)\s+(?:of|in|for|seen in)\s+)?"
    r"|than\s+(?:in|for|at)\s+|from\s+(?:the\s+)?(?:(?:same\s+(?:period|month)|levels?)\s+(?:of|in)\s+)?|from\s+[^,;.]{0,10}[\d.,]+\s?(?:(?!\bto\b)[^\d,;.]){0,24}\s(?:in|at|for)\s+(?:the\s+)?)$"
    r"|(?P<deadline>(?:by|before|until|till|no later than|not later than|ahead of|prior to)\s+(?:the\s+)?(?:year\s+)?)$"
    r"|(?P<start>(?:starting|effective|beginning|as from|starting from|starting in|beginning in|effective from|from)"
    r"\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|plans?|planned|aims?|expect(?:s|ed)?|forecasts?|targets?|due|set to|scheduled|must|shall|should|coming|"  # noqa: E501
    r"next)\b|\b(?:by|until|before)\s(?:the\s)?$",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"\s(?:levels?|peak|baseline|average)\b")


class Part(StrEnum):
    """What a mention is to its clause."""

    PERIOD = "period"
    DEADLINE = "deadline"
    START = "start"
    BASE = "base"  # what the figure is compared with; never its period


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of a time; `period` is None where it cannot be known."""

    start: int
    end: int
    period: str | None
    part: Part = Part.PERIOD
    is_now: bool = False
    is_day: bool = False

    @property
    def written(self) -> str | None:
        """The period as a figure of this clause bears it."""
        if self.period is None or self.part is Part.BASE:
            return None
        if self.part is Part.DEADLINE:
            return f"..{self.period.rpartition('..')[2]}"
        return f"{self.period.partition('..')[0]}.." if self.part is Part.START else self.period


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """All mentions in the order of the text."""

    every: tuple[Mention, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Those that begin between two places."""
        return self.every[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def covers(self, start: int, end: int) -> bool:
        """Whether a stretch of text is part of a time."""
        at = bisect_left(self.starts, start + 1) - 1
        return at >= 0 and self.every[at].end >= end


@dataclass(frozen=True, slots=True)
class _Shapes:
    names: dict[str, int]
    shapes: tuple[tuple[re.Pattern[str], str], ...]


def _shapes(lexicon: Lexicon) -> _Shapes:
    names = phrases(lexicon, "months_en", "month")
    weekdays = phrases(lexicon, "months_en", "weekday")
    one = rf"(?P<month>{names})\.?"
    half = r"(?P<half>first|second|1st|2nd)[ -]half"
    quarter = r"(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter"
    end = r"(?:(?:the\s)?end(?:[ -]of)?(?:\sthe)?[ -]|late[ -](?=\d))"
    rows = (
        (
            rf"{one}\s(?P<day>\d{{1,2}})(?:\s?[-–]\s?|\sto\s)(?:(?P<month2>{names})\s)?(?P<day2>\d{{1,2}})(?![\d%])"
            rf"(?:,?\s(?P<year>{_YEAR}))?",
            "days",
        ),
        (rf"(?P<day>\d{{1,2}})\s?[-–]\s?(?P<day2>\d{{1,2}})\s{one}{_OF_YEAR}", "days"),
        (rf"{one}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%,.]\d|\d|%)(?:,?\s(?P<year>{_YEAR}))?", "day"),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{one}(?:,?\s(?P<year>{_YEAR}))?(?!\d)", "day"),
        (r"(?P<year>(?:19|20)\d\d)-(?P<monthno>\d\d)-(?P<day>\d\d)", "iso"),
        (rf"(?:from\s)?{one}(?:\s?[-–/]\s?|\sto\s|\sthrough\s|\sand\s)(?P<month2>{names})\b\.?{_OF_YEAR}", "months"),
        (rf"(?:the\s)?first\s(?P<count>\w+)\smonths{_OF_YEAR}", "first_months"),
        (rf"{end}(?P<of>{_YEAR}|{_RELATIVE})", "end_year"),
        (rf"{end}{one}{_OF_YEAR}", "end_month"),
        (
            rf"{end}(?:the\s)?{half}{_OF_YEAR}|{end}(?:the\s)?{quarter}{_OF_YEAR}".replace(
                "(?P<year>", "(?P<year1>", 1
            ),
            "end_part",
        ),
        (r"(?:the\s)?end\sof\s(?:the|this)\s(?P<unit>year|month)|(?P<yearend>year-end)", "end_this"),
        (rf"(?:the\s)?{half}\sof\s{one}{_OF_YEAR}", "half_month"),
        (rf"(?:the\s)?{half}{_OF_YEAR}", "half"),
        (rf"(?:the\s)?first\sthree\squarters{_OF_YEAR}", "three_quarters"),
        (rf"(?:the\s)?{quarter}{_OF_YEAR}", "quarter"),
        (rf"(?:(?P<year0>{_YEAR})\s)?(?:H(?P<h>[12])|(?P<hh>[12])H)(?:[ -]?(?P<year>{_YEAR}|{_RELATIVE}))?", "h"),
        (rf"(?:(?P<year0>{_YEAR})\s)?(?:Q(?P<q>[1-4])|(?P<qq>[1-4])Q)(?:[ -]?(?P<year>{_YEAR}|{_RELATIVE}))?", "q"),
        (rf"(?P<third>early|mid|late)[- ](?P<month>{names})\b\.?{_OF_YEAR}", "third"),
        (rf"mid[- ](?P<of>{_YEAR})", "mid_year"),
        (rf"(?-i:{one}){_OF_YEAR}", "month"),
        (
            rf"(?:from\s|between\s)?(?P<first>{_YEAR})(?:\s?[-–]\s?|\sto\s|\sand\s|\sthrough\s)(?P<last>{_YEAR}|\d\d)(?![\d%])",
            "years",
        ),
        (
            r"(?:the\s)?(?P<plan>1[0-9]th)\sFive[- ]Year\sPlan(?:\speriod)?(?:\s?\((?P<first>20\d\d)[-–](?P<last>(?:20)?\d\d)\))?",  # noqa: E501
            "plan",
        ),
        (
            r"(?:the\s)?(?:same|corresponding|year-ago|year-earlier)\s(?:period|month|quarter|time|ten days)(?:\s(?:of|in|a))?"  # noqa: E501
            rf"(?:\s(?:{_YEAR}|{_RELATIVE}|the year before|year earlier|year ago))?",
            "base",
        ),
        (
            r"(?:an?\s|the\s)?(?:year|month|quarter|week|decade)\s(?:earlier|ago|before)|(?:the\s)?(?:previous|preceding|prior)\s"
            r"(?:month|year|quarter|week|period|ten days|ten-day period)",
            "base",
        ),
        (
            r"(?:the\s)?year[- ]to[- ]date|(?:so far|to date|thus far)\s(?:this year|in\s(?P<of>20\d\d))|since the (?:start|"  # noqa: E501
            r"beginning) of (?:the|this) year",
            "to_date",
        ),
        (
            r"(?P<which>last|this|next|the current|the coming|the full|the whole|full)[\s-](?P<unit>year|month|quarter|week)",  # noqa: E501
            "relative",
        ),
        (
            r"(?P<how>within|in|over|during|for)\s(?:the\s)?(?:(?P<next>next|coming|following|past|last|previous)\s)?"
            r"(?P<count>\w+|couple of)\s(?P<unit>years|months|weeks|days|decade)",
            "span",
        ),
        (
            rf"(?:FY|fiscal\s(?:year\s)?)?(?<![\d.,$])(?P<of>{_YEAR})(?:'s)?(?![\d%]|,\d|\.\d|\s?(?:[Mm]?t\b|tonnes|tons|yuan|million|"
            rf"billion|companies|firms|kilns|m3|cubic|workers|people|km))",
            "year",
        ),
        (r"(?:currently|at present|now|presently|at the moment|to date|so far|today)", "now"),
        (rf"(?:last\s|on\s|this\s)?(?P<weekday>{weekdays})|yesterday", "weekday"),
    )
    compiled = tuple((re.compile(rf"(?<![\w$])(?:{text})(?![\w])", re.IGNORECASE), name) for text, name in rows)
    return _Shapes({term.word.lower(): int(term.value) for term in lexicon.terms("months_en")}, compiled)


@dataclass(frozen=True, slots=True)
class _Clock:
    """Resolves a match by the date of publication and, where there is none, by the year last named."""

    names: dict[str, int]
    published: dt.date | None
    text: str

    def year(self, found: Found, named: int | None, *, number: int | None = None, key: str = "year") -> int | None:
        """The year of a match: the one it names, else for a month the nearest on the side of time it speaks of."""
        word = (found.groupdict().get(key) or "").lower()
        if word[:2] in ("19", "20"):
            return int(word)
        if self.published is None:
            return named if not word else None
        if word:
            return self.published.year + {"last": -1, "next": 1, "the ": -1 if "prev" in word else 0}.get(word[:4], 0)
        if number is None:
            return self.published.year
        opening = max(self.text.rfind(mark, 0, found.start()) for mark in (". ", "\n", "; "))
        if _AHEAD.search(self.text, max(opening + 1, found.start() - 160), found.start()):
            return self.published.year + (number < self.published.month)
        return self.published.year - (number > self.published.month)

    def number(self, name: str) -> int:
        return self.names[name.lower().rstrip(".")]

    def resolve(self, shape: str, found: Found, named: int | None) -> str | None:
        """The period of a match, None where it cannot be known."""
        group = found.groupdict()
        now = self.published
        if shape in ("base", "weekday", "now", "relative", "to_date", "span", "end_this"):
            return self._by_publication(shape, group, now)
        if shape in ("year", "end_year", "mid_year"):
            year = self.year(found, named, key="of")
            if year is None:
                return None
            return {"year": str(year), "end_year": month(year, 12), "mid_year": month(year, 6)}[shape]
        if shape == "years":
            first, last = group["first"], group["last"]
            last = last if len(last) == 4 else first[:2] + last
            return f"{first}..{last}" if first < last else None
        if shape == "plan":
            first_year = 2001 + 5 * (int(group["plan"][:2]) - 10)
            return f"{first_year + 5}..{first_year + 9}"
        if shape == "iso":
            return day(int(group["year"]), int(group["monthno"]), int(group["day"]))
        if shape in ("month", "end_month", "day", "days", "months", "third", "half_month"):
            return self._calendar(shape, found, named)
        return self._part(shape, found, named)

    def _calendar(self, shape: str, found: Found, named: int | None) -> str | None:
        group = found.groupdict()
        first = self.number(group["month"])
        last = self.number(group["month2"]) if group.get("month2") else first
        year = self.year(found, named, number=last)
        if year is None:
            return None
        if shape == "day":
            return day(year, first, int(group["day"]))
        if shape == "days":
            ends = day(year, first, int(group["day"])), day(year, last, int(group["day2"]))
            return f"{ends[0]}..{ends[1]}" if all(ends) else None
        if shape == "half_month":
            return half_of_month(year, first, is_first=_COUNTS[group["half"].lower()] == 1)
        if shape == "third":
            return third_of_month(year, first, group["third"].lower())
        if shape == "months" and first >= last:
            return f"{month(year - 1, first)}..{month(year, last)}"
        return months(year, first, last)

    def _part(self, shape: str, found: Found, named: int | None) -> str | None:
        group = found.groupdict()
        if shape == "first_months":
            word = group["count"].lower()
            count = int(word) if word.isdigit() else _NUMBERS.get(word, 0)
            first, last = 1, count
        elif shape in ("half", "h") or (shape == "end_part" and group.get("half")):
            half = int(group.get("h") or group.get("hh") or _COUNTS[(group.get("half") or "first").lower()])
            first, last = 6 * half - 5, 6 * half
        elif shape == "three_quarters":
            first, last = 1, 9
        else:
            quarter = int(group.get("q") or group.get("qq") or _COUNTS[(group.get("quarter") or "first").lower()])
            first, last = 3 * quarter - 2, 3 * quarter
        if not 1 <= last <= 12:
            return None
        key = next((key for key in ("year0", "year1", "year") if group.get(key)), "year")
        year = self.year(found, named, number=None if group.get(key) else first, key=key)
        if year is None:
            return None
        return month(year, last) if shape == "end_part" else months(year, first, last)

    def _by_publication(self, shape: str, group: dict[str, str | None], now: dt.date | None) -> str | None:
        if shape == "to_date" and group.get("of") and (now is None or str(now.year) != group["of"]):
            return group["of"]
        if now is None or shape == "base":
            return None
        if shape == "now":
            return month(now.year, now.month)
        if shape == "to_date":
            return months(now.year, 1, now.month)
        if shape == "end_this":
            return month(now.year, now.month if group.get("unit") == "month" else 12)
        if shape == "weekday":
            if not group.get("weekday"):
                return (now - dt.timedelta(days=1)).isoformat()
            back = (now.weekday() - self.number(group["weekday"] or "")) % 7
            return (now - dt.timedelta(days=back)).isoformat()
        if shape == "relative":
            step = {"last": -1, "next": 1, "the coming": 1}.get((group["which"] or "").lower(), 0)
            return _stepped(now, (group["unit"] or "").lower(), step)
        return _spanned(now, group)


def _stepped(now: dt.date, unit: str, step: int) -> str:
    if unit == "year":
        return str(now.year + step)
    if unit == "month":
        return month(now.year, now.month + step)
    if unit == "quarter":
        first = 3 * ((now.month - 1) // 3 + step) + 1
        return f"{month(now.year, first)}..{month(now.year, first + 2)}"
    monday = now - dt.timedelta(days=now.weekday()) + dt.timedelta(weeks=step)
    return f"{monday.isoformat()}..{(monday + dt.timedelta(days=6)).isoformat()}"


def _spanned(now: dt.date, group: dict[str, str | None]) -> str | None:
    """`within three years` ends three years on; `over the past two years` is null where the count is none."""
    word, unit, which = (group[key] or "" for key in ("count", "unit", "next"))
    count = int(word) if word.isdigit() and len(word) < 3 else _NUMBERS.get(word.lower(), 0)
    if not count or (not which and group["how"] not in ("within", "Within", "in", "In")):
        return None
    if which.lower() in ("past", "last", "previous"):
        return f"{now.year - count}..{now.year}" if unit == "years" else None
    if unit == "years":
        return f"..{month(now.year + count, now.month)}"
    return f"..{month(now.year, now.month + count)}" if unit == "months" else None


def mentions_of(text: str, *, published: dt.date | None, lexicon: Lexicon) -> Mentions:
    """Every mention of a time in a text, the longer reading where two overlap."""
    grammar = lexicon.once(_shapes)
    taken: list[tuple[Found, str]] = []
    claimed = bytearray(len(text))
    for pattern, shape in grammar.shapes:
        for found in pattern.finditer(text):
            start, end = found.span()
            if not any(claimed[start:end]):
                claimed[start:end] = b"\1" * (end - start)
                taken.append((found, shape))
    taken.sort(key=lambda pair: pair[0].start())
    clock = _Clock(grammar.names, published, text)
    every, named = [], None
    for found, shape in taken:
        if shape == "month" and _is_modal(text, found):
            continue
        period = clock.resolve(shape, found, named)
        if shape == "span" and period is None:
            continue
        mention = _placed(text, found, shape, period)
        if mention.part is not Part.BASE:
            named = _named_year(found) or named
        every.append(mention)
    return Mentions(every=tuple(every), starts=tuple(one.start for one in every))


def _is_modal(text: str, found: Found) -> bool:  # noqa: ARG001
    """`May` that opens a sentence as a verb, `March` with a small letter."""
    return found.group().lower() in ("may", "march") and not found.group()[0].isupper()


def _named_year(found: Found) -> int | None:
    years = re.findall(_YEAR, found.group())
    return int(years[-1]) if years else None


def _placed(text: str, found: Found, shape: str, period: str | None) -> Mention:
    start, end = found.span()
    part = Part.PERIOD
    before = _BEFORE.search(text[max(0, start - 60) : start])
    if shape == "base" or _LEVELS.match(text, end):
        part = Part.BASE
    elif before and not (shape in ("months", "years") and found.group().lower().startswith(("from", "between"))):
        part = _part_of(text, start, before, shape)
    if shape == "span" and (period or "").startswith(".."):
        part, period = Part.DEADLINE, (period or "")[2:]
    if (
        part is Part.DEADLINE
        and period
        and before
        and before["deadline"].lower().startswith("before")
        and shape in ("year", "month")
    ):
        period = year_or_month_before(period)
    if shape in ("end_year",) and part is Part.DEADLINE and period:
        period = last_month_of(period)
    return Mention(
        start=start, end=end, period=period, part=part, is_now=shape == "now", is_day=shape in ("day", "weekday", "iso")
    )


def _part_of(text: str, start: int, before: Found, shape: str) -> Part:
    if before["deadline"]:
        return Part.DEADLINE
    if before["start"]:
        return Part.START
    word = before["base"].split()[0].lower()
    if word in ("on", "over") and shape in ("day", "weekday", "iso", "years", "plan", "days", "relative"):
        return Part.PERIOD
    if word == "on" and shape not in ("year", "half", "quarter", "h", "q"):
        return Part.PERIOD
    if word == "from":
        has_change = re.search(r"\d[^.;]{0,60}$", text[max(0, start - 70) : start - 5])
        return Part.BASE if has_change else Part.START
    return Part.BASE

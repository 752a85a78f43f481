"""Expressions of time as they are written: a year, a part of it, both, a stretch between two; not yet dated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhibiao.texts.quantities.numerals import chinese

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TO = r" ?(?:-{1,2}|至|到|~|、) ?"
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d|[一二][零九][零一二三四五六七八九]{2}) ?年度?"
    r"|(?P<short>(?<!\d)[012]\d)年(?=\d{1,2}月)"
    r"|(?P<bare>(?<![\d.])(?:19|20)\d\d)(?=(?:-{1,2}|~|至|到|、|和)(?:19|20)\d\d(?: ?年|、))"
    r"|(?P<dotted>(?<![\d.])20\d\d)(?=[-/.]\d{1,2}[-/.]\d|[-/]\d|\.\d{1,2}(?:-|[)）,，]|$))"
    r"[-/.](?P<dm>0?[1-9]|1[0-2])(?:[-/.](?P<dd>0?[1-9]|[12]\d|3[01]))?(?![\d.%万亿千百吨元个])"
    r"|(?P<rel>今年|本年度?|去年|上一?年度?|前年|明年|来年|次年|当年度?|后年|翌年)"
)
_PART = re.compile(
    rf"(?P<q1>[一二三四1-4])(?:季度)?{_TO}第?(?P<q2>[一二三四1-4])季度"
    r"|前(?P<fq>[两二三23])个?季度"
    r"|第?(?P<q>[一二三四1-4])季度(?P<qe>[末底])?"
    r"|(?P<half>上半年|下半年)"
    rf"|前(?P<fm>{_N})个?月"
    rf"|(?P<m1>{_N})(?:月份?)?{_TO}(?P<m2>{_N})月份?(?!\d{{1,2}}日)"
    rf"|(?P<ma>{_N})月(?P<da>{_N})[日号]?{_TO}(?P<mb>{_N})月(?P<db>{_N})[日号]"
    rf"|(?P<m>{_N})月份?(?P<in>(?P<d1>{_N})(?:日|号)?{_TO}(?P<d2>{_N})[日号]|(?P<d>{_N})[日号]|上中旬|中下旬|[上中下]旬[末底]?|底|末|初)?"
    rf"|(?P<ld1>(?<![\d.])\d{{1,2}})(?:日|号)?{_TO}(?P<ld2>\d{{1,2}})日"
    r"|(?P<ld>(?<![\d.])(?<![\d一二三四五六七八九十]月)\d{1,2})日(?!均|产|元)"
    r"|(?P<whole>全年度?)"
    r"|(?P<turn>年[底末终]|岁末|年初|年中)"
)
_AFTER_YEAR = re.compile(r"(?P<turn>底|末|初|中(?![央国期外部间小高东西])|终)")
_LINK = re.compile(r" ?(?:的|[,，])? ?")
_JOIN = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_OFFSETS = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1, "来": 1, "次": 1, "翌": 1, "后": 2}
_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上中旬": (1, 20), "中下旬": (11, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a year: from month (and day) to month (and day); day 0 is the last of its month, month 0 the month
    spoken of before. `is_point` for a month's or year's end.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    is_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """An expression from `start` to `end`: a year as such or so many years from the page's, a part of it, and the
    expression with which a stretch ends. Neither year nor offset where it names none.
    """

    start: int
    end: int
    year: int | None = None
    offset: int | None = None
    is_echo: bool = False
    part: Part | None = None
    until: Worded | None = None


def worded(text: str) -> Iterator[Worded]:
    """The expressions of a half-width text that consist of years and their parts, in order."""
    at = 0
    while True:
        found = _one(text, at)
        if found is None:
            return
        joined = _until(text, found)
        yield joined
        at = joined.end


_START = re.compile(
    r"(?:19|20)\d\d|[一二][零九][零一二三四五六七八九]{2} ?年|(?<!\d)[012]\d年\d{1,2}月"
    r"|[今本去上前明来次当后翌]一?年"
    rf"|前{_N}个?[月季]|{_N}月|第?[一二三四1-4]季度|[一二三四1-4]{_TO}第?[一二三四1-4]季度|[上下]半年|全年|年[底末终初中]|岁末"
    rf"|(?<![\d.])\d{{1,2}}日|{_N}{_TO}{_N}月|(?<![\d.])\d{{1,2}}{_TO}\d{{1,2}}日"
)


def _one(text: str, at: int) -> Worded | None:
    for found in _START.finditer(text, at):
        made = _read(text, found.start())
        if made is not None:
            return made
    return None


def _read(text: str, start: int) -> Worded | None:
    year = _YEAR.match(text, start)
    if year is None:
        part = _PART.match(text, start)
        return _bare(part) if part else None
    made = _yearly(year)
    if year.group("dotted"):
        return made
    behind = _AFTER_YEAR.match(text, year.end())
    if behind:
        return replace(made, part=_turn(behind.group()), end=behind.end())
    link = _LINK.match(text, year.end())
    after = _PART.match(text, link.end() if link else year.end())
    is_direct = link is None or ("," not in link.group() and "，" not in link.group())
    if after and (is_direct or after.group("half") or after.group("fq") or after.group("q") or after.group("whole")):
        return replace(made, part=_part(after), end=after.end())
    return made


def _yearly(found: re.Match[str]) -> Worded:
    start, end = found.span()
    if found.group("rel"):
        word = found.group("rel")
        return Worded(start=start, end=end, offset=_OFFSETS[word[0]], is_echo=word[0] in "当次翌")
    if found.group("short"):
        return Worded(start=start, end=end, year=2000 + int(found.group("short")))
    if found.group("dotted"):
        month, day = int(found.group("dm")), found.group("dd")
        moment = (month, int(day)) if day else (month,)
        return Worded(start=start, end=end, year=int(found.group("dotted")), part=Part(first=moment, last=moment))
    digits = found.group("year") or found.group("bare")
    value = int(digits) if digits.isascii() else int(chinese(digits) or 0)
    return Worded(start=start, end=end, year=value)


def _bare(found: re.Match[str]) -> Worded | None:
    part = _part(found)
    return Worded(start=found.start(), end=found.end(), part=part) if part else None


def _part(found: re.Match[str]) -> Part | None:
    named = {name: words for name, words in found.groupdict().items() if words}
    for names, make in _PARTS:
        if names in named:
            return make(named)
    return None


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(chinese(words) or 0)


def _months(first: int, last: int) -> Part | None:
    return Part(first=(first,), last=(last,)) if 1 <= first <= 12 and 1 <= last <= 12 else None


def _days(first: tuple[int, int], last: tuple[int, int]) -> Part | None:
    fits = all(0 <= month <= 12 and 0 <= day <= 31 for month, day in (first, last))
    return Part(first=first, last=last) if fits else None


def _quarters(first: int, last: int) -> Part | None:
    return _months(first * 3 - 2, last * 3)


def _quarter(number: int, *, is_end: bool) -> Part:
    if is_end:
        return Part(first=(number * 3,), last=(number * 3,), is_point=True)
    return Part(first=(number * 3 - 2,), last=(number * 3,))


def _month(named: dict[str, str]) -> Part | None:
    month, inside = _number(named["m"]), named.get("in", "")
    if not 1 <= month <= 12:
        return None
    if inside[:2] in _TENS and inside[2:]:
        last = _TENS[inside[:2]][1]
        return Part(first=(month, last), last=(month, last), is_point=True)
    if inside in _TENS:
        first, last = _TENS[inside]
        return Part(first=(month, first), last=(month, last))
    if "d1" in named:
        return _days((month, _number(named["d1"])), (month, _number(named["d2"])))
    if "d" in named:
        return _days((month, _number(named["d"])), (month, _number(named["d"])))
    return Part(first=(month,), last=(month,), is_point=inside in ("底", "末"))


def _turn(word: str) -> Part:
    if word.endswith("初"):
        return Part(first=(1,), last=(1,), is_point=True)
    if word.endswith("中"):
        return Part(first=(6,), last=(6,), is_point=True)
    return Part(first=(12,), last=(12,), is_point=True)


_PARTS = (
    ("q1", lambda named: _quarters(_number(named["q1"]), _number(named["q2"]))),
    ("fq", lambda named: _quarters(1, _number(named["fq"]))),
    ("q", lambda named: _quarter(_number(named["q"]), is_end="qe" in named)),
    ("half", lambda named: _months(*((1, 6) if named["half"].startswith("上") else (7, 12)))),
    ("fm", lambda named: _months(1, _number(named["fm"]))),
    ("m1", lambda named: _months(_number(named["m1"]), _number(named["m2"]))),
    (
        "ma",
        lambda named: _days((_number(named["ma"]), _number(named["da"])), (_number(named["mb"]), _number(named["db"]))),
    ),
    ("m", _month),
    ("ld1", lambda named: _days((0, int(named["ld1"])), (0, int(named["ld2"])))),
    ("ld", lambda named: _days((0, int(named["ld"])), (0, int(named["ld"])))),
    ("whole", lambda _: Part(first=(), last=())),
    ("turn", lambda named: _turn(named["turn"])),
)


def _until(text: str, first: Worded) -> Worded:
    """2023年至2025年, 2024年9月至12月: the expression with which a stretch ends, where one follows."""
    link = _JOIN.match(text, first.end)
    if not link:
        return first
    last = _read(text, link.end())
    same_kind = last is not None and (last.year is not None or last.offset is not None or first.part is not None)
    if last is None or not same_kind:
        return first
    return replace(first, until=last, end=last.end)

"""Numbers that a page broke with blanks or odd marks, made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibiao.texts.clean.traced import Edit, Traced

_DIGIT = r"[0-9０-９]"
_UNIT = r"(?=[0-9０-９]{0,12}[ \t]{0,4}(?:[%％‰万亿千百吨元米家个倍度点]|百分点))"
_BLANK_AFTER = re.compile(rf"(?<=[0-9０-９])(?<!(?:19|20)[0-9]{{2}})[.．][ \t]{{1,4}}(?={_DIGIT}){_UNIT}")
_BLANK_BEFORE = re.compile(rf"(?<={_DIGIT})[ \t]{{1,4}}[.．﹒·•‧∙⋅・][ \t]{{0,4}}(?={_DIGIT})")
_ENGLISH_UNIT = r"(?:[ ]?%|[ ](?:million|billion|tonnes?|tons?|percent|per cent)\b)"
_ENGLISH = re.compile(
    rf"(?<=[0-9])(?<![0-9]{{4}})(?:[.][ ]{{1,3}}(?=[0-9]{{1,3}}{_ENGLISH_UNIT})"
    rf"|,[ ]{{1,3}}(?=[0-9]{{3}}{_ENGLISH_UNIT}))"
)
_SMALL_STOP = re.compile(rf"(?<={_DIGIT})﹒[ \t]{{0,4}}(?={_DIGIT})")
_RAISED = re.compile(rf"(?<={_DIGIT})[·•‧∙⋅・][ \t]{{0,4}}(?={_DIGIT}){_UNIT}")
_STOP = re.compile(r"(?<=[0-9０-９])[。｡](?=[0-9０-９]{1,2}[ \t]{0,4}(?:[%％‰万亿]|个百分点|百分点))")
_SPACED = re.compile(r"(?<![0-9.,])[0-9](?: {1,3}[0-9.](?![0-9])){1,12}(?= ?[%％‰万亿千百吨元家个户项年月日倍点])")
_GROUPS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3}){1,4}(?=(?:\.[0-9]+)? ?(?:[%％万亿吨元次户家人个]|到|至))")
_BEFORE_UNIT = re.compile(
    rf"(?<={_DIGIT})[ \t]{{1,4}}(?=[%％‰]|[万亿](?:[吨元千人户辆台]|$|[^\u4e00-\u9fff])|个?百分点)"
)
_AFTER_HAN = "|".join(rf"(?<=[\u4e00-\u9fff][0-9]{{{size}}})" for size in (1, 2, 3))
_CUT = re.compile(rf"(?:{_AFTER_HAN}) (?=[0-9]{{1,3}}(?:\.[0-9]+)?[ ]?(?:[%％万亿吨]|个?百分点))")
_BLANKS = re.compile(r" +")
_NUMBERING = re.compile(r"(?:^|[\n。;；:：!！?？ ])[0-9]{1,2}$")


def whole_numbers(text: Traced) -> Traced:
    """The text with the parts of each number together and a full stop for its point.

    >>> whole_numbers(Traced.of("6 . 5%、818﹒17万吨、1 2 . 5 %、2024. 3.5")).text
    '6.5%、818.17万吨、12.5%、2024. 3.5'
    >>> whole_numbers(Traced.of("4. 36 million tonnes, 145, 300 tonnes in 2023. 12 mills")).text
    '4.36 million tonnes, 145,300 tonnes in 2023. 12 mills'
    """
    text = text.without(_blanks_in(text.text, _SPACED))
    text = text.without(_blanks_in(text.text, _GROUPS))
    text = text.without((found.start() + 1, found.end()) for found in _ENGLISH.finditer(text.text))
    text = text.without(found.span() for found in _CUT.finditer(text.text))
    text = text.edited(_points(text.text))
    return text.without(found.span() for found in _BEFORE_UNIT.finditer(text.text))


def _blanks_in(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        for blank in _BLANKS.finditer(text, *found.span()):
            yield blank.span()


def _points(text: str) -> Iterator[Edit]:
    marks = {
        found.span()
        for pattern in (_BLANK_BEFORE, _SMALL_STOP, _RAISED, _STOP, _BLANK_AFTER)
        for found in pattern.finditer(text)
        if pattern is not _BLANK_AFTER or not _NUMBERING.search(text[max(0, found.start() - 4) : found.start()])
    }
    done = 0
    for start, end in sorted(marks):
        if start >= done:
            yield start, end, "."
            done = end

"""Headings: how lines are numbered, and headings that stand inside a paragraph before what they head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from zhibiao.texts.layout import Line, Role, RunIn, Sentence

_COUNT = "一二三四五六七八九十"
NUMBERINGS = (
    re.compile(rf"第\s*[{_COUNT}百\d]{{1,4}}\s*(?:章|篇|部分|编)"),
    re.compile(rf"[{_COUNT}]{{1,3}}\s*、"),
    re.compile(rf"第\s*[{_COUNT}百]{{1,4}}\s*[条节]"),
    re.compile(rf"[(（]\s*[{_COUNT}]{{1,3}}\s*[)）]"),
    re.compile(r"\d{1,3}\s*(?:、|[.．](?!\d))|任务\s*\d{1,3}\b"),
    re.compile(r"[(（]\s*\d{1,3}\s*[)）]|\d{1,2}[)）]"),
    re.compile(r"[①-⑳]"),
)
"""From the outermost to the innermost; a line's rank counts from 1."""

RESPONSIBLE = re.compile(
    r"\s*[(（【\[]?\s*(?:牵头(?:责任)?(?:单位|部门|领导)?|(?:主要|共同)?责任(?:单位|部门|主体)|主办单位|承办单位|协办单位"
    r"|配合单位|参与单位|主责(?:单位|部门)|落实单位|实施单位|完成时限|完成时间|时限要求|时间节点|进展情况|分管领导|责任领导|责任人)"
    r"\s*[:：]"
)
"""A line or a bracket that says who is answerable or by when."""

ENUMERATOR = re.compile(
    rf"\s*(?:第?[{_COUNT}]{{1,2}}(?:是|要|,|，)|首先|其次|再次|再者|最后|[①-⑳]|[(（][{_COUNT}\d]{{1,3}}[)）])\s*[,，、]?\s*"
)
_INNER = re.compile(rf"[,，:：;；]\s*(?=[{_COUNT}]是)")
_LONGEST_NUMBERED = 44
_LONGEST_BARE = 16
_LONGEST_LABEL = 12
_FIGURE = re.compile(r"\d|[两二三四五六七八九]成|百分之")
_ASSERTS = re.compile(r"[已了将拟]|正在|完成|实现|投产|开工|建成|达到|持平|下降|增长")
_LABEL = re.compile(rf"[^,，。;；:：、()（）“”]{{2,{_LONGEST_LABEL}}}[:：]")


def rank_of(line: str) -> int:
    """How deep a line is numbered: 1 for chapters, 2 for `一、`, and so on; 0 for a line without numbering.

    >>> [rank_of(line) for line in ("一、目标", "(一)产量", "1.5亿吨", "目标")]
    [2, 4, 0, 0]
    """
    return next((rank for rank, pattern in enumerate(NUMBERINGS, 1) if pattern.match(line)), 0)


def run_ins_of(
    text: str, lines: Sequence[Line], sentences: Sequence[Sentence], *, speaking: Set[int] = frozenset()
) -> tuple[RunIn, ...]:
    """Headings inside paragraphs, in the order of the text; lines at `speaking` open with a speaker, not a label."""
    of_line: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        of_line.setdefault(sentence.line, []).append(sentence)
    return tuple(
        found
        for number, inside in of_line.items()
        if lines[number].role in {Role.BODY, Role.ITEM}
        for found in _run_ins_in(text, number, inside)
        if found.start not in speaking or text[found.end : found.end + 1] not in ":："
    )


def _run_ins_in(text: str, line: int, inside: Sequence[Sentence]) -> Iterator[RunIn]:
    end_of_line = inside[-1].end
    starts = [_start_of_number(text, one) for one in inside]
    opening = [
        place
        for place, one in enumerate(inside)
        if _heads(text[starts[place] : one.end], is_first=place == 0 and starts[0] == one.start)
    ]
    numbered = [place for place, one in enumerate(inside) if _number(text[starts[place] : one.end])]
    for place in opening:
        # A numbered heading reaches to the next number; what follows at once with a number was an item, no heading.
        following = next((n for n in numbered if n > place), len(inside))
        if following == place + 1 or place == len(inside) - 1:
            continue
        until = inside[following].start if following < len(inside) and place in numbered else end_of_line
        yield RunIn(start=starts[place], end=inside[place].end, until=until, line=line)
    label = _LABEL.match(text, inside[0].start, inside[0].end)
    if label and 0 not in opening and not _FIGURE.search(label.group()) and not RESPONSIBLE.match(label.group()):
        yield RunIn(start=label.start(), end=label.end() - 1, until=end_of_line, line=line)


def _start_of_number(text: str, sentence: Sentence) -> int:
    """Where the heading of a sentence may start: `采取以下措施,一是拉长链条。` heads from `一是` on."""
    last = None
    for last in _INNER.finditer(text, sentence.start, sentence.end):  # noqa: B007 - the last one is kept
        pass
    return last.end() if last else sentence.start


def _number(sentence: str) -> re.Match[str] | None:
    found = ENUMERATOR.match(sentence)
    if found:
        return found
    return next((match for pattern in NUMBERINGS if (match := pattern.match(sentence))), None)


def _heads(sentence: str, *, is_first: bool) -> bool:
    """Whether a sentence is too short and too bare to say anything of its own."""
    if not sentence.endswith(("。", ".", "：", ":")):
        return False
    number = _number(sentence)
    rest = sentence[number.end() :] if number else sentence
    if _FIGURE.search(rest):
        return False
    if number:
        return len(rest) <= _LONGEST_NUMBERED and not _ASSERTS.search(rest[:-1])
    return is_first and len(rest) <= _LONGEST_BARE and not re.search(r"[,，;；]", rest) and not _ASSERTS.search(rest)

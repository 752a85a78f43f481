"""Sentences and clauses: where a line is cut, and which marks inside brackets, titles and numbers do not cut it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibiao.texts.layout import Clause, Line, Role, Sentence

_MARKS = re.compile(r"[。！？!?…,，;；:：.()（）《》“”「」『』【】\[\]〔〕|\n ]")
_OPEN = {"(": ")", "（": "）", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "[": "]", "〔": "〕"}
_CLOSE = {close: opening for opening, close in (*_OPEN.items(), ("）", "("), (")", "（"))}
_QUOTES = {"“", "「", "『"}
_ROUND = {"(", "（"}
_FULL_STOPS = "。！？!?"
_COMMAS = ",，;；:："
_AFTER_STOP = "”」』)）】\"'’"
_LONGEST_QUOTE = 40
_LONGEST_BRACKET = 300
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_HAN_OR_FIGURE = re.compile(r"[㐀-鿿%％”》)）\d]")


def sentences_of(text: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """The sentences of all lines; closing quotation marks and brackets belong to the sentence that they close."""
    found: list[Sentence] = []
    for number, line in enumerate(lines):
        start = line.start
        if line.role is not Role.ROW:
            for stop in _stops(text, line):
                end = stop
                while end < line.end and text[end] in _AFTER_STOP:
                    end += 1
                if text[start:end].strip():
                    found.append(Sentence(start=_skip(text, start, end), end=end, line=number))
                start = end
        if start < line.end and (start := _skip(text, start, line.end)) < line.end:
            found.append(Sentence(start=start, end=line.end, line=number))
    return tuple(found)


def clauses_of(text: str, lines: Sequence[Line], sentences: Sequence[Sentence]) -> tuple[Clause, ...]:
    """The clauses of all sentences, the marks between them left out."""
    found: list[Clause] = []
    for number, sentence in enumerate(sentences):
        line = lines[sentence.line]
        for start, end in _pieces(text, sentence, line):
            first, last = _skip(text, start, end), end
            while last > first and text[last - 1] in " 。！？!?":
                last -= 1
            if first < last:
                found.append(Clause(start=first, end=last, sentence=number, line=sentence.line))
    return tuple(found)


def _pieces(text: str, sentence: Sentence, line: Line) -> Iterator[tuple[int, int]]:
    start = sentence.start
    if line.role is Role.ROW:
        for cut in re.finditer(r" \| ", text[sentence.start : sentence.end]):
            yield start, sentence.start + cut.start()
            start = sentence.start + cut.end()
        yield start, sentence.end
        return
    is_heading = line.role in {Role.TITLE, Role.HEADING}
    closed = _shut(text, sentence.start, sentence.end)
    reach = 0
    for mark in _MARKS.finditer(text, sentence.start, sentence.end):
        place = mark.start()
        reach = max(reach, closed.get(place, 0))
        if place < reach:
            continue
        if _cuts(text, place, is_heading=is_heading):
            yield start, place
            start = place + 1
    yield start, sentence.end


def _cuts(text: str, place: int, *, is_heading: bool) -> bool:
    """Whether the mark at a place ends a clause."""
    mark = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark == " ":
        return is_heading and bool(_HAN_OR_FIGURE.match(before) and _HAN_OR_FIGURE.match(after))
    if mark not in _COMMAS and not _is_full_stop(text, place):
        return False
    if mark in ",，" and before.isdigit() and _THOUSANDS.match(text, place + 1):
        return False
    return not (mark in ":：" and before.isdigit() and after.isdigit())


def _stops(text: str, line: Line) -> Iterator[int]:
    """Where full stops end a sentence; not inside brackets, but inside quotation marks, which hold whole speeches."""
    closed = _shut(text, line.start, line.end)
    reach = 0
    for mark in _MARKS.finditer(text, line.start, line.end):
        place = mark.start()
        char = mark.group()
        if char in _OPEN and char not in _QUOTES:
            reach = max(reach, closed.get(place, 0))
        elif place >= reach and (
            _is_full_stop(text, place) or (char == "." and _is_english_stop(text, place, line.end))
        ):
            yield place + 1


def _is_full_stop(text: str, place: int) -> bool:
    """Whether a mark ends a sentence; a question mark right before a figure is a lost character (`消费?1462`)."""
    return text[place] in _FULL_STOPS and not (text[place] in "?？" and text[place + 1 : place + 2].isdigit())


def _is_english_stop(text: str, place: int, end: int) -> bool:
    after = text[place + 1 : place + 3]
    if place + 1 >= end:
        return True
    opens = after[:1] == " " and (after[1:].isupper() or after[1:].isdigit() or after[1:] in "\"“'‘(")
    before = text[max(0, place - 3) : place]
    is_short = bool(re.search(r"(?:^|[\s.(])(?:[A-Z]|Mr|Ms|Dr|No|vs|St|Co)$", before))
    return opens and not is_short and not before[-1:].isspace()


def _shut(text: str, start: int, end: int) -> dict[int, int]:
    """For each bracket, title mark or short quotation that is closed: from where it opens to where it closes."""
    shut: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(text, start, end):
        char, place = mark.group(), mark.start()
        if char in _OPEN:
            stack.append((char, place))
        elif char in _CLOSE and stack:
            opening, where = stack[-1]
            if opening == _CLOSE[char] or _OPEN[opening] == char or (opening in _ROUND and char in ")）"):
                stack.pop()
                longest = _LONGEST_QUOTE if opening in _QUOTES else _LONGEST_BRACKET
                if place - where <= longest and not (opening in _QUOTES and "。" in text[where : place - 1]):
                    shut[where] = place + 1
    return shut


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 　":
        start += 1
    return start

"""How an English text is laid out: lines with their part, sentences in spite of abbreviations, clauses."""

from __future__ import annotations

import re
from dataclasses import replace

from zhibiao.texts.english.words import phrases
from zhibiao.texts.layout import Clause, Layout, Line, Role, Sentence
from zhibiao.texts.lexicon import Lexicon

_ITEM = re.compile(r"\s*(?:[-*•·–]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_MARGIN = re.compile(
    r"\s*(?:(?:published|updated|posted|source|by|editor|tel|contact|photo)\b[^.]{0,60}$|©|\(c\)|copyright\b)", re.I
)
_STOP = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)")
_CLAUSE_MARK = re.compile(r"[;:](?=\s)|,(?=\s)|\s[–—-]\s")
_OPENER = re.compile(
    r"\s+[\"“‘'(]*(?:The|In|It|A|An|This|That|These|They|By|At|On|But|However|And|Its|As|For|We|He|She)\b"
)
_TITLE_LENGTH = 140
_LONGEST_SENTENCE = 800
_FEWEST_LINKS = 2
_RELATED = re.compile(
    r"\s*(?:related|see also|read more|more (?:news|stories|on)|you may also like|latest news|other news|most read|recommended)\b",  # noqa: E501
    re.I,
)


def lay_out_english(text: str, lexicon: Lexicon) -> Layout:
    """Lay out an English text, one paragraph a line.

    A line without a full stop is a title where it comes first, else a heading; bulleted ones are items.
    """
    lines = _lines(text)
    sentences = tuple(
        part
        for number, line in enumerate(lines)
        for sentence in _sentences(text, line, number, lexicon)
        for part in _bounded(text, sentence)
    )
    clauses = tuple(clause for number, sentence in enumerate(sentences) for clause in _clauses(text, sentence, number))
    return Layout(text=text, lines=lines, sentences=sentences, clauses=clauses)


def _bounded(text: str, sentence: Sentence) -> list[Sentence]:
    """A sentence beyond any that is written, cut at blanks, so that reading stays linear on hostile pages."""
    parts, start = [], sentence.start
    while sentence.end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = blank if blank > start else start + _LONGEST_SENTENCE
        parts.append(Sentence(start=start, end=cut, line=sentence.line))
        start = cut
    return [*parts, Sentence(start=start, end=sentence.end, line=sentence.line)]


def _lines(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    heading: int | None = None
    has_text = False
    at = 0
    for raw in text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        at += len(raw) + 1
        if start >= end:
            continue
        role = _role(text[start:end], is_first=not has_text)
        has_text = True
        if role is Role.HEADING:
            heading = len(lines)
        under = () if heading is None or role is Role.HEADING else (heading,)
        lines.append(Line(start=start, end=end, role=role, level=int(role is Role.HEADING), under=under))
    return _without_links(text, lines)


def _without_links(text: str, lines: list[Line]) -> tuple[Line, ...]:
    """The lines, those of other headlines after the last full stop of the article laid aside as margin."""
    last = len(lines)
    while (
        last > 0
        and lines[last - 1].role in (Role.HEADING, Role.BODY, Role.ITEM)
        and _is_headline(text, lines[last - 1])
    ):
        last -= 1
    tail = lines[last:]
    is_list = len(tail) >= _FEWEST_LINKS or (tail and _RELATED.match(text, tail[0].start, tail[0].end) is not None)
    if not is_list or not any(line.role is Role.BODY for line in lines[:last]):
        return tuple(lines)
    return (*lines[:last], *(replace(line, role=Role.MARGIN, level=0, under=()) for line in tail))


def _is_headline(text: str, line: Line) -> bool:
    bare = text[line.start : line.end]
    is_bulleted = _ITEM.match(bare) is not None and not _RELATED.match(bare)
    return not is_bulleted and len(bare) <= _TITLE_LENGTH and bare[-1] not in '.!?;"”)'


def _role(line: str, *, is_first: bool) -> Role:
    if " | " in line:
        return Role.ROW
    if _MARGIN.match(line):
        return Role.MARGIN
    is_open = len(line) <= _TITLE_LENGTH and line[-1] not in '.!?;"”)'
    if is_first and is_open:
        return Role.TITLE
    if _ITEM.match(line):
        return Role.ITEM
    return Role.HEADING if is_open and len(line) <= _TITLE_LENGTH // 2 else Role.BODY


def _abbreviations(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    inside, either = (phrases(lexicon, "abbreviations_en", sense) for sense in ("inside", "either"))
    return re.compile(rf"\b(?:{inside}|[A-Z])$"), re.compile(rf"\b(?:{either})$")


def _sentences(text: str, line: Line, number: int, lexicon: Lexicon) -> list[Sentence]:
    if line.role is Role.ROW:
        return [Sentence(start=line.start, end=line.end, line=number)]
    inside, either = lexicon.once(_abbreviations)
    found, start = [], line.start
    for stop in _STOP.finditer(text, line.start, line.end):
        before = text[max(start, stop.start() - 12) : stop.start()]
        if stop.group()[0] == "." and stop.end() < line.end:
            if _is_numbering(text, start, stop.start()) or inside.search(before):
                continue
            if either.search(before) and not _OPENER.match(text, stop.end()):
                continue
            if re.match(r"\s+[a-z]", text[stop.end() : stop.end() + 3]):
                continue
        found.append(Sentence(start=start, end=stop.end(), line=number))
        start = stop.end() + len(text[stop.end() : stop.end() + 8]) - len(text[stop.end() : stop.end() + 8].lstrip())
    if start < line.end:
        found.append(Sentence(start=start, end=line.end, line=number))
    return found


def _is_numbering(text: str, start: int, stop: int) -> bool:
    return stop - start <= 2 and text[start:stop].isdigit()


def _clauses(text: str, sentence: Sentence, number: int) -> list[Clause]:
    """Between commas, colons and dashes that stand outside brackets."""
    found, start, depth, at = [], sentence.start, 0, sentence.start
    for mark in _CLAUSE_MARK.finditer(text, sentence.start, sentence.end):
        depth = max(0, depth + text.count("(", at, mark.start()) - text.count(")", at, mark.start()))
        at = mark.start()
        if depth == 0:
            if start < mark.start():
                found.append(Clause(start=start, end=mark.start(), sentence=number, line=sentence.line))
            start = mark.end() + (text[mark.end() : mark.end() + 1] == " ")
    if start < sentence.end:
        found.append(Clause(start=start, end=sentence.end, sentence=number, line=sentence.line))
    return found

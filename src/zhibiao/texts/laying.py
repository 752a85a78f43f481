"""Lay out a clean text: which part each line plays, where sentences and clauses end, what stands under what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhibiao.texts.clauses import clauses_of, sentences_of
from zhibiao.texts.headings import NUMBERINGS, RESPONSIBLE, rank_of, run_ins_of
from zhibiao.texts.layout import Layout, Line, Role
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.turns import turns_of

_ENDS = tuple("。!?！？;；")
_CLOSERS = '”"』」)）】 '
_LONGEST_TITLE = 80
_LONGEST_HEADING = 32
_LONGEST_ENGLISH = 110
_ROW = " | "
_DOCUMENT_NUMBER = re.compile(r"[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*(?:第\s*)?\d+\s*号\s*$")
_DATE = re.compile(
    r"[(（]?\s*(?:(?:19|20)\d\d|[二〇○零一九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月(?:\s*[\d一二三四五六七八九十]+\s*日)?\s*[)）]?$"
)
_ADDRESSEE = re.compile(r"(?:各|本|驻|市|省|县|区|国务院|有关|中央|委|厅|局|公司|企业|部门|单位)[^。]{0,200}[:：]$")
_BYLINE = re.compile(
    r"[(（【]?\s*(?:本报|本网|本台)?(?:首席)?(?:见习)?(?:记者|通讯员|编者按|作者|文|图|供稿|撰稿|来源)(?:[\s:：/|丨]|.{0,12}[)）】]$)|\S{1,12}(?:讯|电)$|(?:此件|附件?)\S*[:：)）]|By\s[A-Z]"
)
_BULLET = re.compile(r"\s*[●•·■◆▲★▪◎○※*\-–—]\s*\S")
_HAN = re.compile(r"[㐀-鿿]")
_SIGNED = (
    r"\S{2,30}(?:委员会|管委会|人民政府|办公室|委|厅|局|公司|集团|协会|学会|商会"
    r"|总社|总局|总署|指挥部|领导小组|调查队)"
)
_SIGNATURE = re.compile(rf"{_SIGNED}(?:\s+{_SIGNED})*$")
_ISSUERS = re.compile(rf"(?:\S{{2,4}}部|{_SIGNED})(?:\s+(?:\S{{2,4}}部|{_SIGNED}))+$")
_DATED_SIGNATURE = re.compile(rf"{_SIGNED}\s*[(（]\s*(?:19|20)\d\d\s*年[^()（）]{{0,12}}[)）]$")
_SIGNERS = 8


def lay_out(text: str, lexicon: Lexicon) -> Layout:
    """Lay out a clean text, one paragraph a line.

    >>> layout = lay_out("关于压减产能的通知\\n一、目标\\n粗钢产量不超过100万吨。", Lexicon({}))
    >>> [line.role.value for line in layout.lines]
    ['title', 'heading', 'body']
    """
    del lexicon  # the shapes of lines are grammar; no word of a table is asked yet
    spans = _spans(text)
    turns = turns_of(text, spans)
    speaking = {turn.start for turn in turns}
    roles = _roles(text, spans, speaking)
    lines = _nested(text, [Line(start=a, end=b, role=role) for (a, b), role in zip(spans, roles, strict=True)])
    sentences = sentences_of(text, lines)
    return Layout(
        text=text,
        lines=lines,
        sentences=sentences,
        clauses=clauses_of(text, lines, sentences),
        run_ins=run_ins_of(text, lines, sentences, speaking=speaking),
        turns=turns,
    )


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each line stands that is not empty, blanks at its ends left out."""
    spans, start = [], 0
    for part in text.split("\n"):
        stripped = part.strip()
        if stripped:
            first = start + part.index(stripped[0])
            spans.append((first, first + len(stripped)))
        start += len(part) + 1
    return spans


def _roles(text: str, spans: Sequence[tuple[int, int]], speaking: set[int]) -> list[Role]:
    roles: list[Role] = []
    may_be_title = True
    signed_from = _signed_from(text, spans)
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        if start in speaking:
            role = Role.BODY
        elif _ROW in line:
            role = Role.ROW
        elif _is_margin(line, number, signed_from):
            role = Role.MARGIN
        elif may_be_title and _is_title(line, spans):
            role = Role.TITLE
        else:
            role = _inner_role(line, text[slice(*spans[number + 1])] if number + 1 < len(spans) else "")
        may_be_title = may_be_title and role in {Role.MARGIN, Role.ROW}
        roles.append(role)
    return roles


def _signed_from(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The number of the line with which the signatures at the foot begin, dates among them, or of one of the last."""
    first = len(spans)
    while first > max(1, len(spans) - _SIGNERS):
        line = text[slice(*spans[first - 1])]
        if not (_DATE.match(line) or _SIGNATURE.match(line)):
            break
        first -= 1
    return min(first, len(spans) - 3)


def _is_margin(line: str, number: int, signed_from: int) -> bool:
    if _DATE.match(line) or _DOCUMENT_NUMBER.search(line[-40:]):
        return len(line) <= _LONGEST_TITLE
    if len(line) <= 60 and _DATED_SIGNATURE.match(line):
        return True
    if 0 < number <= 2 and len(line) <= 60 and _ISSUERS.match(line):
        return True
    if _BYLINE.match(line) and len(line) <= 40:
        return True
    if number and number >= signed_from and not _is_sentence(line) and _SIGNATURE.match(line) and len(line) <= 40:
        return not rank_of(line)
    return number <= 6 and not rank_of(line) and bool(_ADDRESSEE.match(line)) and not RESPONSIBLE.match(line)


def _is_title(line: str, spans: Sequence[tuple[int, int]]) -> bool:
    longest = _LONGEST_TITLE if _HAN.search(line) else 2 * _LONGEST_TITLE
    return len(spans) > 1 and len(line) <= longest and not _is_sentence(line) and not rank_of(line)


def _inner_role(line: str, after: str) -> Role:
    if RESPONSIBLE.match(line):
        return Role.BODY
    if _BULLET.match(line):
        return Role.ITEM
    rank = rank_of(line)
    longest = _LONGEST_HEADING if _HAN.search(line) else _LONGEST_ENGLISH
    if rank:
        is_short = len(line) <= 2 * longest and not _is_sentence(line)
        return Role.HEADING if is_short and _opens(rank, after) else Role.ITEM
    if _is_sentence(line) or len(line) > longest or line.endswith((":", "：")) or not after:
        return Role.BODY
    return Role.HEADING if _is_sentence(after) or _ROW in after or rank_of(after) else Role.BODY


def _opens(rank: int, after: str) -> bool:
    """Whether a numbered line has anything under it: text, a table, or a line numbered deeper."""
    if not after or RESPONSIBLE.match(after):
        return False
    return not 0 < rank_of(after) <= rank


def _is_sentence(line: str) -> bool:
    bare = line.rstrip(_CLOSERS)
    return bare.endswith(_ENDS) or (bare.endswith(".") and not _HAN.search(bare[-12:])) or line.rstrip().endswith(_ENDS)


def _nested(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines with the level of headings and what each stands under; deeper numbering never outranks shallower."""
    stack: list[tuple[int, int]] = []
    nested: list[Line] = []
    plain = len(NUMBERINGS) + 1
    for number, line in enumerate(lines):
        if line.role is not Role.HEADING:
            rank = rank_of(text[line.start : line.end]) if line.role is Role.ITEM else 0
            under = [place for place, above in stack if not rank or above < rank or above == plain]
            is_row = line.role is Role.ROW
            first = (nested[-1].table if nested and nested[-1].role is Role.ROW else number) if is_row else -1
            nested.append(replace(line, under=tuple(under), table=first))
            continue
        rank = rank_of(text[line.start : line.end]) or plain
        while stack and stack[-1][1] >= rank:
            stack.pop()
        under = [place for place, _ in stack]
        nested.append(replace(line, level=len(stack) + 1, under=tuple(under)))
        stack.append((number, rank))
    return tuple(nested)

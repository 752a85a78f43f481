"""Which lines of a page are the article: between its first and last body line, with its title and its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line, is_number

_DOCUMENT_NUMBER = re.compile(r"\S{1,20}[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*(?:第\s*)?\d{1,5}\s*号")
_SUBTITLE = re.compile(r"^(?:——|—|--)|^[(（].{2,60}[)）]$")
_SIGNED_DATE = re.compile(
    r"(?:(?:19|20)\d\d|[二一][〇○零OＯ0九]{1,2}[〇○零一二三四五六七八九]{1,2})\s*年.{1,4}月(?:.{1,4}日)?"
)
_TITLE_WORDS = re.compile(
    r"报告|通知|意见|方案|公报|办法|规划|计划|公告|公示|批复|纲要|要点|通报|决定|实录|快报|月报|旬报"
)
_BULLET = re.compile(r"^[·•◆■●▪▶►※★*\-]\s*")
_ATTACHED = re.compile(r"^附(?:件|表|录|注)?\s*\d{0,2}\s*[:：.、]|^附件\d{0,2}$|^(?:注|备注|说明)\s*\d{0,2}\s*[:：]")
_ASSIGNED = re.compile(r"(?:牵头|责任|配合|主办|协办)(?:单位|部门|领导)|完成时[限间]")
_ISSUER = re.compile(r"(?:人民政府|委员会|办公室|局|厅|部|协会|公司|集团|中心|学会|总队|领导小组)(?:办公室)?$")
_BYLINE = re.compile(r"[(（](?:本报|通讯员|记者|文/|.{0,12}(?:记者|通讯员|宣传部|办公室|供稿))[^()（）]{0,40}[)）]")
_TRUNCATED = re.compile(r"(?:…|\.{3}|\[详细\]|详情|更多)\W*$")


def is_body(line: Line) -> bool:
    """Whether a line by itself is plainly part of an article: a sentence, a row of figures, a task with who does it."""
    return line.is_sentence or is_row(line) or bool(_ASSIGNED.search(line.text))


def is_row(line: Line) -> bool:
    """Whether a line is a row of a table with figures."""
    cells = line.cells()
    return len(cells) >= 2 and any(is_number(cell.text) for cell in cells[1:])


def article(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[Line]:
    """The lines of the article in their order; none for a page of links only."""
    cut = _tail_start(lines, parts)
    body = [number for number in range(cut) if parts[number] is None and is_body(lines[number])]
    body = body or _items(lines, parts, cut) or _alone(lines, parts, cut)
    if not body:
        return []
    first, last = body[0], body[-1]
    kept = [*_head(lines, parts, first), *_between(lines, parts, first, last), *_foot(lines, parts, last, cut)]
    return [lines[number] for number in kept]


def _tail_start(lines: Sequence[Line], parts: Sequence[Part | None]) -> int:
    """Where the lists of links at the end begin: at a heading of one after which no more of the article comes."""
    said = 0
    for number, line in enumerate(lines):
        if parts[number] is None and line.is_sentence:
            said += 1
        if parts[number] is Part.TAIL and said and not _resumes(lines, parts, number):
            return number
    return len(lines)


def _resumes(lines: Sequence[Line], parts: Sequence[Part | None], heading: int) -> bool:
    """Whether paragraphs follow as no list of links has them: one right after a link or two, or two in a row."""
    streak = 0
    for number in range(heading + 1, len(lines)):
        line = lines[number]
        if parts[number] is None and line.is_sentence and len(line.text) >= 25 and not _TRUNCATED.search(line.text):
            streak += 1
            if streak >= 2 or (number - heading <= 3 and len(line.text) >= 50):
                return True
        else:
            streak = 0
    return False


def _items(lines: Sequence[Line], parts: Sequence[Part | None], cut: int) -> list[int]:
    found = [number for number in range(cut) if parts[number] is None and lines[number].is_numbered]
    return found if len(found) >= 2 else []


def _alone(lines: Sequence[Line], parts: Sequence[Part | None], cut: int) -> list[int]:
    """A headline with nothing under it, where the page is no list of them."""
    found = [n for n in range(cut) if parts[n] is None and lines[n].width >= 20 and not _BULLET.match(lines[n].text)]
    return found if len(found) <= 3 and len(found) * 2 >= sum(part is None for part in parts[:cut]) else []


def _head(lines: Sequence[Line], parts: Sequence[Part | None], first: int) -> list[int]:
    """Title, subtitle, number and addressee above the body."""
    open_lines = [number for number in range(first) if parts[number] is None]
    sure = {n for n in open_lines if _is_head_piece(lines[n].text)}
    titles = [n for n in open_lines if n not in sure and _is_title(lines[n])]
    chosen = _titles(lines, titles, first)
    if not chosen and not sure:
        chosen = [n for n in open_lines[-1:] if n == first - 1 and len(lines[n].text) >= 4]
    begin = min([*chosen, *sure], default=first)
    after = {n for n in open_lines if n > max(chosen, default=first) and len(lines[n].text) >= 2}
    return [n for n in open_lines if n >= begin and (n in sure or n in chosen or n in after)]


def _is_head_piece(text: str) -> bool:
    return bool(
        _DOCUMENT_NUMBER.fullmatch(text)
        or (_SUBTITLE.search(text) and "图" not in text)
        or (text[-1] in ":：" and len(text) <= 60)
    )


def _is_title(line: Line) -> bool:
    is_named = line.width >= 8 and bool(_TITLE_WORDS.search(line.text))
    return not _BULLET.match(line.text) and (line.width >= 16 or is_named)


def _titles(lines: Sequence[Line], candidates: list[int], first: int) -> list[int]:
    """Of lines that look like titles those which share their words with the body; else the nearest."""
    said = _pairs("".join(line.text for line in lines[first : first + 40]))
    alike = [n for n in candidates if _shared(lines[n].text, said) >= 0.3]
    if not alike:
        return candidates[-1:]
    return [n for n in candidates if n in alike or (alike[0] < n < alike[-1])]


def _pairs(text: str) -> set[str]:
    low = text.lower()
    return {low[i : i + 2] for i in range(len(low) - 1)}


def _shared(text: str, said: set[str]) -> float:
    own = _pairs(text)
    return len(own & said) / max(1, len(own))


def _between(lines: Sequence[Line], parts: Sequence[Part | None], first: int, last: int) -> list[int]:
    """From the first to the last line of the body what is not of the page's frame."""
    kept = []
    in_links = False
    for number in range(first, last + 1):
        line = lines[number]
        if parts[number] is Part.TAIL:
            in_links = True
        elif parts[number] is None and (is_body(line) or not in_links):
            in_links = False
            kept.append(number)
    return kept


def _foot(lines: Sequence[Line], parts: Sequence[Part | None], last: int, cut: int) -> list[int]:
    """Below the last line of the body: list items, notes, attachments, signature and date, a byline in brackets."""
    kept = []
    for number in range(last + 1, cut):
        text = lines[number].text
        if parts[number] is not None:
            continue
        if _is_foot_piece(text) or lines[number].is_numbered or _is_signature(lines, number, cut):
            kept.append(number)
    return kept


def _is_foot_piece(text: str) -> bool:
    return bool(_SIGNED_DATE.fullmatch(text) or _ATTACHED.match(text) or _BYLINE.fullmatch(text))


def _is_signature(lines: Sequence[Line], number: int, cut: int) -> bool:
    """Whether a line names who issues the document, with the date in one of the lines after it."""
    text = lines[number].text
    after = lines[number + 1 : min(number + 4, cut)]
    return len(text) <= 40 and bool(_ISSUER.search(text)) and any(_SIGNED_DATE.fullmatch(line.text) for line in after)

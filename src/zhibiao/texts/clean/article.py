"""Which lines of a page are the article: between its first and last body line, with its title and its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.head import head
from zhibiao.texts.clean.lines import Line
from zhibiao.texts.clean.tables import table_rows

_SIGNED_DATE = re.compile(
    r"(?:(?:19|20)\d\d|[二一][〇○零OＯ0九]{1,2}[〇○零一二三四五六七八九]{1,2})\s*年.{1,4}月(?:.{1,4}日)?"
)
_ATTACHED = re.compile(
    r"附\s*(?:件|表|录|注)?\s*\d{0,2}\s*[:：.、]|附\s*[件表]\s*\d{0,2}$|(?:注|备注|说明)\s*\d{0,2}\s*[:：]"
)
_ASSIGNED = re.compile(r"(?:牵头|责任|配合|主办|协办)(?:单位|部门|领导)|完成时[限间]")
_ISSUER = re.compile(
    r"(?:人民政府|委员会|办公[室厅]|局|厅|部|协会|公司|集团|中心|学会|总队|领导小组|委|院)(?:办公室)?(?:[(（].{2,12}[)）])?$"
)
# Who signs without a date: an office, not a firm, whose name there would be the owner of the site.
_OFFICE = re.compile(r"(?:人民政府|委员会|办公[室厅]|局|厅|协会|领导小组|指挥部)(?:办公室)?$")
_MARKS = re.compile(r"[,，。:：;；!！?？|0-9]")
_BYLINE = re.compile(
    r"[(（](?:本报|通讯员|记者|文/|联系人|.{0,12}(?:记者|通讯员|宣传部|办公室|供稿))[^()（）]{0,60}[)）]"
)
_TRUNCATED = re.compile(r"(?:…|\.{3}|\[详细\]|详情|更多)\W*$")
_BULLET = re.compile(r"[·•◆■●▪▶►※★*\-]\s*")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page with what each is by itself, and which are rows of tables."""

    lines: Sequence[Line]
    parts: Sequence[Part | None]
    rows: Sequence[bool]

    def is_body(self, number: int) -> bool:
        """Whether a line is plainly of an article: a sentence, a row of figures, a task with who does it."""
        if self.rows[number]:
            return True
        line = self.lines[number]
        return self.parts[number] is None and (line.is_sentence or bool(_ASSIGNED.search(line.text)))


def article(lines: Sequence[Line], parts: Sequence[Part | None]) -> list[Line]:
    """The lines of the article in their order; none for a page of links only."""
    page = Lines(lines, parts, table_rows(lines, parts))
    cut = _tail_start(page)
    body = [number for number in range(cut) if page.is_body(number)]
    body = body or _items(page, cut) or _alone(page, cut)
    if not body:
        return []
    first, last = body[0], body[-1]
    kept = [*head(lines, parts, first), *_between(page, first, last), *_foot(page, last, cut)]
    return [lines[number] for number in kept]


def _tail_start(page: Lines) -> int:
    """Where the lists of links at the end begin: at a heading of one after which no more of the article comes."""
    said = False
    for number in range(len(page.lines)):
        said = said or page.is_body(number)
        if page.parts[number] is Part.TAIL and said and not _resumes(page, number):
            return number
    return len(page.lines)


def _resumes(page: Lines, heading: int) -> bool:
    """Whether paragraphs follow as no list of links has them: one right after a link or two, or two in a row."""
    streak = 0
    for number in range(heading + 1, len(page.lines)):
        line = page.lines[number]
        if page.is_body(number) and len(line.text) >= 25 and not _TRUNCATED.search(line.text):
            streak += 1
            if streak >= 2 or (number - heading <= 3 and len(line.text) >= 50):
                return True
        else:
            streak = 0
    return False


def _items(page: Lines, cut: int) -> list[int]:
    found = [number for number in range(cut) if page.parts[number] is None and page.lines[number].is_numbered]
    return found if len(found) >= 2 else []


def _alone(page: Lines, cut: int) -> list[int]:
    """A headline with nothing under it, where the page is no list of them."""
    open_lines = [number for number in range(cut) if page.parts[number] is None]
    found = [n for n in open_lines if page.lines[n].width >= 20 and not _BULLET.match(page.lines[n].text)]
    return found if len(found) <= 3 and len(found) * 2 >= len(open_lines) else []


def _between(page: Lines, first: int, last: int) -> list[int]:
    """From the first to the last line of the body what is not of the page's frame."""
    kept = []
    in_links = False
    for number in range(first, last + 1):
        is_body = page.is_body(number)
        if page.parts[number] is Part.TAIL:
            in_links = True
        elif is_body or (page.parts[number] in (None, Part.SUMMARY) and not in_links):
            in_links = False
            kept.append(number)
    return kept


def _foot(page: Lines, last: int, cut: int) -> list[int]:
    """Below the last line of the body: list items, notes, attachments, signature and date, a byline in brackets."""
    kept = []
    for number in range(last + 1, cut):
        line = page.lines[number]
        if page.parts[number] is None and (
            _is_foot_piece(line.text)
            or line.is_numbered
            or _is_signature(page.lines, number, cut)
            or (number == last + 1 and _is_office(line.text))
        ):
            kept.append(number)
    return kept


def _is_foot_piece(text: str) -> bool:
    return bool(_SIGNED_DATE.fullmatch(text) or _ATTACHED.match(text) or _BYLINE.fullmatch(text))


def _is_office(text: str) -> bool:
    return len(text) <= 30 and bool(_OFFICE.search(text)) and not _MARKS.search(text)


def _is_signature(lines: Sequence[Line], number: int, cut: int) -> bool:
    """Whether a line names who issues the document, with the date in one of the lines after it."""
    text = lines[number].text
    after = lines[number + 1 : min(number + 4, cut)]
    is_signed = any(_SIGNED_DATE.fullmatch(line.text) for line in after)
    return len(text) <= 40 and is_signed and (bool(_ISSUER.search(text)) or not _MARKS.search(text))

"""Read all expressions of time of a page, each dated in the order of the text."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import replace

from zhibiao.texts.layout import Role as LineRole
from zhibiao.texts.page import Page
from zhibiao.texts.quantities.numerals import half_width
from zhibiao.texts.times.dating import Dating
from zhibiao.texts.times.phrases import is_end, phrases
from zhibiao.texts.times.reach import Times
from zhibiao.texts.times.roles import is_compared, is_told, role_of
from zhibiao.texts.times.stretch import Role, Stretch, TimeMention
from zhibiao.texts.times.tables import limit_place
from zhibiao.texts.times.wording import Worded, worded

_RECURRING = re.compile(r"(?:每|按|逐)(?:月|旬|季|周)[^。;；\n]*$")
_GATHERED = re.compile(r"[^,，。;；:：\n]{0,16}?集中(?:开工|签约|竣工|投产|奠基)")
_GLOSS = re.compile(r"\((?:即|为)?")
_REVIEW = re.compile(r"中期(?:评估|检查|总结)")
_REVIEW_REACH = 20
_SETTLING = frozenset((Role.PERIOD, Role.POINT, Role.EVENT, Role.NAME))


def times_of(page: Page) -> Times:
    """The times of a Chinese page; relative ones resolve by its date of publication.

    Where that is not known, a year stated alone in the whole text dates its months; else they stay undated.
    """
    text = half_width(page.text)
    found = list(worded(text))
    years = {one.year for one in found if one.year is not None and role_of(text, one)[0] in _SETTLING}
    dating = Dating(published=page.published, only_year=years.pop() if len(years) == 1 else None)
    return Times(page=page, mentions=_dated(page, text, found, dating))


def _dated(page: Page, text: str, found: list[Worded], dating: Dating) -> tuple[TimeMention, ...]:
    named: Iterable[Worded | TimeMention] = found
    spoken: Iterable[Worded | TimeMention] = phrases(text, page.published)
    made: list[TimeMention] = []
    years: dict[int, int] = {}
    for one in heapq.merge(named, spoken, key=lambda one: one.start):
        if made and one.start < made[-1].end:
            continue
        line = page.layout.line_at(one.start)
        dating.enter(line, _section_year(page, line, years))
        mention = _phrase(text, one, dating) if isinstance(one, TimeMention) else _mention(text, one, dating, page)
        if made and made[-1].role is Role.BASE and _GLOSS.fullmatch(text, made[-1].end, mention.start):
            mention = replace(mention, role=Role.BASE)
        made.append(_in_heading(page, line, mention))
        if dating.line_year is not None:
            years[line] = dating.line_year
    return tuple(made)


def _mention(text: str, one: Worded, dating: Dating, page: Page) -> TimeMention:
    role, start, end = role_of(text, one)
    limit = limit_place(page.layout, one.start)
    if limit is not None and limit[0] <= start and end <= limit[1]:
        role = Role.DEADLINE
    stretch = dating.year_earlier() if is_told(text, one) else dating.stretch(text, one, role)
    dating.note(role, one, stretch)
    return TimeMention(start=start, end=end, role=role, stretch=stretch)


def _phrase(text: str, one: TimeMention, dating: Dating) -> TimeMention:
    words = text[one.start : one.end]
    if words == "首年" and dating.opened is not None:
        return replace(one, role=Role.PERIOD, stretch=dating.opened)
    if words[-1] in "日天晚" and words[0] in "同当":
        return replace(one, stretch=dating.event)
    if words.startswith("上") and _RECURRING.search(text[max(0, one.start - 14) : one.start]):
        return replace(one, role=Role.NAME)
    if words == "年度" and dating.line_year is not None:
        return replace(one, stretch=Stretch((dating.line_year,), (dating.line_year,)))
    if one.role is Role.PERIOD and is_compared(text, one.start, one.end):
        return replace(one, role=Role.BASE)
    if one.role in (Role.PERIOD, Role.SINCE) and one.stretch and one.stretch.last and len(one.stretch.last) == 1:
        dating.line_year = one.stretch.last[0]
    spoken = (dating.ten_days or dating.period) if words.startswith("旬") else dating.period
    if not is_end(words) or spoken is None or spoken.last is None:
        return one
    last = spoken.last if words[0] in "旬期" else (dating.month or spoken.last)
    return replace(one, stretch=Stretch(last, last))


def _section_year(page: Page, line: int, years: dict[int, int]) -> int | None:
    for number in reversed(page.layout.lines[line].under if page.layout.lines else ()):
        if number in years:
            return years[number]
    is_titled = bool(page.layout.lines) and page.layout.lines[0].role is LineRole.TITLE
    return years.get(0) if is_titled and line else None


def _in_heading(page: Page, line: int, mention: TimeMention) -> TimeMention:
    """A year that names a paper in running text dates the lines under it where it stands in a title; the date beside a
    signature says when the paper was made, not what it tells of."""
    if page.layout.lines and page.layout.lines[line].role is LineRole.MARGIN and mention.stretch:
        return replace(mention, role=Role.REPORTED)
    if len(page.layout.lines) > 1 and _GATHERED.match(page.text, mention.end):
        return replace(mention, role=Role.NAME)
    if mention.role is Role.NAME and _REVIEW.search(page.text, mention.end, mention.end + _REVIEW_REACH):
        return mention  # a review midway tells of what is reached so far, not of the whole plan
    is_head = page.layout.lines[line].role in (LineRole.TITLE, LineRole.HEADING) if page.layout.lines else False
    return replace(mention, role=Role.PERIOD) if is_head and mention.role is Role.NAME and mention.stretch else mention

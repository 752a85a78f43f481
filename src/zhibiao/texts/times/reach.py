"""Which time rules a place of the page: its own, else the nearest stated one in its sentence, paragraph and section."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.texts.layout import Role as LineRole
from zhibiao.texts.page import Page
from zhibiao.texts.times.stretch import Role, Stretch, TimeMention
from zhibiao.texts.times.tables import row_places

_SILENT = frozenset((Role.BASE, Role.NAME, Role.REPORTED, Role.RECURRING))
_NOT_CARRIED = _SILENT | {Role.ASIDE}
_IN_PARAGRAPH = frozenset((Role.PERIOD, Role.POINT, Role.HORIZON, Role.SINCE, Role.EVENT))
_ONWARD = frozenset((Role.PERIOD, Role.HORIZON, Role.EVENT))
_HEADS = frozenset((Role.PERIOD, Role.HORIZON, Role.POINT))
_WILLED = re.compile(
    r"将|拟|规划建设|(?<!年度)(?<![较超为占])计划(?![的数])|力争|争取|有望|确保|(?<![的度])目标(?!的)|即将|努力|要(?![求素件点看知])|设计"
)
_LEADS = re.compile(
    r"下一步|接下来|今后|(?:^|[,，:：；;])要(?![求素件点看知])|(?:我们|[局市省厅委府司团各])(?:还|也)?[将要](?![求素件点])"
)
_DONE = re.compile(r"已(?!知)|完成了|实现了|同比|以来|累计|达到了|截至|成功|获评|获批")
_STANDING = re.compile(
    r"已(?!知)|现有|拥有|建有|现存|累计(?:获|培育|建成|认定|创建|入选|培养|引进|签约|落户|注册|拥有)"
)
_NEXT_POINT = re.compile(r"[;；] ?(?:[一二三四五六七八九十]+是|[(（]\d+[)）]|\d[.、])")
_WAY_FROM = re.compile(r"由|从|自")
_BASED = re.compile(r"(?:的|,|，)?[^,，。;；\d]{0,6}\d")
_WAY_TO = re.compile(r"[到至为]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The expressions of time of a page in order, and how far each reaches."""

    page: Page
    mentions: tuple[TimeMention, ...]

    def own(self, start: int, end: int) -> tuple[TimeMention, ...]:
        """The expressions that stand between two places, wholly or in part."""
        first = bisect_left(self.mentions, start + 1, key=_end)
        last = bisect_left(self.mentions, end, key=_start)
        return self.mentions[first:last]

    def period_of(self, start: int, end: int, *, is_deadline: bool = False) -> str | None:
        """The period of what stands between two places, as the register writes it; None where it is not to be known.

        `is_deadline`: what stands there is still to be done, so that neither an event nor a time that is over rules it.
        """
        stretch = self._stretch(start, end, is_deadline=is_deadline)
        return stretch.written if stretch else None

    def date_of(self, start: int, end: int) -> str | None:
        """The day of the event told between two places: in its sentence, else the nearest before it."""
        sentence = self.page.layout.sentences[self.page.layout.sentence_at(start)]
        events = (Role.EVENT, Role.REPORTED)
        inside = [one for one in self.own(sentence.start, max(end, sentence.end)) if one.role in events]
        before = [one for one in self._backward(0, start) if one.role in events]
        found = next((one for one in (*inside, *before) if one.stretch), None)
        return found.period if found else None

    def is_ahead(self, start: int, end: int) -> bool | None:
        """Whether that time lies in the future of the page or still runs; None where nothing says."""
        words = self.page.text[slice(*self._clause(start, end))]
        stretch = self._stretch(start, end, is_deadline=False)
        published = self.page.published
        if published is not None and stretch is not None:
            if stretch.begins_after(published) or (stretch.first is None and not stretch.ends_by(published)):
                return True
            if (
                stretch.last is not None
                and (stretch.last[:2] <= (published.year, published.month))
                and len(stretch.last) > 1
            ):
                return False
            if stretch.ends_by(published):
                return False
            return not _DONE.search(words)
        if _WILLED.search(words) or "预计" in words:
            return True
        return False if _DONE.search(words) else None

    def _stretch(self, start: int, end: int, *, is_deadline: bool) -> Stretch | None:
        clause_start, clause_end = self._clause(start, end)
        way = self._way(start, end)
        if way is not None and way.last is not None:
            return way
        own = self._told_apart(start, clause_start) or self._own(
            start, clause_start, clause_end, is_deadline=is_deadline
        )
        if own is not None and way is None:
            return own.stretch
        words = self.page.text[clause_start:clause_end]
        sentence = self.page.text[self._sentence_start(start) : clause_end]
        leads = bool(_LEADS.search(sentence)) and not _DONE.search(words)
        willed = is_deadline or leads or bool(_WILLED.search(words))
        recurs = any(one.role is Role.RECURRING for one in self.own(clause_start, clause_end))
        for one in self._carried(start, clause_start, sentence, willed=willed, is_deadline=is_deadline):
            if recurs and not self._is_year(one):
                continue
            if way is None:
                return one.stretch
            return Stretch(way.first, one.stretch.last) if one.stretch else None
        return way and Stretch(way.first, way.first)

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The clauses that the places touch."""
        layout = self.page.layout
        if not layout.clauses:
            return start, end
        first = layout.clauses[layout.clause_at(start)]
        last = layout.clauses[layout.clause_at(max(start, end - 1))]
        return min(start, first.start), max(end, last.end)

    def _sentence_start(self, start: int) -> int:
        layout = self.page.layout
        return layout.sentences[layout.sentence_at(start)].start if layout.sentences else start

    def _way(self, start: int, end: int) -> Stretch | None:
        """由2023年的9%提升到2024年的16%: from the base's time to that of what was reached."""
        inside = [one for one in self.own(start, end) if one.stretch and one.role is not Role.DEADLINE]
        if not inside or not _WAY_FROM.search(self.page.text[max(0, start - 2) : inside[0].start + 1]):
            return None
        if len(inside) == 1:  # 由2020年的19%提高到26.5%: the base alone is dated
            is_base = _BASED.match(self.page.text, inside[0].end) and _WAY_TO.search(self.page.text, inside[0].end, end)
            return Stretch(inside[0].stretch.first, None) if is_base and inside[0].stretch else None
        first, last = inside[0].stretch, inside[-1].stretch
        if not first or not last or not _WAY_TO.search(self.page.text[inside[0].end : inside[-1].start + 1]):
            return None
        return Stretch(first.first or first.last, last.last)

    def _own(self, start: int, clause_start: int, clause_end: int, *, is_deadline: bool) -> TimeMention | None:
        """The expression of the clause itself: the last before the place, else the first behind it."""
        usable = [one for one in self.own(clause_start, clause_end) if one.role not in _SILENT]
        if is_deadline:
            usable = [one for one in usable if one.role not in (Role.EVENT, Role.NOW)] or usable
        before = [one for one in usable if one.start <= start]
        return before[-1] if before else (usable[0] if usable else self._in_table(start))

    def _told_apart(self, start: int, clause_start: int) -> TimeMention | None:
        """2025年、2026年采矿分别不超过9万吨、8万吨: to each number its year."""
        apart = self.page.text.rfind("分别", clause_start, start)
        if apart < 0:
            return None
        listed = [one for one in self.own(clause_start, apart) if one.role not in _SILENT]
        sentence = self.page.layout.sentences[self.page.layout.sentence_at(start)]
        told = [one for one in self.page.within(apart, sentence.end) if one.bar is None]
        index = next((number for number, one in enumerate(told) if one.start <= start < one.end), None)
        return listed[index] if index is not None and 2 <= len(listed) == len(told) else None

    def _in_table(self, start: int) -> TimeMention | None:
        """What the heads of a cell's column and row state, else a deadline that the row states anywhere."""
        for place in row_places(self.page.layout, start):
            heads = [one for one in self.own(*place) if one.role in _HEADS]
            if heads:
                return heads[-1]
        line = self.page.layout.lines[self.page.layout.line_at(start)] if self.page.layout.lines else None
        if line is None or line.role is not LineRole.ROW:
            return None
        return next((one for one in self.own(line.start, line.end) if one.role is Role.DEADLINE), None)

    def _carried(
        self, start: int, clause_start: int, words: str, *, willed: bool, is_deadline: bool
    ) -> Iterator[TimeMention]:
        """The expressions that reach the place from before it, the strongest first."""
        layout = self.page.layout
        if not layout.sentences:
            return
        sentence = layout.sentences[layout.sentence_at(start)]
        line = layout.lines[sentence.line]
        for one in self._backward(sentence.start, clause_start):
            if not self._is_year(one) and _NEXT_POINT.search(self.page.text, one.end, clause_start + 4):
                continue
            if one.role not in _NOT_CARRIED and self._may_rule(one, willed=willed, is_deadline=is_deadline):
                yield one
        if not is_deadline:
            yield from self._soon_after(clause_start, sentence.end, words)
        for one in self._backward(line.start, sentence.start):
            # What is to be done has the deadline of its own sentence, or the year that the paragraph is about.
            is_brief = is_deadline and (one.role is not Role.PERIOD or not self._is_year(one))
            may = one.role in _IN_PARAGRAPH and self._may_rule(one, willed=willed, is_deadline=is_deadline)
            if may and not is_brief:
                yield one
        yield from self._from_afar(line.start, start, words, willed=willed, is_deadline=is_deadline)

    def _soon_after(self, clause_start: int, sentence_end: int, words: str) -> Iterator[TimeMention]:
        """The deadline that the next clause states (高炉2座,5月底前拆除), unless this one tells what is done."""
        if _DONE.search(words):
            return
        layout = self.page.layout
        following = layout.clause_at(clause_start) + 1
        for clause in layout.clauses[following : following + 2]:
            if clause.start >= sentence_end:
                return
            found = next((one for one in self.own(clause.start, clause.end) if one.role not in _SILENT), None)
            if found is not None:
                if found.role is Role.DEADLINE:
                    yield found
                return

    def _from_afar(
        self, line_start: int, start: int, words: str, *, willed: bool, is_deadline: bool
    ) -> Iterator[TimeMention]:
        layout = self.page.layout
        standing = self._standing(start, words) if not willed else None
        roles = _HEADS | {Role.DEADLINE} if is_deadline else _HEADS
        heads = [one for place in self._heads(start) for one in self.own(*place) if one.role in roles]
        for one in heads:
            if self._may_rule(one, willed=willed, is_deadline=is_deadline):
                if standing and one.role is not Role.POINT and not self._is_year(one):
                    yield standing
                yield one
        for one in self._backward(0, line_start):
            if one.role is Role.EVENT and layout.headings_over(one.start) != layout.headings_over(start):
                continue
            if one.role in _ONWARD and self._may_rule(one, willed=willed, is_deadline=is_deadline):
                if standing and not self._is_year(one):
                    yield standing
                yield one
        yield from self._at_last(line_start, start, willed=willed, is_deadline=is_deadline)

    def _at_last(self, line_start: int, start: int, *, willed: bool, is_deadline: bool) -> Iterator[TimeMention]:
        """What rules where nothing else does: for a title what the first lines say; a date of making known, a name."""
        layout = self.page.layout
        if layout.lines and line_start == layout.lines[0].start:
            following = [one for one in self.mentions if one.start > start and one.role in _ONWARD]
            yield from (one for one in following[:1] if self._may_rule(one, willed=willed, is_deadline=is_deadline))
        for one in self._backward(0, start):
            if one.role in (Role.SINCE, Role.POINT) and self._may_rule(one, willed=willed, is_deadline=is_deadline):
                yield one
        for one in self._backward(0, start):
            if (
                one.role in (Role.REPORTED, Role.NAME)
                and one.stretch
                and self._may_rule(one, willed=willed, is_deadline=is_deadline)
            ):
                yield one

    def _heads(self, start: int) -> Iterator[tuple[int, int]]:
        """The headings over a place from the inmost, then the title, where they state a time."""
        layout = self.page.layout
        yield from reversed(layout.headings_over(start))
        first = layout.lines[0]
        if first.role is LineRole.TITLE and start >= first.end:
            yield first.start, first.end

    def _standing(self, start: int, words: str) -> TimeMention | None:
        """已建成, 现有: a present state is one of the month of publication."""
        published = self.page.published
        if published is None or not _STANDING.search(words):
            return None
        month = (published.year, published.month)
        return TimeMention(start=start, end=start, role=Role.NOW, stretch=Stretch(month, month))

    def _backward(self, floor: int, ceiling: int) -> Iterator[TimeMention]:
        index = bisect_right(self.mentions, ceiling, key=_end) - 1
        while index >= 0 and self.mentions[index].start >= floor:
            yield self.mentions[index]
            index -= 1

    def _may_rule(self, one: TimeMention, *, willed: bool, is_deadline: bool) -> bool:
        if is_deadline and one.role in (Role.EVENT, Role.NOW, Role.SINCE, Role.REPORTED, Role.UNKNOWN):
            return False
        if willed and one.role in (Role.EVENT, Role.REPORTED, Role.SINCE):
            return False
        if not willed or self.page.published is None:
            return True
        return one.stretch is None or not one.stretch.ends_by(self.page.published)

    @staticmethod
    def _is_year(one: TimeMention) -> bool:
        return one.stretch is not None and one.stretch.last is not None and len(one.stretch.last) == 1


def _start(one: TimeMention) -> int:
    return one.start


def _end(one: TimeMention) -> int:
    return one.end

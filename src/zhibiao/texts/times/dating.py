"""Which year a month without one belongs to: the year spoken of, else the one that the date of publication gives."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field

from zhibiao.texts.times.stretch import Moment, Role, Stretch
from zhibiao.texts.times.wording import Worded

_START, _END = 2, 10
_TERM = re.compile(r"^(?!前).*(?:季度|半年)$")
_SENTENCE = re.compile(r"[。！？!?\n]")
_WILLED = re.compile(
    r"下一步|接下来|(?<![主重需必首次紧概])要(?![求素件点看知闻道领])|将|拟|计划|力争|争取|预计|有望|确保|即将|前|内"
)


@dataclass(slots=True)
class Dating:
    """What was spoken of so far: years by line, by heading and title, the last month, ten days and event."""

    published: dt.date | None
    only_year: int | None
    line: int = -1
    line_year: int | None = None
    section_year: int | None = None
    month: Moment | None = None
    period: Stretch | None = None
    ten_days: Stretch | None = None
    event: Stretch | None = None
    opened: Stretch | None = None
    stated: list[int] = field(default_factory=list)

    def enter(self, line: int, section_year: int | None) -> None:
        """Go on to a line that stands under headings (or the title) of this year."""
        if line != self.line:
            self.line, self.line_year, self.section_year = line, None, section_year
            self.opened = None

    def note(self, role: Role, one: Worded, stretch: Stretch | None) -> None:
        """Remember what was spoken of."""
        if role in (Role.EVENT, Role.REPORTED):
            self.event = stretch
        if role is Role.OPEN and stretch is not None and stretch.first is not None:
            self.opened = Stretch(stretch.first[:1], stretch.first[:1])
        if (
            stretch is None
            or stretch.last is None
            or role in (Role.BASE, Role.ASIDE, Role.RECURRING, Role.HORIZON, Role.DEADLINE, Role.REPORTED)
        ):
            return
        is_past = self.published is None or stretch.last[0] <= self.published.year
        if (one.year is not None or one.offset is not None) and (is_past or role not in (Role.MILESTONE, Role.NAME)):
            self.line_year = stretch.last[0]
        if role is Role.MILESTONE:
            return
        if len(stretch.last) > 2 and (stretch.first or ())[-1:] != stretch.last[-1:]:
            self.ten_days = stretch
        if len(stretch.last) > 1:
            self.month = stretch.last[:2]
        if role in (Role.PERIOD, Role.POINT, Role.EVENT):
            self.period = stretch

    def stretch(self, text: str, one: Worded, role: Role) -> Stretch | None:
        """What an expression means, None where its year cannot be known."""
        last = one.until or one
        year = self._year(text, one, role)
        end_year = year if last is one else self._year(text, last, role) if _names_year(last) else year
        if year is None and end_year is not None and not _names_year(one):
            year = end_year
        if year is None or end_year is None:
            return None
        first_part = one.part.first if one.part else ()
        last_part = last.part.last if last.part else ()
        begin, end = self._moment(year, first_part), self._moment(end_year, last_part)
        if begin is None or end is None:
            return None
        if one.until is not None and not last_part and first_part:
            end = (end_year,)
        return _bounded(role, begin, end, self.published, last)

    def year_earlier(self) -> Stretch | None:
        """The same part of the year before what was spoken of."""
        spoken = self.period
        if spoken is None or spoken.first is None or spoken.last is None:
            return None
        return Stretch((spoken.first[0] - 1, *spoken.first[1:]), (spoken.last[0] - 1, *spoken.last[1:]))

    def _moment(self, year: int, part: Moment) -> Moment | None:
        if not part:
            return (year,)
        month = part[0]
        if month == 0:
            if self.month is None and self.published is None:
                return None
            year, month = self.month or (self.published.year, self.published.month)  # type: ignore[union-attr]
        if len(part) == 1:
            return (year, month)
        size = calendar.monthrange(year, month)[1]
        return (year, month, min(part[1], size) or size)

    def _year(self, text: str, one: Worded, role: Role) -> int | None:
        if one.year is not None:
            return one.year
        if one.is_echo:
            return self._echoed(one)
        if one.offset is not None:
            base = self.published.year if self.published else None
            return None if base is None else base + one.offset
        if one.part is not None and one.part.first and one.part.first[0] == 0:
            return self.month[0] if self.month else (self.published.year if self.published else None)
        return self._ambient(text, one, role)

    def _echoed(self, one: Worded) -> int | None:
        spoken = self.line_year or (self.published.year if self.published else None)
        return None if spoken is None else spoken + (one.offset or 0)

    def _ambient(self, text: str, one: Worded, role: Role) -> int | None:
        month = one.part.last[0] if one.part and one.part.last else 12
        first = one.part.first[0] if one.part and one.part.first else 1
        spoken = self.line_year if self.line_year is not None else self.section_year
        if self.published is None:
            return spoken if spoken is not None else self.only_year
        if role in (Role.DEADLINE, Role.HORIZON):
            year = max(spoken or self.published.year, self.published.year)
            return year + (year == self.published.year and month < self.published.month and not _is_year_end(text, one))
        if self.line_year is None and spoken is not None and spoken > self.published.year:
            spoken = spoken if self._is_willed(text, one) else None
        if spoken is not None and not self._is_behind(spoken, text, one, first):
            return spoken
        return self._near(text, one, first, month)

    def _is_behind(self, spoken: int, text: str, one: Worded, month: int) -> bool:
        """Whether a month at the end of the year, on a page of its first months, is one of the year before."""
        assert self.published is not None
        is_start = spoken == self.published.year and self.published.month <= _START and month >= _END
        return is_start and not self._is_willed(text, one)

    def _near(self, text: str, one: Worded, first: int, month: int) -> int | None:
        """The year of a bare part by the date of publication: the one that runs, the last such part, or the next where
        it is willed."""
        assert self.published is not None
        # 四季度 and 6月至9月 may run; 1-11月 is told of when it is over.
        is_term = 1 < first < month or bool(_TERM.search(text[one.start : one.end]))
        if (
            (first if is_term else month) <= self.published.month
            or one.part is None
            or not one.part.first
            or _is_year_end(text, one)
        ):
            return self.published.year
        return self.published.year if self._is_willed(text, one) else self.published.year - 1

    @staticmethod
    def _is_willed(text: str, one: Worded) -> bool:
        sentence = _SENTENCE.split(text[max(0, one.start - 60) : one.start])[-1]
        return bool(_WILLED.search(sentence) or _WILLED.search(text[one.end : one.end + 6]))


def _names_year(one: Worded) -> bool:
    return one.year is not None or one.offset is not None


def _is_year_end(text: str, one: Worded) -> bool:
    """Whether a bare 年底 or 年末 stands there, rather than the end of December."""
    return one.part is not None and one.part.last == (12,) and text[one.start] in "年岁"


def _bounded(role: Role, begin: Moment, end: Moment, published: dt.date | None, last: Worded) -> Stretch | None:
    del last
    if role in (Role.DEADLINE, Role.HORIZON):
        return Stretch(None, end)
    if role is Role.OPEN:
        return Stretch(begin, None)
    if role is Role.SINCE:
        if published is None:
            return None
        return Stretch((*begin, 1) if len(begin) == 1 else begin, (published.year, published.month))
    return Stretch(begin, end)

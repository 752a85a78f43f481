"""The two times of a way: 由2023年的9%提升到2024年的16% goes from 2023 to 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.times.asked import Asked
from zhibiao.texts.times.mentions import Mentions
from zhibiao.texts.times.stretch import Moment, Role, Stretch

_FROM = re.compile(r"由|从|自")
_TO = re.compile(r"[到至为]")
_BASED = re.compile(r"(?:的|,|，)?[^,，。;；\d]{0,6}\d")
_SAME = re.compile(r"同[期月旬]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """When a way began and when it ended; `is_a_year_before` where it began in the same part of the year before."""

    first: Moment | None
    last: Moment | None = None
    is_a_year_before: bool = False

    def up_to(self, context: Stretch | None) -> Stretch | None:
        """The stretch of the way whose end the context states."""
        if context is None or context.last is None:
            return Stretch(self.first, self.first) if self.first else None
        if self.is_a_year_before:
            first = context.first or context.last
            return Stretch((first[0] - 1, *first[1:]), context.last)
        return Stretch(self.first, context.last)


def way_of(mentions: Mentions, place: Asked) -> Way | None:
    """The way that the place tells of, where it dates its base."""
    text, start, end = place.page.text, place.start, place.end
    inside = [one for one in mentions.between(start, end) if one.stretch and one.role is not Role.DEADLINE]
    if not inside or not _FROM.search(text, max(0, start - 2), inside[0].start + 1):
        return None
    first, last = inside[0], inside[-1]
    if first.stretch is None or last.stretch is None:
        return None
    if len(inside) > 1:
        is_way = bool(_TO.search(text, first.end, last.start + 1))
        return Way(first=first.stretch.first or first.stretch.last, last=last.stretch.last) if is_way else None
    if not _BASED.match(text, first.end) or not _TO.search(text, first.end, end):
        return None
    return Way(first=first.stretch.first, is_a_year_before=bool(_SAME.search(text[first.start : first.end])))

"""A stretch of time as the register writes it, and an expression of a page that means one."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

Moment = tuple[int, ...]
"""A year, a year and month, or a year, month and day."""


class Role(StrEnum):
    """What an expression of time does in its sentence, and so how far it reaches."""

    PERIOD = "period"  # 2024年, 前三季度
    POINT = "point"  # 截至6月末
    HORIZON = "horizon"  # 到2025年
    MILESTONE = "milestone"  # 计划2026年6月投产
    RECURRING = "recurring"  # 每月10日前
    ASIDE = "aside"  # 去年同期为亏损: what no other clause tells of
    DEADLINE = "deadline"  # 年底前
    SINCE = "since"  # 今年以来
    OPEN = "open"  # 自2024年1月起
    EVENT = "event"  # 5月18日, and 近日
    REPORTED = "reported"  # the day on which something was made known
    NOW = "now"  # 目前
    BASE = "base"  # 较2020年
    NAME = "name"  # 2025年合作协议
    UNKNOWN = "unknown"  # 投产后: a time that cannot be dated


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` to `last`, both within it; None for an end that is open.

    >>> Stretch((2024, 1), (2024, 6)).written, Stretch(None, (2025,)).written, Stretch((2024,), (2024,)).written
    ('2024-01..2024-06', '..2025', '2024')
    """

    first: Moment | None
    last: Moment | None

    @property
    def written(self) -> str:
        """`2024`, `2024-06`, `A..B`, `..B` or `A..`."""
        if self.first == self.last and self.first is not None:
            return written(self.first)
        return f"{written(self.first)}..{written(self.last)}"

    def ends_by(self, day: dt.date) -> bool:
        """Whether it is over on this day; an open one never is."""
        return self.last is not None and last_day(self.last) <= day

    def is_up_to(self, day: dt.date) -> bool:
        """Whether it is of months or days and ends in the month of this day at the latest (今年以来)."""
        return self.last is not None and len(self.last) > 1 and self.last[:2] <= (day.year, day.month)

    def begins_after(self, day: dt.date) -> bool:
        """Whether it lies wholly after this day."""
        return self.first is not None and first_day(self.first) > day


def written(moment: Moment | None) -> str:
    """A moment with dashes, nothing for an open end."""
    return "-".join(f"{part:02d}" for part in moment) if moment else ""


def first_day(moment: Moment) -> dt.date:
    """The first day of a year, month or day."""
    return dt.date(moment[0], moment[1] if len(moment) > 1 else 1, moment[2] if len(moment) > 2 else 1)


def last_day(moment: Moment) -> dt.date:
    """The last day of a year, month or day."""
    month = moment[1] if len(moment) > 1 else 12
    day = moment[2] if len(moment) > 2 else calendar.monthrange(moment[0], month)[1]
    return dt.date(moment[0], month, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """An expression of time from `start` to `end`, its role, and the stretch that it means; None where that cannot be
    known.
    """

    start: int
    end: int
    role: Role
    stretch: Stretch | None = None

    @property
    def period(self) -> str | None:
        """The stretch as the register writes it."""
        return self.stretch.written if self.stretch else None

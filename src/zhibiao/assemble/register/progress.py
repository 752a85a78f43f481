"""Progress of the register of a book: every item as of a day, with the figures that were known by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibiao.assemble.resources import dictionary, indicators, sectors
from zhibiao.procedures.register.figures import figures_of
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.progress.progress import progress_of_all
from zhibiao.register.progress.values import Progress
from zhibiao.register.register import Register
from zhibiao.terms.instant import LOCAL

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProgress:
    """The progress of every item by id as of a day, and the figures it was computed from by indicator."""

    on: dt.date
    progress: Mapping[str, Progress]
    figures: Mapping[str, IndicatorFigures]


def progress_in(
    opened: OpenBook, register: Register, *, on: dt.date, known_by: dt.datetime | None = None
) -> ToldProgress:
    """The progress of a book's register.

    Args:
        opened: the book.
        register: its register.
        on: the day; without `known_by`, returns received by its end in China are read.
        known_by: read returns received by that instant instead.
    """
    wanted = dict.fromkeys(one.terms.indicator for one in register.commitments.values())
    figures = figures_of(
        opened.store,
        opened.city,
        dictionary(),
        sectors(),
        [indicators().by_code[code] for code in wanted if code in indicators()],
        known_by=known_by or end_of(on),
        on=on,
    )
    return ToldProgress(on=on, progress=progress_of_all(register, on=on, figures=figures), figures=figures)


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day in China.

    >>> end_of(dt.date(2025, 3, 31)).isoformat()
    '2025-03-31T23:59:59.999999+08:00'
    """
    return dt.datetime.combine(day, dt.time.max, tzinfo=LOCAL)

"""What officers and planners are told of the city: a month once it is closed, as it stood then, and never of a few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibiao.allocation.reasons.own_view import LEAST_FIRMS
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.ledger.entry import EntryKind
from zhibiao.ledger.search import EntryFilter
from zhibiao.terms.access import Viewer
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month


def closed_at(opened: OpenBook, sector: str, month: Month) -> dt.datetime | None:
    """When the sector's month was closed; None while it is open."""
    wanted = EntryFilter(sector=sector, plan_year=month.year, kind=EntryKind.CLOSE, month=str(month))
    found = opened.store.find_entries(wanted).entries
    return instant_of(found[-1].recorded_at) if found else None


def city_as_closed(desk: Desk, opened: OpenBook, sector: str, month: Month) -> MonthAssessment | None:
    """The month as it was known at its close; None while it is open.

    Totals that follow each return as it comes would tell the newest one by what they grew, as would restated totals.
    """
    at = closed_at(opened, sector, month)
    if at is None:
        return None
    key = ("assess", "as closed", sector, month)
    return desk.remembered(opened, key, lambda: desk.assess(opened, sector, month, known_by=at), extent=at)


def is_told(viewer: Viewer, firms: Iterable[str]) -> bool:
    """Whether an aggregate of these enterprises may be shown: at least three remain without the viewer's own.

    >>> one_of_three = Viewer(person=None, enterprises=frozenset({"A"}))
    >>> is_told(one_of_three, ["A", "B", "C"]), is_told(one_of_three, ["A", "B", "C", "D"])
    (False, True)
    """
    return viewer.sees_all or len({one for one in firms if not viewer.sees(one)}) >= LEAST_FIRMS

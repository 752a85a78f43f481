"""The enterprises of a sector and month as a list, cut to what its reader may see."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.allocation.reasons.own_view import LEAST_FIRMS
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firm import assessment_of, dossier_of
from zhibiao.assemble.desk.months import latest_month
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.monthly import EnterpriseAssessment
from zhibiao.errors import ActRefused, NotFound, ZhibiaoError
from zhibiao.monthly.returns import Return
from zhibiao.procedures.query import standing_questions
from zhibiao.terms.access import Viewer
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.period import Month

BUREAU = Viewer(person=None, enterprises=None)
"""Whoever sees every enterprise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmLine:
    """One enterprise of the list.

    Args:
        firm: from the city's list.
        line: where it stands.
        score: contribution score of the decision that stands; None without one, or where it is not the reader's.
        questions: how many findings of its returns wait for an answer.
        last: its latest return, by the last month it covers; None before any.
    """

    firm: Enterprise
    line: EnterpriseAssessment
    score: Decimal | None
    questions: int
    last: Return | None

    @property
    def made_t(self) -> int | None:
        """Made since January."""
        return None if self.line.standing is None else self.line.standing.to_date.now

    @property
    def growth(self) -> Decimal | None:
        """Against the same months of last year."""
        return None if self.line.standing is None else self.line.standing.to_date.rate

    @property
    def quota_t(self) -> int | None:
        """Held in the book."""
        return None if self.line.standing is None else self.line.standing.quota_t

    @property
    def progress(self) -> Decimal | None:
        """Share of the quota made."""
        return None if self.line.standing is None else self.line.standing.made_share

    @property
    def year_end_t(self) -> int | None:
        """Expected total of the year."""
        standing = self.line.standing
        return None if standing is None or standing.year_end is None else standing.year_end.central_t


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What enterprises come to together; a figure that one of them lacks is None."""

    firms: int
    made: Comparison
    quota_t: int | None
    year_end_t: int | None

    @property
    def progress(self) -> Decimal | None:
        """Share of the quotas made."""
        if self.made.now is None or not self.quota_t:
            return None
        return Decimal(self.made.now) / Decimal(self.quota_t)


def sectors_seen(opened: OpenBook, viewer: Viewer) -> tuple[str, ...]:
    """The sectors of which a viewer may see an enterprise, in the city's order."""
    return tuple(dict.fromkeys(one.sector for one in opened.city if viewer.sees(one.id)))


def firm_lines(desk: Desk, opened: OpenBook, viewer: Viewer, *, sector: str, month: Month) -> tuple[FirmLine, ...]:
    """The enterprises that a viewer may see, in the order of the city's list.

    Raises:
        NotFound: `assess.no_returns`, `assess.january_in_february`.
    """
    assessed = assessment_of(desk, opened, sector, month)
    scores = _scores(desk, opened, viewer, sector, month)
    asked = desk.remembered(opened, ("firms", "questions"), lambda: _asked(opened))
    last = desk.remembered(opened, ("firms", "last_returns", month), lambda: _last(opened, month))
    return tuple(
        FirmLine(
            firm=opened.city[line.enterprise],
            line=line,
            score=scores.get(line.enterprise),
            questions=asked[line.enterprise],
            last=last.get(line.enterprise),
        )
        for line in assessed.enterprises
        if viewer.sees(line.enterprise)
    )


def first_looked_at(desk: Desk, opened: OpenBook) -> None:
    """What the first pages of each sector rest on, computed before anybody asks."""
    for sector in sectors_seen(opened, BUREAU):
        if (month := latest_month(opened, sector)) is not None:
            with suppress(ZhibiaoError):  # whoever looks is told
                firm_lines(desk, opened, BUREAU, sector=sector, month=month)


def read_ahead(opened: OpenBook) -> None:
    """What every connection reads once: who filed when, and the books of the years that are spoken of."""
    for sector in sectors_seen(opened, BUREAU):
        if (month := latest_month(opened, sector)) is not None:
            with suppress(ZhibiaoError):
                opened.store.book(sector=sector, plan_year=month.year)


def sums_of(lines: tuple[FirmLine, ...]) -> Sums | None:
    """What those that make the sector's quantity come to; None where they are fewer than three, and no aggregate."""
    standings = [one.line.standing for one in lines if one.line.standing is not None]
    if len(standings) < LEAST_FIRMS:
        return None
    return Sums(
        firms=len(standings),
        made=Comparison(
            now=_sum([one.to_date.now for one in standings]), before=_sum([one.to_date.before for one in standings])
        ),
        quota_t=_sum([one.quota_t for one in standings]),
        year_end_t=_sum([None if one.year_end is None else one.year_end.central_t for one in standings]),
    )


def _sum(figures: list[int | None]) -> int | None:
    known = [one for one in figures if one is not None]
    return sum(known) if len(known) == len(figures) else None


def _scores(desk: Desk, opened: OpenBook, viewer: Viewer, sector: str, month: Month) -> dict[str, Decimal]:
    try:
        dossier = dossier_of(desk, opened, sector, month)
    except (ActRefused, NotFound):
        return {}
    if dossier is None or dossier.decision is None or not (dossier.is_issued or viewer.sees_all):
        return {}
    return {share.enterprise: share.score for share in dossier.decision.shares}


def _asked(opened: OpenBook) -> Counter[str]:
    return Counter(one.kept.enterprise for one in standing_questions(opened.store))


def _last(opened: OpenBook, month: Month) -> dict[str, Return]:
    """The return that stands last of each, of those until the month."""
    found: dict[str, Return] = {}
    for one in opened.store.returns():
        before, last = found.get(one.enterprise), one.period.last
        if last <= month and (before is None or last >= before.period.last):
            found[one.enterprise] = one
    return found

"""One enterprise in a month as one value: what its notice, its page, the interface and an appeal are all made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhibiao import __version__
from zhibiao.allocation.reasons.dossier import Dossier, NoticeFacts
from zhibiao.allocation.reasons.recourse import recourse_behind
from zhibiao.allocation.reasons.trial import Trials
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firm_plain import notice_plain
from zhibiao.assemble.desk.firms.own_entries import OwnEntry, own_entries
from zhibiao.assemble.desk.months import latest_month
from zhibiao.assemble.resources import dictionary, sector_of, sectors
from zhibiao.assessment.case import sector_name
from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment, plain
from zhibiao.errors import ActRefused, NotFound
from zhibiao.procedures.publish import collect_dossier
from zhibiao.procedures.viewing import check_sight
from zhibiao.terms.access import Viewer
from zhibiao.terms.enterprise import STATISTICAL_AREA, Enterprise
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

NO_DECISION, NOT_ISSUED, OTHER_RULEBOOK, AN_AREA = "none", "draft", "rulebook", "area"
"""Why no quota is shown: nobody decided, not issued yet, its rulebook was replaced, or nobody is addressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmView:
    """One enterprise as its own officer may see it; no figure and no name of another enterprise is in reach.

    Args:
        firm: from the city's list.
        sector_name: name of its sector.
        month: the month assessed; None while nobody of the sector has filed.
        line: where it stands that month; None without one.
        notice: its quota with every reason, the value that its notice is written from; None where `why_none` says why.
        why_none: "" where there is a notice, else `none`, `draft`, `rulebook` or `area`.
        entries: the entries of the plan year that touch its accounts.
    """

    firm: Enterprise
    sector_name: Text
    month: Month | None
    line: EnterpriseAssessment | None
    notice: NoticeFacts | None
    why_none: str
    entries: tuple[OwnEntry, ...]

    @property
    def is_area(self) -> bool:
        """Whether it stands for published totals of an area, to which nobody writes a notice."""
        return self.firm.kind == STATISTICAL_AREA

    def plain(self) -> dict[str, Any]:
        """The view as plain JSON values; decimals and months as text, texts in both languages."""
        firm = self.firm
        return {
            "enterprise": firm.id,
            "name": {"zh": firm.name.zh, "en": firm.name.en},
            "kind": firm.kind,
            "credit_code": firm.credit_code,
            "sector": firm.sector,
            "group": firm.group,
            "tier": firm.tier,
            "grade": firm.grade,
            "month": str(self.month) if self.month else None,
            "standing": None if self.line is None else plain(self.line),
            "quota": None if self.notice is None else notice_plain(self.notice),
            "quota_missing": self.why_none,
            "entries": [one.plain() for one in self.entries],
        }


def firm_view(desk: Desk, opened: OpenBook, enterprise: str, *, viewer: Viewer, month: Month | None = None) -> FirmView:
    """One enterprise as a viewer may see it; by default at the latest month of its sector that is due.

    Whoever does not work for the bureau sees a quota once it is issued, and nothing of drafts.

    Raises:
        NotYours: `auth.not_found` where it is another's; NotFound with the same code where there is none of that id.
    """
    if enterprise not in opened.city.enterprises:
        raise NotFound("auth.not_found")
    check_sight(viewer, enterprise)
    firm = opened.city[enterprise]
    month = month or latest_month(opened, firm.sector)
    notice, why_none = (None, NO_DECISION) if month is None else _notice(desk, opened, firm, viewer, month)
    return FirmView(
        firm=firm,
        sector_name=sector_name(sectors(), firm.sector),
        month=month,
        line=None if month is None else _line(desk, opened, firm, month),
        notice=notice,
        why_none=why_none,
        entries=() if month is None else own_entries(opened.store, firm, month.year),
    )


def assessment_of(desk: Desk, opened: OpenBook, sector: str, month: Month) -> MonthAssessment:
    """A sector's month, assessed once for a state of the book."""
    return desk.remembered_lately(opened, ("assess", sector, month), lambda book: desk.assess(book, sector, month))


def dossier_of(desk: Desk, opened: OpenBook, sector: str, month: Month) -> Dossier | None:
    """What the papers of that month are written from; None for a sector and year without a rulebook.

    Raises:
        ActRefused: `publish.other_rulebook`.
        NotFound: `publish.enterprise_gone`.
    """
    if (sector, month.year) not in opened.rulebooks:
        return None
    return desk.remembered_lately(
        opened, ("dossier", sector, month), lambda book: _collected(desk, book, sector, month)
    )


def _collected(desk: Desk, opened: OpenBook, sector: str, month: Month) -> Dossier:
    return collect_dossier(
        opened.store,
        assessment_of(desk, opened, sector, month),
        city=opened.city,
        sector=sector_of(sector),
        dictionary=dictionary(),
        rulebook=opened.rulebook(sector, month.year),
        people={person.id: person.name for person in opened.folder.settings.people},
        code_version=__version__,
    )


def _notice(
    desk: Desk, opened: OpenBook, firm: Enterprise, viewer: Viewer, month: Month
) -> tuple[NoticeFacts | None, str]:
    if firm.kind == STATISTICAL_AREA:
        return None, AN_AREA
    try:
        dossier = dossier_of(desk, opened, firm.sector, month)
    except ActRefused:
        return None, OTHER_RULEBOOK
    if dossier is None or dossier.decision is None:
        return None, NO_DECISION
    if not dossier.is_issued and not viewer.sees_all:
        return None, NOT_ISSUED
    if all(share.enterprise != firm.id for share in dossier.decision.shares):
        return None, NO_DECISION
    return _facts(desk, opened, dossier, firm.id), ""


def _facts(desk: Desk, opened: OpenBook, dossier: Dossier, enterprise: str) -> NoticeFacts:
    decision, allocation = dossier.decision, dossier.allocation
    assert decision is not None
    # What would change a quota rests on the decision alone, whatever else is filed or booked.
    found = desk.remembered(
        opened,
        ("recourse", enterprise),
        lambda: recourse_behind(decision, allocation, [enterprise], trials=trials_of(desk, opened, dossier)),
        extent=(decision.id, allocation.id if allocation else ""),
    )
    return dossier.notice(enterprise, recourse=found[enterprise])


def trials_of(desk: Desk, opened: OpenBook, dossier: Dossier) -> Trials:
    """The dossier's allocation, prepared once for everybody who asks what would change it."""
    decision = dossier.allocation or dossier.decision
    assert decision is not None
    return desk.remembered(opened, ("trials", decision.id), lambda: Trials(decision), extent=decision.id)


def _line(desk: Desk, opened: OpenBook, firm: Enterprise, month: Month) -> EnterpriseAssessment | None:
    try:
        return assessment_of(desk, opened, firm.sector, month).enterprise(firm.id)
    except (NotFound, KeyError):
        return None

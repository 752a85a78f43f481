"""What the papers of a month are written from: assessment, decision, acts, entries and marks, as one value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.against_last import Change, against_last
from zhibiao.allocation.reasons.own_view import OwnView, own_view
from zhibiao.allocation.reasons.recourse import Recourse
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.ledger.entry import Entry
from zhibiao.policy.rulebook import Rulebook
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did what to the decision, and on which day; `act` is draft, approve or issue, `person` a name to print.

    `day` is None for the draft, whose day is not part of a decision.
    """

    act: str
    person: str
    day: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a paper is checked by; what does not exist yet is empty."""

    decision_id: str
    decision_sha256: str
    rulebook_id: str
    rulebook_sha256: str
    ledger_head: str
    code_version: str

    def plain(self) -> dict[str, str]:
        """The marks by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One stored return as papers cite it: reference, who, period, when received, what became of its raw file."""

    reference: str
    enterprise: str
    period: str
    version: int
    received_on: dt.date
    file_sha256: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that the papers of one sector and month print.

    Args:
        decision: the decision in force (issued) or, before any, the latest draft; None without one.
        is_issued: whether the decision was issued; papers carry the mark of a draft until then.
        number: of the decision among those issued in the plan year, from 1; 0 for a draft.
        acts: drafted, approved, issued, in this order.
        entries: of this sector and plan year, in order.
        filed: the returns of the plan year so far, every version, in order.
        dated: day printed on the city's papers: the last return or signature that went into them.
        last: the decision that stood before, of the plan year or the year before; None where there is none.
        allocation: the allocation whose quota the decision moves; None where it is one itself.
    """

    city: City
    sector: Sector
    dictionary: Dictionary
    rulebook: Rulebook
    assessment: MonthAssessment
    decision: Decision | None
    is_issued: bool
    number: int
    acts: tuple[Act, ...]
    entries: tuple[Entry, ...]
    filed: tuple[Filed, ...]
    dated: dt.date
    marks: Marks
    last: Decision | None = None
    allocation: Decision | None = None

    @property
    def issued_on(self) -> dt.date | None:
        """The day of issue."""
        return next((act.day for act in self.acts if act.act == "issue"), None)

    def notice(self, enterprise: str, *, recourse: tuple[Recourse, ...] = ()) -> NoticeFacts:
        """Cut out what one enterprise's notice may say; KeyError when the decision does not cover it.

        Raises:
            LookupError: there is no decision.
        """
        if self.decision is None:
            raise LookupError("a notice needs a decision")
        fixed = frozenset(rule.code for rule in self.rulebook.indicators if rule.reference is not None)
        firm = self.city[enterprise]
        return NoticeFacts(
            city=self.city.name,
            authority=self.city.authority,
            note=self.city.note,
            enterprise=enterprise,
            name=firm.name,
            credit_code=firm.credit_code,
            tier=firm.tier,
            grade=firm.grade,
            sector=self.sector,
            dictionary=self.dictionary,
            rulebook=self.rulebook,
            view=own_view(self.decision, enterprise, fixed_references=fixed),
            recourse=recourse,
            since_last=self._since_last(self.decision, enterprise),
            is_issued=self.is_issued,
            number=self.number,
            acts=self.acts,
            issued_on=self.issued_on,
            dated=self.issued_on or self.dated,
            marks=self.marks,
        )

    def _since_last(self, decision: Decision, enterprise: str) -> Change | None:
        """One enterprise's own change; None where there is nothing to compare with."""
        if self.last is None or all(share.enterprise != enterprise for share in self.last.shares):
            return None
        return next(one for one in against_last(decision, self.last) if one.enterprise == enterprise)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What one enterprise's notice is written from; holds no figure and no name of any other enterprise."""

    city: Text
    authority: Text
    note: Text
    enterprise: str
    name: Text
    credit_code: str
    tier: str
    grade: str
    sector: Sector
    dictionary: Dictionary
    rulebook: Rulebook
    view: OwnView
    recourse: tuple[Recourse, ...]
    since_last: Change | None
    is_issued: bool
    number: int
    acts: tuple[Act, ...]
    issued_on: dt.date | None
    dated: dt.date
    marks: Marks

"""Publish a month (发布): every paper of it from one dossier, all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.dossier import Act, Dossier, Filed, Marks, NoticeFacts
from zhibiao.allocation.reasons.public_view import public_month, public_view
from zhibiao.allocation.reasons.recourse import recourse_behind
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.head import blinded_chain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.last_decision import allocation_behind, issued_at, last_decision
from zhibiao.procedures.ports import DecisionState, Person, Store, StoredDecision
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import Plain, canonical_bytes, sha256_hex
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import STATISTICAL_AREA, City
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

# Papers print the day on which something was done in China, wherever the program runs.
_CHINA = dt.timezone(dt.timedelta(hours=8))
_ACTS = ("draft", "approve", "issue")
MARKS_FILE = "marks.json"


class Shelf(Protocol):
    """Where papers are put."""

    def put(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Keep all files under that folder name, instead of what it held, or none of them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMakers:
    """Who writes which file.

    Args:
        city: file name to the writer of a city's paper.
        notices: end of the file name, such as `.docx` or `.en.docx`, to the writer of a notice.
        decision: papers on the decision; written where it has addressees.
        public: papers for everybody; written where at least three enterprises stand behind their sums.
        public_decision: both.
    """

    city: Mapping[str, Callable[[Dossier], bytes]]
    notices: Mapping[str, Callable[[NoticeFacts], bytes]]
    decision: Mapping[str, Callable[[Dossier], bytes]] = field(default_factory=dict)
    public: Mapping[str, Callable[[Dossier], bytes]] = field(default_factory=dict)
    public_decision: Mapping[str, Callable[[Dossier], bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The papers of one sector and month as published, and the marks they are checked by.

    Args:
        folder: name of the folder they lie in, such as `steel-2025-03`.
        files: name inside the folder to bytes; `marks.json` among them, with the hash of every other file.
        is_issued: False where the papers carry the mark of a draft.
    """

    folder: str
    files: Mapping[str, bytes]
    is_issued: bool
    marks: Marks

    def plain(self) -> dict[str, Any]:
        """The result as plain values: files with their size and hash."""
        return {
            "folder": self.folder,
            "is_issued": self.is_issued,
            "files": [
                {"name": name, "bytes": len(content), "sha256": sha256_hex(content)}
                for name, content in self.files.items()
            ],
        }


def check_may_publish(person: Person, folder: str) -> None:
    """Refuse whoever does not keep books; NotAllowed `auth.forbidden`."""
    check_right(person, KEEPS_BOOKS, Text(f"发布 {folder} 的材料", f"publish the papers of {folder}"))


def publish_month(
    store: Store,
    assessment: MonthAssessment,
    *,
    city: City,
    sector: Sector,
    dictionary: Dictionary,
    rulebook: Rulebook,
    people: Mapping[str, str],
    makers: PaperMakers,
    shelf: Shelf,
    code_version: str,
    decision_id: str = "",
) -> Publication:
    """Write every paper of a month and put them on the shelf together.

    Args:
        store: the book's memory.
        assessment: of the sector and month.
        people: names to print by person id; an id without a name is printed itself.
        makers: the writers.
        decision_id: the decision to publish; the latest issued one by default, or the latest draft before any.

    Without a decision there are no notices, and none for a statistical area: it is nobody's addressee, and a paper in
    the form of an official notice to a real province could be taken for one. The same store, rulebook and code give
    the same bytes.

    Raises:
        NotFound: `decision.not_found`; `publish.enterprise_gone` when the city lacks an enterprise of the decision.
        ActRefused: `publish.wrong_decision` for one of another sector, year or later month; `publish.other_rulebook`
            when the decision rests on another rulebook than the one given.
    """
    dossier = collect_dossier(
        store,
        assessment,
        city=city,
        sector=sector,
        dictionary=dictionary,
        rulebook=rulebook,
        people=people,
        code_version=code_version,
        decision_id=decision_id,
    )
    files = {name: make(dossier) for name, make in _city_makers(dossier, makers).items()}
    files |= _notices(dossier, makers)
    files[MARKS_FILE] = _marks_file(dossier, files)
    publication = Publication(
        folder=f"{sector.id}-{assessment.month}", files=files, is_issued=dossier.is_issued, marks=dossier.marks
    )
    shelf.put(publication.folder, publication.files)
    return publication


def collect_dossier(
    store: Store,
    assessment: MonthAssessment,
    *,
    city: City,
    sector: Sector,
    dictionary: Dictionary,
    rulebook: Rulebook,
    people: Mapping[str, str],
    code_version: str,
    decision_id: str = "",
) -> Dossier:
    """Gather what the papers print; see `publish_month` for the arguments and what is raised."""
    stored = _decision(store, assessment, decision_id)
    if stored is not None and stored.body["rulebook_sha256"] != rulebook.source_sha256:
        raise ActRefused("publish.other_rulebook", decision=stored.id, rulebook=rulebook.id)
    if stored is not None:
        _check_registered(stored, city)
    entries = tuple(store.entries(sector=sector.id, plan_year=assessment.plan_year))
    filed = _filed(store, assessment, city=city)
    acts = _acts(stored, people)
    last = None if stored is None else last_decision(store, stored)
    days = [item.received_on for item in filed] + [act.day for act in acts if act.day is not None]
    return Dossier(
        city=city,
        sector=sector,
        dictionary=dictionary,
        rulebook=rulebook,
        assessment=assessment,
        decision=None if stored is None else decision_of_plain(stored.body),
        is_issued=stored is not None and stored.state is DecisionState.ISSUED,
        number=_number(store, stored),
        acts=acts,
        entries=entries,
        filed=filed,
        dated=max(days, default=assessment.month.last_day),
        marks=Marks(
            decision_id=stored.id if stored else "",
            decision_sha256=stored.sha256 if stored else "",
            rulebook_id=rulebook.id,
            rulebook_sha256=rulebook.source_sha256,
            ledger_head=_ledger_mark(store, entries),
            code_version=code_version,
        ),
        last=None if last is None else decision_of_plain(last.body),
        allocation=_allocation(store, stored),
    )


def _allocation(store: Store, stored: StoredDecision | None) -> Decision | None:
    """The allocation behind a regulation; None where the decision is one itself, or there is none."""
    behind = None if stored is None else allocation_behind(store, stored)
    return None if behind is None or behind is stored else decision_of_plain(behind.body)


def _ledger_mark(store: Store, entries: Sequence[Entry]) -> str:
    """The chain as it stood at the last of these, behind the salt that a head document shows it behind.

    In the open, two papers around one posting of a competitor would let its tonnes be guessed until the hash fits.
    """
    return blinded_chain(store.proofs.secret(), entries[-1].seq, entries[-1].hash) if entries else ""


def _check_registered(decision: StoredDecision, city: City) -> None:
    """Refuse papers about an enterprise that was taken off the list: it has no name there, and no addressee."""
    gone = [share["enterprise"] for share in decision.body["shares"] if share["enterprise"] not in city.enterprises]
    if gone:
        raise NotFound("publish.enterprise_gone", decision=decision.id, enterprises="、".join(gone))


def _city_makers(dossier: Dossier, makers: PaperMakers) -> dict[str, Callable[[Dossier], bytes]]:
    """The city's papers that this month has: none in the form of a decision to a real province, none that tells of two
    enterprises as of the city."""
    decision = dossier.decision
    has_addressees = decision is not None and bool(_addressees(dossier, decision))
    chosen = dict(makers.city)
    chosen |= makers.decision if has_addressees else {}
    chosen |= makers.public if makers.public and public_month(dossier.assessment) is not None else {}
    is_open = has_addressees and decision is not None and public_view(decision) is not None
    return chosen | (dict(makers.public_decision) if is_open else {})


def _addressees(dossier: Dossier, decision: Decision) -> list[str]:
    return [share.enterprise for share in decision.shares if dossier.city[share.enterprise].kind != STATISTICAL_AREA]


def _notices(dossier: Dossier, makers: PaperMakers) -> dict[str, bytes]:
    decision = dossier.decision
    if decision is None:
        return {}
    addressees = _addressees(dossier, decision)
    found = recourse_behind(decision, dossier.allocation, addressees)
    files: dict[str, bytes] = {}
    for name in addressees:
        facts = dossier.notice(name, recourse=found[name])
        files |= {f"notices/{name}{end}": make(facts) for end, make in makers.notices.items()}
    return files


def _decision(store: Store, assessment: MonthAssessment, decision_id: str) -> StoredDecision | None:
    if decision_id:
        chosen = find_decision(store, decision_id)
        if chosen.state is DecisionState.WITHDRAWN:
            raise ActRefused("publish.withdrawn", decision=chosen.id)
        if not _belongs(chosen, assessment):
            raise ActRefused(
                "publish.wrong_decision", decision=chosen.id, sector=assessment.sector, month=str(assessment.month)
            )
        return chosen
    return decision_of_papers(store, assessment.sector, assessment.month)


def decision_of_papers(store: Store, sector: str, month: Month) -> StoredDecision | None:
    """The decision that papers of a month speak of: the last issued for it, else the last draft; None without one."""
    fitting = [
        item
        for item in store.decisions(sector=sector, plan_year=month.year)
        if item.body["as_of"] <= str(month) and item.state is not DecisionState.WITHDRAWN
    ]
    issued = sorted((item for item in fitting if item.state is DecisionState.ISSUED), key=issued_at)
    candidates = issued or fitting
    return candidates[-1] if candidates else None


def _belongs(item: StoredDecision, assessment: MonthAssessment) -> bool:
    body = item.body
    is_of_year = (body["sector"], body["plan_year"]) == (assessment.sector, assessment.plan_year)
    return is_of_year and body["as_of"] <= str(assessment.month)


def _number(store: Store, stored: StoredDecision | None) -> int:
    """Which of the plan year's issued decisions it is, over all sectors, from 1; 0 when it is not issued."""
    if stored is None or stored.state is not DecisionState.ISSUED:
        return 0
    issued = [
        item
        for item in store.decisions()
        if item.state is DecisionState.ISSUED and item.body["plan_year"] == stored.body["plan_year"]
    ]
    return [item.id for item in sorted(issued, key=issued_at)].index(stored.id) + 1


def _acts(stored: StoredDecision | None, people: Mapping[str, str]) -> tuple[Act, ...]:
    if stored is None:
        return ()
    signed = {signature.act: signature for signature in stored.acts}
    drafter = stored.body["drafted_by"]
    acts = [
        Act(
            act="draft",
            person=people.get(drafter, drafter),
            day=_day(signed["draft"].at) if "draft" in signed else None,
        )
    ]
    acts += [
        Act(act=act, person=people.get(signed[act].person, signed[act].person), day=_day(signed[act].at))
        for act in _ACTS[1:]
        if act in signed
    ]
    return tuple(acts)


def _filed(store: Store, assessment: MonthAssessment, *, city: City) -> tuple[Filed, ...]:
    names = {item.id for item in city.of_sector(assessment.sector)}
    outcomes = {file.sha256: file.outcome for file in store.files()}
    first = Month(assessment.plan_year, 1)
    return tuple(
        Filed(
            reference=item.reference,
            enterprise=item.enterprise,
            period=str(item.period),
            version=item.version,
            received_on=item.received_at.astimezone(_CHINA).date(),
            file_sha256=item.file_sha256,
            outcome=outcomes.get(item.file_sha256, ""),
        )
        for item in sorted(store.returns(), key=lambda one: (one.enterprise, one.period, one.version))
        if item.enterprise in names and first <= item.period.start and item.period.last <= assessment.month
    )


def _day(instant: str) -> dt.date:
    return instant_of(instant).astimezone(_CHINA).date()


def _marks_file(dossier: Dossier, files: Mapping[str, bytes]) -> bytes:
    """The marks and the hash of every paper, so that a changed paper is found."""
    body: Plain = {
        "marks": dossier.marks.plain(),
        "sector": dossier.sector.id,
        "month": str(dossier.assessment.month),
        "is_issued": dossier.decision is None or dossier.is_issued,
        "files": {name: sha256_hex(content) for name, content in files.items()},
    }
    return canonical_bytes(body) + b"\n"

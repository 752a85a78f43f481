"""Decisions as the desk shows them: how far each has come, what was read, what is in the way of the next act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from zhibiao.allocation.decision.decision import REGULATION, Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.against_last import Change, against_last
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.errors import ActRefused, Conflict, ZhibiaoError
from zhibiao.ledger.book import Book
from zhibiao.ledger.grant import check_grant
from zhibiao.ledger.steps import last_proposal
from zhibiao.monthly.returns import Record
from zhibiao.procedures.allocate import claimants_from
from zhibiao.procedures.base_rows import asks_for_reconciled_bases, check_answers_stand, check_reconciled
from zhibiao.procedures.granted import grant_of
from zhibiao.procedures.issue import check_fresh
from zhibiao.procedures.last_decision import last_decision
from zhibiao.procedures.ports import DecisionState, Person, Role, Signature, StoredDecision
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.instant import instant_of

T = TypeVar("T")


class Stage(StrEnum):
    """How far a decision has come, with the wait told from what may be issued."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


STANDING = frozenset({Stage.DRAFT, Stage.WAITING, Stage.APPROVED})
"""Stages in which somebody has something left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One decision in the list.

    Args:
        stored: as kept.
        stage: how far it has come.
        not_before: the instant from which it may be issued, UTC; empty where it need not wait.
    """

    stored: StoredDecision
    stage: Stage
    not_before: str

    @property
    def is_regulation(self) -> bool:
        """Whether it moves quota of another decision."""
        return self.stored.body.get("kind") == REGULATION

    @property
    def acts(self) -> Mapping[str, Signature]:
        """The last signature of each act since it was drafted."""
        return {one.act: one for one in self.stored.acts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A decision with all that its page shows.

    Args:
        progress: how far it has come.
        decision: its content.
        last: the decision issued before it, if any.
        changes: against that one, by enterprise.
        holdings_t: what each holds in the book now.
        read: hash of what is shown: content, signatures, rulebook and holdings; a later act names it.
        in_the_way: what would refuse the next act as things stand, beside who does it and when.
    """

    progress: Progress
    decision: Decision
    last: StoredDecision | None
    changes: Mapping[str, Change]
    holdings_t: Mapping[str, int]
    read: str
    in_the_way: tuple[ZhibiaoError, ...]


def every_decision(opened: OpenBook) -> tuple[Progress, ...]:
    """All decisions of the book, the latest signed first."""
    books: dict[tuple[str, int], Book] = {}
    found = []
    for stored in opened.store.decisions():
        key = (stored.body["sector"], stored.body["plan_year"])
        if key not in books:
            books[key] = opened.store.book(sector=key[0], plan_year=key[1])
        found.append(_progress(opened, books[key], stored))
    return tuple(sorted(found, key=lambda one: _signed_at(one.stored), reverse=True))


def read_decision(desk: Desk | None, opened: OpenBook, decision_id: str) -> Reading:
    """A decision laid open; NotFound `decision.not_found`.

    Args:
        desk: remembers what follows from bodies, which never change; without one it is worked out.
        opened: the book.
        decision_id: whose.
    """

    def kept(key: str, make: Callable[[], T], *of: StoredDecision) -> T:
        if desk is None:
            return make()
        return desk.remembered(opened, (key, stored.id, of[-1].id), make, extent=tuple(one.sha256 for one in of))

    stored = opened.decision(decision_id)
    decision = kept("decision", lambda: decision_of_plain(stored.body), stored)
    book = opened.store.book(sector=decision.sector, plan_year=decision.plan_year)
    last = last_decision(opened.store, stored)
    changes: Sequence[Change] = ()
    if last is not None:
        before = last
        changes = kept("changes", lambda: against_last(decision, decision_of_plain(before.body)), stored, before)
    return Reading(
        progress=_progress(opened, book, stored),
        decision=decision,
        last=last,
        changes={one.enterprise: one for one in changes},
        holdings_t={share.enterprise: book.holding(share.enterprise) for share in decision.shares},
        read=read_mark(opened, stored),
        in_the_way=tuple(_in_the_way(opened, book, stored)),
    )


def read_mark(opened: OpenBook, stored: StoredDecision) -> str:
    """The hash of everything that a person who signs has read.

    It changes with a new signature, with another rulebook, and with any tonne moved in the ledger.
    """
    rulebook = opened.rulebook(stored.body["sector"], stored.body["plan_year"])
    signed = [[one.act, one.person, one.at] for one in stored.signatures]
    return content_hash(
        {
            "decision": stored.sha256,
            "signed": signed,
            "rulebook": rulebook.source_sha256,
            "ledger": opened.store.head(of_moves=True),
        }
    )


def check_read(opened: OpenBook, decision_id: str, *, read: str, person: str, act: str) -> None:
    """Refuse to sign another thing than was read; who only lost the answer to the same act is let through.

    Raises:
        NotFound: `decision.not_found`.
        Conflict: `flow.stale_read`.
    """
    stored = opened.decision(decision_id)
    if read == read_mark(opened, stored):
        return
    latest = stored.signatures[-1]
    if (latest.act, latest.person) != (act, person):
        raise Conflict("flow.stale_read", decision=decision_id)


def drafters_of(stored: StoredDecision) -> frozenset[str]:
    """Who may not approve or issue it, whatever their roles."""
    drafted = {one.person for one in stored.signatures if one.act == "draft"}
    return frozenset(drafted | {stored.body["drafted_by"]})


def acts_of(progress: Progress, person: Person) -> frozenset[str]:
    """The acts on a decision that are this person's now: what the page offers, and the procedures check again."""
    if progress.stage not in STANDING:
        return frozenset()
    may: set[str] = set()
    is_approver = Role.APPROVER in person.roles
    if is_approver and person.id not in drafters_of(progress.stored):
        may |= {Stage.DRAFT: {"approve"}, Stage.APPROVED: {"issue"}}.get(progress.stage, set())
    if is_approver or person.id == progress.stored.body["drafted_by"]:
        may.add("withdraw")
    return frozenset(may)


def has_allocation(opened: OpenBook, sector: str, year: int) -> bool:
    """Whether the year's quotas were given out once."""
    return opened.store.book(sector=sector, plan_year=year).cap > 0


def draft_blockers(opened: OpenBook, sector: str, year: int) -> Iterator[ZhibiaoError]:
    """What would refuse a draft besides its figures: a closed year, and bases that were not put out and answered."""
    rulebook = opened.rulebook(sector, year)
    if opened.store.book(sector=sector, plan_year=year).is_closed:
        yield ActRefused("allocate.year_closed", sector=sector, year=year)
    if asks_for_reconciled_bases(opened.store, rulebook):
        own = {one.id for one in opened.city.of_sector(sector)}
        record = Record.of(item for item in opened.store.returns() if item.enterprise in own)
        try:
            claimants = claimants_from(record, opened.city, sector_of(sector), rulebook, dictionary(), None)
            check_reconciled(opened.store, opened.clock, rulebook, claimants)
        except ZhibiaoError as error:
            yield error


def owners_of_decision(opened: OpenBook, decision_id: str) -> frozenset[str] | None:
    """The enterprises whose figures a decision holds; None where there is none of that id."""
    stored = opened.store.decision(decision_id)
    return None if stored is None else frozenset(share["enterprise"] for share in stored.body["shares"])


def _progress(opened: OpenBook, book: Book, stored: StoredDecision) -> Progress:
    proposal = last_proposal(book, stored.sha256)
    not_before = proposal.not_before if proposal and proposal.is_standing else ""
    return Progress(stored=stored, stage=_stage(opened, stored, not_before), not_before=not_before)


def _stage(opened: OpenBook, stored: StoredDecision, not_before: str) -> Stage:
    if stored.state is DecisionState.APPROVED and not_before and opened.clock.now() < instant_of(not_before):
        return Stage.WAITING
    return Stage(stored.state.value)


def _signed_at(stored: StoredDecision) -> str:
    return max(one.at for one in stored.signatures)


def _in_the_way(opened: OpenBook, book: Book, stored: StoredDecision) -> Iterator[ZhibiaoError]:
    """Each check that issuing makes, made now: whoever is to sign learns it before and not by a refusal."""
    if stored.state not in (DecisionState.DRAFT, DecisionState.APPROVED):
        return
    rulebook = opened.rulebook(book.sector, book.plan_year)
    drafter = Person(id=stored.body["drafted_by"], name="", roles=())
    checks: tuple[Callable[[], object], ...] = (
        lambda: check_fresh(opened.store, book, stored, rulebook_sha256=rulebook.source_sha256),
        lambda: check_answers_stand(opened.store, opened.clock, stored),
        lambda: check_grant(book, grant_of(stored, drafter)),
    )
    for check in checks:
        try:
            check()
        except ZhibiaoError as error:
            yield error

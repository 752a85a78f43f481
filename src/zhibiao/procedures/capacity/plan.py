"""Plans that give capacity: kept as a file under their hash, put forward by one person, carried out by another."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from zhibiao.errors import ActRefused, InputRefused, NotFound
from zhibiao.ledger.capacity.book import YEAR, CapacityBook
from zhibiao.ledger.capacity.steps import GIVES, carry_out_draft, propose_draft, withdraw_draft
from zhibiao.ledger.chain import GENESIS, link
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.procedures.ports import Clock, Person, Store, StoredFile
from zhibiao.procedures.rights import APPROVES, KEEPS_BOOKS, check_right, one_person
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.instant import LOCAL, instant_text
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

# What a file kept for an act on capacity is, where other files say what became of a return.
PLANNED, DOCUMENT, REGISTER = "CAPACITY_PLAN", "CAPACITY_DOCUMENT", "CAPACITY_REGISTER"

# What a plan gives cites it; what only follows from it, such as dismantled capacity going where it was promised, not.
_CITES = GIVES | {EntryKind.CAPACITY_OPEN}


class CapacityStore(Store, Protocol):
    """A book's memory with its capacity accounts."""

    def capacity(self, *, sector: str) -> CapacityBook: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that an act rests on; `role` is `basis`, `case` (that an exception is met) or `override`."""

    name: str
    content: bytes
    role: str = "basis"

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return sha256_hex(self.content)

    def cited(self) -> dict[str, str]:
        """The document as a plan names it."""
        return {"role": self.role, "name": self.name, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One entry that a plan will make; `corrects` is the entry it turns back, if it is a correction."""

    kind: EntryKind
    postings: tuple[tuple[str, int], ...]
    month: str
    corrects: str = ""

    def plain(self) -> dict[str, Any]:
        """The move as plain values."""
        postings = [[account, tonnes] for account, tonnes in self.postings]
        return {"kind": self.kind.value, "postings": postings, "month": self.month, "corrects": self.corrects}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one person puts forward and another carries out, entry by entry.

    Args:
        act: `restart`, `build`, `swap`, `hand_over`, `admit` or `correct`.
        sector: whose capacity.
        moves: the entries it makes.
        facts: what the act was decided on, as plain values: of a swap its case, region, ratio and measures.
        documents: what it rests on, by name and hash; the files themselves are kept as well.
        person: who puts it forward.
        at: when (UTC).
    """

    act: str
    sector: str
    moves: tuple[Move, ...]
    facts: dict[str, Any]
    documents: tuple[dict[str, str], ...]
    person: str
    at: str

    def plain(self) -> dict[str, Any]:
        """The plan as plain values; what is hashed."""
        return {
            "act": self.act,
            "sector": self.sector,
            "moves": [move.plain() for move in self.moves],
            "facts": self.facts,
            "documents": list(self.documents),
            "person": self.person,
            "at": self.at,
        }

    @property
    def sha256(self) -> str:
        """Hash of the canonical bytes."""
        return sha256_hex(canonical_bytes(self.plain()))

    @property
    def id(self) -> str:
        """Short name: act, sector and the first eight digits of the hash."""
        return f"capacity-{self.act.replace('_', '-')}-{self.sector}-{self.sha256[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Entries that were booked, by whom; `plan` where there was one."""

    person: str
    entries: tuple[Entry, ...]
    plan: Plan | None = None

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        plan = {"id": self.plan.id, "sha256": self.plan.sha256, **self.plan.plain()} if self.plan else None
        entries = [{**entry.plain(), "hash": entry.hash} for entry in self.entries]
        return {"person": self.person, "plan": plan, "entries": entries}


def put_forward(
    store: CapacityStore,
    clock: Clock,
    person: Person,
    *,
    act: str,
    sector: str,
    moves: Sequence[Move],
    documents: Sequence[Document],
    facts: dict[str, Any] | None = None,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put a plan on record with its documents; nothing moves until another person carries it out.

    What could not be booked now is refused now. The same plan on the same documents again is the one of before. Where
    the book's settings let large postings wait, so does a plan that moves more.

    Raises:
        NotAllowed: `auth.forbidden`.
        ActRefused: what the ledger refuses (docs/capacity.md).
        InputRefused: `capacity.document_empty`.
    """
    check_may_act(person, documents)
    with store.transaction():
        now = clock.now()
        plan = Plan(
            act=act,
            sector=sector,
            moves=tuple(moves),
            facts=facts or {},
            documents=tuple(one.cited() for one in documents),
            person=person.id,
            at=instant_text(now),
        )
        book = store.capacity(sector=sector)
        for before in plans(store):
            if _is_same(before, plan) and not _is_withdrawn(book, before):
                return before
        _rehearse(book, plan, at=plan.at)
        keep(store, documents, at=plan.at, person=person)
        _keep(store, f"{plan.id}.json", canonical_bytes(plan.plain()), at=plan.at, person=person, outcome=PLANNED)
        largest_t = max(tonnes for move in plan.moves for _, tonnes in move.postings)
        not_before = cooling_off.not_before(now, largest_t) if cooling_off else ""
        step = propose_draft(
            sector, plan.id, basis=plan.sha256, reason=_reason(plan), actor=person.id, not_before=not_before
        )
        store.append([step], at=now)
    return plan


def carry_out(store: CapacityStore, clock: Clock, plan_id: str, person: Person) -> Done:
    """Book a plan that stands, as another person. Twice is once.

    Raises:
        NotFound: `capacity.plan_not_found`.
        NotAllowed: `auth.forbidden`.
        ActRefused: `flow.same_person`, `capacity.plan_withdrawn`, then what the ledger
            refuses.
    """
    with store.transaction():
        plan = find_plan(store, plan_id)
        check_may_carry_out(plan, person)
        book = store.capacity(sector=plan.sector)
        if (done := _done(book, plan)) is not None:
            return done
        proposal = book.proposals[_proposal_id(plan)]
        if not proposal.is_standing:
            raise ActRefused("capacity.plan_withdrawn", plan=plan.id)
        now = clock.now()
        store.append([carry_out_draft(proposal, actor=person.id), *_drafts(plan, actor=person.id)], at=now)
        done = _done(store.capacity(sector=plan.sector), plan)
        assert done is not None
    return done


def withdraw(store: CapacityStore, clock: Clock, plan_id: str, person: Person) -> Plan:
    """End a plan without effect. Twice is once, whoever does it.

    Raises:
        NotFound: `capacity.plan_not_found`.
        NotAllowed: `auth.forbidden`.
        ActRefused: `ledger.proposal_ended`.
    """
    check_may_act(person, ())
    with store.transaction():
        plan = find_plan(store, plan_id)
        proposal = store.capacity(sector=plan.sector).proposals[_proposal_id(plan)]
        if proposal.is_standing or proposal.is_issued:
            store.append([withdraw_draft(proposal, actor=person.id)], at=clock.now())
    return plan


def plans(store: Store) -> Iterator[Plan]:
    """Every plan on record, read back from the file it was kept as."""
    for file in store.files():
        if file.outcome == PLANNED:
            yield _plan_of(json.loads(store.file_content(file.sha256)))


def find_plan(store: Store, plan_id: str) -> Plan:
    """The plan of that id; NotFound `capacity.plan_not_found`."""
    for plan in plans(store):
        if plan.id == plan_id:
            return plan
    raise NotFound("capacity.plan_not_found", plan=plan_id)


def check_may_act(person: Person, documents: Sequence[Document]) -> None:
    """Refuse whoever is neither analyst nor approver, and a document without content."""
    check_right(person, KEEPS_BOOKS, Text("变动产能台账", "change capacity accounts"))
    for one in documents:
        if not one.content:
            raise InputRefused("capacity.document_empty", document=one.name)


def check_may_carry_out(plan: Plan, person: Person) -> None:
    """Refuse whoever is no approver, and whoever put the plan forward."""
    act = Text(f"办理产能方案 {plan.id}", f"carry out the capacity plan {plan.id}")
    check_right(person, APPROVES, act)
    if person.id == plan.person:
        raise one_person(person, act)


def check_month(month: Month, now: dt.datetime) -> None:
    """Nothing takes effect before it has happened; ActRefused `capacity.month_ahead`."""
    today = now.astimezone(LOCAL)
    if month > Month(today.year, today.month):
        raise ActRefused("capacity.month_ahead", month=str(month), today=today.date().isoformat())


def keep(store: Store, documents: Sequence[Document], *, at: str, person: Person) -> None:
    """Keep documents by hash."""
    for one in documents:
        _keep(store, one.name, one.content, at=at, person=person, outcome=DOCUMENT)


def draft_of(sector: str, move: Move, *, id_: str, reason: str, basis: str, actor: str, proposal: str = "") -> Draft:
    """The entry of a move."""
    return Draft(
        id=id_,
        kind=move.kind,
        sector=sector,
        plan_year=YEAR,
        postings=tuple(Posting(account=account, tonnes=tonnes) for account, tonnes in move.postings),
        reason=reason,
        basis=basis,
        actor=actor,
        month=move.month,
        corrects=move.corrects,
        proposal=proposal,
    )


def _drafts(plan: Plan, *, actor: str) -> list[Draft]:
    return [
        draft_of(
            plan.sector,
            move,
            id_=f"{move.kind.value}:{plan.id}:{place}",
            reason=f"capacity.{plan.act}",
            basis=plan.sha256,
            actor=actor,
            proposal=_proposal_id(plan) if move.kind in _CITES else "",
        )
        for place, move in enumerate(plan.moves, 1)
    ]


def _rehearse(book: CapacityBook, plan: Plan, *, at: str) -> None:
    """Book the plan on a book that is thrown away, as if another person carried it out at once."""
    proposer, other = plan.person, f"{plan.person}+"
    rehearsed = propose_draft(plan.sector, plan.id, basis=plan.sha256, reason=_reason(plan), actor=proposer)
    book = _appended(CapacityBook.of(book.sector, book.entries), rehearsed, at=at)
    proposal = book.proposals[_proposal_id(plan)]
    for draft in (carry_out_draft(proposal, actor=other), *_drafts(plan, actor=other)):
        book = _appended(book, draft, at=at)


def _appended(book: CapacityBook, draft: Draft, *, at: str) -> CapacityBook:
    seq = book.journal.last_seq + 1
    return book.append(link(draft, seq=seq, previous=GENESIS, recorded_at=at))


def _done(book: CapacityBook, plan: Plan) -> Done | None:
    """What was booked for a plan, read back, so that the same act again says the same; None while it stands."""
    entries = [entry for entry in book.entries if entry.draft.basis == plan.sha256]
    booked = tuple(entry for entry in entries if entry.draft.kind not in (EntryKind.PROPOSE, EntryKind.WITHDRAW))
    return Done(person=booked[0].draft.actor, entries=booked, plan=plan) if booked else None


def _is_withdrawn(book: CapacityBook, plan: Plan) -> bool:
    proposal = book.proposals.get(_proposal_id(plan))
    return proposal is not None and not proposal.is_standing and not proposal.is_issued


def _is_same(one: Plan, other: Plan) -> bool:
    """Whether two plans are the same but for who entered them, when, and how the files were named."""
    alike = replace(one, person=other.person, at=other.at, documents=other.documents)
    hashes = [[(document["role"], document["sha256"]) for document in plan.documents] for plan in (one, other)]
    return alike == other and hashes[0] == hashes[1]


def _reason(plan: Plan) -> str:
    return f"propose.capacity.{plan.act}"


def _proposal_id(plan: Plan) -> str:
    return f"{EntryKind.PROPOSE}:{plan.id}"


def _plan_of(plain: dict[str, Any]) -> Plan:
    moves = tuple(
        Move(
            kind=EntryKind(one["kind"]),
            postings=tuple((account, tonnes) for account, tonnes in one["postings"]),
            month=one["month"],
            corrects=one["corrects"],
        )
        for one in plain["moves"]
    )
    return Plan(**{**plain, "moves": moves, "documents": tuple(plain["documents"])})


def _keep(store: Store, name: str, content: bytes, *, at: str, person: Person, outcome: str) -> None:
    file = StoredFile(sha256=sha256_hex(content), name=name, received_at=at, uploader=person.id, outcome=outcome)
    store.add_file(file, content)

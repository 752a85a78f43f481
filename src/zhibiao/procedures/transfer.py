"""Transfer quota between enterprises (调剂): one person proposes it on documents, another confirms it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile
from math import floor
from typing import Any

from zhibiao.allocation.decision.decide import day_of
from zhibiao.errors import ActRefused, InputRefused, NotFound, UsageError
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.ledger.production import settlement_drafts
from zhibiao.ledger.steps import last_proposal, propose_transfer_draft, standing_proposal, transfer_draft
from zhibiao.policy.asked import BASE_ONLY
from zhibiao.policy.plain import TRANSFERS, rulebook_of
from zhibiao.procedures.ports import Clock, Person, Role, Store, StoredDecision, StoredFile
from zhibiao.procedures.settling import decision_in_force
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Month

# What a file kept for a transfer is, where other files say what became of a return.
PROPOSED, DOCUMENT = "TRANSFER_PROPOSED", "TRANSFER_DOCUMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A transfer as proposed; kept as a file under its hash, so that what is confirmed is what was proposed.

    Args:
        sector: whose book.
        plan_year: of which year.
        giver: enterprise whose available tonnes go.
        taker: enterprise that gets them.
        tonnes: how many.
        group: the group both belong to by the register; empty between groups.
        document: name of the document it rests on: the group's own letter, the giver's, or one that both signed.
        document_sha256: hash of that document, which is kept as well.
        person: who proposes.
        at: when (UTC).
        second_document: name of the taker's letter, where each side wrote one; then with its hash.
    """

    sector: str
    plan_year: int
    giver: str
    taker: str
    tonnes: int
    group: str
    document: str
    document_sha256: str
    person: str
    at: str
    second_document: str = ""
    second_document_sha256: str = ""

    def plain(self) -> dict[str, Any]:
        """The proposal as plain values; what is hashed, without a second document where there is none."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in plain.items() if value or not name.startswith("second_")}

    @property
    def sha256(self) -> str:
        """Hash of the canonical bytes."""
        return sha256_hex(canonical_bytes(self.plain()))

    @property
    def id(self) -> str:
        """Short name: sector, year and the first eight digits of the hash."""
        return f"transfer-{self.sector}-{self.plan_year}-{self.sha256[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """A transfer that was confirmed: what was proposed, its entries, and what both hold now."""

    proposal: Proposal
    person: str
    entries: tuple[Entry, ...]
    holdings_t: dict[str, int]

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "proposal": {"id": self.proposal.id, "sha256": self.proposal.sha256, **self.proposal.plain()},
            "person": self.person,
            "entries": [{**entry.plain(), "hash": entry.hash} for entry in self.entries],
            "holdings_t": self.holdings_t,
        }


def propose_transfer(
    store: Store,
    clock: Clock,
    city: City,
    *,
    year: int,
    giver: str,
    taker: str,
    tonnes: int,
    document: str,
    content: bytes,
    person: Person,
    second: tuple[str, bytes] | None = None,
    cooling_off: CoolingOff | None = None,
) -> Proposal:
    """Put a transfer on record with the document it rests on; nothing moves until another person confirms it.

    One document moves the same tonnes between the same two once: proposed again, it is the proposal of before.

    Args:
        store: the book's memory.
        clock: the time.
        city: the register, which says who belongs to which group.
        year: the plan year.
        giver: enterprise that gives.
        taker: enterprise that gets.
        tonnes: at least one.
        document: name of the document.
        content: its bytes, kept by hash.
        person: an analyst or approver.
        second: name and bytes of the taker's letter, where each side wrote one.
        cooling_off: how long a large transfer waits before it may be confirmed.

    Raises:
        ActRefused: `transfer.not_allowed`, then what `check_transfer` refuses.
        UsageError: `transfer.tonnes_not_positive`, `transfer.enterprise_unknown`, `transfer.same_enterprise`.
        InputRefused: `transfer.document_empty`, `transfer.document_twice`.
    """
    with store.transaction():
        if not {Role.ANALYST, Role.APPROVER} & set(person.roles):
            raise ActRefused("transfer.not_allowed", person=person.id)
        if tonnes < 1:
            raise UsageError("transfer.tonnes_not_positive", tonnes=tonnes)
        documents = [(document, content), *([second] if second else [])]
        _check_documents(documents)
        one, other = (_enterprise(city, name) for name in (giver, taker))
        book, decision = store.book(sector=one.sector, plan_year=year), decision_in_force(store, one.sector, year)
        now = clock.now()
        at = instant_text(now)
        proposal = Proposal(
            sector=one.sector,
            plan_year=year,
            giver=giver,
            taker=taker,
            tonnes=tonnes,
            group=one.group if _is_within_group(one, other) else "",
            document=document,
            document_sha256=sha256_hex(content),
            person=person.id,
            at=at,
            second_document=second[0] if second else "",
            second_document_sha256=sha256_hex(second[1]) if second else "",
        )
        for before in proposals(store):
            if _is_same(before, proposal) and not _is_withdrawn(book, before):
                return before
        check_transfer(
            book, one, other, tonnes, most_t=capacity_ceiling(decision, taker), clause=clause_between_groups(decision)
        )
        for name, received in documents:
            _keep(store, name, received, at=at, person=person, outcome=DOCUMENT)
        _keep(store, f"{proposal.id}.json", canonical_bytes(proposal.plain()), at=at, person=person, outcome=PROPOSED)
        put_forward = propose_transfer_draft(
            book,
            proposal.id,
            giver,
            tonnes,
            basis=proposal.sha256,
            actor=person.id,
            not_before=cooling_off.not_before(now, tonnes) if cooling_off else "",
        )
        store.append([put_forward], at=now)
    return proposal


def confirm_transfer(store: Store, clock: Clock, city: City, proposal_id: str, person: Person) -> Transferred:
    """Book a proposed transfer; a debt of the taker that the tonnes now cover is booked as use. Twice is once.

    Raises:
        NotFound: `transfer.not_found`.
        ActRefused: `transfer.not_approver`, `transfer.same_person`, `transfer.withdrawn`, then what
            `check_transfer` refuses.
    """
    with store.transaction():
        proposal = find_proposal(store, proposal_id)
        if Role.APPROVER not in person.roles:
            raise ActRefused("transfer.not_approver", proposal=proposal.id, person=person.id)
        if person.id == proposal.person:
            raise ActRefused("transfer.same_person", proposal=proposal.id, person=person.id)
        book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
        if carried_out := _carried_out(book, proposal):
            return _transferred(book, proposal, carried_out)
        put_forward = standing_proposal(book, proposal.sha256)
        if put_forward is None:
            raise ActRefused("transfer.withdrawn", proposal=proposal.id)
        one, other = (_enterprise(city, name) for name in (proposal.giver, proposal.taker))
        decision = decision_in_force(store, proposal.sector, proposal.plan_year)
        clause = clause_between_groups(decision)
        check_transfer(
            book,
            one,
            other,
            proposal.tonnes,
            most_t=capacity_ceiling(decision, proposal.taker),
            clause=clause,
            pledged_t=proposal.tonnes,
        )
        reason = "transfer.within_group" if _is_within_group(one, other) else f"transfer.between_enterprises §{clause}"
        draft = transfer_draft(book, put_forward, proposal.taker, reason=reason, actor=person.id)
        covered = settlement_drafts(
            book, proposal.taker, granted_t=proposal.tonnes, month=book.open_month, actor=person.id
        )
        store.append((draft, *covered), at=clock.now())
        book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
        return _transferred(book, proposal, draft.id)


def waits_until(store: Store, proposal: Proposal) -> str:
    """The instant from which a proposed transfer may be confirmed; empty when it need not wait."""
    book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
    put_forward = last_proposal(book, proposal.sha256)
    return put_forward.not_before if put_forward else ""


def check_transfer(
    book: Book,
    giver: Enterprise,
    taker: Enterprise,
    tonnes: int,
    *,
    most_t: int | None,
    clause: str = "",
    pledged_t: int = 0,
) -> None:
    """Refuse what may not pass: to another sector, or group unless a clause lets it, too much, or in a closed year.

    Args:
        book: of the sector and plan year.
        giver: who gives.
        taker: who gets.
        tonnes: how many.
        most_t: what the taker may hold by its compliant capacity; None where the rulebook sets no such bound.
        clause: the clause that lets quota pass between groups; empty where none does.
        pledged_t: tonnes of the giver that are pledged to this very transfer.

    Raises:
        UsageError: `transfer.same_enterprise`.
        ActRefused: `transfer.other_sector`, `transfer.other_group`, `transfer.year_closed`,
            `transfer.exceeds_available`, `transfer.above_capacity`, in this order.
    """
    if giver.id == taker.id:
        raise UsageError("transfer.same_enterprise", enterprise=giver.id)
    facts: dict[str, Any] = {"giver": giver.id, "taker": taker.id}
    if giver.sector != taker.sector:
        raise ActRefused("transfer.other_sector", sectors=f"{giver.sector}、{taker.sector}", **facts)
    if not (clause or _is_within_group(giver, taker)):
        raise ActRefused("transfer.other_group", groups=f"{giver.group or '—'}、{taker.group or '—'}", **facts)
    if book.is_closed:
        raise ActRefused("transfer.year_closed", sector=book.sector, plan_year=book.plan_year)
    available_t = book.free(giver.id) + pledged_t
    if tonnes > available_t:
        raise ActRefused("transfer.exceeds_available", giver=giver.id, tonnes=tonnes, available_t=available_t)
    after_t = book.holding(taker.id) + tonnes
    if most_t is not None and after_t > most_t:
        raise ActRefused("transfer.above_capacity", taker=taker.id, after_t=after_t, most_t=most_t)


def capacity_ceiling(decision: StoredDecision | None, enterprise: str) -> int | None:
    """What an enterprise may hold by the capacity and the factor that the decision in force rests on.

    Who takes no part in it has no capacity there; without a decision, or a bound by capacity in its rulebook, None.
    """
    if decision is None or decision.body["rulebook"]["bounds"]["rule"] == BASE_ONLY:
        return None
    rulebook = rulebook_of(decision.body["rulebook"])
    factor = rulebook.number("capacity_factor", day_of(rulebook, _as_of(decision)))
    capacity_t: int = sum(one["capacity_t"] for one in decision.body["claimants"] if one["enterprise"] == enterprise)
    return floor(Fraction(factor) * capacity_t)


def clause_between_groups(decision: StoredDecision | None) -> str:
    """The clause by which the rulebook of the decision in force lets quota pass between groups; empty without one."""
    if decision is None:
        return ""
    transfers: Mapping[str, Any] = decision.body["rulebook"].get(TRANSFERS, {})
    return str(transfers["clause"]) if transfers.get("between_groups") else ""


def _is_within_group(giver: Enterprise, taker: Enterprise) -> bool:
    return bool(giver.group) and giver.group == taker.group


def _check_documents(documents: Sequence[tuple[str, bytes]]) -> None:
    for name, content in documents:
        if not content:
            raise InputRefused("transfer.document_empty", document=name)
    if len({content for _, content in documents}) < len(documents):
        raise InputRefused("transfer.document_twice", documents="、".join(name for name, _ in documents))


def _as_of(decision: StoredDecision) -> Month | None:
    return Month.parse(decision.body["as_of"]) if decision.body["as_of"] else None


def find_proposal(store: Store, proposal_id: str) -> Proposal:
    """The proposal of that id, read back from the file it was kept as; NotFound `transfer.not_found`."""
    for proposal in proposals(store):
        if proposal.id == proposal_id:
            return proposal
    raise NotFound("transfer.not_found", proposal=proposal_id)


def proposals(store: Store) -> Iterator[Proposal]:
    """Every proposal on record, read back from the file it was kept as."""
    for file in store.files():
        if file.outcome == PROPOSED:
            yield Proposal(**json.loads(store.file_content(file.sha256)))


def _is_same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals are the same but for who entered them, when, and how the file was named."""
    named = replace(one, document=other.document, second_document=other.second_document)
    return replace(named, person=other.person, at=other.at) == other


def _is_withdrawn(book: Book, proposal: Proposal) -> bool:
    """Whether it was put forward and has ended without effect."""
    return not _carried_out(book, proposal) and not standing_proposal(book, proposal.sha256)


def _carried_out(book: Book, proposal: Proposal) -> str:
    """Id of the entry by which it was carried out; empty when it was not. The first version knew it by id alone."""
    put_forward = last_proposal(book, proposal.sha256)
    if put_forward is None:
        by_id = f"{EntryKind.TRANSFER}:{proposal.id}"
        return by_id if by_id in book.journal else ""
    end = put_forward.end
    return end.draft.id if end is not None and end.draft.kind is EntryKind.TRANSFER else ""


def _enterprise(city: City, name: str) -> Enterprise:
    if name not in city.enterprises:
        raise UsageError("transfer.enterprise_unknown", enterprise=name, known="、".join(city.enterprises))
    return city[name]


def _keep(store: Store, name: str, content: bytes, *, at: str, person: Person, outcome: str) -> None:
    file = StoredFile(sha256=sha256_hex(content), name=name, received_at=at, uploader=person.id, outcome=outcome)
    store.add_file(file, content)


def _transferred(book: Book, proposal: Proposal, entry_id: str) -> Transferred:
    """Read back from the book, so that the same act again says the same."""
    first = next(place for place, entry in enumerate(book.entries) if entry.draft.id == entry_id)
    moved, *later = book.entries[first:]
    covered = takewhile(lambda entry: entry.draft.reason == "use.settled", later)
    return Transferred(
        proposal=proposal,
        person=moved.draft.actor,
        entries=(moved, *covered),
        holdings_t={name: book.holding(name) for name in (proposal.giver, proposal.taker)},
    )

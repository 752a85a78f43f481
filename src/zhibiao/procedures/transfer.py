"""Transfer quota between enterprises (调剂): one person proposes it on documents, another confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from zhibiao.errors import ActRefused, InputRefused, UsageError
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.production import SETTLED, settlement_drafts
from zhibiao.ledger.steps import propose_transfer_draft, standing_proposal, transfer_draft
from zhibiao.procedures.ports import Clock, Person, Store, StoredFile
from zhibiao.procedures.proposed_transfer import (
    DOCUMENT,
    PROPOSED,
    Proposal,
    carried_out,
    find_proposal,
    is_same,
    is_withdrawn,
    proposals,
)
from zhibiao.procedures.rights import APPROVES, KEEPS_BOOKS, check_right, one_person
from zhibiao.procedures.settling import decision_in_force
from zhibiao.procedures.transfer_rules import capacity_ceiling, check_transfer, clause_between_groups, is_within_group
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text


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
        NotAllowed: `auth.forbidden`.
        ActRefused: `ledger.amount_zero`, `ledger.amount_negative`, then what `check_transfer` refuses.
        UsageError: `transfer.enterprise_unknown`, `transfer.same_enterprise`.
        InputRefused: `transfer.document_empty`, `transfer.document_twice`.
    """
    with store.transaction():
        check_right(person, KEEPS_BOOKS, Text("提出指标调剂", "propose a transfer"))
        # Said before anything else, and never turned into the transfer backwards.
        if tonnes < 1:
            named = {"id": f"{giver}→{taker}", "tonnes": tonnes}
            if tonnes == 0:
                raise ActRefused("ledger.amount_zero", place=None, account=giver, **named)
            raise ActRefused("ledger.amount_negative", place=None, kind="transfer", **named)
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
            group=one.group if is_within_group(one, other) else "",
            document=document,
            document_sha256=sha256_hex(content),
            person=person.id,
            at=at,
            second_document=second[0] if second else "",
            second_document_sha256=sha256_hex(second[1]) if second else "",
        )
        for before in proposals(store):
            if is_same(before, proposal) and not is_withdrawn(book, before):
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
        NotAllowed: `auth.forbidden`.
        ActRefused: `flow.same_person`, `transfer.withdrawn`, then what `check_transfer` refuses.
    """
    with store.transaction():
        proposal = find_proposal(store, proposal_id)
        act = Text(f"确认 {proposal.id}", f"confirm {proposal.id}")
        check_right(person, APPROVES, act)
        if person.id == proposal.person:
            raise one_person(person, act)
        book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
        if entry_id := carried_out(book, proposal):
            return _transferred(book, proposal, entry_id)
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
        reason = "transfer.within_group" if is_within_group(one, other) else f"transfer.between_enterprises §{clause}"
        draft = transfer_draft(book, put_forward, proposal.taker, reason=reason, actor=person.id)
        covered = settlement_drafts(
            book, proposal.taker, granted_t=proposal.tonnes, month=book.open_month, actor=person.id
        )
        store.append((draft, *covered), at=clock.now())
        book = store.book(sector=proposal.sector, plan_year=proposal.plan_year)
        return _transferred(book, proposal, draft.id)


def _check_documents(documents: Sequence[tuple[str, bytes]]) -> None:
    for name, content in documents:
        if not content:
            raise InputRefused("transfer.document_empty", document=name)
    if len({content for _, content in documents}) < len(documents):
        raise InputRefused("transfer.document_twice", documents="、".join(name for name, _ in documents))


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
    covered = takewhile(lambda entry: entry.draft.reason == SETTLED, later)
    return Transferred(
        proposal=proposal,
        person=moved.draft.actor,
        entries=(moved, *covered),
        holdings_t={name: book.holding(name) for name in (proposal.giver, proposal.taker)},
    )

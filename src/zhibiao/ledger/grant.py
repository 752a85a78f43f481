"""From a decision's quotas to entries: the first allocation of a year, later ones as differences, carry and payback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import AVAILABLE, CAP, POOL, RESERVE, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.ledger.settlement import move, once_id, standing_t, still_carried_t


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a decision gives out: cap, reserve and each enterprise's quota for the whole year, in tonnes.

    Args:
        decision: the decision's short name, part of each entry's id.
        basis: the decision's hash, cited by each entry.
        cap_t: the year's cap.
        reserve_t: the part kept back.
        quotas_t: quota by enterprise, in the decision's order: all that is to be held, carried tonnes added and what
            is deducted taken off.
        actor: who issues.
        proposal: id of the entry that put the decision forward.
        carried_t: unused quota of the year before that is part of these quotas, less what expired of it.
        reason: code of why quotas change, with its clause; that of an allocation where empty.
        deducted_t: what these quotas are lower by, to pay back what is owed; for the whole year, so that a later
            decision pays only what it adds.
    """

    decision: str
    basis: str
    cap_t: int
    reserve_t: int
    quotas_t: Mapping[str, int]
    actor: str
    proposal: str = ""
    carried_t: Mapping[str, int] = field(default_factory=dict)
    deducted_t: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


def grant_drafts(book: Book, grant: Grant) -> tuple[Draft, ...]:
    """Entries that bring a book to a decision's cap, reserve and quotas; the pool takes what is left.

    A book without a cap gets cap, reserve and one grant per enterprise. A later decision gets the differences, in an
    order in which the pool is never short: more cap, quotas down, reserve, less cap, what is carried, quotas up. What
    was carried before is not carried again; what is deducted is paid back.

    Raises:
        ActRefused: `ledger.cap_below_holdings`, `issue.enterprise_missing` (holds quota, but the decision is silent on
            it), `issue.below_used` (the quota is less than what is already used), `issue.carry_differs`,
            `issue.below_carried`, `issue.payback_exceeds_owed`.
    """
    check_grant(book, grant)
    carries, paybacks = _carries(book, grant), _paybacks(book, grant)
    drafts = _first(book, grant, carries) if not book.cap else _later(book, grant, carries)
    paid = (_payback(book, grant, name, tonnes) for name, tonnes in paybacks.items())
    return tuple(replace(one, proposal=grant.proposal) for one in (*drafts, *paid))


def takes_from_pool(book: Book, grant: Grant) -> int:
    """By how much the pool will be smaller once the decision is issued; negative when it will be larger.

    Of a year's first decision it is nothing: cap and quotas come together.
    """
    left_t = grant.cap_t - grant.reserve_t - sum(grant.quotas_t.values())
    return book.pool - left_t


def check_grant(book: Book, grant: Grant) -> None:
    """Refuse what the book could not take, with the figures that say why."""
    given_t = sum(grant.quotas_t.values()) + grant.reserve_t
    if given_t > grant.cap_t:
        raise ActRefused("ledger.cap_below_holdings", decision=grant.decision, held_t=given_t, cap_t=grant.cap_t)
    silent = [name for name in book.enterprises if book.holding(name) and name not in grant.quotas_t]
    if silent:
        raise ActRefused("issue.enterprise_missing", decision=grant.decision, enterprises="、".join(silent))
    for enterprise, quota_t in grant.quotas_t.items():
        if quota_t < book.used(enterprise):
            raise ActRefused(
                "issue.below_used",
                decision=grant.decision,
                enterprise=enterprise,
                quota_t=quota_t,
                used_t=book.used(enterprise),
            )


def _carries(book: Book, grant: Grant) -> dict[str, int]:
    """What is carried for the first time, in order of enterprise."""
    before_t = still_carried_t(book)
    fresh = {}
    for enterprise, tonnes in sorted(grant.carried_t.items()):
        facts: dict[str, Any] = {"decision": grant.decision, "enterprise": enterprise, "carried_t": tonnes}
        if enterprise in before_t and before_t[enterprise] != tonnes:
            raise ActRefused("issue.carry_differs", **facts, booked_t=before_t[enterprise])
        if enterprise in before_t or not tonnes:
            continue
        quota_t, used_t = grant.quotas_t.get(enterprise, 0), book.used(enterprise)
        if quota_t - tonnes < used_t:
            raise ActRefused("issue.below_carried", **facts, quota_t=quota_t, used_t=used_t)
        fresh[enterprise] = tonnes
    return fresh


def _paybacks(book: Book, grant: Grant) -> dict[str, int]:
    """What is deducted beyond what this year's decisions deducted before, in order of enterprise."""
    before_t = standing_t(book, EntryKind.PAYBACK)
    more_t = {name: tonnes - before_t.get(name, 0) for name, tonnes in sorted(grant.deducted_t.items())}
    for enterprise, tonnes in more_t.items():
        if not 0 <= tonnes <= book.owed(enterprise):
            raise ActRefused(
                "issue.payback_exceeds_owed",
                decision=grant.decision,
                enterprise=enterprise,
                deducted_t=grant.deducted_t[enterprise],
                paid_t=before_t.get(enterprise, 0),
                owed_t=book.owed(enterprise),
            )
    return {name: tonnes for name, tonnes in more_t.items() if tonnes}


def _first(book: Book, grant: Grant, carries: Mapping[str, int]) -> Iterator[Draft]:
    yield _move(book, grant, EntryKind.CAP, CAP, POOL, grant.cap_t)
    if grant.reserve_t:
        yield _move(book, grant, EntryKind.RESERVE, POOL, RESERVE, grant.reserve_t)
    yield from (_carry(book, grant, name, tonnes) for name, tonnes in carries.items())
    for enterprise, quota_t in grant.quotas_t.items():
        if issued_t := quota_t - carries.get(enterprise, 0):
            yield _move(book, grant, EntryKind.GRANT, POOL, AVAILABLE, issued_t, enterprise)


def _later(book: Book, grant: Grant, carries: Mapping[str, int]) -> Iterator[Draft]:
    more_cap_t = grant.cap_t - book.cap
    more_reserve_t = grant.reserve_t - book.reserve
    change_t = {name: quota_t - book.holding(name) - carries.get(name, 0) for name, quota_t in grant.quotas_t.items()}
    if more_cap_t > 0:
        yield _move(book, grant, EntryKind.CAP, CAP, POOL, more_cap_t)
    for enterprise, tonnes in change_t.items():
        if tonnes < 0:
            yield _move(book, grant, EntryKind.ADJUST, POOL, AVAILABLE, tonnes, enterprise)
    if more_reserve_t > 0:
        yield _move(book, grant, EntryKind.RESERVE, POOL, RESERVE, more_reserve_t)
    if more_reserve_t < 0:
        yield _move(book, grant, EntryKind.RELEASE, RESERVE, POOL, -more_reserve_t)
    if more_cap_t < 0:
        yield _move(book, grant, EntryKind.CAP, CAP, POOL, more_cap_t)
    yield from (_carry(book, grant, name, tonnes) for name, tonnes in carries.items())
    for enterprise, tonnes in change_t.items():
        if tonnes > 0:
            yield _move(book, grant, EntryKind.ADJUST, POOL, AVAILABLE, tonnes, enterprise)


def _move(
    book: Book, grant: Grant, kind: EntryKind, source: str, target: str, tonnes: int, enterprise: str = ""
) -> Draft:
    """One entry of the grant; negative tonnes go back from target to source."""
    owner = enterprise if target == AVAILABLE else ""
    return Draft(
        id=":".join(part for part in (kind.value, grant.decision, enterprise) if part),
        kind=kind,
        sector=book.sector,
        plan_year=book.plan_year,
        postings=(
            Posting(account=account(source), tonnes=-tonnes),
            Posting(account=account(target, owner), tonnes=tonnes),
        ),
        reason=grant.reason or ("allocation.change" if book.cap else "allocation.first"),
        basis=grant.basis,
        actor=grant.actor,
    )


def _carry(book: Book, grant: Grant, enterprise: str, tonnes: int) -> Draft:
    """Unused quota of the year before, out of this year's cap; its id lets it come once, whichever decision it is."""
    recall = once_id(book.sector, book.plan_year - 1, EntryKind.RECALL, enterprise)
    return move(
        book,
        EntryKind.CARRY,
        enterprise,
        tonnes,
        id_=once_id(book.sector, book.plan_year, EntryKind.CARRY, enterprise),
        reason="carry.unused",
        basis=recall,
        actor=grant.actor,
    )


def _payback(book: Book, grant: Grant, enterprise: str, tonnes: int) -> Draft:
    """What the decision deducted is owed no longer; the quota was issued without it."""
    return move(
        book,
        EntryKind.PAYBACK,
        enterprise,
        tonnes,
        id_=f"{EntryKind.PAYBACK.value}:{grant.decision}:{enterprise}",
        reason="payback.decision",
        basis=grant.basis,
        actor=grant.actor,
    )

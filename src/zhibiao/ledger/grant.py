"""From a decision's quotas to entries: the first allocation of a year, later changes as differences to holdings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import AVAILABLE, CAP, POOL, RESERVE, account
from zhibiao.ledger.book import Book
from zhibiao.ledger.entry import Draft, EntryKind, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a decision gives out: cap, reserve and each enterprise's quota for the whole year, in tonnes.

    Args:
        decision: the decision's short name, part of each entry's id.
        basis: the decision's hash, cited by each entry.
        cap_t: the year's cap.
        reserve_t: the part kept back.
        quotas_t: quota by enterprise, in the decision's order.
        actor: who issues.
    """

    decision: str
    basis: str
    cap_t: int
    reserve_t: int
    quotas_t: Mapping[str, int]
    actor: str


def grant_drafts(book: Book, grant: Grant) -> tuple[Draft, ...]:
    """Entries that bring a book to a decision's cap, reserve and quotas; the pool takes what is left.

    A book without a cap gets cap, reserve and one issue per enterprise. A later decision gets the differences, in an
    order in which the pool is never short: more cap, quotas down, reserve, less cap, quotas up.

    Raises:
        ActRefused: `issue.exceeds_cap`, `issue.enterprise_missing` (holds quota, but the decision is silent on it),
            `issue.below_used` (the quota is less than what is already used).
    """
    check_grant(book, grant)
    drafts = _first(book, grant) if not book.cap else _later(book, grant)
    return tuple(drafts)


def check_grant(book: Book, grant: Grant) -> None:
    """Refuse what the book could not take, with the figures that say why."""
    given_t = sum(grant.quotas_t.values()) + grant.reserve_t
    if given_t > grant.cap_t:
        raise ActRefused("issue.exceeds_cap", decision=grant.decision, given_t=given_t, cap_t=grant.cap_t)
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


def _first(book: Book, grant: Grant) -> Iterator[Draft]:
    yield _move(book, grant, EntryKind.CAP, CAP, POOL, grant.cap_t)
    if grant.reserve_t:
        yield _move(book, grant, EntryKind.RESERVE, POOL, RESERVE, grant.reserve_t)
    for enterprise, quota_t in grant.quotas_t.items():
        if quota_t:
            yield _move(book, grant, EntryKind.ISSUE, POOL, AVAILABLE, quota_t, enterprise)


def _later(book: Book, grant: Grant) -> Iterator[Draft]:
    more_cap_t = grant.cap_t - book.cap
    more_reserve_t = grant.reserve_t - book.reserve
    change_t = {name: quota_t - book.holding(name) for name, quota_t in grant.quotas_t.items()}
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
        reason="allocation.change" if book.cap else "allocation.first",
        basis=grant.basis,
        actor=grant.actor,
    )

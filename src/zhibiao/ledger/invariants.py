"""What must hold of an entry before it counts, and of the balances after it: one function each, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import (
    AVAILABLE,
    CAP,
    FLOWS,
    OF_CITY,
    PLEDGED,
    PLEDGES,
    POOL,
    RESERVE,
    SOURCES,
    USED,
    account,
    enterprise_of,
    is_account,
    role_of,
)
from zhibiao.ledger.entry import VERSION, Draft, EntryKind, Posting
from zhibiao.terms.instant import instant_of
from zhibiao.terms.text import Text

_HELD = frozenset({AVAILABLE, USED, POOL, RESERVE})
_CAN_BE_PLEDGED = frozenset({AVAILABLE, POOL, PLEDGED})
_IN_TWO_PHASES = frozenset({EntryKind.PROPOSE, EntryKind.APPROVE, EntryKind.ISSUE, EntryKind.WITHDRAW})
_MAY_WAIT = frozenset({EntryKind.PROPOSE, EntryKind.APPROVE})
_MONTHS = frozenset(f"{number:02d}" for number in range(1, 13))


def check_draft(draft: Draft, *, version: int = VERSION) -> None:
    """Refuse an entry that could not be right in any book: its figures, its balance, its accounts, its direction.

    Args:
        draft: the entry to be.
        version: the form it is written in; in the first, a transfer named its proposer and pledged nothing.

    Raises:
        ActRefused: `ledger.unnamed`, `ledger.not_whole_tonnes`, `ledger.month_unknown`, `ledger.instant_unknown`,
            `ledger.no_postings`, `ledger.amount_zero`, `ledger.unbalanced_postings`, `ledger.account_not_of_kind`,
            `ledger.amount_negative`; in version 1 `ledger.one_person`.
    """
    check_named(draft)
    check_whole(draft)
    check_month(draft)
    check_not_before(draft)
    if draft.kind is EntryKind.CLOSE:
        if draft.postings:
            raise _wrong_accounts(draft)
        return
    if draft.kind in _IN_TWO_PHASES:
        check_pledge(draft)
        return
    check_amounts(draft)
    if draft.kind is EntryKind.TRANSFER:
        check_transfer(draft, version=version)
    elif draft.kind is not EntryKind.CORRECT:
        check_flow(draft)


def check_named(draft: Draft) -> None:
    """An entry has a name, somebody who answers for it, and a reason."""
    for name in ("id", "actor", "reason"):
        if not getattr(draft, name).strip():
            raise ActRefused("ledger.unnamed", id=draft.id, field=name)


def check_whole(draft: Draft) -> None:
    """Tonnes are whole numbers; a float or a truth value never enters the ledger."""
    for posting in draft.postings:
        if type(posting.tonnes) is not int:
            raise ActRefused("ledger.not_whole_tonnes", id=draft.id, account=posting.account, found=posting.tonnes)


def check_month(draft: Draft) -> None:
    """The month it is booked in lies in the plan year, or is empty."""
    year, dash, number = draft.month.partition("-")
    if draft.month and not (year == f"{draft.plan_year:04d}" and dash and number in _MONTHS):
        raise ActRefused("ledger.month_unknown", id=draft.id, month=draft.month, plan_year=draft.plan_year)


def check_not_before(draft: Draft) -> None:
    """Only what is put forward or approved may have to wait, until an instant."""
    if not draft.not_before:
        return
    try:
        instant_of(draft.not_before)
        is_instant = True
    except ValueError:
        is_instant = False
    if not is_instant or draft.kind not in _MAY_WAIT:
        raise ActRefused("ledger.instant_unknown", id=draft.id, kind=draft.kind, not_before=draft.not_before)


def check_pledge(draft: Draft) -> None:
    """What is put forward pledges an enterprise's tonnes or nothing, an approval the pool's; an end frees either."""
    if not draft.postings:
        return
    check_amounts(draft)
    ends = {role_of(one.account): one for one in draft.postings}
    fits = (
        len(draft.postings) == 2
        and ends.keys() == {PLEDGES, PLEDGED}
        and all(is_account(one.account) for one in draft.postings)
        and (
            draft.kind is EntryKind.WITHDRAW
            or bool(enterprise_of(ends[PLEDGED].account)) is (draft.kind is EntryKind.PROPOSE)
        )
    )
    if not fits:
        raise _wrong_accounts(draft)
    if (ends[PLEDGED].tonnes > 0) is not (draft.kind in _MAY_WAIT):
        raise ActRefused("ledger.amount_negative", id=draft.id, kind=draft.kind, tonnes=ends[PLEDGED].tonnes)


def check_amounts(draft: Draft) -> None:
    """Something moves, nothing moves by zero, and what leaves one account enters another."""
    if not draft.postings:
        raise ActRefused("ledger.no_postings", id=draft.id)
    for posting in draft.postings:
        if posting.tonnes == 0:
            raise ActRefused("ledger.amount_zero", id=draft.id, account=posting.account)
    total = sum(posting.tonnes for posting in draft.postings)
    if total:
        raise ActRefused("ledger.unbalanced_postings", id=draft.id, total_t=total)


def check_flow(draft: Draft) -> None:
    """Tonnes go from the kind's source to its target, of one enterprise, and back only where the kind allows it."""
    flow = FLOWS.get(draft.kind)
    if flow is None:
        raise _wrong_accounts(draft)
    ends = {role_of(posting.account): posting for posting in draft.postings}
    owners = {enterprise_of(posting.account) for posting in draft.postings if role_of(posting.account) not in OF_CITY}
    fits = (
        all(is_account(posting.account) for posting in draft.postings)
        and len(draft.postings) == 2
        and ends.keys() == {flow.source, flow.target}
        and len(owners) <= 1
    )
    if not fits:
        raise _wrong_accounts(draft)
    moved: Posting = ends[flow.target]
    if moved.tonnes < 0 and not flow.is_two_way:
        raise ActRefused("ledger.amount_negative", id=draft.id, kind=draft.kind, tonnes=moved.tonnes)


def check_transfer(draft: Draft, *, version: int = VERSION) -> None:
    """Available tonnes of one enterprise go to another, and what was pledged of them is free again."""
    giving, taking, *freeing = draft.postings
    roles = [role_of(posting.account) for posting in (giving, taking)]
    owners = [enterprise_of(posting.account) for posting in (giving, taking)]
    fits = roles == [AVAILABLE, AVAILABLE] and "" not in owners and owners[0] != owners[1]
    if version > 1:
        freed = [(account(PLEDGED, owners[0]), giving.tonnes), (account(PLEDGES), taking.tonnes)]
        fits = fits and freed == [(one.account, one.tonnes) for one in freeing]
    if not fits or (version == 1 and freeing):
        raise _wrong_accounts(draft)
    if version == 1 and proposer_of(draft.basis) in ("", draft.actor):
        raise ActRefused("ledger.one_person", id=draft.id, person=draft.actor)
    if version > 1 and taking.tonnes < 0:
        raise ActRefused("ledger.amount_negative", id=draft.id, kind=draft.kind, tonnes=taking.tonnes)


def proposer_of(basis: str) -> str:
    """Who proposed, in version 1, what is cited as `proposal/<person>/<hash>`; empty when nobody is named.

    >>> proposer_of("proposal/lin/1f3c"), proposer_of("1f3c")
    ('lin', '')
    """
    kind, _, rest = basis.partition("/")
    return rest.rpartition("/")[0] if kind == "proposal" else ""


def check_balances(balances: Mapping[str, int], *, after: str) -> None:
    """The first invariant, counted over the whole book, and that nothing is pledged twice.

    Args:
        balances: tonnes by account.
        after: id of the entry that led here.

    Raises:
        ActRefused: `ledger.sum_broken`, then `ledger.insufficient`, then `ledger.pledged`.
    """
    check_sum(held_t=held_tonnes(balances), cap_t=-balances.get(CAP, 0), after=after)
    check_not_negative(balances, after=after)
    check_pledges(balances, balances, after=after)


def check_sum(*, held_t: int, cap_t: int, after: str) -> None:
    """What is available, used, in the pool and in the reserve is the cap, to the tonne."""
    if held_t != cap_t:
        raise ActRefused("ledger.sum_broken", id=after, held_t=held_t, cap_t=cap_t)


def check_not_negative(balances: Mapping[str, int], *, after: str, before: Mapping[str, int] | None = None) -> None:
    """No account is below zero, but those that hold minus what they gave; `before` says what was there to take."""
    for name in sorted(balances):
        if balances[name] < 0 and name not in SOURCES:
            raise insufficient(after, name, available_t=(before or {}).get(name, 0), left_t=balances[name])


def insufficient(entry_id: str, name: str, *, available_t: int, left_t: int) -> ActRefused:
    """The refusal of an entry that asks for more than an account has; `left_t` is what would be left, below zero."""
    act = Text(f"分录 {entry_id} ", f"entry {entry_id}")
    about = {"available_t": available_t, "tonnes": available_t - left_t, "short_t": -left_t}
    return ActRefused("ledger.insufficient", place=None, id=entry_id, account=name, act=act, **about)


def check_pledges(balances: Mapping[str, int], touched: Iterable[str], *, after: str) -> None:
    """What a standing proposal would move is still where it was pledged."""
    for name in sorted(touched):
        role, owner = role_of(name), enterprise_of(name)
        if role not in _CAN_BE_PLEDGED:
            continue
        source = account(AVAILABLE, owner) if owner else POOL
        short_t = balances.get(account(PLEDGED, owner), 0) - balances.get(source, 0)
        if short_t > 0:
            raise ActRefused("ledger.pledged", id=after, account=source, short_t=short_t)


def held_tonnes(tonnes_of: Mapping[str, int]) -> int:
    """Tonnes on the accounts that make up the cap."""
    return sum(tonnes for name, tonnes in tonnes_of.items() if role_of(name) in _HELD)


def _wrong_accounts(draft: Draft) -> ActRefused:
    accounts = "、".join(posting.account for posting in draft.postings)
    return ActRefused("ledger.account_not_of_kind", id=draft.id, kind=draft.kind, accounts=accounts)

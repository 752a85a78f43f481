"""What must hold of an entry before it counts, and of the balances after it: one function each, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import (
    AVAILABLE,
    CAP,
    FLOWS,
    OF_CITY,
    POOL,
    RESERVE,
    SOURCES,
    USED,
    enterprise_of,
    is_account,
    role_of,
)
from zhibiao.ledger.entry import Draft, EntryKind, Posting

_HELD = frozenset({AVAILABLE, USED, POOL, RESERVE})
_MONTHS = frozenset(f"{number:02d}" for number in range(1, 13))


def check_draft(draft: Draft) -> None:
    """Refuse an entry that could not be right in any book: its figures, its balance, its accounts, its direction.

    Raises:
        ActRefused: `ledger.not_whole_tonnes`, `ledger.month_unknown`, `ledger.no_postings`, `ledger.amount_zero`,
            `ledger.unbalanced_postings`, `ledger.account_not_of_kind`, `ledger.amount_negative`, `ledger.one_person`.
    """
    check_whole(draft)
    check_month(draft)
    if draft.kind is EntryKind.CLOSE:
        if draft.postings:
            raise ActRefused("ledger.account_not_of_kind", id=draft.id, kind=draft.kind, accounts=_names(draft))
        return
    check_amounts(draft)
    if draft.kind is EntryKind.TRANSFER:
        check_transfer(draft)
    elif draft.kind is not EntryKind.CORRECT:
        check_flow(draft)


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
    flow = FLOWS[draft.kind]
    ends = {role_of(posting.account): posting for posting in draft.postings}
    owners = {enterprise_of(posting.account) for posting in draft.postings if role_of(posting.account) not in OF_CITY}
    fits = (
        all(is_account(posting.account) for posting in draft.postings)
        and len(draft.postings) == 2
        and ends.keys() == {flow.source, flow.target}
        and len(owners) <= 1
    )
    if not fits:
        raise ActRefused("ledger.account_not_of_kind", id=draft.id, kind=draft.kind, accounts=_names(draft))
    moved: Posting = ends[flow.target]
    if moved.tonnes < 0 and not flow.is_two_way:
        raise ActRefused("ledger.amount_negative", id=draft.id, kind=draft.kind, tonnes=moved.tonnes)


def check_transfer(draft: Draft) -> None:
    """Available tonnes of one enterprise go to another, and who confirms is not who proposed it."""
    roles = [role_of(posting.account) for posting in draft.postings]
    owners = {enterprise_of(posting.account) for posting in draft.postings}
    if roles != [AVAILABLE, AVAILABLE] or len(owners - {""}) != 2:
        raise ActRefused("ledger.account_not_of_kind", id=draft.id, kind=draft.kind, accounts=_names(draft))
    if proposer_of(draft.basis) in ("", draft.actor):
        raise ActRefused("ledger.one_person", id=draft.id, person=draft.actor)


def proposer_of(basis: str) -> str:
    """Who proposed what is cited as `proposal/<person>/<hash>`; empty when nobody is named.

    >>> proposer_of("proposal/lin/1f3c"), proposer_of("1f3c")
    ('lin', '')
    """
    kind, _, rest = basis.partition("/")
    return rest.rpartition("/")[0] if kind == "proposal" else ""


def check_balances(balances: Mapping[str, int], *, after: str) -> None:
    """The first invariant, counted over the whole book.

    Args:
        balances: tonnes by account.
        after: id of the entry that led here.

    Raises:
        ActRefused: `ledger.sum_broken`, then `ledger.negative_balance`.
    """
    check_sum(balances, held_t=held_tonnes(balances), after=after)
    check_not_negative(balances, balances, after=after)


def check_sum(balances: Mapping[str, int], *, held_t: int, after: str) -> None:
    """What is available, used, in the pool and in the reserve is the cap, to the tonne."""
    cap_t = -balances.get(CAP, 0)
    if held_t != cap_t:
        raise ActRefused("ledger.sum_broken", id=after, held_t=held_t, cap_t=cap_t)


def check_not_negative(balances: Mapping[str, int], touched: Iterable[str], *, after: str) -> None:
    """None of the touched accounts is below zero, but those that hold minus what they gave."""
    for name in sorted(touched):
        if balances[name] < 0 and name not in SOURCES:
            raise ActRefused("ledger.negative_balance", id=after, account=name, short_t=-balances[name])


def held_tonnes(tonnes_of: Mapping[str, int]) -> int:
    """Tonnes on the accounts that make up the cap."""
    return sum(tonnes for name, tonnes in tonnes_of.items() if role_of(name) in _HELD)


def _names(draft: Draft) -> str:
    return "、".join(posting.account for posting in draft.postings)

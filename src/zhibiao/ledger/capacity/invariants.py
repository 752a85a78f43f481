"""What must hold of a capacity entry by itself: its month, its accounts, its class, and the ratio of what is built."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.accounts import (
    CUT,
    FLOWS,
    PROJECT,
    RUNNING,
    Account,
    Flow,
    Furnace,
    Project,
    account_of,
)
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.invariants import check_amounts, check_named, check_not_before, check_whole
from zhibiao.terms.period import Month

STEPS = frozenset({EntryKind.PROPOSE, EntryKind.ISSUE, EntryKind.WITHDRAW})
_TAKEN = frozenset({*FLOWS, *STEPS, EntryKind.CORRECT})

Legs = tuple[tuple[Account, int], ...]


def check_draft(entry: Entry) -> None:
    """Refuse an entry that could not be right in any book of capacity.

    Raises:
        ActRefused: `capacity.kind_unknown`, `ledger.unnamed`, `ledger.not_whole_tonnes`,
            `ledger.instant_unknown`, `capacity.month_unknown`, `capacity.no_document`, `ledger.no_postings`,
            `ledger.amount_zero`, `ledger.unbalanced_postings`, `capacity.account_not_of_kind`,
            `capacity.classes_mixed`, `capacity.ratio_broken`, in this order.
    """
    draft = entry.draft
    if draft.kind not in _TAKEN or entry.version == 1:
        raise ActRefused("capacity.kind_unknown", id=draft.id, kind=draft.kind)
    check_named(draft)
    check_whole(draft)
    check_not_before(draft)
    _check_month(draft)
    if not draft.basis:
        raise ActRefused("capacity.no_document", id=draft.id, kind=draft.kind)
    if draft.kind in STEPS:
        if draft.postings:
            raise _wrong_accounts(draft)
        return
    check_amounts(draft)
    legs = legs_of(draft)
    check_one_class(draft, legs)
    if draft.kind is EntryKind.CORRECT:
        return
    if not _fits(draft.kind, legs):
        raise _wrong_accounts(draft)
    if draft.kind is EntryKind.BUILD:
        check_ratio(draft, legs)


def legs_of(draft: Draft) -> Legs:
    """The postings with their accounts taken apart; ActRefused `capacity.account_not_of_kind` for an unknown name."""
    found = []
    for posting in draft.postings:
        account = account_of(posting.account)
        if account is None:
            raise _wrong_accounts(draft)
        found.append((account, posting.tonnes))
    return tuple(found)


def furnaces_of(legs: Legs) -> tuple[Furnace, ...]:
    """The furnaces an entry names, each once, the giving side first."""
    return tuple(
        dict.fromkeys(account.furnace for account, _ in sorted(legs, key=lambda leg: leg[1] > 0) if account.furnace)
    )


def projects_of(legs: Legs) -> tuple[Project, ...]:
    """The projects an entry names, each once."""
    return tuple(dict.fromkeys(account.project for account, _ in legs if account.project))


def most_built_t(retired_t: int, ratio: Fraction) -> int:
    """The most that may be built for what was retired.

    >>> most_built_t(1_000_000, Fraction(5, 4))
    800000
    """
    return floor(retired_t / ratio)


def least_retired_t(built_t: int, ratio: Fraction) -> int:
    """The least that has to be retired for what is built.

    >>> least_retired_t(1_000_001, Fraction(5, 4))
    1250002
    """
    return ceil(built_t * ratio)


def _check_month(draft: Draft) -> None:
    is_step = draft.kind in STEPS
    try:
        Month.parse(draft.month)
        is_month = True
    except ValueError:
        is_month = False
    if not is_month and not (is_step and not draft.month):
        raise ActRefused("capacity.month_unknown", id=draft.id, month=draft.month)


def _fits(kind: EntryKind, legs: Legs) -> bool:
    """Whether the roles are those of the kind, each once on its side, and furnaces and projects are of one piece."""
    gives, takes = ([account.role for account, tonnes in legs if (tonnes > 0) is takes] for takes in (False, True))
    flow = Flow(frozenset(gives), frozenset(takes))
    if flow not in FLOWS[kind] or len(legs) != len(flow.gives) + len(flow.takes):
        return False
    furnaces, projects = furnaces_of(legs), projects_of(legs)
    if len(projects) > 1:
        return False
    if kind is EntryKind.HAND_OVER:
        return _is_other_owner(furnaces)
    if len(furnaces) > 1:
        return False
    if kind is EntryKind.SWAP_OUT:
        return len({abs(tonnes) for _, tonnes in legs}) == 1
    return kind is not EntryKind.BUILD or furnaces[0].enterprise == projects[0].enterprise


def _is_other_owner(furnaces: tuple[Furnace, ...]) -> bool:
    if len(furnaces) != 2:
        return False
    one, other = furnaces
    same = (one.quantity, one.kind, one.facility) == (other.quantity, other.kind, other.facility)
    return same and one.enterprise != other.enterprise


def check_one_class(draft: Draft, legs: Legs) -> None:
    """Iron does not turn into steel, nor any class into another."""
    classes = sorted({account.quantity for account, _ in legs})
    if len(classes) > 1:
        raise ActRefused("capacity.classes_mixed", id=draft.id, classes="、".join(classes))


def check_ratio(draft: Draft, legs: Legs) -> None:
    """What a project gives up is at least its ratio times what it builds."""
    by_role = {account.role: (account, tonnes) for account, tonnes in legs}
    account, given = by_role[PROJECT]
    built_t, retired_t = by_role[RUNNING][1], -given
    project = account.project
    assert project is not None
    if retired_t < project.ratio * built_t:
        raise ActRefused(
            "capacity.ratio_broken",
            id=draft.id,
            project=project.project,
            quantity=project.quantity,
            ratio=str(project.ratio),
            retired_t=retired_t,
            built_t=built_t,
            short_t=least_retired_t(built_t, project.ratio) - retired_t,
            most_t=most_built_t(retired_t, project.ratio),
        )
    assert by_role.get(CUT, (account, 0))[1] == retired_t - built_t


def _wrong_accounts(draft: Draft) -> ActRefused:
    accounts = "、".join(posting.account for posting in draft.postings)
    return ActRefused("capacity.account_not_of_kind", id=draft.id, kind=draft.kind, accounts=accounts or "—")

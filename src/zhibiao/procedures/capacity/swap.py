"""Replacement projects: announce a swap by the dated rules, then build what its ratio leaves; two persons for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from zhibiao.errors import ActRefused, NotFound, UsageError
from zhibiao.ledger.capacity.accounts import (
    CUT,
    DISMANTLED,
    PLEDGES,
    RUNNING,
    Furnace,
    Project,
    class_account,
    furnace_account,
    is_name,
    pledge_account,
    project_account,
)
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import EntryKind
from zhibiao.policy.swap_check import Ruling, Swap, SwapFurnace, rule_on_swap
from zhibiao.policy.swap_rules import SwapRules
from zhibiao.procedures.capacity.moves import find_furnace, given_move
from zhibiao.procedures.capacity.plan import (
    CapacityStore,
    Document,
    Done,
    Move,
    Plan,
    carry_out,
    check_may_carry_out,
    check_month,
    find_plan,
    plans,
    put_forward,
)
from zhibiao.procedures.ports import Clock, Person
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFurnace:
    """A furnace that a project is to build."""

    facility: str
    kind: str
    quantity: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A swap as somebody announces it.

    Args:
        project: id of the project.
        enterprise: who builds.
        region: `key` or `other`: the region of the place, by the list of key regions of air pollution control.
        case: code of the case.
        retired: ids of furnaces given up, each with tonnes; None for all that is free.
        built: what is to be built.
        drafts: drafts of measures taken to be in force, by the day from which.
        ratio: the ratio that an overriding document sets, where the program knows no rule.
    """

    project: str
    enterprise: str
    region: str
    case: str
    retired: Mapping[str, int | None]
    built: tuple[NewFurnace, ...]
    drafts: Mapping[str, dt.date] = field(default_factory=dict)
    ratio: Fraction | None = None


def propose_swap(
    store: CapacityStore,
    clock: Clock,
    rules: SwapRules | None,
    sector: str,
    announcement: Announcement,
    documents: Sequence[Document],
    person: Person,
    *,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put a swap forward: furnaces promise their capacity to a project, which may build by the ratio in force today.

    What is dismantled already goes into the project when the plan is carried out, the rest when it is dismantled.

    Raises:
        ActRefused: `capacity.project_known`, then what `rule_on_swap` and `put_forward` refuse.
        UsageError: `capacity.no_such_facility`, `capacity.name_unfit`, `capacity.tonnes_not_positive`,
            `capacity.swap_empty`, `capacity.draft_unknown`.
    """
    now = clock.now()
    book = store.capacity(sector=sector)
    _check_words(announcement, rules)
    _check_new(store, sector, announcement.project)
    swap = _swap(book, announcement, documents, sector=sector, day=now.astimezone(LOCAL).date())
    ruling = rule_on_swap(rules, swap)
    month = Month(swap.day.year, swap.day.month)
    return put_forward(
        store,
        clock,
        person,
        act="swap",
        sector=sector,
        moves=list(_moves(book, announcement.project, announcement.enterprise, swap, ruling.ratio, month)),
        documents=documents,
        facts=_facts(announcement, swap, ruling),
        cooling_off=cooling_off,
    )


def confirm_swap(store: CapacityStore, clock: Clock, rules: SwapRules | None, plan_id: str, person: Person) -> Done:
    """Carry a swap out, held once more to the rules of the day; any other plan is carried out as it is.

    Raises:
        NotFound: `capacity.plan_not_found`.
        NotAllowed: `auth.forbidden`.
        ActRefused: `flow.same_person`; `capacity.project_known`, what `rule_on_swap`
            refuses, `capacity.rule_changed`; then as `carry_out`.
    """
    with store.transaction():
        plan = find_plan(store, plan_id)
        check_may_carry_out(plan, person)
        if plan.act == "swap" and not _is_carried_out(store, plan):
            _check_new(store, plan.sector, plan.facts["project"])
            swap = swap_of(plan, day=clock.now().astimezone(LOCAL).date())
            ruling = rule_on_swap(rules, swap)
            if (now := str(ruling.ratio)) != plan.facts["ratio"]:
                raise ActRefused("capacity.rule_changed", plan=plan.id, was=plan.facts["ratio"], now=now)
        return carry_out(store, clock, plan_id, person)


def propose_build(
    store: CapacityStore,
    clock: Clock,
    sector: str,
    project: str,
    facility: str,
    month: Month,
    document: Document,
    person: Person,
    *,
    tonnes: int | None = None,
    cooling_off: CoolingOff | None = None,
) -> Plan:
    """Put forward that a furnace of a project's announcement runs, out of what was dismantled for the project.

    Args:
        store: the book's memory.
        clock: the time.
        sector: whose capacity.
        project: id of the project.
        facility: id of the new furnace, as announced.
        month: from which it runs.
        document: that it was built and accepted.
        person: an analyst or approver.
        tonnes: its capacity; as announced when None, and never more.
        cooling_off: of the book's settings.

    Raises:
        NotFound: `capacity.project_unknown`.
        UsageError: `capacity.not_announced`, `capacity.tonnes_not_positive`.
        ActRefused: `capacity.month_ahead`, `capacity.more_than_announced`, `capacity.not_dismantled_yet`, then as
            `put_forward`.
    """
    check_month(month, clock.now())
    announced = _find_announced(store, sector, project)
    if announced is None:
        raise NotFound("capacity.project_unknown", project=project, sector=sector)
    swap = swap_of(announced, day=clock.now().astimezone(LOCAL).date())
    new = next((one for one in swap.built if one.facility == facility), None)
    if new is None:
        known = "、".join(one.facility for one in swap.built)
        raise UsageError("capacity.not_announced", project=project, facility=facility, known=known)
    built_t = new.tonnes if tonnes is None else tonnes
    if built_t < 1:
        raise UsageError("capacity.tonnes_not_positive", tonnes=built_t)
    if built_t > new.tonnes:
        facts = {"facility": facility, "tonnes": built_t, "most_t": new.tonnes}
        raise ActRefused("capacity.more_than_announced", place=None, **facts)
    of = Project(
        quantity=new.quantity,
        ratio=Fraction(announced.facts["ratio"]),
        project=project,
        enterprise=announced.facts["enterprise"],
    )
    move = _built(store.capacity(sector=sector), of, new, built_t, month)
    return put_forward(
        store,
        clock,
        person,
        act="build",
        sector=sector,
        moves=[move],
        documents=[document],
        facts={"project": project, "facility": facility, "announced": announced.sha256},
        cooling_off=cooling_off,
    )


def swap_of(plan: Plan, *, day: dt.date) -> Swap:
    """The swap a plan announces, as of a day."""
    facts = plan.facts
    roles = {one["role"] for one in plan.documents}
    return Swap(
        sector=plan.sector,
        day=day,
        region=facts["region"],
        case=facts["case"],
        retired=tuple(SwapFurnace(**one) for one in facts["retired"]),
        built=tuple(SwapFurnace(**one) for one in facts["built"]),
        drafts={name: dt.date.fromisoformat(since) for name, since in facts["drafts"].items()},
        has_case_document="case" in roles,
        has_override="override" in roles,
        ratio=Fraction(facts["ratio"]),
    )


def _swap(
    book: CapacityBook, announcement: Announcement, documents: Sequence[Document], *, sector: str, day: dt.date
) -> Swap:
    roles = {one.role for one in documents}
    return Swap(
        sector=sector,
        day=day,
        region=announcement.region,
        case=announcement.case,
        retired=tuple(_retired(book, name, tonnes) for name, tonnes in announcement.retired.items()),
        built=tuple(
            SwapFurnace(
                facility=one.facility,
                enterprise=announcement.enterprise,
                kind=one.kind,
                quantity=one.quantity,
                tonnes=one.tonnes,
            )
            for one in announcement.built
        ),
        drafts=announcement.drafts,
        has_case_document="case" in roles,
        has_override="override" in roles,
        ratio=announcement.ratio,
    )


def _retired(book: CapacityBook, facility: str, tonnes: int | None) -> SwapFurnace:
    furnace = find_furnace(book, facility)
    free_t = book.free_t(facility)
    wanted_t = free_t if tonnes is None else tonnes
    if wanted_t > free_t or not free_t:
        facts = {
            "facility": facility,
            "tonnes": wanted_t,
            "free_t": free_t,
            "pledged_t": book.pledged_t(facility),
            "barred_t": book.barred_t(facility),
        }
        raise ActRefused("capacity.not_free", place=None, **facts)
    return SwapFurnace(
        facility=facility,
        enterprise=furnace.enterprise,
        kind=furnace.kind,
        quantity=furnace.quantity,
        tonnes=wanted_t,
    )


def _moves(
    book: CapacityBook, number: str, enterprise: str, swap: Swap, ratio: Fraction, month: Month
) -> Iterator[Move]:
    for one in swap.retired:
        furnace = book.furnaces[one.facility]
        project = Project(quantity=one.quantity, ratio=ratio, project=number, enterprise=enterprise)
        pledge = pledge_account(furnace, project)
        postings = ((class_account(PLEDGES, one.quantity), -one.tonnes), (pledge, one.tonnes))
        yield Move(kind=EntryKind.SWAP_PLEDGE, postings=postings, month=str(month))
        if book.state_of(one.facility) == DISMANTLED:
            yield given_move(furnace, project, pledge, one.tonnes, month)


def _built(book: CapacityBook, project: Project, new: SwapFurnace, built_t: int, month: Month) -> Move:
    """The new furnace out of the project's account; what the ratio takes is cut for good."""
    retired_t = ceil(built_t * project.ratio)
    held_t = book.balances.get(project_account(project), 0)
    if held_t < retired_t:
        facts = {"project": project.project, "quantity": project.quantity, "held_t": held_t, "needed_t": retired_t}
        raise ActRefused("capacity.not_dismantled_yet", place=None, short_t=retired_t - held_t, **facts)
    furnace = Furnace(quantity=new.quantity, kind=new.kind, facility=new.facility, enterprise=project.enterprise)
    cut = ((class_account(CUT, new.quantity), retired_t - built_t),) if retired_t > built_t else ()
    postings = ((project_account(project), -retired_t), (furnace_account(RUNNING, furnace), built_t), *cut)
    return Move(kind=EntryKind.BUILD, postings=postings, month=str(month))


def _facts(announcement: Announcement, swap: Swap, ruling: Ruling) -> dict[str, object]:
    """What the swap was decided on, as the plan keeps it."""
    return {
        "project": announcement.project,
        "enterprise": announcement.enterprise,
        "region": swap.region,
        "case": swap.case,
        "day": swap.day.isoformat(),
        "ratio": str(ruling.ratio),
        "regime": ruling.regime,
        "is_draft": ruling.is_draft,
        "is_suspended": ruling.is_suspended,
        "drafts": {name: since.isoformat() for name, since in sorted(swap.drafts.items())},
        "retired": [{name: getattr(one, name) for name in one.__slots__} for one in swap.retired],
        "built": [{name: getattr(one, name) for name in one.__slots__} for one in swap.built],
    }


def _check_words(announcement: Announcement, rules: SwapRules | None) -> None:
    if not announcement.retired or not announcement.built:
        raise UsageError("capacity.swap_empty", project=announcement.project)
    built = [name for one in announcement.built for name in (one.facility, one.kind, one.quantity)]
    for name in (announcement.project, announcement.enterprise, *built):
        if not is_name(name):
            raise UsageError("capacity.name_unfit", name=name)
    for one in announcement.built:
        if one.tonnes < 1:
            raise UsageError("capacity.tonnes_not_positive", tonnes=one.tonnes)
    known = {one.id for one in rules.regimes if one.is_draft} if rules else set()
    for name in announcement.drafts:
        if name not in known:
            raise UsageError("capacity.draft_unknown", found=name, known="、".join(sorted(known)) or "—")


def _is_carried_out(store: CapacityStore, plan: Plan) -> bool:
    proposal = store.capacity(sector=plan.sector).proposals.get(f"{EntryKind.PROPOSE}:{plan.id}")
    return proposal is not None and proposal.is_issued


def _find_announced(store: CapacityStore, sector: str, project: str) -> Plan | None:
    """The announcement of a project that was carried out; it has one ratio and one list of furnaces."""
    for plan in plans(store):
        is_of = plan.act == "swap" and plan.sector == sector and plan.facts["project"] == project
        if is_of and _is_carried_out(store, plan):
            return plan
    return None


def _check_new(store: CapacityStore, sector: str, project: str) -> None:
    if _find_announced(store, sector, project) is not None:
        raise ActRefused("capacity.project_known", project=project)

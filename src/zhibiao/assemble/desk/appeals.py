"""Appeals as the desk shows them: whose one is, what may still be appealed, and what a viewer may do upon one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibiao.allocation.appeals.appeal import Appeal, Stage
from zhibiao.allocation.appeals.window import day_of_act, is_over
from zhibiao.assemble.appeals import AppealsOf
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.procedures.appeals.acting import read_appeals
from zhibiao.procedures.appeals.carry_out import can_carry_out
from zhibiao.procedures.appeals.file import last_day_to_appeal
from zhibiao.procedures.last_decision import issued_at
from zhibiao.procedures.ports import DecisionState, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time in which one enterprise may appeal against one issued decision."""

    decision: str
    sector: str
    plan_year: int
    enterprise: str
    quota_t: int
    issued_on: dt.date
    last_day: dt.date


def owners_of_appeal(opened: OpenBook, name: str) -> frozenset[str] | None:
    """The enterprise that filed an appeal; None where there is none of that name."""
    found = read_appeals(opened.store).by_id.get(name)
    return None if found is None else frozenset({found.enterprise})


def windows_open(desk: Desk, appeals: AppealsOf) -> tuple[Window, ...]:
    """What this officer's enterprise may still appeal against and has no appeal against, the last issued first."""
    if Role.OFFICER not in appeals.person.roles:
        return ()
    opened, own = appeals.opened, appeals.person.enterprise
    known = desk.remembered(opened, ("appeals", "windows"), lambda: _windows(opened))
    taken = {one.filed.decision for one in appeals.seen() if one.enterprise == own and one.stage is not Stage.WITHDRAWN}
    now = opened.clock.now()
    return tuple(
        one
        for one in reversed(known)
        if one.enterprise == own and one.decision not in taken and not is_over(one.last_day, now=now)
    )


def _windows(opened: OpenBook) -> tuple[Window, ...]:
    """Every issued decision with every enterprise it covers, in order of issue."""
    issued = [one for one in opened.store.decisions() if one.state is DecisionState.ISSUED]
    found = []
    for stored in sorted(issued, key=issued_at):
        issued_on = day_of_act(issued_at(stored))
        last = last_day_to_appeal(stored, issued_on)
        found += [
            Window(
                decision=stored.id,
                sector=stored.body["sector"],
                plan_year=stored.body["plan_year"],
                enterprise=share["enterprise"],
                quota_t=share["quota_t"],
                issued_on=issued_on,
                last_day=last,
            )
            for share in stored.body["shares"]
        ]
    return tuple(found)


def acts_upon(appeals: AppealsOf, appeal: Appeal) -> frozenset[str]:
    """What this person may do upon an appeal as it stands; each act checks again.

    Names of routes: `add`, `withdraw`, `accept`, `ask`, `hear`, `decide`, `carry-out`; `recused` where this approver
    had a hand in the decision and another one has to decide.
    """
    roles, stage = set(appeals.person.roles), appeal.stage
    acts: set[str] = set()
    if Role.OFFICER in roles and appeals.person.enterprise == appeal.enterprise and appeal.is_open:
        acts |= {"add", "withdraw"}
    if roles & {Role.ANALYST, Role.APPROVER}:
        acts |= {"accept"} if stage is Stage.FILED else set()
        acts |= {"ask", "hear"} if stage in (Stage.ACCEPTED, Stage.ASKED) else set()
        waits = stage is Stage.DECIDED and appeal.outcome is not None and appeal.outcome.follows
        acts |= {"carry-out"} if waits and carrying(appeals, appeal) else set()
    if Role.APPROVER in roles and stage in (Stage.ACCEPTED, Stage.ASKED):
        acts |= {"decide"} if appeals.may_decide(appeal) else {"recused"}
    return frozenset(acts)


def carrying(appeals: AppealsOf, appeal: Appeal) -> tuple[str, ...]:
    """The decisions that can have carried an outcome out."""
    store = appeals.opened.store
    return tuple(one.id for one in store.decisions() if can_carry_out(store, appeal, one))

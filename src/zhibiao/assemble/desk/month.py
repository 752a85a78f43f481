"""What waits for somebody in a month of one sector: decisions, returns, questions, the close, and what was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from zhibiao.allocation.appeals.appeal import Mover
from zhibiao.allocation.decision.reconciliation import Stand
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.bases import bases_of_year
from zhibiao.assemble.desk.decisions.closing import closings
from zhibiao.assemble.desk.intake.intake_filings import today_of
from zhibiao.assemble.register.follow_up import gathered
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.procedures.appeals.acting import read_appeals
from zhibiao.procedures.ports import DecisionState, Person, StoredDecision
from zhibiao.procedures.query import Question, list_questions, standing_questions
from zhibiao.register.follow_up.dispatch import dispatch_of
from zhibiao.terms.instant import LOCAL, instant_of
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


class Matter(StrEnum):
    """What kind of thing waits; each has its words and its page."""

    APPROVE = "approve"  # a draft waits for a second person
    ISSUE = "issue"  # an approved decision waits to be issued
    LATE = "late"  # returns of the month are not on record
    HELD = "held"  # returns wait for the enterprise's answer before they are used
    QUESTIONS = "questions"  # questions to enterprises that nobody answered
    APPEAL = "appeal"  # appeals that wait for the bureau
    APPEAL_OWN = "appeal_own"  # appeals that wait for the enterprise
    CLOSE = "close"  # nothing keeps the open month from being closed
    BASES_UNSTATED = "bases_unstated"  # bases that quotas wait for were not put out
    BASES_DISPUTED = "bases_disputed"  # disputed bases that a second person has to see to
    BASES_OPEN = "bases_open"  # enterprises that may still answer to their bases
    OVERDUE = "overdue"  # commitments past their day
    BLOCKED = "blocked"  # commitments that somebody else holds up


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits.

    Args:
        matter: what kind.
        count: how many of it.
        names: whom it concerns, those first that wait longest.
        decision: its id, where it is one.
        month: that it concerns.
        since: the day it was put forward; None where that is not kept.
        sector: that it concerns, where it is another than the one looked at.
        year: the plan year that it concerns, where it is of a whole one.
    """

    matter: Matter
    count: int = 1
    names: tuple[Text, ...] = ()
    decision: str = ""
    month: Month | None = None
    since: dt.date | None = None
    sector: str = ""
    year: int = 0


def waiting_in_book(opened: OpenBook, assessed: MonthAssessment) -> tuple[Waiting, ...]:
    """What waits in the book of a sector, for whoever sees all of it: the bureau's own moves first."""
    decisions = opened.store.decisions(sector=assessed.sector, plan_year=assessed.plan_year)
    own = {item.enterprise: item.name for item in assessed.enterprises}
    bases = _bases(opened, assessed.sector, assessed.plan_year)
    return (*_decisions(decisions), *bases, *_appeals(opened, own), *_close(opened, assessed), *_late(assessed))


def waiting_elsewhere(opened: OpenBook, sector: str, plan_year: int) -> tuple[Waiting, ...]:
    """What waits in other sectors, and of decisions in other years of this one; for whoever sees all of it."""
    found: list[Waiting] = []
    asked = standing_questions(opened.store)
    for other in dict.fromkeys(one.sector for one in opened.city):
        mark = "" if other == sector else other
        years = _years_open(opened, other) - ({plan_year} if other == sector else set())
        waiting: list[Waiting] = []
        for year in sorted(years):
            waiting += _decisions(opened.store.decisions(sector=other, plan_year=year))
            waiting += _bases(opened, other, year)
        if mark:
            own = {one.id: one.name for one in opened.city.of_sector(other)}
            waiting += (*_appeals(opened, own), *_questions(opened, asked, own))
        found += (replace(one, sector=mark) for one in waiting)
    return tuple(found)


def _years_open(opened: OpenBook, sector: str) -> set[int]:
    """Plan years in which a decision can still wait; an older year's are too many to be read for one page."""
    first = today_of(opened).year - 1
    return {year for name, year in opened.rulebooks if name == sector and year >= first}


def waiting_answers(opened: OpenBook, assessed: MonthAssessment, person: Person) -> tuple[Waiting, ...]:
    """Questions to enterprises of the sector that stand open, as far as this person may see them."""
    own = {item.enterprise for item in assessed.enterprises}
    return tuple(_questions(opened, list_questions(opened.store, person), own))


def _questions(opened: OpenBook, questions: Sequence[Question], own: Container[str]) -> Iterator[Waiting]:
    asked = [one for one in questions if one.kept.enterprise in own]
    held = [one for one in asked if one.is_held]
    free = [one for one in asked if not one.is_held]
    yield from _asked(Matter.HELD, held, opened)
    yield from _asked(Matter.QUESTIONS, free, opened)


def _decisions(decisions: Iterable[StoredDecision]) -> Iterator[Waiting]:
    """Drafts and approved decisions."""
    matters = {DecisionState.DRAFT: Matter.APPROVE, DecisionState.APPROVED: Matter.ISSUE}
    for decision in decisions:
        if decision.state in matters:
            since = _day(decision.acts[-1].at) if decision.acts else None
            yield Waiting(matter=matters[decision.state], decision=decision.id, since=since)


def _bases(opened: OpenBook, sector: str, year: int) -> Iterator[Waiting]:
    """Bases that quotas of the year wait for: not put out, disputed, or with time left for an answer."""
    if (sector, year) not in opened.rulebooks or not (of := bases_of_year(opened, sector, year)).is_due:
        return
    if of.found is None:
        yield Waiting(matter=Matter.BASES_UNSTATED, year=year)
        return
    for matter, stand in ((Matter.BASES_DISPUTED, Stand.DISPUTED), (Matter.BASES_OPEN, Stand.OPEN)):
        concerned = [name for name, own in of.found.stands.items() if own is stand]
        if concerned:
            names = tuple(opened.city.name_of(name) for name in concerned)
            yield Waiting(matter=matter, count=len(concerned), names=names, year=year)


def _appeals(opened: OpenBook, own: Mapping[str, Text]) -> Iterator[Waiting]:
    """Appeals of these enterprises, by id with their names, that are not at their end, by whose move it is."""
    waiting = [one for one in read_appeals(opened.store) if one.enterprise in own]
    for matter, mover in ((Matter.APPEAL, Mover.BUREAU), (Matter.APPEAL_OWN, Mover.ENTERPRISE)):
        concerned = [one for one in waiting if one.mover is mover]
        if concerned:
            names = tuple(own[one.enterprise] for one in concerned)
            yield Waiting(matter=matter, count=len(concerned), names=names, since=_day(concerned[0].acts[0].at))


def _close(opened: OpenBook, assessed: MonthAssessment) -> Iterator[Waiting]:
    """The month that the sector's book closes next, where nothing keeps it from that."""
    for one in closings(opened):
        is_this = (one.sector, one.year) == (assessed.sector, assessed.plan_year)
        if is_this and one.next is not None and one.next <= assessed.month and not one.blocked:
            yield Waiting(matter=Matter.CLOSE, month=one.next)


def _late(assessed: MonthAssessment) -> Iterator[Waiting]:
    if assessed.late:
        names = tuple(item.name for item in assessed.late)
        yield Waiting(matter=Matter.LATE, count=len(names), names=names, month=assessed.month)


def _asked(matter: Matter, questions: Sequence[Question], opened: OpenBook) -> Iterator[Waiting]:
    if questions:
        firms = dict.fromkeys(one.kept.enterprise for one in questions)
        yield Waiting(
            matter=matter,
            count=len(questions),
            names=tuple(opened.city[firm].name for firm in firms),
            since=_day(questions[0].received_at),
        )


def _day(instant: str) -> dt.date:
    return instant_of(instant).astimezone(LOCAL).date()


def waiting_promises(opened: OpenBook, *, today: dt.date) -> tuple[Waiting, ...]:
    """What the register says of today: overdue items by unit, and items that wait for somebody else's move."""
    return tuple(_promised(opened, today=today)) if opened.store.register_acts.all() else ()


def _promised(opened: OpenBook, *, today: dt.date) -> Iterator[Waiting]:
    told = gathered(opened, on=today, known_by=opened.clock.now())
    units = dispatch_of(told.register, told.progress, on=today).units
    for matter, lines in ((Matter.OVERDUE, "overdue"), (Matter.BLOCKED, "to_move")):
        concerned = [(unit.unit, len(getattr(unit, lines))) for unit in units if getattr(unit, lines)]
        if concerned:
            concerned.sort(key=lambda one: -one[1])
            names = tuple(Text(unit) for unit, _ in concerned if unit)
            yield Waiting(matter=matter, count=sum(number for _, number in concerned), names=names)

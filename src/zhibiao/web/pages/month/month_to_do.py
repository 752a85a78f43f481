"""What needs a decision, as lines of the first page: what it is, whose move it is, and where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhibiao.assemble.desk.month import Matter, Waiting
from zhibiao.assemble.resources import sectors
from zhibiao.assessment.case import sector_name
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.text import Text
from zhibiao.web.doors.caller import Caller
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.asks import asks, city_asks, late_asks
from zhibiao.writers.bulletin_words import estimated_sentence

_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line: what is to be done, whose move it is, and the page where it is done; empty where that is closed."""

    text: str
    whose: str
    href: str = ""


_PLACES = {
    Matter.APPEAL: ("/appeals", "bureau"),
    Matter.APPEAL_OWN: ("/appeals", "enterprise"),
    Matter.CLOSE: ("/decisions/months", "bureau"),
    Matter.LATE: ("/intake", "enterprise"),
    Matter.HELD: ("/queries", "enterprise"),
    Matter.QUESTIONS: ("/queries", "enterprise"),
    Matter.BASES_UNSTATED: ("/bases", "bureau"),
    Matter.BASES_DISPUTED: ("/bases", "bureau"),
    Matter.BASES_OPEN: ("/bases", "enterprise"),
    Matter.OVERDUE: ("/register", "unit"),
    Matter.BLOCKED: ("/register", "unit"),
}
"""Where each matter is seen to, and whose move it is."""


def to_do(assessed: MonthAssessment, waiting: Iterable[Waiting], caller: Caller, words: DeskWords) -> list[Task]:
    """The city's own ask first, then what waits in the book."""
    room = way_to(caller, "/decisions", sector=assessed.sector, year=assessed.plan_year)
    city = [
        Task(text=text, whose=words("this_month.whose.bureau"), href=room)
        for text in city_asks(assessed, words.figures)
    ]
    return [*city, *(_line(one, assessed, caller, words) for one in waiting)]


def asked_of_firms(assessed: MonthAssessment, caller: Caller, words: DeskWords) -> list[Task]:
    """What the month's verdicts ask of enterprises."""
    figures = words.figures
    elsewhere = {*city_asks(assessed, figures), *late_asks(assessed, figures)}
    href = way_to(caller, "/enterprises", sector=assessed.sector, month=assessed.month)
    whose = words("this_month.whose.enterprise")
    return [Task(text=text, whose=whose, href=href) for text in asks(assessed, figures) if text not in elsewhere]


def filed_of(assessed: MonthAssessment, words: DeskWords) -> str:
    """How many have filed, and for whom the total carries an estimate."""
    filed = sum(one.return_on_record for one in assessed.enterprises)
    said = words("this_month.filed", filed=filed, all=filed + len(assessed.late))
    estimated = estimated_sentence(assessed, words.figures)
    return said if estimated is None else words.figures.running([said, estimated])


def _line(one: Waiting, assessed: MonthAssessment, caller: Caller, words: DeskWords) -> Task:
    facts: dict[str, object] = {
        "count": one.count,
        "names": _names(one.names, words),
        "decision": one.decision,
        "year": one.year,
        "month": "" if one.month is None else words.figures.month(one.month),
        "since": "" if one.since is None else words("this_month.since", day=words.figures.day(one.since)),
    }
    text = words(f"this_month.wait.{one.matter.value}", **facts)
    if one.sector:
        text = words("this_month.of_sector", sector=words.name(sector_name(sectors(), one.sector)), text=text)
    if one.decision:
        href = _decision_page(one.decision, caller)
        return Task(text=text, whose=words("this_month.whose.approver"), href=href)
    path, whose = _PLACES[one.matter]
    sector = assessed.sector if path == "/intake" else one.sector or assessed.sector if one.year else ""
    href = way_to(caller, path, sector=sector, month=one.month if path == "/intake" else None, year=one.year or None)
    return Task(text=text, whose=words(f"this_month.whose.{whose}"), href=href)


def _decision_page(decision: str, caller: Caller) -> str:
    return way_to(caller, "/decisions/{decision}", named=decision) or way_to(caller, "/decisions")


def _names(names: Sequence[Text], words: DeskWords) -> str:
    """The first of them; that there are more is said by the count."""
    shown = words.figures.joined([words.name(name) for name in names[:_NAMED]])
    return shown if len(names) <= _NAMED else words("this_month.and_more", names=shown)

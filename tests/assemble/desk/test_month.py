"""What waits for somebody in a month: seen on the demo's book as acts come and go."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from web.conftest import NOW, desk_folder
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk import month as desk_month
from zhibiao.assemble.desk.decisions.closing import Closing
from zhibiao.assemble.desk.month import (
    Matter,
    Waiting,
    waiting_answers,
    waiting_elsewhere,
    waiting_in_book,
    waiting_promises,
)
from zhibiao.assemble.resources import SetClock
from zhibiao.assessment.monthly import LateReturn, MonthAssessment
from zhibiao.errors import NotAllowed
from zhibiao.procedures.query import list_questions
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

MARCH = Month(2025, 3)


@pytest.fixture(scope="module")
def opened(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    made = open_book(desk_folder(demo_book, tmp_path_factory.mktemp("month") / "book"), clock=SetClock(NOW))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def assessed(opened: OpenBook) -> MonthAssessment:
    return opened.assess(MARCH, "steel")


def of(matter: Matter, found: tuple[Waiting, ...]) -> list[Waiting]:
    return [one for one in found if one.matter is matter]


def test_a_draft_waits_for_a_second_person_until_it_is_issued(opened: OpenBook, assessed: MonthAssessment) -> None:
    assert [] == of(Matter.APPROVE, waiting_in_book(opened, assessed))
    draft = opened.allocate(2025, "steel", person="lin", as_of=MARCH)
    (waits,) = of(Matter.APPROVE, waiting_in_book(opened, assessed))
    assert (draft.id, dt.date(2025, 4, 20)) == (waits.decision, waits.since)
    opened.approve(draft.id, person="wang")
    found = waiting_in_book(opened, assessed)
    assert [] == of(Matter.APPROVE, found)
    assert [draft.id] == [one.decision for one in of(Matter.ISSUE, found)]
    opened.withdraw(draft.id, reason="试算", person="lin")
    assert [] == of(Matter.ISSUE, waiting_in_book(opened, assessed))


def test_a_draft_of_another_sector_waits_elsewhere(opened: OpenBook, assessed: MonthAssessment) -> None:
    draft = opened.allocate(2025, "magnesia", person="lin", as_of=MARCH)
    assert [] == of(Matter.APPROVE, waiting_in_book(opened, assessed))
    (waits,) = of(Matter.APPROVE, waiting_elsewhere(opened, "steel", 2025))
    assert (draft.id, "magnesia") == (waits.decision, waits.sector)
    assert [] == of(Matter.APPROVE, waiting_elsewhere(opened, "magnesia", 2025))
    (of_another_year,) = of(Matter.APPROVE, waiting_elsewhere(opened, "magnesia", 2026))
    assert (draft.id, "") == (of_another_year.decision, of_another_year.sector)


def test_questions_to_other_sectors_wait_too(opened: OpenBook, assessed: MonthAssessment) -> None:
    here = waiting_answers(opened, assessed, opened.person("lin"))
    elsewhere = waiting_elsewhere(opened, "steel", 2025)
    asked = (Matter.HELD, Matter.QUESTIONS)
    everywhere = sum(one.count for one in (*here, *elsewhere) if one.matter in asked)
    assert len(list_questions(opened.store, opened.person("lin"))) == everywhere
    assert "steel" not in {one.sector for one in elsewhere}


def test_late_returns_wait_for_their_enterprises(opened: OpenBook, assessed: MonthAssessment) -> None:
    late = (LateReturn(enterprise="LH-S01", name=Text("甲"), last=None),)
    (waits,) = of(Matter.LATE, waiting_in_book(opened, replace(assessed, late=late)))
    assert (1, (Text("甲"),), MARCH) == (waits.count, waits.names, waits.month)


@pytest.mark.parametrize(
    ("next_month", "blocked", "waits"),
    [(MARCH, (), 1), (Month(2025, 4), (), 0), (None, (), 0), (MARCH, ("close.blocked",), 0)],
    ids=["open", "later than the page", "all closed", "a return is missing"],
)
def test_a_month_that_nothing_holds_can_be_closed(
    opened: OpenBook,
    assessed: MonthAssessment,
    monkeypatch: pytest.MonkeyPatch,
    next_month: Month | None,
    blocked: tuple[str, ...],
    waits: int,
) -> None:
    findings = tuple(Finding(code=code, severity=Severity.REJECT, place=Place()) for code in blocked)
    closing = Closing(
        sector="steel", year=2025, last=None, next=next_month, blocked=findings, is_closed=False, has_rule=False
    )
    monkeypatch.setattr(desk_month, "closings", lambda _: (closing, replace(closing, sector="magnesia")))
    assert waits == len(of(Matter.CLOSE, waiting_in_book(opened, assessed)))


def test_questions_are_those_of_the_sector_and_its_own(opened: OpenBook, assessed: MonthAssessment) -> None:
    open_ones = waiting_answers(opened, assessed, opened.person("lin"))
    asked = sum(one.count for one in open_ones)
    own = {item.enterprise for item in assessed.enterprises}
    from_store = [kept for _, kept in opened.store.submissions.open_findings() if kept.enterprise in own]
    assert 0 < asked <= len(from_store)
    names = {item.name for item in assessed.enterprises}
    assert names >= {name for one in open_ones for name in one.names}
    with pytest.raises(NotAllowed):
        waiting_answers(opened, assessed, replace(opened.person("officer-s01"), enterprise=""))


def test_promises_wait_as_the_register_says_of_the_day(opened: OpenBook) -> None:
    early = waiting_promises(opened, today=dt.date(2025, 4, 20))
    late = waiting_promises(opened, today=dt.date(2026, 11, 22))
    count = {
        name: sum(one.count for one in of(Matter.OVERDUE, found)) for name, found in {"a": early, "b": late}.items()
    }
    assert 0 <= count["a"] < count["b"]
    assert all(one.names for one in of(Matter.OVERDUE, late))

"""Decisions as the desk shows them: stages, what was read, whose act is next, and what is closed next."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk.decisions.closing import closings
from zhibiao.assemble.desk.decisions.decisions import (
    Stage,
    acts_of,
    check_read,
    every_decision,
    owners_of_decision,
    read_decision,
    read_mark,
)
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import Conflict
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.period import Month

NOW = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)


@pytest.fixture
def opened(demo_book: Path, tmp_path: Path) -> Iterator[OpenBook]:
    """A copy of the demo's book."""
    shutil.copytree(demo_book, tmp_path / "book")
    found = open_book(tmp_path / "book", clock=SetClock(NOW))
    yield found
    found.store.close()


def person(opened: OpenBook, role: Role) -> Person:
    """The first of the demo's people with that role."""
    return next(one for one in opened.folder.settings.people if role in one.roles)


def test_a_draft_is_the_other_persons_to_decide(opened: OpenBook) -> None:
    analyst, approver = person(opened, Role.ANALYST), person(opened, Role.APPROVER)
    draft = opened.allocate(2025, "steel", person=analyst.id, as_of=Month(2025, 3))
    progress = every_decision(opened)[0]
    assert (draft.id, Stage.DRAFT) == (progress.stored.id, progress.stage)
    assert (frozenset({"withdraw"}), frozenset({"approve", "withdraw"})) == (
        acts_of(progress, analyst),
        acts_of(progress, approver),
    )
    before = read_mark(opened, draft)
    opened.approve(draft.id, person=approver.id)
    after = read_decision(None, opened, draft.id)
    assert before != after.read
    # Whoever lost the answer to the same act may ask again; for another act it has to be read again.
    check_read(opened, draft.id, read=before, person=approver.id, act="approve")
    with pytest.raises(Conflict, match=r"flow\.stale_read"):
        check_read(opened, draft.id, read=before, person=approver.id, act="issue")


def test_an_issued_decision_has_no_acts_left(opened: OpenBook) -> None:
    issued = [one for one in every_decision(opened) if one.stage is Stage.ISSUED]
    assert 10 == len(issued)
    assert {frozenset()} == {acts_of(one, person(opened, Role.APPROVER)) for one in issued}


def test_a_decision_belongs_to_all_that_it_gives_quota_to(opened: OpenBook) -> None:
    known = every_decision(opened)[0].stored
    assert {share["enterprise"] for share in known.body["shares"]} == owners_of_decision(opened, known.id)
    assert owners_of_decision(opened, "steel-2025-00000000") is None


def test_what_is_closed_next_and_what_is_missing(opened: OpenBook) -> None:
    found = {(one.sector, one.year): one for one in closings(opened)}
    assert {("steel", 2025), ("steel", 2024), ("magnesia", 2025), ("magnesia", 2024)} == set(found)
    steel = found["steel", 2025]
    assert (Month(2025, 3), Month(2025, 4)) == (steel.last, steel.next)
    assert {"close.return_missing"} == {one.code for one in steel.blocked}
    assert (True, None, ()) == (found["steel", 2024].is_closed, found["steel", 2024].next, found["steel", 2024].blocked)

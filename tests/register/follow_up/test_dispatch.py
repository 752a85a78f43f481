"""The dispatch list: what stands on which list, and what is asked of whom by when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from register_sample import LAND, MILL, PAPER, WORKS, accepted, acts_of, day, drawn_acts, reported, sample_acts, told
from zhibiao.register.commitment import CommitmentKind, Coverage, Span
from zhibiao.register.deeds import Act, Claim, ItemNamed
from zhibiao.register.follow_up.ask import Ask, Asked, Rhythm
from zhibiao.register.follow_up.dispatch import Dispatch, UnitList, dispatch_of
from zhibiao.register.progress.named import Shown
from zhibiao.register.progress.values import State


def _dispatch(on: str, acts: tuple[Act, ...] | None = None, **rhythm: int) -> Dispatch:
    register, progress = told(acts or sample_acts(), on)
    return dispatch_of(register, progress, on=day(on), rhythm=Rhythm(**rhythm))


def _of(dispatch: Dispatch, unit: str) -> UnitList:
    return next(one for one in dispatch.units if one.unit == unit)


def _ids(unit: UnitList, name: str) -> list[str]:
    return [line.item.id for line in getattr(unit, name)]


def test_every_item_of_a_unit_stands_where_its_day_puts_it() -> None:
    works = _of(_dispatch("2025-04-10"), WORKS)
    assert ["C0005"] == _ids(works, "overdue")
    assert ["C0006"] == _ids(works, "near")
    assert ["C0004"] == [item.id for item in works.settled]
    assert ["C0008"] == _ids(works, "undated")
    assert [] == _ids(works, "soon")


def test_a_claim_that_is_over_its_day_is_overdue_and_asked_for_evidence() -> None:
    (line,) = _of(_dispatch("2025-04-10"), WORKS).overdue
    assert (State.CLAIMED, -10) == (line.item.state, line.item.days_left)
    assert Ask(what=Asked.EVIDENCE, of=WORKS, by=day("2025-04-17")) == line.ask


@pytest.mark.parametrize(
    ("what", "by", "on"),
    [
        (Asked.REPORT, "2025-03-27", "2025-03-20"),
        (Asked.FINISH, "2025-04-15", "2025-04-10"),
        (Asked.FINISH, "2025-04-15", "2025-04-15"),
        (Asked.FINISH_OR_MOVE, "2025-04-23", "2025-04-16"),
    ],
)
def test_what_is_asked_follows_the_days_left(what: Asked, by: str, on: str) -> None:
    works = _of(_dispatch(on), WORKS)
    (line,) = [one for one in (*works.overdue, *works.near, *works.soon) if one.item.id == "C0006"]
    assert Ask(what=what, of=WORKS, by=day(by)) == line.ask


def test_a_block_is_asked_of_its_mover_by_the_day_a_meeting_set() -> None:
    dispatch = _dispatch("2025-04-10")
    (line,) = _of(dispatch, LAND).blocked
    assert (Ask(what=Asked.RELEASE, of="林草局", by=day("2025-05-31")), 38) == (line.ask, line.block.days)
    assert (line,) == _of(dispatch, "林草局").to_move
    (other,) = _of(dispatch, LAND).to_move
    assert ("C0003", day("2025-04-17")) == (other.item.id, other.ask.by)
    # The day that the meeting set is over: the time to answer counts again.
    assert day("2025-06-08") == _of(_dispatch("2025-06-01"), LAND).blocked[0].ask.by


def test_the_item_itself_is_due_before_the_time_to_answer() -> None:
    (line,) = _of(_dispatch("2025-04-28"), MILL).blocked
    assert day("2025-04-30") == line.ask.by


def test_a_moved_date_keeps_the_first_one() -> None:
    (line,) = _of(_dispatch("2025-09-15"), LAND).soon
    item = line.item
    assert (day("2025-06-30"), day("2025-09-30"), 1, 92) == (
        item.first_due,
        item.due,
        item.times_moved,
        item.slipped_days,
    )


@pytest.mark.parametrize(("silent", "days"), [(True, 13), (False, 14)])
def test_silence_counts_after_so_many_days(silent: bool, days: int) -> None:
    works = _of(_dispatch("2025-04-23", silent=days), WORKS)
    assert silent is ("C0006" in _ids(works, "silent"))


def test_results_and_agreements_with_obligations_are_no_items() -> None:
    listed = {item.id for unit in _dispatch("2025-04-10").units for item in unit.items}
    assert {"C0002", "C0003", "C0004", "C0005", "C0006", "C0007", "C0008"} == listed


def test_who_has_most_overdue_comes_first() -> None:
    assert WORKS == _dispatch("2025-04-10").units[0].unit


def _programme(*events: ItemNamed) -> tuple[Act, ...]:
    made = accepted(
        1,
        "活动安排",
        kind=CommitmentKind.PROGRAMME,
        period="2025-04",
        due=day("2025-04-30"),
        lead="市文旅局",
        coverage=(Coverage(every=Span.WEEK, level="feature"),),
    )
    return acts_of([("2025-03-31", made), *(("2025-03-31", event) for event in events)])


def test_the_events_of_the_week_and_the_gaps_ahead() -> None:
    fair = ItemNamed(commitment="C0001", name="梨花节", on=day("2025-04-12"), level="feature")
    later = ItemNamed(commitment="C0001", name="市集", on=day("2025-04-16"), level="feature", claim=Claim.NOT_STARTED)
    dispatch = _dispatch("2025-04-10", _programme(fair, later))
    assert [("梨花节", Shown.PLANNED)] == [(event.name, event.shown) for event in dispatch.events]
    # Week 18 has three days in April, of which its share of one event is none.
    assert ["2025-W17"] == [line.gap.name for line in dispatch.gaps]
    assert Ask(what=Asked.PLAN_EVENT, of="市文旅局", by=day("2025-04-21")) == dispatch.gaps[0].ask


def test_a_span_that_has_begun_is_filled_by_its_last_day() -> None:
    assert day("2025-04-13") == _dispatch("2025-04-10", _programme()).gaps[0].ask.by


@settings(max_examples=examples(60))
@given(acts=drawn_acts(), on=st.dates(dt.date(2025, 1, 1), dt.date(2026, 1, 31)))
def test_lists_partition_the_items_and_what_is_past_its_day_is_overdue_once(acts: tuple[Act, ...], on: dt.date) -> None:
    register, progress = told(acts, on.isoformat())
    dispatch = dispatch_of(register, progress, on=on)
    listed = Counter(item.id for unit in dispatch.units for item in unit.items)
    owed = [one for one in register.commitments.values() if one.terms.kind is not CommitmentKind.RESULT]
    assert Counter(one.id for one in owed) == listed
    open_states = set(State) - {State.DONE, State.STOPPED, State.REPORTED}
    past = [one.id for one in owed if one.terms.due and one.terms.due < on and progress[one.id].state in open_states]
    assert Counter(past) == Counter(line.item.id for unit in dispatch.units for line in unit.overdue)
    assert all(line.item.due is None for unit in dispatch.units for line in unit.undated)
    assert all(line.ask.by >= on for unit in dispatch.units for line in (*unit.overdue, *unit.near, *unit.soon))


def test_a_unit_written_in_two_ways_is_one_unit() -> None:
    assert 1 == sum("工业和信息化局" in unit.unit for unit in _dispatch("2025-04-10").units)


def test_evidence_takes_an_item_off_the_list() -> None:
    acts = sample_acts()
    shown = reported(5, "2025-04-01", Claim.DONE, evidence=PAPER)
    more = replace(acts[-1], number=len(acts) + 1, deed=shown)
    assert () == _of(_dispatch("2025-04-10", (*acts, more)), WORKS).overdue


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("later", "2025-03-15"),
        ("soon", "2025-03-16"),
        ("soon", "2025-04-07"),
        ("near", "2025-04-08"),
        ("near", "2025-04-15"),
        ("overdue", "2025-04-16"),
    ],
)
def test_the_edges_of_the_lists(name: str, on: str) -> None:
    # C0006 is due on 15 April: 30 days after 16 March, 7 days after 8 April.
    works = _of(_dispatch(on), WORKS)
    held = {
        one
        for one in ("overdue", "near", "soon", "later")
        for line in getattr(works, one)
        if getattr(line, "item", line).id == "C0006"
    }
    assert {name} == held


@pytest.mark.parametrize("spellings", [("市 商务局", "市商务局"), ("市商务局", "市 商务局")])
def test_a_unit_is_called_alike_whoever_wrote_first(spellings: tuple[str, str]) -> None:
    acts = acts_of(
        [("2025-01-05", accepted(number, f"事项{number}", lead=lead)) for number, lead in enumerate(spellings, start=1)]
    )
    assert ["市商务局"] == [unit.unit for unit in _dispatch("2025-04-10", acts).units]

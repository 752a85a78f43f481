"""The month of the register: what became done, claimed, overdue, moved or blocked in it, and the counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from register_sample import LAND, PAPER, WORKS, accepted, acts_of, day, drawn_acts, reported, sample_acts
from zhibiao.register.deeds import Act, Claim, Moved, Released
from zhibiao.register.follow_up.item import entered_by, items_of
from zhibiao.register.follow_up.month import RegisterMonth, month_of
from zhibiao.register.progress.progress import progress_of_all
from zhibiao.register.progress.values import State
from zhibiao.register.register import register_of
from zhibiao.terms.period import Month


def _month(text: str, acts: tuple[Act, ...] | None = None) -> RegisterMonth:
    return month_of(register_of(acts or sample_acts()), month=Month.parse(text), figures={})


def test_what_the_month_brought() -> None:
    march = _month("2025-03")
    assert [("C0004", ("验收单.pdf",))] == [(one.item.id, one.evidence) for one in march.done]
    assert ["C0005"] == [item.id for item in march.claimed]
    assert [] == [item.id for item in march.overdue]
    assert [("C0002", "林草局")] == [(one.item.id, one.mover) for one in march.opened]
    assert ["C0007", "C0008"] == [item.id for item in march.undated]
    assert ["C0008"] == [item.id for item in march.targets]


def test_what_the_next_month_brought() -> None:
    april = _month("2025-04")
    assert [] == [one.item.id for one in april.done]
    # Due on 31 March and 15 April; 30 April is not past on 30 April.
    assert ["C0005", "C0006"] == [item.id for item in april.overdue]
    assert [("C0003", LAND)] == [(one.item.id, one.mover) for one in april.opened]
    (moved,) = april.moved
    assert (day("2025-06-30"), day("2025-09-30"), "用地未批") == (moved.move.before, moved.move.due, moved.move.reason)
    assert [] == [item.id for item in _month("2025-05").overdue if item.id != "C0003"]


def test_a_block_that_went_is_told_in_the_month_it_went() -> None:
    acts = sample_acts()
    gone = Released(commitment="C0002", block=10, on=day("2025-05-20"))
    more = (*acts, replace(acts[-1], number=len(acts) + 1, at="2025-05-20T00:00:00Z", deed=gone))
    (released,) = _month("2025-05", more).released
    assert ("C0002", day("2025-05-20"), day("2025-03-03")) == (released.item.id, released.released, released.since)


@pytest.mark.parametrize(("month", "ids"), [("2025-02", {"C0002", "C0003"}), ("2025-01", set())])
def test_what_was_entered_later_is_not_counted(month: str, ids: set[str]) -> None:
    told = _month(month)
    assert len(ids) == told.total.items == sum(unit.items for unit in told.units)


def test_an_item_entered_when_it_was_past_is_newly_overdue_then_and_only_then() -> None:
    made = accepted(1, "补登事项", lead=WORKS, due=day("2025-01-31"))
    acts = acts_of([("2025-03-05", made)])
    assert [["C0001"], []] == [[item.id for item in _month(month, acts).overdue] for month in ("2025-03", "2025-04")]


def test_a_claim_that_is_shown_later_is_newly_done_then() -> None:
    made = accepted(1, "建基地", lead=WORKS, due=day("2025-12-31"))
    acts = acts_of(
        [
            ("2025-01-05", made),
            ("2025-02-10", reported(1, "2025-02-10", Claim.DONE)),
            ("2025-03-10", reported(1, "2025-03-10", Claim.DONE, evidence=PAPER)),
        ]
    )
    february, march = _month("2025-02", acts), _month("2025-03", acts)
    assert ([], ["C0001"]) == ([one.item.id for one in february.done], [item.id for item in february.claimed])
    assert (["C0001"], []) == ([one.item.id for one in march.done], [item.id for item in march.claimed])


def test_a_move_is_told_in_the_month_it_was_put_on_record() -> None:
    made = accepted(1, "建基地", lead=WORKS, due=day("2025-03-31"))
    moved = Moved(commitment="C0001", due=day("2025-09-30"), reason="用地")
    acts = acts_of([("2025-01-05", made), ("2025-03-20", moved), ("2025-04-02", replace(moved, due=day("2025-10-31")))])
    assert [1, 1, 0] == [len(_month(month, acts).moved) for month in ("2025-03", "2025-04", "2025-05")]


def test_units_together_are_their_sum() -> None:
    told = _month("2025-04")
    assert told.total.items == sum(unit.items for unit in told.units)
    assert told.total.overdue == sum(unit.overdue for unit in told.units)


@settings(max_examples=examples(40))
@given(acts=drawn_acts(), number=st.integers(1, 12))
def test_every_item_is_counted_once_and_stands_at_the_end_as_the_last_month_left_it(
    acts: tuple[Act, ...], number: int
) -> None:
    register = register_of(acts)
    told = month_of(register, month=Month(2025, number), figures={})
    entered = entered_by(register, told.on)
    items = items_of(entered, progress_of_all(entered, on=told.on, figures={}))
    assert len(items) == told.total.items == sum(told.total.states.values())
    assert sum(item.overdue for item in items) == told.total.overdue
    # What is done at the end of the year became done in one of its months, once for each time that it was taken back.
    if number == 12:
        months = [month_of(register, month=Month(2025, one), figures={}) for one in range(1, 13)]
        done = {one.item.id for month in months for one in month.done}
        assert {item.id for item in items if item.state is State.DONE} <= done

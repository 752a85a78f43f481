"""How a commitment stands: told from its acts and the figures of the month, as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    BlockCause,
    Blocked,
    Claim,
    Deed,
    Evidence,
    ItemNamed,
    Moved,
    Noted,
    Released,
    Reported,
)
from zhibiao.register.progress.progress import progress_of, progress_of_all
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import register_of
from zhibiao.texts.statement import Change, Comparator, Figure, ProjectStatus

_DUE = dt.date(2025, 6, 30)
_PAPER = (Evidence(sha256="f" * 64, name="验收单.pdf"),)
_TASK = Terms(kind=CommitmentKind.TASK, title="建设废钢加工基地", due=_DUE, lead="市工信局")
_GROWTH = Figure(value=Decimal("4.5"), unit="%", change=Change.YOY, comparator=Comparator.EQUAL)
_TARGET = Terms(
    kind=CommitmentKind.TARGET, title="菱镁行业产值", figure=_GROWTH, period="2025", due=dt.date(2025, 12, 31)
)


def _acts(*deeds: Deed) -> list[Act]:
    return [
        Act(number=place, at=f"2025-01-{place:02d}T08:00:00Z", person="lin", deed=deed)
        for place, deed in enumerate(deeds, 1)
    ]


def _progress(terms: Terms, *deeds: Deed, on: str) -> Progress:
    made = register_of(_acts(Accepted(commitment="C0001", terms=terms), *deeds)).commitment("C0001")
    return progress_of(made, on=dt.date.fromisoformat(on), figures={})


def _report(as_of: str, claim: Claim, *, figure: str = "", evidence: tuple[Evidence, ...] = ()) -> Reported:
    day = dt.date.fromisoformat(as_of)
    return Reported(commitment="C0001", as_of=day, claim=claim, figure=figure, evidence=evidence)


@pytest.mark.parametrize(
    ("state", "reports"),
    [
        (State.WAITING, ()),
        (State.WAITING, (_report("2025-03-31", Claim.NOT_STARTED),)),
        (State.UNDER_WAY, (_report("2025-03-31", Claim.UNDER_WAY),)),
        (State.CLAIMED, (_report("2025-03-31", Claim.DONE),)),
        (State.DONE, (_report("2025-03-31", Claim.DONE, evidence=_PAPER),)),
        (State.STOPPED, (_report("2025-03-31", Claim.STOPPED),)),
        # The newest day counts, whatever was told last; of one day the later act.
        (State.UNDER_WAY, (_report("2025-04-30", Claim.UNDER_WAY), _report("2025-03-31", Claim.DONE))),
        (State.STOPPED, (_report("2025-03-31", Claim.DONE), _report("2025-03-31", Claim.STOPPED))),
        # Evidence of an earlier report of the same claim stands, until the claim is taken back.
        (State.DONE, (_report("2025-03-31", Claim.DONE, evidence=_PAPER), _report("2025-04-30", Claim.DONE))),
        (
            State.CLAIMED,
            (
                _report("2025-03-01", Claim.DONE, evidence=_PAPER),
                _report("2025-03-20", Claim.UNDER_WAY),
                _report("2025-03-31", Claim.DONE),
            ),
        ),
        # What is dated later is not known yet.
        (State.WAITING, (_report("2025-05-02", Claim.DONE, evidence=_PAPER),)),
    ],
)
def test_a_task_stands_as_is_reported_and_done_where_something_shows_it(
    state: State, reports: tuple[Reported, ...]
) -> None:
    assert state is _progress(_TASK, *reports, on="2025-05-01").state


@pytest.mark.parametrize(
    ("overdue", "days_left", "on", "reports"),
    [
        (False, 0, "2025-06-30", ()),
        (True, -1, "2025-07-01", ()),
        (True, -1, "2025-07-01", (_report("2025-06-30", Claim.DONE),)),
        (False, -1, "2025-07-01", (_report("2025-06-30", Claim.DONE, evidence=_PAPER),)),
    ],
)
def test_what_nothing_shows_is_overdue_after_its_day(
    overdue: bool, days_left: int, on: str, reports: tuple[Reported, ...]
) -> None:
    told = _progress(_TASK, *reports, on=on)
    assert (overdue, days_left) == (told.overdue, told.days_left)


def test_a_task_without_a_due_date_has_none() -> None:
    told = _progress(replace(_TASK, due=None), on="2030-01-01")
    assert (False, None, None, None) == (told.overdue, told.days_left, told.due, told.slipped_days)


def test_a_moved_date_tells_the_first_one_and_by_how_much_it_slipped() -> None:
    moves = [Moved(commitment="C0001", due=dt.date(2025, month, 30), reason="用地未批") for month in (9, 11)]
    told = _progress(_TASK, *moves, on="2025-07-01")
    assert (_DUE, dt.date(2025, 11, 30), 153) == (told.first_due, told.due, told.slipped_days)
    assert [(_DUE, dt.date(2025, 9, 30)), (dt.date(2025, 9, 30), dt.date(2025, 11, 30))] == [
        (move.before, move.due) for move in told.moves
    ]


def test_a_date_set_later_has_no_day_before_it() -> None:
    move = Moved(commitment="C0001", due=_DUE, reason="会议议定")
    told = _progress(replace(_TASK, due=None), move, on="2025-05-01")
    assert [None] == [one.before for one in told.moves]
    assert (_DUE, 0) == (told.first_due, told.slipped_days)


def test_a_block_tells_its_mover_and_days_until_it_is_gone() -> None:
    block = Blocked(commitment="C0001", since=dt.date(2025, 3, 1), cause=BlockCause.LAND, mover="市自然资源局")
    gone = Released(commitment="C0001", block=2, on=dt.date(2025, 4, 11))
    assert [("市自然资源局", 40)] == [
        (one.mover, one.days) for one in _progress(_TASK, block, gone, on="2025-04-10").blocks
    ]
    assert () == _progress(_TASK, block, gone, on="2025-04-11").blocks
    assert () == _progress(_TASK, block, on="2025-02-28").blocks


@pytest.mark.parametrize(
    ("silent", "deeds"),
    [
        (120, ()),
        (31, (_report("2025-03-31", Claim.UNDER_WAY),)),
        (10, (Noted(commitment="C0001", on=dt.date(2025, 4, 21), meeting="会商会议", conclusion="抓紧"),)),
        (120, (_report("2025-05-02", Claim.UNDER_WAY),)),
    ],
)
def test_silence_is_counted_from_the_last_word(silent: int, deeds: tuple[Deed, ...]) -> None:
    assert silent == _progress(_TASK, *deeds, on="2025-05-01").silent_days


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (State.WAITING, ProjectStatus.PLANNED),
        (State.UNDER_WAY, ProjectStatus.BUILDING),
        (State.CLAIMED, ProjectStatus.DONE),
        (State.STOPPED, ProjectStatus.STOPPED),
    ],
)
def test_a_project_stands_at_the_stage_of_its_text_until_a_report(state: State, stage: ProjectStatus) -> None:
    project = replace(_TASK, kind=CommitmentKind.PROJECT, stage=stage)
    assert state is _progress(project, on="2025-05-01").state
    assert State.UNDER_WAY is _progress(project, _report("2025-04-01", Claim.UNDER_WAY), on="2025-05-01").state


@pytest.mark.parametrize(
    ("state", "met", "on", "reports"),
    [
        (State.UNDER_WAY, False, "2025-08-01", (_report("2025-06-30", Claim.UNDER_WAY, figure="3.0"),)),
        (State.UNDER_WAY, True, "2025-08-01", (_report("2025-06-30", Claim.UNDER_WAY, figure="5"),)),
        (State.UNDER_WAY, False, "2025-08-01", (_report("2025-06-30", Claim.DONE, figure="3", evidence=_PAPER),)),
        (State.CLAIMED, True, "2026-02-01", (_report("2025-12-31", Claim.UNDER_WAY, figure="4.5"),)),
        (State.DONE, True, "2026-02-01", (_report("2025-12-31", Claim.UNDER_WAY, figure="4.5", evidence=_PAPER),)),
        (State.MISSED, False, "2026-02-01", (_report("2025-12-31", Claim.DONE, figure="4.4", evidence=_PAPER),)),
        # The year is over, and nobody has told its figure.
        (State.UNDER_WAY, True, "2026-02-01", (_report("2025-09-30", Claim.UNDER_WAY, figure="6"),)),
        (State.DONE, None, "2026-02-01", (_report("2025-12-31", Claim.DONE, evidence=_PAPER),)),
    ],
)
def test_a_target_without_an_indicator_is_held_against_the_number_reported(
    state: State, met: bool | None, on: str, reports: tuple[Reported, ...]
) -> None:
    told = _progress(_TARGET, *reports, on=on)
    assert (state, met) == (told.state, told.measure.met)


def test_a_result_owes_nothing() -> None:
    result = replace(_TARGET, kind=CommitmentKind.RESULT, due=None)
    told = _progress(result, on="2026-02-01")
    assert (State.REPORTED, Fraction("4.5"), None, False) == (
        told.state,
        told.measure.reached,
        told.measure.promised,
        told.overdue,
    )


_GOAL = Terms(kind=CommitmentKind.COUNTED, title="建成智能工厂", items=3, period="2025", due=dt.date(2025, 12, 31))


def _item(name: str, *, claim: Claim = Claim.DONE, shown: bool = True, on: str = "") -> ItemNamed:
    day = dt.date.fromisoformat(on) if on else None
    return ItemNamed(commitment="C0001", name=name, claim=claim, on=day, evidence=_PAPER if shown else ())


def test_items_count_once_by_name_and_only_where_shown() -> None:
    told = _progress(
        _GOAL,
        _item("角宿热轧智能工厂"),
        _item("角宿热轧“智能工厂”"),
        _item("心宿数字化车间", shown=False),
        _item("尾宿示范场景", claim=Claim.UNDER_WAY),
        _item("箕宿工厂", claim=Claim.STOPPED),
        _item("斗宿工厂", on="2025-09-01"),
        on="2025-08-01",
    )
    assert told.items
    assert (5, 1, 1, 2, 1) == (
        told.items.named,
        told.items.evidenced,
        told.items.claimed,
        told.items.planned,
        told.items.dropped,
    )
    assert (("角宿热轧智能工厂", "角宿热轧“智能工厂”"),) == told.items.repeats
    assert (State.UNDER_WAY, Fraction(1, 3)) == (told.state, told.measure.share)


@pytest.mark.parametrize(
    ("state", "shown", "claimed", "on"),
    [
        (State.WAITING, 0, 0, "2025-08-01"),
        (State.UNDER_WAY, 2, 0, "2025-08-01"),
        (State.CLAIMED, 2, 1, "2025-08-01"),
        (State.DONE, 3, 0, "2025-08-01"),
        (State.DONE, 3, 0, "2026-08-01"),
        (State.CLAIMED, 2, 1, "2026-08-01"),
        (State.MISSED, 2, 0, "2026-08-01"),
    ],
)
def test_a_counted_goal_is_kept_by_shown_items_alone(state: State, shown: int, claimed: int, on: str) -> None:
    named = [_item(f"第{place}个", shown=place < shown) for place in range(shown + claimed)]
    assert state is _progress(_GOAL, *named, on=on).state


def test_a_report_that_all_are_done_stays_a_claim_without_the_items() -> None:
    told = _progress(_GOAL, _report("2025-06-30", Claim.DONE, figure="112", evidence=_PAPER), on="2025-08-01")
    assert (State.CLAIMED, Fraction(0)) == (told.state, told.measure.reached)


def test_evidence_told_later_of_the_same_item_shows_it() -> None:
    told = _progress(_GOAL, _item("甲", shown=False), _item("甲"), _item("甲", shown=False), on="2025-08-01")
    assert told.items
    assert (1, 1, 0) == (told.items.named, told.items.evidenced, told.items.claimed)


def test_every_commitment_of_a_register_has_its_progress() -> None:
    register = register_of(_acts(Accepted(commitment="C0001", terms=_TASK), Accepted(commitment="C0002", terms=_GOAL)))
    assert ["C0001", "C0002"] == list(progress_of_all(register, on=_DUE, figures={}))


def test_an_item_without_a_day_is_known_from_the_day_it_was_told() -> None:
    # The first act is of 1 January, the item's of the 2nd, both at 16:00 in China.
    assert 0 == _items_named(on="2025-01-01")
    assert 1 == _items_named(on="2025-01-02")


def _items_named(*, on: str) -> int:
    items = _progress(_GOAL, _item("甲"), on=on).items
    assert items
    return items.named

"""The one-page view: what to look at first and why, whose move it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from register_sample import LAND, WORKS, accepted, acts_of, day, sample_acts, told
from zhibiao.register.deeds import Act
from zhibiao.register.follow_up.outlook import Outlook, Reason, Waiting, outlook_of
from zhibiao.register.progress.values import Chance, State


def _outlook(on: str, acts: Sequence[Act] | None = None) -> Outlook:
    register, progress = told(acts or sample_acts(), on)
    return outlook_of(register, progress, on=day(on))


def test_what_to_look_at_first_and_why() -> None:
    outlook = _outlook("2025-04-10")
    assert [
        ("C0005", (Reason.CLAIMED_LATE,)),
        ("C0002", (Reason.BLOCKED, Reason.MOVED)),
        ("C0003", (Reason.BLOCKED,)),
        ("C0006", (Reason.NEAR,)),
    ] == [(one.item.id, one.reasons) for one in outlook.attention]
    assert (7, 1, 1, 1, 2, 2, 0) == (
        outlook.items,
        outlook.states[State.DONE],
        outlook.states[State.CLAIMED],
        outlook.overdue,
        outlook.blocked,
        outlook.undated,
        outlook.more,
    )


def test_whose_move_it_is() -> None:
    assert (
        Waiting(unit="林草局", blocks=1, longest=38, overdue=0),
        Waiting(unit=LAND, blocks=1, longest=9, overdue=0),
        Waiting(unit=WORKS, blocks=0, longest=0, overdue=1),
    ) == _outlook("2025-04-10").waiting


def test_only_five_are_shown_and_the_rest_are_counted() -> None:
    acts = acts_of(
        [("2025-01-05", accepted(number, f"事项{number}", due=day(f"2025-01-{number + 10}"))) for number in range(1, 9)]
    )
    outlook = _outlook("2025-02-10", acts)
    assert (["C0001", "C0002", "C0003", "C0004", "C0005"], 3) == (
        [one.item.id for one in outlook.attention],
        outlook.more,
    )


def test_a_target_that_is_less_likely_than_not_is_looked_at() -> None:
    register, progress = told(sample_acts(), "2025-04-10")
    number = Fraction(20)
    for percent, is_told in ((49, True), (50, False)):
        chance = Chance(chance=Fraction(percent, 100), expected=number, low=number, high=number, draws=100)
        likely = {**progress, "C0008": replace(progress["C0008"], chance=chance)}
        outlook = outlook_of(register, likely, on=day("2025-04-10"))
        assert is_told is any(one.reasons == (Reason.UNLIKELY,) for one in outlook.attention)


def test_an_empty_register_is_looked_at_too() -> None:
    register, progress = told((), "2025-04-10")
    outlook = outlook_of(register, progress, on=day("2025-04-10"))
    assert (0, (), ()) == (outlook.items, outlook.attention, outlook.waiting)


def test_what_another_holds_up_is_not_its_lead_units_move() -> None:
    waiting = {one.unit: one for one in _outlook("2025-05-02").waiting}
    # C0003 is overdue since 30 April and waits for the land bureau.
    assert "河西有限公司" not in waiting
    assert (1, 31) == (waiting[LAND].blocks, waiting[LAND].longest)

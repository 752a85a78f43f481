"""Minutes and the meeting pack: conclusions, what became of those before, both sides and decisions asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from register_sample import CITY, GROUP, LAND, MILL, WORKS, accepted, acts_of, day, reported, sample_acts, told
from zhibiao.errors import NotFound, UsageError
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import Act, Claim, Deed, Moved, Noted, Released
from zhibiao.register.follow_up.ask import Asked
from zhibiao.register.follow_up.minutes import Minutes, minutes_of
from zhibiao.register.follow_up.pack import Pack, pack_of


def _more(*dated: tuple[str, Deed]) -> tuple[Act, ...]:
    acts = sample_acts()
    added = [
        Act(number=number, at=f"{on}T00:00:00Z", person="lin", deed=deed)
        for number, (on, deed) in enumerate(dated, start=len(acts) + 1)
    ]
    return (*acts, *added)


def _minutes(meeting: str, on: str, acts: Sequence[Act] | None = None) -> Minutes:
    register, progress = told(acts or sample_acts(), on)
    return minutes_of(register, progress, meeting=meeting, on=day(on))


def _noted(number: int, on: str, meeting: str, **more: object) -> tuple[str, Deed]:
    noted = Noted(commitment=f"C{number:04d}", on=day(on), meeting=meeting, conclusion="加快办理", **more)  # type: ignore[arg-type]
    return on, noted


@pytest.mark.parametrize("meeting", ["4月会商会议", "会商会议"])
def test_minutes_are_called_by_the_meeting_or_its_series(meeting: str) -> None:
    minutes = _minutes(meeting, "2025-04-08")
    (one,) = minutes.conclusions
    assert ("4月会商会议", "C0002", "林草局", day("2025-05-31")) == (minutes.meeting, one.item.id, one.mover, one.by)
    assert (None, ()) == (minutes.before_on, minutes.became)


@pytest.mark.parametrize(("meeting", "on"), [("会商会议", "2025-04-09"), ("办公会议", "2025-04-08")])
def test_a_meeting_without_conclusions_has_no_minutes(meeting: str, on: str) -> None:
    with pytest.raises(NotFound) as refused:
        _minutes(meeting, on)
    assert ("register.no_minutes", "2025-04-08 4月会商会议") == (refused.value.code, refused.value.facts["known"])


def test_what_became_of_the_meeting_before_is_told_in_the_order_of_the_acts() -> None:
    gone = Released(commitment="C0002", block=10, on=day("2025-05-20"))
    acts = _more(
        ("2025-05-20", gone),
        _noted(4, "2025-05-02", "市长办公会议"),
        _noted(3, "2025-06-06", "6月会商会议"),
        _noted(2, "2025-06-06", "6月会商会议"),
    )
    minutes = _minutes("会商会议", "2025-06-06", acts)
    assert ["C0003", "C0002"] == [item.id for item, _ in minutes.agenda]
    assert ("4月会商会议", day("2025-04-08")) == (minutes.before, minutes.before_on)
    (became,) = minutes.became
    assert ((gone,), False) == (became.since, became.unanswered)


def test_a_conclusion_whose_day_passed_without_a_word_is_unanswered() -> None:
    acts = _more(_noted(3, "2025-06-06", "6月会商会议"))
    assert [True] == [one.unanswered for one in _minutes("会商会议", "2025-06-06", acts).became]


def _pack(on: str, acts: Sequence[Act] | None = None, *, agreement: str = "") -> Pack:
    register, progress = told(acts or sample_acts(), on)
    return pack_of(register, progress, on=day(on), agreement=agreement)


def test_both_sides_stand_beside_each_other() -> None:
    pack = _pack("2025-04-10")
    assert [(CITY, True, ["C0002"]), (GROUP, True, ["C0003"])] == [
        (side.name, side.is_party, [item.id for item in side.items]) for side in pack.sides
    ]
    assert ["C0008"] == [item.id for item in pack.targets]


def test_decisions_are_asked_on_blocks_overdue_items_and_dates() -> None:
    undocumented = Moved(commitment="C0003", due=day("2025-05-31"), reason="设备未到")
    extra = accepted(10, "引进配套企业", lead=WORKS, kind=CommitmentKind.OBLIGATION, agreement="C0001", parties=(CITY,))
    late = replace(extra, commitment="C0011", terms=replace(extra.terms, due=day("2025-03-31")))
    pack = _pack("2025-04-10", _more(("2025-04-09", undocumented), ("2025-04-09", extra), ("2025-04-09", late)))
    assert [
        ("C0002", Asked.RELEASE, "林草局"),
        ("C0003", Asked.RELEASE, LAND),
        ("C0011", Asked.FINISH_OR_MOVE, WORKS),
        ("C0010", Asked.SET_DUE, WORKS),
        ("C0003", Asked.CONFIRM_MOVE, MILL),
    ] == [(one.item.id, one.ask.what, one.ask.of) for one in pack.decisions]


def test_a_settled_obligation_asks_for_nothing() -> None:
    stopped = reported(3, "2025-04-09", Claim.STOPPED)
    assert ["C0002"] == [one.item.id for one in _pack("2025-04-10", _more(("2025-04-09", stopped))).decisions]


def test_the_agreement_has_to_be_one_and_an_agreement() -> None:
    second = accepted(10, "另一份协议", kind=CommitmentKind.AGREEMENT)
    acts = _more(("2025-04-09", second))
    with pytest.raises(UsageError) as several:
        _pack("2025-04-10", acts)
    assert "register.which_agreement" == several.value.code
    assert "C0010" == _pack("2025-04-10", acts, agreement="C0010").agreement.id
    for given in (acts_of([("2025-01-01", accepted(1, "任务"))]), acts):
        with pytest.raises(NotFound) as none:
            _pack("2025-04-10", given, agreement="C0002")
        assert "register.no_agreement" == none.value.code

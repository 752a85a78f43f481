"""The quarterly score: the outcome of every item, ranks, and what evidence and order can never do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from register_sample import LAND, PAPER, WORKS, accepted, acts_of, day, drawn_acts, reported, sample_acts
from zhibiao.assemble.register.follow_up import scoring
from zhibiao.register.deeds import Act, BlockCause, Blocked, Claim, Deed, Moved, Released, Reported
from zhibiao.register.follow_up.quarter import Quarter
from zhibiao.register.follow_up.score import Score, UnitScore, score_of
from zhibiao.register.follow_up.scoring import Outcome
from zhibiao.register.register import register_of

RULE = scoring()
Q2 = Quarter(2025, 2)


def _score(acts: Sequence[Act], quarter: Quarter = Q2) -> Score:
    return score_of(register_of(acts), quarter=quarter, scoring=RULE, figures={})


def _alone(*dated: tuple[str, Deed], due: str | None = "2025-05-31", quarter: Quarter = Q2) -> UnitScore:
    made = accepted(1, "建基地", lead="市商务局", due=day(due) if due else None)
    (unit,) = _score(acts_of([("2025-01-05", made), *dated]), quarter).units
    return unit


def _block(since: str, mover: str) -> tuple[str, Deed]:
    return since, Blocked(commitment="C0001", since=day(since), cause=BlockCause.LAND, mover=mover)


@pytest.mark.parametrize(
    ("outcome", "due", "dated"),
    [
        (Outcome.DONE_IN_TIME, "2025-05-31", [("2025-05-31", reported(1, "2025-05-31", Claim.DONE, evidence=PAPER))]),
        (Outcome.DONE_LATE, "2025-05-31", [("2025-06-01", reported(1, "2025-06-01", Claim.DONE, evidence=PAPER))]),
        (Outcome.DONE_UNDATED, None, [("2025-06-01", reported(1, "2025-06-01", Claim.DONE, evidence=PAPER))]),
        (Outcome.CLAIMED, "2025-06-30", [("2025-06-01", reported(1, "2025-06-01", Claim.DONE))]),
        (Outcome.CLAIMED, None, [("2025-06-01", reported(1, "2025-06-01", Claim.DONE))]),
        (Outcome.CLAIMED_LATE, "2025-05-31", [("2025-05-01", reported(1, "2025-05-01", Claim.DONE))]),
        (Outcome.OVERDUE, "2025-05-31", []),
        (Outcome.OVERDUE, "2025-05-31", [("2025-06-01", reported(1, "2025-06-01", Claim.UNDER_WAY))]),
        (Outcome.HELD_UP, "2025-05-31", [_block("2025-05-31", LAND)]),
        # Its own move, a block that came after the day, and one that is gone excuse nothing.
        (Outcome.OVERDUE, "2025-05-31", [_block("2025-05-31", "市 商务局")]),
        (Outcome.OVERDUE, "2025-05-31", [_block("2025-06-01", LAND)]),
        (
            Outcome.OVERDUE,
            "2025-05-31",
            [_block("2025-05-01", LAND), ("2025-06-02", Released(commitment="C0001", block=2, on=day("2025-06-02")))],
        ),
        (Outcome.STOPPED, "2025-05-31", [("2025-06-01", reported(1, "2025-06-01", Claim.STOPPED))]),
        (None, "2025-07-31", [("2025-06-01", reported(1, "2025-06-01", Claim.UNDER_WAY))]),
        # The last day of the quarter is not past.
        (None, "2025-06-30", []),
        (None, None, []),
    ],
)
def test_every_item_comes_to_one_outcome(
    outcome: Outcome | None, due: str | None, dated: list[tuple[str, Deed]]
) -> None:
    unit = _alone(*dated, due=due)
    assert ([] if outcome is None else [outcome]) == [point.outcome for point in unit.points]
    assert (outcome is not None, outcome is None) == (bool(unit.judged), bool(unit.open))
    assert (RULE.points(outcome) if outcome else 0) == unit.total


def test_a_point_cites_the_acts_that_it_rests_on() -> None:
    late = _alone(("2025-06-01", reported(1, "2025-06-01", Claim.DONE, evidence=PAPER)))
    assert (2,) == late.points[0].acts
    assert (1,) == _alone().points[0].acts
    moved = Moved(commitment="C0001", due=day("2025-06-15"), reason="用地", document="a" * 64)
    assert (2,) == _alone(("2025-05-20", moved)).points[0].acts
    assert (2, 1) == _alone(_block("2025-05-01", LAND)).points[0].acts


def test_a_move_without_a_document_costs_each_time_and_a_first_date_does_not() -> None:
    moves = [
        ("2025-05-20", Moved(commitment="C0001", due=day(f"2025-{month}-30"), reason="用地")) for month in ("07", "09")
    ]
    unit = _alone(*moves)
    assert [Outcome.MOVED_WITHOUT_DOCUMENT] * 2 == [point.outcome for point in unit.points]
    assert (Fraction(-6), 0, None) == (unit.total, unit.judged, unit.score)
    assert 0 == _alone(moves[0], due=None).total
    # Moves of another year, and of a later quarter, are not this one's.
    assert 0 == _alone(("2025-07-01", moves[0][1]), due="2025-12-31").total


def test_what_was_said_to_be_done_before_the_year_is_over_whether_shown_or_not() -> None:
    for evidence in ((), PAPER):
        done = ("2024-12-20", reported(1, "2024-12-20", Claim.DONE, evidence=evidence))
        made = accepted(1, "建基地", lead="市商务局", due=day("2024-12-31"))
        assert () == _score(acts_of([("2024-01-05", made), done])).units
    made = accepted(1, "建基地", lead="市商务局", due=day("2024-12-31"))
    (unit,) = _score(acts_of([("2024-01-05", made)])).units
    assert [Outcome.OVERDUE] == [point.outcome for point in unit.points]


def test_units_with_few_items_are_listed_and_not_ranked_and_ties_share_a_rank() -> None:
    dated: list[tuple[str, Deed]] = []
    for unit in ("甲局", "乙局", "丙局", "", "丁局"):
        for _ in range(2 if unit == "丁局" else 3):
            number = len(dated) + 1
            dated.append(("2025-01-05", accepted(number, f"事项{number}", lead=unit, due=day("2025-05-31"))))
    shown = [("2025-05-01", reported(number, "2025-05-01", Claim.DONE, evidence=PAPER)) for number in (7, 8, 9)]
    score = _score(acts_of([*dated, *shown]))
    assert [("丙局", 1, False), ("乙局", 2, True), ("甲局", 2, True)] == [
        (unit.unit, unit.rank, unit.tied) for unit in score.units[:3]
    ]
    assert [("", None), ("丁局", None)] == [(unit.unit, unit.rank) for unit in score.units[3:]]
    assert (Fraction(10), Fraction(-5)) == (score.units[0].score, score.units[1].score)


def test_the_sample_quarter() -> None:
    score = _score(sample_acts(), Quarter(2025, 1))
    works = next(unit for unit in score.units if unit.unit == WORKS)
    # C0004 done in time; C0005 due on the quarter's last day and claimed.
    assert [("C0004", Outcome.DONE_IN_TIME), ("C0005", Outcome.CLAIMED)] == [
        (point.item.id, point.outcome) for point in works.points
    ]
    assert (2, Fraction(13), Fraction(13, 2), None) == (works.judged, works.total, works.score, works.rank)


def _told(score: Score) -> dict[str, object]:
    return {
        unit.unit: (unit.total, unit.score, unit.rank, sorted((point.item.id, point.outcome) for point in unit.points))
        for unit in score.units
    }


def _shuffled(acts: Sequence[Act], seed: int) -> tuple[Act, ...]:
    """Acts of one day in another order; those about one item keep theirs, for the last word on it counts."""
    order = random.Random(seed)
    by_day: dict[str, dict[str, list[Act]]] = {}
    for act in acts:
        by_day.setdefault(act.at, {}).setdefault(act.deed.commitment, []).append(act)  # type: ignore[union-attr]
    mixed: list[Act] = []
    for queues in by_day.values():
        turns = [name for name, queue in queues.items() for _ in queue]
        order.shuffle(turns)
        mixed += [queues[name].pop(0) for name in turns]
    numbers = {act.number: number for number, act in enumerate(mixed, start=1)}
    return tuple(_renumbered(act, numbers) for act in mixed)


def _renumbered(act: Act, numbers: dict[int, int]) -> Act:
    deed = act.deed
    if isinstance(deed, Released):
        deed = replace(deed, block=numbers[deed.block])
    return replace(act, number=numbers[act.number], deed=deed)


@settings(max_examples=examples(60))
@given(acts=drawn_acts(), number=st.integers(1, 4), seed=st.integers(0, 99))
def test_the_order_of_acts_of_one_day_changes_nothing(acts: tuple[Act, ...], number: int, seed: int) -> None:
    # Everything on one day: the hardest case.
    quarter = Quarter(2025, number)
    first, *others = acts
    crowded = (first, *(replace(act, at="2025-01-01T00:00:00Z") for act in others))
    for given_acts in (acts, crowded):
        ranks = _told(_score(given_acts, quarter))
        assert ranks == _told(_score(_shuffled(given_acts, seed), quarter))


@settings(max_examples=examples(100))
@given(acts=drawn_acts(), number=st.integers(1, 4), data=st.data())
def test_evidence_never_lowers_a_score(acts: tuple[Act, ...], number: int, data: st.DataObject) -> None:
    bare = [place for place, act in enumerate(acts) if isinstance(act.deed, Reported) and not act.deed.evidence]
    bare += [place for place, act in enumerate(acts) if isinstance(act.deed, Moved) and not act.deed.document]
    if not bare:
        return
    place = data.draw(st.sampled_from(bare))
    deed = acts[place].deed
    shown = replace(deed, evidence=PAPER) if isinstance(deed, Reported) else replace(deed, document="a" * 64)  # type: ignore[type-var]
    more = (*acts[:place], replace(acts[place], deed=shown), *acts[place + 1 :])
    quarter = Quarter(2025, number)
    before = {unit.unit: unit for unit in _score(acts, quarter).units}
    for unit in _score(more, quarter).units:
        assert unit.total >= before[unit.unit].total
        assert (before[unit.unit].judged, before[unit.unit].open) == (unit.judged, unit.open)

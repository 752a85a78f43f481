"""The quarterly score (季考核): points per unit by a stated rule, each with its reason and the acts it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.register.deeds import Accepted, Claim, ItemNamed, Moved, Reported
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.follow_up.item import Item, acted_on, entered_by, items_of
from zhibiao.register.follow_up.quarter import Quarter
from zhibiao.register.follow_up.scoring import Outcome, Scoring
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.progress import progress_of, progress_of_all
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import Commitment, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What an item gives or takes: the outcome, its points, the day that decides, and the acts that it rests on.

    Without acts it rests on the returns of the month.
    """

    item: Item
    outcome: Outcome
    points: Fraction
    day: dt.date | None
    acts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """The score of one unit.

    Args:
        unit: its name, "" for items that name no lead unit.
        points: of every item judged, and of every deduction.
        judged: how many items were judged: what is open and not due yet is not.
        open: how many are open and not due yet.
        total: sum of the points.
        score: points per item judged, None without any.
        rank: from 1, None where fewer items than the rule asks were judged, or no unit is named.
        tied: whether others share the rank.
    """

    unit: str
    points: tuple[Point, ...]
    judged: int
    open: int
    total: Fraction
    score: Fraction | None
    rank: int | None = None
    tied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score of a quarter, of everything on the list from the year's first day on; ranked units first."""

    quarter: str
    first: dt.date
    last: dt.date
    scoring: Scoring
    units: tuple[UnitScore, ...]


def score_of(
    register: Register, *, quarter: Quarter, scoring: Scoring, figures: Mapping[str, IndicatorFigures]
) -> Score:
    """The score of a quarter.

    An item that was due in an earlier year, and was said to be done before this one, is over. What is open and not due
    by the quarter's end is not judged. Evidence never lowers a score, and blocks by others do not count against a unit.

    Args:
        register: with all that is on record.
        quarter: judged as of its last day, from the year's first day on.
        scoring: the rule.
        figures: of the month, by indicator.
    """
    on = quarter.last
    entered = entered_by(register, on)
    year = dt.date(quarter.year, 1, 1)
    before = progress_of_all(entered, on=year - dt.timedelta(days=1), figures=figures)
    items = [
        item
        for item in items_of(entered, progress_of_all(entered, on=on, figures=figures))
        if not _is_over(item, before[item.id], year)
    ]
    units = [
        _unit_score(
            unit, [item for item in items if item.unit == unit], entered, on=on, scoring=scoring, figures=figures
        )
        for unit in dict.fromkeys(item.unit for item in items)
    ]
    return Score(
        quarter=str(quarter), first=quarter.first, last=on, scoring=scoring, units=_ranked(units, least=scoring.least)
    )


def _is_over(item: Item, before: Progress, year: dt.date) -> bool:
    was_due = item.due is not None and item.due < year
    return was_due and before.state in {State.CLAIMED, State.DONE, State.STOPPED}


def _unit_score(
    unit: str,
    items: Sequence[Item],
    register: Register,
    *,
    on: dt.date,
    scoring: Scoring,
    figures: Mapping[str, IndicatorFigures],
) -> UnitScore:
    judged = [
        point
        for item in items
        if (point := _judged(item, register.commitment(item.id), on=on, scoring=scoring, figures=figures)) is not None
    ]
    taken = [point for item in items for point in _moves(item, register.commitment(item.id), on=on, scoring=scoring)]
    total = sum((point.points for point in (*judged, *taken)), Fraction(0))
    return UnitScore(
        unit=unit,
        points=(*judged, *taken),
        judged=len(judged),
        open=len(items) - len(judged),
        total=total,
        score=total / len(judged) if judged else None,
    )


def _judged(
    item: Item, one: Commitment, *, on: dt.date, scoring: Scoring, figures: Mapping[str, IndicatorFigures]
) -> Point | None:
    """What the item comes to; None while it is open and not due."""
    past = item.due is not None and item.due < on
    match item.state:
        case State.DONE:
            outcome, day = _done(item, one, on=on, figures=figures)
            acts = _told(one, on=on)
        case State.STOPPED:
            outcome, day, acts = Outcome.STOPPED, None, _last_told(one, on=on)
        case State.CLAIMED:
            outcome, day, acts = Outcome.CLAIMED_LATE if past else Outcome.CLAIMED, item.due, _told(one, on=on)
        case _ if past:
            held_up = [
                block for block in item.blocks if _is_by_another(item, block.mover) and block.since <= _due(item)
            ]
            outcome, day = (Outcome.HELD_UP if held_up else Outcome.OVERDUE), item.due
            acts = (*(block.number for block in held_up), *_set_due(one))
        case _:
            return None
    return Point(item=item, outcome=outcome, points=scoring.points(outcome), day=day, acts=acts)


def _done(
    item: Item, one: Commitment, *, on: dt.date, figures: Mapping[str, IndicatorFigures]
) -> tuple[Outcome, dt.date | None]:
    done_on = progress_of(one, on=on, figures=figures).done_on
    if item.due is None:
        return Outcome.DONE_UNDATED, done_on
    if done_on is not None:
        in_time = done_on <= item.due
    else:
        in_time = item.due >= on or progress_of(one, on=item.due, figures=figures).state is State.DONE
    return (Outcome.DONE_IN_TIME if in_time else Outcome.DONE_LATE), done_on or item.due


def _moves(item: Item, one: Commitment, *, on: dt.date, scoring: Scoring) -> Iterable[Point]:
    """Every move of the year, up to the day, that no document allows; a date set for the first time is none."""
    outcome, due = Outcome.MOVED_WITHOUT_DOCUMENT, one.done(Accepted)[0][1].terms.due
    for act, deed in one.moves:
        day, is_move = acted_on(act), due is not None
        due = deed.due
        if is_move and not deed.document and day.year == on.year and day <= on:
            yield Point(item=item, outcome=outcome, points=scoring.points(outcome), day=day, acts=(act.number,))


def _ranked(units: Iterable[UnitScore], *, least: int) -> tuple[UnitScore, ...]:
    """Ranked units by score, then the others by name; equal scores share a rank."""
    listed = sorted(units, key=lambda one: one.unit)
    counted = [one for one in listed if one.unit and one.judged >= max(1, least)]
    scores = sorted((one.score for one in counted if one.score is not None), reverse=True)
    ranked = [
        UnitScore(
            unit=one.unit,
            points=one.points,
            judged=one.judged,
            open=one.open,
            total=one.total,
            score=one.score,
            rank=scores.index(one.score) + 1,
            tied=scores.count(one.score) > 1,
        )
        for one in counted
        if one.score is not None
    ]
    ranked.sort(key=lambda one: one.rank or 0)
    return (*ranked, *(one for one in listed if one not in counted))


def _is_by_another(item: Item, mover: str) -> bool:
    return bool(mover.strip()) and folded_name(mover) != folded_name(item.unit)


def _due(item: Item) -> dt.date:
    assert item.due is not None
    return item.due


def _told(one: Commitment, *, on: dt.date) -> tuple[int, ...]:
    """The acts that say it is done, up to a day."""
    reports = [act.number for act, deed in one.done(Reported) if deed.claim is Claim.DONE and deed.as_of <= on]
    named = [act.number for act, deed in one.done(ItemNamed) if deed.claim is Claim.DONE and (deed.on or on) <= on]
    return (*reports, *named)


def _last_told(one: Commitment, *, on: dt.date) -> tuple[int, ...]:
    known = [(deed.as_of, act.number) for act, deed in one.done(Reported) if deed.as_of <= on]
    return (max(known)[1],) if known else ()


def _set_due(one: Commitment) -> tuple[int, ...]:
    """The act that set the due date as it stands."""
    return tuple(act.number for act, _ in (*one.done(Accepted)[:1], *one.done(Moved)))[-1:]

"""The quarterly score as a workbook: the ranking, every point with its reason, and the rule."""

from __future__ import annotations

import datetime as dt

from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.score import Point, Score, UnitScore
from zhibiao.register.follow_up.scoring import Outcome
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Cell, Column, Sheet, write_workbook

_COUNTED = (
    Outcome.DONE_IN_TIME,
    Outcome.DONE_LATE,
    Outcome.DONE_UNDATED,
    Outcome.CLAIMED,
    Outcome.CLAIMED_LATE,
    Outcome.HELD_UP,
    Outcome.OVERDUE,
    Outcome.STOPPED,
    Outcome.MOVED_WITHOUT_DOCUMENT,
)


def write_score(score: Score, marks: RegisterMarks, *, authority: str, words: Words) -> bytes:
    """The workbook; the same score and marks give the same bytes."""
    say = RegisterWords(words)
    title = say("score.title", quarter=score.quarter)
    return write_workbook(
        [_ranking(score, say, title=title), _points(score, say), _rule(score, say)],
        title=title,
        author=authority,
        at=dt.datetime.combine(score.last, dt.time(), dt.UTC),
        foot=say.foot(marks),
        comments="\n".join(say.marks(marks)),
    )


def rank_text(unit: UnitScore, say: RegisterWords) -> str:
    """The rank, that it is shared, or that there is none."""
    if unit.rank is None:
        return say("score.unranked")
    return say("score.rank_tied", rank=unit.rank) if unit.tied else str(unit.rank)


def why(point: Point, say: RegisterWords) -> str:
    """Why an item gives or takes its points."""
    item = point.item
    held_up = [block for block in item.blocks if block.number in point.acts]
    facts = {"day": say.day(point.day), "due": say.due(item), "block": "; ".join(map(say.block, held_up))}
    return say(f"why.{point.outcome.value}", **facts)


def acts_text(point: Point, say: RegisterWords) -> str:
    """The acts that it rests on, by number; the returns of the month where there are none."""
    return ", ".join(map(str, sorted(set(point.acts)))) or say("score.returns")


def _ranking(score: Score, say: RegisterWords, *, title: str) -> Sheet:
    heads = (("rank", "text", 14), ("unit", "text", 30), ("score", "points", 0), ("total_points", "points", 0))
    rows: list[tuple[Cell, ...]] = [
        (
            rank_text(unit, say),
            say.unit(unit.unit),
            unit.score,
            unit.total,
            unit.judged,
            unit.open,
            *(sum(point.outcome is outcome for point in unit.points) for outcome in _COUNTED),
        )
        for unit in score.units
    ]
    return Sheet(
        name=say("score.ranking"),
        title=title,
        columns=(
            *(Column(head=say(f"head.{head}"), kind=kind, width=width) for head, kind, width in heads),  # type: ignore[arg-type]
            *(Column(head=say(f"head.{head}"), kind="whole", total=True, width=9) for head in ("judged", "open")),
            *(Column(head=say(f"outcome.{outcome.value}"), kind="whole", total=True, width=11) for outcome in _COUNTED),
        ),
        rows=tuple(rows),
        note=say("score.note", last=say.day(score.last), least=score.scoring.least),
        frozen=2,
        total=say("total"),
    )


def _points(score: Score, say: RegisterWords) -> Sheet:
    widths = {"unit": 24, "id": 8, "item": 34, "outcome": 20, "points": 8, "why": 44, "acts": 18, "progress": 18}
    rows = [
        (
            say.unit(unit.unit),
            point.item.id,
            say.title(point.item),
            say.state(point.item),
            say(f"outcome.{point.outcome.value}"),
            point.points,
            why(point, say),
            acts_text(point, say),
        )
        for unit in score.units
        for point in unit.points
    ]
    heads = ("unit", "id", "item", "progress", "outcome", "points", "why", "acts")
    return Sheet(
        name=say("score.points"),
        title=say("score.points"),
        columns=tuple(
            Column(head=say(f"head.{head}"), kind="points" if head == "points" else "text", width=widths[head])
            for head in heads
        ),
        rows=tuple(rows),
        frozen=1,
    )


def _rule(score: Score, say: RegisterWords) -> Sheet:
    clauses = score.scoring.clauses
    return Sheet(
        name=say("score.rule"),
        title=say("score.rule"),
        columns=(
            Column(head=say("head.outcome"), width=26),
            Column(head=say("head.points"), kind="points"),
            Column(head=say("head.clause"), width=90),
        ),
        rows=tuple(
            (say(f"outcome.{outcome.value}"), clauses[outcome].points, say.words.name(clauses[outcome].text))
            for outcome in _COUNTED
        ),
        note=say("score.rule_note", sha256=score.scoring.sha256),
    )

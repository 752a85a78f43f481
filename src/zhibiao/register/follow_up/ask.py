"""What is asked of whom by when, told from how an item stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.register.deeds import Noted
from zhibiao.register.follow_up.item import Item
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.values import Standing
from zhibiao.register.register import Commitment


class Asked(StrEnum):
    """What is asked."""

    EVIDENCE = "evidence"  # hand in what shows that it is done
    FINISH_OR_MOVE = "finish_or_move"  # finish and show it, or apply for another date with a document
    FINISH = "finish"
    REPORT = "report"
    RELEASE = "release"  # do away with what holds it up
    SET_DUE = "set_due"  # agree on a due date
    CONFIRM_MOVE = "confirm_move"  # allow a date that was moved without a document, or go back to the one before
    PLAN_EVENT = "plan_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One ask: what, of whom ("" where no unit is named), and by which day."""

    what: Asked
    of: str
    by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The rhythm of follow-up, in days: what is near, what is soon, what is silence, and the time to answer."""

    near: int = 7
    soon: int = 30
    silent: int = 14
    answer: int = 7

    def answer_by(self, on: dt.date) -> dt.date:
        """The day by which an answer is expected."""
        return on + dt.timedelta(days=self.answer)


def ask_when_over(item: Item, *, on: dt.date, rhythm: Rhythm) -> Ask:
    """What is asked when the due date is past: the evidence of what is claimed, else an end or a new date."""
    what = Asked.EVIDENCE if item.is_claimed else Asked.FINISH_OR_MOVE
    return Ask(what=what, of=item.unit, by=rhythm.answer_by(on))


def ask_before(item: Item, *, on: dt.date, rhythm: Rhythm) -> Ask:
    """What is asked of an item whose due date lies ahead: to finish when it is near, to report while it is not."""
    assert item.due is not None
    if item.is_claimed:
        return Ask(what=Asked.EVIDENCE, of=item.unit, by=min(item.due, rhythm.answer_by(on)))
    if (item.due - on).days <= rhythm.near:
        return Ask(what=Asked.FINISH, of=item.unit, by=item.due)
    return Ask(what=Asked.REPORT, of=item.unit, by=rhythm.answer_by(on))


def ask_to_release(
    item: Item, block: Standing, commitment: Commitment, *, on: dt.date, rhythm: Rhythm, mover: str
) -> Ask:
    """What is asked of the one whose move it is: by the day that a meeting set, else within the time to answer."""
    agreed = _agreed(commitment, block.mover, on=on)
    by = rhythm.answer_by(on)
    if agreed is None and item.due is not None and item.due >= on:
        by = min(by, item.due)
    return Ask(what=Asked.RELEASE, of=mover, by=agreed or by)


def _agreed(commitment: Commitment, mover: str, *, on: dt.date) -> dt.date | None:
    """The day that the last meeting set for a mover, where it is not over yet."""
    said = [
        deed.due
        for _, deed in commitment.done(Noted)
        if deed.on <= on and deed.due is not None and folded_name(deed.mover) == folded_name(mover)
    ]
    return said[-1] if said and said[-1] >= on else None

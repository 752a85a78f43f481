"""A target without figures of the month: it stands as is reported, and the number reported is held against it."""

from __future__ import annotations

import datetime as dt

from zhibiao.register.deeds import Claim
from zhibiao.register.progress.plain import number_text
from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.reports import OPEN_STATE, Word, figure_word_of, measure_of_reports, said, word_of
from zhibiao.register.progress.values import Because, Found, Measure, State
from zhibiao.register.register import Commitment


def found_by_reports(commitment: Commitment, *, on: dt.date) -> Found:
    """How a target stands by what was reported of it.

    A figure settles it only as of the due date or later: before, the time is running. A claim that it is done against
    a figure that falls short leaves it open.
    """
    promise = promise_of(commitment.terms)
    word, figure = word_of(commitment, on=on), figure_word_of(commitment, on=on)
    measure = measure_of_reports(commitment, promise, on=on)
    unclear = promise.because if promise and measure.reached is not None else ()
    if word is None:
        return Found(state=State.WAITING, measure=measure, because=said(None))
    state, told = _judged(word, figure, measure, due=commitment.terms.due)
    shown_since = word.done_on or (figure.shown_since if figure else None)
    done_on = shown_since if state is State.DONE else None
    return Found(state=state, measure=measure, done_on=done_on, because=(*told, *said(word), *unclear))


def _judged(
    word: Word, figure: Word | None, measure: Measure, *, due: dt.date | None
) -> tuple[State, tuple[Because, ...]]:
    claim = word.report.claim
    if claim is Claim.STOPPED or figure is None or measure.met is None:
        return word.state, ()
    final = due is not None and measure.as_of is not None and measure.as_of >= due
    if measure.met:
        told = Because(code="progress.figure_meets", facts=_facts(measure))
        if claim is Claim.DONE:
            return word.state, (told,)
        if final:
            return (State.DONE if figure.evidence else State.CLAIMED), (told,)
        return OPEN_STATE[claim], (told,)
    told = Because(code="progress.figure_short", facts=_facts(measure))
    if final:
        return State.MISSED, (told,)
    return (State.UNDER_WAY if claim is Claim.DONE else OPEN_STATE[claim]), (told,)


def _facts(measure: Measure) -> dict[str, object]:
    as_of = measure.as_of.isoformat() if measure.as_of else "—"
    reached, promised = number_text(measure.reached), number_text(measure.promised)
    return {"reached": reached, "promised": promised, "unit": measure.unit, "as_of": as_of}
